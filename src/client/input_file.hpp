// Opening the file that is to be scrubbed.
#pragma once

#include <sys/types.h>

#include <filesystem>

#include "client/memory_file.hpp"

namespace scrub::client {

/// Which file on this machine, whatever its names are.
struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    friend bool operator==(FileIdentity const&, FileIdentity const&) noexcept = default;
};

/// An input, held in memory from here on: what happens to the file afterwards does not matter.
struct InputFile {
    MemoryFile content;
    FileIdentity identity;
};

/// Reads a regular file; links are followed. Anything else is refused with a sentence, and without an effect on it:
/// a FIFO is not waited for, a device is not opened. Throws Problem.
InputFile read_input(std::filesystem::path const& path, std::uint64_t max_bytes);

}  // namespace scrub::client
