// Opening the file that is to be scrubbed.
#include "client/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include "client/problem.hpp"

namespace scrub::client {
namespace {

[[noreturn]] void throw_no_file(char const* what) { throw Problem{Status::failed, Reason::io_error, std::string("the input is ") + what}; }

void check_type(mode_t mode) {
    switch (mode & S_IFMT) {
        case S_IFREG: return;
        case S_IFDIR: throw_no_file("a folder");
        case S_IFIFO: throw_no_file("a pipe");
        case S_IFSOCK: throw_no_file("a socket");
        case S_IFCHR:
        case S_IFBLK: throw_no_file("a device");
        default: throw_no_file("no regular file");
    }
}

}  // namespace

InputFile read_input(std::filesystem::path const& path, std::uint64_t max_bytes) {
    // A descriptor that only stands for the place is opened first: that has no effect, whatever the file is.
    ipc::Fd const place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place && errno == ENOENT) throw_no_file("not there");
    struct stat status {};
    if (!place || ::fstat(place.number(), &status) != 0) throw_io("the input cannot be opened");
    check_type(status.st_mode);
    if (static_cast<std::uint64_t>(status.st_size) > max_bytes) throw_refusal(Reason::over_budget, "file too large");

    auto const same_file = "/proc/self/fd/" + std::to_string(place.number());
    constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    // The time of the last access is left alone where the owner asks for that.
    ipc::Fd file(::open(same_file.c_str(), kFlags | O_NOATIME));
    if (!file && errno == EPERM) file = ipc::Fd(::open(same_file.c_str(), kFlags));
    if (!file) throw_io("the input cannot be opened");
    return {MemoryFile::read_from(file.number(), max_bytes), {status.st_dev, status.st_ino}};
}

}  // namespace scrub::client
