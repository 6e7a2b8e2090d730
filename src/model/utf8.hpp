// UTF-8 (Unicode 15, section 3.9, table 3-7): decoding that accepts well-formed sequences only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace scrub::utf8 {

inline constexpr char32_t kInvalid = 0xFFFFFFFF;

struct Decoded {
    char32_t code_point;  // kInvalid for a byte that starts no well-formed sequence
    std::size_t length;   // bytes used, at least 1
};

/// The first code point of a text that is not empty.
constexpr Decoded decode(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {kInvalid, 1};
    unsigned const low = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;  // no overlong forms
    unsigned const high = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU; // no surrogates, nothing above U+10FFFF
    if (byte(1) < low || byte(1) > high) return {kInvalid, 1};
    char32_t code_point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return {kInvalid, 1};
        code_point = code_point << 6 | (byte(i) & 0x3FU);
    }
    return {code_point, length};
}

/// Appends a code point below U+110000 that is no surrogate.
inline void append(std::string& out, char32_t code_point) {
    auto const put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | code_point >> 6);
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3F));
        put(0x80 | (code_point >> 6 & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

}  // namespace scrub::utf8
