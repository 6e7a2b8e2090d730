// What one job may cost. Hitting a limit refuses the file; it never truncates it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace [[gnu::visibility("default")]] scrub {

/// Upper bounds of one job, shared by everything nested in the file. Plain data.
struct Limits {
    std::uint64_t bytes_in = std::uint64_t{1} << 30;         ///< size of the input, bytes
    std::uint64_t bytes_out = std::uint64_t{1} << 30;        ///< size of the output, bytes
    std::uint64_t inflated = std::uint64_t{1} << 30;         ///< bytes that decompression may produce in total
    std::uint64_t ratio = 1000;                              ///< inflated bytes per input byte, beyond the first 64 MiB
    std::uint64_t parts = 200'000;                           ///< chunks, segments, entries, objects
    std::uint64_t depth = 8;                                 ///< files inside files
    std::uint64_t xml_nodes = 12'000'000;                    ///< elements, attributes and texts of XML
    std::uint64_t xml_depth = 256;                           ///< nesting of XML elements
    std::uint64_t pixels = std::uint64_t{1} << 29;           ///< width x height of one picture
    std::uint64_t seconds = 60;                              ///< CPU time of one worker
    std::uint64_t memory = std::uint64_t{1} << 30;           ///< address space of one worker beyond its input, bytes

    friend bool operator==(Limits const&, Limits const&) noexcept = default;
};

/// A limit by name, for command lines and configuration files.
struct LimitRow {
    std::string_view name;
    std::string_view description;
    std::uint64_t Limits::*value;
};

/// Every limit, in the order of the structure.
std::span<LimitRow const> limit_rows() noexcept;

}  // namespace scrub
