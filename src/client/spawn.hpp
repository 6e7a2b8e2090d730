// Starting a program that gets nothing of the host.
#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <vector>

#include "ipc/fd.hpp"

namespace scrub::client {

/// A descriptor out of the way of those that a child gets.
ipc::Fd moved_up(ipc::Fd const& fd);

/// Starts what `program` is open on: standard streams that lead nowhere, `descriptors` as its numbers from 3 on (give ones
/// that moved_up made), default signals, an environment of our own, a session of its own. `arguments` begins with the
/// name to show. Throws std::system_error.
pid_t spawn(ipc::Fd const& program, std::span<int const> descriptors, std::vector<std::string> arguments);

}  // namespace scrub::client
