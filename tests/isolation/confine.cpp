// Runs a program as somebody without rights, in surroundings as a container gives them:
//   confine PROGRAM ARGS...
// User 65534, no capabilities, and the calls denied that Docker's default seccomp profile denies to containers.
// Exit status 77 when it is not run by root, who alone can do that.
#include <grp.h>
#include <linux/sched.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <initializer_list>

namespace {

constexpr uid_t kNobody = 65534;
constexpr int kSkipped = 77;

constexpr int kDenied[] = {
    SCMP_SYS(acct), SCMP_SYS(add_key), SCMP_SYS(bpf), SCMP_SYS(chroot), SCMP_SYS(clock_settime), SCMP_SYS(delete_module),
    SCMP_SYS(fanotify_init), SCMP_SYS(fsconfig), SCMP_SYS(fsmount), SCMP_SYS(fsopen), SCMP_SYS(init_module), SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register), SCMP_SYS(io_uring_setup), SCMP_SYS(kcmp), SCMP_SYS(kexec_load), SCMP_SYS(keyctl),
    SCMP_SYS(lookup_dcookie), SCMP_SYS(mount), SCMP_SYS(mount_setattr), SCMP_SYS(move_mount), SCMP_SYS(name_to_handle_at),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(open_tree), SCMP_SYS(perf_event_open), SCMP_SYS(pivot_root), SCMP_SYS(quotactl),
    SCMP_SYS(reboot), SCMP_SYS(request_key), SCMP_SYS(setdomainname), SCMP_SYS(sethostname), SCMP_SYS(setns), SCMP_SYS(settimeofday),
    SCMP_SYS(swapon), SCMP_SYS(syslog), SCMP_SYS(umount2), SCMP_SYS(unshare), SCMP_SYS(userfaultfd), SCMP_SYS(vhangup),
};

bool deny_as_docker() {
    scmp_filter_ctx const filter = ::seccomp_init(SCMP_ACT_ALLOW);
    bool is_good = filter != nullptr;
    for (int const call : kDenied) is_good = is_good && ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
    for (scmp_datum_t const flag : {CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP})
        is_good = is_good && ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag)) == 0;
    is_good = is_good && ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 && ::seccomp_load(filter) == 0;
    ::seccomp_release(filter);
    return is_good;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 64;
    if (::geteuid() != 0) return kSkipped;
    if (::setgroups(0, nullptr) != 0 || ::setresgid(kNobody, kNobody, kNobody) != 0 || ::setresuid(kNobody, kNobody, kNobody) != 0 ||
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !deny_as_docker()) {
        std::perror("confine");
        return 1;
    }
    ::execv(argv[1], argv + 1);
    std::perror(argv[1]);
    return 1;
}
