// Which program a worker is, and whether it may be trusted.
#pragma once

#include <filesystem>

#include <scrub/scrub.hpp>

#include "ipc/fd.hpp"
#include "model/wire.hpp"

namespace scrub::client {

/// Where the worker of the structural tier is: as configured, as $SCRUB_WORKER says, beside the running program (a build
/// tree), where an installation has it as seen from the program or from the shared library, even when it was moved, or
/// where it was to be installed.
std::filesystem::path worker_path(Config const& config);

/// The worker of a tier stands beside the structural one, and so does the program that converts old formats.
std::filesystem::path worker_path(std::filesystem::path const& structural, wire::Tier tier);

/// Opens the program for execution. It must belong to root or to the caller, and nobody else may write to it; what was
/// checked is what the descriptor refers to, whatever happens to the path. Throws Problem.
ipc::Fd open_worker(std::filesystem::path const& path);

}  // namespace scrub::client
