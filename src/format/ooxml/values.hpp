// Who and what is named in a part that goes whole: the report tells it, and the verification searches the output for it.
#pragma once

#include "core/gate.hpp"

namespace scrub::engine::ooxml {

/// Shows the telling values of an XML part to the gate; for Gate::look_into.
Result<void> name_values(Bytes xml, Gate& gate);

RuleList value_rules();

}  // namespace scrub::engine::ooxml
