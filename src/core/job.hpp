// One job from request to answer, inside the worker: survey, walk, verification, residue.
#pragma once

#include <set>

#include "core/format.hpp"
#include "core/needles.hpp"
#include "model/wire.hpp"

namespace scrub::engine {

struct JobResult {
    wire::Answer answer;
    Needles removed_values;  ///< for the verification by another worker
};

/// Does one job. `removed_values` matters to Mode::verify only. Throws std::bad_alloc only.
JobResult run_job(wire::Request const& request, Bytes input, Drain& output, std::span<Format const> formats,
                  Needles const& removed_values = {}, Tools tools = {}, std::set<Rule const*>* rules_hit = nullptr);

}  // namespace scrub::engine
