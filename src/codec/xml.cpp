// Parsing by pugixml behind the check, namespaces in scope, and the writer.
#include "codec/xml.hpp"

#include <cassert>
#include <new>

#include <pugixml.hpp>

namespace scrub::engine::codec {

Result<void> parse_xml(Bytes in, Budget& budget, White white, pugi::xml_document& document, XmlExtras* extras) {
    std::string converted;
    auto const text = TRY(checked_xml(in, budget, converted, extras));
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
    open_.push_back(qname.view());
    in_start_tag_ = true;
}

void XmlWriter::attribute(Literal qname, Literal value) {
    assert(in_start_tag_);
    out_ += ' ';
    out_ += qname.view();
    out_ += "=\"";
    escape(value.view(), true);
    out_ += '"';
}

void XmlWriter::attribute(Literal qname, Kept const& value) {
    assert(in_start_tag_);
    out_ += ' ';
    out_ += qname.view();
    out_ += "=\"";
    escape(engine::text(value.bytes()), true);
    out_ += '"';
}

void XmlWriter::attribute(Literal qname, Made const& value) {
    assert(in_start_tag_);
    out_ += ' ';
    out_ += qname.view();
    out_ += "=\"";
    escape(engine::text(value.bytes()), true);
    out_ += '"';
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
    escape(uri.view(), true);
    out_ += '"';
}

void XmlWriter::text(Kept const& text) {
    end_start_tag();
    escape(engine::text(text.bytes()), false);
}

void XmlWriter::text(Literal text) {
    end_start_tag();
    escape(text.view(), false);
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
    return Made::by_encoder(Blob(out_.begin(), out_.end()));
}

void XmlWriter::end_start_tag() {
    if (!in_start_tag_) return;
    out_ += '>';
    in_start_tag_ = false;
}

void XmlWriter::escape(std::string_view text, bool in_attribute) {
    for (std::size_t at = 0; at < text.size();) {
        auto const special = text.find_first_of(in_attribute ? "<>&\"\r\n\t" : "<>&\r", at);
        out_ += text.substr(at, special - at);
        if (special == std::string_view::npos) return;
        switch (text[special]) {
            case '<': out_ += "&lt;"; break;
            case '>': out_ += "&gt;"; break;
            case '&': out_ += "&amp;"; break;
            case '"': out_ += "&quot;"; break;
            case '\r': out_ += "&#13;"; break;
            case '\n': out_ += "&#10;"; break;
            default: out_ += "&#9;"; break;
        }
        at = special + 1;
    }
}

}  // namespace scrub::engine::codec
