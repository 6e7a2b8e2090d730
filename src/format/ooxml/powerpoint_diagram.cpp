// From the drawing of a diagram (MS-ODRAWXML, 2.10) to shapes of PresentationML.
#include "format/ooxml/powerpoint_diagram.hpp"

#include "codec/xml.hpp"
#include "format/ooxml/powerpoint_shapes.hpp"
#include "format/ooxml/word_tree.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

bool read(Package& package, std::string_view name, pugi::xml_document& document, Gate& gate) {
    auto const* const part = package.part(name);
    if (part == nullptr || part->entry == nullptr) return false;
    auto const data = codec::unzip(*part->entry, gate.budget());
    return data && codec::parse_xml(data->bytes(), gate.budget(), codec::White::lone, document);
}

// The data part says which relationship of the slide leads to its drawing.
Relation const* drawing_of(xml_node ids, Package& package, std::string_view source, Gate& gate) {
    auto const* const data = package.relation(source, ids.attribute("r:dm").value());
    pugi::xml_document document;
    if (data == nullptr || data->is_external || !read(package, data->target, document, gate)) return nullptr;
    std::string id;
    each(document.document_element(), [&](xml_node node) {
        if (codec::split_qname(node.name()).local == "dataModelExt") id = node.attribute("relId").value();
        return true;
    });
    auto const* const drawing = id.empty() ? nullptr : package.relation(source, id);
    return drawing != nullptr && drawing->type == "diagramDrawing" && !drawing->is_external ? drawing : nullptr;
}

class Converter {
public:
    Converter(std::string_view source, std::string frame_id) : source_(source), frame_id_(std::move(frame_id)) {}

    void convert(xml_node shapes) {
        rename(shapes);
        for (auto const& shape : outermost(shapes, {"p:sp"})) complete(shape);
        each(shapes, [&](xml_node node) {
            if (has_name(node, {"p:cNvPr"})) number(node);
            if (has_name(node, {"p:nvGrpSpPr"}) && !node.child("p:nvPr")) node.append_child("p:nvPr");
            return true;
        });
    }

private:
    void rename(xml_node shapes) {
        each(shapes, [&](xml_node node) {
            if (std::string_view(node.name()).starts_with("?:")) node.set_name(("p:" + std::string(node.name() + 2)).c_str());
            for (auto attribute : node.attributes())
                if (std::string_view(attribute.name()).starts_with("r:")) attribute.set_value(foreign_reference(source_, attribute.value()).c_str());
            return true;
        });
    }

    // All shapes of a drawing have the number 0.
    void number(xml_node node) {
        if (!node.attribute("id")) node.prepend_attribute("id");
        node.attribute("id").set_value((frame_id_ + "/" + std::to_string(++last_)).c_str());
    }

    static bool is_same_place(xml_node a, xml_node b) {
        auto const same = [](xml_node x, xml_node y, char const* name) { return x.attribute(name).as_llong(0) == y.attribute(name).as_llong(0); };
        return same(a, b, "rot") && same(a.child("a:off"), b.child("a:off"), "x") && same(a.child("a:off"), b.child("a:off"), "y") && same(a.child("a:ext"), b.child("a:ext"), "cx") && same(a.child("a:ext"), b.child("a:ext"), "cy");
    }

    // A text that stands elsewhere than its shape becomes a shape of its own.
    static void complete(xml_node shape) {
        auto about = shape.child("p:nvSpPr");
        if (!about.child("p:cNvSpPr")) about.append_child("p:cNvSpPr");
        if (!about.child("p:nvPr")) about.append_child("p:nvPr");
        auto const place = shape.child("p:txXfrm");
        if (place && shape.child("p:txBody") && !text_of_shape(shape).empty() && !is_same_place(place, shape.child("p:spPr").child("a:xfrm"))) {
            auto text = shape.parent().insert_child_after("p:sp", shape);
            auto named = text.append_child("p:nvSpPr");
            named.append_child("p:cNvPr").append_attribute("name") = "";
            named.append_child("p:cNvSpPr").append_attribute("txBox") = "1";
            named.append_child("p:nvPr");
            auto look = text.append_child("p:spPr");
            look.append_copy(place).set_name("a:xfrm");
            auto outline = look.append_child("a:prstGeom");
            outline.append_attribute("prst") = "rect";
            outline.append_child("a:avLst");
            look.append_child("a:noFill");
            look.append_child("a:ln").append_child("a:noFill");
            look.append_child("a:effectLst");
            if (auto const style = shape.child("p:style")) text.append_copy(style);
            text.append_move(shape.child("p:txBody"));
        }
        shape.remove_child("p:txXfrm");
    }

    std::string source_, frame_id_;
    std::uint64_t last_ = 0;
};

}  // namespace

Result<bool> draw_diagram(xml_node frame, Package& package, std::string_view source, Gate& gate) {
    auto const* const relation = drawing_of(frame.child("a:graphic").child("a:graphicData").child("?:relIds"), package, source, gate);
    pugi::xml_document document;
    if (relation == nullptr || !read(package, relation->target, document, gate)) return false;
    auto const root = document.document_element();
    if (codec::split_qname(root.name()).local != "drawing") return false;
    TRY(canonicalise(root, gate));
    auto const shapes = root.child("?:spTree");
    auto const place = frame.child("p:xfrm");
    auto const about = frame.child("p:nvGraphicFramePr").child("p:cNvPr");
    if (!shapes || !place) return false;
    Converter(relation->target, about.attribute("id").value()).convert(shapes);

    auto group = frame.parent().insert_child_before("p:grpSp", frame);
    auto named = group.append_child("p:nvGrpSpPr");
    auto number = named.append_child("p:cNvPr");
    number.append_attribute("id") = about.attribute("id").value();
    number.append_attribute("name") = "";
    named.append_child("p:cNvGrpSpPr");
    named.append_child("p:nvPr");
    auto transform = group.append_child("p:grpSpPr").append_copy(place);
    transform.set_name("a:xfrm");
    auto origin = transform.append_child("a:chOff");
    origin.append_attribute("x") = "0";
    origin.append_attribute("y") = "0";
    auto extent = transform.append_copy(place.child("a:ext"));
    extent.set_name("a:chExt");
    for (auto const shape : shapes.children())
        if (has_name(shape, {"p:sp", "p:grpSp", "p:pic", "p:cxnSp"})) group.append_copy(shape);
    frame.parent().remove_child(frame);
    package.part(relation->target)->is_used = true;
    return true;
}

std::string foreign_reference(std::string_view source, std::string_view id) {
    if (id.empty()) return {};
    std::string reference = "\n";
    reference += source;
    reference += '\n';
    reference += id;
    return reference;
}

std::optional<ForeignReference> foreign(std::string_view reference) {
    if (!reference.starts_with('\n')) return std::nullopt;
    auto const end = reference.find('\n', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return ForeignReference{reference.substr(1, end - 1), reference.substr(end + 1)};
}

}  // namespace scrub::engine::ooxml
