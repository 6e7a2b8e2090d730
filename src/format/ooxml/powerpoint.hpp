// PowerPoint presentations: their parts and how each is written.
#pragma once

#include "core/gate.hpp"
#include "format/ooxml/assembly.hpp"
#include "format/ooxml/package.hpp"

namespace scrub::engine::ooxml {

/// Walks the presentation whose main part is `main` and writes it as what `content_type` says.
Result<void> walk_powerpoint(Package& package, std::string_view main, Literal content_type, Sink& out, Gate& gate);

RuleList powerpoint_rules();

}  // namespace scrub::engine::ooxml
