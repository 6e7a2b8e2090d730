// ZIP (APPNOTE 6.3.10) as Office, ODF and EPUB packages use it: a strict reader and one canonical writer, both our own.
// Every byte of the file belongs to an entry or to the directory, or it is a leftover. What readers could understand
// in two ways (overlaps, names given twice, headers that disagree, sizes that lie) is refused; what they all pass over
// (bytes before, between and behind the entries, dates, extra fields, comments) is left over and told.
//
//     auto const archive = TRY(codec::read_zip(in, gate.budget()));       // the structure; nothing is inflated yet
//     TRY(zip::report_leftovers(archive, gate));                          // format/zip_rows.hpp: slack and metadata
//     for (auto const& entry : archive.entries) {
//         auto const data = TRY(zip::read_entry(entry, gate));            // inflated, checksum proved, bytes behind told
//     ...
//     codec::ZipWriter zip(out, gate.budget());                           // entries stand in the order of `add`
//     zip.add("mimetype", kept, codec::ZipWriter::Pack::store);
//     TRY(zip.finish());
#pragma once

#include <string>
#include <vector>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

struct ZipEntry {
    std::string name;              ///< UTF-8, relative, with slashes; unique, also without regard to ASCII case
    Bytes packed;
    std::uint64_t size_bytes = 0;  ///< unpacked; what the headers promise
    std::uint32_t checksum = 0;
    bool is_deflated = false;
};

/// Something of an archive that no entry's content is.
struct ZipLeftover {
    enum class What : std::uint8_t {
        before,         ///< bytes before the first entry
        between,        ///< bytes between entries or before the directory: also entries that the directory does not list
        behind,         ///< bytes behind the end
        comment,        ///< of the archive or of an entry
        date,           ///< of entries; `value` is the first
        extra_field,    ///< a field that no rule of ours knows
        extra_time,     ///< a field with finer times
        extra_owner,    ///< a field with user and group numbers
        form,           ///< operating system, versions, attributes, flags: how the program packs
        folder,         ///< an entry that is a folder
        backslash,      ///< names with backslashes; read as slashes
    };
    What what;
    Bytes bytes;
    std::string value;
    std::uint64_t count = 1;
};

struct ZipArchive {
    std::vector<ZipEntry> entries;  ///< without folders, in the order of the directory
    std::vector<ZipLeftover> leftovers;

    /// The entry of a name, in ASCII letters of either case; or null. Linear.
    ZipEntry const* find(std::string_view name) const noexcept;
};

/// Reads the directory and checks it against the entries. Each entry counts as a part of the budget.
Result<ZipArchive> read_zip(Bytes in, Budget& budget);

/// What an entry holds.
class Unzipped {
public:
    explicit Unzipped(Bytes stored) noexcept : view_(stored) {}
    Unzipped(Blob inflated, Bytes behind) noexcept : owned_(std::move(inflated)), behind_(behind), is_owned_(true) {}
    Bytes bytes() const noexcept { return is_owned_ ? Bytes(owned_) : view_; }
    /// Bytes behind the end of the compressed stream, which no reader sees.
    Bytes behind() const noexcept { return behind_; }

private:
    Bytes view_;
    Blob owned_;
    Bytes behind_;
    bool is_owned_ = false;
};

/// Inflates an entry, or views it where it is stored. Size and checksum must be what the headers promise.
Result<Unzipped> unzip(ZipEntry const& entry, Budget& budget);

/// Writes an archive in the one form: no dates, no extra fields, no host, no comments.
class ZipWriter {
public:
    enum class Pack : std::uint8_t {
        store,    ///< as it is: what is compressed already, and what must stand readable (mimetype)
        deflate,
    };
    ZipWriter(Sink& out, Budget& budget) noexcept : out_(out), directory_(budget), start_(out.size()) {}

    void add(Vetted name, Vetted data, Pack pack);
    /// Writes the directory. Fails when there are more entries or bytes than a plain ZIP can hold.
    Result<void> finish();

private:
    struct Header {
        std::uint16_t flags, method;
        std::uint32_t checksum, packed_size, size;
    };
    static void put_header(Sink& to, Header const& header, Vetted name);

    Sink& out_;
    Sink directory_;
    std::uint64_t start_;
    std::uint64_t count_ = 0;
    bool is_too_large_ = false;
};

}  // namespace scrub::engine::codec
