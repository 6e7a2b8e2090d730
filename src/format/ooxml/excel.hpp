// Excel workbooks.
#pragma once

#include <string_view>

#include "core/gate.hpp"
#include "core/rule.hpp"
#include "format/ooxml/package.hpp"

namespace scrub::engine::ooxml {

Result<void> walk_excel(Package& package, std::string_view main, Literal content_type, Sink& out, Gate& gate);
RuleList excel_rules();

}  // namespace scrub::engine::ooxml
