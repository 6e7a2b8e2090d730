// The process that workers of one tier are forked from.
#include "client/zygote.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cstring>

#include "client/problem.hpp"
#include "client/worker_program.hpp"
#include "model/wire.hpp"

namespace scrub::client {
namespace {

constexpr auto kStartTimeout = std::chrono::seconds(30);

// Descriptors that the child puts in their places must not lie there already.
constexpr int kFirstFreeDescriptor = 16;
constexpr int kProgram = ipc::kControl + 1;

ipc::Fd moved_up(ipc::Fd const& fd) {
    ipc::Fd high(::fcntl(fd.number(), F_DUPFD_CLOEXEC, kFirstFreeDescriptor));
    if (!high) throw_io("no descriptor for a worker");
    return high;
}

/// What posix_spawn does before the program starts: no descriptor, signal handler or mask of the host gets there.
class SpawnPlan {
public:
    SpawnPlan(int control, int program) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#ifndef SCRUB_SANITIZED  // what a sanitizer has to say is worth seeing
        posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
#endif
        posix_spawn_file_actions_adddup2(&actions_, control, ipc::kControl);
        posix_spawn_file_actions_adddup2(&actions_, program, kProgram);
        posix_spawn_file_actions_addclosefrom_np(&actions_, kProgram + 1);

        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        // A session of its own: a key on the terminal is for the host to act upon.
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    }
    ~SpawnPlan() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&actions_);
    }
    SpawnPlan(SpawnPlan const&) = delete;
    SpawnPlan& operator=(SpawnPlan const&) = delete;

    /// The number of the new process. Throws the error of the system.
    pid_t run(std::string shown_name) const {
        // The program is the descriptor that was checked. Nothing of the host's environment is passed on.
        auto const path = "/proc/self/fd/" + std::to_string(kProgram);
        char locale[] = "LC_ALL=C.UTF-8";
        char* const arguments[] = {shown_name.data(), nullptr};
        char* const environment[] = {locale, nullptr};
        pid_t pid = -1;
        int const error = ::posix_spawn(&pid, path.c_str(), &actions_, &attributes_, arguments, environment);
        if (error != 0) throw std::system_error(error, std::generic_category());
        return pid;
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

bool is_of_this_build(std::vector<std::uint8_t> const& untrusted_hello) {
    wire::Hello hello;
    if (untrusted_hello.size() != sizeof hello) return false;
    std::memcpy(&hello, untrusted_hello.data(), sizeof hello);
    return hello == wire::Hello::of_this_build();
}

[[noreturn]] void throw_no_start(std::filesystem::path const& path, std::string const& why) {
    throw Problem{Status::failed, Reason::internal_error, "the worker " + escaped(path.native()) + " does not start: " + why};
}

}  // namespace

Child::Child(pid_t pid) noexcept : pidfd_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))), starter_(::getpid()) {}

Child::~Child() {
    if (!pidfd_ || ::getpid() != starter_) return;
    end_process(pidfd_);
    // Takes the exit status, so that no zombie stays; a host that ignores SIGCHLD has none to take.
    siginfo_t status{};
    ::waitid(P_PIDFD, static_cast<id_t>(pidfd_.number()), &status, WEXITED | WNOHANG);
}

std::unique_ptr<Zygote> Zygote::start(std::filesystem::path const& path) {
    auto const program = moved_up(open_worker(path));
    auto channel = ipc::socket_pair(ipc::SocketKind::packets);
    if (!channel) throw_io("no channel to a worker");
    auto theirs = moved_up(channel->second);
    channel->second.close();

    std::unique_ptr<Zygote> zygote;
    try {
        auto const pid = SpawnPlan(theirs.number(), program.number()).run(path.native());
        zygote.reset(new Zygote(std::move(channel->first), pid));
    } catch (std::system_error const& error) {
        throw_no_start(path, error.code().message());
    }
    theirs.close();
    auto const hello = ipc::receive_exactly(zygote->control_.number(), sizeof(wire::Hello), 0, ipc::Clock::now() + kStartTimeout);
    if (hello.arrival != ipc::Arrival::complete) throw_no_start(path, "it does not answer");
    if (!is_of_this_build(hello.bytes)) throw_no_start(path, "it is of another version");
    return zygote;
}

bool Zygote::fork_worker(ipc::Fd worker_end) noexcept {
    workers_.fetch_add(1, std::memory_order_relaxed);
    std::uint8_t const one_byte[] = {0};
    int const descriptors[] = {worker_end.number()};
    return ipc::send_all(control_.number(), one_byte, descriptors);
}

void end_process(ipc::Fd const& pidfd) noexcept {
    constexpr int kPatienceMilliseconds = 1000;
    if (!pidfd) return;
    ::syscall(SYS_pidfd_send_signal, pidfd.number(), SIGKILL, nullptr, 0);
    pollfd gone{pidfd.number(), POLLIN, 0};
    while (::poll(&gone, 1, kPatienceMilliseconds) < 0 && errno == EINTR) {
    }
}

}  // namespace scrub::client
