// Where shapes lie. A group has a coordinate system of its own (ISO 29500-1, 20.1.7.5).
#include "format/ooxml/powerpoint_shapes.hpp"

#include <algorithm>
#include <cmath>

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

// What turns coordinates of a group into those of the slide.
struct Frame {
    double scale_x = 1, scale_y = 1, shift_x = 0, shift_y = 0;
    bool is_known = true;
};

bool is_plain_number(xml_node node, char const* attribute) {
    std::string_view const value = node.attribute(attribute).value();
    return !value.empty() && value.size() < 16 && value.find_first_not_of("-0123456789") == std::string_view::npos;
}

xml_node place_of(xml_node shape) {
    if (has_name(shape, {"p:graphicFrame"})) return shape.child("p:xfrm");
    if (has_name(shape, {"p:grpSp"})) return shape.child("p:grpSpPr").child("a:xfrm");
    return shape.child("p:spPr").child("a:xfrm");
}

Box box_of(xml_node place, Frame const& frame) {
    auto const offset = place.child("a:off");
    auto const extent = place.child("a:ext");
    Box box;
    if (!frame.is_known || !is_plain_number(offset, "x") || !is_plain_number(offset, "y") || !is_plain_number(extent, "cx") || !is_plain_number(extent, "cy")) return box;
    box = {offset.attribute("x").as_double() * frame.scale_x + frame.shift_x, offset.attribute("y").as_double() * frame.scale_y + frame.shift_y, extent.attribute("cx").as_double() * frame.scale_x,
           extent.attribute("cy").as_double() * frame.scale_y, true};
    if (place.attribute("rot").as_llong(0) != 0) {
        auto const radius = std::hypot(box.width, box.height) / 2;
        box = {box.x + box.width / 2 - radius, box.y + box.height / 2 - radius, radius * 2, radius * 2, true};
    }
    return box;
}

Frame frame_of(xml_node group, Frame const& outer) {
    auto const place = group.child("p:grpSpPr").child("a:xfrm");
    if (!place) return outer;
    auto const box = box_of(place, outer);
    auto const from = place.child("a:chOff");
    auto const size = place.child("a:chExt");
    bool const is_plain = place.attribute("rot").as_llong(0) == 0 && !is_on(place.attribute("flipH")) && !is_on(place.attribute("flipV"));
    Frame frame;
    frame.is_known = false;
    if (!box.is_known || !is_plain || !is_plain_number(from, "x") || !is_plain_number(from, "y") || !is_plain_number(size, "cx") || !is_plain_number(size, "cy")) return frame;
    auto const width = size.attribute("cx").as_double();
    auto const height = size.attribute("cy").as_double();
    if (width <= 0 || height <= 0) return frame;
    frame.is_known = true;
    frame.scale_x = box.width / width;
    frame.scale_y = box.height / height;
    frame.shift_x = box.x - from.attribute("x").as_double() * frame.scale_x;
    frame.shift_y = box.y - from.attribute("y").as_double() * frame.scale_y;
    return frame;
}

void visit_shapes(xml_node tree, Frame const& frame, std::function<bool(xml_node, Box const&)> const& visit) {
    for (auto shape = tree.first_child(); shape;) {
        auto const next = shape.next_sibling();
        if (has_name(shape, {"p:sp", "p:pic", "p:cxnSp", "p:graphicFrame", "p:grpSp"})) {
            bool const enters = visit(shape, box_of(place_of(shape), frame));
            if (enters && has_name(shape, {"p:grpSp"})) visit_shapes(shape, frame_of(shape, frame), visit);
        }
        shape = next;
    }
}

}  // namespace

std::vector<xml_node> outermost(xml_node node, std::initializer_list<std::string_view> names) {
    std::vector<xml_node> found;
    each(node, [&](xml_node inner) {
        if (!has_name(inner, names)) return true;
        found.push_back(inner);
        return false;
    });
    return found;
}

bool has_name(xml_node node, std::initializer_list<std::string_view> names) { return std::find(names.begin(), names.end(), std::string_view(node.name())) != names.end(); }

bool is_on(pugi::xml_attribute attribute) {
    std::string_view const value = attribute.value();
    return value == "1" || value == "true" || value == "on";
}

// The root group of a slide has no transform to speak of: its children stand in coordinates of the slide.
void each_shape(xml_node tree, std::function<bool(xml_node, Box const&)> const& visit) { visit_shapes(tree, Frame{}, visit); }

xml_node properties(xml_node shape) {
    for (auto const child : shape.children())
        if (auto const found = child.child("p:cNvPr")) return found;
    return {};
}

xml_node placeholder(xml_node shape) {
    for (auto const child : shape.children())
        if (auto const found = child.child("p:nvPr").child("p:ph")) return found;
    return {};
}

std::string text_of_shape(xml_node shape) {
    std::string text;
    each(shape, [&](xml_node node) {
        if (has_name(node, {"a:t"})) {
            text += node.child_value();
            return false;
        }
        return true;
    });
    return text;
}

Names animated_shapes(xml_node root) {
    Names ids;
    each(root.child("p:timing"), [&](xml_node node) {
        if (auto const id = node.attribute("spid")) ids.insert(id.value());
        return true;
    });
    return ids;
}

bool is_animated(xml_node shape, Names const& ids) {
    if (ids.empty()) return false;
    bool is = ids.contains(properties(shape).attribute("id").value());
    each(shape, [&](xml_node node) {
        if (has_name(node, {"p:cNvPr"}) && ids.contains(node.attribute("id").value())) is = true;
        return true;
    });
    return is;
}

}  // namespace scrub::engine::ooxml
