// What a worker that has been taken over might try.
#include "isolation/attempts.hpp"

#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "ipc/channel.hpp"
#include "model/wire.hpp"

namespace scrub::testing {
namespace {

constexpr int kAfAlg = 38;          // the kernel's crypto sockets, of many an exploit
constexpr int kPrivateKeyring = -3;
constexpr long kX32 = 0x40000000;
constexpr std::size_t kPage = 4096;

// A call that has to fail.
Came to(long result) { return result < 0 ? Came::to_nothing : Came::through; }
Came to(void* mapping) { return mapping == MAP_FAILED ? Came::to_nothing : Came::through; }

std::string precious(Target const& target) { return target.folder + "/precious"; }
std::string evil(Target const& target) { return target.folder + "/evil"; }

void* writable_page() { return ::mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }

template <std::size_t N>
long with_zeros(long call, long first = 0) {
    char zeros[N] = {};
    return ::syscall(call, first, zeros, N);
}

// The descriptors of a worker: the channel cannot be sought in, the files of the job can.
int channel() {
    for (int fd = 3; fd < 64; ++fd)
        if (::lseek(fd, 0, SEEK_CUR) < 0 && errno == ESPIPE) return fd;
    return -1;
}
int output() {
    for (int fd = 3; fd < 64; ++fd)
        if (::lseek(fd, 0, SEEK_CUR) >= 0) return fd;
    return -1;
}

Came spin() {
    for (;;) asm volatile("");  // a loop that must not be taken for an endless one without effect
}

void say(void const* bytes, std::size_t size) {
    if (::write(channel(), bytes, size) < 0) ::_exit(1);
}

// An answer that claims what the attempt wants.
void claim(std::uint64_t output_size, bool is_unchanged = false) {
    wire::Answer answer;
    answer.output_size = output_size;
    answer.is_unchanged = is_unchanged;
    answer.report.format = "png";
    auto const frame = ipc::framed(wire::encode(answer));
    say(frame.data(), frame.size());
}

int deep(int n) {
    char volatile room[kPage];
    room[0] = static_cast<char>(n);
    return n < 0 ? 0 : deep(n + 1) + room[0];
}

void* answer_seven(void*) { return reinterpret_cast<void*>(7); }

using T = Target const&;

constexpr Attempt kAttempts[] = {
    // Reading and changing files.
    {"open_passwd", Wanted::denied, [](T) { return to(::open("/etc/passwd", O_RDONLY)); }},
    {"open_upwards", Wanted::denied, [](T) { return to(::openat(AT_FDCWD, "../../../../etc/hostname", O_RDONLY)); }},
    {"openat2", Wanted::denied, [](T) { std::uint64_t how[3] = {}; return to(::syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", how, sizeof how)); }},
    {"open_by_handle", Wanted::denied, [](T) { char handle[32] = {}; return to(::syscall(SYS_open_by_handle_at, 3, handle, 0)); }},
    {"open_path_only", Wanted::denied, [](T t) { return to(::open(precious(t).c_str(), O_PATH)); }},
    {"read_precious", Wanted::denied, [](T t) { return to(::open(precious(t).c_str(), O_RDONLY)); }},
    {"write_precious", Wanted::denied, [](T t) { return to(::open(precious(t).c_str(), O_WRONLY | O_TRUNC)); }},
    {"create", Wanted::denied, [](T t) { return to(::open(evil(t).c_str(), O_CREAT | O_WRONLY, 0600)); }},
    {"create_nameless", Wanted::denied, [](T t) { return to(::open(t.folder.c_str(), O_TMPFILE | O_RDWR, 0600)); }},
    {"truncate", Wanted::denied, [](T t) { return to(::truncate(precious(t).c_str(), 0)); }},
    {"unlink", Wanted::denied, [](T t) { return to(::unlink(precious(t).c_str())); }},
    {"rename", Wanted::denied, [](T t) { return to(::rename(precious(t).c_str(), evil(t).c_str())); }},
    {"symlink", Wanted::denied, [](T t) { return to(::symlink("/etc/passwd", evil(t).c_str())); }},
    {"link", Wanted::denied, [](T t) { return to(::link(precious(t).c_str(), evil(t).c_str())); }},
    {"mkdir", Wanted::denied, [](T t) { return to(::mkdir(evil(t).c_str(), 0700)); }},
    {"mknod", Wanted::denied, [](T t) { return to(::mknod(evil(t).c_str(), S_IFIFO | 0600, 0)); }},
    {"chmod", Wanted::denied, [](T t) { return to(::chmod(precious(t).c_str(), 0777)); }},
    {"chdir", Wanted::denied, [](T t) { return to(::chdir(t.folder.c_str())); }},
    {"setxattr", Wanted::denied, [](T t) { return to(::setxattr(precious(t).c_str(), "user.x", "1", 1, 0)); }},
    {"list_root", Wanted::denied, [](T) { return to(::open("/root", O_RDONLY | O_DIRECTORY)); }},
    {"list_slash", Wanted::denied, [](T) { return to(::open("/", O_RDONLY | O_DIRECTORY)); }},
    {"proc_self_mem", Wanted::denied, [](T) { return to(::open("/proc/self/mem", O_RDWR)); }},
    {"proc_environ_of_host", Wanted::denied, [](T t) { return to(::open(("/proc/" + std::to_string(t.host) + "/environ").c_str(), O_RDONLY)); }},
    {"inotify", Wanted::denied, [](T) { return to(::inotify_init()); }},
    {"mount", Wanted::denied, [](T t) { return to(::syscall(SYS_mount, "none", t.folder.c_str(), "tmpfs", 0, 0)); }},
    {"chroot", Wanted::denied, [](T) { return to(::chroot("/")); }},

    // The network, and other sockets.
    {"socket_inet", Wanted::denied, [](T) { return to(::socket(AF_INET, SOCK_STREAM, 0)); }},
    {"socket_unix", Wanted::denied, [](T) { return to(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
    {"socket_alg", Wanted::denied, [](T) { return to(::socket(kAfAlg, SOCK_SEQPACKET, 0)); }},
    {"socket_netlink", Wanted::denied, [](T) { return to(::socket(AF_NETLINK, SOCK_RAW, 0)); }},
    {"socketpair", Wanted::denied, [](T) { int ends[2]; return to(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends)); }},
    {"connect_channel", Wanted::denied, [](T) {
         sockaddr_in address{};
         address.sin_family = AF_INET;
         return to(::connect(channel(), reinterpret_cast<sockaddr*>(&address), sizeof address));
     }},
    {"send_descriptor", Wanted::denied, [](T) { int const fds[] = {output()}; std::uint8_t const byte[] = {0}; return ipc::send_all(channel(), byte, fds) ? Came::through : Came::to_nothing; }},

    // Other programs and processes.
    {"execve", Wanted::denied, [](T) { char name[] = "/bin/true"; char* const args[] = {name, nullptr}; return to(::execve(name, args, environ)); }},
    {"execveat_memory", Wanted::denied, [](T) {
         int const file = ::memfd_create("x", 0);
         char name[] = "x";
         char* const args[] = {name, nullptr};
         return to(file < 0 ? file : ::syscall(SYS_execveat, file, "", args, environ, AT_EMPTY_PATH));
     }},
    {"fork", Wanted::denied, [](T) { pid_t const child = ::fork(); if (child == 0) ::_exit(0); return to(child); }},
    {"clone_as_vfork", Wanted::denied, [](T) { return to(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }},
    {"clone_user_namespace", Wanted::denied, [](T) { return to(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0)); }},
    {"clone_thread_user_namespace", Wanted::denied, [](T) { return to(::syscall(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND | CLONE_NEWUSER, 0, 0, 0, 0)); }},
    {"clone3", Wanted::denied, [](T) { std::uint64_t args[11] = {}; args[4] = SIGCHLD; return to(::syscall(SYS_clone3, args, sizeof args)); }},
    {"unshare", Wanted::denied, [](T) { return to(::unshare(CLONE_NEWUSER)); }},
    {"thread", Wanted::denied, [](T) {
         pthread_t thread;
         return ::pthread_create(&thread, nullptr, answer_seven, nullptr) == 0 ? Came::through : Came::to_nothing;
     }},
    {"ptrace_host", Wanted::denied, [](T t) { return to(::ptrace(PTRACE_ATTACH, t.host, nullptr, nullptr)); }},
    {"ptrace_me", Wanted::denied, [](T) { return to(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }},
    {"process_vm_readv", Wanted::denied, [](T t) {
         char room[8];
         iovec here{room, sizeof room};
         iovec there{reinterpret_cast<void*>(0x400000), sizeof room};
         return to(::process_vm_readv(t.host, &here, 1, &there, 1, 0));
     }},
    {"kill_host", Wanted::denied, [](T t) { return to(::kill(t.host, 0)); }},
    {"kill_zygote", Wanted::denied, [](T) { return to(::kill(::getppid(), SIGKILL)); }},
    {"kill_all", Wanted::denied, [](T) { return to(::kill(-1, 0)); }},
    {"tgkill_host", Wanted::denied, [](T t) { return to(::syscall(SYS_tgkill, t.host, t.host, 0)); }},
    {"queue_signal", Wanted::denied, [](T t) { siginfo_t info{}; info.si_code = -1; return to(::syscall(SYS_rt_sigqueueinfo, t.host, SIGUSR1, &info)); }},
    {"signal_by_fcntl", Wanted::denied, [](T t) { return to(::fcntl(channel(), F_SETOWN, t.host)); }},
    {"pidfd_open", Wanted::denied, [](T t) { return to(::syscall(SYS_pidfd_open, t.host, 0)); }},
    {"pidfd_getfd", Wanted::denied, [](T) { return to(::syscall(SYS_pidfd_getfd, 3, 0, 0)); }},
    {"prlimit_host", Wanted::denied, [](T t) { rlimit limit; return to(::prlimit(t.host, RLIMIT_CPU, nullptr, &limit)); }},
    {"setpriority_host", Wanted::denied, [](T t) { return to(::setpriority(PRIO_PROCESS, static_cast<id_t>(t.host), 19)); }},

    // New code in memory.
    {"mmap_executable", Wanted::denied, [](T) { return to(::mmap(nullptr, kPage, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)); }},
    {"mprotect_executable", Wanted::denied, [](T) { return to(::mprotect(writable_page(), kPage, PROT_READ | PROT_EXEC)); }},
    {"pkey_mprotect_executable", Wanted::denied, [](T) { return to(::syscall(SYS_pkey_mprotect, writable_page(), kPage, PROT_READ | PROT_EXEC, -1)); }},
    {"memory_file", Wanted::denied, [](T) { return to(::memfd_create("x", 0)); }},

    // Corners of the kernel that exploits like.
    {"bpf", Wanted::denied, [](T) { return to(with_zeros<128>(SYS_bpf)); }},
    {"userfaultfd", Wanted::denied, [](T) { return to(::syscall(SYS_userfaultfd, 0)); }},
    {"io_uring", Wanted::denied, [](T) { return to(with_zeros<256>(SYS_io_uring_setup, 1)); }},
    {"keyctl", Wanted::denied, [](T) { return to(::syscall(SYS_keyctl, 0, kPrivateKeyring, 0, 0, 0)); }},
    {"perf_event", Wanted::denied, [](T) { char zeros[128] = {}; return to(::syscall(SYS_perf_event_open, zeros, 0, -1, -1, 0)); }},
    {"shmget", Wanted::denied, [](T) { return to(::syscall(SYS_shmget, 1234, kPage, 01666)); }},
    {"msgget", Wanted::denied, [](T) { return to(::syscall(SYS_msgget, 1234, 01666)); }},
    {"personality", Wanted::denied, [](T) { return to(::syscall(SYS_personality, 0x0040000)); }},
    {"type_into_terminal", Wanted::denied, [](T) { char key = 'x'; return to(::ioctl(0, TIOCSTI, &key)); }},
    {"set_time", Wanted::denied, [](T) { return to(::syscall(SYS_settimeofday, nullptr, nullptr)); }},
    {"setuid", Wanted::denied, [](T) { return to(::setuid(0)); }},
    {"become_dumpable", Wanted::denied, [](T) { return to(::prctl(PR_SET_DUMPABLE, 1)); }},
    {"relax_death_signal", Wanted::denied, [](T) { return to(::prctl(PR_SET_PDEATHSIG, 0)); }},
    {"relax_seccomp", Wanted::denied, [](T) { return to(::prctl(PR_SET_SECCOMP, 0)); }},
    {"relax_limits", Wanted::denied, [](T) { rlimit const much{RLIM_INFINITY, RLIM_INFINITY}; return to(::setrlimit(RLIMIT_CPU, &much)); }},
#ifdef __x86_64__
    {"modify_ldt", Wanted::denied, [](T) { return to(::syscall(SYS_modify_ldt, 0, nullptr, 0)); }},
    {"x32_call", Wanted::denied, [](T) { return to(::syscall(kX32 + 2, "/etc/passwd", 0)); }},
    {"i386_call", Wanted::denied, [](T) {
         long result = 0;
         asm volatile("int $0x80" : "=a"(result) : "a"(5), "b"(0), "c"(0), "d"(0) : "memory");
         return to(result);
     }},
#endif

    // Costing more than allowed.
    {"allocate_all", Wanted::over_budget, [](T) -> Came { for (std::vector<std::vector<char>> all;;) all.emplace_back(std::size_t{64} << 20, '\1'); }},
    {"flood_output", Wanted::over_budget, [](T) {
         std::vector<char> const zeros(1 << 16);
         for (std::uint64_t written = 0; written < std::uint64_t{2} << 30; written += zeros.size())
             if (::write(output(), zeros.data(), zeros.size()) < 0) return Came::to_nothing;
         return Came::through;
     }},
    {"spin", Wanted::over_budget, [](T) { return spin(); }},
    {"spin_without_signal", Wanted::dead, [](T) { ::signal(SIGXCPU, SIG_IGN); return spin(); }},
    {"stack", Wanted::dead, [](T) { return to(deep(0)); }},
    {"crash", Wanted::dead, [](T) -> Came { int volatile* const nowhere = static_cast<int*>(::mmap(nullptr, kPage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)); *nowhere = 1; return Came::through; }},
    {"abort", Wanted::dead, [](T) -> Came { std::abort(); }},
    {"exit_cleanly", Wanted::dead, [](T) -> Came { ::_exit(0); }},

    // Lying to the host.
    {"hang", Wanted::broken, [](T) { int word = 0; ::syscall(SYS_futex, &word, FUTEX_WAIT, 0, nullptr, nullptr, 0); return Came::through; }},
    {"say_nothing", Wanted::broken, [](T) { ::close(channel()); return spin(); }},
    {"say_garbage", Wanted::broken, [](T) { say("\4\0\0\0junk", 8); return spin(); }},
    {"say_half", Wanted::broken, [](T) { say("\xff\0\0\0half", 8); ::_exit(0); return Came::through; }},
    {"say_too_much", Wanted::broken, [](T) { say("\xff\xff\xff\xff", 4); return spin(); }},
    {"say_for_ever", Wanted::broken, [](T) {
         std::vector<char> const bytes(1 << 16, '\1');
         for (;;) say(bytes.data(), bytes.size());
         return Came::through;
     }},
    {"claim_output_that_is_not_there", Wanted::broken, [](T) { claim(5); return spin(); }},
    {"claim_input_as_output", Wanted::broken, [](T) { claim(0, true); return spin(); }},
    {"claim_junk_as_output", Wanted::broken, [](T) {
         if (::write(output(), "junk", 4) != 4) return Came::to_nothing;
         claim(4);
         return spin();
     }},
    {"map_output", Wanted::broken, [](T) {
         // Pages that stayed writable would let the worker change an output after its verification.
         if (::write(output(), "page", 4) != 4) return Came::to_nothing;
         void* const pages = ::mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_SHARED, output(), 0);
         if (pages == MAP_FAILED) return Came::to_nothing;
         claim(4);
         for (;;) std::memcpy(pages, "evil", 4);
         return Came::through;
     }},

    // What workers need.
    {"control_allocate", Wanted::works, [](T) { std::vector<char> const some(std::size_t{64} << 20, '\1'); return some[12345] == 1 ? Came::to_pass : Came::to_nothing; }},
    {"control_output", Wanted::works, [](T) { return ::write(output(), "x", 1) == 1 ? Came::to_pass : Came::to_nothing; }},
    {"control_fonts", Wanted::works_in_render, [](T) { return ::open("/usr/share/fonts", O_RDONLY | O_DIRECTORY) >= 0 ? Came::to_pass : Came::to_nothing; }},
};

}  // namespace

std::span<Attempt const> attempts() { return kAttempts; }

}  // namespace scrub::testing
