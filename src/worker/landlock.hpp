// Landlock: no file system, no network, no signals and abstract sockets beyond this process (Linux 5.13 and later).
#pragma once

#include <span>

namespace scrub::worker {

/// Denies every right that the running kernel knows, except reading below `read_only` (paths that do not exist are left
/// out). For this process and all that it forks, for good. `abi_at_most` holds back newer rights, for tests.
/// The ABI that is in force, 0 when the kernel has no Landlock.
int restrict_with_landlock(std::span<char const* const> read_only, int abi_at_most);

}  // namespace scrub::worker
