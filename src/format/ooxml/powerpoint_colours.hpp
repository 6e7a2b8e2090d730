// What lies behind the text of a slide, so far as it can be said for sure: text in the colour of what lies behind it is
// hidden. Where a picture, a gradient, another shape or an inherited fill may be behind, nothing is said.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "core/gate.hpp"
#include "core/rule.hpp"
#include "format/ooxml/package.hpp"
#include "format/ooxml/powerpoint_shapes.hpp"

namespace scrub::engine::ooxml {

struct Backdrop {
    std::map<std::string, std::string, std::less<>> colours;  ///< of the theme, as RRGGBB: "bg1", "accent1"
    std::string background;                 ///< RRGGBB; empty: not one colour
    std::vector<Box> boxes;                 ///< of shapes of the layout and the master
    bool are_boxes_known = false;
    bool is_first_fill_plain = false;       ///< the first background of the theme is one colour
    bool are_placeholders_plain = true;     ///< those of the layout and the master give no fill
};

/// Behind the slides of a master, whose tree has been made ready for the output; `theme` is its part.
Backdrop behind_master(pugi::xml_node master, Package& package, std::string_view theme, Gate& gate);
/// The same of one of its layouts.
Backdrop behind_layout(pugi::xml_node layout, Backdrop const& master);

/// Takes out the text of a slide that has the colour of what lies behind it.
Result<void> remove_invisible_text(pugi::xml_node root, Backdrop const& backdrop, Gate& gate);

RuleList powerpoint_colour_rules();

}  // namespace scrub::engine::ooxml
