// The Spanish of what the engine says.
#include <catch2/catch.hpp>

#include <set>
#include <string>

#include <scrub/scrub.hpp>

#include "core/format.hpp"
#include "report/words.hpp"

using namespace scrub;

namespace {

bool may_be_flagged(Kind kind) {
    return Policy::intake()(kind) == Disposition::keep_flagged || Policy::publish()(kind) == Disposition::keep_flagged;
}

// What the text report shows in words of the engine: descriptions of formats, and the reasons of what a person must look at.
std::set<std::string> shown_sentences() {
    std::set<std::string> all;
    for (auto const& format : formats()) all.emplace(format.description);
    for (auto const& format : engine::all_formats())
        for (auto const* rule : format.rules())
            if (may_be_flagged(rule->kind)) all.emplace(rule->why.view());
    return all;
}

}  // namespace

TEST_CASE("what the report shows has Spanish") {
    auto const all = shown_sentences();
    std::size_t missing = 0;
    for (auto const& sentence : all) {
        if (words::has_spanish(sentence)) continue;
        ++missing;
        WARN("no row in src/report/spanish.inc for: " << sentence);
    }
    // A new row of a format may come before its translation; a language that falls behind may not.
    CHECK(missing * 10 <= all.size());
}

TEST_CASE("a sentence without Spanish is shown in English, and a place is kept") {
    using words::Language;
    CHECK(words::translated("a sentence that nobody wrote", Language::spanish) == "a sentence that nobody wrote");
    CHECK(words::translated("the picture ends early (at byte 12)", Language::spanish) == "la imagen está incompleta (byte 12)");
    CHECK(words::translated("the picture ends early", Language::english) == "the picture ends early");
}
