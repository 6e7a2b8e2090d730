// JPEG: nothing hides in segments, tables, scans, edge blocks or behind the end; the pixels stay.
#include "codec/jpeg_edge.hpp"
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace jpeg {
RuleList rules();
}
namespace exif {
RuleList rules();
}
namespace xmp {
RuleList rules();
}
namespace photoshop {
RuleList rules();
}

using namespace testing;

namespace {

Run scrubbed(std::string const& name, Options const& options = {}) { return run_scrub(sample("jpeg", name), options); }

bool has_finding(Run const& run, std::string_view code, std::string_view path) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](Finding const& f) { return f.code == code && f.path == path; });
}

bool has_remark(Run const& run, std::string_view part) {
    auto const& remarks = run.answer.report.remarks;
    return std::any_of(remarks.begin(), remarks.end(), [&](Note const& n) { return n.text.find(part) != std::string::npos; });
}

RuleList own_rules() {
    auto rows = jpeg::rules();
    for (auto const& shared : {exif::rules(), xmp::rules(), photoshop::rules()})
        std::erase_if(rows, [&](Rule const* row) { return std::find(shared.begin(), shared.end(), row) != shared.end(); });
    return rows;
}

}  // namespace

TEST_CASE("JPEG samples keep the four properties and no token") { check_samples("jpeg"); }

TEST_CASE("every JPEG row has a sample") { 
    // Photoshop's block is only ever judged by what is in it.
    CHECK(rows_without_sample("jpeg", own_rules()) == "JP-IPTC Photoshop; ");
}

TEST_CASE("a damaged JPEG is refused or a fixpoint") {
    for (auto const* const name : {"clean.jpg", "edge.jpg", "slack.jpg"}) check_damage(sample("jpeg", name));
}

TEST_CASE("a clean JPEG stays as it is") { CHECK(scrubbed("clean.jpg").output == sample("jpeg", "clean.jpg")); }

TEST_CASE("JPEG twins collapse") {
    for (auto const* const name : {"segments.jpg", "named.jpg", "tail.jpg", "odd_length.jpg"}) {
        INFO(name);
        CHECK(scrubbed(name).output == sample("jpeg", "clean.jpg"));
    }
}

TEST_CASE("pixels beyond the edge of a JPEG go, and those of an encoder's padding are left alone") {
    auto const cropped = scrubbed("edge.jpg");
    CHECK(has_finding(cropped, "JP-EDGE", "pixels beyond the edge"));
    auto const padded = scrubbed("padded.jpg");
    CHECK_FALSE(has_finding(padded, "JP-EDGE", "pixels beyond the edge"));
    CHECK(padded.output == sample("jpeg", "padded.jpg"));
}

TEST_CASE("blocks that lie wholly beyond a JPEG become an encoder's filling") {
    auto const run = scrubbed("beyond.jpg");
    CHECK(has_finding(run, "JP-TAIL", "blocks beyond the edge"));
}

TEST_CASE("under intake the pixels beyond the edge stay and are flagged") {
    Options options;
    options.policy = Policy::intake();
    auto const run = scrubbed("edge.jpg", options);
    CHECK(run.output == sample("jpeg", "edge.jpg"));
    CHECK(run.answer.report.has_flags());
}

TEST_CASE("a JPEG that ends early is completed and said to be") {
    auto const run = scrubbed("short.jpg");
    REQUIRE(run.is_done());
    CHECK(has_remark(run, "ended early"));
}

TEST_CASE("a thumbnail that shows something else is spoken of") {
    CHECK(has_remark(scrubbed("thumbnail.jpg"), "thumbnail showed something else"));
    CHECK_FALSE(has_remark(scrubbed("same_thumbnail.jpg"), "thumbnail showed something else"));
}

TEST_CASE("what lies behind the end of a JPEG is named by its type") {
    auto const run = scrubbed("tail.jpg");
    CHECK(has_finding(run, "JP-TAIL", "picture behind the end"));
    CHECK(has_finding(run, "JP-TAIL", "video behind the end"));
    CHECK(has_finding(run, "JP-TAIL", "Samsung trailer"));
}

TEST_CASE("an edge block without its hidden pixels follows from the visible ones") {
    codec::BlockQuantisers quantisers{};
    quantisers.fill(8);
    codec::BlockCoefficients block{};
    for (std::size_t i = 0; i < 20; ++i) block[i] = static_cast<std::int16_t>(i % 2 == 0 ? 20 - static_cast<int>(i) : static_cast<int>(i) - 20);
    codec::BlockShape const shape{3, 8};
    REQUIRE(codec::hidden_excess(block, quantisers, shape) > 1);
    auto const clean = codec::without_hidden_pixels(block, quantisers, shape, 1);
    CHECK(codec::hidden_excess(clean, quantisers, shape) <= 1);
}

}  // namespace scrub::engine
