// Names of the report's values, and the escaping of text that comes from a document.
#include <scrub/report.hpp>

#include <algorithm>
#include <array>

#include "model/utf8.hpp"

namespace scrub {

std::string_view to_string(Action action) noexcept {
    switch (action) {
        case Action::kept: return "kept";
        case Action::removed: return "removed";
        case Action::unwrapped: return "unwrapped";
        case Action::replaced: return "replaced";
        case Action::flattened: return "flattened";
        case Action::rerendered: return "rerendered";
    }
    return "removed";
}

bool Report::has_removals() const noexcept {
    return std::any_of(findings.begin(), findings.end(), [](Finding const& f) { return f.action != Action::kept; });
}

bool Report::has_flags() const noexcept {
    return !residue.empty() || !not_inspected.empty() ||
           std::any_of(findings.begin(), findings.end(), [](Finding const& f) { return f.flagged; });
}

namespace {

// Characters that change how the text around them is shown (Unicode 15, Bidi_Control, line and paragraph separators)
// or that do not show at all.
bool must_escape(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

void append_hex(std::string& out, std::string_view prefix, std::uint32_t value, int digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += prefix;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 15];
}

}  // namespace

std::string escaped(std::string_view untrusted_text) {
    std::string out;
    out.reserve(untrusted_text.size());
    for (std::size_t at = 0; at < untrusted_text.size();) {
        auto const [code_point, length] = utf8::decode(untrusted_text.substr(at));
        if (code_point == utf8::kInvalid) {
            append_hex(out, "\\x", static_cast<unsigned char>(untrusted_text[at]), 2);
        } else if (!must_escape(code_point)) {
            out += untrusted_text.substr(at, length);
        } else if (code_point < 0x80) {
            append_hex(out, "\\x", code_point, 2);
        } else if (code_point < 0x10000) {
            append_hex(out, "\\u", code_point, 4);
        } else {
            append_hex(out, "\\U", code_point, 8);
        }
        at += length;
    }
    return out;
}

}  // namespace scrub
