// The report as JSON. docs/report.schema.json describes it and a test holds both together.
#include <map>

#include <scrub/scrub.hpp>

#include "report/json.hpp"

namespace scrub {
namespace {

std::string_view name_of(Values values) {
    switch (values) {
        case Values::none: return "none";
        case Values::masked: return "masked";
        case Values::full: return "full";
    }
    return "none";
}

void write_policy(Json& json, Policy const& policy) {
    json.key("policy").open('{').member("name", policy.name()).member("renders_anew", policy.renders_anew());
    json.key("kinds").open('{');
    for (auto const& row : kinds()) json.member(row.name, to_string(policy(row.kind)));
    json.close('}').close('}');
}

void write_isolation(Json& json, Isolation const& isolation) {
    json.key("isolation").open('{').member("complete", isolation.is_complete()).member("seccomp", isolation.seccomp);
    json.member("no_new_privileges", isolation.no_new_privileges);
    json.member("landlock_abi", static_cast<unsigned>(isolation.landlock_abi));
    json.member("resource_limits", isolation.resource_limits).close('}');
}

void write_counts(Json& json, std::string_view name, std::map<Kind, std::uint64_t> const& counts) {
    json.key(name).open('{');
    for (auto const& [kind, count] : counts) json.member(to_string(kind), count);
    json.close('}');
}

void write_summary(Json& json, Report const& report) {
    std::map<Kind, std::uint64_t> removed, kept;
    for (auto const& finding : report.findings) (finding.action == Action::kept ? kept : removed)[finding.kind] += finding.count;
    json.key("summary").open('{');
    write_counts(json, "removed", removed);
    write_counts(json, "kept", kept);
    json.member("needs_a_person", report.has_flags()).close('}');
}

void write_finding(Json& json, Finding const& finding, Values values) {
    json.open('{').member("code", finding.code).member("kind", to_string(finding.kind)).member("action", to_string(finding.action));
    json.member("path", finding.path).member("why", finding.why);
    if (values != Values::none) json.member("value", finding.value);
    json.member("count", finding.count).member("bytes", finding.bytes);
    json.member("flagged", finding.flagged).member("verified", finding.verified).close('}');
}

void write_findings(Json& json, Report const& report, Values values, std::string_view name, bool is_kept) {
    json.key(name).open('[', true);
    for (auto const& finding : report.findings)
        if ((finding.action == Action::kept) == is_kept) write_finding(json, finding, values);
    json.close(']');
}

void write_notes(Json& json, std::string_view name, std::vector<Note> const& notes) {
    json.key(name).open('[', true);
    for (auto const& note : notes) json.open('{').member("path", note.path).member("text", note.text).close('}');
    json.close(']');
}

void write_report(Json& json, Report const& report, Values values) {
    write_summary(json, report);
    write_findings(json, report, values, "removed", false);
    write_findings(json, report, values, "kept", true);
    json.member("findings_omitted", report.findings_omitted);
    json.key("residue").open('[', true);
    for (auto const& r : report.residue) {
        json.open('{').member("path", r.path).member("kind", to_string(r.kind));
        if (values != Values::none) json.member("value", r.value);
        json.member("count", r.count).close('}');
    }
    json.close(']');
    json.key("lost").open('[', true);
    for (auto const& l : report.lost) json.open('{').member("what", l.what).member("count", l.count).close('}');
    json.close(']');
    write_notes(json, "not_inspected", report.not_inspected);
    write_notes(json, "beyond", report.beyond);
    write_notes(json, "remarks", report.remarks);
    json.key("facts").open('[', true);
    for (auto const& f : report.facts) json.open('{').member("name", f.name).member("before", f.before).member("after", f.after).close('}');
    json.close(']');
}

}  // namespace

std::string to_json(Outcome const& outcome, Options const& options) {
    Json json;
    json.open('{', true).member("status", to_string(outcome.status)).member("reason", to_string(outcome.reason));
    json.member("message", outcome.message).member("inspected_only", outcome.is_inspection);
    json.member("format", outcome.report.format).member("extension", outcome.report.extension);
    json.member("input_size", outcome.input_size).member("output_size", outcome.output_size);
    if (!outcome.input_sha256.empty()) json.member("input_sha256", outcome.input_sha256);
    if (!outcome.output_sha256.empty()) json.member("output_sha256", outcome.output_sha256);
    json.member("scrub_version", version()).member("values", name_of(options.values));
    write_policy(json, options.policy);
    write_isolation(json, outcome.isolation);
    write_report(json, outcome.report, options.values);
    return json.close('}').take();
}

}  // namespace scrub
