// TIFF: directories are written anew, pages stay, and nothing hides in or behind their strips and tiles.
#include "codec/fax.hpp"
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace tiff {
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

Run scrubbed(std::string const& name) { return run_scrub(sample("tiff", name)); }

bool has_finding(Run const& run, std::string_view code, std::string_view path) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](Finding const& f) { return f.code == code && f.path == path; });
}

std::uint64_t fact(Run const& run, std::string_view name) {
    for (auto const& f : run.answer.report.facts)
        if (f.name == name) return f.after;
    return 0;
}

RuleList own_rules() {
    auto rows = tiff::rules();
    for (auto const& shared : {exif::rules(), xmp::rules(), photoshop::rules()})
        std::erase_if(rows, [&](Rule const* row) { return std::find(shared.begin(), shared.end(), row) != shared.end(); });
    return rows;
}

}  // namespace

TEST_CASE("TIFF samples keep the four properties and no token") { check_samples("tiff"); }

TEST_CASE("every TIFF row has a sample") {
    // IPTC and Photoshop blocks are only ever judged by what is in them.
    CHECK(rows_without_sample("tiff", own_rules()) == "TI-META IPTC; TI-META Photoshop; ");
}

TEST_CASE("a damaged TIFF is refused or a fixpoint") {
    for (auto const* const name : {"clean.tif", "pages.tif", "fax.tif", "tiles.tif"}) check_damage(sample("tiff", name));
}

TEST_CASE("a BigTIFF becomes the same TIFF as its plain twin") { CHECK(scrubbed("bigtiff.tif").output == scrubbed("clean.tif").output); }

TEST_CASE("pages of a TIFF stay and previews go") {
    auto const run = scrubbed("pages.tif");
    CHECK(fact(run, "pages") == 2);
    CHECK(has_finding(run, "TI-IFD", "preview"));
    CHECK(fact(scrubbed("coded.tif"), "pages") == 7);
}

TEST_CASE("what is removed from a TIFF is named") {
    auto const run = scrubbed("everything.tif");
    CHECK(has_finding(run, "TI-META", "DocumentName"));
    CHECK(has_finding(run, "JP-EXIF", "Exif > BodySerialNumber"));
    CHECK(has_finding(run, "JP-EXIF", "GPS > GPSDateStamp"));
    CHECK(has_finding(run, "TI-SLACK", "bytes that no directory names"));
    CHECK(has_finding(scrubbed("tiles.tif"), "TI-SLACK", "pixels beyond the picture"));
}

TEST_CASE("fax codings give the pixels of T.4 and T.6") {
    // 4 white, 4 black, 6 white.
    Blob const expected{0x0F, 0x00};
    Blob const group4{0b00110110, 0b11100000, 0b00000001, 0b00000000, 0b00010000};
    auto const picture = codec::decode_fax(group4, codec::FaxCoding::group4, 14, 1);
    CHECK(picture.good_rows == 1);
    CHECK(picture.rows == expected);
}

}  // namespace scrub::engine
