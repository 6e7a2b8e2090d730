// Jobs of the engine in this process, without a sandbox: for tests, fuzzers and the development tool only.
#pragma once

#include <set>
#include <string>

#include "core/job.hpp"

namespace scrub::engine::testing {

struct Run {
    wire::Answer answer;
    Blob output;
    Needles removed_values;

    bool is_done() const { return answer.reason == Reason::none; }
};

/// All tools of all tiers, so that one process can do every job.
Tools all_tools();

/// Scrubs; no verification.
Run run_scrub(Bytes input, Options const& options = {}, std::set<Rule const*>* rules_hit = nullptr);
/// Walks an output as the second worker does.
Run run_verify(Bytes output, Needles const& removed_values, Options const& options = {});

/// What the four properties say of an input, as a sentence; empty when all hold: refused means no output; an output
/// holds nothing to remove, gives itself again, and is accepted by the verification.
std::string broken_property(Bytes input, Options const& options = {}, std::set<Rule const*>* rules_hit = nullptr);

}  // namespace scrub::engine::testing
