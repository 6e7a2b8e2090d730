// Makes src/marks/look_alikes.inc: for Latin, Cyrillic and Greek the letters of other scripts that look like exactly one
// letter of it, after the confusables of UTS #39. Built by hand when ICU's data is renewed:
//   g++ -std=c++20 tools/generate/look_alikes.cpp -licuuc -licui18n -o /tmp/look_alikes && /tmp/look_alikes > src/marks/look_alikes.inc
#include <cstdio>
#include <map>

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

namespace {

USpoofChecker* checker = nullptr;

UScriptCode script_of(UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(c, &error);
}

icu::UnicodeString skeleton(UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString out;
    uspoof_getSkeletonUnicodeString(checker, 0, icu::UnicodeString(c), out, &error);
    return out;
}

bool is_cased(UChar32 c) { return u_isupper(c) || u_islower(c); }

// Greek small letters that only resemble a Latin one are symbols of formulas more often than look-alikes.
bool is_formula_symbol(UChar32 from, UScriptCode to) {
    constexpr char16_t kKept[] = u"\u03BF\u03B1\u03BD\u03C1\u03B9\u03C5";  // omicron, alpha, nu, rho, iota, upsilon
    return to == USCRIPT_LATIN && from >= 0x3B1 && from <= 0x3C9 && icu::UnicodeString(kKept).indexOf(from) < 0;
}

// Letters written from right to left do not stand in words of these scripts.
bool is_candidate(UChar32 c, UScriptCode to) {
    auto const script = script_of(c);
    if (!u_isalpha(c) || script == to || script == USCRIPT_COMMON || script == USCRIPT_INHERITED) return false;
    if (c == 0x433 || c == 'r') return false;  // alike in the data, not on paper
    if (is_formula_symbol(c, to)) return false;
    return u_charDirection(c) == U_LEFT_TO_RIGHT;
}

void table(char const* name, UScriptCode script, UChar32 first, UChar32 last) {
    std::map<icu::UnicodeString, std::map<bool, UChar32>> letters;  // by skeleton and case
    for (UChar32 c = first; c <= last; ++c) {
        if (u_isalpha(c) && script_of(c) == script) letters[skeleton(c)].emplace(u_isupper(c), c);
    }
    std::printf("constexpr LookAlike %s[] = {\n", name);
    int in_line = 0;
    for (UChar32 c = 'A'; c < 0x20000; ++c) {
        if (!is_candidate(c, script)) continue;
        auto const found = letters.find(skeleton(c));
        if (found == letters.end()) continue;
        auto const& by_case = found->second;
        auto const letter = by_case.find(u_isupper(c) != 0);
        if (is_cased(c) && letter == by_case.end()) continue;
        auto const to = letter != by_case.end() ? letter->second : by_case.begin()->second;
        std::printf("%s{0x%X, 0x%X},", in_line == 0 ? "    " : " ", static_cast<unsigned>(c), static_cast<unsigned>(to));
        if (++in_line == 8) {
            std::printf("\n");
            in_line = 0;
        }
    }
    std::printf("%s};\n", in_line == 0 ? "" : "\n");
}

}  // namespace

int main() {
    UErrorCode error = U_ZERO_ERROR;
    checker = uspoof_open(&error);
    std::printf("// Made by tools/generate/look_alikes.cpp from the confusables of ICU %s. Sorted.\n", U_ICU_VERSION);
    table("kLikeLatin", USCRIPT_LATIN, 'A', 'z');
    table("kLikeCyrillic", USCRIPT_CYRILLIC, 0x400, 0x45F);
    table("kLikeGreek", USCRIPT_GREEK, 0x391, 0x3C9);
    uspoof_close(checker);
    return 0;
}
