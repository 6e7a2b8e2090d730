// The file of --report.
#include "report_file.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <scrub/report.hpp>

#include "terminal.hpp"

namespace scrub::command {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

std::string because(std::filesystem::path const& path, int error) {
    return "cannot write the report '" + escaped(path.native()) + "': " + std::strerror(error);
}

std::filesystem::path folder_of(std::filesystem::path const& path) { return path.has_parent_path() ? path.parent_path() : "."; }

// A name beside the report that nobody else has. Only one process at a time has our process id.
std::filesystem::path temporary_name(std::filesystem::path const& path) {
    return folder_of(path) / (".scrub-report-" + std::to_string(::getpid()));
}

}  // namespace

ReportFile::~ReportFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

std::string ReportFile::open(std::filesystem::path const& path, bool may_replace) {
    path_ = path;
    may_replace_ = may_replace;
    struct stat existing {};
    bool const exists = ::lstat(path.c_str(), &existing) == 0;
    if (exists && !may_replace) return "the report '" + escaped(path.native()) + "' exists already; --force replaces it";
    if (exists && !S_ISREG(existing.st_mode)) return "the report '" + escaped(path.native()) + "' is not a regular file";
    descriptor_ = ::open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kOwnerOnly);
    if (descriptor_ >= 0) return {};
    temporary_ = temporary_name(path);
    descriptor_ = ::open(temporary_.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, kOwnerOnly);
    return descriptor_ < 0 ? because(path, errno) : std::string();
}

void ReportFile::write(std::string_view text) {
    if (descriptor_ >= 0 && error_ == 0 && !write_all(descriptor_, text)) error_ = errno;
}

std::string ReportFile::finish() {
    if (descriptor_ < 0) return {};
    if (error_ == 0 && ::fsync(descriptor_) != 0) error_ = errno;
    auto sentence = error_ != 0 ? because(path_, error_) : link_in();
    ::close(descriptor_);
    descriptor_ = -1;
    if (!sentence.empty() && !temporary_.empty()) ::unlink(temporary_.c_str());
    return sentence;
}

std::string ReportFile::link_in() {
    auto const self = "/proc/self/fd/" + std::to_string(descriptor_);
    auto const link = [&](std::filesystem::path const& name) {
        return temporary_.empty() ? ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0 : ::link(temporary_.c_str(), name.c_str()) == 0;
    };
    if (link(path_)) {
        if (!temporary_.empty()) ::unlink(temporary_.c_str());
        return {};
    }
    if (errno != EEXIST || !may_replace_) return because(path_, errno);
    // A rename alone replaces a file in one step, and it needs a name.
    auto const name = temporary_.empty() ? temporary_name(path_) : temporary_;
    if (temporary_.empty() && !link(name)) return because(path_, errno);
    if (::rename(name.c_str(), path_.c_str()) == 0) return {};
    int const error = errno;
    ::unlink(name.c_str());
    return because(path_, error);
}

}  // namespace scrub::command
