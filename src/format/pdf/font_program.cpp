// Font programs. sfnt (ISO/IEC 14496-22): the tables that draw glyphs, with their dates, names and numbers zeroed.
#include "format/pdf/font_program.hpp"

#include <algorithm>
#include <map>

#include "core/reader.hpp"

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
constexpr Rule kOtherTable{"table", "PD-FONT", Kind::unknown, "drawing does not need it"};

}  // namespace

RuleList font_program_rules() { return list_rules(kTables, kDropped, kOtherTable); }

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

// What of a table identifies somebody and draws nothing.
void neutralise(Table& table, bool names_matter) {
    auto& data = table.data;
    if (table.tag == "head") {
        zero(data, 4, 4);    // revision of the font
        zero(data, 8, 4);    // checksum of the whole
        zero(data, 20, 16);  // created, modified
        if (data.size() > 54) data.resize(54);
    } else if (table.tag == "OS/2") {
        zero(data, 58, 4);   // vendor
    } else if (table.tag == "post" && !names_matter && data.size() >= 32) {
        data.resize(32);
        data[0] = 0;         // version 3: no names
        data[1] = 3;
        data[2] = data[3] = 0;
        zero(data, 16, 16);  // memory on a printer
    } else if (table.tag == "hhea" || table.tag == "vhea") {
        zero(data, 24, 8);   // reserved
        if (data.size() > 36) data.resize(36);
    }
}

Result<FontProgram> rewritten_sfnt(Bytes in, bool names_matter, Gate& gate) {
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
        neutralise(table, names_matter);
        tables[tag] = std::move(table);
    }
    if (tables.empty()) return fail(Errc::malformed, "font without tables");
    if (tables.contains("glyf") && tables.contains("CFF ")) {
        TRY(gate.drop(*find(kTables, "CFF "), tables["CFF "].data.size()));
        tables.erase("CFF ");
    }
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

Result<FontProgram> rewritten_program(Bytes in, ProgramKind kind, bool names_matter, Gate& gate) {
    bool const is_sfnt = starts_with(in, std::string_view("\0\1\0\0", 4)) || starts_with(in, "true") || starts_with(in, "OTTO") || starts_with(in, "ttcf");
    if (is_sfnt) return rewritten_sfnt(in, names_matter, gate);
    if (kind == ProgramKind::type1 || starts_with(in, "%!") || starts_with(in, "\x80\x01")) return fail(Errc::unsupported, "Type 1 font program");
    return fail(Errc::unsupported, "CFF font program");
}

}  // namespace scrub::engine::pdf
