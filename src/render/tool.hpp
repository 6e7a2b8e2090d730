// The tool of the render tier.
#pragma once

#include "core/tools.hpp"

namespace scrub::engine {

/// The renderer of this process. The first call reads the configuration of fonts and must come before the sandbox
/// closes; afterwards fonts themselves are read from folders that the sandbox leaves readable. Null when it cannot start.
PageRenderer* page_renderer();

}  // namespace scrub::engine
