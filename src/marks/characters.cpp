// ICU behind the properties, and the fast check for text that cannot hold a mark.
#include "marks/characters.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <new>
#include <optional>

#include <unicode/normalizer2.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/unistr.h>

#include "marks/text.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::marks {
namespace {

struct LookAlike {
    char32_t from;
    char32_t to;
};
#include "marks/look_alikes.inc"

UChar32 uchar(char32_t c) { return static_cast<UChar32>(c); }
bool is_known(char32_t c) { return c <= 0x10FFFF; }
bool has(char32_t c, UProperty property) { return is_known(c) && u_hasBinaryProperty(uchar(c), property); }
int joining_type(char32_t c) { return is_known(c) ? u_getIntPropertyValue(uchar(c), UCHAR_JOINING_TYPE) : U_JT_NON_JOINING; }

icu::Normalizer2 const& normalizer() {
    UErrorCode error = U_ZERO_ERROR;
    auto const* const instance = icu::Normalizer2::getNFCInstance(error);
    if (instance == nullptr) throw std::bad_alloc();
    return *instance;
}

icu::UnicodeString utf16(std::u32string_view text) {
    icu::UnicodeString out;
    for (auto const c : text) out.append(uchar(c));
    return out;
}

}  // namespace

Script script_of(char32_t c) {
    if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? Script::latin : Script::none;
    if (!is_known(c)) return Script::none;
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(uchar(c), &error)) {
        case USCRIPT_LATIN: return Script::latin;
        case USCRIPT_CYRILLIC: return Script::cyrillic;
        case USCRIPT_GREEK: return Script::greek;
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED: return Script::none;
        default: return Script::other;
    }
}

bool is_letter(char32_t c) { return is_known(c) && u_isalpha(uchar(c)); }
bool is_digit(char32_t c) { return is_known(c) && u_isdigit(uchar(c)); }
bool is_space(char32_t c) { return c == ' ' || c == 0x2800 || (is_known(c) && u_charType(uchar(c)) == U_SPACE_SEPARATOR); }
bool is_control(char32_t c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0); }
bool is_ignorable(char32_t c) { return has(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT); }
bool is_variation_selector(char32_t c) { return has(c, UCHAR_VARIATION_SELECTOR); }
bool is_direction_mark(char32_t c) { return has(c, UCHAR_BIDI_CONTROL); }

bool is_transparent(char32_t c) { return joining_type(c) == U_JT_TRANSPARENT; }
bool joins_left(char32_t c) { return joining_type(c) == U_JT_DUAL_JOINING || joining_type(c) == U_JT_LEFT_JOINING || c == 0x640; }
bool joins_right(char32_t c) { return joining_type(c) == U_JT_DUAL_JOINING || joining_type(c) == U_JT_RIGHT_JOINING || c == 0x640; }
bool joins(char32_t c) { return joins_left(c) || joins_right(c); }
std::uint8_t combining_class(char32_t c) { return is_known(c) ? u_getCombiningClass(uchar(c)) : std::uint8_t{0}; }
bool is_virama(char32_t c) { return combining_class(c) == 9; }
bool breaks_by_word(char32_t c) { return is_known(c) && u_getIntPropertyValue(uchar(c), UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT; }

bool is_pictograph(char32_t c) { return has(c, UCHAR_EXTENDED_PICTOGRAPHIC); }
bool is_emoji(char32_t c) { return has(c, UCHAR_EMOJI); }
bool is_shown_as_emoji(char32_t c) { return has(c, UCHAR_EMOJI_PRESENTATION); }
bool is_skin_tone(char32_t c) { return has(c, UCHAR_EMOJI_MODIFIER); }

bool is_wide(char32_t c) {
    if (!is_known(c) || c == 0x3000) return false;
    auto const width = u_getIntPropertyValue(uchar(c), UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}
bool is_mongolian(char32_t c) { return (c >= 0x1820 && c <= 0x18AA) || (c >= 0x1807 && c <= 0x180A); }
bool is_ogham(char32_t c) { return c > 0x1680 && c <= 0x169C; }
bool is_braille(char32_t c) { return c > 0x2800 && c <= 0x28FF; }
bool is_initial_jamo(char32_t c) { return (c >= 0x1100 && c < 0x115F) || (c >= 0xA960 && c <= 0xA97C); }
bool is_vowel_jamo(char32_t c) { return (c > 0x1160 && c <= 0x11A7) || (c >= 0xD7B0 && c <= 0xD7C6); }
bool is_final_jamo(char32_t c) { return (c >= 0x11A8 && c <= 0x11FF) || (c >= 0xD7CB && c <= 0xD7FB); }

std::u32string nfc(std::u32string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    auto const composed = normalizer().normalize(utf16(text), error);
    if (U_FAILURE(error)) throw std::bad_alloc();
    std::u32string out;
    for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) out += static_cast<char32_t>(composed.char32At(i));
    return out;
}

bool starts_composition(char32_t c) { return c < 0x300 || !is_known(c) || normalizer().hasBoundaryBefore(uchar(c)); }

char32_t look_alike(char32_t c, Script script) {
    auto const in = [c](auto const& table) -> char32_t {
        auto const row = std::lower_bound(std::begin(table), std::end(table), c, [](LookAlike const& r, char32_t value) { return r.from < value; });
        return row != std::end(table) && row->from == c ? row->to : 0;
    };
    switch (script) {
        case Script::latin: return in(kLikeLatin);
        case Script::cyrillic: return in(kLikeCyrillic);
        case Script::greek: return in(kLikeGreek);
        case Script::other:
        case Script::none: return 0;
    }
    return 0;
}

// --- direction ---

namespace {

constexpr bool is_override(char32_t c) { return c == 0x202D || c == 0x202E; }
constexpr bool opens_embedding(char32_t c) { return c == 0x202A || c == 0x202B || is_override(c); }
constexpr bool opens_isolate(char32_t c) { return c >= 0x2066 && c <= 0x2068; }
constexpr char32_t kPopEmbedding = 0x202C;
constexpr char32_t kPopIsolate = 0x2069;

// A directional character, or two that enclose something.
struct Unit {
    std::size_t open;
    std::size_t close;  // the same when alone
    bool is_forged = false;
};

std::vector<Unit> units_of(std::u32string_view line) {
    std::vector<Unit> units;
    std::vector<std::size_t> embeddings;  // open ones, as indices of units
    std::vector<std::size_t> isolates;
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const c = line[i];
        if (!is_direction_mark(c)) continue;
        auto* const open = c == kPopEmbedding ? &embeddings : c == kPopIsolate ? &isolates : nullptr;
        if (open != nullptr && !open->empty()) {
            units[open->back()].close = i;
            open->pop_back();
            continue;
        }
        if (opens_embedding(c)) embeddings.push_back(units.size());
        if (opens_isolate(c)) isolates.push_back(units.size());
        units.push_back({i, i, is_override(c)});
    }
    return units;
}

bool is_right_to_left(char32_t c) {
    auto const direction = u_charDirection(uchar(c));
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

bool is_lone_mark(char32_t c) { return c == 0x200E || c == 0x200F || c == 0x61C; }

bool is_strong(char32_t c) { return is_right_to_left(c) || u_charDirection(uchar(c)) == U_LEFT_TO_RIGHT; }

// A single mark beside punctuation or a number: writers set it by habit, and it works as soon as text follows.
bool is_habitual(std::u32string_view line, std::size_t i) {
    if (!is_lone_mark(line[i])) return false;
    bool const after_mark = i > 0 && is_direction_mark(line[i - 1]);
    bool const beside_neutral = (i > 0 && !is_strong(line[i - 1])) || (i + 1 < line.size() && !is_strong(line[i + 1]) && !is_direction_mark(line[i + 1]));
    return !after_mark && beside_neutral;
}

class Bidi {
public:
    Bidi() : bidi_(ubidi_open()) {
        if (bidi_ == nullptr) throw std::bad_alloc();
    }
    ~Bidi() { ubidi_close(bidi_); }
    Bidi(Bidi const&) = delete;
    Bidi& operator=(Bidi const&) = delete;

    // The visible characters in the order in which they are shown, each with its direction, for a paragraph that runs
    // left to right, right to left, or as its first letter says.
    std::vector<std::uint32_t> order(std::u32string_view line, std::vector<bool> const& left_out) {
        icu::UnicodeString text;
        std::vector<std::uint32_t> visible;  // per code unit: which visible character, or kHidden
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            bool const is_mark = is_direction_mark(line[i]);
            if (!left_out[i]) {
                text.append(uchar(line[i]));
                visible.resize(static_cast<std::size_t>(text.length()), is_mark ? kHidden : number);
            }
            if (!is_mark) ++number;
        }
        std::vector<std::uint32_t> shown;
        for (UBiDiLevel const base : {UBiDiLevel{0}, UBiDiLevel{1}, UBiDiLevel{UBIDI_DEFAULT_LTR}}) add_order(text, visible, base, shown);
        return shown;
    }

private:
    static constexpr std::uint32_t kHidden = 0xFFFFFFFF;

    void add_order(icu::UnicodeString const& text, std::vector<std::uint32_t> const& visible, UBiDiLevel base, std::vector<std::uint32_t>& shown) {
        UErrorCode error = U_ZERO_ERROR;
        ubidi_setPara(bidi_, text.getBuffer(), text.length(), base, nullptr, &error);
        auto const runs = ubidi_countRuns(bidi_, &error);
        if (U_FAILURE(error)) return;
        for (std::int32_t run = 0; run < runs; ++run) {
            std::int32_t start = 0;
            std::int32_t length = 0;
            bool const is_rtl = ubidi_getVisualRun(bidi_, run, &start, &length) == UBIDI_RTL;
            for (std::int32_t k = 0; k < length; ++k) {
                auto const unit = static_cast<std::size_t>(is_rtl ? start + length - 1 - k : start + k);
                if (visible[unit] != kHidden) shown.push_back(visible[unit] << 1 | (is_rtl ? 1U : 0U));
            }
        }
    }

    UBiDi* bidi_;
};

}  // namespace

std::vector<std::size_t> useless_directions(std::u32string_view line) {
    constexpr std::size_t kMaxWork = 200'000;  // characters looked at; beyond it only the plain rules hold
    std::vector<std::size_t> useless;
    auto const units = units_of(line);
    if (units.empty()) return useless;
    bool const needs_order = std::any_of(line.begin(), line.end(), is_right_to_left);
    std::vector<bool> left_out(line.size());
    auto const leave_out = [&](Unit const& unit, bool out) { left_out[unit.open] = left_out[unit.close] = out; };
    for (auto const& unit : units)
        if (!needs_order || unit.is_forged) leave_out(unit, true);
    if (needs_order) {
        bool const is_cheap = units.size() <= kMaxWork / line.size();
        Bidi bidi;
        auto shown = is_cheap ? bidi.order(line, left_out) : std::vector<std::uint32_t>();
        for (auto const& unit : units) {
            if (left_out[unit.open] || is_habitual(line, unit.open)) continue;
            leave_out(unit, true);
            bool const is_useless = !is_cheap || bidi.order(line, left_out) == shown;
            if (!is_useless) leave_out(unit, false);
        }
    }
    for (std::size_t i = 0; i < line.size(); ++i)
        if (left_out[i]) useless.push_back(i);
    return useless;
}

// --- the fast check ---

namespace {

// What one step of the fast check has seen.
enum Seen : unsigned { kLatin = 1, kCyrillic = 2, kGreek = 4 };

// Whether a character outside ASCII can be no mark, and what it adds to what was seen.
std::optional<unsigned> plain_character(char32_t c) {
    if (c < 0xA1 || c == 0xAD) return std::nullopt;
    if (c < 0x250) return c == 0xAA || c == 0xB5 || c == 0xBA || c >= 0xC0 ? kLatin : 0U;
    if (c < 0x370) return std::nullopt;
    if (c < 0x400) return c == 0x374 || c == 0x37E || c == 0x387 ? std::nullopt : std::optional<unsigned>(kGreek);
    if (c < 0x530) return c >= 0x483 && c <= 0x489 ? std::nullopt : std::optional<unsigned>(kCyrillic);
    if (c >= 0x2012 && c <= 0x2027) return 0U;                                              // dashes, quotation marks, dots
    if ((c >= 0x20A0 && c <= 0x20C0) || c == 0x2122) return 0U;                              // currencies
    if ((c >= 0x3001 && c <= 0x3029) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x309D && c <= 0x312F)) return 0U;  // kana
    if (c >= 0x3400 && c <= 0x9FFF) return 0U;                                              // ideographs
    if (c >= 0xAC00 && c <= 0xD7A3) return 0U;                                              // Hangul
    return std::nullopt;
}

bool is_ascii_word(std::uint64_t word) { return (word & 0x8080808080808080ULL) == 0; }

// A byte below 0x20 somewhere, or 0x7F (exact for ASCII).
bool has_ascii_control(std::uint64_t word) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
    constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
    auto const below = (word - kOnes * 0x20) & ~word & kHigh;
    auto const delete_character = ((word ^ (kOnes * 0x7F)) - kOnes) & ~(word ^ (kOnes * 0x7F)) & kHigh;
    return (below | delete_character) != 0;
}

bool has_double_space(std::string_view text) { return text.find("  ") != std::string_view::npos; }

bool has_trailing_space(std::string_view text, Spaces spaces) {
    if (text.empty()) return false;
    if (spaces != Spaces::lines) return text.ends_with(' ') || text.find(" \n") != std::string_view::npos || text.find(" \r") != std::string_view::npos;
    if (text.ends_with(' ') || text.ends_with('\t')) return true;
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        auto const end = at > 0 && text[at - 1] == '\r' ? at - 1 : at;
        if (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t')) return true;
    }
    return false;
}

}  // namespace

bool is_plain(std::string_view text, Spaces spaces) noexcept {
    unsigned seen = 0;
    std::size_t i = 0;
    bool has_ascii_letter = false;
    while (i < text.size()) {
        if (text.size() - i >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + i, 8);
            if (is_ascii_word(word) && !has_ascii_control(word)) {
                has_ascii_letter = has_ascii_letter || (word & 0x4040404040404040ULL) != 0;
                i += 8;
                continue;
            }
        }
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            if (is_control(byte)) return false;
            has_ascii_letter = has_ascii_letter || byte >= 0x40;
            ++i;
            continue;
        }
        auto const [c, length] = utf8::decode(text.substr(i));
        auto const adds = plain_character(c);
        if (!adds) return false;
        seen |= *adds;
        i += length;
    }
    if (has_ascii_letter) seen |= kLatin;
    if (!std::has_single_bit(seen) && seen != 0) return false;
    if (text.size() > 16 && text.find("C2PA MANIFEST") != std::string_view::npos) return false;
    if (spaces == Spaces::kept || spaces == Spaces::kinds) return true;
    return (spaces == Spaces::rows || !has_double_space(text)) && !has_trailing_space(text, spaces);
}

}  // namespace scrub::engine::marks
