// The process that workers of one tier are forked from.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <memory>

#include "ipc/channel.hpp"

namespace scrub::client {

/// A process that this one started; ended and waited for with the object.
class Child {
public:
    explicit Child(pid_t pid) noexcept;
    ~Child();
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;

    ipc::Fd const& pidfd() const noexcept { return pidfd_; }

private:
    ipc::Fd pidfd_;  // cannot come to mean another process, as a number can when the host waits for any child
    pid_t starter_;  // a fork of the host holds a copy of this object, and must not end the process
};

/// A running zygote; ended with the object, and with it any worker that it still has. Thread-safe.
class Zygote {
public:
    /// Starts the program and waits until it has made itself ready. Throws Problem.
    static std::unique_ptr<Zygote> start(std::filesystem::path const& program);

    /// Has a worker forked that serves the other end of a channel. False when the zygote is gone.
    bool fork_worker(ipc::Fd worker_end) noexcept;
    /// Workers asked for so far.
    unsigned workers() const noexcept { return workers_.load(std::memory_order_relaxed); }

private:
    Zygote(ipc::Fd control, pid_t pid) noexcept : control_(std::move(control)), child_(pid) {}

    ipc::Fd control_;
    Child child_;
    std::atomic<unsigned> workers_{0};
};

/// Ends a process at once and waits, a second at most, until it is gone. Says nothing: it may be gone already.
void end_process(ipc::Fd const& pidfd) noexcept;

}  // namespace scrub::client
