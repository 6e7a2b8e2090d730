// JPEG XL by libjxl (BSD; 4 CVEs fixed in Debian 12), which sees the codestream only.
#pragma once

#include "core/picture_decoder.hpp"

namespace scrub::engine::raster {

Result<DecodedPicture> decode_jxl(Bytes in, Budget const& budget);

}  // namespace scrub::engine::raster
