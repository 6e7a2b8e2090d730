// One job from request to answer.
#include "core/job.hpp"

#include <algorithm>

namespace scrub::engine {
namespace {

/// Passes bytes on while it compares them with the input.
class Comparing final : public Drain {
public:
    Comparing(Bytes expected, Drain& next) : expected_(expected), next_(next) {}
    void take(Bytes bytes) override {
        is_equal_ = is_equal_ && bytes.size() <= expected_.size() && std::equal(bytes.begin(), bytes.end(), expected_.begin());
        if (is_equal_) expected_ = expected_.subspan(bytes.size());
        next_.take(bytes);
    }
    bool is_equal() const { return is_equal_ && expected_.empty(); }

private:
    Bytes expected_;
    Drain& next_;
    bool is_equal_ = true;
};

void set_error(wire::Answer& answer, Errc code, std::string_view what, std::size_t at = 0) {
    answer.reason = code;
    answer.message = what;
    if (at != 0) answer.message += " (at byte " + std::to_string(at) + ")";
}

// What must hold of an output: nothing to remove, the same bytes again, no removed value where nobody sees it.
void check_output(wire::Answer& answer, Gate const& gate, bool is_equal) {
    if (answer.report.has_removals()) set_error(answer, Errc::verify_failed, "the output still held something to remove");
    else if (!is_equal) set_error(answer, Errc::verify_failed, "the output did not give itself again");
    else if (gate.has_hidden_residue()) set_error(answer, Errc::residue, "a removed value still stood where no reader sees it");
}

}  // namespace

JobResult run_job(wire::Request const& request, Bytes input, Drain& output, std::span<Format const> formats,
                  Needles const& removed_values, Tools tools, std::set<Rule const*>* rules_hit) {
    bool const is_verifying = request.mode == wire::Mode::verify;
    JobResult result;
    auto& answer = result.answer;
    Options const& options = request.options;

    if (input.empty()) return set_error(answer, Errc::malformed, "the file is empty"), result;
    if (input.size() > options.limits.bytes_in) return set_error(answer, Errc::over_budget, "file too large"), result;
    auto const* const format = identify(formats, input);
    if (format == nullptr) {
        set_error(answer, Errc::unsupported, "unknown type");
        if (auto const type = likely_type(input); !type.empty()) answer.message = type;
        return result;
    }

    Searcher const searcher(removed_values);
    Budget budget(options.limits, input.size());
    Context const context{options.policy, options.values, !options.no_rerender, formats, tools, options.password, is_verifying ? &searcher : nullptr, rules_hit};
    Gate gate(context, budget);
    gate.identified(format->name, format->name);
    Comparing comparing(input, output);
    Sink sink(budget, comparing);

    auto walked = format->walk(input, sink, gate);
    sink.flush();
    if (walked) walked = budget.check_output();
    answer.report = gate.take_report();
    answer.output_size = sink.size();
    answer.is_unchanged = comparing.is_equal();
    answer.needed = gate.needed_tier();
    answer.convert_from = gate.convert_from();
    if (!walked) {
        auto const& error = walked.error();
        set_error(answer, error.code, error.what, error.at);
    } else if (is_verifying) {
        check_output(answer, gate, answer.is_unchanged);
    }
    if (!is_verifying) result.removed_values = gate.needles();
    return result;
}

}  // namespace scrub::engine
