// The process that workers of one tier are forked from.
#include "client/zygote.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cstring>

#include "client/problem.hpp"
#include "client/spawn.hpp"
#include "client/worker_program.hpp"
#include "model/wire.hpp"

namespace scrub::client {
namespace {

constexpr auto kStartTimeout = std::chrono::seconds(30);

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
    static_assert(ipc::kControl == STDERR_FILENO + 1, "the control channel is the first descriptor that a child gets");
    auto const program = moved_up(open_worker(path));
    auto channel = ipc::socket_pair(ipc::SocketKind::packets);
    if (!channel) throw_io("no channel to a worker");
    auto theirs = moved_up(channel->second);
    channel->second.close();

    std::unique_ptr<Zygote> zygote;
    try {
        int const descriptors[] = {theirs.number()};
        auto const pid = spawn(program, descriptors, {path.native()});
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
