// The zygotes of one Scrubber, and single runs of workers.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "client/memory_file.hpp"
#include "client/worker_program.hpp"
#include "client/zygote.hpp"
#include "model/wire.hpp"

namespace scrub::client {

/// What a worker gets. Files that a job has no use for are null.
struct Assignment {
    wire::Request request;
    MemoryFile const* input = nullptr;   ///< sealed
    MemoryFile* output = nullptr;        ///< empty; the worker writes it
    MemoryFile* values = nullptr;        ///< removed values: a scrubbing worker writes them, a verifying one reads them
};

/// Starts workers, one for each run. Thread-safe.
class Workers {
public:
    explicit Workers(Config config);

    /// Has a fresh worker of this tier do the job. Its answer, or a Problem when it died, hung or broke the protocol;
    /// either way it is gone when this returns.
    wire::Answer run(wire::Tier tier, Assignment const& assignment);
    /// Whether this installation has a worker of the tier.
    bool has(wire::Tier tier) const;
    /// The program that converts old formats stands beside the workers.
    std::filesystem::path office_program() const { return worker_path(structural_, wire::Tier::office); }

private:
    struct Channel {
        std::shared_ptr<Zygote> zygote;  // it must outlive its workers
        ipc::Fd socket;
        ipc::Fd pidfd;
    };
    std::shared_ptr<Zygote> zygote_of(wire::Tier tier);
    void forget(wire::Tier tier, std::shared_ptr<Zygote> const& dead);
    Channel start(wire::Tier tier, Assignment const& assignment);

    Config const config_;
    std::filesystem::path const structural_;
    std::mutex mutex_;
    std::array<std::shared_ptr<Zygote>, wire::kTierCount> zygotes_;  // guarded by mutex_; by tier
};

}  // namespace scrub::client
