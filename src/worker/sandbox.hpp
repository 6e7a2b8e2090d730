// The sandbox of a worker. Most of it is put on once, by the zygote, and inherited; the rest depends on the job.
#pragma once

#include <climits>
#include <span>
#include <vector>

#include <linux/filter.h>

#include "model/wire.hpp"

namespace scrub::worker {

/// What the worker of a tier may reach.
struct Reach {
    wire::Tier tier = wire::Tier::structural;
    std::span<char const* const> read_only{};  ///< folders and files that may be read
    int landlock_abi_at_most = INT_MAX;        ///< for tests: as if the kernel were older
};

class Sandbox {
public:
    /// Puts on what holds for the zygote as well: no new privileges, no core dumps, nobody may trace it, Landlock.
    /// Whatever a worker needs from the file system must be in memory before, or be listed in `reach`.
    explicit Sandbox(Reach const& reach);

    /// In the worker, before it looks at the document: resource limits and the filter of system calls. What holds then.
    Isolation close(Options const& options, std::uint64_t input_bytes) const;

private:
    wire::Tier tier_;
    std::uint64_t base_bytes_;  // address space that programs and libraries take
    std::vector<sock_filter> filter_;
    int landlock_abi_ = 0;
};

}  // namespace scrub::worker
