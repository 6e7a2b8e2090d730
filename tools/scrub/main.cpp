// scrub: the command.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <iostream>

#include <sys/resource.h>
#include <unistd.h>

#include "lists.hpp"
#include "ordered.hpp"
#include "parse.hpp"
#include "plan.hpp"
#include "report_file.hpp"
#include "terminal.hpp"
#include "treat.hpp"

namespace scrub::command {
namespace {

constexpr unsigned kMostJobsByDefault = 8;

int usage_error(std::string const& sentence) {
    std::cerr << "scrub: " << sentence << ".\nTry 'scrub --help'.\n";
    return kExitUsage;
}

/// The reports of a run as one JSON document: on standard output, in a file, or both.
class Reports {
public:
    Reports(Settings const& settings, Terminal& terminal) : settings_(settings), terminal_(terminal) {}

    [[nodiscard]] std::string begin() {
        if (settings_.report_file.empty()) return {};
        return file_.open(settings_.report_file, settings_.options.overwrite);
    }
    void add(std::string const& json) {
        write((is_first_ ? "{\"scrub_version\": \"" + std::string(version()) + "\", \"files\": [\n" : std::string(",\n")) + json);
        is_first_ = false;
    }
    [[nodiscard]] std::string end() {
        write("\n]}\n");
        return file_.finish();
    }

private:
    void write(std::string const& text) {
        if (settings_.prints_json) terminal_.print(text);
        file_.write(text);
    }

    Settings const& settings_;
    Terminal& terminal_;
    ReportFile file_;
    bool is_first_ = true;
};

struct Counts {
    std::size_t scrubbed = 0;
    std::size_t unchanged = 0;
    std::size_t refused = 0;
    std::size_t failed = 0;

    void add(Status status) {
        switch (status) {
            case Status::scrubbed: ++scrubbed; break;
            case Status::already_clean: ++unchanged; break;
            case Status::refused: ++refused; break;
            case Status::failed: ++failed; break;
        }
    }
    std::string sentence(Settings const& settings) const {
        bool const is_spanish = settings.language == "es";
        bool const is_inspection = settings.verb == Verb::inspect;
        auto const say = [&](std::size_t count, std::string_view english, std::string_view spanish) {
            return std::to_string(count) + " " + std::string(is_spanish ? spanish : english);
        };
        return say(scrubbed + unchanged + refused + failed, "files: ", "archivos: ") +
               (is_inspection ? say(scrubbed, "with something to remove, ", "con algo que quitar, ") : say(scrubbed, "scrubbed, ", "depurados, ")) +
               say(unchanged, "with nothing to remove, ", "sin nada que quitar, ") + say(refused, "refused, ", "rechazados, ") + say(failed, "failed", "con error") + ".\n";
    }
};

// The first line of a descriptor. A sentence in `why_not` when there is none to be had.
std::string read_password(int descriptor, std::string& why_not) {
    constexpr std::size_t kMaxPasswordBytes = 1024;
    std::string line;
    for (char c = 0;;) {
        auto const got = ::read(descriptor, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) why_not = "the password cannot be read from descriptor " + std::to_string(descriptor);
        if (got <= 0 || c == '\n') break;
        line += c;
        if (line.size() > kMaxPasswordBytes) why_not = "the password is longer than " + std::to_string(kMaxPasswordBytes) + " bytes";
        if (!why_not.empty()) break;
    }
    if (line.empty() && why_not.empty()) why_not = "the password from descriptor " + std::to_string(descriptor) + " is empty";
    return line;
}

unsigned threads_for(Settings const& settings) {
    if (settings.jobs > 0) return settings.jobs;
    return std::clamp(std::thread::hardware_concurrency(), 1U, kMostJobsByDefault);
}

int treat_all(Settings settings) {
    std::string why_not;
    if (settings.password_descriptor >= 0) settings.options.password = read_password(settings.password_descriptor, why_not);
    if (!why_not.empty()) return usage_error(why_not);
    auto const items = plan(settings, why_not);
    if (!why_not.empty()) return usage_error(why_not);
    if (settings.writes_document_to_stdout() && ::isatty(STDOUT_FILENO) == 1) return usage_error("the document would go to the terminal; name its output with -o");

    Terminal terminal(items.size(), settings.is_quiet);
    Reports reports(settings, terminal);
    if (auto const sentence = reports.begin(); !sentence.empty()) {
        terminal.complain("scrub: " + sentence + ".\n");
        return kExitFailed;
    }
    Scrubber scrubber;
    Claims claims(items, settings);
    Counts counts;
    int worst = 0;
    in_order(items.size(), threads_for(settings), [&](std::size_t i) {
        auto treated = treat(scrubber, items[i], settings, claims);
        terminal.advance();
        return treated;
    }, [&](std::size_t, Treated treated) {
        counts.add(treated.status);
        worst = std::max(worst, treated.exit_status);
        if (!treated.complaint.empty()) terminal.complain(treated.complaint);
        if (!treated.json.empty()) reports.add(treated.json);
        auto const bytes = treated.document.bytes();
        if (!bytes.empty()) terminal.print({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
        if (treated.text.empty()) return;
        if (settings.writes_document_to_stdout()) terminal.complain(treated.text);
        else terminal.print(treated.text);
    });
    if (items.size() > 1 && !settings.is_quiet && !settings.prints_json) terminal.print(counts.sentence(settings));
    if (auto const sentence = reports.end(); !sentence.empty()) {
        terminal.complain("scrub: " + sentence + ".\n");
        worst = kExitFailed;
    }
    if (!terminal.is_good()) {
        terminal.complain("scrub: cannot write to standard output.\n");
        worst = kExitFailed;
    }
    return worst;
}

int print(std::string const& text) {
    if (write_all(STDOUT_FILENO, text)) return 0;
    std::cerr << "scrub: cannot write to standard output.\n";
    return kExitFailed;
}

int run(int argc, char** argv) {
    auto const parsed = parse(argc, argv);
    if (auto const* error = std::get_if<UsageError>(&parsed)) return usage_error(error->sentence);
    auto const& settings = std::get<Settings>(parsed);
    switch (settings.verb) {
        case Verb::help: return print(help());
        case Verb::version: return print(version_text());
        case Verb::formats:
        case Verb::kinds:
        case Verb::limits: return print(settings.prints_json ? list_json(settings.verb) : list_text(settings.verb));
        case Verb::scrub:
        case Verb::inspect: return treat_all(settings);
    }
    return kExitUsage;
}

// No core dump of ours may hold a document. A limit on file sizes ends a write with an error and not the process; a handler
// and not SIG_IGN, which the workers would inherit.
void prepare_process() {
    rlimit const none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(SIGXFSZ, [](int) {});
}

}  // namespace
}  // namespace scrub::command

int main(int argc, char** argv) {
    scrub::command::prepare_process();
    try {
        return scrub::command::run(argc, argv);
    } catch (std::exception const& error) {
        std::cerr << "scrub: " << error.what() << "\n";
        return scrub::command::kExitFailed;
    }
}
