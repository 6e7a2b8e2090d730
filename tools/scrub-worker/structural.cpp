// The structural tier: every walk; no file system, no heavy library.
#include "tier.hpp"

namespace scrub::worker {

Setup setup_of_this_tier() { return {{wire::Tier::structural}, engine::all_formats()}; }

}  // namespace scrub::worker
