// One input from its name to what is said about it.
#pragma once

#include <string>

#include "plan.hpp"
#include "settings.hpp"

namespace scrub::command {

/// What is left of a job when it is done: the outcome itself, with its findings, is not kept for every file of a batch.
struct Treated {
    Status status = Status::failed;
    int exit_status = kExitFailed;
    std::string text;       ///< the report for people; empty when it is not wanted
    std::string complaint;  ///< why there is no output; for standard error
    std::string json;       ///< an object; empty when it is not wanted
    Buffer document;        ///< the output, when it goes to standard output
};

/// Scrubs or inspects an item. Safe to call from many threads at once.
Treated treat(Scrubber& scrubber, Item const& item, Settings const& settings, Claims& claims);

}  // namespace scrub::command
