// References of DrawingML, VML and charts, which are the same in all three programs.
#pragma once

#include <map>
#include <string>

#include "codec/xml_tree.hpp"
#include "format/ooxml/assembly.hpp"

namespace scrub::engine::ooxml {

/// One part's drawings. For the hooks of its filter.
class Drawing {
public:
    Drawing(Assembly& assembly, OutputPart& part) : assembly_(assembly), part_(part) {}

    Result<std::optional<Made>> reference(xml::Element const& element, std::string_view attribute, std::string_view value);

    static RuleList rules();

private:
    Result<std::optional<Made>> shape_name(std::string_view value);
    Result<std::optional<Made>> style(std::string_view css);
    Result<std::optional<Made>> theme_name(Literal canonical, std::string_view value);
    std::uint64_t shape_id(std::string_view value);

    Assembly& assembly_;
    OutputPart& part_;
    std::map<std::string, std::uint64_t, std::less<>> shape_ids_;
    std::uint64_t last_shape_ = 0;
};

/// Parts that are never kept, named by the relationship that leads to them.
std::span<Rule const> removed_parts();

}  // namespace scrub::engine::ooxml
