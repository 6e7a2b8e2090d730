// The tool of the raster tier: not there yet, so whatever needs pictures decoded is refused.
#include "raster/tool.hpp"

namespace scrub::engine {

PictureDecoder* picture_decoder() { return nullptr; }

}  // namespace scrub::engine
