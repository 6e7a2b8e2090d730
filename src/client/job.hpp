// One document on its way: scrubbed by one worker, verified by another.
#pragma once

#include <optional>

#include "client/workers.hpp"

namespace scrub {

class Job {
public:
    /// `input` is sealed. Refers to what it is given.
    Job(client::Workers& workers, client::MemoryFile const& input, Options const& options)
        : workers_(workers), input_(input), options_(options) {}

    /// Never throws for what a document or a worker does: that is in the outcome.
    Outcome scrub();
    Outcome inspect();

    /// What `scrub` made, sealed; there when its outcome says so.
    client::MemoryFile const& output() const { return *output_; }
    /// The pages of the output, to be owned by the caller.
    Buffer take_output() const;

private:
    struct Walked {
        wire::Answer answer;
        wire::Tier tier = wire::Tier::structural;
    };
    Outcome begin() const;
    Walked walk(client::Assignment assignment, wire::Tier tier) const;
    Walked walk_input(Outcome& outcome, wire::Mode mode, client::MemoryFile* values);
    void scrub_into(Outcome& outcome);
    void verify(Outcome& outcome, wire::Tier tier, client::MemoryFile& removed_values) const;

    client::Workers& workers_;
    client::MemoryFile const& input_;
    Options const& options_;
    std::optional<client::MemoryFile> output_;
    std::optional<client::MemoryFile> converted_;  // the input in a modern format
};

}  // namespace scrub
