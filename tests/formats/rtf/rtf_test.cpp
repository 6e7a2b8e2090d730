// RTF is named and handed to the office tier.
#include <catch2/catch.hpp>

#include <algorithm>

#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;

namespace {

testing::Run walked(std::string_view rtf, Policy const& policy = Policy::publish()) {
    Options options;
    options.policy = policy;
    options.values = Values::full;
    return testing::run_scrub(bytes_of(rtf), options);
}

bool has(testing::Run const& run, std::string_view path, std::string_view value, Action action) {
    return std::any_of(run.answer.report.findings.begin(), run.answer.report.findings.end(),
                       [&](Finding const& f) { return f.path == path && f.value == value && f.action == action; });
}

}  // namespace

TEST_CASE("an RTF document asks for the office tier and gives no output of its own") {
    auto const run = walked("{\\rtf1\\ansi Hello}");
    CHECK(run.answer.needed == wire::Tier::office);
    CHECK(run.answer.convert_from == "rtf");
    CHECK(run.output.empty());
}

TEST_CASE("RTF destinations are named with what they say") {
    auto const run = walked("{\\rtf1{\\info{\\author Jane \\'44oe}{\\*\\company ACME}}{\\*\\template C:\\\\x\\\\y.dot}Text{\\field{\\*\\fldinst { INCLUDEPICTURE \"http://a/b\" }}}}");
    CHECK(has(run, "author", "Jane Doe", Action::removed));
    CHECK(has(run, "company", "ACME", Action::removed));
    CHECK(has(run, "template", "C:\\x\\y.dot", Action::removed));
    CHECK(has(run, "INCLUDEPICTURE", "INCLUDEPICTURE \"http://a/b\" ", Action::removed));
}

TEST_CASE("what the conversion carries over stays under intake, what it drops does not") {
    auto const run = walked("{\\rtf1{\\info{\\author Jane}}{\\*\\generator Word;}x}", Policy::intake());
    CHECK(has(run, "author", "Jane", Action::kept));
    CHECK(has(run, "generator", "Word;", Action::removed));
}

TEST_CASE("binary runs of RTF are skipped by their length and bytes behind the last brace are slack") {
    auto const run = walked("{\\rtf1{\\pict\\bin3 }}}x}}JUNK");
    REQUIRE(run.answer.report.findings.size() == 1);
    CHECK(run.answer.report.findings[0].code == "RT-TAIL");
}

TEST_CASE("RTF nested without end is refused") {
    std::string deep = "{\\rtf1";
    for (int i = 0; i < 5000; ++i) deep += '{';
    CHECK(walked(deep).answer.reason == Reason::over_budget);
}
