// The tool of the render tier: not there yet, so whatever needs pages drawn is refused.
#include "render/tool.hpp"

namespace scrub::engine {

PageRenderer* page_renderer() { return nullptr; }

}  // namespace scrub::engine
