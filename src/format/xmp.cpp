// XMP (ISO 16684-1): RDF with one property per attribute or child element of rdf:Description. Every property is
// judged by its name; what stays is written into a new packet without padding.
#include "format/xmp.hpp"

#include <pugixml.hpp>

#include "codec/xml.hpp"

namespace scrub::engine::xmp {
namespace {

constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

// Properties by local name, whatever their prefix; the first that is contained decides. The order matters.
constexpr Rule kProperties[] = {
    {"Thumbnail", "JP-XMP", Kind::thumbnail, "small picture, perhaps from before an edit"},
    {"GPS", "JP-XMP", Kind::location, "where the picture was taken"},
    {"Latitude", "JP-XMP", Kind::location, "where the picture was taken"},
    {"Longitude", "JP-XMP", Kind::location, "where the picture was taken"},
    {"City", "JP-XMP", Kind::location, "a place"},
    {"Country", "JP-XMP", Kind::location, "a place"},
    {"Location", "JP-XMP", Kind::location, "a place"},
    {"State", "JP-XMP", Kind::location, "a place, or a program's state"},
    {"History", "JP-XMP", Kind::revision, "what was done to the file, when and with which program"},
    {"DerivedFrom", "JP-XMP", Kind::identifier, "number of the file that this one was made from"},
    {"Ancestors", "JP-XMP", Kind::identifier, "numbers of the files that went into this one"},
    {"Ingredients", "JP-XMP", Kind::path, "files that went into this one"},
    {"FilePath", "JP-XMP", Kind::path, "path of a file"},
    {"Manifest", "JP-XMP", Kind::path, "files that are placed in this one"},
    {"DocumentID", "JP-XMP", Kind::identifier, "number of the document"},
    {"InstanceID", "JP-XMP", Kind::identifier, "number of this very copy"},
    {"SerialNumber", "JP-XMP", Kind::identifier, "serial number"},
    {"UniqueID", "JP-XMP", Kind::identifier, "number of this very picture"},
    {"Identifier", "JP-XMP", Kind::identifier, "number of the document"},
    {"Tool", "JP-XMP", Kind::software, "program that made it"},
    {"Software", "JP-XMP", Kind::software, "program that made it"},
    {"Producer", "JP-XMP", Kind::software, "program that made it"},
    {"Date", "JP-XMP", Kind::timestamp, "a date"},
    {"creator", "JP-XMP", Kind::author, "who made it"},
    {"Creator", "JP-XMP", Kind::author, "who made it"},
    {"Author", "JP-XMP", Kind::author, "who made it"},
    {"Artist", "JP-XMP", Kind::author, "who made it"},
    {"Owner", "JP-XMP", Kind::author, "who owns it"},
    {"rights", "JP-XMP", Kind::author, "owner of the rights"},
    {"Person", "JP-XMP", Kind::author, "a person"},
    {"Regions", "JP-XMP", Kind::author, "faces in the picture, with names"},
    {"Make", "JP-XMP", Kind::device, "maker of the device"},
    {"Model", "JP-XMP", Kind::device, "model of the device"},
    {"Lens", "JP-XMP", Kind::device, "lens of the camera"},
    {"HasExtendedXMP", "JP-XMP", Kind::identifier, "number that ties the parts of the packet together"},
};
constexpr Rule kOther{"property", "JP-XMP", Kind::metadata, "description of the file"};

Rule const& rule_of(std::string_view local) {
    for (auto const& rule : kProperties)
        if (local.find(rule.name.view()) != std::string_view::npos) return rule;
    return kOther;
}

// All text inside a property, its lists and structures included.
std::string text_of(pugi::xml_node property) {
    struct Texts : pugi::xml_tree_walker {
        std::string joined;
        bool for_each(pugi::xml_node& node) override {
            for (auto const attribute : node.attributes())
                if (codec::split_qname(attribute.name()).prefix != "xml" && *attribute.value() != 0) add(attribute.value());
            if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) add(node.value());
            return joined.size() < 4096;
        }
        void add(std::string_view text) {
            if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
            if (!joined.empty()) joined += ", ";
            joined += text;
        }
    } texts;
    property.traverse(texts);
    return texts.joined;
}

Result<bool> stays(std::string_view qname, std::string_view value, Gate& gate) {
    auto const action = TRY(gate.judge(rule_of(codec::split_qname(qname).local), value.size(), {qname, value}));
    return action == Action::kept;
}

// Judges the properties of one rdf:Description and takes out what must go; says whether something stayed.
Result<bool> judge_description(pugi::xml_node description, codec::XmlScope& scope, Gate& gate) {
    bool keeps = false;
    for (auto attribute = description.first_attribute(); attribute;) {
        auto const next = attribute.next_attribute();
        auto const [prefix, local] = codec::split_qname(attribute.name());
        bool const is_frame = prefix == "xmlns" || local == "xmlns" || scope.uri(prefix) == kRdf || prefix == "xml";
        if (!is_frame) {
            if (TRY(stays(attribute.name(), attribute.value(), gate))) keeps = true;
            else description.remove_attribute(attribute);
        }
        attribute = next;
    }
    for (auto property = description.first_child(); property;) {
        auto const next = property.next_sibling();
        if (property.type() == pugi::node_element && TRY(stays(property.name(), text_of(property), gate))) keeps = true;
        else description.remove_child(property);
        property = next;
    }
    return keeps;
}

// Goes down to the rdf:Description elements, which lie two or three levels deep.
Result<bool> judge_element(pugi::xml_node element, codec::XmlScope& scope, Gate& gate) {
    auto const mark = scope.enter(element);
    auto const [prefix, local] = codec::split_qname(element.name());
    bool keeps = false;
    if (local == "Description" && scope.uri(prefix) == kRdf) {
        keeps = TRY(judge_description(element, scope, gate));
    } else {
        for (auto child = element.first_child(); child;) {
            auto const next = child.next_sibling();
            bool const child_keeps = child.type() == pugi::node_element && TRY(judge_element(child, scope, gate));
            if (!child_keeps) element.remove_child(child);
            keeps = keeps || child_keeps;
            child = next;
        }
    }
    scope.leave(mark);
    return keeps;
}

struct ToBlob final : pugi::xml_writer {
    Blob blob;
    void write(void const* data, std::size_t size) override {
        auto const* const bytes = static_cast<std::uint8_t const*>(data);
        blob.insert(blob.end(), bytes, bytes + size);
    }
};

}  // namespace

Result<void> walk(Bytes packet, Sink& out, Gate& gate) {
    using namespace std::string_view_literals;
    auto const last = text(packet).find_last_not_of("\0 \t\r\n"sv);  // padding and a terminating zero
    pugi::xml_document document;
    // What cannot be read does not stay, so a packet that is nested too deep need not cost the file.
    auto const parsed = codec::parse_xml(head(packet, last == std::string_view::npos ? 0 : last + 1), gate.budget(), codec::White::lone, document);
    if (!parsed) return fail(Errc::malformed, parsed.error().what);
    codec::XmlScope scope;
    if (!TRY(judge_element(document.document_element(), scope, gate))) return {};
    ToBlob writer;
    document.document_element().print(writer, "", pugi::format_raw, pugi::encoding_utf8);
    out.put("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>");
    out.put(Made::by_encoder(std::move(writer.blob)));
    out.put("<?xpacket end=\"r\"?>");
    return {};
}

RuleList rules() { return list_rules(kProperties, kOther); }

}  // namespace scrub::engine::xmp
