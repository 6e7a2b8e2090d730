// Property sets: every property by its number, custom ones by their name.
#include "format/ole2/property_set.hpp"

#include <array>
#include <map>

#include "core/reader.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::ole2 {
namespace {

struct PropertyRule {
    std::uint32_t id;
    Rule rule;
};

// [MS-OLEPS] 3.1.1: FMTID_SummaryInformation.
constexpr PropertyRule kSummary[] = {
    {0x02, {"Title", "OL-SI", Kind::metadata, "title of the document"}},
    {0x03, {"Subject", "OL-SI", Kind::metadata, "subject of the document"}},
    {0x04, {"Author", "OL-SI", Kind::author, "who made it"}},
    {0x05, {"Keywords", "OL-SI", Kind::metadata, "keywords"}},
    {0x06, {"Comments", "OL-SI", Kind::metadata, "remarks about the document"}},
    {0x07, {"Template", "OL-SI", Kind::path, "template, perhaps with its folder"}},
    {0x08, {"LastSavedBy", "OL-SI", Kind::author, "who saved it last"}},
    {0x09, {"RevisionNumber", "OL-SI", Kind::software, "how often it was saved"}},
    {0x0A, {"TotalEditTime", "OL-SI", Kind::timestamp, "how long it was worked on"}},
    {0x0B, {"LastPrinted", "OL-SI", Kind::timestamp, "when it was printed"}},
    {0x0C, {"Created", "OL-SI", Kind::timestamp, "when it was made"}},
    {0x0D, {"LastSaved", "OL-SI", Kind::timestamp, "when it was saved"}},
    {0x11, {"Thumbnail", "OL-SI", Kind::thumbnail, "small picture of the first page, perhaps of an earlier state"}},
    {0x12, {"Application", "OL-SI", Kind::software, "program that wrote it"}},
};

// [MS-OLEPS] 3.1.2 and [MS-OSHARED] 2.3.3.2: FMTID_DocSummaryInformation.
constexpr PropertyRule kDocumentSummary[] = {
    {0x02, {"Category", "OL-DSI", Kind::metadata, "category of the document"}},
    {0x0C, {"HeadingPairs", "OL-DSI", Kind::metadata, "kinds of parts"}},
    {0x0D, {"TitlesOfParts", "OL-DSI", Kind::metadata, "names of sheets, slides and fonts, hidden ones too"}},
    {0x0E, {"Manager", "OL-DSI", Kind::author, "a superior"}},
    {0x0F, {"Company", "OL-DSI", Kind::organisation, "whose licence it was"}},
    {0x15, {"HyperlinkBase", "OL-DSI", Kind::path, "folder or server that links start from"}},
    {0x16, {"Hyperlinks", "OL-DSI", Kind::path, "addresses of links, deleted ones too"}},
    {0x17, {"AppVersion", "OL-DSI", Kind::software, "version of the program"}},
    {0x18, {"DigitalSignature", "OL-DSI", Kind::signature, "signature of the macros"}},
};

// Custom properties by name; programs that manage documents, rights and mail add them.
constexpr Rule kCustom[] = {
    {"_AdHocReviewCycleID", "OL-DSI", Kind::identifier, "number of a review by mail"},
    {"_AuthorEmail", "OL-DSI", Kind::author, "address of who mailed it"},
    {"_AuthorEmailDisplayName", "OL-DSI", Kind::author, "name of who mailed it"},
    {"_EmailSubject", "OL-DSI", Kind::metadata, "subject of the mail it travelled with"},
    {"_PID_GUID", "OL-DSI", Kind::identifier, "number of the document, with the address of a network card in old versions"},
    {"_PID_HLINKS", "OL-DSI", Kind::path, "addresses of links, deleted ones too"},
    {"_PID_LINKBASE", "OL-DSI", Kind::path, "folder or server that links start from"},
    {"_PreviousAdHocReviewCycleID", "OL-DSI", Kind::identifier, "number of a review by mail"},
    {"_ReviewingToolsShownOnce", "OL-DSI", Kind::software, "state of the program"},
    {"ContentTypeId", "OL-DSI", Kind::identifier, "type in a document store"},
};
constexpr Rule kOtherCustom{"custom property", "OL-DSI", Kind::metadata, "added by a person or a program"};
constexpr Rule kOtherSummary{"property", "OL-SI", Kind::software, "state of the program"};
constexpr Rule kOtherDocumentSummary{"property", "OL-DSI", Kind::software, "counts and state of the program"};

enum class Set : std::uint8_t { summary, document_summary, custom };

// The first four bytes tell the three format identifiers apart.
std::optional<Set> set_of(Bytes format_id) {
    Reader in(format_id, Endian::little);
    auto const first = in.u32();
    if (!first) return std::nullopt;
    switch (*first) {
        case 0xF29F85E0: return Set::summary;
        case 0xD5CDD502: return Set::document_summary;
        case 0xD5CDD505: return Set::custom;
        default: return std::nullopt;
    }
}

constexpr std::uint16_t kUtf16CodePage = 1200;
constexpr std::uint16_t kUtf8CodePage = 65001;

std::string from_utf16(Bytes bytes) {
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t const unit = bytes[i] | char32_t{bytes[i + 1]} << 8;
        if (unit == 0) break;
        utf8::append(out, unit >= 0xD800 && unit < 0xE000 ? U'\uFFFD' : unit);
    }
    return out;
}

// Other code pages are read as Latin-1, which gives ASCII names right; the value is for the report only.
std::string from_code_page(Bytes bytes, std::uint16_t code_page) {
    if (code_page == kUtf16CodePage) return from_utf16(bytes);
    std::string out;
    for (auto const byte : bytes) {
        if (byte == 0) break;
        if (code_page == kUtf8CodePage) out += static_cast<char>(byte);
        else utf8::append(out, byte);
    }
    return out;
}

// [MS-DTYP] 2.3.3, in UTC.
std::string from_filetime(std::uint64_t ticks) {
    constexpr std::uint64_t kSecondTicks = 10'000'000;
    constexpr std::uint64_t kDaySeconds = 86400;
    auto const seconds = ticks / kSecondTicks;
    auto const days = static_cast<std::int64_t>(seconds / kDaySeconds) - 134774 + 719468;  // days since 0000-03-01
    auto const era = days / 146097;
    auto const day_of_era = days - era * 146097;
    auto const year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    auto const month_index = (5 * day_of_year + 2) / 153;
    auto const day = day_of_year - (153 * month_index + 2) / 5 + 1;
    auto const month = month_index < 10 ? month_index + 3 : month_index - 9;
    auto const year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    auto const two = [](std::uint64_t v) { return (v < 10 ? "0" : "") + std::to_string(v); };
    auto const in_day = seconds % kDaySeconds;
    return std::to_string(year) + "-" + two(static_cast<std::uint64_t>(month)) + "-" + two(static_cast<std::uint64_t>(day)) + " " + two(in_day / 3600) + ":" +
           two(in_day / 60 % 60) + ":" + two(in_day % 60);
}

// [MS-OLEPS] 2.15: the types that are worth showing. Empty for others.
std::string value_of(Bytes property, std::uint16_t code_page) {
    Reader in(property, Endian::little);
    auto const type = in.u32();
    if (!type) return {};
    switch (*type & 0xFFFF) {
        case 0x0002:  // VT_I2
            if (auto const v = in.u16()) return std::to_string(*v);
            return {};
        case 0x0003:  // VT_I4
            if (auto const v = in.u32()) return std::to_string(*v);
            return {};
        case 0x001E: {  // VT_LPSTR
            auto const size = in.u32();
            return size ? from_code_page(head(in.rest(), *size), code_page) : std::string();
        }
        case 0x001F: {  // VT_LPWSTR
            auto const count = in.u32();
            return count ? from_utf16(head(in.rest(), std::size_t{*count} * 2)) : std::string();
        }
        case 0x0040: {  // VT_FILETIME
            auto const ticks = in.u64();
            return ticks && *ticks != 0 ? from_filetime(*ticks) : std::string();
        }
        case 0x0041: {  // VT_BLOB: hyperlinks and identifiers in UTF-16
            auto const size = in.u32();
            return size ? from_utf16(head(in.rest(), *size)) : std::string();
        }
        default: return {};
    }
}

bool is_text(Bytes property) {
    Reader in(property, Endian::little);
    auto const type = in.u32();
    return type && (*type == 0x001E || *type == 0x001F || *type == 0x0040 || *type == 0x0041);
}

struct Property {
    std::uint32_t id;
    std::uint32_t offset;
};

class SetReader {
public:
    SetReader(Set set, Bytes bytes, Gate& gate) : set_(set), bytes_(bytes), gate_(gate) {}

    Result<void> run() {
        Reader in(bytes_, Endian::little);
        TRY(in.skip(4));
        auto const count = TRY(in.u32());
        if (count > in.left() / 8) return fail(Errc::malformed, "property set that cannot be");
        std::vector<Property> properties;
        for (std::uint32_t i = 0; i < count; ++i) {
            auto const id = TRY(in.u32());
            auto const offset = TRY(in.u32());
            properties.push_back({id, offset});
        }
        for (auto const& property : properties) {
            if (property.id == 1) code_page_ = read_code_page(property);
        }
        for (auto const& property : properties)
            if (property.id == 0 && set_ == Set::custom) read_names(after(bytes_, property.offset));
        for (auto const& property : properties) TRY(judge(property));
        return {};
    }

private:
    std::uint16_t read_code_page(Property const& property) const {
        Reader in(after(bytes_, property.offset), Endian::little);
        if (!in.skip(4)) return 0;
        auto const value = in.u16();
        return value ? *value : std::uint16_t{0};
    }

    // [MS-OLEPS] 2.17: the names of the custom properties.
    void read_names(Bytes dictionary) {
        Reader in(dictionary, Endian::little);
        auto const count = in.u32();
        for (std::uint32_t i = 0; count && i < *count; ++i) {
            auto const id = in.u32();
            auto const size = in.u32();
            if (!id || !size) return;
            auto const size_bytes = code_page_ == kUtf16CodePage ? (std::uint64_t{*size} * 2 + 3) / 4 * 4 : *size;
            auto const name = in.take(size_bytes);
            if (!name) return;
            names_[*id] = from_code_page(*name, code_page_);
        }
    }

    Rule const& rule_of(std::uint32_t id, std::string& name) const {
        auto const by_number = [&](std::span<PropertyRule const> table, Rule const& other) -> Rule const& {
            auto const row = std::find_if(table.begin(), table.end(), [&](PropertyRule const& r) { return r.id == id; });
            return row == table.end() ? other : row->rule;
        };
        switch (set_) {
            case Set::summary: return by_number(kSummary, kOtherSummary);
            case Set::document_summary: return by_number(kDocumentSummary, kOtherDocumentSummary);
            case Set::custom: break;
        }
        auto const known = names_.find(id);
        name = known == names_.end() ? std::string() : known->second;
        auto const* const row = find(kCustom, name);
        return row == nullptr ? kOtherCustom : *row;
    }

    Result<void> judge(Property const& property) {
        if (property.id < 2 || property.id >= 0x80000000) return {};  // dictionary, code page, locale, behaviour
        std::string name;
        auto const& rule = rule_of(property.id, name);
        auto const bytes = after(bytes_, property.offset);
        auto const value = value_of(bytes, code_page_);
        if (value.empty() && is_text(bytes)) return {};  // programs write empty ones
        TRY(gate_.judge(rule, value.size(), {name, value}));
        return {};
    }

    Set set_;
    Bytes bytes_;
    Gate& gate_;
    std::uint16_t code_page_ = 0;
    std::map<std::uint32_t, std::string> names_;
};

}  // namespace

Result<void> judge_property_sets(Bytes stream, Gate& gate) {
    Reader in(stream, Endian::little);
    TRY(in.skip(24));
    auto const count = TRY(in.u32());
    for (std::uint32_t i = 0; i < std::min<std::uint32_t>(count, 2); ++i) {
        auto const format_id = TRY(in.take(16));
        auto const offset = TRY(in.u32());
        if (auto const set = set_of(format_id)) TRY(SetReader(*set, after(stream, offset), gate).run());
    }
    return {};
}

RuleList property_rules() {
    return list_rules(kSummary, kDocumentSummary, kCustom, kOtherCustom, kOtherSummary, kOtherDocumentSummary);
}

}  // namespace scrub::engine::ole2
