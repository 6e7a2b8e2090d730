// scrub-worker: reads documents for libscrub, in a sandbox. Nobody but the library is meant to start it.
#include <sys/socket.h>

#include <cstdio>

#include "ipc/channel.hpp"
#include "tier.hpp"

#ifdef SCRUB_SANITIZED
// The search for leaks needs ptrace, which the sandbox denies.
extern "C" char const* __asan_default_options() { return "detect_leaks=0"; }
#endif

int main() {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(scrub::ipc::kControl, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
        std::fputs("scrub-worker is started by libscrub; to scrub a file, run scrub\n", stderr);
        return 64;
    }
    return scrub::worker::serve(scrub::worker::setup_of_this_tier());
}
