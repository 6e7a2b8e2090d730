// Which program a worker is, and whether it may be trusted.
#include "client/worker_program.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cstdlib>

#include "client/problem.hpp"

namespace scrub::client {
namespace {

namespace fs = std::filesystem;

constexpr char kName[] = "scrub-worker";

std::string_view suffix(wire::Tier tier) {
    switch (tier) {
        case wire::Tier::structural: return "";
        case wire::Tier::render: return "-render";
        case wire::Tier::raster: return "-raster";
        case wire::Tier::office: return "-office";
    }
    return "";
}

// Owned by root or the caller, and written by nobody else.
bool is_trusted(struct stat const& status) {
    return (status.st_uid == 0 || status.st_uid == ::geteuid()) && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool is_trusted_folder(fs::path const& folder) {
    struct stat status {};
    return ::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && is_trusted(status);
}

// The folder of the program that runs.
fs::path program_folder() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

// The folder of the shared library that this code came in; empty when it was linked statically into a program that was
// started by a relative path.
fs::path library_folder() {
    Dl_info info{};
    if (::dladdr(reinterpret_cast<void const*>(&library_folder), &info) == 0 || info.dli_fname == nullptr || info.dli_fname[0] != '/') return {};
    std::error_code ignored;
    return fs::canonical(info.dli_fname, ignored).parent_path();
}

[[noreturn]] void throw_unusable(fs::path const& path, std::string const& why) {
    throw Problem{Status::failed, Reason::internal_error, "the worker " + escaped(path.native()) + " cannot be used: " + why};
}

}  // namespace

fs::path worker_path(Config const& config) {
    if (!config.worker.empty()) return config.worker;
    // secure_getenv gives nothing to programs with raised privileges.
    if (char const* const named = ::secure_getenv("SCRUB_WORKER"); named != nullptr && *named != '\0') return named;
    struct Place {
        fs::path folder;
        char const* way;
    };
    for (auto const& [folder, way] : {Place{program_folder(), ""}, Place{program_folder(), SCRUB_LIBEXECDIR_FROM_PROGRAMS}, Place{library_folder(), SCRUB_LIBEXECDIR_FROM_LIBRARIES}}) {
        std::error_code ignored;
        auto const path = (folder / way / kName).lexically_normal();
        if (is_trusted_folder(folder) && fs::exists(path, ignored)) return path;
    }
    return fs::path(SCRUB_LIBEXECDIR) / kName;
}

fs::path worker_path(fs::path const& structural, wire::Tier tier) {
    auto path = structural;
    path += suffix(tier);
    return path;
}

ipc::Fd open_worker(fs::path const& path) {
    ipc::Fd program(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat status {};
    if (!program || ::fstat(program.number(), &status) != 0) throw_unusable(path, std::generic_category().message(errno));
    if (!S_ISREG(status.st_mode)) throw_unusable(path, "it is no file");
    if (!is_trusted(status)) throw_unusable(path, "others may write to it");
    return program;
}

}  // namespace scrub::client
