// Colours of text and of what lies behind it (ISO 29500-1, 19.3.1.1, 20.1.2.3).
#include "format/ooxml/powerpoint_colours.hpp"

#include <algorithm>
#include <cstdlib>

#include "codec/xml.hpp"
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kInvisible{"invisible text", "PP-HID", Kind::hidden_content, "in the colour of its background"};

constexpr std::string_view kWhite = "FFFFFF";

// Names by canonical prefixes, as the rows have them, without a word to the gate: these parts are only looked at.
void name_plainly(xml_node node, codec::XmlScope& scope) {
    auto const mark = scope.enter(node);
    auto const [prefix, local] = codec::split_qname(node.name());
    auto const* const space = grammar().space(scope.uri(prefix));
    std::string const name = (space == nullptr ? "?" : std::string(space->prefix.view())) + ":" + std::string(local);
    for (auto const child : node.children())
        if (child.type() == pugi::node_element) name_plainly(child, scope);
    scope.leave(mark);
    node.set_name(name.c_str());
}

xml_node read(Package& package, std::string_view name, pugi::xml_document& document, Gate& gate) {
    auto const* const part = package.part(name);
    if (part == nullptr || part->entry == nullptr) return {};
    auto const data = codec::unzip(*part->entry, gate.budget());
    if (!data || !codec::parse_xml(data->bytes(), gate.budget(), codec::White::lone, document)) return {};
    codec::XmlScope scope;
    name_plainly(document.document_element(), scope);
    return document.document_element();
}

bool is_hex_colour(std::string_view value) { return value.size() == 6 && value.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos; }

// A colour without changes to it; empty for others.
std::string colour_of(xml_node holder, Backdrop const& backdrop) {
    auto const colour = holder.first_child();
    if (!colour || colour.first_child()) return {};
    std::string_view const name = colour.name();
    std::string const value = colour.attribute("val").value();
    if (name == "a:srgbClr") return is_hex_colour(value) ? value : std::string();
    if (name == "a:sysClr") return is_hex_colour(colour.attribute("lastClr").value()) ? colour.attribute("lastClr").value() : std::string();
    if (name == "a:prstClr") return value == "white" ? "FFFFFF" : value == "black" ? "000000" : std::string();
    if (name != "a:schemeClr") return {};
    auto const known = backdrop.colours.find(value);
    return known == backdrop.colours.end() ? std::string() : known->second;
}

int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - 'A' + 10; }

bool is_same(std::string_view a, std::string_view b) {
    constexpr int kSame = 8;
    if (!is_hex_colour(a) || !is_hex_colour(b)) return false;
    for (std::size_t i = 0; i < 6; i += 2)
        if (std::abs(hex(a[i]) * 16 + hex(a[i + 1]) - hex(b[i]) * 16 - hex(b[i + 1])) > kSame) return false;
    return true;
}

bool has_fill(xml_node look) { return look.child("a:solidFill") || look.child("a:gradFill") || look.child("a:blipFill") || look.child("a:pattFill") || look.child("a:grpFill"); }

// p:bg of a slide, layout or master; nothing when it is not one plain colour.
std::string background_of(xml_node background, Backdrop const& backdrop) {
    if (auto const fill = background.child("p:bgPr").child("a:solidFill")) return colour_of(fill, backdrop);
    constexpr int kFirstBackground = 1001;
    auto const reference = background.child("p:bgRef");
    return reference && reference.attribute("idx").as_int() == kFirstBackground && backdrop.is_first_fill_plain ? colour_of(reference, backdrop) : std::string();
}

void read_colours(xml_node theme, xml_node map, Backdrop& backdrop) {
    std::map<std::string, std::string, std::less<>> scheme;
    for (auto const entry : theme.child("a:themeElements").child("a:clrScheme").children()) scheme[entry.name()] = colour_of(entry, backdrop);
    for (auto const attribute : map.attributes()) {
        auto const value = scheme.find("a:" + std::string(attribute.value()));
        if (value != scheme.end()) backdrop.colours[attribute.name()] = value->second;
    }
    for (auto const* const name : {"dk1", "lt1", "dk2", "lt2"})
        if (auto const value = scheme.find("a:" + std::string(name)); value != scheme.end()) backdrop.colours[name] = value->second;
}

void read_shapes(xml_node root, Backdrop& backdrop) {
    each_shape(root.child("p:cSld").child("p:spTree"), [&](xml_node shape, Box const& box) {
        if (placeholder(shape)) {
            if (has_fill(shape.child("p:spPr")) || shape.child("p:style")) backdrop.are_placeholders_plain = false;
        } else if (!has_name(shape, {"p:grpSp"})) {
            if (!box.is_known) backdrop.are_boxes_known = false;
            backdrop.boxes.push_back(box);
        }
        return true;
    });
}

// --- text ---------------------------------------------------------------------------------------------

class Invisible {
public:
    Invisible(Backdrop const& backdrop, Gate& gate) : backdrop_(backdrop), gate_(gate) {}

    Result<void> run(xml_node root) {
        auto const animated = animated_shapes(root);
        std::vector<std::pair<xml_node, Box>> shapes;
        each_shape(root.child("p:cSld").child("p:spTree"), [&](xml_node shape, Box const& box) {
            if (!has_name(shape, {"p:grpSp"})) shapes.emplace_back(shape, box);
            return true;
        });
        constexpr std::size_t kMaxShapes = 4000;  // each is compared with those before it
        if (shapes.size() > kMaxShapes) return {};
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            auto const& [shape, box] = shapes[i];
            if (!has_name(shape, {"p:sp"}) || is_animated(shape, animated)) continue;
            TRY(judge(shape, behind(shapes, i)));
        }
        return {};
    }

private:
    std::string behind(std::vector<std::pair<xml_node, Box>> const& shapes, std::size_t index) const {
        auto const& [shape, box] = shapes[index];
        auto const look = shape.child("p:spPr");
        if (auto const fill = look.child("a:solidFill")) return colour_of(fill, backdrop_);
        if (has_fill(look)) return {};
        bool const inherits = !look.child("a:noFill") && (shape.child("p:style") || (placeholder(shape) && !backdrop_.are_placeholders_plain));
        if (inherits || !backdrop_.are_boxes_known) return {};
        auto const is_behind = [&](Box const& other) { return !other.is_known || !box.is_known || other.meets(box); };
        for (std::size_t i = 0; i < index; ++i)
            if (is_behind(shapes[i].second) && !is_bare(shapes[i].first)) return {};
        if (std::any_of(backdrop_.boxes.begin(), backdrop_.boxes.end(), is_behind)) return {};
        return backdrop_.background;
    }

    // Text alone, without a fill that could be behind other text.
    bool is_bare(xml_node shape) const {
        auto const look = shape.child("p:spPr");
        return has_name(shape, {"p:sp"}) && !has_fill(look) && (look.child("a:noFill") || (!shape.child("p:style") && (!placeholder(shape) || backdrop_.are_placeholders_plain)));
    }

    Result<void> judge(xml_node shape, std::string const& behind) {
        for (auto const& run : outermost(shape.child("p:txBody"), {"a:r"})) {
            auto const look = run.child("a:rPr");
            bool const is_outlined = look.child("a:ln") && !look.child("a:ln").child("a:noFill");
            if (is_outlined || look.child("a:effectLst").first_child() || look.child("a:effectDag")) continue;
            auto const under = look.child("a:highlight") ? colour_of(look.child("a:highlight"), backdrop_) : behind;
            auto const fill = look.child("a:solidFill");
            if (!fill || !is_same(colour_of(fill, backdrop_), under)) continue;
            std::string const text = run.child("a:t").child_value();
            if (text.find_first_not_of(" \t\r\n") == std::string::npos) continue;
            if (TRY(gate_.judge(kInvisible, text.size(), {{}, text, 1})) != Action::kept) run.parent().remove_child(run);
        }
        return {};
    }

    Backdrop const& backdrop_;
    Gate& gate_;
};

}  // namespace

Backdrop behind_master(xml_node master, Package& package, std::string_view theme_part, Gate& gate) {
    Backdrop backdrop;
    backdrop.are_boxes_known = true;
    pugi::xml_document document;
    auto const theme = read(package, theme_part, document, gate);
    read_colours(theme, master.child("p:clrMap"), backdrop);
    auto const first = theme.child("a:themeElements").child("a:fmtScheme").child("a:bgFillStyleLst").first_child();
    auto const colour = first.first_child();
    backdrop.is_first_fill_plain = has_name(first, {"a:solidFill"}) && std::string_view(colour.attribute("val").value()) == "phClr" && !colour.first_child();
    auto const background = master.child("p:cSld").child("p:bg");
    backdrop.background = background ? background_of(background, backdrop) : std::string(kWhite);
    read_shapes(master, backdrop);
    return backdrop;
}

Backdrop behind_layout(xml_node layout, Backdrop const& master) {
    Backdrop backdrop = master;
    if (layout.child("p:clrMapOvr").child("a:overrideClrMapping")) backdrop.colours.clear();
    if (auto const background = layout.child("p:cSld").child("p:bg")) backdrop.background = background_of(background, backdrop);
    read_shapes(layout, backdrop);
    return backdrop;
}

Result<void> remove_invisible_text(xml_node root, Backdrop const& backdrop, Gate& gate) {
    Backdrop own = backdrop;
    if (root.child("p:clrMapOvr").child("a:overrideClrMapping")) own.colours.clear();
    if (auto const background = root.child("p:cSld").child("p:bg")) own.background = background_of(background, own);
    return Invisible(own, gate).run(root);
}

RuleList powerpoint_colour_rules() { return list_rules(kInvisible); }

}  // namespace scrub::engine::ooxml
