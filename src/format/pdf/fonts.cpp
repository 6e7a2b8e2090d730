// Font dictionaries: written for the codes that the document shows, and for no others.
#include <algorithm>
#include <cmath>

#include "codec/inflate.hpp"
#include "format/pdf/builder.hpp"
#include "format/pdf/font_program.hpp"

namespace scrub::engine::pdf {
namespace {

// Families by which readers choose a substitute. A name made of one of these and of style words may stay.
constexpr std::string_view kFamilies[] = {
    "AdobeFangsongStd", "AdobeMingStd", "AdobeMyungjoStd", "AdobeSongStd", "AlBayan", "Arial", "ArialMT", "ArialNarrow", "ArialUnicodeMS", "BookAntiqua", "Bookman", "Calibri", "Cambria", "Candara",
    "CenturyGothic", "CenturySchoolbook", "ComicSansMS", "Consolas", "Constantia", "Corbel", "Courier", "CourierNew", "CourierNewPS", "CourierNewPSMT", "DejaVuSans", "DejaVuSansMono", "DejaVuSerif", "DFKaiShu",
    "Dotum", "FangSong", "FreeMono", "FreeSans", "FreeSerif", "Garamond", "Georgia", "Gulim", "HeiseiKakuGo-W5", "HeiseiMin-W3", "Helvetica", "HelveticaNeue", "HYGoThic-Medium", "HYGothic-Medium", "HYSMyeongJo-Medium", "Impact",
    "KaiTi", "KozGoPr6N", "KozMinPr6N", "KozGoPro", "KozMinPro", "KozGoPro-Medium", "KozMinPro-Regular", "LiberationMono", "LiberationSans", "LiberationSerif", "LucidaConsole", "LucidaSans", "LucidaSansUnicode", "MHei-Medium", "MSGothic", "MSMincho", "MSPGothic", "MSPMincho", "MSung-Light",
    "MSung-Medium", "MalgunGothic", "MicrosoftYaHei", "MingLiU", "MyriadPro", "NewCenturySchlbk", "NimbusMonL", "NimbusRomNo9L", "NimbusSanL", "NSimSun", "Optima", "PMingLiU", "Palatino", "PalatinoLinotype", "Roboto",
    "SegoeUI", "SimHei", "SimSun", "STFangsong", "STHeiti", "STKaiti", "STSong", "STSong-Light", "STSongStd-Light", "MSungStd-Light", "AdobeSongStd-Light", "AdobeMingStd-Light", "AdobeMyungjoStd-Medium", "HYSMyeongJoStd-Medium", "Symbol", "Tahoma", "Times", "Times-Roman", "TimesNewRoman", "TimesNewRomanPS", "TimesNewRomanPSMT", "TrebuchetMS", "URWGothicL", "Verdana",
    "Webdings", "Wingdings", "Wingdings2", "Wingdings3", "ZapfChancery", "ZapfDingbats", "MinionPro", "OpenSans", "NotoSans", "NotoSerif",
};
constexpr std::string_view kStyles[] = {"", "Bold", "BoldItalic", "BoldItalicMT", "BoldMT", "BoldOblique", "Italic", "ItalicMT", "Light", "Medium", "Oblique", "Regular", "Roman", "Black", "Semibold", "SemiBold", "MediumItalic", "LightItalic", "Demi", "DemiItalic", "Book", "Narrow", "Condensed", "BoldCondensed", "Identity-H", "MT", "PSMT"};

bool is_one_of(std::span<std::string_view const> list, std::string_view what) { return std::find(list.begin(), list.end(), what) != list.end(); }

bool is_common_name(std::string_view name) {
    if (is_one_of(kFamilies, name)) return true;
    for (auto const separator : {name.rfind('-'), name.rfind(',')})
        if (separator != std::string_view::npos && is_one_of(kFamilies, name.substr(0, separator)) && is_one_of(kStyles, name.substr(separator + 1))) return true;
    return false;
}

std::string_view without_prefix(std::string_view name) {
    bool const has_prefix = name.size() > 7 && name[6] == '+' && std::all_of(name.begin(), name.begin() + 6, [](char c) { return c >= 'A' && c <= 'Z'; });
    return has_prefix ? name.substr(7) : name;
}

// Names of encodings and character maps that are part of the standard (tables 114 and 118).
constexpr Literal kEncodings[] = {"MacExpertEncoding", "MacRomanEncoding", "StandardEncoding", "WinAnsiEncoding", "PDFDocEncoding"};
constexpr Literal kCMaps[] = {
    "83pv-RKSJ-H", "90ms-RKSJ-H", "90ms-RKSJ-V", "90msp-RKSJ-H", "90msp-RKSJ-V", "90pv-RKSJ-H", "Add-RKSJ-H", "Add-RKSJ-V", "B5pc-H", "B5pc-V", "CNS-EUC-H", "CNS-EUC-V",
    "ETen-B5-H", "ETen-B5-V", "ETenms-B5-H", "ETenms-B5-V", "EUC-H", "EUC-V", "Ext-RKSJ-H", "Ext-RKSJ-V", "GB-EUC-H", "GB-EUC-V", "GBK-EUC-H", "GBK-EUC-V", "GBK2K-H", "GBK2K-V",
    "GBKp-EUC-H", "GBKp-EUC-V", "GBpc-EUC-H", "GBpc-EUC-V", "H", "HKscs-B5-H", "HKscs-B5-V", "Identity-H", "Identity-V", "KSC-EUC-H", "KSC-EUC-V", "KSCms-UHC-H", "KSCms-UHC-HW-H",
    "KSCms-UHC-HW-V", "KSCms-UHC-V", "KSCpc-EUC-H", "UniCNS-UCS2-H", "UniCNS-UCS2-V", "UniCNS-UTF16-H", "UniCNS-UTF16-V", "UniGB-UCS2-H", "UniGB-UCS2-V", "UniGB-UTF16-H", "UniGB-UTF16-V",
    "UniJIS-UCS2-H", "UniJIS-UCS2-HW-H", "UniJIS-UCS2-HW-V", "UniJIS-UCS2-V", "UniJIS-UTF16-H", "UniJIS-UTF16-V", "UniKS-UCS2-H", "UniKS-UCS2-V", "UniKS-UTF16-H", "UniKS-UTF16-V", "V",
};

constexpr std::size_t kMaxUnicode = 8;  // UTF-16 units that one code may stand for: ligatures, not sentences

}  // namespace

Result<FontInfo*> Builder::font(Value const& raw) {
    auto const value = document_.resolve(raw);
    if (!value.is_dict()) return static_cast<FontInfo*>(nullptr);
    auto const key = key_of(Role::font, raw, {});
    if (auto const known = font_index_.find(key); known != font_index_.end()) return fonts_[known->second].info.get();
    TRY(budget_.part());
    auto info = TRY(FontInfo::read(document_, value));
    font_index_[key] = fonts_.size();
    fonts_.push_back({std::make_unique<FontInfo>(std::move(info)), raw, 0, false});
    return fonts_.back().info.get();
}

Result<void> Builder::write_fonts(bool type3) {
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
        auto& entry = fonts_[i];
        if (entry.is_written || entry.number == 0 || entry.info->is_type3() != type3) continue;
        entry.is_written = true;
        Gate::Scope const scope(gate_, "font");
        TRY(write_font(entry));
        TRY(document_.check());
    }
    return {};
}

Result<void> Builder::write_font(FontEntry& entry) {
    if (entry.info->is_type3()) return write_type3(entry);
    if (entry.info->is_composite()) return write_composite(entry);
    return write_simple(entry);
}

void Builder::put_font_name(Emit& out, Literal key, Value const& name, bool is_embedded, std::size_t index) {
    auto const bare = without_prefix(name.name());
    std::string compact;  // "Times New Roman,Bold" is written without spaces
    for (auto const c : bare)
        if (c != ' ') compact += c;
    if (is_common_name(compact)) {
        auto const kept = gate_.pass(rule::font_name, bytes_of(compact));
        if (kept && *kept) {
            out.name(key).name(**kept);
            return;
        }
    }
    bool const is_bold = bare.find("Bold") != std::string_view::npos || bare.find("bold") != std::string_view::npos;
    bool const is_italic = bare.find("Italic") != std::string_view::npos || bare.find("Oblique") != std::string_view::npos || bare.find("italic") != std::string_view::npos;
    out.name(key);
    if (is_embedded) {
        out.name("Font", index);
        return;
    }
    if (is_bold && is_italic) out.name("Font-BoldItalic");
    else if (is_bold) out.name("Font-Bold");
    else if (is_italic) out.name("Font-Italic");
    else out.name("Font");
}

// --- font descriptors (9.8) ------------------------------------------------------------------------

Result<std::uint32_t> Builder::font_program(Value const& descriptor, Emit& out, std::set<std::string> const& names) {
    constexpr std::pair<std::string_view, ProgramKind> kFiles[] = {{"FontFile2", ProgramKind::true_type}, {"FontFile3", ProgramKind::cff}, {"FontFile", ProgramKind::type1}};
    for (auto const& [key, usual_kind] : kFiles) {
        auto const raw = document_.raw(descriptor, key);
        auto const stream = document_.resolve(raw);
        if (!stream.is(Type::stream)) continue;
        auto kind = usual_kind;
        if (document_.lookup(stream, "Subtype").is_name("OpenType")) kind = ProgramKind::open_type;
        bool const is_cid = document_.lookup(stream, "Subtype").is_name("CIDFontType0C");
        auto written = program_kinds_.end();
        auto const number = TRY(once(names.empty() ? Role::program : Role::named_program, raw, [&]() -> Result<std::uint32_t> {
            TRY(sift(stream, kFontFileKeys));
            auto const data = TRY(decoded(stream));
            if (!data) return std::uint32_t{0};
            auto program = rewritten_program(data->data, kind, names, gate_);
            if (!program) {
                if (program.error().code == Errc::over_budget) return Failure{program.error()};
                TRY(gate_.drop(rule::broken_stream, stream.text.size(), {"font program", program.error().what}));
                gate_.note_lost("embedded fonts that could not be read");
                return std::uint32_t{0};
            }
            auto const made = writer_.allocate();
            Emit entries(budget_);
            if (program->kind == ProgramKind::type1)
                entries.name("Length1").integer(static_cast<std::int64_t>(program->length1)).name("Length2").integer(static_cast<std::int64_t>(program->length2)).name("Length3").integer(static_cast<std::int64_t>(program->length3));
            else if (program->kind == ProgramKind::true_type) entries.name("Length1").integer(static_cast<std::int64_t>(program->data.size()));
            else if (program->kind == ProgramKind::open_type) entries.name("Subtype").name("OpenType");
            else entries.name("Subtype").name(is_cid ? Literal("CIDFontType0C") : Literal("Type1C"));
            program_kinds_[made] = program->kind;
            put_stream(made, entries, program->data.bytes());
            return made;
        }));
        written = program_kinds_.find(number);
        if (number == 0) return number;
        kind = written->second;
        out.name(kind == ProgramKind::type1 ? Literal("FontFile") : kind == ProgramKind::true_type ? Literal("FontFile2") : Literal("FontFile3")).reference(number);
        return number;
    }
    return std::uint32_t{0};
}

Result<std::uint32_t> Builder::descriptor(Value const& font, std::size_t index, std::set<std::string> const& names, bool& is_embedded) {
    auto const dict = document_.lookup(font, "FontDescriptor");
    if (!dict.is_dict()) return std::uint32_t{0};
    TRY(sift(dict, kDescriptorKeys));
    Emit program(budget_);
    is_embedded = TRY(font_program(dict, program, names)) != 0;
    Emit out(budget_);
    out.open_dict().name("Type").name("FontDescriptor");
    put_font_name(out, "FontName", document_.lookup(font, "BaseFont"), is_embedded, index);
    out.name("Flags").integer(document_.lookup(dict, "Flags").whole() & 0x7FFFF);
    if (auto const box = box_of(document_.lookup(dict, "FontBBox"))) {
        out.name("FontBBox");
        put_box(out, *box);
    }
    for (auto const key : {Literal("ItalicAngle"), Literal("Ascent"), Literal("Descent"), Literal("Leading"), Literal("CapHeight"), Literal("XHeight"), Literal("StemV"), Literal("StemH"),
                           Literal("AvgWidth"), Literal("MaxWidth"), Literal("MissingWidth"), Literal("FontWeight")})
        if (auto const value = document_.lookup(dict, key.view()); value.is_number()) out.name(key).number(value.number());
    constexpr Literal kStretches[] = {"Condensed", "Expanded", "ExtraCondensed", "ExtraExpanded", "Normal", "SemiCondensed", "SemiExpanded", "UltraCondensed", "UltraExpanded"};
    put_name_of(out, "FontStretch", document_.lookup(dict, "FontStretch"), kStretches);
    if (auto const family = document_.lookup(dict, "FontFamily"); family.is(Type::string)) {  // readers choose a substitute by it
        std::string compact;
        for (auto const c : family.text)
            if (c != ' ') compact += c;
        if (!is_embedded && is_common_name(compact)) {
            auto const kept = TRY(gate_.pass(rule::font_name, family.data()));
            if (kept) out.name("FontFamily").string(*kept);
        } else {
            TRY(gate_.drop(rule_of_key("FontFamily"), family.text.size(), {"FontFamily", utf8_of(family.text)}));
        }
    }
    if (!program.empty()) out.raw(program.take());
    out.close_dict();
    auto const number = writer_.allocate();
    writer_.object(number, out.take());
    return number;
}

// --- ToUnicode (9.10.3) -----------------------------------------------------------------------------

Result<void> Builder::put_to_unicode(Emit& out, FontInfo const& info, Value const& font) {
    if (!info.has_to_unicode()) return {};
    auto const stream = document_.lookup(font, "ToUnicode");
    TRY(sift(stream, kCmapKeys));
    struct Row {
        std::uint32_t code;
        std::u16string text;
    };
    std::vector<Row> rows;
    std::uint64_t too_long = 0;
    for (std::uint32_t code = 0; code < info.code_limit(); ++code) {
        auto const* const range = info.is_used(code) ? info.to_unicode().find(code) : nullptr;
        if (range == nullptr || range->unicode.empty()) continue;
        auto text = range->unicode;
        text.back() = static_cast<char16_t>(text.back() + (code - range->low));
        if (text.size() > kMaxUnicode) ++too_long;
        else rows.push_back({code, std::move(text)});
    }
    if (too_long > 0) TRY(gate_.drop(rule::mark_properties, 0, {"ToUnicode", {}, too_long}));
    if (rows.empty()) return {};
    bool const is_wide = info.is_composite();
    Emit map(budget_);
    auto const hex = [&](std::uint32_t value, unsigned digits) {
        constexpr std::string_view kHex = "0123456789ABCDEF";
        for (unsigned i = digits; i-- > 0;) map.byte(static_cast<std::uint8_t>(kHex[value >> 4 * i & 15]));
    };
    unsigned digits = is_wide ? 4 : 2;
    if (is_wide)
        for (auto const& space : info.code_spaces()) digits = std::max(digits, space.bytes * 2);
    map.word("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange").line();
    map.byte('<');
    hex(0, digits);
    map.word("><");
    hex(digits == 2 ? 0xFF : digits == 4 ? 0xFFFF : digits == 6 ? 0xFFFFFF : 0xFFFFFFFF, digits);
    map.byte('>').line().word("endcodespacerange").line();
    constexpr std::size_t kMost = 100;
    for (std::size_t start = 0; start < rows.size(); start += kMost) {
        auto const count = std::min(kMost, rows.size() - start);
        map.integer(static_cast<std::int64_t>(count)).word("beginbfchar").line();
        for (std::size_t i = start; i < start + count; ++i) {
            map.byte('<');
            hex(rows[i].code, digits);
            map.byte('>').byte('<');
            for (auto const unit : rows[i].text) hex(unit, 4);
            map.byte('>').line();
        }
        map.word("endbfchar").line();
    }
    map.word("endcmap end end").line();
    auto const number = writer_.allocate();
    Emit entries(budget_);
    auto const made = map.take();
    put_stream(number, entries, made.bytes());
    out.name("ToUnicode").reference(number);
    return {};
}

// --- simple fonts (9.6) -------------------------------------------------------------------------------

Result<void> Builder::put_encoding(Emit& out, Value const& font, FontInfo const& info, std::map<std::string, std::string>* renamed) {
    auto const encoding = document_.lookup(font, "Encoding");
    if (encoding.is(Type::name)) {
        put_name_of(out, "Encoding", encoding, kEncodings);
        return {};
    }
    if (!encoding.is_dict()) return {};
    TRY(sift(encoding, kEncodingKeys));
    Emit inside(budget_);
    put_name_of(inside, "BaseEncoding", document_.lookup(encoding, "BaseEncoding"), kEncodings);
    auto const differences = document_.lookup(encoding, "Differences");
    Emit list(budget_);
    std::map<std::int64_t, std::string_view> names;
    std::int64_t code = 0;
    if (differences.is(Type::array)) {
        for (auto const& raw : *differences.items) {
            auto const item = document_.resolve(raw);
            if (item.is_number()) code = item.whole();
            else if (item.is(Type::name) && code >= 0 && code < 256) names[code++] = item.name();
        }
    }
    std::int64_t next = -1;
    for (auto const& [at, name] : names) {
        if (!info.is_used(static_cast<std::uint32_t>(at))) continue;
        if (at != next) list.integer(at);
        next = at + 1;
        std::string shown(name);
        if (renamed != nullptr)
            if (auto const other = renamed->find(shown); other != renamed->end()) shown = other->second;
        auto const kept = TRY(gate_.pass(rule::glyph_name, bytes_of(shown)));
        if (kept) list.name(*kept);
    }
    if (!list.empty()) inside.name("Differences").open_array().raw(list.take()).close_array();
    if (!inside.empty()) out.name("Encoding").open_dict().raw(inside.take()).close_dict();
    return {};
}

// Of a font that is not embedded all widths stay: readers choose a substitute by them.
void Builder::put_widths(Emit& out, Value const& font, FontInfo const& info, bool is_embedded) {
    auto const widths = document_.lookup(font, "Widths");
    if (!widths.is(Type::array)) return;
    auto const first = document_.lookup(font, "FirstChar").whole();
    std::int64_t low = 256, high = -1;
    for (std::int64_t code = 0; code < 256; ++code) {
        if (!info.is_used(static_cast<std::uint32_t>(code))) continue;
        low = std::min(low, code);
        high = code;
    }
    if (high < 0) low = high = 0;
    if (!is_embedded && first >= 0 && first < 256) {
        low = std::min(low, first);
        high = std::max(high, std::min<std::int64_t>(255, first + static_cast<std::int64_t>(widths.items->size()) - 1));
    }
    out.name("FirstChar").integer(low).name("LastChar").integer(high).name("Widths").open_array();
    auto const missing = document_.lookup(document_.lookup(font, "FontDescriptor"), "MissingWidth").number();
    for (auto code = low; code <= high; ++code) {
        double width = 0;
        if (!is_embedded || info.is_used(static_cast<std::uint32_t>(code))) {
            auto const at = code - first;
            width = at >= 0 && static_cast<std::size_t>(at) < widths.items->size() ? document_.resolve((*widths.items)[static_cast<std::size_t>(at)]).number() : missing;
        }
        out.number(width);
    }
    out.close_array();
}

std::set<std::string> Builder::used_glyph_names(Value const& font, FontInfo const& info) {
    std::set<std::string> names;
    auto const differences = document_.lookup(document_.lookup(font, "Encoding"), "Differences");
    if (!differences.is(Type::array)) return names;
    std::int64_t code = 0;
    for (auto const& raw : *differences.items) {
        auto const item = document_.resolve(raw);
        if (item.is_number()) code = item.whole();
        else if (item.is(Type::name) && code >= 0 && code < 256 && info.is_used(static_cast<std::uint32_t>(code++))) names.emplace(item.name());
    }
    return names;
}

Result<void> Builder::write_simple(FontEntry& entry) {
    auto const font = document_.resolve(entry.raw);
    auto const index = entry.name_index;
    TRY(sift(font, kSimpleFontKeys));
    bool is_embedded = false;
    auto const described = TRY(descriptor(font, index, used_glyph_names(font, *entry.info), is_embedded));
    Emit out(budget_);
    out.open_dict().name("Type").name("Font").name("Subtype");
    auto const subtype = document_.lookup(font, "Subtype").name();
    out.name(subtype == "TrueType" ? Literal("TrueType") : subtype == "MMType1" ? Literal("MMType1") : Literal("Type1"));
    put_font_name(out, "BaseFont", document_.lookup(font, "BaseFont"), is_embedded, index);
    put_widths(out, font, *entry.info, is_embedded);
    if (described != 0) out.name("FontDescriptor").reference(described);
    TRY(put_encoding(out, font, *entry.info, nullptr));
    TRY(put_to_unicode(out, *entry.info, font));
    out.close_dict();
    writer_.object(entry.number, out.take());
    return {};
}

Result<void> Builder::write_type3(FontEntry& entry) {
    auto const font = document_.resolve(entry.raw);
    TRY(sift(font, kType3Keys));
    auto const procedures = document_.lookup(font, "CharProcs");
    auto const encoding = document_.lookup(font, "Encoding");
    std::vector<std::pair<std::string, Value>> used;  // in the order of their codes
    std::set<std::string_view> seen;
    std::int64_t code = 0;
    if (auto const differences = document_.lookup(encoding, "Differences"); differences.is(Type::array)) {
        for (auto const& raw : *differences.items) {
            auto const item = document_.resolve(raw);
            if (item.is_number()) code = item.whole();
            else if (item.is(Type::name) && code >= 0 && code < 256 && entry.info->is_used(static_cast<std::uint32_t>(code++)))
                if (auto const procedure = document_.raw(procedures, item.name()); document_.resolve(procedure).is(Type::stream) && seen.insert(item.name()).second) used.emplace_back(item.name(), procedure);
        }
    }
    // Names that say which character a glyph is stay; the others say nothing, or too much.
    std::map<std::string, std::string> renamed;
    std::size_t next = 0;
    for (auto const& [name, procedure] : used) renamed[name] = unicode_of_glyph(name) != 0 ? name : "g" + std::to_string(next++);
    auto const own = document_.lookup(font, "Resources");
    Emit glyphs(budget_);
    UsedResources resources;
    for (auto const& [name, procedure] : used) {
        auto const stream = document_.resolve(procedure);
        auto const content = TRY(decoded(stream));
        ContentJob job;
        if (content) job.content = content->data;
        job.resources = own;
        job.shared = &resources;
        TRY(sift(stream, kStreamKeys));
        auto result = TRY(rewrite(job, document_, layers_, *this, gate_));
        auto const number = writer_.allocate();
        Emit entries(budget_);
        put_stream(number, entries, result.content.bytes());
        auto const kept = TRY(gate_.pass(rule::glyph_name, bytes_of(renamed[name])));
        if (kept) glyphs.name(*kept).reference(number);
    }
    Emit out(budget_);
    out.open_dict().name("Type").name("Font").name("Subtype").name("Type3").name("FontBBox");
    put_box(out, box_of(document_.lookup(font, "FontBBox")).value_or(Box{0, 0, 0, 0}));
    auto const matrix = list_of(document_.lookup(font, "FontMatrix"), 6);
    out.name("FontMatrix").open_array();
    if (matrix.size() == 6) for (auto const number : matrix) out.number(number);
    else out.number(0.001).integer(0).integer(0).number(0.001).integer(0).integer(0);
    out.close_array().name("CharProcs").open_dict().raw(glyphs.take()).close_dict();
    TRY(put_encoding(out, font, *entry.info, &renamed));
    put_widths(out, font, *entry.info, true);
    TRY(put_resources(out, resources, own));
    TRY(put_to_unicode(out, *entry.info, font));
    out.close_dict();
    writer_.object(entry.number, out.take());
    return {};
}

// --- composite fonts (9.7) ----------------------------------------------------------------------------

void Builder::put_cid_widths(Emit& out, Value const& font, FontInfo const& info) {
    std::map<std::uint32_t, double> widths;
    if (!info.knows_cids()) widths.insert(info.cid_widths().begin(), info.cid_widths().end());  // of a map that only readers have
    else for (std::uint32_t code = 0; code < info.code_limit(); ++code) {
        if (!info.is_used(code)) continue;
        auto const cid = info.cid(code);
        auto const width = info.cid_width(cid);
        if (width) widths[cid] = *width;
    }
    if (auto const width = document_.lookup(font, "DW"); width.is_number()) out.name("DW").number(width.number());
    if (widths.empty()) return;
    out.name("W").open_array();
    for (auto at = widths.begin(); at != widths.end();) {
        out.integer(at->first).open_array();
        auto expected = at->first;
        for (; at != widths.end() && at->first == expected; ++at, ++expected) out.number(at->second);
        out.close_array();
    }
    out.close_array();
}

Result<void> Builder::put_cmap(Emit& out, Value const& font, FontInfo const& info) {
    auto const encoding = document_.lookup(font, "Encoding");
    if (!encoding.is(Type::stream)) {
        if (!put_name_of(out, "Encoding", encoding, kCMaps)) out.name("Encoding").name(info.is_vertical() ? Literal("Identity-V") : Literal("Identity-H"));
        return {};
    }
    TRY(sift(encoding, kCmapKeys));
    // An embedded map: written anew for the codes that are shown.
    Emit map(budget_);
    auto const hex = [&](std::uint32_t value, unsigned bytes) {
        constexpr std::string_view kHex = "0123456789ABCDEF";
        map.byte('<');
        for (unsigned i = bytes * 2; i-- > 0;) map.byte(static_cast<std::uint8_t>(kHex[value >> 4 * i & 15]));
        map.byte('>');
    };
    map.word("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Map def /CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def /CMapType 1 def").line();
    map.word("/WMode").integer(info.is_vertical() ? 1 : 0).word("def").line();
    auto const& spaces = info.code_spaces();
    if (spaces.empty()) {
        map.word("1 begincodespacerange").line();
        hex(0, 2);
        hex(0xFFFF, 2);
    } else {
        map.integer(static_cast<std::int64_t>(spaces.size())).word("begincodespacerange").line();
        for (auto const& space : spaces) {
            hex(space.low, space.bytes);
            hex(space.high, space.bytes);
            map.line();
        }
    }
    map.line().word("endcodespacerange").line();
    std::vector<CMap::Range const*> rows;
    std::vector<std::uint32_t> codes;
    for (std::uint32_t code = 0; code < info.code_limit(); ++code)
        if (info.is_used(code) && info.encoding().find(code) != nullptr) codes.push_back(code);
    constexpr std::size_t kMost = 100;
    for (std::size_t start = 0; start < codes.size(); start += kMost) {
        auto const count = std::min(kMost, codes.size() - start);
        map.integer(static_cast<std::int64_t>(count)).word("begincidchar").line();
        for (auto i = start; i < start + count; ++i) {
            hex(codes[i], info.encoding().find(codes[i])->bytes);
            map.integer(info.cid(codes[i])).line();
        }
        map.word("endcidchar").line();
    }
    map.word("endcmap end end").line();
    auto const number = writer_.allocate();
    Emit entries(budget_);
    entries.name("Type").name("CMap").name("CMapName").name("Map");
    entries.name("CIDSystemInfo").open_dict().name("Registry").literal("Adobe").name("Ordering").literal("Identity").name("Supplement").integer(0).close_dict();
    if (info.is_vertical()) entries.name("WMode").integer(1);
    if (document_.lookup(encoding, "UseCMap").is(Type::name) || !info.encoding().based_on.empty()) {
        auto const base = document_.lookup(encoding, "UseCMap").is(Type::name) ? document_.lookup(encoding, "UseCMap") : Value::of_name(info.encoding().based_on);
        put_name_of(entries, "UseCMap", base, kCMaps);
    }
    auto const made = map.take();
    put_stream(number, entries, made.bytes());
    out.name("Encoding").reference(number);
    return {};
}

Result<void> Builder::write_composite(FontEntry& entry) {
    auto const font = document_.resolve(entry.raw);
    auto const& info = *entry.info;
    auto const index = entry.name_index;
    TRY(sift(font, kCompositeKeys));
    auto const descendants = document_.lookup(font, "DescendantFonts");
    auto const cid_font = descendants.is(Type::array) && !descendants.items->empty() ? document_.resolve(descendants.items->front()) : Value{};
    TRY(sift(cid_font, kCidFontKeys));
    bool is_embedded = false;
    auto const described = TRY(descriptor(cid_font, index, {}, is_embedded));

    Emit cid(budget_);
    bool const is_true_type = document_.lookup(cid_font, "Subtype").is_name("CIDFontType2");
    cid.open_dict().name("Type").name("Font").name("Subtype").name(is_true_type ? Literal("CIDFontType2") : Literal("CIDFontType0"));
    put_font_name(cid, "BaseFont", document_.lookup(cid_font, "BaseFont"), is_embedded, index);
    auto const system = document_.lookup(cid_font, "CIDSystemInfo");
    TRY(sift(system, kCidSystemKeys));
    constexpr Literal kOrderings[] = {"CNS1", "GB1", "Identity", "Japan1", "Japan2", "KR", "Korea1"};
    auto const ordering = document_.lookup(system, "Ordering");
    Literal known = "Identity";
    for (auto const candidate : kOrderings)
        if (ordering.is(Type::string) && candidate == ordering.text && document_.lookup(system, "Registry").text == "Adobe") known = candidate;
    cid.name("CIDSystemInfo").open_dict().name("Registry").literal("Adobe").name("Ordering").literal(known);
    cid.name("Supplement").integer(std::clamp<std::int64_t>(document_.lookup(system, "Supplement").whole(), 0, 9)).close_dict();
    put_cid_widths(cid, cid_font, info);
    if (auto const vertical = list_of(document_.lookup(cid_font, "DW2"), 2); vertical.size() == 2) cid.name("DW2").open_array().number(vertical[0]).number(vertical[1]).close_array();
    put_vertical_widths(cid, document_.lookup(cid_font, "W2"));
    if (described != 0) cid.name("FontDescriptor").reference(described);
    auto const map = document_.lookup(cid_font, "CIDToGIDMap");
    if (map.is(Type::stream)) {
        TRY(sift(map, kStreamKeys));
        if (auto const glyphs = TRY(decoded(map))) {
            Blob only_used;
            if (!info.knows_cids()) only_used = glyphs->data;
            for (std::uint32_t code = 0; code < info.code_limit(); ++code) {
                if (!info.is_used(code)) continue;
                auto const at = std::size_t{info.cid(code)} * 2;
                if (at + 2 > glyphs->data.size()) continue;
                if (only_used.size() < at + 2) only_used.resize(at + 2);
                only_used[at] = glyphs->data[at];
                only_used[at + 1] = glyphs->data[at + 1];
            }
            auto const number = writer_.allocate();
            Emit entries(budget_);
            put_stream(number, entries, only_used);
            cid.name("CIDToGIDMap").reference(number);
        }
    } else if (is_true_type && is_embedded) {
        cid.name("CIDToGIDMap").name("Identity");
    }
    cid.close_dict();
    auto const cid_number = writer_.allocate();
    writer_.object(cid_number, cid.take());

    Emit out(budget_);
    out.open_dict().name("Type").name("Font").name("Subtype").name("Type0");
    put_font_name(out, "BaseFont", document_.lookup(font, "BaseFont"), is_embedded, index);
    TRY(put_cmap(out, font, info));
    out.name("DescendantFonts").open_array().reference(cid_number).close_array();
    TRY(put_to_unicode(out, info, font));
    out.close_dict();
    writer_.object(entry.number, out.take());
    return {};
}

void Builder::put_vertical_widths(Emit& out, Value const& raw) {
    auto const array = document_.resolve(raw);
    if (!array.is(Type::array) || array.items->size() > 20'000) return;
    out.name("W2").open_array();
    for (auto const& item : *array.items) {
        auto const value = document_.resolve(item);
        if (value.is_number()) {
            out.number(value.number());
        } else if (value.is(Type::array)) {
            out.open_array();
            for (auto const number : list_of(value, 20'000)) out.number(number);
            out.close_array();
        }
    }
    out.close_array();
}

}  // namespace scrub::engine::pdf
