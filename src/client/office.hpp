// Old formats on their way to modern ones, by LibreOffice in a sandbox of its own (tools/scrub-worker-office).
#pragma once

#include <filesystem>
#include <string>

#include <scrub/scrub.hpp>

#include "client/memory_file.hpp"

namespace scrub::client {

struct Conversion {
    MemoryFile document;  ///< sealed; as untrusted as the old one
    std::string to;       ///< usual extension of the new format
};

/// Converts a sealed document. `untrusted_from` is what a worker said it is. `program` is scrub-worker-office. Refused in one
/// sentence when there is no LibreOffice, or when it cannot read the document. Throws Problem.
Conversion convert(std::filesystem::path const& program, MemoryFile const& document, std::string_view untrusted_from, Options const& options);

}  // namespace scrub::client
