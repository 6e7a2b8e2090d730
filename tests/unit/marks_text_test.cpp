// Covert marks in text: attacks are undone, legitimate text stays as it is, and once is enough.
#include <catch2/catch.hpp>

#include <random>

#include "core/gate.hpp"
#include "marks/text.hpp"
#include "model/utf8.hpp"
#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;
using marks::Spaces;

namespace {

struct Case {
    char const* what;
    std::string in;
    std::string out;
};

std::string clean(std::string const& text, Spaces spaces = Spaces::kinds) { return marks::normalised(text, spaces); }

std::string utf8_of(std::u32string const& text) {
    std::string out;
    for (auto const c : text) utf8::append(out, c);
    return out;
}

}  // namespace

TEST_CASE("text that its script needs is left as it is") {
    std::string const legitimate[] = {
        "می\u200cخواهم",                       // Persian, mi-khaham
        "نامه\u200cای برای کتاب\u200cها",      // Persian plural and indefinite
        "क्\u200dष क्\u200cष",                 // Hindi half forms
        "র\u200d\u09CD\u09AFাম",               // Bengali, ya after ra
        "ශ්\u200dරී ලංකා",                     // Sinhala
        "ه\u200d",                             // Arabic heh in its initial form, as an abbreviation
        "שלום\u200f!",                         // Hebrew, the mark belongs to the right
        "יְרוּשָׁלַ\u034Fִם",                       // Hebrew, two vowels
        "ภาษา\u200bไทย",                       // Thai word break
        "ភាសា\u200bខ្មែរ",                     // Khmer word break
        "\u1112\u119E\u11AB \u115F\u1161",     // Old Hangul, with a filler
        "한국어 텍스트",
        "ᠮᠣᠩᠭᠣᠯ\u202Fᠤᠨ",                      // Mongolian suffix
        "👨\u200d👩\u200d👧 🏳\uFE0F\u200d🌈 👩🏽\u200d🚀 👁\uFE0F\u200d🗨\uFE0F",
        "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",  // Scotland
        "❤\uFE0F 1\uFE0F\u20E3 #\uFE0F\u20E3 ©\uFE0F ⌚\uFE0E 🇪🇸",
        "Vraiment\u00a0? « oui\u00a0» 10\u00a0000 : 5\u00a0%",
        "全角\u3000空白",
        "оплата контракта, договор № 5", "λόγος και μάθημα", "Straße über Köln — naïve façade",
        "5 μm, TNFα, IFNγ, ρgh, σmax, ΔT, kΩ, Ωm", "web-сайт и IPv6-адрес", "AI技术 and Ａ",
        "Tiếng Việt, Čeština, Ελληνικά, Русский, 中文、日本語、한국어",
        "⠓⠑⠇⠇⠕\u2800⠺⠕⠗⠇⠙",                    // Braille
        "“quotes” – dashes — and … dots",
        "e = mc²; x ≤ y; ½; €5; ™",
    };
    for (auto const& text : legitimate) {
        INFO(text);
        CHECK(clean(text) == text);
    }
}

TEST_CASE("covert marks are taken out of text") {
    Case const cases[] = {
        {"zero-width characters", "se\u200b\ufeff\u200c\ufeff\u200dcret\u2060", "secret"},
        {"non-joiner without effect in Persian", "ما\u200cدر", "مادر"},
        {"doubled non-joiner", "می\u200c\u200cخواهم", "می\u200cخواهم"},
        {"selector where the sign is an emoji already", "😀\uFE0F", "😀"},
        {"bytes in selectors", "😀\U000E0158\U000E0155\uFE03", "😀"},
        {"selectors after a letter", "a\uFE0Eb\uFE0F\uFE00", "ab"},
        {"C2PA wrapper", "text.\uFEFF\U000E0133\U000E0122\U000E0140", "text."},
        {"C2PA block", "a\n# -----BEGIN C2PA MANIFEST----- https://x.example/1 -----END C2PA MANIFEST-----\nb", "a\n# \nb"},
        {"C2PA block broken up", "a-----BEGIN C2PA\u200b MANIFEST-----\nx\n-----END C2PA MANIFEST-----b", "ab"},
        {"hidden tags", "hi\U000E0068\U000E0069", "hi"},
        {"tags of no flag", "🏴\U000E0075\U000E0073\U000E007F", "🏴"},
        {"override", "abc\u202egnp.exe\u202c", "abcgnp.exe"},
        {"mark of direction in Latin text", "a\u200eb\u2066c\u2069", "abc"},
        {"mark of direction without effect in Hebrew", "של\u200fום", "שלום"},
        {"soft hyphen", "co\u00adop", "coop"},
        {"invisible operators", "f\u2061x\u2062y\u2063\u2064", "fxy"},
        {"fillers of Hangul", "a\u3164b\uFFA0c\u115F\u1160", "abc"},
        {"grapheme joiner", "a\u034Fb", "ab"},
        {"control characters", "a\u0081b\x01\x7F", "ab"},
        {"interlinear marks", "a\uFFF9b\uFFFAc\uFFFB", "abc"},
        {"decomposed letter", "e\u0301", "é"},
        {"compatible sign", "\u212B \u2126", "Å Ω"},
        {"ligature and hyphen", "o\uFB03ce e\u2011mail", "office e-mail"},
        {"kinds of spaces", "a\u2009b\u2002c\u00a0d\u3000e\u2800f", "a b c d e f"},
        {"narrow space of French", "Vraiment\u202f? 10\u202f000", "Vraiment\u00a0? 10\u00a0000"},
        {"mixed spaces in a run", "a \u00a0b", "a\u00a0\u00a0b"},
        {"Cyrillic in Latin words", "p\u0430yment of \u0441ontract", "payment of contract"},
        {"Latin in a Russian word", "к\u006fнтракт", "контракт"},
        {"Greek in Latin words", "c\u03bfntract d\u03b1ta \u0391pple", "contract data Apple"},
        {"a whole word in look-alikes", "the \u0440\u043e\u0440\u0435 said", "the pope said"},
        {"a letter of Cherokee", "\u13A0og and \u13B3hite", "Dog and White"},
        {"broken bytes", "a\xFF" "b", "a\uFFFDb"},
        {"a noncharacter", "a\uFFFFb", "ab"},
        {"marks around marks", "e\u200b\u0301", "é"},
    };
    for (auto const& c : cases) {
        INFO(c.what);
        CHECK(clean(c.in) == c.out);
        CHECK(clean(c.out) == c.out);
    }
}

TEST_CASE("spaces are thinned only where they are no layout") {
    CHECK(clean("One.  Two  three. ", Spaces::prose) == "One. Two three.");
    CHECK(clean("Name:     Jane  Doe", Spaces::prose) == "Name:     Jane  Doe");
    CHECK(clean("   indented  text", Spaces::prose) == "   indented text");
    CHECK(clean("\u00a0", Spaces::prose) == "\u00a0");
    CHECK(clean("a  b", Spaces::kinds) == "a  b");
    CHECK(clean("a\u2009\u00a0b ", Spaces::kept) == "a\u2009\u00a0b ");
    CHECK(clean("One.  Two\t \r\na  b \n\tx\n", Spaces::lines) == "One. Two\r\na  b\n\tx\n");
    CHECK(clean("One.  Two\t \n", Spaces::rows) == "One.  Two\t\n");
}

TEST_CASE("a decision sees the neighbouring pieces of a paragraph") {
    std::string_view const pieces[] = {"می\u200c", "خواهم", "p\u0430y", "ment e", "\u0301"};
    auto const clean_pieces = marks::normalised(pieces, Spaces::kinds).pieces;
    CHECK(clean_pieces == std::vector<std::string>{"می\u200c", "خواهم", "pay", "ment é", ""});
}

TEST_CASE("plain text is recognised at once, and only plain text") {
    CHECK(marks::is_plain("Plain text, with “quotes” – and naïve façades.", Spaces::kinds));
    CHECK(marks::is_plain("Русский текст", Spaces::kinds));
    CHECK_FALSE(marks::is_plain("p\u0430y", Spaces::kinds));
    CHECK_FALSE(marks::is_plain("12345678\x01", Spaces::kinds));
    CHECK_FALSE(marks::is_plain("a\u00adb", Spaces::kinds));
    CHECK_FALSE(marks::is_plain("two  spaces", Spaces::prose));
    CHECK_FALSE(marks::is_plain("at the end \nof a line", Spaces::lines));
}

TEST_CASE("normalising twice gives the same, whatever the text") {
    // Code points that have a meaning to one of the passes, and some that have none.
    std::u32string const alphabet =
        U"ab.e \n\t\r\u00a0\u00ad\u0301\u0300\u0430\u0441\u043e\u0440\u0435\u03bf\u03b1\u0391\u0627\u0645\u06cc\u05d0\u05dc\u0915\u094d\u0937\u09b0"
        U"\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2060\ufeff\u034f\u05b7\u05b4\u0323"
        U"\u1100\u1161\u11a8\u115f\u1160\u119e\u3164\uac00\u180b\u180e\u1820\u1821\u202f\u2009\u3000\u4e00\u2800\u2801\u1680"
        U"\ufe0e\ufe0f\u20e3\u2764\u231a\U0001F600\U0001F3FD\U0001F468\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E007F\U000E0101"
        U"\ufb01\u2011\u212b\u0e01\u0e32\u0958\u0640-1-;?\u00ab\u00bb%\u2028\u2029\u0085\u0001\u13a0";
    std::mt19937 random(20240613);  // the same on every machine
    for (int round = 0; round < 20000; ++round) {
        std::vector<std::string> pieces(1 + random() % 3);
        for (auto& piece : pieces) {
            std::u32string text;
            for (auto n = random() % 14; n > 0; --n) text += alphabet[random() % alphabet.size()];
            piece = utf8_of(text);
        }
        for (auto const spaces : {Spaces::kept, Spaces::kinds, Spaces::prose, Spaces::lines, Spaces::rows}) {
            std::vector<std::string_view> const views(pieces.begin(), pieces.end());
            auto const once = marks::normalised(views, spaces);
            std::vector<std::string_view> const again(once.pieces.begin(), once.pieces.end());
            auto const twice = marks::normalised(again, spaces);
            CAPTURE(round, pieces);
            REQUIRE(twice.pieces == once.pieces);
            REQUIRE_FALSE(twice.is_changed());
            if (pieces.size() == 1 && marks::is_plain(pieces[0], spaces)) REQUIRE(once.pieces == pieces);
        }
    }
}

TEST_CASE("what a policy keeps of marks stays byte for byte") {
    std::string const text = "se\u200bcret  p\u0430y";
    auto const run = [&](Policy const& policy, Report& report) {
        Budget budget(Limits{}, text.size());
        Context const context{policy, Values::masked, true, {}};
        Gate gate(context, budget);
        auto const kept = marks::pass_text(text, Spaces::prose, gate);
        REQUIRE(kept);
        report = gate.take_report();
        return std::string(engine::text(kept->bytes()));
    };
    Report report;
    CHECK(run(Policy::publish(), report) == "secret pay");
    CHECK(report.findings.size() == 3);
    CHECK(report.has_removals());
    CHECK(run(Policy::intake(), report) == text);
    CHECK_FALSE(report.has_removals());
    CHECK(report.has_flags());
}
