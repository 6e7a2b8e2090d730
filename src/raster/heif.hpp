// HEIF and AVIF by libheif (LGPL-3; libde265 and libaom behind it; 3, 19 and 5 CVEs fixed in Debian 12).
// It sees files that our own walk has rebuilt, or that it has read and found no loops in.
#pragma once

#include "core/picture_decoder.hpp"

namespace scrub::engine::raster {

Result<DecodedPicture> decode_heif(Bytes in, Budget const& budget);

}  // namespace scrub::engine::raster
