// The life of a worker process: a zygote that was started once forks one worker for each document.
#pragma once

#include <span>

#include "core/format.hpp"
#include "core/tools.hpp"
#include "worker/sandbox.hpp"

namespace scrub::worker {

struct Setup {
    Reach reach;
    std::span<engine::Format const> formats;
    engine::Tools tools{};  ///< made, and warm: the sandbox closes behind them
};

/// Serves the host on ipc::kControl until it is gone. The exit status of the process.
int serve(Setup const& setup);

}  // namespace scrub::worker
