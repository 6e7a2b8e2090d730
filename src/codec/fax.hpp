// Fax codings (ITU-T T.4 and T.6, as TIFF 6.0 sections 10 and 11 use them): decoded, never written.
#pragma once

#include "core/bytes.hpp"

namespace scrub::engine::codec {

enum class FaxCoding : std::uint8_t { modified_huffman, group3_1d, group3_2d, group4 };

struct FaxPicture {
    Blob rows;                 ///< one bit a pixel, 1 is black, rows of whole bytes
    std::uint32_t good_rows = 0;  ///< the others are white
    std::size_t used = 0;      ///< bytes up to the last code that was needed
};

/// The bits of a byte are taken from the highest on.
FaxPicture decode_fax(Bytes data, FaxCoding coding, std::uint32_t width, std::uint32_t height);

}  // namespace scrub::engine::codec
