// What the binary formats hold about people, by tables of their own numbers. Only named: nothing here is written.
// A row says whether the conversion carries the thing over; then the converted document decides what becomes of it.
#include "format/ole2/binary.hpp"

#include <algorithm>

#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::ole2 {
namespace {

Result<void> name(Gate& gate, Rule const& rule, bool is_carried, std::uint64_t size_bytes, Label const& label = {}) {
    if (!is_carried) return gate.drop(rule, size_bytes, label);
    TRY(gate.judge(rule, size_bytes, label));
    return {};
}

// Characters of one or two bytes each; those of one are read as Latin-1.
std::string text_of(Bytes bytes, bool is_wide) {
    std::string out;
    if (!is_wide) {
        for (auto const byte : bytes) utf8::append(out, byte == 0 ? U' ' : char32_t{byte});
        return out;
    }
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t const unit = bytes[i] | char32_t{bytes[i + 1]} << 8;
        utf8::append(out, unit == 0 ? U' ' : unit >= 0xD800 && unit < 0xE000 ? U'\uFFFD' : unit);
    }
    return out;
}

// --- Word ---------------------------------------------------------------------

// Members of FibRgFcLcb97 ([MS-DOC] 2.5.6) by their place in it.
struct FibRule {
    std::size_t index;
    bool is_carried;
    bool is_string_table;
    Rule rule;
};
constexpr FibRule kFib[] = {
    {4, true, false, {"annotations", "DO-REV", Kind::comment, "remarks of reviewers"}},
    {24, false, false, {"toolbars and keys", "DO-DOP", Kind::active_content, "commands bound to keys and buttons"}},
    {27, false, false, {"printer driver", "DO-DOP", Kind::device, "name and settings of a printer"}},
    {28, false, false, {"printer settings", "DO-DOP", Kind::device, "settings of a printer"}},
    {32, true, true, {"SttbfAssoc", "DO-ASSOC", Kind::author, "template, title, author, last author"}},
    {36, true, false, {"GrpXstAtnOwners", "DO-REV", Kind::author, "names of who annotated"}},
    {44, true, false, {"mail merge", "DO-DOP", Kind::path, "source of the addresses"}},
    {51, true, true, {"SttbfRMark", "DO-REV", Kind::author, "names of who changed the text"}},
    {60, true, true, {"StwUser", "DO-DOP", Kind::hidden_content, "document variables"}},
    {70, false, false, {"RouteSlip", "DO-DOP", Kind::author, "addresses that it was routed to"}},
    {71, false, true, {"SttbSavedBy", "DO-SAVED", Kind::author, "the last people who saved it, with the folders they used"}},
    {72, false, true, {"SttbFnm", "DO-DOP", Kind::path, "names of files that it refers to"}},
    {91, true, true, {"SttbListNames", "DO-DOP", Kind::metadata, "names of lists"}},
};
constexpr Rule kFastSave{"fast save", "DO-FAST", Kind::revision, "deleted text that an earlier, quick way of saving left in the file"};

// [MS-DOC] 2.2.4: a table of strings, of characters of two bytes or of one.
std::vector<std::string> string_table(Bytes bytes) {
    constexpr std::size_t kMostStrings = 1000;
    std::vector<std::string> strings;
    Reader in(bytes, Endian::little);
    auto const first = in.u16();
    bool const is_wide = first && *first == 0xFFFF;
    auto const count = is_wide ? in.u16() : first;
    auto const extra = in.u16();
    if (!count || !extra) return strings;
    for (std::size_t i = 0; i < *count && strings.size() < kMostStrings; ++i) {
        std::size_t size = 0;
        if (is_wide) {
            auto const n = in.u16();
            if (!n) break;
            size = std::size_t{*n} * 2;
        } else {
            auto const n = in.u8();
            if (!n) break;
            size = *n;
        }
        auto const characters = in.take(size);
        if (!characters || !in.skip(*extra)) break;
        if (size > 0) strings.push_back(text_of(*characters, is_wide));
    }
    return strings;
}

}  // namespace

Result<void> judge_word(codec::Cfb const& file, Gate& gate) {
    auto const* const main = file.find("WordDocument");
    if (main == nullptr) return fail(Errc::malformed, "Word document without its text");
    auto const text = TRY(file.content(*main, gate.budget()));
    Gate::Scope const scope(gate, "WordDocument");
    Reader in(text, Endian::little);
    constexpr std::uint16_t kWord97 = 0x00C1;
    TRY(in.skip(2));
    auto const version = TRY(in.u16());
    TRY(in.seek(0x0A));
    auto const flags = TRY(in.u16());
    if ((flags & 0x0100) != 0) return fail(Errc::encrypted, "the document needs a password");
    if ((flags & 0x0004) != 0) TRY(gate.judge(kFastSave, 0));
    if (version < kWord97) return {};

    auto const* const table_entry = file.find((flags & 0x0200) != 0 ? "1Table" : "0Table");
    if (table_entry == nullptr) return fail(Errc::malformed, "Word document without its tables");
    auto const table = TRY(file.content(*table_entry, gate.budget()));
    TRY(in.seek(0x20));
    TRY(in.skip(TRY(in.u16()) * std::uint64_t{2}));
    TRY(in.skip(TRY(in.u16()) * std::uint64_t{4}));
    auto const pairs = TRY(in.u16());
    auto const start = in.at();
    for (auto const& row : kFib) {
        if (row.index >= pairs || !in.seek(start + row.index * 8)) continue;
        auto const offset = TRY(in.u32());
        auto const size = TRY(in.u32());
        auto const bytes = head(after(table, offset), size);
        if (bytes.empty()) continue;
        auto const strings = row.is_string_table ? string_table(bytes) : std::vector<std::string>{};
        for (auto const& string : strings) TRY(name(gate, row.rule, row.is_carried, string.size(), {{}, string}));
        if (!row.is_string_table) TRY(name(gate, row.rule, row.is_carried, bytes.size()));
    }
    return {};
}

// --- Excel ----------------------------------------------------------------------

namespace {

struct RecordRule {
    std::uint16_t type;
    bool is_carried;
    Rule rule;
};

// Records of the workbook ([MS-XLS] 2.3.1) that say something about people and machines.
constexpr RecordRule kExcel[] = {
    {0x0017, true, {"EXTERNSHEET", "XS-EXT", Kind::path, "other workbooks that formulas refer to"}},
    {0x001C, true, {"NOTE", "XS-NOTE", Kind::comment, "remark in a cell, with its author"}},
    {0x004D, false, {"PLS", "XS-PRN", Kind::device, "printer, its driver's data and perhaps a login name"}},
    {0x0051, true, {"DCONREF", "XS-EXT", Kind::path, "source of consolidated data"}},
    {0x005A, true, {"CRN", "XS-EXT", Kind::hidden_content, "cells of other workbooks, kept from the last time they were read"}},
    {0x005B, false, {"FILESHARING", "XS-USER", Kind::author, "who reserved the workbook, and a hash of the password"}},
    {0x005C, false, {"WRITEACCESS", "XS-USER", Kind::author, "who saved it last"}},
    {0x00B0, true, {"SXVIEW", "XS-PIV", Kind::hidden_content, "pivot table with a copy of its source"}},
    {0x00D3, false, {"OBPROJ", "XS-VBA", Kind::active_content, "macros"}},
    {0x00DC, true, {"DBQUERY", "XS-CONN", Kind::path, "connection to a database"}},
    {0x01A9, false, {"USERBVIEW", "XS-VIEW", Kind::author, "personal view, named after its owner"}},
    {0x01AE, true, {"SUPBOOK", "XS-EXT", Kind::path, "another workbook, with its folder"}},
    {0x01B8, true, {"HLINK", "XS-LINK", Kind::hyperlink, "link"}},
};
constexpr Rule kHiddenSheet{"hidden sheet", "XS-HIDSH", Kind::hidden_content, "a whole sheet that a reader does not see"};
constexpr std::uint16_t kFilePass = 0x002F;
constexpr std::uint16_t kBoundSheet = 0x0085;

// A counted string whose characters follow a flag byte (BIFF8) or not (BIFF5).
std::string counted(Bytes bytes, bool is_biff8) {
    Reader in(bytes, Endian::little);
    if (!is_biff8) {
        auto const count = in.u8();
        return count ? text_of(head(in.rest(), *count), false) : std::string();
    }
    auto const count = in.u16();
    auto const flags = in.u8();
    if (!count || !flags) return {};
    bool const is_wide = (*flags & 1) != 0;
    return text_of(head(in.rest(), std::size_t{*count} * (is_wide ? 2 : 1)), is_wide);
}

}  // namespace

Result<void> judge_excel(codec::Cfb const& file, codec::CfbEntry const& workbook, Gate& gate) {
    auto const bytes = TRY(file.content(workbook, gate.budget()));
    Gate::Scope const scope(gate, workbook.path);
    Reader in(bytes, Endian::little);
    bool is_biff8 = false;
    while (in.left() >= 4) {
        auto const type = TRY(in.u16());
        auto const size = TRY(in.u16());
        auto const data = in.take(size);
        if (!data) break;  // the stream is padded, or cut short
        TRY(gate.budget().part());
        if (type == 0x0809 && data->size() >= 2) is_biff8 = (*data)[1] >= 6;
        if (type == kFilePass) return fail(Errc::encrypted, "the workbook needs a password");
        if (type == kBoundSheet && data->size() >= 6 && ((*data)[4] & 3) != 0) TRY(gate.judge(kHiddenSheet, data->size()));
        auto const row = std::find_if(std::begin(kExcel), std::end(kExcel), [&](RecordRule const& r) { return r.type == type; });
        if (row == std::end(kExcel)) continue;
        auto const value = type == 0x005C ? counted(*data, is_biff8) : type == 0x001C ? counted(after(*data, 8), is_biff8) : std::string();
        auto const end = value.find_last_not_of(' ');
        TRY(name(gate, row->rule, row->is_carried, data->size(), {{}, std::string_view(value).substr(0, end == std::string::npos ? 0 : end + 1)}));
    }
    return {};
}

// --- PowerPoint ------------------------------------------------------------------

namespace {

// Records of the document ([MS-PPT] 2.13.24).
constexpr RecordRule kPowerPoint[] = {
    {0x03F0, true, {"notes", "PT-NOTE", Kind::hidden_content, "speaker's notes"}},
    {0x03FF, false, {"VBA", "PT-VBA", Kind::active_content, "macros"}},
    {0x0FCC, false, {"OLE object", "PT-OLE", Kind::embedded_file, "embedded document"}},
    {0x0FD7, true, {"hyperlink", "PT-LINK", Kind::hyperlink, "link"}},
    {0x0FEE, false, {"ActiveX control", "PT-OLE", Kind::active_content, "control with its own code"}},
    {0x1388, true, {"programmable tags", "PT-TAG", Kind::identifier, "data of add-ins"}},
    {0x2EE0, true, {"comment", "PT-CMT", Kind::comment, "remark of a reviewer, with name and time"}},
};
constexpr Rule kCurrentUser{"Current User", "PT-USER", Kind::author, "who saved it last"};
constexpr Rule kEdits{"earlier edits", "PT-EDIT", Kind::revision, "earlier states that quick saving left in the file"};
constexpr Rule kHiddenSlide{"hidden slide", "PT-HID", Kind::hidden_content, "a slide that is not shown"};
constexpr std::uint16_t kSlideShowInfo = 0x03F9;
constexpr std::uint16_t kUserEdit = 0x0FF5;

Result<std::uint32_t> judge_current_user(Bytes stream, Gate& gate) {
    constexpr std::uint32_t kEncryptedToken = 0xF3D1C4DF;
    Reader in(stream, Endian::little);
    TRY(in.skip(8 + 4));
    if (TRY(in.u32()) == kEncryptedToken) return fail(Errc::encrypted, "the presentation needs a password");
    auto const last_edit = TRY(in.u32());
    auto const size = TRY(in.u16());
    TRY(in.skip(2 + 2 + 2));
    auto const user = text_of(head(in.rest(), size), false);
    TRY(gate.drop(kCurrentUser, stream.size(), {{}, user}));
    return last_edit;
}

std::uint64_t count_edits(Bytes document, std::uint32_t last_edit) {
    constexpr std::uint64_t kMost = 10'000;
    std::uint64_t count = 0;
    for (std::uint64_t at = last_edit; count < kMost; ++count) {
        Reader in(document, Endian::little);
        if (!in.seek(at) || !in.skip(2)) break;
        auto const type = in.u16();
        if (!type || *type != kUserEdit || !in.skip(4 + 4 + 4)) break;
        auto const previous = in.u32();
        if (!previous || *previous == 0 || *previous >= at) return count + 1;
        at = *previous;
    }
    return count;
}

}  // namespace

Result<void> judge_powerpoint(codec::Cfb const& file, Gate& gate) {
    auto const* const main = file.find("PowerPoint Document");
    if (main == nullptr) return fail(Errc::malformed, "presentation without its slides");
    auto const document = TRY(file.content(*main, gate.budget()));
    std::uint32_t last_edit = 0;
    if (auto const* const user = file.find("Current User")) {
        auto const stream = TRY(file.content(*user, gate.budget()));
        last_edit = TRY(judge_current_user(stream, gate));
    }
    Gate::Scope const scope(gate, "PowerPoint Document");
    if (auto const edits = count_edits(document, last_edit); edits > 1) TRY(gate.drop(kEdits, 0, {{}, {}, edits - 1}));
    // Containers are entered by not skipping what is in them, so no nesting is followed.
    Reader in(document, Endian::little);
    while (in.left() >= 8) {
        auto const version = TRY(in.u16());
        auto const type = TRY(in.u16());
        auto const size = TRY(in.u32());
        TRY(gate.budget().part());
        auto const row = std::find_if(std::begin(kPowerPoint), std::end(kPowerPoint), [&](RecordRule const& r) { return r.type == type; });
        if (row != std::end(kPowerPoint)) TRY(name(gate, row->rule, row->is_carried, size));
        if (type == kSlideShowInfo && size >= 12 && in.left() >= 12 && (in.rest()[10] & 4) != 0) TRY(gate.judge(kHiddenSlide, size));
        bool const is_container = (version & 0xF) == 0xF;
        if (!is_container && !in.skip(size)) break;
    }
    return {};
}

RuleList binary_rules() {
    return list_rules(kFib, kFastSave, kExcel, kHiddenSheet, kPowerPoint, kCurrentUser, kEdits, kHiddenSlide);
}

}  // namespace scrub::engine::ole2
