// Widths, codes and characters of fonts.
#include "format/pdf/font.hpp"

#include <algorithm>
#include <optional>

namespace scrub::engine::pdf {
namespace {

constexpr std::size_t kMaxRanges = 200'000;

struct GlyphName {
    std::string_view name;
    char16_t character;
};
constexpr GlyphName kGlyphNames[] = {
#include "format/pdf/glyph_names.inc"
};

// What the encodings have beyond ASCII (annex D.2), from code 128 on; 0 where there is nothing.
constexpr char16_t kWinAnsiHigh[32] = {0x20AC, 0x2022, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x2022, 0x017D, 0x2022,
                                       0x2022, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x2022, 0x017E, 0x0178};
constexpr char16_t kMacHigh[128] = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3, 0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF,
    0x00F1, 0x00F3, 0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3, 0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4,
    0x00A8, 0x2260, 0x00C6, 0x00D8, 0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA, 0x00BA, 0x03A9, 0x00E6, 0x00F8, 0x00BF, 0x00A1,
    0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB, 0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153, 0x2013, 0x2014, 0x201C, 0x201D, 0x2018, 0x2019, 0x00F7, 0x25CA,
    0x00FF, 0x0178, 0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02, 0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE, 0x00CF, 0x00CC,
    0x00D3, 0x00D4, 0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9, 0x0131, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7};
constexpr char16_t kStandardHigh[96] = {  // from 160 on
    0, 0x00A1, 0x00A2, 0x00A3, 0x2044, 0x00A5, 0x0192, 0x00A7, 0x00A4, 0x0027, 0x201C, 0x00AB, 0x2039, 0x203A, 0xFB01, 0xFB02, 0, 0x2013, 0x2020, 0x2021, 0x00B7, 0, 0x00B6, 0x2022,
    0x201A, 0x201E, 0x201D, 0x00BB, 0x2026, 0x2030, 0, 0x00BF, 0, 0x0060, 0x00B4, 0x02C6, 0x02DC, 0x00AF, 0x02D8, 0x02D9, 0x00A8, 0, 0x02DA, 0x00B8, 0, 0x02DD, 0x02DB, 0x02C7,
    0x2014, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00C6, 0, 0x00AA, 0, 0, 0, 0, 0x0141, 0x00D8, 0x0152, 0x00BA, 0, 0, 0, 0, 0, 0x00E6, 0, 0, 0, 0x0131, 0, 0, 0x0142,
    0x00F8, 0x0153, 0x00DF, 0, 0, 0, 0};
// PDFDocEncoding from 24 to 31 and from 128 to 160 (annex D.3).
constexpr char16_t kDocLow[8] = {0x02D8, 0x02C7, 0x02C6, 0x02D9, 0x02DD, 0x02DB, 0x02DA, 0x02DC};
constexpr char16_t kDocHigh[33] = {0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203A, 0x2212, 0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019,
                                   0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141, 0x0152, 0x0160, 0x0178, 0x017D, 0x0131, 0x0142, 0x0153, 0x0161, 0x017E, 0, 0x20AC};

std::uint32_t number_of(std::string_view code) noexcept {
    std::uint32_t value = 0;
    for (auto const c : bytes_of(code.substr(0, 4))) value = value << 8 | c;
    return value;
}

std::u16string utf16_of(std::string_view raw) {
    std::u16string out;
    auto const bytes = bytes_of(raw);
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) out += static_cast<char16_t>(bytes[i] << 8 | bytes[i + 1]);
    if (bytes.size() == 1) out += static_cast<char16_t>(bytes[0]);
    return out;
}

void append_utf16(std::string& out, std::u16string_view units) {
    for (std::size_t i = 0; i < units.size(); ++i) {
        char32_t c = units[i];
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (units[i + 1] - 0xDC00U);
            ++i;
        }
        append_utf8(out, c);
    }
}

std::optional<std::uint32_t> hex_number(std::string_view digits) {
    if (digits.size() < 4 || digits.size() > 6) return std::nullopt;
    std::uint32_t value = 0;
    for (auto const c : digits) {
        if (c >= '0' && c <= '9') value = value * 16 + static_cast<std::uint32_t>(c - '0');
        else if (c >= 'A' && c <= 'F') value = value * 16 + static_cast<std::uint32_t>(c - 'A' + 10);
        else return std::nullopt;
    }
    return value;
}

}  // namespace

void append_utf8(std::string& out, char32_t c) {
    if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x110000) {
        out += static_cast<char>(0xF0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::string utf8_of(std::string_view pdf_text) {
    if (pdf_text.starts_with("\xEF\xBB\xBF")) return std::string(pdf_text.substr(3));
    std::string out;
    if (pdf_text.starts_with("\xFE\xFF")) {
        append_utf16(out, utf16_of(pdf_text.substr(2)));
        return out;
    }
    if (pdf_text.starts_with("\xFF\xFE")) {  // against the standard, and read by all
        std::string swapped(pdf_text.substr(2));
        for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
        append_utf16(out, utf16_of(swapped));
        return out;
    }
    for (auto const c : bytes_of(pdf_text)) {
        if (c >= 24 && c < 32) append_utf8(out, kDocLow[c - 24]);
        else if (c >= 128 && c <= 160) append_utf8(out, kDocHigh[c - 128]);
        else append_utf8(out, c);
    }
    return out;
}

char32_t unicode_of_glyph(std::string_view name) noexcept {
    auto const base = name.substr(0, name.find('.'));
    auto const row = std::lower_bound(std::begin(kGlyphNames), std::end(kGlyphNames), base, [](GlyphName const& g, std::string_view n) { return g.name < n; });
    if (row != std::end(kGlyphNames) && row->name == base) return row->character;
    if (base.starts_with("uni") && base.size() == 7) return hex_number(base.substr(3)).value_or(0);
    if (base.starts_with("u") && base.size() >= 5) return hex_number(base.substr(1)).value_or(0);
    return 0;
}

char32_t unicode_of_code(BaseEncoding encoding, std::uint8_t code) noexcept {
    if (code < 32) return 0;
    switch (encoding) {
        case BaseEncoding::standard:
            if (code == 0x27) return 0x2019;
            if (code == 0x60) return 0x2018;
            if (code < 127) return code;
            return code < 160 ? 0 : kStandardHigh[code - 160];
        case BaseEncoding::win_ansi:
            if (code < 128 || code >= 160) return code;
            return kWinAnsiHigh[code - 128];
        case BaseEncoding::mac_roman: return code < 128 ? code : kMacHigh[code - 128];
    }
    return 0;
}

// --- character maps ---------------------------------------------------------------------

CMap::Range const* CMap::find(std::uint32_t code) const noexcept {
    auto at = std::upper_bound(ranges.begin(), ranges.end(), code, [](std::uint32_t c, Range const& r) { return c < r.low; });
    if (at == ranges.begin()) return nullptr;
    --at;
    return code <= at->high ? &*at : nullptr;
}

namespace {

class CMapParser {
public:
    CMapParser(Bytes in, CMapUse use, Arena& arena, Budget& budget) : lexer_(in, arena), use_(use), budget_(budget) {}

    Result<CMap> run() {
        Token previous;
        for (auto token = lexer_.next(); token.type != TokenType::end; token = lexer_.next()) {
            if (token.type == TokenType::keyword) {
                if (token.text == "begincodespacerange") TRY(spaces());
                else if (token.text == "beginbfchar" || token.text == "begincidchar") TRY(entries(false));
                else if (token.text == "beginbfrange" || token.text == "begincidrange") TRY(entries(true));
                else if (token.text == "usecmap") map_.based_on = previous.text;
            } else if (previous.type == TokenType::name && previous.text == "WMode" && token.type == TokenType::integer) {
                map_.is_vertical = token.integer == 1;
            }
            previous = token;
        }
        std::stable_sort(map_.ranges.begin(), map_.ranges.end(), [](CMap::Range const& a, CMap::Range const& b) { return a.low < b.low; });
        return std::move(map_);
    }

private:
    Result<void> spaces() {
        for (;;) {
            auto const low = lexer_.next();
            if (low.type != TokenType::string) return {};
            auto const high = lexer_.next();
            if (high.type != TokenType::string || low.text.empty() || low.text.size() > 4) continue;
            if (map_.spaces.size() > 1000) return fail(Errc::over_budget, "character map too large");
            map_.spaces.push_back({number_of(low.text), number_of(high.text), static_cast<unsigned>(low.text.size())});
        }
    }

    Result<void> add(CMap::Range range) {
        if (map_.ranges.size() >= kMaxRanges) return fail(Errc::over_budget, "character map too large");
        map_.ranges.push_back(std::move(range));
        return {};
    }

    Result<void> entries(bool has_range) {
        for (;;) {
            auto const low = lexer_.next();
            if (low.type != TokenType::string) return {};
            auto const high = has_range ? lexer_.next() : low;
            auto const target = lexer_.next();
            if (high.type != TokenType::string || low.text.size() > 4) continue;
            CMap::Range range{number_of(low.text), number_of(high.text), static_cast<unsigned>(low.text.size()), 0, {}};
            if (range.high < range.low || range.high - range.low > 0xFFFF) continue;
            if (target.type == TokenType::array_open) {
                for (auto code = range.low;; ++code) {
                    auto const item = lexer_.next();
                    if (item.type == TokenType::array_close || item.type == TokenType::end) break;
                    if (item.type == TokenType::string && code <= range.high) TRY(add({code, code, range.bytes, 0, utf16_of(item.text)}));
                }
                continue;
            }
            if (use_ == CMapUse::to_cid && target.type == TokenType::integer && target.integer >= 0 && target.integer <= 0xFFFF) range.cid = static_cast<std::uint32_t>(target.integer);
            else if (use_ == CMapUse::to_unicode && target.type == TokenType::string) range.unicode = utf16_of(target.text);
            else continue;
            TRY(add(std::move(range)));
        }
    }

    Lexer lexer_;
    CMapUse use_;
    Budget& budget_;
    CMap map_;
};

}  // namespace

Result<CMap> parse_cmap(Bytes in, CMapUse use, Arena& arena, Budget& budget) { return CMapParser(in, use, arena, budget).run(); }

// --- fonts ------------------------------------------------------------------------------

Result<FontInfo> FontInfo::read(Document& document, Value const& font) {
    FontInfo info;
    auto const subtype = document.lookup(font, "Subtype").name();
    info.is_composite_ = subtype == "Type0";
    info.is_type3_ = subtype == "Type3";
    if (auto const map = document.lookup(font, "ToUnicode"); map.is(Type::stream)) {
        if (auto const decoded = document.decode(map); decoded) {
            Arena arena;
            info.to_unicode_ = TRY(parse_cmap(decoded->data, CMapUse::to_unicode, document.arena(), document.budget()));
            info.has_to_unicode_ = true;
        } else if (decoded.error().code == Errc::over_budget) {
            return Failure{decoded.error()};
        }
    }
    if (info.is_composite_) TRY(info.read_composite(document, font));
    else TRY(info.read_simple(document, font));
    return info;
}

namespace {

struct StandardWidth {
    char32_t character;
    std::uint16_t widths[6];
};
constexpr StandardWidth kStandardWidths[] = {
#include "format/pdf/standard_widths.inc"
};

/// The width of a character in a font that the document only names.
std::optional<double> standard_width(std::string_view font, char32_t character) {
    auto const has = [&](std::string_view part) { return font.find(part) != std::string_view::npos; };
    if (has("Courier")) return 600;
    bool const is_times = has("Times");
    if (!is_times && !has("Helvetica") && !has("Arial")) return std::nullopt;
    bool const is_bold = has("Bold"), is_italic = has("Italic") || has("Oblique");
    auto const column = (is_times ? 2U + (is_italic ? 2U : 0U) : 0U) + (is_bold ? 1U : 0U);
    auto const* const row = std::lower_bound(std::begin(kStandardWidths), std::end(kStandardWidths), character, [](StandardWidth const& r, char32_t c) { return r.character < c; });
    if (row == std::end(kStandardWidths) || row->character != character) return std::nullopt;
    return row->widths[column];
}

}  // namespace

Result<void> FontInfo::read_simple(Document& document, Value const& font) {
    widths_.assign(256, 0);
    characters_.assign(256, 0);
    auto const descriptor = document.lookup(font, "FontDescriptor");
    default_width_ = document.lookup(descriptor, "MissingWidth").number(descriptor.is_null() && !is_type3_ ? 500 : 0);
    std::fill(widths_.begin(), widths_.end(), default_width_);
    if (is_type3_) {
        auto const matrix = document.lookup(font, "FontMatrix");
        if (matrix.is(Type::array) && matrix.items->size() == 6) width_scale_ = document.resolve((*matrix.items)[0]).number(0.001) * 1000;
    }
    auto const widths = document.lookup(font, "Widths");
    auto const first = document.lookup(font, "FirstChar").whole();
    if (widths.is(Type::array))
        for (std::size_t i = 0; i < widths.items->size() && i < 256; ++i)
            if (auto const code = first + static_cast<std::int64_t>(i); code >= 0 && code < 256) widths_[static_cast<std::size_t>(code)] = document.resolve((*widths.items)[i]).number() * width_scale_;
    auto const encoding = document.lookup(font, "Encoding");
    auto const base_name = encoding.is(Type::name) ? encoding.name() : document.lookup(encoding, "BaseEncoding").name();
    auto const base = base_name == "WinAnsiEncoding" ? BaseEncoding::win_ansi : base_name == "MacRomanEncoding" ? BaseEncoding::mac_roman : BaseEncoding::standard;
    for (unsigned code = 0; code < 256; ++code) characters_[code] = unicode_of_code(base, static_cast<std::uint8_t>(code));
    if (auto const differences = document.lookup(encoding, "Differences"); differences.is(Type::array)) {
        std::int64_t code = 0;
        for (auto const& raw : *differences.items) {
            auto const item = document.resolve(raw);
            if (item.is_number()) code = item.whole();
            else if (item.is(Type::name) && code >= 0 && code < 256) characters_[static_cast<std::size_t>(code++)] = unicode_of_glyph(item.name());
        }
    }
    if (widths.is(Type::array) || is_type3_) return {};
    auto const name = document.lookup(font, "BaseFont").name();
    for (unsigned code = 0; code < 256; ++code)
        if (auto const width = standard_width(name, characters_[code])) widths_[code] = *width;
    return {};
}

Result<void> FontInfo::read_composite(Document& document, Value const& font) {
    code_bytes_ = 2;
    auto const encoding = document.lookup(font, "Encoding");
    if (encoding.is(Type::stream)) {
        if (auto const decoded = document.decode(encoding); decoded) {
            encoding_ = TRY(parse_cmap(decoded->data, CMapUse::to_cid, document.arena(), document.budget()));
            spaces_ = encoding_.spaces;
            is_identity_ = encoding_.based_on.starts_with("Identity") && encoding_.ranges.empty();
            code_bytes_ = spaces_.empty() ? 2 : 0;
            is_vertical_ = encoding_.is_vertical || document.lookup(encoding, "WMode").whole() == 1;
        }
    } else {
        auto const name = encoding.name();
        is_vertical_ = name.ends_with("-V") || name == "V";
        is_identity_ = name.starts_with("Identity");
        bool const has_one_byte = name.find("RKSJ") != std::string_view::npos || name.find("EUC") != std::string_view::npos || name.find("B5") != std::string_view::npos ||
                                  name.find("GBK") != std::string_view::npos || name.find("KSC") != std::string_view::npos || name.find("ETen") != std::string_view::npos ||
                                  name.find("HKscs") != std::string_view::npos;
        if (has_one_byte) {
            code_bytes_ = 0;
            bool const is_shift_jis = name.find("RKSJ") != std::string_view::npos;
            spaces_ = {{0, 0x80, 1}, {0x8140, is_shift_jis ? 0x9FFCU : 0xFEFEU, 2}};
            if (is_shift_jis) {
                spaces_.push_back({0xA0, 0xDF, 1});
                spaces_.push_back({0xE040, 0xFCFC, 2});
            }
        }
    }
    auto const descendants = document.lookup(font, "DescendantFonts");
    auto const cid_font = descendants.is(Type::array) && !descendants.items->empty() ? document.resolve(descendants.items->front()) : Value{};
    default_width_ = document.lookup(cid_font, "DW").number(1000);
    auto const widths = document.lookup(cid_font, "W");
    if (!widths.is(Type::array)) return {};
    auto const& items = *widths.items;
    for (std::size_t i = 0; i + 1 < items.size();) {
        auto const first = document.resolve(items[i]).whole(-1);
        auto const second = document.resolve(items[i + 1]);
        if (first < 0 || first > 0xFFFF) break;
        if (second.is(Type::array)) {
            for (std::size_t k = 0; k < second.items->size() && k < 0x10000; ++k) cid_widths_[static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(k)] = document.resolve((*second.items)[k]).number();
            i += 2;
        } else {
            if (i + 2 >= items.size()) break;
            auto const last = std::min<std::int64_t>(second.whole(), 0xFFFF);
            auto const width = document.resolve(items[i + 2]).number();
            if (last >= first) TRY(document.budget().inflated(static_cast<std::uint64_t>(last - first + 1) * 8));
            for (auto cid = first; cid <= last; ++cid) cid_widths_[static_cast<std::uint32_t>(cid)] = width;
            i += 3;
        }
        if (cid_widths_.size() > 0x20000) break;
    }
    return {};
}

FontInfo::Glyph FontInfo::next(Bytes string) const noexcept {
    Glyph glyph;
    if (!is_composite_) {
        glyph.code = string[0];
        glyph.width = widths_[glyph.code];
        return glyph;
    }
    glyph.bytes = code_bytes_;
    if (code_bytes_ == 0) {
        std::uint32_t code = 0;
        glyph.bytes = 1;
        glyph.code = string[0];
        bool is_found = false;
        for (unsigned n = 1; n <= 4 && n <= string.size() && !is_found; ++n) {
            code = code << 8 | string[n - 1];
            for (auto const& space : spaces_) {
                if (space.bytes != n) continue;
                bool fits = true;  // each byte within its own limits
                for (unsigned b = 0; b < n; ++b) {
                    auto const part = code >> 8 * b & 0xFF;
                    fits = fits && part >= (space.low >> 8 * b & 0xFF) && part <= (space.high >> 8 * b & 0xFF);
                }
                if (!fits) continue;
                glyph.bytes = n;
                glyph.code = code;
                is_found = true;
                break;
            }
        }
        if (!is_found && !spaces_.empty()) {
            unsigned least = 4;
            for (auto const& space : spaces_) least = std::min(least, space.bytes);
            glyph.bytes = std::min<unsigned>(least, static_cast<unsigned>(string.size()));
            glyph.code = 0;
            for (unsigned b = 0; b < glyph.bytes; ++b) glyph.code = glyph.code << 8 | string[b];
        }
    } else {
        glyph.bytes = string.size() < 2 ? 1 : 2;
        glyph.code = glyph.bytes == 2 ? static_cast<std::uint32_t>(string[0] << 8 | string[1]) : string[0];
    }
    glyph.width = cid_width(cid(glyph.code)).value_or(default_width_);
    return glyph;
}

std::uint32_t FontInfo::cid(std::uint32_t code) const noexcept {
    if (is_identity_) return code;
    auto const* const range = encoding_.find(code);
    return range != nullptr ? range->cid + (code - range->low) : 0;
}

std::optional<double> FontInfo::cid_width(std::uint32_t cid) const noexcept {
    auto const known = cid_widths_.find(cid);
    if (known == cid_widths_.end()) return std::nullopt;
    return known->second;
}

std::string FontInfo::unicode(std::uint32_t code) const {
    std::string out;
    if (auto const* const range = to_unicode_.find(code); range != nullptr && !range->unicode.empty()) {
        auto units = range->unicode;
        units.back() = static_cast<char16_t>(units.back() + (code - range->low));
        append_utf16(out, units);
    } else if (!is_composite_ && code < 256 && characters_[code] != 0) {
        append_utf8(out, characters_[code]);
    }
    return out;
}

void FontInfo::mark_used(std::uint32_t code) {
    if (code >= used_.size()) used_.resize(std::min<std::size_t>(std::size_t{code} + 1, 0x20000));
    if (code < used_.size()) used_[code] = true;
}

bool FontInfo::is_used(std::uint32_t code) const noexcept { return code < used_.size() && used_[code]; }

}  // namespace scrub::engine::pdf
