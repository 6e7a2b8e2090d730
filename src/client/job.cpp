// One document on its way: scrubbed by one worker, verified by another.
#include "client/job.hpp"

#include <algorithm>
#include <tuple>

#include "client/office.hpp"
#include "client/problem.hpp"
#include "model/sha256.hpp"

namespace scrub {
namespace {

using client::Assignment;
using client::MemoryFile;
using client::Problem;
using client::throw_refusal;

bool is_failure(Reason reason) {
    return reason == Reason::io_error || reason == Reason::worker_died || reason == Reason::internal_error;
}

void end_with(Outcome& outcome, Problem problem) {
    outcome.status = problem.status;
    outcome.reason = problem.reason;
    outcome.message = std::move(problem.message);
}

// What the worker says of a job that it could not do.
[[noreturn]] void throw_answer(wire::Answer const& answer) {
    auto const status = is_failure(answer.reason) ? Status::failed : Status::refused;
    throw Problem{status, answer.reason, answer.message.empty() ? std::string(to_string(answer.reason)) : answer.message};
}

Isolation weaker_of(Isolation const& a, Isolation const& b) {
    return {a.seccomp && b.seccomp, a.no_new_privileges && b.no_new_privileges, std::min(a.landlock_abi, b.landlock_abi),
            a.resource_limits && b.resource_limits};
}

// The worker is gone: what it wrote must not change any more, and is to be as long as it claims.
void accept(MemoryFile& output, MemoryFile& values, wire::Answer const& claims) {
    if (!output.seal() || !values.seal() || output.size() != claims.output_size)
        throw Problem{Status::failed, Reason::worker_died, "the worker broke the protocol"};
}

bool is_same(MemoryFile const& a, MemoryFile const& b) {
    if (a.size() != b.size()) return false;
    auto const left = a.map();
    auto const right = b.map();
    return std::equal(left.bytes().begin(), left.bytes().end(), right.bytes().begin());
}

auto place_of(Finding const& finding) { return std::tie(finding.code, finding.path, finding.kind); }

// The walk of the output found nothing to remove, so every removal is confirmed; what was kept was to be found again.
void mark_verified(Report& report, Report const& second) {
    std::vector<Finding const*> again;
    for (auto const& finding : second.findings) again.push_back(&finding);
    auto const is_before = [](Finding const* a, Finding const* b) { return place_of(*a) < place_of(*b); };
    std::sort(again.begin(), again.end(), is_before);
    for (auto& finding : report.findings)
        finding.verified = finding.action != Action::kept || std::binary_search(again.begin(), again.end(), &finding, is_before);
}

template <class T>
void append(std::vector<T>& list, std::vector<T> more) {
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// What was found in the converted document comes after what was found in the old one.
void append(Report& report, Report later) {
    report.extension = std::move(later.extension);
    append(report.findings, std::move(later.findings));
    append(report.not_inspected, std::move(later.not_inspected));
    append(report.beyond, std::move(later.beyond));
    append(report.remarks, std::move(later.remarks));
    append(report.lost, std::move(later.lost));
    append(report.facts, std::move(later.facts));
    report.findings_omitted += later.findings_omitted;
}

// Lists of removed values can be put one behind the other.
MemoryFile joined(MemoryFile const& first, MemoryFile const& second) {
    auto both = MemoryFile::create();
    first.write_to(both.number());
    second.write_to(both.number());
    return both;
}

// Says what the verification stumbled over, for whoever has to find out why.
void remark_leftovers(Report& report, Report const& second) {
    constexpr std::size_t kEnough = 10;
    for (auto const& finding : second.findings) {
        if (finding.action == Action::kept) continue;
        report.remarks.push_back({finding.path, "found again in the output: " + finding.code});
        if (report.remarks.size() >= kEnough) return;
    }
}

}  // namespace

Outcome Job::begin() const {
    Outcome outcome;
    outcome.input_size = input_.size();
    if (options_.with_hashes) outcome.input_sha256 = sha256_hex(input_.map().bytes());
    return outcome;
}

Job::Walked Job::walk(Assignment assignment, wire::Tier tier) const {
    for (;;) {
        auto answer = workers_.run(tier, assignment);
        // Also where the walk went on without: what it left out for want of a tool need not be lost.
        bool const needs_more = answer.needed > tier && answer.needed <= wire::Tier::raster;
        if (!needs_more || !workers_.has(answer.needed)) return {std::move(answer), tier};
        tier = answer.needed;
        if (assignment.request.mode != wire::Mode::scrub) continue;
        // Whatever the first worker wrote is not part of the job.
        *assignment.output = MemoryFile::create();
        *assignment.values = MemoryFile::create();
    }
}

Outcome Job::inspect() {
    Outcome outcome = begin();
    try {
        walk_input(outcome, wire::Mode::inspect, nullptr);
        outcome.status = outcome.report.has_removals() ? Status::scrubbed : Status::already_clean;
    } catch (Problem& problem) {
        end_with(outcome, std::move(problem));
    }
    return outcome;
}

Outcome Job::scrub() {
    Outcome outcome = begin();
    try {
        scrub_into(outcome);
    } catch (Problem& problem) {
        end_with(outcome, std::move(problem));
    }
    return outcome;
}

// Walks the input, and where it has to be converted first, what came of it as well. What was found is in the outcome.
Job::Walked Job::walk_input(Outcome& outcome, wire::Mode mode, MemoryFile* values) {
    bool const writes = mode == wire::Mode::scrub;
    auto walked = walk({{mode, options_}, &input_, writes ? &*output_ : nullptr, values}, wire::Tier::structural);
    outcome.isolation = walked.answer.isolation;
    outcome.report = std::move(walked.answer.report);
    if (walked.answer.reason != Reason::none && walked.answer.needed == wire::Tier::office) {
        auto conversion = client::convert(workers_.office_program(), input_, walked.answer.convert_from, options_);
        converted_.emplace(std::move(conversion.document));
        auto later_values = MemoryFile::create();
        if (writes) *output_ = MemoryFile::create();
        walked = walk({{mode, options_}, &*converted_, writes ? &*output_ : nullptr, writes ? &later_values : nullptr}, wire::Tier::structural);
        outcome.isolation = weaker_of(outcome.isolation, walked.answer.isolation);
        append(outcome.report, std::move(walked.answer.report));
        outcome.report.remarks.push_back({"", "LibreOffice converted the document to " + conversion.to + ", so its layout may differ a little"});
        if (writes) *values = joined(*values, later_values);
    }
    if (walked.answer.reason != Reason::none) throw_answer(walked.answer);
    return walked;
}

void Job::scrub_into(Outcome& outcome) {
    output_.emplace(MemoryFile::create());
    auto removed_values = MemoryFile::create();
    auto const walked = walk_input(outcome, wire::Mode::scrub, &removed_values);
    accept(*output_, removed_values, walked.answer);
    verify(outcome, walked.tier, removed_values);

    outcome.output_size = output_->size();
    if (options_.with_hashes) outcome.output_sha256 = sha256_hex(output_->map().bytes());
    // The worker's word is not enough to tell a reader that the input is as good as the output.
    bool const is_unchanged = walked.answer.is_unchanged && !converted_ && is_same(input_, *output_);
    outcome.status = is_unchanged ? Status::already_clean : Status::scrubbed;
}

void Job::verify(Outcome& outcome, wire::Tier tier, MemoryFile& removed_values) const {
    auto walked = walk({{wire::Mode::verify, options_}, &*output_, nullptr, &removed_values}, tier);
    auto& answer = walked.answer;
    outcome.isolation = weaker_of(outcome.isolation, answer.isolation);
    outcome.report.residue = std::move(answer.report.residue);
    if (is_failure(answer.reason) || answer.reason == Reason::no_isolation) throw_answer(answer);
    if (answer.reason == Reason::over_budget || answer.reason == Reason::residue) throw_refusal(answer.reason, answer.message);
    if (answer.reason != Reason::none) {
        remark_leftovers(outcome.report, answer.report);
        throw_refusal(Reason::verify_failed, "the output did not pass its verification: " + answer.message);
    }
    // The verdict follows from the report as well as from what the worker says of it.
    if (answer.report.has_removals())
        throw_refusal(Reason::verify_failed, "the output did not pass its verification");
    mark_verified(outcome.report, answer.report);
}

Buffer Job::take_output() const {
    auto mapping = output_->map();
    auto const bytes = mapping.release();
    return Buffer(bytes.data(), bytes.size());
}

}  // namespace scrub
