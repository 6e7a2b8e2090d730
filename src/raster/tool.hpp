// The tool of the raster tier.
#pragma once

#include "core/tools.hpp"

namespace scrub::engine {

/// The decoder of this process; made before the sandbox closes. Null when it cannot start.
PictureDecoder* picture_decoder();

}  // namespace scrub::engine
