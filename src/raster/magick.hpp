// Unusual pictures by ImageMagick (Apache-like licence; 200 CVEs fixed in Debian 12): for what no other library here reads.
// It gets a coder's name and never guesses, a policy that forbids every other coder, delegates, files and temporary files,
// and limits; the worker around it is the second wall.
#pragma once

#include "core/picture_decoder.hpp"

namespace scrub::engine::raster {

/// Reads the configuration and loads every coder, while files can still be read. False when that fails.
bool prepare_magick();

Result<DecodedPicture> decode_magick(Bytes in, PictureCoding coding, Budget const& budget);

}  // namespace scrub::engine::raster
