// The directory of a ZIP archive, checked against the entries that it lists.
#include <algorithm>
#include <unordered_set>

#include "codec/inflate.hpp"
#include "codec/zip.hpp"
#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::codec {
namespace {

using namespace std::string_view_literals;

constexpr auto kLocal = "PK\3\4"sv;
constexpr auto kRecord = "PK\1\2"sv;
constexpr auto kEnd = "PK\5\6"sv;
constexpr auto kEnd64 = "PK\6\6"sv;
constexpr auto kLocator64 = "PK\6\7"sv;
constexpr auto kDescriptor = "PK\7\x08"sv;

constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kMaxName = 1024;
constexpr std::uint16_t kFolderAttribute = 0x10;

// General purpose flags (4.4.4).
constexpr std::uint16_t kEncrypted = 0x0001 | 0x0040 | 0x2000;
constexpr std::uint16_t kHasDescriptor = 0x0008;
constexpr std::uint16_t kPatch = 0x0020;
constexpr std::uint16_t kUtf8 = 0x0800;

struct Range {
    std::uint64_t from, to;
};

struct End {
    std::uint64_t count = 0, size = 0, offset = 0;
    std::uint64_t at = 0;      // where the records of the end begin: the directory ends at or before it
    std::uint64_t behind = 0;  // the first byte behind all
    Bytes comment;
};

// A record of the directory (4.3.12).
struct Record {
    std::uint16_t made_by, version, flags, method, time, date;
    std::uint32_t checksum;
    std::uint64_t packed_size, size;
    Bytes name, extra, comment;
    std::uint16_t disk, inner;
    std::uint32_t outer;
    std::uint64_t offset;
};

Failure malformed(std::string_view what, std::uint64_t at) { return fail(Errc::malformed, what, static_cast<std::size_t>(at)); }

std::string folded(std::string_view name) {
    std::string low(name);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

std::string two_digits(unsigned value) { return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)}; }

std::string dos_date(std::uint16_t date, std::uint16_t time) {
    unsigned const d = date;
    unsigned const t = time;
    return std::to_string(1980 + (d >> 9)) + "-" + two_digits(d >> 5 & 15) + "-" + two_digits(d & 31) + " " + two_digits(t >> 11) + ":" + two_digits(t >> 5 & 63);
}

// Code page 437, in which names without the UTF-8 flag are (appendix D); the letters of Spanish are the same in 850.
constexpr std::u32string_view kCodePage437 =
    U"\u00C7\u00FC\u00E9\u00E2\u00E4\u00E0\u00E5\u00E7\u00EA\u00EB\u00E8\u00EF\u00EE\u00EC\u00C4\u00C5\u00C9\u00E6\u00C6\u00F4\u00F6\u00F2\u00FB\u00F9\u00FF\u00D6\u00DC\u00A2\u00A3\u00A5\u20A7\u0192"
    U"\u00E1\u00ED\u00F3\u00FA\u00F1\u00D1\u00AA\u00BA\u00BF\u2310\u00AC\u00BD\u00BC\u00A1\u00AB\u00BB\u2591\u2592\u2593\u2502\u2524\u2561\u2562\u2556\u2555\u2563\u2551\u2557\u255D\u255C\u255B\u2510"
    U"\u2514\u2534\u252C\u251C\u2500\u253C\u255E\u255F\u255A\u2554\u2569\u2566\u2560\u2550\u256C\u2567\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256B\u256A\u2518\u250C\u2588\u2584\u258C\u2590\u2580"
    U"\u03B1\u00DF\u0393\u03C0\u03A3\u03C3\u00B5\u03C4\u03A6\u0398\u03A9\u03B4\u221E\u03C6\u03B5\u2229\u2261\u00B1\u2265\u2264\u2320\u2321\u00F7\u2248\u00B0\u2219\u00B7\u221A\u207F\u00B2\u25A0\u00A0";
static_assert(kCodePage437.size() == 128);

bool is_utf8(std::string_view name) {
    while (!name.empty()) {
        auto const [c, length] = utf8::decode(name);
        if (c == utf8::kInvalid) return false;
        name.remove_prefix(length);
    }
    return true;
}

std::string from_code_page_437(std::string_view name) {
    std::string out;
    for (char const c : name) {
        auto const byte = static_cast<unsigned char>(c);
        utf8::append(out, byte < 0x80 ? char32_t{byte} : kCodePage437[byte - 0x80]);
    }
    return out;
}

class ZipReader {
public:
    ZipReader(Bytes in, Budget& budget) : in_(in), budget_(budget) {}

    Result<ZipArchive> read() {
        end_ = TRY(find_end());
        TRY(read_directory());
        TRY(check_coverage());
        if (text(end_.comment).find(kEnd) != std::string_view::npos) return malformed("two ends of one ZIP archive", end_.at);
        if (!end_.comment.empty()) leave(ZipLeftover::What::comment, end_.comment, std::string(text(end_.comment)));
        return std::move(archive_);
    }

private:
    Reader reader_at(std::uint64_t offset) const { return Reader(after(in_, static_cast<std::size_t>(std::min<std::uint64_t>(offset, in_.size()))), Endian::little); }

    void leave(ZipLeftover::What what, Bytes bytes, std::string value = {}) { archive_.leftovers.push_back({what, bytes, std::move(value), 1}); }

    // Counted together with others of its sort.
    void leave_counted(ZipLeftover::What what, std::string value = {}) {
        auto& left = archive_.leftovers;
        auto const known = std::find_if(left.begin(), left.end(), [&](ZipLeftover const& l) { return l.what == what; });
        if (known == left.end()) left.push_back({what, {}, std::move(value), 1});
        else ++known->count;
    }

    // The last end record whose comment fits. Others must lie inside entries: see check_coverage.
    Result<End> find_end() {
        auto at = text(in_).rfind(kEnd);
        while (at != std::string_view::npos) {
            auto reader = reader_at(at);
            if (reader.left() >= kEndBytes) {
                TRY(reader.skip(4));
                auto const disk = TRY(reader.u16());
                auto const directory_disk = TRY(reader.u16());
                auto const count_here = TRY(reader.u16());
                End end;
                end.count = TRY(reader.u16());
                end.size = TRY(reader.u32());
                end.offset = TRY(reader.u32());
                auto const comment_size = TRY(reader.u16());
                if (comment_size <= reader.left()) {
                    if (disk != directory_disk || (disk != 0 && disk != 0xFFFF) || count_here != end.count) return fail(Errc::unsupported, "ZIP archive in several volumes", at);
                    end.comment = TRY(reader.take(comment_size));
                    end.at = at;
                    end.behind = at + reader.at();
                    TRY(read_end64(end));
                    return end;
                }
            }
            if (at == 0) break;
            at = text(in_).rfind(kEnd, at - 1);
        }
        return fail(Errc::truncated, "ZIP archive without its directory");
    }

    Result<void> read_end64(End& end) {
        bool const is_marked = end.count == 0xFFFF || end.size == 0xFFFFFFFF || end.offset == 0xFFFFFFFF;
        constexpr std::uint64_t kLocatorBytes = 20;
        if (end.at < kLocatorBytes || !starts_with(after(in_, static_cast<std::size_t>(end.at - kLocatorBytes)), kLocator64)) {
            if (end.size == 0xFFFFFFFF || end.offset == 0xFFFFFFFF) return malformed("ZIP directory outside the file", end.at);
            return {};
        }
        if (!is_marked) return malformed("two ends of one ZIP archive", end.at);
        auto const locator_at = end.at - kLocatorBytes;
        auto locator = reader_at(locator_at);
        TRY(locator.skip(8));
        auto const at = TRY(locator.u64());
        if (at >= locator_at || !starts_with(after(in_, static_cast<std::size_t>(at)), kEnd64)) return malformed("ZIP64 end that is not there", locator_at);
        auto reader = reader_at(at);
        TRY(reader.skip(4));
        auto const size = TRY(reader.u64());
        if (size != 44 || at + 12 + size != locator_at) return malformed("ZIP64 end of another size", at);
        TRY(reader.skip(12));
        auto const count_here = TRY(reader.u64());
        end.count = TRY(reader.u64());
        end.size = TRY(reader.u64());
        end.offset = TRY(reader.u64());
        if (count_here != end.count) return fail(Errc::unsupported, "ZIP archive in several volumes", static_cast<std::size_t>(at));
        end.at = at;
        return {};
    }

    Result<void> read_directory() {
        if (end_.size > end_.at || end_.offset > end_.at - end_.size) return malformed("ZIP directory outside the file", end_.at);
        // Bytes before an archive shift all its offsets when they were put there later.
        bool const fits = end_.count == 0 || starts_with(after(in_, static_cast<std::size_t>(end_.offset)), kRecord);
        if (!fits) shift_ = end_.at - end_.size - end_.offset;
        directory_ = {end_.offset + shift_, end_.offset + shift_ + end_.size};
        if (end_.count > end_.size / 46) return malformed("ZIP directory that is shorter than it says", end_.at);

        Reader reader(in_.subspan(static_cast<std::size_t>(directory_.from), static_cast<std::size_t>(end_.size)), Endian::little);
        for (std::uint64_t i = 0; i < end_.count; ++i) {
            TRY(budget_.part());
            auto const record = TRY(read_record(reader));
            TRY(take(record));
        }
        if (!reader.is_empty()) return malformed("ZIP directory with more entries than it says", directory_.from + reader.at());
        return {};
    }

    Result<Record> read_record(Reader& reader) {
        if (!starts_with(reader.rest(), kRecord)) return malformed("ZIP directory that cannot be read", directory_.from + reader.at());
        TRY(reader.skip(4));
        Record r{};
        r.made_by = TRY(reader.u16());
        r.version = TRY(reader.u16());
        r.flags = TRY(reader.u16());
        r.method = TRY(reader.u16());
        r.time = TRY(reader.u16());
        r.date = TRY(reader.u16());
        r.checksum = TRY(reader.u32());
        r.packed_size = TRY(reader.u32());
        r.size = TRY(reader.u32());
        auto const name_size = TRY(reader.u16());
        auto const extra_size = TRY(reader.u16());
        auto const comment_size = TRY(reader.u16());
        r.disk = TRY(reader.u16());
        r.inner = TRY(reader.u16());
        r.outer = TRY(reader.u32());
        r.offset = TRY(reader.u32());
        r.name = TRY(reader.take(name_size));
        r.extra = TRY(reader.take(extra_size));
        r.comment = TRY(reader.take(comment_size));
        TRY(read_sizes64(r));
        return r;
    }

    // The ZIP64 field (4.5.3) holds those numbers that did not fit, in this order.
    Result<void> read_sizes64(Record& r) {
        bool const needs = r.size == 0xFFFFFFFF || r.packed_size == 0xFFFFFFFF || r.offset == 0xFFFFFFFF;
        if (!needs) return {};
        Reader fields(r.extra, Endian::little);
        while (fields.left() >= 4) {
            auto const id = TRY(fields.u16());
            Reader field(TRY(fields.take(TRY(fields.u16()))), Endian::little);
            if (id != 0x0001) continue;
            if (r.size == 0xFFFFFFFF) r.size = TRY(field.u64());
            if (r.packed_size == 0xFFFFFFFF) r.packed_size = TRY(field.u64());
            if (r.offset == 0xFFFFFFFF) r.offset = TRY(field.u64());
            return {};
        }
        return {};
    }

    Result<void> take(Record const& r) {
        if ((r.flags & kEncrypted) != 0) return fail(Errc::encrypted, "encrypted entry");
        if ((r.flags & kPatch) != 0 || (r.method != 0 && r.method != 8)) return fail(Errc::unsupported, "entry compressed in a way that Office does not use");
        if (r.disk != 0 && r.disk != 0xFFFF) return fail(Errc::unsupported, "ZIP archive in several volumes");
        auto name = TRY(checked_name(r));
        TRY(check_mode(r));
        auto const offset = r.offset + shift_;
        if (r.offset > directory_.from || offset >= directory_.from) return malformed("entry outside the file", directory_.from);
        auto const packed = TRY(read_local(r, offset));
        note_form(r);
        bool const is_folder = name.ends_with('/');
        if (is_folder) name.pop_back();
        if (!names_.insert(folded(name)).second) return malformed("two entries of one name", offset);
        if (is_folder) {
            constexpr std::size_t kEmptyStream = 2;  // an empty DEFLATE stream, as some programs write
            if (r.size != 0) return malformed("folder that holds bytes", offset);
            if (packed.size() > (r.method == 8 ? kEmptyStream : 0)) leave(ZipLeftover::What::between, packed);
            leave(ZipLeftover::What::folder, r.name, std::move(name));
            return {};
        }
        archive_.entries.push_back({std::move(name), packed, r.size, r.checksum, r.method == 8});
        return {};
    }

    Result<std::string> checked_name(Record const& r) {
        std::string name(text(r.name));
        if ((r.flags & kUtf8) == 0 && !is_utf8(name)) name = from_code_page_437(name);
        if (name.size() > kMaxName) return fail(Errc::malformed, "entry with too long a name");
        if (name.find('\\') != std::string::npos) {
            std::replace(name.begin(), name.end(), '\\', '/');
            leave_counted(ZipLeftover::What::backslash, std::string(text(r.name)));
        }
        for (std::size_t at = 0; at < name.size();) {
            auto const [c, length] = utf8::decode(std::string_view(name).substr(at));
            bool const is_odd = c == utf8::kInvalid || c < 0x20 || c == 0x7F || c == ':' || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            if (is_odd) return fail(Errc::malformed, "entry with a name that readers understand differently");
            at += length;
        }
        std::string_view rest = name;
        if (rest.ends_with('/')) rest.remove_suffix(1);
        for (;;) {
            auto const slash = rest.find('/');
            auto const segment = rest.substr(0, slash);
            if (segment.empty() || segment == "." || segment == "..") return fail(Errc::malformed, "entry with a name that leads out of the archive");
            if (slash == std::string_view::npos) return name;
            rest.remove_prefix(slash + 1);
        }
    }

    // Links and devices, as Unix programs store them.
    static Result<void> check_mode(Record const& r) {
        auto const type = r.outer >> 28;
        bool const is_unix = r.made_by >> 8 == 3 || r.made_by >> 8 == 19;
        if (is_unix && type != 0 && type != 8 && type != 4) return fail(Errc::malformed, "entry that is not a file");
        return {};
    }

    Result<Bytes> read_local(Record const& r, std::uint64_t offset) {
        auto reader = reader_at(offset);
        if (!starts_with(reader.rest(), kLocal)) return malformed("entry that is not where the directory says", offset);
        if (reader.left() < kLocalBytes) return malformed("entry outside the file", offset);
        TRY(reader.skip(6));
        auto const flags = TRY(reader.u16());
        auto const method = TRY(reader.u16());
        TRY(reader.skip(4));
        auto const checksum = TRY(reader.u32());
        auto const packed_size = TRY(reader.u32());
        auto const size = TRY(reader.u32());
        auto const name_size = TRY(reader.u16());
        auto const extra_size = TRY(reader.u16());
        auto const name = TRY(reader.take(name_size));
        auto const extra = TRY(reader.take(extra_size));
        if (text(name) != text(r.name)) return malformed("entry and directory disagree on a name", offset);
        if (method != r.method || ((flags ^ r.flags) & (kEncrypted | kHasDescriptor)) != 0) return malformed("entry and directory disagree on how it is packed", offset);
        bool const has_descriptor = (flags & kHasDescriptor) != 0;
        auto const agrees = [&](std::uint32_t local, std::uint64_t central) { return local == central || local == 0xFFFFFFFF || (has_descriptor && local == 0); };
        if (!agrees(packed_size, r.packed_size) || !agrees(size, r.size) || (checksum != r.checksum && !(has_descriptor && checksum == 0)))
            return malformed("entry and directory disagree on a size", offset);
        if (r.packed_size > reader.left()) return malformed("entry outside the file", offset);
        auto const packed = TRY(reader.take(r.packed_size));
        std::uint64_t to = offset + reader.at();
        if (has_descriptor) to += descriptor_size(reader.rest(), r);
        if (to > directory_.from) return malformed("entry outside the file", offset);
        ranges_.push_back({offset, to});
        TRY(note_extra(r, r.extra));
        if (text(extra) != text(r.extra)) TRY(note_extra(r, extra));
        return packed;
    }

    // With or without its mark, with sizes of 4 or 8 bytes (4.3.9); 0 when it is not there.
    static std::uint64_t descriptor_size(Bytes rest, Record const& r) {
        for (bool const has_mark : {true, false}) {
            for (std::size_t const width : {std::size_t{4}, std::size_t{8}}) {
                if (has_mark && !starts_with(rest, kDescriptor)) continue;
                Reader reader(has_mark ? after(rest, 4) : rest, Endian::little);
                if (reader.left() < 4 + 2 * width) continue;
                auto const checksum = *reader.u32();
                auto const packed_size = width == 4 ? *reader.u32() : *reader.u64();
                auto const size = width == 4 ? *reader.u32() : *reader.u64();
                if (checksum == r.checksum && packed_size == r.packed_size && size == r.size) return (has_mark ? 4U : 0U) + 4 + 2 * width;
            }
        }
        return 0;
    }

    Result<void> note_extra(Record const& r, Bytes extra) {
        Reader fields(extra, Endian::little);
        while (fields.left() >= 4) {
            auto const id = TRY(fields.u16());
            auto const size = TRY(fields.u16());
            if (size > fields.left()) break;  // junk, reported below
            auto const field = TRY(fields.take(size));
            switch (id) {
                case 0x0001: break;  // sizes: read, and written anew
                case 0x9901:
                case 0x0017: return fail(Errc::encrypted, "encrypted entry");
                case 0x7075:  // the name in Unicode: it must be the same
                    if (field.size() < 5 || text(field.subspan(5)) != text(r.name)) return fail(Errc::malformed, "entry with two names");
                    break;
                case 0x5455:
                case 0x000A: leave(ZipLeftover::What::extra_time, field); break;
                case 0x7855:
                case 0x7875:
                case 0x5855:
                case 0x756E: leave(ZipLeftover::What::extra_owner, field); break;
                default: leave(ZipLeftover::What::extra_field, field); break;
            }
        }
        if (!fields.is_empty()) leave(ZipLeftover::What::extra_field, fields.rest());
        return {};
    }

    void note_form(Record const& r) {
        constexpr std::uint16_t kNoDate = 0x0021;
        if (!(r.time == 0 && (r.date == kNoDate || r.date == 0))) leave_counted(ZipLeftover::What::date, dos_date(r.date, r.time));
        constexpr std::uint16_t kPlain = 20;
        bool const is_plain = r.made_by == kPlain && r.version == kPlain && (r.flags & ~kUtf8) == 0 && r.inner == 0 && (r.outer & ~std::uint32_t{kFolderAttribute}) == 0;
        if (!is_plain) leave_counted(ZipLeftover::What::form);
        if (!r.comment.empty()) leave(ZipLeftover::What::comment, r.comment, std::string(text(r.comment)));
    }

    // The ranges of all entries and of the directory must not overlap; what lies between them is left over.
    Result<void> check_coverage() {
        std::sort(ranges_.begin(), ranges_.end(), [](Range a, Range b) { return a.from < b.from; });
        ranges_.push_back(directory_);
        std::uint64_t at = 0;
        for (auto const& range : ranges_) {
            if (range.from < at) return malformed("entries that overlap", range.from);
            TRY(leave_range(at, range.from));
            at = range.to;
        }
        TRY(leave_range(at, end_.at));
        return leave_range(end_.behind, in_.size());
    }

    Result<void> leave_range(std::uint64_t from, std::uint64_t to) {
        if (from >= to) return {};
        auto const bytes = in_.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
        bool const is_behind = from >= end_.behind;
        // Some readers would take the other end for the true one.
        if (text(bytes).find(kEnd) != std::string_view::npos) return malformed("two ends of one ZIP archive", from);
        leave(from == 0 ? ZipLeftover::What::before : is_behind ? ZipLeftover::What::behind : ZipLeftover::What::between, bytes);
        return {};
    }

    Bytes in_;
    Budget& budget_;
    End end_;
    Range directory_{};
    std::uint64_t shift_ = 0;
    std::vector<Range> ranges_;
    std::unordered_set<std::string> names_;
    ZipArchive archive_;
};

}  // namespace

ZipEntry const* ZipArchive::find(std::string_view name) const noexcept {
    auto const is_equal = [&](ZipEntry const& entry) {
        return std::equal(entry.name.begin(), entry.name.end(), name.begin(), name.end(), [](char a, char b) {
            auto const low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
            return low(a) == low(b);
        });
    };
    auto const found = std::find_if(entries.begin(), entries.end(), is_equal);
    return found == entries.end() ? nullptr : &*found;
}

Result<ZipArchive> read_zip(Bytes in, Budget& budget) { return ZipReader(in, budget).read(); }

}  // namespace scrub::engine::codec
