// Unpacking and writing of ZIP entries.
#include "codec/zip.hpp"

#include <algorithm>

#include "codec/inflate.hpp"

namespace scrub::engine::codec {
namespace {

// A balance of time and size: level 1 is twice as fast and an eighth larger.
constexpr int kLevel = 4;

// No DEFLATE stream gives more than 1032 bytes for one; a larger promise is a lie that would cost memory.
constexpr std::uint64_t kMaxRatio = 1032;

constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kUtf8Names = 0x0800;
constexpr std::uint16_t kDate = 0x0021;  // 1980-01-01

}  // namespace

Result<Unzipped> unzip(ZipEntry const& entry, Budget& budget) {
    if (!entry.is_deflated) {
        if (entry.packed.size() != entry.size_bytes) return fail(Errc::malformed, "entry of another size than the directory says");
        if (crc32(entry.packed) != entry.checksum) return fail(Errc::malformed, "entry that does not fit its checksum");
        return Unzipped(entry.packed);
    }
    if (entry.size_bytes / kMaxRatio > entry.packed.size()) return fail(Errc::malformed, "entry of another size than the directory says");
    auto inflated = TRY(inflate_exactly(entry.packed, static_cast<std::size_t>(entry.size_bytes), Wrapper::none, budget));
    if (crc32(inflated.data) != entry.checksum) return fail(Errc::malformed, "entry that does not fit its checksum");
    return Unzipped(std::move(inflated.data), after(entry.packed, inflated.used));
}

void ZipWriter::put_header(Sink& to, Header const& header, Vetted name) {
    to.le16(kVersion);
    to.le16(header.flags);
    to.le16(header.method);
    to.le16(0);
    to.le16(kDate);
    to.le32(header.checksum);
    to.le32(header.packed_size);
    to.le32(header.size);
    to.le16(static_cast<std::uint16_t>(name.size()));
    to.le16(0);
}

void ZipWriter::add(Vetted name, Vetted data, Pack pack) {
    auto const at = out_.size() - start_;
    if (count_ >= 0xFFFF - 1 || data.size() > 0xFFFFFFF0 || at > 0xFFFFFFF0 || name.size() > 0xFFFF) {
        is_too_large_ = true;
        return;
    }
    Made const packed = pack == Pack::deflate && data.size() > 0 ? deflate(data.bytes(), Wrapper::none, kLevel) : Made();
    bool const is_deflated = !packed.empty();
    bool const is_ascii = std::all_of(name.bytes().begin(), name.bytes().end(), [](std::uint8_t c) { return c < 0x80; });
    Header const header{static_cast<std::uint16_t>(is_ascii ? 0 : kUtf8Names), static_cast<std::uint16_t>(is_deflated ? 8 : 0), crc32(data.bytes()),
                        static_cast<std::uint32_t>(is_deflated ? packed.size() : data.size()), static_cast<std::uint32_t>(data.size())};
    out_.put("PK\3\4");
    put_header(out_, header, name);
    out_.put_vetted(name);
    if (is_deflated) out_.put(packed);
    else out_.put_vetted(data);

    directory_.put("PK\1\2");
    directory_.le16(kVersion);
    put_header(directory_, header, name);
    directory_.fill(0, 10);  // comment, disk, attributes
    directory_.le32(static_cast<std::uint32_t>(at));
    directory_.put_vetted(name);
    ++count_;
}

Result<void> ZipWriter::finish() {
    auto const at = out_.size() - start_;
    if (is_too_large_ || at > 0xFFFFFFF0 || directory_.size() > 0xFFFFFFF0 - at) return fail(Errc::over_budget, "too much for a ZIP archive");
    auto const directory = directory_.take();
    out_.put(directory);
    out_.put("PK\5\6");
    out_.le32(0);
    out_.le16(static_cast<std::uint16_t>(count_));
    out_.le16(static_cast<std::uint16_t>(count_));
    out_.le32(static_cast<std::uint32_t>(directory.size()));
    out_.le32(static_cast<std::uint32_t>(at));
    out_.le16(0);
    return {};
}

}  // namespace scrub::engine::codec
