// A report as lines of tab-separated fields, stable from run to run: for golden files and the development tool.
#pragma once

#include <string>

#include "support/engine_run.hpp"

namespace scrub::engine::testing {

/// Every finding and note of a report.
std::string report_text(Report const& report);

/// What a whole job says: the report or the refusal, and what its verification found. Empty input is allowed.
std::string job_text(Bytes input, Options const& options, std::set<Rule const*>* rules_hit = nullptr);

}  // namespace scrub::engine::testing
