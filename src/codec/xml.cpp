// Parsing by pugixml behind the check, namespaces in scope, and the writer.
#include "codec/xml.hpp"

#include <cassert>
#include <new>

#include <pugixml.hpp>

#include "codec/char_set.hpp"

namespace scrub::engine::codec {

Result<void> parse_xml(Bytes in, Budget& budget, White white, pugi::xml_document& document, XmlExtras* extras) {
    std::string converted;
    return parse_checked_xml(TRY(checked_xml(in, budget, converted, extras)), white, document);
}

Result<void> parse_checked_xml(std::string_view text, White white, pugi::xml_document& document) {
    unsigned const flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_eol |
                           (white == White::all ? pugi::parse_ws_pcdata : pugi::parse_ws_pcdata_single);
    auto const result = document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) throw std::bad_alloc();
    if (!result) return fail(Errc::malformed, "XML that cannot be read", static_cast<std::size_t>(result.offset));
    return {};
}

std::size_t XmlScope::enter(pugi::xml_node const& element) {
    auto const mark = bindings_.size();
    for (auto const attribute : element.attributes()) {
        std::string_view const name = attribute.name();
        if (name == "xmlns") bindings_.push_back({"", attribute.value()});
        else if (name.starts_with("xmlns:")) bindings_.push_back({name.substr(6), attribute.value()});
    }
    return mark;
}

std::string_view XmlScope::uri(std::string_view prefix) const {
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding)
        if (binding->prefix == prefix) return binding->uri;
    if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
    return {};
}

QName split_qname(std::string_view qname) noexcept {
    auto const colon = qname.find(':');
    if (colon == std::string_view::npos) return {{}, qname};
    return {qname.substr(0, colon), qname.substr(colon + 1)};
}

XmlWriter::XmlWriter(bool standalone)
    : out_(standalone ? "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void XmlWriter::open(Literal qname) {
    end_start_tag();
    out_ += '<';
    out_ += qname.view();
    if (open_.empty()) root_at_ = out_.size();
    open_.push_back(qname.view());
    in_start_tag_ = true;
}

void XmlWriter::attribute(Literal qname, Vetted value) {
    assert(in_start_tag_);
    out_ += ' ';
    out_ += qname.view();
    out_ += "=\"";
    escape(out_, engine::text(value.bytes()), true);
    out_ += '"';
}

void XmlWriter::declare_at_root(Literal prefix, Literal uri) {
    root_ += prefix.empty() ? " xmlns" : " xmlns:";
    root_ += prefix.view();
    root_ += "=\"";
    escape(root_, uri.view(), true);
    root_ += '"';
}

void XmlWriter::attribute_at_root(Literal qname, Vetted value) {
    root_ += ' ';
    root_ += qname.view();
    root_ += "=\"";
    escape(root_, engine::text(value.bytes()), true);
    root_ += '"';
}

void XmlWriter::attribute(Literal qname, std::uint64_t value) {
    assert(in_start_tag_);
    out_ += ' ';
    out_ += qname.view();
    out_ += "=\"" + std::to_string(value) + '"';
}

void XmlWriter::declare(Literal prefix, Literal uri) {
    assert(in_start_tag_);
    out_ += prefix.empty() ? " xmlns" : " xmlns:";
    out_ += prefix.view();
    out_ += "=\"";
    escape(out_, uri.view(), true);
    out_ += '"';
}

void XmlWriter::text(Vetted text) {
    if (text.size() == 0) return;
    end_start_tag();
    escape(out_, engine::text(text.bytes()), false);
}

void XmlWriter::close() {
    assert(!open_.empty());
    if (in_start_tag_) {
        out_ += "/>";
        in_start_tag_ = false;
    } else {
        out_ += "</";
        out_ += open_.back();
        out_ += '>';
    }
    open_.pop_back();
}

Made XmlWriter::take() {
    assert(open_.empty());
    out_.insert(root_at_, root_);
    return Made::by_encoder(Blob(out_.begin(), out_.end()));
}

void XmlWriter::end_start_tag() {
    if (!in_start_tag_) return;
    out_ += '>';
    in_start_tag_ = false;
}

void XmlWriter::escape(std::string& to, std::string_view text, bool in_attribute) {
    static constexpr CharSet kInAttribute("<>&\"\r\n\t");
    static constexpr CharSet kInText("<>&\r");
    for (std::size_t at = 0; at < text.size();) {
        auto const special = (in_attribute ? kInAttribute : kInText).find_in(text, at);
        to += text.substr(at, special - at);
        if (special == std::string_view::npos) return;
        switch (text[special]) {
            case '<': to += "&lt;"; break;
            case '>': to += "&gt;"; break;
            case '&': to += "&amp;"; break;
            case '"': to += "&quot;"; break;
            case '\r': to += "&#13;"; break;
            case '\n': to += "&#10;"; break;
            default: to += "&#9;"; break;
        }
        at = special + 1;
    }
}

}  // namespace scrub::engine::codec
