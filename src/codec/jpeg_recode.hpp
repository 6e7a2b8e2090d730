// JPEG entropy coding done anew with the same coefficients, and lossless turns, by libjpeg-turbo's transform.
// libjpeg-turbo (BSD, IJG; no CVE fixed in Debian 12) sees the picture only; without it damaged scans would be refused.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

struct RecodedJpeg {
    Made jpeg;                ///< without any marker segment that the decoder does not need
    bool was_damaged = false; ///< the decoder complained and went on
};

/// Recodes; `orientation` (TIFF 6.0 tag 274, 1 to 8) is made true in the pixels.
/// `unsupported` when the turn would lose pixels, or the coding is not known.
Result<RecodedJpeg> recode_jpeg(Bytes jpeg, std::uint8_t orientation, bool is_progressive);

}  // namespace scrub::engine::codec
