// Where the samples are, and who is to blame when one crashes.
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <unistd.h>

#include "core/format.hpp"
#include "samples/samples.hpp"

namespace scrub::engine::testing {
namespace {

namespace fs = std::filesystem;

// Read by a signal handler, which cannot be handed anything.
char running[512];

extern "C" void report_death(int signal) {
    char const* const what = signal == SIGALRM ? "takes too long: " : "crashes: ";
    [[maybe_unused]] ssize_t written = write(STDERR_FILENO, what, std::strlen(what));
    written = write(STDERR_FILENO, running, std::strlen(running));
    written = write(STDERR_FILENO, "\n", 1);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

}  // namespace

void now_running(std::string const& what, unsigned seconds) {
    auto const size = what.copy(running, sizeof running - 1);
    running[size] = '\0';
    for (int const signal : {SIGALRM, SIGABRT, SIGXCPU}) std::signal(signal, &report_death);
#ifndef SCRUB_SANITIZED  // sanitizers tell more about these
    for (int const signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, &report_death);
#endif
    alarm(seconds);
}

Blob read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(fs::path const& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::vector<Sample> samples_in(fs::path const& folder) {
    std::vector<Sample> samples;
    if (!fs::is_directory(folder)) return samples;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() != ".report") samples.push_back({entry.path(), read_file(entry.path())});
    std::sort(samples.begin(), samples.end(), [](Sample const& a, Sample const& b) { return a.path < b.path; });
    return samples;
}

fs::path folder_of(std::string_view format) { return fs::path(SCRUB_TEST_DATA) / "formats" / format; }

std::vector<std::string> formats_with_samples() {
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator(fs::path(SCRUB_TEST_DATA) / "formats"))
        if (fs::is_directory(entry.path() / "samples")) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

std::set<std::string> debts_in(fs::path const& list) {
    std::set<std::string> debts;
    if (!fs::exists(list)) return debts;
    auto const content = read_file(list);
    std::string line;
    for (auto const c : content) {
        if (c != '\n') {
            line += static_cast<char>(c);
            continue;
        }
        if (!line.empty() && line[0] != '#') debts.insert(line);
        line.clear();
    }
    return debts;
}

std::vector<Sample> samples_of(std::string_view format) { return samples_in(folder_of(format) / "samples"); }

}  // namespace scrub::engine::testing
