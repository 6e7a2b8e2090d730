// Pictures that are decoded and become PNG or JPEG: Photoshop, JPEG XL, camera raw, and the odd ones.
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

Blob sample(std::string const& path) {
    std::ifstream file(SCRUB_TEST_DATA "/formats/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool has(Report const& report, std::string_view code, std::string_view in_path) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](Finding const& f) {
        return f.code == code && f.action != Action::kept && f.path.find(in_path) != std::string::npos;
    });
}

// Size and colour type as the header of a PNG says them.
std::string shape(Blob const& png) {
    if (png.size() < 33 || !starts_with(png, "\x89PNG")) return "no PNG";
    return std::to_string(png[19]) + "x" + std::to_string(png[23]) + " type " + std::to_string(png[25]);
}

}  // namespace

TEST_CASE("nothing that is planted survives the drawing anew, and twins give the same bytes") {
    for (std::string const name : {"psd/samples/planted_.psd", "odd/samples/planted_.tga", "odd/samples/planted_.pcx", "jxl/samples/planted_.jxl", "jp2/samples/planted_.jp2", "jp2/samples/planted_.j2k", "raw/samples/planted_.dng"}) {
        INFO(name);
        auto const at = name.find("_.") + 1;
        auto const input = sample(name.substr(0, at) + "a" + name.substr(at));
        auto const a = run_scrub(input);
        auto const b = run_scrub(sample(name.substr(0, at) + "b" + name.substr(at)));
        REQUIRE(text(input).find("PLANTED") != std::string_view::npos);
        CHECK(a.answer.message.empty());
        CHECK(text(a.output).find("PLANTED") == std::string_view::npos);
        CHECK(a.output == b.output);
        CHECK(broken_property(input).empty());
        Options intake;
        intake.policy = Policy::intake();
        CHECK(broken_property(input, intake).empty());
    }
}

TEST_CASE("a Photoshop file gives its merged picture, and its layers, resources and channels are named") {
    auto const run = run_scrub(sample("psd/samples/planted_a.psd"));
    auto const& report = run.answer.report;
    CHECK(shape(run.output) == "4x3 type 2");
    CHECK(has(report, "PS-LAYER", "layer"));
    CHECK(has(report, "PS-LAYER", "shmd"));
    CHECK(has(report, "PS-TEXT", "TySh"));
    CHECK(has(report, "PS-OBJ", "lnk2"));
    CHECK(has(report, "PS-LAYER", "Anno"));
    CHECK(has(report, "PS-LAYER", "zzzz"));
    CHECK(has(report, "PS-CHANNEL", "further channel"));
    CHECK(has(report, "PS-TAIL", "bytes after the end"));
    CHECK(has(report, "PS-TAIL", "reserved bytes"));
    CHECK(has(report, "PS-TAIL", "colour mode data"));
    CHECK(has(report, "JP-IPTC", "By-line"));
    CHECK(run_scrub(sample("psd/samples/raw.psd")).output == run.output);
    CHECK(shape(run_scrub(sample("psd/samples/see_through.psd")).output) == "4x3 type 6");
}

TEST_CASE("a Photoshop file without its merged picture is refused") {
    CHECK(run_scrub(sample("psd/samples/unmerged.psd")).answer.reason == Reason::unsupported);
}

TEST_CASE("what a Targa picture says of its author is named") {
    auto const report = run_scrub(sample("odd/samples/planted_a.tga")).answer.report;
    CHECK(report.format == "tga");
    CHECK(report.extension == "png");
    for (auto const* const name : {"image id", "author", "comment", "job", "software", "time", "bytes behind the picture"}) CHECK(has(report, "PX-FILE", name));
}

TEST_CASE("boxes of JPEG XL and bytes behind its picture are named") {
    auto const report = run_scrub(sample("jxl/samples/planted_a.jxl")).answer.report;
    CHECK(has(report, "JX-EXIF", "Exif"));
    CHECK(has(report, "JP-EXIF", "Artist"));
    CHECK(has(report, "JX-XML", "xml"));
    CHECK(has(report, "JX-BROB", "brob"));
    CHECK(has(report, "JX-JBRD", "jbrd"));
    CHECK(has(report, "JX-BOX", "jumb"));
    CHECK(has(report, "JX-BOX", "abcd"));
    CHECK(has(report, "PX-TAIL", "bytes after the end"));
    CHECK(has(run_scrub(sample("jxl/samples/naked.jxl")).answer.report, "PX-TAIL", "bytes after the end"));
}

TEST_CASE("boxes and comments of JPEG 2000 are named") {
    auto const report = run_scrub(sample("jp2/samples/planted_a.jp2")).answer.report;
    constexpr std::pair<char const*, char const*> kWanted[] = {{"J2-XML", "xml"}, {"J2-UUID", "uuid"}, {"J2-URL", "uinf"}, {"J2-XML", "asoc"}, {"J2-BOX", "jp2i"}, {"J2-BOX", "qrst"},
                                                              {"J2-BOX", "abcd"}, {"J2-BOX", "free"}, {"J2-COM", "COM"}, {"J2-COM", "marker"}, {"J2-TAIL", "bytes after the end"}, {"JP-XMP", "dc:creator"}};
    for (auto const& [code, path] : kWanted) {
        INFO(code << " " << path);
        CHECK(has(report, code, path));
    }
}

TEST_CASE("a raw file gives the camera's own JPEG and tells what it lost") {
    auto const run = run_scrub(sample("raw/samples/planted_a.dng"));
    CHECK(starts_with(run.output, "\xFF\xD8"));
    CHECK(has(run.answer.report, "RAW", "sensor data"));
    CHECK(has(run.answer.report, "JP-EXIF", "Artist"));
    CHECK(run.answer.report.lost.size() == 1);
    CHECK(run_scrub(sample("raw/samples/bare.dng")).answer.reason == Reason::unsupported);
}

TEST_CASE("pictures that cannot be drawn safely are refused in words that say what to do") {
    for (auto const* const name : {"odd/samples/patient.dcm", "odd/samples/picture.jxr"}) {
        auto const run = run_scrub(sample(name));
        CHECK(run.answer.reason == Reason::unsupported);
        CHECK(run.answer.message.find("first") != std::string::npos);
    }
}

TEST_CASE("a picture that must be drawn asks for the tier that can") {
    Budget budget({}, 0);
    struct Nowhere final : Drain {
        void take(Bytes) override {}
    } nowhere;
    auto const input = sample("odd/samples/planted_a.tga");
    auto const result = run_job({wire::Mode::scrub, {}}, input, nowhere, all_formats());
    CHECK(result.answer.reason == Reason::unsupported);
    CHECK(result.answer.needed == wire::Tier::raster);
}

TEST_CASE("Photoshop files and raw files that are cut or damaged are refused or give a fixpoint") {
    for (std::string const name : {"psd/samples/planted_a.psd", "jxl/samples/planted_a.jxl", "jp2/samples/planted_a.jp2", "raw/samples/planted_a.dng"}) {
        auto const whole = sample(name);
        for (std::size_t size = 0; size < whole.size(); size += 13) {
            INFO(name << " cut at " << size);
            REQUIRE(broken_property(head(whole, size)).empty());
        }
        for (std::size_t at = 0; at < std::min<std::size_t>(whole.size(), 700); at += 2) {
            auto damaged = whole;
            damaged[at] ^= 0xFF;
            INFO(name << " flipped " << at);
            REQUIRE(broken_property(damaged).empty());
        }
    }
}
