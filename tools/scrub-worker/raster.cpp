// The raster tier: odd pictures can be decoded, and pages can be drawn; fonts are readable.
#include "raster/tool.hpp"
#include "render/tool.hpp"
#include "tier.hpp"

namespace scrub::worker {

Setup setup_of_this_tier() {
    return {{wire::Tier::raster, kFonts}, engine::all_formats(), {engine::page_renderer(), engine::picture_decoder()}};
}

}  // namespace scrub::worker
