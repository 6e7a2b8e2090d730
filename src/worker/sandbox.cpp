// The sandbox of a worker.
#include "worker/sandbox.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "ipc/deadline.hpp"
#include "ipc/fd.hpp"
#include "worker/landlock.hpp"
#include "worker/syscalls.hpp"

namespace scrub::worker {
namespace {

#ifdef SCRUB_SANITIZED
constexpr bool kLimitsAddressSpace = false;  // a sanitizer takes terabytes of it
#else
constexpr bool kLimitsAddressSpace = true;
#endif

constexpr rlim_t kStackBytes = 8 << 20;
constexpr rlim_t kLeastFileBytes = 2 << 20;  // the removed values need room as well
constexpr rlim_t kDescriptors = 64;

// The first number of /proc/self/statm: the size of the address space in pages (proc(5)).
std::uint64_t address_space_bytes() {
    ipc::Fd const file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    char text[64] = {};
    if (!file || ::read(file.number(), text, sizeof text - 1) <= 0) return 0;
    return std::strtoull(text, nullptr, 10) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Lowers a limit; one that is lower already stays.
bool lower(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
    rlimit now{};
    if (::getrlimit(resource, &now) != 0) return false;
    rlimit const wanted{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
    return ::setrlimit(resource, &wanted) == 0;
}

bool lower(__rlimit_resource resource, rlim_t most) { return lower(resource, most, most); }

bool limit_resources(Options const& options, std::uint64_t input_bytes, std::uint64_t base_bytes, wire::Tier tier) {
    auto const seconds = ipc::cpu_seconds(options, input_bytes);
    auto const& limits = options.limits;
    // The soft limit of time is answered (serve.cpp), the hard one kills.
    bool is_limited = lower(RLIMIT_CPU, seconds, seconds + 1);
    is_limited &= lower(RLIMIT_FSIZE, std::max<rlim_t>(limits.bytes_out, kLeastFileBytes));
    is_limited &= lower(RLIMIT_NOFILE, kDescriptors);
    is_limited &= lower(RLIMIT_MEMLOCK, 0);
    is_limited &= lower(RLIMIT_MSGQUEUE, 0);
    // Threads count as processes.
    if (tier != wire::Tier::raster) is_limited &= lower(RLIMIT_NPROC, 0);
    if (!kLimitsAddressSpace) return false;
    constexpr auto kEndless = static_cast<std::uint64_t>(RLIM_INFINITY);
    auto const most = limits.memory > kEndless - base_bytes - input_bytes ? kEndless : limits.memory + base_bytes + input_bytes;
    return lower(RLIMIT_AS, most) && is_limited;
}

}  // namespace

Sandbox::Sandbox(Reach const& reach) : tier_(reach.tier), base_bytes_(address_space_bytes()), filter_(make_filter(reach.tier)) {
    ::prctl(PR_SET_DUMPABLE, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_STACK, kStackBytes);
    landlock_abi_ = restrict_with_landlock(reach.read_only, reach.landlock_abi_at_most);
}

Isolation Sandbox::close(Options const& options, std::uint64_t input_bytes) const {
    Isolation isolation;
    isolation.landlock_abi = landlock_abi_;
    isolation.resource_limits = limit_resources(options, input_bytes, base_bytes_, tier_);
    isolation.no_new_privileges = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
    isolation.seccomp = apply_filter(filter_);
    return isolation;
}

}  // namespace scrub::worker
