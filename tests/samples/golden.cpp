// Golden reports and rule coverage.
#include <algorithm>

#include "core/format.hpp"
#include "samples/samples.hpp"
#include "support/report_text.hpp"

namespace scrub::engine::testing {
namespace {

namespace fs = std::filesystem;
using Hits = std::set<Rule const*>;

fs::path report_of(Sample const& sample) { return fs::path(sample.path.string() + ".report"); }

// Both policies that copy; what `pixels` draws depends on fonts.
std::string golden_text(Sample const& sample, Hits* hits = nullptr) {
    std::string text;
    for (auto const& policy : {Policy::publish(), Policy::intake()}) {
        now_running(sample.path.string());
        Options options;
        options.policy = policy;
        text += (text.empty() ? "" : "\n") + ("policy\t" + std::string(policy.name())) + '\n' + job_text(sample.bytes, options, hits);
    }
    return text;
}

std::string first_difference(std::string_view expected, std::string_view actual) {
    for (std::size_t number = 1;; ++number) {
        auto const take_line = [](std::string_view& text) {
            auto const line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            return line;
        };
        auto const want = take_line(expected);
        auto const have = take_line(actual);
        if (want != have) return "line " + std::to_string(number) + "\n    expected: " + std::string(want) + "\n    now:      " + std::string(have);
    }
}

// A format joins when its first reports are blessed.
bool has_reports(std::string_view format) {
    auto const samples = samples_of(format);
    return std::any_of(samples.begin(), samples.end(), [](Sample const& sample) { return fs::exists(report_of(sample)); });
}

// What is silently kept is written anew by its format, often without asking the gate.
bool must_be_hit(Rule const& rule) { return rule.kind != Kind::content && rule.kind != Kind::structure && rule.kind != Kind::presentation; }

std::string row_text(Rule const& rule) { return std::string(rule.code.view()) + '\t' + std::string(rule.name.view()) + '\t' + std::string(rule.why.view()); }

Hits all_hits() {
    Hits hits;
    for (auto const& format : formats_with_samples())
        for (auto const& sample : samples_of(format)) golden_text(sample, &hits);
    return hits;
}

std::set<std::string> rows_without_hit(Format const& format, Hits const& hits) {
    std::set<std::string> missing;
    for (auto const* rule : format.rules())
        if (must_be_hit(*rule) && !hits.contains(rule)) missing.insert(row_text(*rule));
    return missing;
}

fs::path uncovered_file(Format const& format) { return folder_of(format.name) / "uncovered.txt"; }

constexpr std::string_view kUncoveredHead =
    "# Rows of this format's tables that no sample hits: a debt. Make a sample for each, then bless, which rewrites this file.\n";

void bless_coverage(Format const& format, Hits const& hits) {
    auto const missing = rows_without_hit(format, hits);
    if (missing.empty()) {
        fs::remove(uncovered_file(format));
        return;
    }
    std::string text(kUncoveredHead);
    for (auto const& row : missing) text += row + '\n';
    write_file(uncovered_file(format), text);
}

}  // namespace

Problems check_golden(std::string_view format) {
    Problems problems;
    if (!has_reports(format)) return problems;
    auto const folder = folder_of(format) / "samples";
    for (auto const& sample : samples_of(format)) {
        auto const golden = report_of(sample);
        if (!fs::exists(golden)) {
            problems.push_back(sample.name() + " has no golden report; tests/bless.sh writes it");
            continue;
        }
        auto const bytes = read_file(golden);
        auto const expected = std::string(bytes.begin(), bytes.end());
        auto const actual = golden_text(sample);
        if (actual != expected) problems.push_back(sample.name() + ": another report than before (tests/bless.sh, if that is right), " + first_difference(expected, actual));
    }
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".report" && !fs::exists(fs::path(entry.path()).replace_extension())) problems.push_back(entry.path().filename().string() + " belongs to no sample");
    return problems;
}

Problems check_coverage() {
    Problems problems;
    auto const hits = all_hits();
    std::set<Rule const*> listed;
    for (auto const& format : all_formats()) {
        auto const rules = format.rules();
        listed.insert(rules.begin(), rules.end());
        if (!has_reports(format.name) && !fs::exists(uncovered_file(format))) continue;
        auto const known = debts_in(uncovered_file(format));
        auto const missing = rows_without_hit(format, hits);
        for (auto const& row : missing)
            if (!known.contains(row)) problems.push_back(std::string(format.name) + ": no sample hits the row (make one; tests/bless.sh notes it as a debt): " + row);
    }
    auto const of_the_gate = Gate::rules();
    listed.insert(of_the_gate.begin(), of_the_gate.end());
    for (auto const* rule : hits)
        if (!listed.contains(rule)) problems.push_back("a row was hit that no format lists: " + row_text(*rule));
    return problems;
}

void bless(std::string_view format) {
    auto const folder = folder_of(format) / "samples";
    for (auto const& sample : samples_of(format)) write_file(report_of(sample), golden_text(sample));
    std::vector<fs::path> orphans;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".report" && !fs::exists(fs::path(entry.path()).replace_extension())) orphans.push_back(entry.path());
    for (auto const& orphan : orphans) fs::remove(orphan);
}

void bless_coverage() {
    auto const hits = all_hits();
    for (auto const& format : all_formats())
        bless_coverage(format, hits);
}

}  // namespace scrub::engine::testing
