// Shared strings of a workbook (ISO 29500-1, 18.4): those that cells use, in the order in which they use them. The order
// of the input tells in which order a table was typed; what no cell uses is what stood in deleted cells.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pugixml.hpp>

#include "codec/xml_tree.hpp"
#include "core/gate.hpp"

namespace scrub::engine::ooxml {

class SharedStrings {
public:
    /// The new number of a string.
    std::uint64_t use(std::uint32_t old);
    /// Writes the part: `sst`, and the strings in order.
    Result<void> write(std::string_view checked_xml, Gate& gate, codec::XmlWriter& out);

private:
    std::unordered_map<std::uint32_t, std::uint64_t> numbers_;
    std::vector<std::uint32_t> order_;
};

/// A text with runs, <si> or <is>, as it stands in a part whose elements have the prefix. The filter has its parent open.
Result<void> write_rich_text(std::string_view raw, std::string_view prefix, xml::Filter& filter, Gate& gate);

/// Feeds a tree to a filter.
Result<void> emit(xml::Filter& filter, pugi::xml_node node);

RuleList string_rules();

}  // namespace scrub::engine::ooxml
