// PNG: nothing hides in chunks, behind or inside the compressed rows, under transparency or in the palette.
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace png {
RuleList rules();
}
namespace exif {
RuleList rules();
}
namespace xmp {
RuleList rules();
}

using namespace testing;

namespace {

Run scrubbed(std::string const& name) { return run_scrub(sample("png", name)); }

bool has_finding(Run const& run, std::string_view code, std::string_view path) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](Finding const& f) { return f.code == code && f.path == path; });
}

RuleList own_rules() {
    auto rows = png::rules();
    for (auto const& shared : {exif::rules(), xmp::rules()})
        std::erase_if(rows, [&](Rule const* row) { return std::find(shared.begin(), shared.end(), row) != shared.end(); });
    return rows;
}

}  // namespace

TEST_CASE("PNG samples keep the four properties and no token") { check_samples("png"); }

TEST_CASE("every PNG row has a sample") { CHECK(rows_without_sample("png", own_rules()) == ""); }

TEST_CASE("a damaged PNG is refused or a fixpoint") {
    for (auto const* const name : {"plain.png", "alpha_a.png", "palette_a.png", "frames.png"}) check_damage(sample("png", name));
}

TEST_CASE("a clean PNG stays as it is") { CHECK(scrubbed("plain.png").output == sample("png", "plain.png")); }

TEST_CASE("PNG twins collapse") {
    for (auto const* const name : {"chunks.png", "texts.png", "pieces.png"}) {
        INFO(name);
        CHECK(scrubbed(name).output == sample("png", "plain.png"));
    }
    CHECK(scrubbed("alpha_a.png").output == scrubbed("alpha_b.png").output);
    CHECK(scrubbed("palette_a.png").output == scrubbed("palette_b.png").output);
}

TEST_CASE("colours that nobody sees are named") {
    CHECK(has_finding(scrubbed("alpha_a.png"), "PN-ALPHA", "colours under transparency"));
    CHECK(has_finding(scrubbed("palette_a.png"), "PN-ALPHA", "PLTE"));
    CHECK(has_finding(scrubbed("stream.png"), "PN-TAIL", "rows beyond the picture"));
}

TEST_CASE("a PNG that ends early keeps the rows that came") {
    auto const run = scrubbed("short.png");
    REQUIRE(run.is_done());
    CHECK_FALSE(run.answer.report.remarks.empty());
}

}  // namespace scrub::engine
