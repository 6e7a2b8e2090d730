// Compound File Binary ([MS-CFB]): the storages and streams of the old Office formats. Read only: such files are never
// edited in place, and the walk over them names what was in them. No library: libgsf aborts on damaged files and hides
// the free sectors, where deleted text lives.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"

namespace scrub::engine::codec {

struct CfbEntry {
    std::string path;            ///< UTF-8, components joined by '/', control characters as in the file; empty for the root
    bool is_storage = false;
    std::uint64_t size = 0;      ///< of a stream, bytes
    std::uint64_t created = 0;   ///< FILETIME; 0 when not set
    std::uint64_t modified = 0;  ///< FILETIME; 0 when not set
    std::array<std::uint8_t, 16> class_id{};
    std::uint32_t start = 0;     ///< first sector
};

/// Bytes that belong to no stream and are not zero.
struct CfbSlack {
    std::uint64_t free_sectors = 0;    ///< in sectors that the file calls free, or that nothing refers to
    std::uint64_t behind_streams = 0;  ///< between the end of a stream and the end of its last sector
    std::uint64_t behind_end = 0;      ///< behind the last whole sector
    std::uint64_t unused_entries = 0;  ///< in directory entries that are not in the tree
};

/// A file in memory. Refers to its input.
class Cfb {
public:
    /// Malformed when the header, the allocation tables or the directory cannot be followed.
    static Result<Cfb> open(Bytes in, Budget& budget);

    /// The tree in the order of the directory; the root storage first.
    std::vector<CfbEntry> const& entries() const noexcept { return entries_; }
    /// By path, with ASCII letters compared without case; null when there is none.
    CfbEntry const* find(std::string_view path) const noexcept;
    /// The bytes of a stream; as many as its chain gives when that is damaged.
    Result<Blob> content(CfbEntry const& stream, Budget& budget) const;
    CfbSlack slack() const;

private:
    explicit Cfb(Bytes in) : in_(in) {}
    Result<void> read_header();
    Result<void> read_tables(Budget& budget);
    Result<void> read_directory(Budget& budget);
    Bytes sector(std::uint32_t number) const noexcept;
    /// The sectors of a chain, in order; cut short where it goes wrong.
    std::vector<std::uint32_t> chain(std::uint32_t start, std::vector<std::uint32_t> const& table) const;
    std::uint32_t sector_count() const noexcept;

    Bytes in_;
    std::size_t sector_bytes_ = 512;
    std::uint32_t mini_cutoff_ = 4096;
    std::uint32_t directory_start_ = 0;
    std::uint32_t mini_fat_start_ = 0;
    std::vector<std::uint32_t> fat_sectors_;
    std::vector<std::uint32_t> difat_sectors_;
    std::vector<std::uint32_t> fat_;
    std::vector<std::uint32_t> mini_fat_;
    std::vector<std::uint32_t> mini_sectors_;  // of the stream that holds the small streams
    std::vector<CfbEntry> entries_;
    std::uint64_t unused_entry_bytes_ = 0;
};

}  // namespace scrub::engine::codec
