// Conversion of old formats.
#include "client/office.hpp"

#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <system_error>

#include "client/problem.hpp"
#include "client/spawn.hpp"
#include "client/worker_program.hpp"
#include "client/zygote.hpp"
#include "ipc/deadline.hpp"

namespace scrub::client {
namespace {

struct Row {
    std::string_view from;
    std::string_view to;
    std::string_view package;  // of Debian, that brings the part of LibreOffice which reads it
};
constexpr Row kRows[] = {
    {"doc", "docx", "libreoffice-writer-nogui"}, {"ppt", "pptx", "libreoffice-impress-nogui"},
    {"rtf", "docx", "libreoffice-writer-nogui"}, {"xls", "xlsx", "libreoffice-calc-nogui"},
    {"xlsb", "xlsx", "libreoffice-calc-nogui"},
};

// What scrub-worker-office says by its exit status.
constexpr int kConverted = 0;
constexpr int kNotInstalled = 2;
constexpr int kNoSandbox = 3;

// LibreOffice starts slowly, and twice with a new profile.
constexpr auto kStartTime = std::chrono::seconds(60);

// The exit status; nothing when it took too long or a signal ended it.
std::optional<int> wait_for(Child const& child, ipc::Clock::time_point deadline) {
    pollfd gone{child.pidfd().number(), POLLIN, 0};
    for (;;) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - ipc::Clock::now()).count();
        if (left <= 0) return std::nullopt;
        int const ready = ::poll(&gone, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
        if (ready > 0) break;
    }
    siginfo_t status{};
    // A host that ignores SIGCHLD has no status to take; then the result alone says whether it went well.
    if (::waitid(P_PIDFD, static_cast<id_t>(child.pidfd().number()), &status, WEXITED | WNOWAIT) != 0) return kConverted;
    if (status.si_code != CLD_EXITED) return std::nullopt;
    return status.si_status;
}

}  // namespace

Conversion convert(std::filesystem::path const& path, MemoryFile const& document, std::string_view untrusted_from, Options const& options) {
    auto const row = std::find_if(std::begin(kRows), std::end(kRows), [&](Row const& r) { return r.from == untrusted_from; });
    if (row == std::end(kRows)) throw_refusal(Reason::unsupported, "no program converts this kind of file");

    auto const program = moved_up(open_worker(path));
    auto result = MemoryFile::create();
    auto const in = moved_up(document.handle());
    auto const out = moved_up(result.handle());
    std::optional<int> status;
    try {
        int const descriptors[] = {in.number(), out.number()};
        Child const child(spawn(program, descriptors, {path.native(), std::string(row->from), std::string(row->to)}));
        status = wait_for(child, ipc::Clock::now() + kStartTime + ipc::wall_seconds(options, document.size()));
    } catch (std::system_error const& error) {
        throw Problem{Status::failed, Reason::internal_error, "LibreOffice cannot be started: " + error.code().message()};
    }
    if (status == kNotInstalled)
        throw_refusal(Reason::unsupported, "this old format has to be converted by LibreOffice, which is not there: install the package " + std::string(row->package));
    if (status == kNoSandbox) throw_refusal(Reason::no_isolation, "LibreOffice cannot be confined on this system");
    if (!status) throw_refusal(Reason::over_budget, "LibreOffice took too long over the document, or crashed, and was ended");
    if (status != kConverted || !result.seal() || result.size() == 0)
        throw_refusal(Reason::malformed, "LibreOffice cannot read the document, or its package " + std::string(row->package) + " is not installed");
    return {std::move(result), std::string(row->to)};
}

}  // namespace scrub::client
