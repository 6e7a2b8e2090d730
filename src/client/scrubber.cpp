// The public face of the client: bytes and files in, outcomes out.
#include <scrub/scrub.hpp>

#include <sys/mman.h>

#include "client/claimed_kind.hpp"
#include "client/input_file.hpp"
#include "client/job.hpp"
#include "client/output_file.hpp"
#include "client/problem.hpp"
#include "client/workers.hpp"

namespace scrub {
namespace {

using client::MemoryFile;
using client::Problem;

Outcome outcome_of(Problem problem) {
    Outcome outcome;
    outcome.status = problem.status;
    outcome.reason = problem.reason;
    outcome.message = std::move(problem.message);
    return outcome;
}

// An outcome without an output; what was found stays in it.
void withdraw(Outcome& outcome, Problem problem) {
    outcome.status = problem.status;
    outcome.reason = problem.reason;
    outcome.message = std::move(problem.message);
    outcome.output_size = 0;
    outcome.output_sha256.clear();
}

MemoryFile copied(std::span<std::uint8_t const> input, Options const& options) {
    if (input.size() > options.limits.bytes_in) client::throw_refusal(Reason::over_budget, "file too large");
    return MemoryFile::holding(input);
}

}  // namespace

Buffer::Buffer(Buffer&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

Buffer::~Buffer() {
    if (data_ != nullptr) ::munmap(const_cast<std::uint8_t*>(data_), size_);
}

class Scrubber::Impl {
public:
    explicit Impl(Config config) : workers_(std::move(config)) {}

    Outcome scrub(std::span<std::uint8_t const> input, Options const& options) {
        auto const content = copied(input, options);
        Job job(workers_, content, options);
        auto outcome = job.scrub();
        if (outcome.has_output()) outcome.output = job.take_output();
        return outcome;
    }

    Outcome inspect(std::span<std::uint8_t const> input, Options const& options) {
        return Job(workers_, copied(input, options), options).inspect();
    }

    Outcome scrub_file(std::filesystem::path const& path, OutputName const& name, Options const& options) {
        auto const input = client::read_input(path, options.limits.bytes_in);
        return scrub_input(path, input, name, options);
    }

    Outcome scrub_file(std::filesystem::path const& path, std::filesystem::path const& output, Options const& options) {
        auto const input = client::read_input(path, options.limits.bytes_in);
        client::check_output_path(output, input.identity, options.overwrite);
        return scrub_input(path, input, [&](Report const&) { return output; }, options);
    }

    Outcome inspect_file(std::filesystem::path const& path, Options const& options) {
        auto const input = client::read_input(path, options.limits.bytes_in);
        auto outcome = Job(workers_, input.content, options).inspect();
        if (outcome.has_output()) check_name(path, outcome);
        return outcome;
    }

    Isolation isolation() { return workers_.run(wire::Tier::structural, {{wire::Mode::probe, {}}}).isolation; }

private:
    static void check_name(std::filesystem::path const& path, Outcome& outcome) {
        try {
            client::compare_with_name(path, outcome.report);
        } catch (Problem& problem) {
            withdraw(outcome, std::move(problem));
        }
    }

    Outcome scrub_input(std::filesystem::path const& path, client::InputFile const& input, OutputName const& name, Options const& options) {
        Job job(workers_, input.content, options);
        auto outcome = job.scrub();
        if (outcome.has_output()) check_name(path, outcome);
        if (!outcome.has_output()) return outcome;
        try {
            client::publish(job.output(), name(outcome.report), input.identity, options.overwrite);
        } catch (Problem& problem) {
            withdraw(outcome, std::move(problem));
        }
        return outcome;
    }

    client::Workers workers_;
};

namespace {

// Runs `work`; a Problem becomes the outcome.
template <class Work>
Outcome guarded(Work work) {
    try {
        return work();
    } catch (Problem& problem) {
        return outcome_of(std::move(problem));
    }
}

Outcome of_inspection(Outcome outcome) {
    outcome.is_inspection = true;
    return outcome;
}

}  // namespace

Scrubber::Scrubber(Config config) : impl_(std::make_unique<Impl>(std::move(config))) {}
Scrubber::~Scrubber() = default;
Scrubber::Scrubber(Scrubber&&) noexcept = default;
Scrubber& Scrubber::operator=(Scrubber&&) noexcept = default;

Outcome Scrubber::scrub(std::span<std::uint8_t const> input, Options const& options) {
    return guarded([&] { return impl_->scrub(input, options); });
}

Outcome Scrubber::inspect(std::span<std::uint8_t const> input, Options const& options) {
    return of_inspection(guarded([&] { return impl_->inspect(input, options); }));
}

Outcome Scrubber::scrub_file(std::filesystem::path const& input, std::filesystem::path const& output, Options const& options) {
    return guarded([&] { return impl_->scrub_file(input, output, options); });
}

Outcome Scrubber::scrub_file(std::filesystem::path const& input, OutputName const& name, Options const& options) {
    return guarded([&] { return impl_->scrub_file(input, name, options); });
}

Outcome Scrubber::inspect_file(std::filesystem::path const& input, Options const& options) {
    return of_inspection(guarded([&] { return impl_->inspect_file(input, options); }));
}

Isolation Scrubber::isolation(std::string* why_not) {
    try {
        return impl_->isolation();
    } catch (Problem& problem) {
        if (why_not != nullptr) *why_not = std::move(problem.message);
        return {};
    }
}

Outcome scrub(std::span<std::uint8_t const> input, Options const& options) { return Scrubber().scrub(input, options); }
Outcome inspect(std::span<std::uint8_t const> input, Options const& options) { return Scrubber().inspect(input, options); }
Outcome scrub_file(std::filesystem::path const& input, std::filesystem::path const& output, Options const& options) {
    return Scrubber().scrub_file(input, output, options);
}

}  // namespace scrub
