// The strict check: one pass over the text, as the productions of XML 1.0 read, without building anything.
#include <algorithm>
#include <array>
#include <cstring>

#include "codec/xml.hpp"
#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::codec {
namespace {

enum Class : std::uint8_t { kOther = 0, kSpace = 1, kNameStart = 2, kNameMore = 4, kBad = 8, kHigh = 16, kMark = 32 };

constexpr auto kClasses = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 0; c < 0x20; ++c) table[c] = kBad;
    for (unsigned const c : {' ', '\t', '\r', '\n'}) table[c] = kSpace;
    for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = kNameStart | kNameMore;
    for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = kNameStart | kNameMore;
    for (unsigned c = '0'; c <= '9'; ++c) table[c] = kNameMore;
    table['_'] = table[':'] = kNameStart | kNameMore;
    table['-'] = table['.'] = kNameMore;
    table['<'] = table['&'] = kMark;
    for (unsigned c = 0x80; c < 0x100; ++c) table[c] = kHigh | kNameStart | kNameMore;
    return table;
}();

std::uint8_t class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

// XML 1.0, production 2.
bool is_char(char32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

class Checker {
public:
    Checker(std::string_view in, Budget& budget, XmlExtras& extras) : in_(in), budget_(budget), extras_(extras) {}

    Result<void> check() {
        TRY(declaration());
        bool has_root = false;
        while (!is_end()) {
            if (class_of(now()) & kSpace) {
                ++at_;
                continue;
            }
            if (now() != '<') return bad("text outside the root element");
            if (TRY(aside())) continue;
            if (has_root) return bad("two root elements");
            has_root = true;
            TRY(root());
        }
        if (!has_root) return fail(Errc::malformed, "XML without an element");
        return {};
    }

private:
    bool is_end() const { return at_ == in_.size(); }
    char now() const { return in_[at_]; }
    std::string_view rest() const { return in_.substr(at_); }
    Failure bad(std::string_view what) const { return fail(Errc::malformed, what, at_); }
    void skip_space() {
        while (!is_end() && (class_of(now()) & kSpace) != 0) ++at_;
    }

    Result<void> declaration() {
        if (!rest().starts_with("<?xml") || (class_of(in_.size() > at_ + 5 ? in_[at_ + 5] : 'x') & kSpace) == 0) return {};
        auto const end = rest().find("?>");
        if (end == std::string_view::npos) return bad("XML declaration without an end");
        if (auto const version = pseudo_attribute(rest().substr(0, end), "version"); version != "1.0") return fail(Errc::unsupported, "XML version other than 1.0");
        at_ += end + 2;
        return {};
    }

public:
    /// The value of version="..." or encoding="..." in a declaration; empty when it is not there.
    static std::string_view pseudo_attribute(std::string_view declaration, std::string_view name) {
        auto at = declaration.find(name);
        if (at == std::string_view::npos) return {};
        at = declaration.find_first_of("\"'", at);
        if (at == std::string_view::npos) return {};
        auto const end = declaration.find(declaration[at], at + 1);
        if (end == std::string_view::npos) return {};
        return declaration.substr(at + 1, end - at - 1);
    }

private:
    // Comments and processing instructions; true when there was one.
    Result<bool> aside() {
        std::string_view end;
        if (rest().starts_with("<!--")) {
            end = "-->";
            ++extras_.comments;
        } else if (rest().starts_with("<?")) {
            end = "?>";
            ++extras_.processing_instructions;
        } else if (rest().starts_with("<!DOCTYPE")) {
            return bad("XML with a DOCTYPE");
        } else {
            return false;
        }
        TRY(budget_.xml_nodes());
        auto const start = at_;
        auto const found = in_.find(end, at_ + (end.size() == 3 ? 4 : 2));
        if (found == std::string_view::npos) return bad("comment or processing instruction without an end");
        at_ = found + end.size();
        extras_.extra_bytes += at_ - start;
        return true;
    }

    Result<void> root() {
        TRY(start_tag());
        while (!open_.empty()) {
            if (is_end()) return bad("element without an end tag");
            if (now() != '<') TRY(text());
            else if (rest().starts_with("</")) TRY(end_tag());
            else if (rest().starts_with("<![CDATA[")) TRY(cdata());
            else if (!TRY(aside())) TRY(start_tag());
        }
        return {};
    }

    Result<std::string_view> name() {
        auto const start = at_;
        if (is_end() || (class_of(now()) & kNameStart) == 0) return bad("name expected");
        while (!is_end() && (class_of(now()) & kNameMore) != 0) {
            if ((class_of(now()) & kHigh) != 0) TRY(high());
            else ++at_;
        }
        if (at_ - start > kMaxNameBytes) return fail(Errc::over_budget, "XML name too long", start);
        return in_.substr(start, at_ - start);
    }

    // A character above ASCII.
    Result<void> high() {
        auto const [c, length] = utf8::decode(rest());
        if (c == utf8::kInvalid || !is_char(c)) return bad("text that is not UTF-8");
        at_ += length;
        return {};
    }

    Result<void> start_tag() {
        TRY(budget_.xml_nodes());
        ++at_;
        auto const tag = TRY(name());
        attributes_.clear();
        for (;;) {
            auto const before = at_;
            skip_space();
            if (is_end()) return bad("tag without an end");
            if (now() == '>') {
                ++at_;
                if (open_.size() >= budget_.max_xml_depth()) return fail(Errc::over_budget, "XML nested too deep", at_);
                open_.push_back(tag);
                break;
            }
            if (rest().starts_with("/>")) {
                at_ += 2;
                break;
            }
            if (at_ == before) return bad("white space expected");
            TRY(attribute());
        }
        return check_unique();
    }

    Result<void> attribute() {
        TRY(budget_.xml_nodes());
        attributes_.push_back(TRY(name()));
        skip_space();
        if (is_end() || now() != '=') return bad("attribute without a value");
        ++at_;
        skip_space();
        if (is_end() || (now() != '"' && now() != '\'')) return bad("attribute value without quotes");
        char const quote = now();
        ++at_;
        while (!is_end() && now() != quote) {
            auto const c = class_of(now());
            if (now() == '<') return bad("'<' in an attribute value");
            if (now() == '&') TRY(reference());
            else if ((c & kHigh) != 0) TRY(high());
            else if ((c & kBad) != 0) return bad("control character");
            else ++at_;
        }
        if (is_end()) return bad("attribute value without an end");
        ++at_;
        return {};
    }

    Result<void> check_unique() {
        if (attributes_.size() < 2) return {};
        if (attributes_.size() > 8) std::sort(attributes_.begin(), attributes_.end());
        for (std::size_t i = 1; i < attributes_.size(); ++i) {
            bool const is_double = attributes_.size() > 8 ? attributes_[i] == attributes_[i - 1]
                                                          : std::find(attributes_.begin(), attributes_.begin() + static_cast<std::ptrdiff_t>(i), attributes_[i]) != attributes_.begin() + static_cast<std::ptrdiff_t>(i);
            if (is_double) return bad("attribute given twice");
        }
        return {};
    }

    Result<void> end_tag() {
        at_ += 2;
        if (TRY(name()) != open_.back()) return bad("end tag of another element");
        open_.pop_back();
        skip_space();
        if (is_end() || now() != '>') return bad("tag without an end");
        ++at_;
        return {};
    }

    Result<void> text() {
        TRY(budget_.xml_nodes());
        while (!is_end() && now() != '<') {
            auto const c = class_of(now());
            if (now() == '&') TRY(reference());
            else if ((c & kHigh) != 0) TRY(high());
            else if ((c & kBad) != 0) return bad("control character");
            else ++at_;
        }
        return {};
    }

    Result<void> cdata() {
        TRY(budget_.xml_nodes());
        auto const end = in_.find("]]>", at_);
        if (end == std::string_view::npos) return bad("CDATA section without an end");
        at_ += std::strlen("<![CDATA[");
        while (at_ < end) {
            auto const c = class_of(now());
            if ((c & kHigh) != 0) TRY(high());
            else if ((c & kBad) != 0) return bad("control character");
            else ++at_;
        }
        at_ = end + 3;
        return {};
    }

    Result<void> reference() {
        auto const end = rest().substr(0, 16).find(';');
        if (end == std::string_view::npos) return bad("'&' without an entity");
        auto const entity = rest().substr(1, end - 1);
        constexpr std::string_view kKnown[] = {"amp", "lt", "gt", "quot", "apos"};
        if (entity.starts_with('#')) {
            if (!is_char(code_point(entity.substr(1)))) return bad("reference to no character");
        } else if (std::find(std::begin(kKnown), std::end(kKnown), entity) == std::end(kKnown)) {
            return bad("entity that is not declared");
        }
        at_ += end + 1;
        return {};
    }

    static char32_t code_point(std::string_view digits) {
        bool const is_hex = digits.starts_with('x');
        if (is_hex) digits.remove_prefix(1);
        if (digits.empty()) return 0;
        char32_t value = 0;
        for (char const c : digits) {
            int const digit = c >= '0' && c <= '9' ? c - '0' : is_hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : is_hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0 || value > 0x110000) return 0;
            value = value * (is_hex ? 16 : 10) + static_cast<char32_t>(digit);
        }
        return value;
    }

    static constexpr std::size_t kMaxNameBytes = 1024;

    std::string_view in_;
    Budget& budget_;
    XmlExtras& extras_;
    std::size_t at_ = 0;
    std::vector<std::string_view> open_;
    std::vector<std::string_view> attributes_;
};

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

Result<std::string> from_utf16(Bytes in, Endian endian) {
    Reader reader(in, endian);
    std::string out;
    out.reserve(in.size());
    while (!reader.is_empty()) {
        char32_t unit = TRY(reader.u16());
        if (unit >= 0xDC00 && unit <= 0xDFFF) return fail(Errc::malformed, "text that is not UTF-16", reader.at());
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            char32_t const low = TRY(reader.u16());
            if (low < 0xDC00 || low > 0xDFFF) return fail(Errc::malformed, "text that is not UTF-16", reader.at());
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
        utf8::append(out, unit);
    }
    return out;
}

// XML 1.0, appendix F: the encoding by the first bytes, then by the declaration, which must agree.
Result<std::string_view> to_utf8(Bytes in, std::string& converted) {
    using namespace std::string_view_literals;
    if (starts_with(in, "\xFF\xFE\0\0"sv) || starts_with(in, "\0\0\xFE\xFF"sv)) return fail(Errc::unsupported, "XML in UTF-32");
    bool is_utf16 = true;
    if (starts_with(in, "\xFE\xFF"sv)) converted = TRY(from_utf16(after(in, 2), Endian::big));
    else if (starts_with(in, "\xFF\xFE"sv)) converted = TRY(from_utf16(after(in, 2), Endian::little));
    else if (starts_with(in, "\0<"sv)) converted = TRY(from_utf16(in, Endian::big));
    else if (starts_with(in, "<\0"sv)) converted = TRY(from_utf16(in, Endian::little));
    else is_utf16 = false;
    std::string_view const out = is_utf16 ? std::string_view(converted) : text(starts_with(in, "\xEF\xBB\xBF"sv) ? after(in, 3) : in);

    if (!out.starts_with("<?xml")) return out;
    auto const declared = Checker::pseudo_attribute(out.substr(0, out.find("?>")), "encoding");
    auto const is_one_of = [&](std::initializer_list<std::string_view> names) {
        return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return equals_ignoring_case(declared, name); });
    };
    bool const fits = declared.empty() || (is_utf16 ? is_one_of({"utf-16", "utf-16le", "utf-16be"}) : is_one_of({"utf-8", "utf8", "us-ascii"}));
    if (!fits) return fail(Errc::unsupported, "XML in an encoding other than UTF-8 and UTF-16");
    return out;
}

}  // namespace

Result<std::string_view> checked_xml(Bytes in, Budget& budget, std::string& converted, XmlExtras* extras) {
    auto const out = TRY(to_utf8(in, converted));
    XmlExtras ignored;
    TRY(Checker(out, budget, extras != nullptr ? *extras : ignored).check());
    return out;
}

}  // namespace scrub::engine::codec
