// scrub-worker-office: has LibreOffice convert one document, in a sandbox of its own.
//
//     scrub-worker-office FROM TO      (usual extensions; document on descriptor 3, result on descriptor 4)
//
// LibreOffice needs programs, fonts and a folder to write to, so it cannot run in a worker. It gets a folder that exists
// in memory only, an empty profile that runs no macro and follows no link, no network, and limits. What it makes is as
// untrusted as the document was, and goes through the gate like any other.
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "ipc/fd.hpp"
#include "worker/landlock.hpp"
#include "worker/syscalls.hpp"

namespace {

namespace fs = std::filesystem;
using scrub::ipc::Fd;

constexpr int kDocument = 3;
constexpr int kResult = 4;

// The host tells these apart (src/client/office.cpp).
enum Exit : int { kConverted = 0, kNotConverted = 1, kNotInstalled = 2, kNoSandbox = 3, kUsage = 64 };

constexpr char const* kPrograms[] = {"/usr/lib/libreoffice/program/soffice.bin", "/usr/lib64/libreoffice/program/soffice.bin", "/opt/libreoffice/program/soffice.bin"};

// What it may read and run. Names of users, the home folders and everything else stay out of reach.
constexpr char const* kRunnable[] = {"/usr/lib", "/lib", "/lib64", "/usr/lib64", "/opt/libreoffice"};
constexpr char const* kReadable[] = {"/usr/share", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/alternatives", "/etc/nsswitch.conf", "/var/lib/libreoffice", "/var/spool/libreoffice", "/usr/local/share/fonts", "/var/cache/fontconfig",
                                     "/proc/filesystems", "/sys/devices/system/cpu", "/dev/urandom"};

// Macros never run, links are never followed, nothing is asked, nothing is looked up.
constexpr std::string_view kProfile =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Field" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Java/VirtualMachine"><prop oor:name="Enable" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="CollectUsageInformation" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
)";

// --- a folder in memory ---------------------------------------------------------

bool write_text(char const* path, std::string const& text) {
    Fd const file(::open(path, O_WRONLY | O_CLOEXEC));
    return file && ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// Name spaces of its own: no network, and a /tmp that vanishes with the process. Not to be had everywhere.
bool enter_namespaces() {
    auto const user = ::geteuid();
    auto const group = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC) != 0) return false;
    write_text("/proc/self/setgroups", "deny");
    write_text("/proc/self/uid_map", std::to_string(user) + " " + std::to_string(user) + " 1");
    write_text("/proc/self/gid_map", std::to_string(group) + " " + std::to_string(group) + " 1");
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    return ::mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=2g,mode=0700") == 0;
}

// The folder, and whether it has to be removed afterwards.
class WorkFolder {
public:
    WorkFolder() {
        if (enter_namespaces()) {
            path_ = "/tmp/scrub";
            if (::mkdir(path_.c_str(), 0700) != 0) path_.clear();
            return;
        }
        // Shared memory is the only other place that is no disk.
        char pattern[] = "/dev/shm/scrub-XXXXXX";
        if (::mkdtemp(pattern) != nullptr) path_ = pattern;
        must_be_removed_ = true;
    }
    ~WorkFolder() {
        std::error_code ignored;
        if (must_be_removed_ && !path_.empty()) fs::remove_all(path_, ignored);
    }
    WorkFolder(WorkFolder const&) = delete;
    WorkFolder& operator=(WorkFolder const&) = delete;

    bool is_there() const { return !path_.empty(); }
    std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
    std::string const& path() const { return path_; }

private:
    std::string path_;
    bool must_be_removed_ = false;
};

bool copy(int from, int to) {
    struct stat status {};
    if (::fstat(from, &status) != 0 || !S_ISREG(status.st_mode)) return false;
    off_t at = 0;
    while (at < status.st_size) {
        auto const moved = ::sendfile(to, from, &at, static_cast<std::size_t>(status.st_size - at));
        if (moved <= 0) return false;
    }
    return true;
}

// --- the child ------------------------------------------------------------------

void limit(__rlimit_resource resource, rlim_t most) {
    rlimit now{};
    if (::getrlimit(resource, &now) != 0) return;
    rlimit const wanted{std::min(most, now.rlim_max), std::min(most, now.rlim_max)};
    ::setrlimit(resource, &wanted);
}

void limit_resources() {
    constexpr rlim_t kMebibyte = rlim_t{1} << 20;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, 60);
    limit(RLIMIT_AS, 3072 * kMebibyte);
    limit(RLIMIT_FSIZE, 1024 * kMebibyte);
    limit(RLIMIT_NOFILE, 512);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
}

[[noreturn]] void become_office(char const* program, WorkFolder const& folder, std::string const& from, std::string const& to) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // the parent has one thread only, so this fires when it ends and not before
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    Fd const nowhere(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (int const fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere.number(), fd);
    limit_resources();
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    char const* const writable[] = {folder.path().c_str(), "/dev/null"};
    char const* const sockets[] = {"/tmp"};  // where it listens to itself
    scrub::worker::restrict_with_landlock({kRunnable, kReadable, writable, sockets});
    if (!scrub::worker::apply_filter(scrub::worker::make_office_filter())) ::_exit(kNoSandbox);

    std::string const home = "HOME=" + folder.path();
    std::string const temporary = "TMPDIR=" + folder.path();
    std::string const profile = "-env:UserInstallation=file://" + (folder / "profile");
    std::string const out = folder / "out";
    std::string const document = folder / ("document." + from);
    char const* const arguments[] = {program, "--headless", "--nologo", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard", profile.c_str(),
                                     "--convert-to", to.c_str(), "--outdir", out.c_str(), document.c_str(), nullptr};
    char const* const environment[] = {home.c_str(), temporary.c_str(), "LC_ALL=C.UTF-8", "TZ=UTC", "SAL_USE_VCLPLUGIN=svp", "SAL_DISABLE_OPENCL=1", nullptr};
    if (::chdir(folder.path().c_str()) != 0) ::_exit(kNotConverted);
    ::execve(program, const_cast<char* const*>(arguments), const_cast<char* const*>(environment));
    ::_exit(kNotInstalled);
}

int run_office(char const* program, WorkFolder const& folder, std::string const& from, std::string const& to) {
    auto const child = ::fork();
    if (child == 0) become_office(program, folder, from, to);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : kNotConverted;
}

// --- the conversion ----------------------------------------------------------------

bool is_extension(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

bool fill(WorkFolder const& folder, std::string const& from) {
    Fd const document(::open((folder / ("document." + from)).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!document || !copy(kDocument, document.number())) return false;
    std::error_code error;
    fs::create_directories(folder / "profile/user", error);
    std::ofstream(folder / "profile/user/registrymodifications.xcu") << kProfile;
    return !error;
}

int convert(std::string const& from, std::string const& to) {
    auto const program = std::find_if(std::begin(kPrograms), std::end(kPrograms), [](char const* path) { return ::access(path, X_OK) == 0; });
    if (program == std::end(kPrograms)) return kNotInstalled;
    WorkFolder const folder;
    if (!folder.is_there() || !fill(folder, from)) return kNotConverted;
    // With a new profile LibreOffice may ask to be started again.
    constexpr int kStartAgain = 81;
    int status = kStartAgain;
    for (int tries = 0; status == kStartAgain && tries < 3; ++tries) status = run_office(*program, folder, from, to);
    if (status == kNoSandbox || status == kNotInstalled) return status;
    // It exits with 0 when it could not load the document, too: only the result counts.
    Fd const result(::open((folder / ("out/document." + to)).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    return result && copy(result.number(), kResult) ? kConverted : kNotConverted;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 || !is_extension(argv[1]) || !is_extension(argv[2])) return kUsage;
    ::umask(0077);
    ::close_range(kResult + 1, ~0U, 0);
    limit(RLIMIT_CORE, 0);
    ::prctl(PR_SET_DUMPABLE, 0);
    return convert(argv[1], argv[2]);
}
