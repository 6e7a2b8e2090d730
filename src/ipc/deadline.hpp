// How long a worker may take. The worker turns it into its CPU limit, the host into a deadline of its own.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <scrub/scrub.hpp>

namespace scrub::ipc {

/// CPU time of one worker. A small file that takes a minute is an attack: a file gets a fifteenth of the limit, and as
/// much again for each MiB; drawing every page anew may take all of it.
inline std::uint64_t cpu_seconds(Options const& options, std::uint64_t input_bytes) noexcept {
    auto const seconds = options.limits.seconds;
    if (options.policy.renders_anew()) return seconds;
    auto const share = std::max<std::uint64_t>(1, seconds / 15);
    auto const shares = 1 + (input_bytes >> 20);
    return shares > seconds / share ? seconds : share * shares;
}

/// Time on the clock after which a worker is ended. Generous, since the machine may be busy with other things.
inline std::chrono::seconds wall_seconds(Options const& options, std::uint64_t input_bytes) noexcept {
    constexpr std::uint64_t kLongest = 7 * 24 * 3600;
    return std::chrono::seconds(1 + 2 * std::min(cpu_seconds(options, input_bytes), kLongest));
}

}  // namespace scrub::ipc
