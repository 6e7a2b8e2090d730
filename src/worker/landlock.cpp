// Landlock by raw system calls: the kernel's headers may be older than the kernel (landlock(7), Linux 6.12).
#include "worker/landlock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "ipc/fd.hpp"

namespace scrub::worker {
namespace {

struct Ruleset {
    std::uint64_t files;
    std::uint64_t network;
    std::uint64_t scope;
};

struct [[gnu::packed]] PathBeneath {
    std::uint64_t allowed;
    std::int32_t parent;
};

constexpr std::uint32_t kAskVersion = 1;
constexpr std::uint32_t kRulePathBeneath = 1;
constexpr std::uint64_t kExecute = 1U << 0;
constexpr std::uint64_t kReadFile = 1U << 2;
constexpr std::uint64_t kReadFolder = 1U << 3;
constexpr std::uint64_t kRemoveFile = 1U << 5;
constexpr std::uint64_t kMakeSocket = 1U << 9;

/// What an ABI can deny, all in all.
struct AbiRow {
    std::uint64_t files;
    std::uint64_t network;
    std::uint64_t scope;
    std::size_t ruleset_bytes;
};

constexpr AbiRow kAbis[] = {
    {(1U << 13) - 1, 0, 0, 8},   // 1: execute, write, read, list, remove, make
    {(1U << 14) - 1, 0, 0, 8},   // 2: and link or rename between folders
    {(1U << 15) - 1, 0, 0, 8},   // 3: and truncate
    {(1U << 15) - 1, 3, 0, 16},  // 4: and bind or connect TCP
    {(1U << 16) - 1, 3, 0, 16},  // 5: and ioctl of devices
    {(1U << 16) - 1, 3, 3, 24},  // 6: and abstract sockets and signals beyond the domain
};

bool add_rule(int ruleset, char const* path, std::uint64_t rights) {
    ipc::Fd const place(::open(path, O_PATH | O_CLOEXEC));
    if (!place) return true;
    struct stat status {};
    if (::fstat(place.number(), &status) != 0) return false;
    // The kernel refuses rights that only a folder can have, for anything else: reading, writing, truncating, ioctl.
    constexpr std::uint64_t kOfFiles = kExecute | 1U << 1 | kReadFile | 1U << 14 | 1U << 15;
    PathBeneath const rule{S_ISDIR(status.st_mode) ? rights : rights & kOfFiles, place.number()};
    return ::syscall(SYS_landlock_add_rule, ruleset, kRulePathBeneath, &rule, 0) == 0;
}

bool add_rules(int ruleset, std::span<char const* const> paths, std::uint64_t rights) {
    return std::all_of(paths.begin(), paths.end(), [&](char const* path) { return add_rule(ruleset, path, rights); });
}

}  // namespace

int restrict_with_landlock(std::span<char const* const> read_only, int abi_at_most) {
    return restrict_with_landlock(Places{{}, read_only, {}, {}}, abi_at_most);
}

int restrict_with_landlock(Places const& places, int abi_at_most) {
    auto const known = static_cast<long>(std::size(kAbis));
    auto const kernel_abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
    auto const abi = std::min({kernel_abi, known, static_cast<long>(abi_at_most)});
    if (abi <= 0) return 0;
    auto const& row = kAbis[abi - 1];
    Ruleset const wanted{row.files, row.network, row.scope};
    ipc::Fd const ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &wanted, row.ruleset_bytes, 0)));
    if (!ruleset) return 0;
    bool const has_rules = add_rules(ruleset.number(), places.read_only, kReadFile | kReadFolder) &&
                           add_rules(ruleset.number(), places.read_and_run, kReadFile | kReadFolder | kExecute) &&
                           add_rules(ruleset.number(), places.write, row.files & ~kExecute) &&
                           add_rules(ruleset.number(), places.sockets, kMakeSocket | kRemoveFile);
    if (!has_rules || ::syscall(SYS_landlock_restrict_self, ruleset.number(), 0) != 0) return 0;
    return static_cast<int>(abi_at_most < kernel_abi ? abi : kernel_abi);
}

}  // namespace scrub::worker
