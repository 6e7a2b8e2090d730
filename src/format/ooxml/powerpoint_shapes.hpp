// Shapes of slides as a tree of PresentationML holds them: where they lie, what they say, what animates them.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "format/ooxml/powerpoint_survey.hpp"

namespace scrub::engine::ooxml {

template <class Visit>
void each(pugi::xml_node node, Visit const& visit) {
    for (auto child = node.first_child(); child;) {
        auto const next = child.next_sibling();
        if (child.type() == pugi::node_element && visit(child)) each(child, visit);
        child = next;
    }
}

/// Elements of a name under a node, without what is in them: taking one out leaves the others valid.
std::vector<pugi::xml_node> outermost(pugi::xml_node node, std::initializer_list<std::string_view> names);

bool has_name(pugi::xml_node node, std::initializer_list<std::string_view> names);
bool is_on(pugi::xml_attribute attribute);

/// In EMU, on the slide.
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    bool is_known = false;

    bool is_outside(double slide_width, double slide_height) const noexcept { return x + width <= 0 || y + height <= 0 || x >= slide_width || y >= slide_height; }
    bool holds(Box const& other) const noexcept { return x <= other.x && y <= other.y && x + width >= other.x + other.width && y + height >= other.y + other.height; }
    bool meets(Box const& other) const noexcept { return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height; }
};

/// p:sp, p:pic, p:cxnSp, p:graphicFrame and p:grpSp under a tree, in the order in which they are drawn, groups before
/// what is in them. What is in a shape is only visited where `visit` gives true.
void each_shape(pugi::xml_node tree, std::function<bool(pugi::xml_node shape, Box const& box)> const& visit);

/// p:cNvPr of a shape.
pugi::xml_node properties(pugi::xml_node shape);
/// p:ph of a shape; null when it is no placeholder.
pugi::xml_node placeholder(pugi::xml_node shape);

std::string text_of_shape(pugi::xml_node shape);

/// The ids of shapes that p:timing names.
Names animated_shapes(pugi::xml_node root);
/// Whether a shape, or one in it, is among them.
bool is_animated(pugi::xml_node shape, Names const& ids);

}  // namespace scrub::engine::ooxml
