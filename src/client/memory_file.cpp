// Documents on their way to a worker and back.
#include "client/memory_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <algorithm>

#include "client/problem.hpp"
#include "client/quiet_signals.hpp"

namespace scrub::client {
namespace {

constexpr std::size_t kCopyBytes = std::size_t{1} << 30;
constexpr char kNoMemory[] = "the document does not fit into memory";

void write_all(int file, std::span<std::uint8_t const> bytes, char const* complaint) {
    while (!bytes.empty()) {
        ssize_t const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_io(complaint);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

// Copies by way of user space, for files that sendfile(2) does not take.
std::size_t copy_some(int to, int from, char const* complaint) {
    std::vector<std::uint8_t> buffer(64 << 10);
    ssize_t size = 0;
    do size = ::read(from, buffer.data(), buffer.size());
    while (size < 0 && errno == EINTR);
    if (size < 0) throw_io("the input cannot be read");
    write_all(to, std::span(buffer).first(static_cast<std::size_t>(size)), complaint);
    return static_cast<std::size_t>(size);
}

}  // namespace

Mapping::~Mapping() {
    if (data_ != nullptr) ::munmap(const_cast<std::uint8_t*>(data_), size_);
}

MemoryFile MemoryFile::create() {
    ipc::Fd fd(::memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd) throw_io("no memory for the document");
    return MemoryFile(std::move(fd));
}

MemoryFile MemoryFile::holding(std::span<std::uint8_t const> bytes) {
    auto file = create();
    QuietFileSizeSignal const quiet;
    write_all(file.number(), bytes, kNoMemory);
    if (!file.seal()) throw_io(kNoMemory);
    return file;
}

MemoryFile MemoryFile::read_from(int from, std::uint64_t max_bytes) {
    auto file = create();
    QuietFileSizeSignal const quiet;
    for (std::uint64_t have = 0;;) {
        // One byte more than allowed is asked for, so that a file which grows meanwhile is noticed too.
        auto const wanted = std::min<std::uint64_t>(kCopyBytes, max_bytes - have) + 1;
        ssize_t sent = ::sendfile(file.number(), from, nullptr, static_cast<std::size_t>(wanted));
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && (errno == EINVAL || errno == ENOSYS)) sent = static_cast<ssize_t>(copy_some(file.number(), from, kNoMemory));
        if (sent < 0) throw_io(errno == ENOSPC || errno == EFBIG ? kNoMemory : "the input cannot be read");
        if (sent == 0) break;
        have += static_cast<std::uint64_t>(sent);
        if (have > max_bytes) throw_refusal(Reason::over_budget, "file too large");
    }
    if (!file.seal()) throw_io(kNoMemory);
    return file;
}

std::uint64_t MemoryFile::size() const {
    struct stat status {};
    if (::fstat(number(), &status) != 0) throw_io("the document in memory cannot be read");
    return static_cast<std::uint64_t>(status.st_size);
}

bool MemoryFile::seal() noexcept {
    return ::fcntl(number(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0;
}

Mapping MemoryFile::map() const {
    auto const size_bytes = static_cast<std::size_t>(size());
    if (size_bytes == 0) return {};
    void* const pages = ::mmap(nullptr, size_bytes, PROT_READ, MAP_PRIVATE, number(), 0);
    if (pages == MAP_FAILED) throw_io("the document in memory cannot be read");
    return {static_cast<std::uint8_t const*>(pages), size_bytes};
}

void MemoryFile::write_to(int to) const {
    QuietFileSizeSignal const quiet;
    off_t at = 0;
    for (auto left = size(); left > 0;) {
        ssize_t const sent = ::sendfile(to, number(), &at, static_cast<std::size_t>(std::min<std::uint64_t>(left, kCopyBytes)));
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) throw_io("the output cannot be written");
        if (sent == 0) throw_io("the output cannot be written", EIO);
        left -= static_cast<std::uint64_t>(sent);
    }
}

}  // namespace scrub::client
