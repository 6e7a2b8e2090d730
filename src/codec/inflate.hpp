// DEFLATE (RFC 1951) and its zlib wrapper (RFC 1950), decoded under a budget and encoded anew.
// Bytes behind the end of a compressed stream are invisible to every reader: `used` tells where it ended.
// libdeflate (MIT, no CVE) where the size is known, zlib (4 CVEs in 20 years) where it is not.
#pragma once

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

enum class Wrapper : std::uint8_t { none, zlib };

struct Inflated {
    Blob data;
    std::size_t used = 0;       ///< bytes of the input that the stream takes, its checksum included
    bool is_complete = true;    ///< false: the input ended or broke before the stream did; `data` is what came before
};

/// Inflates a stream whose size is known. A stream that gives more or less is malformed.
Result<Inflated> inflate_exactly(Bytes in, std::size_t size_bytes, Wrapper wrapper, Budget& budget);

/// Inflates a stream of unknown size, up to what the budget allows and at most `at_most` bytes (over_budget beyond).
Result<Inflated> inflate(Bytes in, Wrapper wrapper, Budget& budget, std::uint64_t at_most = UINT64_MAX);

/// Gives the inflated bytes piece by piece and keeps none of them. `piece` says false to stop.
template <class Piece>
Result<Inflated> inflate_pieces(Bytes in, Wrapper wrapper, Budget& budget, Piece piece);

/// A stream of our own: same bytes in, same bytes out, on every machine. Level 1 (fast) to 12 (small).
Made deflate(Bytes in, Wrapper wrapper, int level = 6);

std::uint32_t crc32(Bytes in, std::uint32_t seed = 0) noexcept;

namespace detail {

class Inflater {
public:
    Inflater(Bytes in, Wrapper wrapper);
    ~Inflater();
    Inflater(Inflater const&) = delete;
    Inflater& operator=(Inflater const&) = delete;

    enum class State : std::uint8_t { more, done, broken };
    /// Fills `out` from its start; says how much.
    State step(std::span<std::uint8_t> out, std::size_t& got);
    std::size_t used() const noexcept;

private:
    struct Stream;
    Stream* stream_;
};

}  // namespace detail

template <class Piece>
Result<Inflated> inflate_pieces(Bytes in, Wrapper wrapper, Budget& budget, Piece piece) {
    constexpr std::size_t kPieceBytes = 64 << 10;
    detail::Inflater inflater(in, wrapper);
    Blob buffer(kPieceBytes);
    for (;;) {
        std::size_t got = 0;
        auto const state = inflater.step(buffer, got);
        TRY(budget.inflated(got));
        bool const go_on = piece(Bytes(buffer).first(got));
        if (state != detail::Inflater::State::more || !go_on)
            return Inflated{{}, inflater.used(), state == detail::Inflater::State::done};
    }
}

}  // namespace scrub::engine::codec
