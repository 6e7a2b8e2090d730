// Jobs of the engine in this process.
#include "support/engine_run.hpp"

#include "raster/tool.hpp"
#include "render/tool.hpp"

namespace scrub::engine::testing {
namespace {

class Collect final : public Drain {
public:
    explicit Collect(Blob& out) : out_(out) {}
    void take(Bytes bytes) override { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

private:
    Blob& out_;
};

Run run(wire::Mode mode, Bytes input, Options const& options, Needles const& removed_values, std::set<Rule const*>* rules_hit) {
    Run run;
    Collect collect(run.output);
    auto result = run_job({mode, options}, input, collect, all_formats(), removed_values, all_tools(), rules_hit);
    run.answer = std::move(result.answer);
    run.removed_values = std::move(result.removed_values);
    if (!run.is_done()) run.output.clear();
    return run;
}

std::string first_removal(Report const& report) {
    for (auto const& finding : report.findings)
        if (finding.action != Action::kept) return finding.code + " " + finding.path;
    return {};
}

}  // namespace

Tools all_tools() { return {page_renderer(), picture_decoder()}; }

Run run_scrub(Bytes input, Options const& options, std::set<Rule const*>* rules_hit) {
    return run(wire::Mode::scrub, input, options, {}, rules_hit);
}

Run run_verify(Bytes output, Needles const& removed_values, Options const& options) {
    return run(wire::Mode::verify, output, options, removed_values, nullptr);
}

std::string broken_property(Bytes input, Options const& options, std::set<Rule const*>* rules_hit) {
    auto const first = run_scrub(input, options, rules_hit);
    if (first.answer.reason == Reason::internal_error) return "internal error: " + first.answer.message;
    if (!first.is_done()) return first.answer.message.empty() ? "refused without a reason" : "";
    auto const second = run_scrub(first.output, options);
    if (!second.is_done()) return "its own output is refused: " + second.answer.message;
    if (second.answer.report.has_removals()) return "something is left to remove: " + first_removal(second.answer.report);
    if (second.output != first.output) return "the output does not give itself again";
    auto const verified = run_verify(first.output, first.removed_values, options);
    if (!verified.is_done() && verified.answer.reason != Reason::residue) return "the verification fails: " + verified.answer.message;
    return {};
}

}  // namespace scrub::engine::testing
