// The render tier: pages can be drawn; fonts are readable.
#include "render/tool.hpp"
#include "tier.hpp"

namespace scrub::worker {

Setup setup_of_this_tier() {
    return {{wire::Tier::render, kFonts}, engine::all_formats(), {engine::page_renderer(), nullptr}};
}

}  // namespace scrub::worker
