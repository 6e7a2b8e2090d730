// An OpenDocument document, in a package or in one flat file.
#pragma once

#include "core/gate.hpp"

namespace scrub::engine::odf {

Result<void> walk_package(Bytes in, Sink& out, Gate& gate);
Result<void> walk_flat(Bytes in, Sink& out, Gate& gate);

RuleList document_rules();

}  // namespace scrub::engine::odf
