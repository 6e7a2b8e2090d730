// PresentationML (ISO 29500-1, 19).
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {

std::span<ElementRow const> powerpoint_elements() { return {}; }
std::span<Rule const> powerpoint_element_rules() { return {}; }
std::span<Rule const> powerpoint_attribute_rules() { return {}; }

}  // namespace scrub::engine::ooxml
