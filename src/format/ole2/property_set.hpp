// Property sets ([MS-OLEPS]): the metadata of old Office files.
#pragma once

#include "core/gate.hpp"

namespace scrub::engine::ole2 {

/// Judges every property of a stream like "\5SummaryInformation". Nothing is written: the file is converted, and what
/// the conversion carries over is judged again there.
Result<void> judge_property_sets(Bytes stream, Gate& gate);

RuleList property_rules();

}  // namespace scrub::engine::ole2
