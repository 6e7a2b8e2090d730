// GIF: nothing hides between, in or behind the blocks; frames, durations and loops stay.
#include "codec/lzw.hpp"
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace gif {
RuleList rules();
}
namespace xmp {
RuleList rules();
}

using namespace testing;

namespace {

Run scrubbed(std::string const& name) { return run_scrub(sample("gif", name)); }

RuleList own_rules() {
    auto rows = gif::rules();
    auto const shared = xmp::rules();
    std::erase_if(rows, [&](Rule const* row) { return std::find(shared.begin(), shared.end(), row) != shared.end(); });
    return rows;
}

bool has_finding(Run const& run, std::string_view code, std::string_view path) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](Finding const& f) { return f.code == code && f.path == path; });
}

}  // namespace

TEST_CASE("GIF samples keep the four properties and no token") { check_samples("gif"); }

TEST_CASE("every GIF row has a sample") { CHECK(rows_without_sample("gif", own_rules()) == ""); }

TEST_CASE("a damaged GIF is refused or a fixpoint") {
    for (auto const* const name : {"clean.gif", "frames.gif", "coding.gif"}) check_damage(sample("gif", name));
}

TEST_CASE("a clean GIF stays as it is") { CHECK(scrubbed("clean.gif").output == sample("gif", "clean.gif")); }

TEST_CASE("GIF twins of another version, coding and comments are equal") {
    CHECK(scrubbed("old.gif").output == scrubbed("clean.gif").output);
    CHECK(scrubbed("grown.gif").output == scrubbed("clean.gif").output);
    CHECK(scrubbed("texts.gif").output == scrubbed("clean.gif").output);
}

TEST_CASE("the loop count of a GIF stays") {
    CHECK(holds(scrubbed("applications.gif").output, std::string_view("\x21\xFF\x0BNETSCAPE2.0\x03\x01\x07\x00\x00", 19)));
}

TEST_CASE("each thing removed from a GIF is named") {
    auto const run = scrubbed("applications.gif");
    CHECK(has_finding(run, "GI-APP", "C2PA_GIF"));
    CHECK(has_finding(run, "JP-XMP", "XMP DataXMP > dc:creator"));
    CHECK(has_finding(scrubbed("texts.gif"), "GI-TEXT", "plain text"));
    CHECK(has_finding(scrubbed("frames.gif"), "GI-FRAME", "pixels outside the picture"));
}

TEST_CASE("a GIF frame outside the picture keeps its time and loses its pixels") {
    auto const run = scrubbed("frames.gif");
    REQUIRE(run.is_done());
    auto const facts = run.answer.report.facts;
    CHECK(std::any_of(facts.begin(), facts.end(), [](Fact const& f) { return f.name == "frames" && f.after == 4; }));
}

TEST_CASE("LZW gives back the pixels that it was given") {
    for (unsigned const code_size : {2U, 5U, 8U}) {
        Blob pixels;
        std::uint32_t state = 7;
        for (int i = 0; i < 70'000; ++i) {
            state = state * 1664525 + 1013904223;
            pixels.push_back(static_cast<std::uint8_t>((i % 97 < 40 ? state >> 24 : static_cast<std::uint32_t>(i / 50)) & ((1U << code_size) - 1)));
        }
        auto const coded = codec::encode_gif_lzw(pixels, code_size);
        CHECK(codec::walk_gif_lzw(coded.bytes(), code_size, pixels.size()).is_proven);
        CHECK(codec::decode_gif_lzw(coded.bytes(), code_size, pixels.size()) == pixels);
    }
}

}  // namespace scrub::engine
