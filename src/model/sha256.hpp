// SHA-256 (FIPS 180-4), for the hashes that a report carries on request.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace scrub {

/// The hash of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<std::uint8_t const> bytes);

}  // namespace scrub
