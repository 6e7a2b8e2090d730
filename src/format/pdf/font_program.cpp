// Font programs. sfnt (ISO/IEC 14496-22): the tables that draw glyphs, with their dates, names and numbers zeroed.
#include "format/pdf/font_program.hpp"

#include <algorithm>
#include <map>

#include "core/reader.hpp"
#include "format/pdf/font.hpp"
#include "format/pdf/font_rules.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr Rule kTables[] = {
    {"CFF ", "PD-FONT", Kind::presentation, "outlines"},
    {"OS/2", "PD-FONT", Kind::presentation, "measures"},
    {"VORG", "PD-FONT", Kind::presentation, "vertical origins"},
    {"cmap", "PD-FONT", Kind::presentation, "characters"},
    {"cvt ", "PD-FONT", Kind::presentation, "hinting values"},
    {"fpgm", "PD-FONT", Kind::presentation, "hinting program"},
    {"glyf", "PD-FONT", Kind::presentation, "outlines"},
    {"head", "PD-FONT", Kind::presentation, "header"},
    {"hhea", "PD-FONT", Kind::presentation, "measures"},
    {"hmtx", "PD-FONT", Kind::presentation, "measures"},
    {"loca", "PD-FONT", Kind::presentation, "places of outlines"},
    {"maxp", "PD-FONT", Kind::presentation, "limits"},
    {"post", "PD-FONT", Kind::presentation, "names of glyphs"},
    {"prep", "PD-FONT", Kind::presentation, "hinting program"},
    {"vhea", "PD-FONT", Kind::presentation, "measures"},
    {"vmtx", "PD-FONT", Kind::presentation, "measures"},
};
constexpr Rule kDropped[] = {
    {"DSIG", "PD-FONT", Kind::signature, "signature of the font"},
    {"FFTM", "PD-FONT", Kind::timestamp, "time stamps of FontForge"},
    {"PfEd", "PD-FONT", Kind::comment, "comments of FontForge"},
    {"meta", "PD-FONT", Kind::metadata, "description of the font"},
    {"name", "PD-FONT", Kind::metadata, "names: designer, owner, licence, number"},
};
constexpr Rule kProgram{"program", "PD-FONT", Kind::presentation, "outlines and hints"};
constexpr Rule kOtherTable{"table", "PD-FONT", Kind::unknown, "drawing does not need it"};

}  // namespace

RuleList font_program_rules() { return list_rules(kTables, kDropped, kProgram, kOtherTable); }

Rule const& program_part() noexcept { return kProgram; }

namespace {

struct Table {
    std::string_view tag;
    Blob data;
};

std::uint32_t checksum(Bytes data) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i) sum += std::uint32_t{data[i]} << (24 - 8 * (i % 4));
    return sum;
}

void zero(Blob& data, std::size_t from, std::size_t size) {
    for (auto i = from; i < from + size && i < data.size(); ++i) data[i] = 0;
}

void append16(Blob& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
}
void append32(Blob& out, std::size_t value) {
    append16(out, value >> 16);
    append16(out, value & 0xFFFF);
}

// Names of glyphs (post, version 2): those that say which character it is, or that an encoding uses.
Blob sanitised_post(Bytes in, std::set<std::string> const& names) {
    Blob out(in.begin(), in.begin() + 32);
    auto const count = std::size_t{in[32]} << 8 | in[33];
    if (in.size() < 34 + 2 * count) return {};
    std::vector<std::string> strings;
    for (auto at = 34 + 2 * count; at < in.size();) {
        auto const name = head(after(in, at + 1), in[at]);
        strings.emplace_back(text(name));
        at += 1 + name.size();
    }
    constexpr std::size_t kMacNames = 258;
    append16(out, count);
    Blob tail;
    std::size_t used = 0;
    for (std::size_t glyph = 0; glyph < count; ++glyph) {
        auto const index = std::size_t{in[34 + 2 * glyph]} << 8 | in[35 + 2 * glyph];
        if (index < kMacNames) {
            append16(out, index);
            continue;
        }
        auto name = index - kMacNames < strings.size() ? strings[index - kMacNames] : std::string();
        if (unicode_of_glyph(name) == 0 && !names.contains(name)) {
            append16(out, 0);  // .notdef
            continue;
        }
        append16(out, kMacNames + used++);
        tail.push_back(static_cast<std::uint8_t>(name.size()));
        tail.insert(tail.end(), name.begin(), name.end());
    }
    out.insert(out.end(), tail.begin(), tail.end());
    return out;
}

// The subtables of a character map without what lies between and behind them.
Blob sanitised_cmap(Bytes in) {
    if (in.size() < 4) return Blob(in.begin(), in.end());
    auto const u16 = [&](std::size_t at) { return at + 2 <= in.size() ? std::size_t{in[at]} << 8 | in[at + 1] : 0; };
    auto const u32 = [&](std::size_t at) { return u16(at) << 16 | u16(at + 2); };
    struct Record {
        std::size_t platform, encoding, offset;
    };
    std::vector<Record> records;
    std::map<std::size_t, Blob> subtables;
    for (std::size_t i = 0; i < u16(2) && 4 + 8 * (i + 1) <= in.size(); ++i) {
        Record const record{u16(4 + 8 * i), u16(6 + 8 * i), u32(8 + 8 * i)};
        auto const format = u16(record.offset);
        std::size_t length = 0;
        if (format == 0 || format == 2 || format == 4 || format == 6) length = u16(record.offset + 2);
        else if (format == 10 || format == 12 || format == 13) length = u32(record.offset + 4);
        if (record.offset >= in.size() || length < 6) continue;
        // As long as its format needs, where that can be told, and never longer than what is there.
        if (format == 0) length = std::min<std::size_t>(length, 262);
        else if (format == 6) length = std::min(length, 10 + 2 * u16(record.offset + 8));
        else if (format == 10) length = std::min(length, 20 + 2 * u32(record.offset + 16));
        else if (format == 12 || format == 13) length = std::min(length, 16 + 12 * u32(record.offset + 12));
        auto const part = head(after(in, record.offset), length);
        if (part.size() < 8) continue;
        Blob subtable(part.begin(), part.end());
        auto const set16 = [&](std::size_t at, std::size_t value) {
            subtable[at] = static_cast<std::uint8_t>(value >> 8);
            subtable[at + 1] = static_cast<std::uint8_t>(value);
        };
        if (format < 8) {
            set16(2, subtable.size());
        } else {
            set16(4, subtable.size() >> 16);
            set16(6, subtable.size());
        }
        subtables[record.offset] = std::move(subtable);
        records.push_back(record);
    }
    Blob out;
    append16(out, 0);
    append16(out, records.size());
    auto place = 4 + 8 * records.size();
    std::map<std::size_t, std::size_t> places;
    for (auto const& [offset, subtable] : subtables) {
        places[offset] = place;
        place += subtable.size();
    }
    for (auto const& record : records) {
        append16(out, record.platform);
        append16(out, record.encoding);
        append32(out, places[record.offset]);
    }
    for (auto const& [offset, subtable] : subtables) out.insert(out.end(), subtable.begin(), subtable.end());
    return out;
}

// Outlines one behind the other, with nothing between and behind them.
void pack_outlines(std::map<std::string_view, Table>& tables) {
    if (!tables.contains("glyf") || !tables.contains("loca") || !tables.contains("head") || !tables.contains("maxp")) return;
    auto& outlines = tables["glyf"].data;
    auto& places = tables["loca"].data;
    auto& header = tables["head"].data;
    auto const& limits = tables["maxp"].data;
    if (header.size() < 52 || limits.size() < 6) return;
    std::size_t const count = std::size_t{limits[4]} << 8 | limits[5];
    bool const is_long = header[51] != 0;
    auto const place = [&](std::size_t i) {
        auto const at = i * (is_long ? 4 : 2);
        if (at + (is_long ? 4 : 2) > places.size()) return SIZE_MAX;
        if (!is_long) return (std::size_t{places[at]} << 8 | places[at + 1]) * 2;
        return std::size_t{places[at]} << 24 | std::size_t{places[at + 1]} << 16 | std::size_t{places[at + 2]} << 8 | places[at + 3];
    };
    Blob packed, packed_places;
    for (std::size_t i = 0; i <= count; ++i) {
        if (is_long) append32(packed_places, packed.size());
        else append16(packed_places, packed.size() / 2);
        if (i == count) break;
        auto const begin = place(i), end = place(i + 1);
        if (begin == SIZE_MAX || end == SIZE_MAX) break;
        if (begin >= end || begin >= outlines.size()) continue;
        auto const outline = head(after(outlines, begin), end - begin);
        packed.insert(packed.end(), outline.begin(), outline.end());
        if (packed.size() % 2 != 0) packed.push_back(0);
    }
    if (packed.size() > outlines.size() + count) return;  // outlines that share their bytes
    outlines = std::move(packed);
    places = std::move(packed_places);
}

// What of a table identifies somebody and draws nothing.
void neutralise(Table& table, std::set<std::string> const& names) {
    auto& data = table.data;
    if (table.tag == "head") {
        zero(data, 4, 4);    // revision of the font
        zero(data, 8, 4);    // checksum of the whole
        zero(data, 20, 16);  // created, modified
        if (data.size() > 54) data.resize(54);
    } else if (table.tag == "OS/2") {
        zero(data, 58, 4);   // vendor
        if (data.size() > 100) data.resize(100);
    } else if (table.tag == "post" && data.size() >= 32) {
        bool const has_names = data[0] == 0 && data[1] == 2 && data.size() >= 34;
        Blob sanitised;
        if (has_names && !names.empty()) sanitised = sanitised_post(data, names);
        if (!sanitised.empty()) data = std::move(sanitised);
        else data.resize(32);
        bool const is_standard = data[0] == 0 && data[1] == 1 && !names.empty();
        if (data.size() == 32 && !is_standard) data = {0, 3, 0, 0, data[4], data[5], data[6], data[7], data[8], data[9], data[10], data[11], data[12], data[13], data[14], data[15], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        zero(data, 16, 16);  // memory on a printer
    } else if (table.tag == "hhea" || table.tag == "vhea") {
        zero(data, 24, 8);   // reserved
        if (data.size() > 36) data.resize(36);
    } else if (table.tag == "cmap") {
        data = sanitised_cmap(data);
    }
}

Result<FontProgram> rewritten_sfnt(Bytes in, std::set<std::string> const& names, Gate& gate) {
    Reader reader(in);
    auto const version = TRY(reader.u32());
    auto const count = TRY(reader.u16());
    TRY(reader.skip(6));
    if (version == 0x74746366) return fail(Errc::unsupported, "font collection");
    if (count == 0 || count > 256) return fail(Errc::malformed, "font without tables");
    std::map<std::string_view, Table> tables;
    for (unsigned i = 0; i < count; ++i) {
        auto const tag = text(TRY(reader.take(4)));
        TRY(reader.u32());
        auto const offset = TRY(reader.u32());
        auto const length = TRY(reader.u32());
        if (offset > in.size()) continue;
        auto const data = head(after(in, offset), length);
        if (find(kTables, tag) == nullptr) {
            auto const* const known = find(kDropped, tag);
            TRY(gate.drop(known != nullptr ? *known : kOtherTable, data.size(), {tag, {}}));
            continue;
        }
        Table table{tag, Blob(data.begin(), data.end())};
        neutralise(table, names);
        tables[tag] = std::move(table);
    }
    if (tables.empty()) return fail(Errc::malformed, "font without tables");
    if (tables.contains("glyf") && tables.contains("CFF ")) {
        TRY(gate.drop(*find(kTables, "CFF "), tables["CFF "].data.size()));
        tables.erase("CFF ");
    }
    if (auto const outlines = tables.find("CFF "); outlines != tables.end()) {
        auto const made = TRY(rewritten_cff(outlines->second.data, names, gate));
        outlines->second.data.assign(made.bytes().begin(), made.bytes().end());
    }
    pack_outlines(tables);
    Sink out(gate.budget());
    auto const n = static_cast<std::uint16_t>(tables.size());
    std::uint16_t power = 1, log = 0;
    while (power * 2 <= n) {
        power = static_cast<std::uint16_t>(power * 2);
        ++log;
    }
    out.be32(tables.contains("CFF ") ? 0x4F54544F : 0x00010000);
    out.be16(n);
    out.be16(static_cast<std::uint16_t>(power * 16));
    out.be16(log);
    out.be16(static_cast<std::uint16_t>((n - power) * 16));
    std::uint32_t offset = 12 + 16U * n;
    for (auto const& [tag, table] : tables) {
        for (auto const c : bytes_of(find(kTables, tag)->name.view())) out.u8(c);
        out.be32(checksum(table.data));
        out.be32(offset);
        out.be32(static_cast<std::uint32_t>(table.data.size()));
        offset += static_cast<std::uint32_t>((table.data.size() + 3) & ~std::size_t{3});
    }
    for (auto const& [tag, table] : tables) {
        auto const kept = TRY(gate.pass(*find(kTables, tag), table.data));
        if (kept) out.put(*kept);
        out.fill(0, (4 - table.data.size() % 4) % 4);
    }
    FontProgram program;
    program.kind = tables.contains("CFF ") ? ProgramKind::open_type : ProgramKind::true_type;
    program.data = out.take();
    return program;
}

}  // namespace

Result<FontProgram> rewritten_program(Bytes in, ProgramKind kind, std::set<std::string> const& names, Gate& gate) {
    bool const is_sfnt = starts_with(in, std::string_view("\0\1\0\0", 4)) || starts_with(in, "true") || starts_with(in, "OTTO") || starts_with(in, "ttcf");
    if (is_sfnt) return rewritten_sfnt(in, names, gate);
    if (starts_with(in, "%!") || starts_with(in, "\x80\x01") || kind == ProgramKind::type1) return rewritten_type1(in, names, gate);
    FontProgram program;
    program.kind = ProgramKind::cff;
    program.data = TRY(rewritten_cff(in, names, gate));
    return program;
}

}  // namespace scrub::engine::pdf
