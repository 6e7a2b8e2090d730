// TAR (POSIX.1-2017 pax, ustar; GNU long names; Seventh Edition): files and what is said of them.
#pragma once

#include <string>
#include <vector>

#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::archive {

struct TarMember {
    std::string name;  ///< as it stands: any bytes, not empty
    Bytes data;
};

/// Whether the first block is a header of a TAR archive: its checksum is right.
bool is_tar(Bytes in) noexcept;

/// The regular files, in order. Tells of owners, times, modes, links, devices, extended headers and slack.
Result<std::vector<TarMember>> read_tar(Bytes in, Gate& gate);

RuleList tar_rules();

}  // namespace scrub::engine::archive
