// A report as lines of tab-separated fields.
#include "support/report_text.hpp"

#include <initializer_list>

namespace scrub::engine::testing {
namespace {

std::string line(std::initializer_list<std::string> fields) {
    std::string joined;
    for (auto const& field : fields) {
        if (!joined.empty()) joined += '\t';
        joined += field;
    }
    // An empty last field would leave white space at the end of the line.
    while (!joined.empty() && joined.back() == '\t') joined.pop_back();
    return joined + '\n';
}

std::string finding_line(Finding const& f) {
    return line({std::string(to_string(f.action)), f.code, std::string(to_string(f.kind)), std::to_string(f.count) + " x", std::to_string(f.bytes) + " bytes", escaped(f.path),
                 escaped(f.value), f.flagged ? "FLAGGED" : ""});
}

}  // namespace

std::string report_text(Report const& report) {
    std::string out;
    for (auto const& f : report.findings) out += finding_line(f);
    if (report.findings_omitted > 0) out += line({"omitted", std::to_string(report.findings_omitted)});
    for (auto const& n : report.remarks) out += line({"remark", n.text, escaped(n.path)});
    for (auto const& n : report.not_inspected) out += line({"not inspected", n.text, escaped(n.path)});
    for (auto const& n : report.beyond) out += line({"beyond", n.text, escaped(n.path)});
    for (auto const& r : report.residue) out += line({"residue", std::string(to_string(r.kind)), std::to_string(r.count) + " x", escaped(r.path), escaped(r.value)});
    for (auto const& l : report.lost) out += line({"lost", l.what, std::to_string(l.count)});
    for (auto const& f : report.facts) out += line({"fact", f.name, std::to_string(f.before), std::to_string(f.after)});
    return out;
}

std::string job_text(Bytes input, Options const& options, std::set<Rule const*>* rules_hit) {
    auto const run = run_scrub(input, options, rules_hit);
    std::string out = line({"format", run.answer.report.format, run.answer.report.extension});
    out += report_text(run.answer.report);
    if (!run.is_done()) return out + line({"refused", std::string(to_string(run.answer.reason)), escaped(run.answer.message)});
    if (run.answer.is_unchanged) out += line({"unchanged"});
    auto const verified = run_verify(run.output, run.removed_values, options);
    Report residue;
    residue.residue = verified.answer.report.residue;
    out += report_text(residue);
    if (!verified.is_done()) out += line({"verification", std::string(to_string(verified.answer.reason)), escaped(verified.answer.message)});
    return out;
}

}  // namespace scrub::engine::testing
