// The system calls that a worker may make while it reads a document. Any other ends the process.
#pragma once

#include <linux/filter.h>

#include <vector>

#include "model/wire.hpp"

namespace scrub::worker {

/// The filter of a tier, made once so that each worker only has to put it on. Empty when it cannot be made.
std::vector<sock_filter> make_filter(wire::Tier tier);

/// The filter of an office program, which nobody can hold to a list: everything but what leads out of its sandbox.
std::vector<sock_filter> make_office_filter();

/// Puts the filter on, for good. False when the kernel refuses.
bool apply_filter(std::vector<sock_filter> const& filter);

}  // namespace scrub::worker
