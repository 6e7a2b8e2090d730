// Writing a new file so that it appears under its name when it is whole, or not at all.
#include "client/output_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <array>
#include <optional>

#include "client/problem.hpp"

namespace scrub::client {
namespace {

namespace fs = std::filesystem;

constexpr char kCannotWrite[] = "the output cannot be written";
constexpr time_t kFixedTime = 315'532'800;  // 1980-01-01T00:00:00Z, the earliest that every file system can hold

[[noreturn]] void throw_exists() { throw Problem{Status::failed, Reason::exists, "the output is there already"}; }

/// The folder of an output, and its name there.
struct Place {
    ipc::Fd folder;
    std::string name;
};

Place place_of(fs::path const& path) {
    auto const parent = path.parent_path();
    Place place{ipc::Fd(::open(parent.empty() ? "." : parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), path.filename().native()};
    if (!place.folder && errno == ENOENT) throw_io("the folder of the output is not there");
    if (!place.folder) throw_io("the folder of the output cannot be opened");
    if (place.name.empty() || place.name == "." || place.name == "..") throw_io("the output is a folder", EISDIR);
    return place;
}

void check(Place const& place, FileIdentity const& input, bool overwrite) {
    struct stat status {};
    int const folder = place.folder.number();
    if (::fstatat(folder, place.name.c_str(), &status, 0) == 0 && FileIdentity{status.st_dev, status.st_ino} == input)
        throw Problem{Status::failed, Reason::exists, "the output is the input"};
    if (::fstatat(folder, place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) return;
        throw_io(kCannotWrite);
    }
    if (!overwrite) throw_exists();
    if (S_ISDIR(status.st_mode)) throw_io("the output is a folder", EISDIR);
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        throw Problem{Status::failed, Reason::exists, "the output is a pipe, a socket or a device"};
}

// A name that nobody can guess or has taken.
std::string hidden_name() {
    std::array<unsigned char, 12> random{};
    if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) throw_io(kCannotWrite);
    std::string name = ".scrub-";
    for (auto const byte : random) name += static_cast<char>('a' + byte % 26);
    return name;
}

/// A name in a folder that goes with the object, unless it was kept.
class HiddenName {
public:
    HiddenName(int folder, std::string name) noexcept : folder_(folder), name_(std::move(name)) {}
    ~HiddenName() {
        if (!name_.empty()) ::unlinkat(folder_, name_.c_str(), 0);
    }
    HiddenName(HiddenName const&) = delete;
    HiddenName& operator=(HiddenName const&) = delete;

    char const* name() const noexcept { return name_.c_str(); }
    void keep() noexcept { name_.clear(); }

private:
    int folder_;
    std::string name_;
};

/// A file that is being written: without a name where the file system can do that, else under a hidden one.
class Draft {
public:
    explicit Draft(Place const& place) : place_(place), file_(::openat(place.folder.number(), ".", O_TMPFILE | kFlags, kMode)) {
        if (file_) return;
        if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT) throw_io(kCannotWrite);
        auto name = hidden_name();
        file_ = ipc::Fd(::openat(place.folder.number(), name.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | kFlags, kMode));
        if (!file_) throw_io(kCannotWrite);
        hidden_.emplace(place.folder.number(), std::move(name));
    }

    void write(MemoryFile const& content) const {
        content.write_to(file_.number());
        // The caller's umask and default access lists of the folder have no say. A file system without modes has none either.
        if (::fchmod(file_.number(), kMode) != 0 && errno != EPERM && errno != EOPNOTSUPP) throw_io(kCannotWrite);
        ::fremovexattr(file_.number(), "system.posix_acl_access");
        timespec const times[2] = {{kFixedTime, 0}, {kFixedTime, 0}};
        if (::futimens(file_.number(), times) != 0 && errno != EPERM) throw_io(kCannotWrite);
        if (::fsync(file_.number()) != 0) throw_io(kCannotWrite);
    }

    /// Appears under its name. False when the name is taken.
    bool appear() {
        if (hidden_) return rename_to_free_name();
        if (link_as(place_.name)) return true;
        if (errno == EEXIST) return false;
        throw_io(kCannotWrite);
    }

    /// Takes the place of what has the name.
    void replace() {
        if (!hidden_) {
            auto name = hidden_name();
            if (!link_as(name)) throw_io(kCannotWrite);
            hidden_.emplace(place_.folder.number(), std::move(name));
        }
        if (::renameat(place_.folder.number(), hidden_->name(), place_.folder.number(), place_.name.c_str()) != 0) throw_io(kCannotWrite);
        hidden_->keep();
    }

private:
    static constexpr int kFlags = O_WRONLY | O_CLOEXEC;
    static constexpr mode_t kMode = 0600;

    bool link_as(std::string const& name) const {
        auto const self = "/proc/self/fd/" + std::to_string(file_.number());
        return ::linkat(AT_FDCWD, self.c_str(), place_.folder.number(), name.c_str(), AT_SYMLINK_FOLLOW) == 0;
    }
    bool rename_to_free_name() {
        int const folder = place_.folder.number();
        if (::renameat2(folder, hidden_->name(), folder, place_.name.c_str(), RENAME_NOREPLACE) == 0) {
            hidden_->keep();
            return true;
        }
        if (errno == EEXIST) return false;
        if (errno != EINVAL && errno != ENOSYS) throw_io(kCannotWrite);
        // A file system that cannot do this in one step (NFS) can link.
        if (::linkat(folder, hidden_->name(), folder, place_.name.c_str(), 0) == 0) return true;
        if (errno == EEXIST) return false;
        throw_io(kCannotWrite);
    }

    Place const& place_;
    ipc::Fd file_;
    std::optional<HiddenName> hidden_;
};

// The name is on disk as well; a folder that may not be read cannot be synced, and needs not be.
void sync_folder(Place const& place) {
    ipc::Fd const folder(::openat(place.folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder) ::fsync(folder.number());
}

}  // namespace

void check_output_path(fs::path const& path, FileIdentity const& input, bool overwrite) { check(place_of(path), input, overwrite); }

void publish(MemoryFile const& content, fs::path const& path, FileIdentity const& input, bool overwrite) {
    auto const place = place_of(path);
    check(place, input, overwrite);
    Draft draft(place);
    draft.write(content);
    if (!draft.appear()) {
        if (!overwrite) throw_exists();
        draft.replace();
    }
    sync_folder(place);
}

}  // namespace scrub::client
