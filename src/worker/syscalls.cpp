// The system calls that a worker may make, as seccomp sees them (seccomp(2), seccomp_rule_add(3)).
#include "worker/syscalls.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "ipc/fd.hpp"

namespace scrub::worker {
namespace {

using wire::Tier;

/// A call that may be made from `tier` on.
struct CallRow {
    int call;
    Tier tier;
    char const* why;
};

constexpr CallRow kAllowed[] = {
    {SCMP_SYS(brk), Tier::structural, "memory"},
    {SCMP_SYS(clock_getres), Tier::structural, "where the vDSO cannot tell the time"},
    {SCMP_SYS(clock_gettime), Tier::structural, "where the vDSO cannot tell the time"},
    {SCMP_SYS(close), Tier::structural, "files"},
    {SCMP_SYS(exit), Tier::structural, "the end"},
    {SCMP_SYS(exit_group), Tier::structural, "the end"},
    {SCMP_SYS(fstat), Tier::structural, "sizes of files that are open"},
    {SCMP_SYS(futex), Tier::structural, "locks of libraries"},
    {SCMP_SYS(getegid), Tier::structural, "harmless, and libraries ask"},
    {SCMP_SYS(geteuid), Tier::structural, "harmless, and libraries ask"},
    {SCMP_SYS(getgid), Tier::structural, "harmless, and libraries ask"},
    {SCMP_SYS(getpid), Tier::structural, "abort"},
    {SCMP_SYS(getrandom), Tier::structural, "seeds of hash tables"},
    {SCMP_SYS(gettid), Tier::structural, "abort"},
    {SCMP_SYS(gettimeofday), Tier::structural, "where the vDSO cannot tell the time"},
    {SCMP_SYS(getuid), Tier::structural, "harmless, and libraries ask"},
    {SCMP_SYS(lseek), Tier::structural, "files"},
    {SCMP_SYS(madvise), Tier::structural, "memory"},
    {SCMP_SYS(mremap), Tier::structural, "memory"},
    {SCMP_SYS(munmap), Tier::structural, "memory"},
    {SCMP_SYS(pread64), Tier::structural, "files"},
    {SCMP_SYS(read), Tier::structural, "files"},
    {SCMP_SYS(restart_syscall), Tier::structural, "after a signal"},
    {SCMP_SYS(rt_sigaction), Tier::structural, "abort"},
    {SCMP_SYS(rt_sigprocmask), Tier::structural, "abort"},
    {SCMP_SYS(rt_sigreturn), Tier::structural, "after a signal"},
    {SCMP_SYS(sched_yield), Tier::structural, "locks of libraries"},
    {SCMP_SYS(sigaltstack), Tier::structural, "signals"},
    {SCMP_SYS(time), Tier::structural, "where the vDSO cannot tell the time"},
    {SCMP_SYS(write), Tier::structural, "the output, the answer"},
    {SCMP_SYS(writev), Tier::structural, "messages of the C library"},

    {SCMP_SYS(access), Tier::render, "fonts; Landlock says which files"},
    {SCMP_SYS(faccessat), Tier::render, "fonts; Landlock says which files"},
    {SCMP_SYS(faccessat2), Tier::render, "fonts; Landlock says which files"},
    {SCMP_SYS(fadvise64), Tier::render, "fontconfig"},
    {SCMP_SYS(fstatfs), Tier::render, "fontconfig"},
    {SCMP_SYS(getcwd), Tier::render, "paths of fonts"},
    {SCMP_SYS(getdents64), Tier::render, "folders of fonts"},
    {SCMP_SYS(lstat), Tier::render, "fonts"},
    {SCMP_SYS(newfstatat), Tier::render, "fonts"},
    {SCMP_SYS(readlink), Tier::render, "fonts"},
    {SCMP_SYS(stat), Tier::render, "fonts"},
    {SCMP_SYS(statfs), Tier::render, "fontconfig"},
    {SCMP_SYS(sysinfo), Tier::render, "sizes of caches"},
    {SCMP_SYS(uname), Tier::render, "fontconfig"},

    {SCMP_SYS(getrusage), Tier::raster, "ImageMagick's clock"},
    {SCMP_SYS(membarrier), Tier::raster, "threads of decoders"},
    {SCMP_SYS(rseq), Tier::raster, "threads of decoders"},
    {SCMP_SYS(sched_getaffinity), Tier::raster, "threads of decoders"},
    {SCMP_SYS(set_robust_list), Tier::raster, "threads of decoders"},
    {SCMP_SYS(times), Tier::raster, "ImageMagick's clock"},
};

/// A call that fails quietly, because libraries make it and live with the failure; unless its tier may make it.
struct DeniedRow {
    int call;
    int error;
};

constexpr DeniedRow kDenied[] = {
    {SCMP_SYS(access), EACCES},
    {SCMP_SYS(clone3), ENOSYS},  // its flags are out of the filter's sight; the C library falls back to clone
    {SCMP_SYS(faccessat), EACCES},
    {SCMP_SYS(faccessat2), EACCES},
    {SCMP_SYS(getcwd), EACCES},
    {SCMP_SYS(getdents64), EPERM},
    {SCMP_SYS(getrlimit), EPERM},
    {SCMP_SYS(ioctl), EPERM},
    {SCMP_SYS(lstat), EACCES},
    {SCMP_SYS(mkdir), EACCES},
    {SCMP_SYS(newfstatat), EACCES},
    {SCMP_SYS(prctl), EPERM},
    {SCMP_SYS(prlimit64), EPERM},
    {SCMP_SYS(readlink), EACCES},
    {SCMP_SYS(readlinkat), EACCES},
    {SCMP_SYS(rename), EACCES},
    {SCMP_SYS(sched_getaffinity), EPERM},
    {SCMP_SYS(sched_getparam), EPERM},
    {SCMP_SYS(sched_getscheduler), EPERM},
    {SCMP_SYS(sched_setscheduler), EPERM},
    {SCMP_SYS(stat), EACCES},
    {SCMP_SYS(statfs), EACCES},
    {SCMP_SYS(statx), EACCES},
    {SCMP_SYS(sysinfo), EPERM},
    {SCMP_SYS(uname), EPERM},
    {SCMP_SYS(unlink), EACCES},
    {SCMP_SYS(utimensat), EACCES},
};

/// Calls that an office program has no use for, and that reach the network, other processes, the kernel or its keys.
constexpr int kOutOfReach[] = {
    SCMP_SYS(acct), SCMP_SYS(add_key), SCMP_SYS(bpf), SCMP_SYS(chroot), SCMP_SYS(delete_module), SCMP_SYS(finit_module), SCMP_SYS(init_module),
    SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(io_uring_setup), SCMP_SYS(kcmp), SCMP_SYS(kexec_file_load), SCMP_SYS(kexec_load),
    SCMP_SYS(keyctl), SCMP_SYS(mount), SCMP_SYS(move_mount), SCMP_SYS(open_by_handle_at), SCMP_SYS(open_tree), SCMP_SYS(perf_event_open),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pivot_root), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(ptrace), SCMP_SYS(quotactl),
    SCMP_SYS(reboot), SCMP_SYS(request_key), SCMP_SYS(setns), SCMP_SYS(settimeofday), SCMP_SYS(swapon), SCMP_SYS(syslog), SCMP_SYS(umount2),
    SCMP_SYS(unshare), SCMP_SYS(userfaultfd),
};

/// A libseccomp context that remembers whether all went well.
class Rules {
public:
    /// What becomes of calls that no rule names.
    explicit Rules(std::uint32_t of_others = SCMP_ACT_KILL_PROCESS) : context_(::seccomp_init(of_others)) {
        if (context_ == nullptr) return;
        // Calls of other architectures (int 0x80, x32) are no way around.
        note(::seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
        note(::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));  // a tree: calls cost the same wherever they stand
    }

    void allow(int call) { note(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, call, 0, nullptr)); }
    void allow_if(int call, scmp_arg_cmp const& condition) { note(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, call, 1, &condition)); }
    void deny(int call, int error) { note(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ERRNO(static_cast<unsigned>(error)), call, 0, nullptr)); }
    void deny_if(int call, int error, scmp_arg_cmp const& condition) {
        note(::seccomp_rule_add_array(context_.get(), SCMP_ACT_ERRNO(static_cast<unsigned>(error)), call, 1, &condition));
    }

    /// The program that the kernel takes; empty when anything went wrong.
    std::vector<sock_filter> compiled() const {
        ipc::Fd const file(::memfd_create("filter", MFD_CLOEXEC));
        if (!is_good_ || context_ == nullptr || !file || ::seccomp_export_bpf(context_.get(), file.number()) != 0) return {};
        off_t const size = ::lseek(file.number(), 0, SEEK_END);
        std::vector<sock_filter> filter(size > 0 ? static_cast<std::size_t>(size) / sizeof(sock_filter) : 0);
        if (::pread(file.number(), filter.data(), filter.size() * sizeof(sock_filter), 0) != size) return {};
        return filter;
    }

private:
    struct Release {
        void operator()(void* context) const { ::seccomp_release(context); }
    };
    void note(int result) { is_good_ = is_good_ && result == 0; }

    std::unique_ptr<void, Release> context_;
    bool is_good_ = true;
};

constexpr scmp_arg_cmp argument(unsigned index, scmp_compare compare, scmp_datum_t a, scmp_datum_t b = 0) { return {index, compare, a, b}; }

// Flags of open(2) that change or make something.
constexpr int kWritingFlags[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_TMPFILE & ~O_DIRECTORY, O_PATH};

void add_open(Rules& rules, Tier tier) {
    if (tier == Tier::structural) {
        rules.deny(SCMP_SYS(open), ENOENT);
        rules.deny(SCMP_SYS(openat), ENOENT);
        return;
    }
    scmp_datum_t writing = 0;
    for (int const flag : kWritingFlags) {
        auto const bit = static_cast<scmp_datum_t>(flag);
        writing |= bit;
        rules.deny_if(SCMP_SYS(open), EACCES, argument(1, SCMP_CMP_MASKED_EQ, bit, bit));
        rules.deny_if(SCMP_SYS(openat), EACCES, argument(2, SCMP_CMP_MASKED_EQ, bit, bit));
    }
    rules.allow_if(SCMP_SYS(open), argument(1, SCMP_CMP_MASKED_EQ, writing, 0));
    rules.allow_if(SCMP_SYS(openat), argument(2, SCMP_CMP_MASKED_EQ, writing, 0));
}

void add_memory(Rules& rules) {
    // Nothing becomes executable: no code but what was loaded runs.
    rules.allow_if(SCMP_SYS(mmap), argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    rules.allow_if(SCMP_SYS(mprotect), argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

// Other commands of fcntl(2) can send signals (F_SETOWN, F_SETSIG).
void add_descriptor_flags(Rules& rules) {
    for (int const command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC})
        rules.allow_if(SCMP_SYS(fcntl), argument(1, SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
}

void add_threads(Rules& rules) {
    constexpr scmp_datum_t kNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    constexpr scmp_datum_t kThread = CLONE_VM | CLONE_THREAD;
    rules.allow_if(SCMP_SYS(clone), argument(0, SCMP_CMP_MASKED_EQ, kThread | kNamespaces, kThread));
}

bool is_allowed(int call, Tier tier) {
    for (auto const& row : kAllowed)
        if (row.call == call && row.tier <= tier) return true;
    return false;
}

}  // namespace

std::vector<sock_filter> make_filter(Tier tier) {
    Rules rules;
    for (auto const& row : kAllowed)
        if (row.tier <= tier) rules.allow(row.call);
    for (auto const& row : kDenied)
        if (!is_allowed(row.call, tier)) rules.deny(row.call, row.error);
    add_open(rules, tier);
    add_memory(rules);
    if (tier >= Tier::render) add_descriptor_flags(rules);
    if (tier == Tier::raster) add_threads(rules);
    return rules.compiled();
}

std::vector<sock_filter> make_office_filter() {
    Rules rules(SCMP_ACT_ALLOW);
    for (int const call : kOutOfReach) rules.deny(call, EPERM);
    rules.deny(SCMP_SYS(clone3), ENOSYS);
    // It talks to itself over a local socket and to nobody else.
    rules.deny_if(SCMP_SYS(socket), EACCES, argument(0, SCMP_CMP_NE, AF_UNIX));
    for (auto const flag : {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET})
        rules.deny_if(SCMP_SYS(clone), EPERM, argument(0, SCMP_CMP_MASKED_EQ, static_cast<scmp_datum_t>(flag), static_cast<scmp_datum_t>(flag)));
    rules.deny_if(SCMP_SYS(ioctl), EPERM, argument(1, SCMP_CMP_EQ, TIOCSTI));
    return rules.compiled();
}

bool apply_filter(std::vector<sock_filter> const& filter) {
    sock_fprog const program{static_cast<unsigned short>(filter.size()), const_cast<sock_filter*>(filter.data())};
    return !filter.empty() && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace scrub::worker
