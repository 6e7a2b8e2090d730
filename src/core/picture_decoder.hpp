// What the raster tier does for a walk that cannot carry a picture over as it is coded.
#pragma once

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/tools.hpp"

namespace scrub::engine {

/// How a picture is coded. The decoder is told, and never guesses.
enum class PictureCoding : std::uint8_t { dds, dpx, exr, hdr, heif, jpeg2000, jpeg2000_codestream, jpegxl, mng, pcx, psd, sgi, sun, tga, xcf };

/// Samples of one picture, row by row without padding; those of 16 bits with the high byte first.
struct DecodedPicture {
    std::uint32_t width = 0, height = 0;
    unsigned channels = 0;  ///< 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
    unsigned depth = 8;     ///< 8 or 16 bits
    Blob samples;
    Blob icc;               ///< colour profile; empty: sRGB
    std::uint64_t frames = 1;  ///< pictures in the file, of which the first was decoded
    std::vector<std::string> names;     ///< of frames and channels
    std::uint64_t further_channels = 0; ///< that are neither colour nor alpha
    std::uint64_t bytes_behind = 0;     ///< that follow the end of the picture
};

class PictureDecoder {
public:
    virtual ~PictureDecoder() = default;
    /// Fails as malformed where the library gives up, and as over_budget where the picture is too large.
    virtual Result<DecodedPicture> decode(Bytes in, PictureCoding coding, Budget const& budget) = 0;
};

}  // namespace scrub::engine
