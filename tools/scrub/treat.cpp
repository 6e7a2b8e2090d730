// One input from its name to what is said about it.
#include "treat.hpp"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/json.hpp"
#include "terminal.hpp"

namespace scrub::command {
namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

Outcome failed(Reason reason, std::string message) {
    Outcome outcome;
    outcome.reason = reason;
    outcome.message = std::move(message);
    return outcome;
}

/// Calls `use` with pieces of what can be read, up to one byte more than `limit`. False with errno when reading fails.
template <class Use>
bool read_all(int descriptor, std::uint64_t limit, Use use) {
    std::string piece(std::size_t{1} << 16, '\0');
    for (std::uint64_t total = 0; total <= limit;) {
        auto const got = ::read(descriptor, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) return true;
        total += static_cast<std::uint64_t>(got);
        if (!use(std::string_view(piece).substr(0, static_cast<std::size_t>(got)))) return false;
    }
    return true;
}

// An input whose output goes to standard output is held in memory: it has no name to be written under.
Outcome through_memory(Scrubber& scrubber, Item const& item, Settings const& settings) {
    Descriptor const opened(item.is_stdin() ? -1 : ::open(item.input.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    int const descriptor = item.is_stdin() ? STDIN_FILENO : opened.number();
    if (descriptor < 0) return failed(Reason::io_error, std::strerror(errno));
    struct stat about {};
    if (::fstat(descriptor, &about) != 0) return failed(Reason::io_error, std::strerror(errno));
    if (S_ISDIR(about.st_mode)) return failed(Reason::io_error, "a folder");
    if (!item.is_stdin() && !S_ISREG(about.st_mode)) return failed(Reason::io_error, "not a regular file");
    std::vector<std::uint8_t> bytes;
    bool const is_read = read_all(descriptor, settings.options.limits.bytes_in, [&](std::string_view piece) {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return true;
    });
    if (!is_read) return failed(Reason::io_error, std::strerror(errno));
    return scrubber.scrub(bytes, settings.options);
}

// Standard input, under the name of a file in memory, so that it is treated as every other file.
class StdinFile {
public:
    explicit StdinFile(std::uint64_t limit) : file_(::memfd_create("scrub-input", MFD_CLOEXEC)) {
        is_good_ = file_.number() >= 0 && read_all(STDIN_FILENO, limit, [&](std::string_view piece) { return write_all(file_.number(), piece); });
        error_ = errno;
    }
    bool is_good() const { return is_good_; }
    std::string why_not() const { return std::strerror(error_); }
    fs::path path() const { return "/proc/self/fd/" + std::to_string(file_.number()); }

private:
    Descriptor file_;
    bool is_good_ = false;
    int error_ = 0;
};

struct Done {
    Outcome outcome;
    fs::path output;  // empty when there is none
};

Done run(Scrubber& scrubber, Item const& item, Settings const& settings, Claims& claims) {
    if (settings.writes_document_to_stdout()) return {through_memory(scrubber, item, settings), {}};
    std::optional<StdinFile> from_stdin;
    if (item.is_stdin()) from_stdin.emplace(settings.options.limits.bytes_in);
    if (from_stdin && !from_stdin->is_good()) return {failed(Reason::io_error, from_stdin->why_not()), {}};
    fs::path const input = from_stdin ? from_stdin->path() : fs::path(item.input);
    if (settings.verb == Verb::inspect) return {scrubber.inspect_file(input, settings.options), {}};
    if (!settings.output.empty()) return {scrubber.scrub_file(input, fs::path(settings.output), settings.options), settings.output};

    fs::path output;
    std::string clash;
    auto outcome = scrubber.scrub_file(input, [&](Report const& report) {
        output = output_path(item, settings, report);
        clash = claims.claim(output);
        return clash.empty() ? output : fs::path();  // a path of no file: nothing is written
    }, settings.options);
    if (!clash.empty()) return {failed(Reason::exists, clash), {}};
    return {std::move(outcome), output};
}

int exit_status_of(Outcome const& outcome, Settings const& settings) {
    if (outcome.status == Status::failed) return kExitFailed;
    if (outcome.status == Status::refused) return kExitRefused;
    if (settings.verb == Verb::inspect && outcome.report.has_removals()) return kExitFound;
    return settings.is_strict && outcome.report.has_flags() ? kExitFound : 0;
}

std::string json_of(Done const& done, Item const& item, Settings const& settings) {
    Json names;
    names.open('{', true).member("input", item.input);
    if (done.outcome.has_output() && !done.outcome.is_inspection) names.member("output", settings.writes_document_to_stdout() ? std::string("-") : done.output.native());
    auto begin = names.take();
    return begin + "," + to_json(done.outcome, settings.options).substr(1);
}

std::string text_of(Done const& done, Item const& item, Settings const& settings) {
    std::string text = escaped(item.input);
    if (!done.output.empty()) text += " -> " + escaped(done.output.native());
    return text + "\n" + to_text(done.outcome, settings.options, settings.language) + "\n";
}

}  // namespace

Treated treat(Scrubber& scrubber, Item const& item, Settings const& settings, Claims& claims) {
    auto done = run(scrubber, item, settings, claims);
    auto& outcome = done.outcome;
    outcome.is_inspection = settings.verb == Verb::inspect;
    Treated treated;
    treated.status = outcome.status;
    treated.exit_status = exit_status_of(outcome, settings);
    bool const wants_json = settings.prints_json || !settings.report_file.empty();
    if (wants_json) treated.json = json_of(done, item, settings);
    if (!outcome.has_output()) treated.complaint = "scrub: " + escaped(item.input) + ": " + to_text(outcome, settings.options, settings.language);
    else if (!settings.is_quiet && !settings.prints_json) treated.text = text_of(done, item, settings);
    if (settings.writes_document_to_stdout()) treated.document = std::move(outcome.output);
    return treated;
}

}  // namespace scrub::command
