// The pull parser. The text is well formed, so every search below finds what it looks for.
#include "codec/xml_pull.hpp"

#include "codec/char_set.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::codec {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr CharSet kNameEnd(" \t\r\n/>");
constexpr CharSet kAttributeEnd(" \t\r\n=");
constexpr CharSet kQuotes("\"'");
constexpr CharSet kSpecialInAttribute("&\t\r\n");
constexpr CharSet kSpecialInText("&\r");

char32_t code_point(std::string_view digits) {
    bool const is_hex = digits.starts_with('x');
    if (is_hex) digits.remove_prefix(1);
    char32_t value = 0;
    for (char const c : digits) value = value * (is_hex ? 16 : 10) + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    return value;
}

void append_reference(std::string& out, std::string_view entity) {
    if (entity.starts_with('#')) utf8::append(out, code_point(entity.substr(1)));
    else if (entity == "amp") out += '&';
    else if (entity == "lt") out += '<';
    else if (entity == "gt") out += '>';
    else if (entity == "quot") out += '"';
    else out += '\'';
}

}  // namespace

XmlPull::Event XmlPull::next() {
    if (is_empty_element_) {
        is_empty_element_ = false;
        return Event::end;
    }
    while (at_ < in_.size()) {
        if (in_[at_] != '<') {
            auto const end = std::min(in_.find('<', at_), in_.size());
            auto const raw = in_.substr(at_, end - at_);
            at_ = end;
            if (depth_ == 0) continue;  // white space around the root
            resolved_.clear();
            text_ = resolved(raw, false);
            return Event::text;
        }
        auto const rest = in_.substr(at_);
        if (rest.starts_with("</")) {
            at_ = in_.find('>', at_) + 1;
            --depth_;
            return Event::end;
        }
        if (rest.starts_with("<![CDATA[")) {
            auto const end = in_.find("]]>", at_);
            resolved_.clear();
            text_ = in_.substr(at_ + 9, end - at_ - 9);
            at_ = end + 3;
            return Event::text;
        }
        if (rest.starts_with("<!--")) {
            at_ = in_.find("-->", at_ + 4) + 3;
        } else if (rest.starts_with("<?")) {
            at_ = in_.find("?>", at_ + 2) + 2;
        } else {
            read_start();
            return Event::start;
        }
    }
    return Event::done;
}

void XmlPull::read_start() {
    attributes_.clear();
    resolved_.clear();
    ++at_;
    auto const end_of_name = kNameEnd.find_in(in_, at_);
    name_ = in_.substr(at_, end_of_name - at_);
    at_ = end_of_name;
    for (;;) {
        at_ = in_.find_first_not_of(kSpace, at_);
        if (in_[at_] == '>') {
            ++at_;
            ++depth_;
            return;
        }
        if (in_[at_] == '/') {
            at_ += 2;
            is_empty_element_ = true;
            return;
        }
        auto const end = kAttributeEnd.find_in(in_, at_);
        auto const name = in_.substr(at_, end - at_);
        auto const open = kQuotes.find_in(in_, end);
        auto const close = in_.find(in_[open], open + 1);
        attributes_.push_back({name, resolved(in_.substr(open + 1, close - open - 1), true)});
        at_ = close + 1;
    }
}

std::string_view XmlPull::resolved(std::string_view raw, bool is_attribute) {
    auto const& special = is_attribute ? kSpecialInAttribute : kSpecialInText;
    auto mark = special.find_in(raw);
    if (mark == std::string_view::npos) return raw;
    std::string out;
    std::size_t at = 0;
    for (; mark != std::string_view::npos; mark = special.find_in(raw, at)) {
        out += raw.substr(at, mark - at);
        at = mark + 1;
        if (raw[mark] == '&') {
            auto const end = raw.find(';', mark);
            append_reference(out, raw.substr(mark + 1, end - mark - 1));
            at = end + 1;
        } else {
            // A line end is one character, however it is written (2.11).
            out += is_attribute ? ' ' : '\n';
            if (raw[mark] == '\r' && at < raw.size() && raw[at] == '\n') ++at;
        }
    }
    out += raw.substr(at);
    return resolved_.emplace_back(std::move(out));
}

}  // namespace scrub::engine::codec
