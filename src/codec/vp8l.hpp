// Lossless WebP streams (VP8L, "WebP Lossless Bitstream Specification"; RFC 9649): decoded, to prove where they end and what
// colours lie under transparency, and encoded anew where they cannot stay. Hand-written: no library tells where it stopped.
#pragma once

#include <vector>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

/// Pixels as 0xAARRGGBB, row by row.
struct Vp8lPicture {
    std::uint32_t width = 0, height = 0;
    bool has_alpha = false;         ///< as the header says
    std::vector<std::uint32_t> pixels;
    std::size_t used = 0;           ///< bytes of the input that the stream takes
    std::uint8_t last_byte = 0;     ///< of them, without the bits behind the stream's end
};

/// Reads the payload of a "VP8L" chunk.
Result<Vp8lPicture> read_vp8l(Bytes in, Budget& budget);

/// The same of a stream without its header, of a size known from elsewhere, as the chunk "ALPH" holds it.
Result<Vp8lPicture> read_vp8l_stream(Bytes in, std::uint32_t width, std::uint32_t height, Budget& budget);

/// The payload of a "VP8L" chunk with these pixels.
Made write_vp8l(Vp8lPicture const& picture);

}  // namespace scrub::engine::codec
