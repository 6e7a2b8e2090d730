// Reading of compound files.
#include "codec/cfb.hpp"

#include <algorithm>

#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::codec {
namespace {

// [MS-CFB] 2.1: numbers that are no sectors.
constexpr std::uint32_t kMaxSector = 0xFFFFFFFA;
constexpr std::uint32_t kFree = 0xFFFFFFFF;
constexpr std::uint32_t kNoStream = 0xFFFFFFFF;
constexpr std::size_t kMiniSectorBytes = 64;
constexpr std::size_t kEntryBytes = 128;

enum ObjectType : std::uint8_t { kUnused = 0, kStorage = 1, kStream = 2, kRoot = 5 };

struct RawEntry {
    CfbEntry entry;
    std::string name;
    std::uint8_t type = kUnused;
    std::uint32_t left = kNoStream;
    std::uint32_t right = kNoStream;
    std::uint32_t child = kNoStream;
    bool is_reached = false;
};

std::uint64_t count_not_zero(Bytes bytes) {
    return static_cast<std::uint64_t>(std::count_if(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b != 0; }));
}

std::string name_of(Bytes utf16, std::size_t size_bytes) {
    std::string name;
    auto const units = std::min<std::size_t>(size_bytes, utf16.size()) / 2;
    for (std::size_t i = 0; i < units; ++i) {
        char32_t const unit = utf16[2 * i] | char32_t{utf16[2 * i + 1]} << 8;
        if (unit == 0) break;
        utf8::append(name, unit >= 0xD800 && unit < 0xE000 ? U'\uFFFD' : unit);
    }
    return name;
}

Result<RawEntry> read_entry(Bytes bytes, bool is_version_3) {
    RawEntry raw;
    auto const name_bytes = bytes.first(64);
    Reader in(bytes, Endian::little);
    TRY(in.skip(64));
    auto const name_size = TRY(in.u16());
    raw.name = name_of(name_bytes, name_size);
    raw.type = TRY(in.u8());
    TRY(in.skip(1));
    raw.left = TRY(in.u32());
    raw.right = TRY(in.u32());
    raw.child = TRY(in.u32());
    auto const class_id = TRY(in.take(16));
    std::copy(class_id.begin(), class_id.end(), raw.entry.class_id.begin());
    TRY(in.skip(4));
    raw.entry.created = TRY(in.u64());
    raw.entry.modified = TRY(in.u64());
    raw.entry.start = TRY(in.u32());
    raw.entry.size = TRY(in.u64());
    if (is_version_3) raw.entry.size &= 0xFFFFFFFF;  // 2.6.1: the upper half may hold anything
    raw.entry.is_storage = raw.type != kStream;
    return raw;
}

bool equal_without_case(std::string_view a, std::string_view b) {
    auto const low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return low(x) == low(y); });
}

}  // namespace

Result<Cfb> Cfb::open(Bytes in, Budget& budget) {
    Cfb file(in);
    TRY(file.read_header());
    TRY(file.read_tables(budget));
    TRY(file.read_directory(budget));
    return file;
}

std::uint32_t Cfb::sector_count() const noexcept {
    // The header takes the place of one sector; a last sector that the file cuts short counts.
    auto const behind = in_.size() > sector_bytes_ ? in_.size() - sector_bytes_ : 0;
    return static_cast<std::uint32_t>(std::min<std::size_t>((behind + sector_bytes_ - 1) / sector_bytes_, kMaxSector));
}

Bytes Cfb::sector(std::uint32_t number) const noexcept {
    if (number >= sector_count()) return {};
    return head(after(in_, (std::size_t{number} + 1) * sector_bytes_), sector_bytes_);
}

Result<void> Cfb::read_header() {
    using namespace std::string_view_literals;
    if (!starts_with(in_, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv) || in_.size() < 512) return fail(Errc::malformed, "compound file without a header");
    Reader in(in_, Endian::little);
    TRY(in.skip(24 + 2));
    TRY(in.skip(2 + 2));
    auto const sector_shift = TRY(in.u16());
    if (sector_shift != 9 && sector_shift != 12) return fail(Errc::malformed, "compound file with sectors of an unknown size");
    sector_bytes_ = std::size_t{1} << sector_shift;
    TRY(in.skip(2 + 6 + 4 + 4));
    directory_start_ = TRY(in.u32());
    TRY(in.skip(4));
    mini_cutoff_ = TRY(in.u32());
    mini_fat_start_ = TRY(in.u32());
    TRY(in.skip(4));
    auto difat = TRY(in.u32());
    TRY(in.skip(4));
    for (int i = 0; i < 109; ++i)
        if (auto const number = TRY(in.u32()); number < kMaxSector) fat_sectors_.push_back(number);
    while (difat < kMaxSector && difat_sectors_.size() <= sector_count()) {
        difat_sectors_.push_back(difat);
        Reader list(sector(difat), Endian::little);
        if (list.left() < sector_bytes_) return fail(Errc::truncated, "allocation table beyond the file");
        for (std::size_t i = 0; i + 1 < sector_bytes_ / 4; ++i)
            if (auto const number = TRY(list.u32()); number < kMaxSector) fat_sectors_.push_back(number);
        difat = TRY(list.u32());
    }
    return {};
}

Result<void> Cfb::read_tables(Budget& budget) {
    if (fat_sectors_.size() > sector_count()) return fail(Errc::malformed, "allocation table larger than the file");
    TRY(budget.part(fat_sectors_.size()));
    auto const append = [&](std::vector<std::uint32_t>& table, std::uint32_t number) {
        Reader in(sector(number), Endian::little);
        while (in.left() >= 4) table.push_back(*in.u32());
    };
    for (auto const number : fat_sectors_) append(fat_, number);
    for (auto const number : chain(mini_fat_start_, fat_)) append(mini_fat_, number);
    return {};
}

std::vector<std::uint32_t> Cfb::chain(std::uint32_t start, std::vector<std::uint32_t> const& table) const {
    std::vector<std::uint32_t> sectors;
    // A chain that is longer than its table runs in circles.
    for (auto at = start; at < table.size() && sectors.size() < table.size(); at = table[at]) sectors.push_back(at);
    return sectors;
}

Result<void> Cfb::read_directory(Budget& budget) {
    std::vector<RawEntry> raw;
    for (auto const number : chain(directory_start_, fat_)) {
        auto const bytes = sector(number);
        for (std::size_t at = 0; at + kEntryBytes <= bytes.size(); at += kEntryBytes) {
            TRY(budget.part());
            raw.push_back(TRY(read_entry(bytes.subspan(at, kEntryBytes), sector_bytes_ == 512)));
        }
    }
    if (raw.empty() || raw[0].type != kRoot) return fail(Errc::malformed, "compound file without a root");

    struct Place {
        std::uint32_t number;
        std::string parent;
    };
    mini_sectors_ = chain(raw[0].entry.start, fat_);
    raw[0].is_reached = true;
    entries_.push_back(raw[0].entry);
    std::vector<Place> open{{raw[0].child, ""}};
    while (!open.empty()) {
        auto const place = std::move(open.back());
        open.pop_back();
        if (place.number >= raw.size() || raw[place.number].is_reached) continue;
        auto& entry = raw[place.number];
        entry.is_reached = true;
        if (entry.type != kStorage && entry.type != kStream) continue;
        entry.entry.path = place.parent.empty() ? entry.name : place.parent + "/" + entry.name;
        open.push_back({entry.right, place.parent});
        open.push_back({entry.left, place.parent});
        if (entry.type == kStorage) open.push_back({entry.child, entry.entry.path});
        entries_.push_back(entry.entry);
    }
    std::sort(entries_.begin() + 1, entries_.end(), [](CfbEntry const& a, CfbEntry const& b) { return a.path < b.path; });
    for (auto const& entry : raw)
        if (!entry.is_reached) unused_entry_bytes_ += entry.name.size();
    return {};
}

CfbEntry const* Cfb::find(std::string_view path) const noexcept {
    auto const entry = std::find_if(entries_.begin() + 1, entries_.end(), [&](CfbEntry const& e) { return equal_without_case(e.path, path); });
    return entry == entries_.end() ? nullptr : &*entry;
}

Result<Blob> Cfb::content(CfbEntry const& stream, Budget& budget) const {
    TRY(budget.inflated(std::min<std::uint64_t>(stream.size, in_.size())));
    Blob out;
    auto const add = [&](Bytes bytes) {
        auto const part = head(bytes, static_cast<std::size_t>(std::min<std::uint64_t>(stream.size - out.size(), bytes.size())));
        out.insert(out.end(), part.begin(), part.end());
    };
    if (stream.size >= mini_cutoff_) {
        for (auto const number : chain(stream.start, fat_)) add(sector(number));
        return out;
    }
    auto const per_sector = sector_bytes_ / kMiniSectorBytes;
    for (auto const number : chain(stream.start, mini_fat_)) {
        if (number / per_sector >= mini_sectors_.size()) break;
        auto const bytes = sector(mini_sectors_[number / per_sector]);
        add(head(after(bytes, number % per_sector * kMiniSectorBytes), kMiniSectorBytes));
    }
    return out;
}

CfbSlack Cfb::slack() const {
    CfbSlack slack;
    slack.unused_entries = unused_entry_bytes_;
    std::vector<bool> is_used(sector_count(), false);
    auto const use = [&](std::vector<std::uint32_t> const& numbers) {
        for (auto const number : numbers)
            if (number < is_used.size()) is_used[number] = true;
    };
    use(fat_sectors_);
    use(difat_sectors_);
    use(chain(directory_start_, fat_));
    use(chain(mini_fat_start_, fat_));
    use(mini_sectors_);
    auto const per_sector = sector_bytes_ / kMiniSectorBytes;
    for (auto const& entry : entries_) {
        if (entry.is_storage || entry.size == 0) continue;
        bool const is_small = entry.size < mini_cutoff_;
        auto const unit = is_small ? kMiniSectorBytes : sector_bytes_;
        auto const numbers = chain(entry.start, is_small ? mini_fat_ : fat_);
        if (!is_small) use(numbers);
        auto const in_last = entry.size % unit;
        if (in_last == 0 || numbers.size() != (entry.size + unit - 1) / unit) continue;
        auto const last = numbers.back();
        if (is_small && last / per_sector >= mini_sectors_.size()) continue;
        auto const bytes = is_small ? head(after(sector(mini_sectors_[last / per_sector]), last % per_sector * kMiniSectorBytes), kMiniSectorBytes) : sector(last);
        slack.behind_streams += count_not_zero(after(bytes, static_cast<std::size_t>(in_last)));
    }
    for (std::uint32_t number = 0; number < is_used.size(); ++number) {
        if (is_used[number]) continue;
        auto const bytes = sector(number);
        bool const is_beyond_table = number >= fat_.size();
        (is_beyond_table ? slack.behind_end : slack.free_sectors) += count_not_zero(bytes);
    }
    return slack;
}

}  // namespace scrub::engine::codec
