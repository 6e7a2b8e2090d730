// libscrub: makes documents safe to handle and safe to publish.
//
//     scrub::Scrubber scrubber;
//     scrub::Outcome outcome = scrubber.scrub_file("leak.docx", "leak.scrubbed.docx");
//     if (outcome.status == scrub::Status::refused) std::cerr << outcome.message << '\n';
//
// No byte of a document is parsed in the calling process: each job runs in a process of its own, without
// files, network or privileges, and a second one verifies its output. A crash or an endless loop costs one job.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <scrub/limits.hpp>
#include <scrub/policy.hpp>
#include <scrub/report.hpp>

namespace [[gnu::visibility("default")]] scrub {

/// How a job ended. An output exists for `scrubbed` and `already_clean` only.
enum class Status : std::uint8_t {
    scrubbed,       ///< an output was made and verified
    already_clean,  ///< the same, and it equals the input byte for byte
    refused,        ///< the file cannot be made safe; nothing was written
    failed,         ///< something went wrong outside the document, or a worker died; nothing was written
};

/// Why a job was refused or failed.
enum class Reason : std::uint8_t {
    none,
    unsupported,    ///< not a kind of file that is known
    encrypted,      ///< needs a password, or a right that cannot be had
    malformed,      ///< the file breaks the rules of its format in a way that leaves its content unclear
    truncated,      ///< the file ends early
    over_budget,    ///< a limit was hit
    residue,        ///< a removed value still stood where no reader sees it
    verify_failed,  ///< the walk of the output found something
    no_isolation,   ///< the sandbox is not to be had, and was asked for
    io_error,       ///< reading or writing failed
    exists,         ///< the output is there already
    worker_died,    ///< the worker crashed, hung or broke the protocol
    internal_error, ///< a fault of this library
};

std::string_view to_string(Status status) noexcept;
std::string_view to_string(Reason reason) noexcept;

/// The layers of protection that a worker has put on.
struct Isolation {
    bool seccomp = false;          ///< system calls beyond an allow-list end the process
    bool no_new_privileges = false;
    int landlock_abi = 0;          ///< 0: the kernel has no Landlock
    bool resource_limits = false;  ///< address space, CPU time, file size, core dumps

    /// Every layer that this library knows is in force.
    bool is_complete() const noexcept { return seccomp && no_new_privileges && landlock_abi > 0 && resource_limits; }
    std::string describe() const;
};

/// How to treat a file.
struct Options {
    Policy policy = Policy::publish();
    Values values = Values::masked;
    Limits limits{};
    bool require_isolation = false;  ///< refuse where a layer of protection is missing
    bool no_rerender = false;        ///< refuse a file with a page that cannot be vetted, instead of drawing that page anew
    std::string password{};          ///< of encrypted documents, at most 1 KiB; in no report and no output
    bool with_hashes = false;        ///< compute the SHA-256 of input and output
    bool overwrite = false;          ///< scrub_file: replace an existing output (never the input)
};

/// Read-only bytes, owned. Movable, not copyable. The bytes stay put when a Buffer is moved.
class Buffer {
public:
    Buffer() noexcept = default;
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;
    Buffer(Buffer const&) = delete;
    Buffer& operator=(Buffer const&) = delete;
    ~Buffer();

    std::span<std::uint8_t const> bytes() const noexcept { return {data_, size_}; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }

private:
    friend class Job;
    Buffer(std::uint8_t const* mapping, std::size_t size_bytes) noexcept : data_(mapping), size_(size_bytes) {}
    std::uint8_t const* data_ = nullptr;  // a private mapping, or null
    std::size_t size_ = 0;
};

/// What became of one file.
struct Outcome {
    Status status = Status::failed;
    Reason reason = Reason::none;
    std::string message;        ///< one sentence for people; empty when an output exists
    bool is_inspection = false; ///< of `inspect`: nothing was written; what the report calls removed would be
    Report report;              ///< also of a refused file, as far as it was walked
    Buffer output;              ///< `scrub` only; `scrub_file` writes it
    std::uint64_t input_size = 0;   ///< bytes
    std::uint64_t output_size = 0;  ///< bytes
    std::string input_sha256;   ///< lower-case hexadecimal; empty unless `Options::with_hashes`
    std::string output_sha256;
    Isolation isolation;        ///< of the workers that did this job

    bool has_output() const noexcept { return status == Status::scrubbed || status == Status::already_clean; }
};

/// Chooses the path of an output from the report of what was found.
using OutputName = std::function<std::filesystem::path(Report const& report)>;

/// Where the worker program is, and how the workers are kept.
struct Config {
    /// The worker. Empty: $SCRUB_WORKER (not in programs with raised privileges), or the installed one.
    std::filesystem::path worker{};
    /// The process that workers are forked from is replaced after so many jobs, since they share its address layout.
    unsigned jobs_per_zygote = 400;
};

/// Runs jobs. Costs one helper process while it lives. Safe to use from many threads at once.
/// Throws std::bad_alloc only.
class Scrubber {
public:
    explicit Scrubber(Config config = {});
    ~Scrubber();
    Scrubber(Scrubber&&) noexcept;
    Scrubber& operator=(Scrubber&&) noexcept;

    /// Scrubs bytes; the output is in the outcome.
    Outcome scrub(std::span<std::uint8_t const> input, Options const& options = {});
    /// The same walk with its output thrown away: what scrub would find. Status is `already_clean` when that is nothing.
    Outcome inspect(std::span<std::uint8_t const> input, Options const& options = {});

    /// Scrubs a file into a new file: mode 0600, a fixed modification time, no extended attributes. The output
    /// appears under its name when it is whole, verified and synced, or not at all. Never replaces the input.
    Outcome scrub_file(std::filesystem::path const& input, std::filesystem::path const& output, Options const& options = {});
    /// The same, where the output's name depends on what the file turned out to be. `name` is called at most once.
    Outcome scrub_file(std::filesystem::path const& input, OutputName const& name, Options const& options = {});
    /// What scrub_file would find. Writes nothing.
    Outcome inspect_file(std::filesystem::path const& input, Options const& options = {});

    /// Puts a worker into its sandbox and asks what holds there. A reason when no worker starts.
    Isolation isolation(std::string* why_not = nullptr);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// As the members of Scrubber, with a helper process for this one job.
Outcome scrub(std::span<std::uint8_t const> input, Options const& options = {});
Outcome inspect(std::span<std::uint8_t const> input, Options const& options = {});
Outcome scrub_file(std::filesystem::path const& input, std::filesystem::path const& output, Options const& options = {});

/// A kind of file that can be scrubbed.
struct FormatInfo {
    std::string_view name;         ///< "docx"
    std::string_view description;  ///< "Word document"
    std::string_view media_type;   ///< "image/png"
    std::string_view extensions;   ///< usual first, separated by spaces: "jpg jpeg jpe jfif"
};

/// Every kind of file that this build knows.
std::span<FormatInfo const> formats() noexcept;

/// The report as JSON (docs/report.schema.json), without the name of the file.
std::string to_json(Outcome const& outcome, Options const& options);
/// The report as text for a terminal, in "en" or "es".
std::string to_text(Outcome const& outcome, Options const& options, std::string_view language = "en");

std::string_view version() noexcept;

}  // namespace scrub
