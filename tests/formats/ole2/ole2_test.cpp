// Old Office files are named and handed to the office tier.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "codec/cfb.hpp"
#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;

namespace {

Blob sample(std::string const& name) {
    std::ifstream file(SCRUB_TEST_DATA "/formats/ole2/samples/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

testing::Run walked(std::string const& name) {
    Options options;
    options.values = Values::full;
    return testing::run_scrub(sample(name), options);
}

bool names(testing::Run const& run, std::string_view code, std::string_view value) {
    return std::any_of(run.answer.report.findings.begin(), run.answer.report.findings.end(), [&](Finding const& f) { return f.code == code && f.value == value; });
}

}  // namespace

TEST_CASE("old Office files ask for the office tier and say what they are") {
    for (auto const& [name, kind] : {std::pair{"word.doc", "doc"}, {"workbook.xls", "xls"}, {"slides.ppt", "ppt"}}) {
        auto const run = walked(name);
        CHECK(run.answer.needed == wire::Tier::office);
        CHECK(run.answer.convert_from == kind);
        CHECK(run.output.empty());
    }
}

TEST_CASE("old Office files name who saved them") {
    CHECK(names(walked("word.doc"), "OL-SI", "Jane Example"));
    CHECK(names(walked("word.doc"), "DO-SAVED", "jane"));
    CHECK(names(walked("workbook.xls"), "XS-USER", "Jane Example"));
    CHECK(names(walked("slides.ppt"), "PT-USER", "Jane Example"));
    CHECK(names(walked("word.doc"), "OL-DSI", "{00000000-0000-11d1-8000-0123456789ab}"));
    CHECK(names(walked("word.doc"), "OL-SI", "2020-01-01 00:00:00"));
}

TEST_CASE("an encrypted document is refused as such") {
    auto const run = walked("encrypted.docx");
    CHECK(run.answer.reason == Reason::encrypted);
    CHECK(run.answer.needed == wire::Tier::structural);
}

TEST_CASE("a compound file whose chains run in circles is read to an end") {
    auto bytes = sample("word.doc");
    // Every entry of the allocation table that points on points back to the first sector.
    for (std::size_t at = bytes.size() - 512 - 128 * 512; at + 4 <= bytes.size() - 128 * 512; at += 4)
        if (bytes[at] != 0 && bytes[at + 3] == 0) bytes[at] = 0;
    Options options;
    CHECK(testing::run_scrub(bytes, options).output.empty());
}
