// Documents on their way to a worker and back: files that exist in memory only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ipc/fd.hpp"

namespace scrub::client {

/// Read-only pages of a file; unmapped at the end.
class Mapping {
public:
    Mapping() noexcept = default;
    Mapping(std::uint8_t const* data, std::size_t size_bytes) noexcept : data_(data), size_(size_bytes) {}
    Mapping(Mapping&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    Mapping& operator=(Mapping&&) = delete;
    ~Mapping();

    std::span<std::uint8_t const> bytes() const noexcept { return {data_, size_}; }
    /// Gives the pages to somebody else to unmap.
    std::span<std::uint8_t const> release() noexcept { return {std::exchange(data_, nullptr), std::exchange(size_, 0)}; }

private:
    std::uint8_t const* data_ = nullptr;
    std::size_t size_ = 0;
};

/// An anonymous file in memory (memfd_create(2)). Once sealed, nobody can change it, whoever else holds it.
/// Everything here throws Problem.
class MemoryFile {
public:
    static MemoryFile create();
    static MemoryFile holding(std::span<std::uint8_t const> bytes);
    /// The content of an open file from its start. More than `max_bytes` is refused as over budget.
    static MemoryFile read_from(int file, std::uint64_t max_bytes);

    int number() const noexcept { return fd_.number(); }
    ipc::Fd const& handle() const noexcept { return fd_; }
    std::uint64_t size() const;
    /// Makes it immutable. False while somebody has it mapped for writing.
    [[nodiscard]] bool seal() noexcept;
    Mapping map() const;
    /// Writes everything into an open file at its position.
    void write_to(int file) const;

private:
    explicit MemoryFile(ipc::Fd fd) noexcept : fd_(std::move(fd)) {}
    ipc::Fd fd_;
};

}  // namespace scrub::client
