// JPEG entropy coding done anew with the same coefficients, and lossless turns, by libjpeg-turbo's transform.
// libjpeg-turbo (BSD, IJG; no CVE fixed in Debian 12) sees the picture only; without it damaged scans would be refused.
#pragma once

#include <functional>

#include "codec/jpeg_edge.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

struct RecodedJpeg {
    Made jpeg;                ///< without any marker segment that the decoder does not need
    bool was_damaged = false; ///< the decoder complained and went on
};

/// Looks at a block of a component, and may change it.
using BlockVisitor = std::function<void(std::size_t component, std::uint32_t column, std::uint32_t row, BlockCoefficients& block)>;

struct Recoding {
    std::uint8_t orientation = 1;   ///< TIFF 6.0 tag 274, 1 to 8; made true in the pixels
    bool is_progressive = false;
    BlockVisitor visit{};           ///< called for each block of the output, row by row in each component
};

/// Recodes what a tolerant decoder makes of a picture: where it ends early, the rest is grey.
/// `unsupported` when the turn would lose pixels, or the coding is not known.
Result<RecodedJpeg> recode_jpeg(Bytes jpeg, Recoding const& recoding);

}  // namespace scrub::engine::codec
