#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "codec/inflate.hpp"
#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

Blob sample(std::string const& name) {
    std::ifstream file(SCRUB_TEST_DATA "/formats/svg/samples/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool has(Report const& report, std::string_view code, std::string_view in_path) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](Finding const& f) {
        return f.code == code && f.action != Action::kept && f.path.find(in_path) != std::string::npos;
    });
}

bool says(Blob const& svg, std::string_view what) { return text(svg).find(what) != std::string_view::npos; }

std::string scrubbed(std::string_view svg) {
    auto const run = run_scrub(bytes_of(svg));
    return std::string(text(run.output));
}

std::string drawing(std::string_view inside) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10 10\">" + std::string(inside) + "</svg>";
}

}  // namespace

TEST_CASE("nothing that is planted in an SVG picture survives, and twins give the same bytes") {
    for (std::string const extension : {".svg", ".svgz"}) {
        auto const input = sample("planted_a" + extension);
        auto const a = run_scrub(input);
        auto const b = run_scrub(sample("planted_b" + extension));
        REQUIRE(a.answer.message.empty());
        CHECK(a.output == b.output);
        CHECK_FALSE(says(a.output, "PLANTED"));
        CHECK(broken_property(input).empty());
        Options intake;
        intake.policy = Policy::intake();
        CHECK(broken_property(input, intake).empty());
    }
    CHECK_FALSE(says(run_scrub(sample("planted_a.svg")).output, "ANNA"));
}

TEST_CASE("what is seen of an SVG picture stays") {
    auto const output = run_scrub(sample("planted_a.svg")).output;
    for (auto const* const part : {"seen text", "linearGradient", "url(#i", "font-family=\"Arial\"", "M 60 10 L 90 10 L 75 40 Z", "data:image/png;base64,", "xlink:href=\"https://example.org/page\"",
                                   "animate", ".c1{fill:blue}"})
        CHECK(says(output, part));
}

TEST_CASE("what goes from an SVG picture is named") {
    auto const report = run_scrub(sample("planted_a.svgz")).answer.report;
    CHECK(report.extension == "svgz");
    constexpr std::pair<char const*, char const*> kWanted[] = {
        {"SV-ACT", "script"}, {"SV-ACT", "foreignObject"}, {"SV-ACT", "onload"}, {"SV-META", "title"}, {"SV-META", "metadata"}, {"SV-EDIT", "sodipodi:docname"},
        {"SV-EDIT", "inkscape:export-filename"}, {"SV-EDIT", "private copy"}, {"SV-ATTR", "data-name"}, {"SV-ATTR", "unlisted"}, {"SV-CSS", "@import"}, {"SV-CSS", "@font-face"},
        {"SV-EXT", "external reference"}, {"SV-HIDE", "text"}, {"SV-ID", "id"}, {"SV-ID", "class"}, {"SV-COMM", "comments"}, {"SV-DTD", "DOCTYPE"}, {"GEN-07", "name"},
        {"GEN-07", "bytes after the end"}, {"PN-TEXT", "Author"}, {"SV-FONT", "font-family"},
    };
    for (auto const& [code, path] : kWanted) {
        INFO(code << " " << path);
        CHECK(has(report, code, path));
    }
}

TEST_CASE("entities are expanded within the budget, and never loaded") {
    CHECK(run_scrub(sample("laughs.svg")).answer.reason == Reason::over_budget);
    CHECK(run_scrub(sample("loop.svg")).answer.reason == Reason::over_budget);
    CHECK(run_scrub(sample("outside.svg")).answer.reason == Reason::unsupported);
}

TEST_CASE("copies of copies that no viewer could draw are refused") {
    std::string bomb = "<g id=\"a0\"><circle r=\"1\"/></g>";
    for (int i = 1; i < 10; ++i) {
        bomb += "<g id=\"a" + std::to_string(i) + "\">";
        for (int copy = 0; copy < 10; ++copy) bomb += "<use xlink:href=\"#a" + std::to_string(i - 1) + "\"/>";
        bomb += "</g>";
    }
    CHECK(run_scrub(bytes_of(drawing(bomb))).answer.reason == Reason::over_budget);
    CHECK(broken_property(bytes_of(drawing("<g id=\"a\"><circle r=\"1\"/><use xlink:href=\"#a\"/></g>"))).empty());
}

TEST_CASE("a paint that refers to nothing is no paint") {
    CHECK(scrubbed(drawing("<rect width=\"5\" height=\"5\" fill=\"url(#nowhere)\"/>")).find("fill=\"none\"") != std::string::npos);
}

TEST_CASE("an animation cannot bring a reference back") {
    auto const output = scrubbed(drawing("<a xlink:href=\"https://example.org/\"><rect width=\"5\" height=\"5\"/><animate attributeName=\"href\" to=\"javascript:alert(1)\"/></a>"));
    CHECK(output.find("javascript") == std::string::npos);
    CHECK(output.find("attributeName=\"href\"") == std::string::npos);
}

TEST_CASE("the text of a link that goes stays where it was") {
    auto const output = scrubbed(drawing("<text y=\"5\">see <a xlink:href=\"file:///home/x\">this</a></text><a xlink:href=\"#x\">unseen<circle r=\"2\"/></a>"));
    CHECK(output.find("<text y=\"5\">see <tspan>this</tspan></text><g><circle r=\"2\"/></g>") != std::string::npos);
}

TEST_CASE("a definition that a style sheet or another definition needs stays") {
    auto const output = scrubbed(drawing("<style>rect{fill:url(#a)}</style><defs><linearGradient id=\"a\" xlink:href=\"#b\"/><linearGradient id=\"b\"><stop offset=\"0\"/></linearGradient>"
                                         "<linearGradient id=\"z\"/></defs><rect width=\"5\" height=\"5\"/>"));
    CHECK(output.find("id=\"i2\"") != std::string::npos);
    CHECK(output.find("id=\"i3\"") == std::string::npos);
}

TEST_CASE("an SVG picture that is cut anywhere or has a byte flipped is refused or gives a fixpoint") {
    auto const whole = sample("planted_a.svg");
    for (std::size_t size = 0; size < whole.size(); size += 61) {
        INFO("cut at " << size);
        REQUIRE(broken_property(head(whole, size)).empty());
    }
    for (std::size_t at = 0; at < whole.size(); at += 7) {
        auto damaged = whole;
        damaged[at] ^= 0x11;
        INFO("flipped " << at);
        REQUIRE(broken_property(damaged).empty());
    }
}
