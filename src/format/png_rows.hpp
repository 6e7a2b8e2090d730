// The rows of a PNG picture inside their compressed stream (ISO/IEC 15948, clauses 7 to 10): how many bytes they take,
// and whether a stream holds them and nothing else.
#pragma once

#include <bitset>
#include <optional>
#include <vector>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::png {

/// IHDR (11.2.2).
struct Header {
    std::uint32_t width = 0, height = 0;
    std::uint8_t depth = 8;        ///< bits per sample
    std::uint8_t colour_type = 0;  ///< 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha
    bool is_interlaced = false;

    /// Nothing when the fields contradict the standard.
    static std::optional<Header> read(Bytes data);
    bool has_palette() const { return colour_type == 3; }
    bool has_alpha() const { return colour_type >= 4; }
    bool is_grey() const { return colour_type == 0 || colour_type == 4; }
    unsigned bits_per_pixel() const;
};

/// A picture is one pass, or seven when it is interlaced (8.2).
struct Pass {
    std::uint32_t width, height;
    std::uint64_t row_bytes;  ///< without the filter byte
};
std::vector<Pass> passes_of(Header const& header);
/// Filter bytes included.
std::uint64_t bytes_of(std::vector<Pass> const& passes);

struct RowCheck {
    enum class State : std::uint8_t {
        good,
        completed,  ///< ended early; `fresh` has nothing where rows are missing
        truncated,  ///< without a whole row
        broken,
    } state = State::good;
    std::uint64_t used = 0;          ///< compressed bytes up to the end of the stream
    std::uint64_t extra_bytes = 0;   ///< decompressed bytes beyond the picture
    std::uint64_t padding_rows = 0;  ///< rows whose last byte holds bits behind the last pixel
    std::uint64_t hidden_colours = 0;  ///< wholly transparent pixels that have a colour
    std::bitset<256> colours{};      ///< of the palette, that occur
    std::optional<Made> fresh{};       ///< the rows alone, compressed anew; set when the stream cannot stay as it is
};

/// Decompresses the pieces of one stream and checks every row.
Result<RowCheck> check_rows(std::vector<Bytes> const& pieces, Header const& header, Budget& budget);

}  // namespace scrub::engine::png
