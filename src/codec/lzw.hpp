// LZW as GIF (89a, appendix F) and TIFF (6.0, section 13) use it: walked to prove where a stream ends, decoded, and
// for GIF encoded anew. Ours: a hundred lines instead of two libraries.
#pragma once

#include <bitset>
#include <optional>

#include "core/bytes.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

/// What a walk over the codes of a GIF picture found. No pixel is expanded.
struct LzwWalk {
    std::uint64_t pixels = 0;      ///< that the codes stand for, at most the wanted ones
    std::size_t used = 0;          ///< bytes up to and with the one that holds the end code, or the last code that made sense
    bool is_proven = false;        ///< exactly the wanted pixels, then the end code, then zero bits, and no idle codes
    bool is_broken = false;        ///< a code that cannot be came before the last pixel
    std::bitset<256> colours;      ///< indices that occur
};

/// Walks a GIF stream, its sub-blocks joined. `code_size` is the size of a literal, 1 to 8 bits.
LzwWalk walk_gif_lzw(Bytes data, unsigned code_size, std::uint64_t wanted_pixels);

/// The pixels of a GIF stream, as far as its codes make sense and at most the wanted ones.
Blob decode_gif_lzw(Bytes data, unsigned code_size, std::uint64_t wanted_pixels);

/// A GIF stream of our own, not yet cut into sub-blocks.
Made encode_gif_lzw(Bytes pixels, unsigned code_size);

struct LzwDecoded {
    Blob data;
    std::size_t used = 0;      ///< bytes of the input up to the end code, or up to the last code
    bool is_complete = false;  ///< ended by the end code or by having given what was wanted
};

/// A TIFF strip, in the order of TIFF 6.0 (and in that of older writers, which is told by its first code). Stops at
/// `at_most` bytes.
LzwDecoded decode_tiff_lzw(Bytes data, std::uint64_t at_most);

}  // namespace scrub::engine::codec
