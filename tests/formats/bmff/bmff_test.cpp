#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

Blob sample(std::string const& name) {
    std::ifstream file(SCRUB_TEST_DATA "/formats/bmff/samples/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Options with_policy(std::string_view name) {
    Options options;
    options.policy = *Policy::from(name);
    return options;
}

bool has(Report const& report, std::string_view code, std::string_view in_path) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](Finding const& f) {
        return f.code == code && f.action != Action::kept && f.path.find(in_path) != std::string::npos;
    });
}

std::size_t count(Blob const& in, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text(in).find(what); at != std::string_view::npos; at = text(in).find(what, at + 1)) ++found;
    return found;
}

}  // namespace

TEST_CASE("nothing that is planted in a HEIF file survives publishing, and twins give the same bytes") {
    for (std::string const extension : {".heic", ".avif"}) {
        auto const input = sample("planted_a" + extension);
        REQUIRE(count(input, "PLANTED") > 5);
        auto const a = run_scrub(input);
        auto const b = run_scrub(sample("planted_b" + extension));
        REQUIRE(a.answer.message.empty());
        CHECK(count(a.output, "PLANTED") == 0);
        CHECK(count(a.output, "ANNA") == 0);
        CHECK(a.output == b.output);
        CHECK(broken_property(input).empty());
        CHECK(broken_property(input, with_policy("intake")).empty());
        CHECK(broken_property(input, with_policy("pixels")).empty());
    }
}

TEST_CASE("what goes from a HEIF file is named") {
    auto const report = run_scrub(sample("planted_a.heic")).answer.report;
    CHECK(has(report, "JP-EXIF", "Artist"));
    CHECK(has(report, "JP-XMP", "dc:creator"));
    CHECK(has(report, "HE-THMB", "thumbnail"));
    CHECK(has(report, "HE-AUX", "depth map"));
    CHECK(has(report, "HE-AUX", "gain map"));
    CHECK(has(report, "HE-AUX", "auxiliary picture"));
    CHECK(has(report, "HE-ITEM", "further picture"));
    CHECK(has(report, "HE-ITEM", "mime item"));
    CHECK(has(report, "HE-ITEM", "uri item"));
    CHECK(has(report, "HE-ITEM", "name of an item"));
    CHECK(has(report, "HE-PROP", "udes"));
    CHECK(has(report, "HE-PROP", "crtt"));
    CHECK(has(report, "HE-PROP", "abcd"));
    CHECK(has(report, "HE-PROP", "mdcv"));
    CHECK(has(report, "HE-NAL", "SEI message"));
    CHECK(has(report, "HE-NAL", "further picture"));
    CHECK(has(report, "HE-NAL", "bytes behind the picture data"));
    CHECK(has(report, "HE-BOX", "uuid"));
    CHECK(has(report, "HE-BOX", "name of the handler"));
    CHECK(has(report, "HE-SEQ", "animation"));
    CHECK(has(report, "HE-SLACK", "bytes after the end"));
}

TEST_CASE("units of AV1 that show nothing go") {
    auto const report = run_scrub(sample("planted_a.avif")).answer.report;
    CHECK(report.format == "avif");
    CHECK(has(report, "HE-OBU", "metadata unit"));
    CHECK(has(report, "HE-OBU", "units of the configuration"));
    CHECK(has(report, "HE-NAL", "further picture"));
    CHECK(has(report, "HE-NAL", "filler"));
}

TEST_CASE("intake keeps what a leak is verified by, and takes out what nobody may need") {
    auto const run = run_scrub(sample("planted_a.heic"), with_policy("intake"));
    REQUIRE(run.is_done());
    CHECK(count(run.output, "PLANTED-ANNA-EXIF-ARTIST") == 1);
    CHECK(count(run.output, "PLANTED-ANNA-XMP") == 1);
    CHECK(count(run.output, "PLANTED-ANNA-TAIL") == 0);
    CHECK(count(run.output, "PLANTED-ANNA-MEDIA-GAP") == 0);
    CHECK(count(run.output, "PLANTED-ANNA-THUMBNAIL") == 0);
}

TEST_CASE("a grid of tiles keeps its tiles, and the report says that they are larger than the picture") {
    auto const run = run_scrub(sample("grid.heic"));
    REQUIRE(run.is_done());
    CHECK(count(run.output, "dimg") == 1);
    REQUIRE_FALSE(run.answer.report.beyond.empty());
    CHECK(broken_property(sample("grid.heic")).empty());
}

TEST_CASE("a picture that is made of itself is refused") {
    CHECK(run_scrub(sample("loop.heic")).answer.reason == Reason::malformed);
}

TEST_CASE("an animation without a still picture is refused in words that a person understands") {
    auto const run = run_scrub(sample("sequence.heic"));
    CHECK(run.answer.reason == Reason::unsupported);
    CHECK(run.answer.message == "animation without a still picture");
}

TEST_CASE("a HEIF file that is cut anywhere or has a byte flipped is refused or gives a fixpoint") {
    auto const whole = sample("planted_a.avif");
    for (std::size_t size = 0; size < whole.size(); size += 3) {
        INFO("cut at " << size);
        REQUIRE(broken_property(head(whole, size)).empty());
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto damaged = whole;
        damaged[at] ^= 0xFF;
        INFO("flipped " << at);
        REQUIRE(broken_property(damaged).empty());
    }
}
