// Landlock: no file system, no network, no signals and abstract sockets beyond this process (Linux 5.13 and later).
#pragma once

#include <climits>
#include <span>

namespace scrub::worker {

/// Denies every right that the running kernel knows, except reading below `read_only` (paths that do not exist are left
/// out). For this process and all that it forks, for good. `abi_at_most` holds back newer rights, for tests.
/// The ABI that is in force, 0 when the kernel has no Landlock.
int restrict_with_landlock(std::span<char const* const> read_only, int abi_at_most);

/// What a program that is not ours may reach: it has to be loaded, and needs a folder to work in.
struct Places {
    std::span<char const* const> read_and_run{};
    std::span<char const* const> read_only{};
    std::span<char const* const> write{};    ///< everything but running programs
    std::span<char const* const> sockets{};  ///< local sockets may be made and removed there
};
int restrict_with_landlock(Places const& places, int abi_at_most = INT_MAX);

}  // namespace scrub::worker
