// SpreadsheetML (ISO 29500-1, 18).
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {

std::span<ElementRow const> excel_elements() { return {}; }
std::span<Rule const> excel_element_rules() { return {}; }
std::span<Rule const> excel_attribute_rules() { return {}; }

}  // namespace scrub::engine::ooxml
