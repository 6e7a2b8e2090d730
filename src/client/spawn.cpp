// Starting a program that gets nothing of the host.
#include "client/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <system_error>

#include "client/problem.hpp"

namespace scrub::client {
namespace {

constexpr int kFirstFreeDescriptor = 16;
constexpr int kFirstOfChild = STDERR_FILENO + 1;

/// What posix_spawn does before the program starts: no descriptor, signal handler or mask of the host gets there.
class Plan {
public:
    Plan(std::span<int const> descriptors, int program) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#ifndef SCRUB_SANITIZED  // what a sanitizer has to say is worth seeing
        posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
#endif
        int number = kFirstOfChild;
        for (int const descriptor : descriptors) posix_spawn_file_actions_adddup2(&actions_, descriptor, number++);
        program_ = number;
        posix_spawn_file_actions_adddup2(&actions_, program, program_);
        posix_spawn_file_actions_addclosefrom_np(&actions_, program_ + 1);

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
    ~Plan() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&actions_);
    }
    Plan(Plan const&) = delete;
    Plan& operator=(Plan const&) = delete;

    pid_t run(std::vector<std::string>& arguments) const {
        // The program is the descriptor that was checked. Nothing of the host's environment is passed on.
        auto const path = "/proc/self/fd/" + std::to_string(program_);
        std::vector<char*> pointers;
        for (auto& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        char locale[] = "LC_ALL=C.UTF-8";
        char* const environment[] = {locale, nullptr};
        pid_t pid = -1;
        int const error = ::posix_spawn(&pid, path.c_str(), &actions_, &attributes_, pointers.data(), environment);
        if (error != 0) throw std::system_error(error, std::generic_category());
        return pid;
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
    int program_ = -1;
};

}  // namespace

ipc::Fd moved_up(ipc::Fd const& fd) {
    ipc::Fd high(::fcntl(fd.number(), F_DUPFD_CLOEXEC, kFirstFreeDescriptor));
    if (!high) throw_io("no descriptor for a worker");
    return high;
}

pid_t spawn(ipc::Fd const& program, std::span<int const> descriptors, std::vector<std::string> arguments) {
    return Plan(descriptors, program.number()).run(arguments);
}

}  // namespace scrub::client
