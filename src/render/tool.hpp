// The tool of the render tier.
#pragma once

#include "core/tools.hpp"

namespace scrub::engine {

/// The renderer of this process; made before the sandbox closes. Null when it cannot start.
PageRenderer* page_renderer();

}  // namespace scrub::engine
