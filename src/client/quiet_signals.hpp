// A write beyond RLIMIT_FSIZE raises SIGXFSZ, which would end the program that uses this library. While one of these
// lives, the calling thread takes no SIGXFSZ: the write fails with EFBIG, and the signal that it raised is dropped.
#pragma once

#include <pthread.h>
#include <signal.h>

namespace scrub::client {

class QuietFileSizeSignal {
public:
    QuietFileSizeSignal() noexcept {
        sigset_t pending;
        sigemptyset(&only_);
        sigaddset(&only_, SIGXFSZ);
        was_pending_ = sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
        pthread_sigmask(SIG_BLOCK, &only_, &before_);
    }
    ~QuietFileSizeSignal() {
        timespec const at_once{0, 0};
        if (!was_pending_) sigtimedwait(&only_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    QuietFileSizeSignal(QuietFileSizeSignal const&) = delete;
    QuietFileSizeSignal& operator=(QuietFileSizeSignal const&) = delete;

private:
    sigset_t only_{};
    sigset_t before_{};
    bool was_pending_ = false;
};

}  // namespace scrub::client
