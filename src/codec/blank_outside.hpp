// A document shows a part of a picture only, and keeps the rest beside it. This makes the rest blank and leaves the size
// of the picture as it is, so that the document needs no change. PNG without interlacing, and JPEG in Huffman coding
// (block by block, without a loss to the others).
#pragma once

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

/// What is shown, as fractions of width and height.
struct Visible {
    double left = 0, top = 0, right = 1, bottom = 1;

    bool is_all() const noexcept { return left <= 0 && top <= 0 && right >= 1 && bottom >= 1; }
    /// What the two show together.
    void join(Visible const& other) noexcept;
};

struct Blanked {
    enum class State { unneeded, done, impossible };
    State state = State::unneeded;   ///< unneeded: it is blank already
    Made picture{};
};

/// Fails over budget only. A few pixels around what is shown stay, since readers blend neighbours.
Result<Blanked> blank_outside(Bytes picture, Visible const& visible, Budget& budget);

}  // namespace scrub::engine::codec
