// Exif (CIPA DC-008-2019): directories of tagged fields. Every field is judged by its tag;
// what stays is written into a new block, so that offsets, gaps and unlisted directories cannot carry anything.
#include "format/exif.hpp"

#include <algorithm>

#include "core/format.hpp"

namespace scrub::engine::exif {
namespace {

using codec::ExifBlock;
using codec::ExifField;
using codec::Ifd;

constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::uint16_t kExifPointer = 0x8769;
constexpr std::uint16_t kGpsPointer = 0x8825;
constexpr std::uint16_t kInteroperabilityPointer = 0xA005;
constexpr std::uint16_t kMakerNote = 0x927C;
constexpr std::uint16_t kTypeLong = 4;

struct TagRule {
    std::uint16_t tag;
    Rule rule;
};

// DC-008 table 4 to 9 and the fields that Windows adds. Sorted by tag.
constexpr TagRule kTags[] = {
    {0x000B, {"ProcessingSoftware", "JP-EXIF", Kind::software, "program that made the picture"}},
    {0x010D, {"DocumentName", "JP-EXIF", Kind::path, "name of the file it was scanned to"}},
    {0x010E, {"ImageDescription", "JP-EXIF", Kind::metadata, "free text about the picture"}},
    {0x010F, {"Make", "JP-EXIF", Kind::device, "maker of the camera"}},
    {0x0110, {"Model", "JP-EXIF", Kind::device, "model of the camera"}},
    {0x0112, {"Orientation", "JP-EXIF", Kind::presentation, "which side is up"}},
    {0x0131, {"Software", "JP-EXIF", Kind::software, "program or firmware that wrote it"}},
    {0x0132, {"DateTime", "JP-EXIF", Kind::timestamp, "last change"}},
    {0x013B, {"Artist", "JP-EXIF", Kind::author, "who took the picture"}},
    {0x013C, {"HostComputer", "JP-EXIF", Kind::device, "computer that was used"}},
    {0x02BC, {"XMLPacket", "JP-EXIF", Kind::metadata, "XMP inside Exif"}},
    {0x8298, {"Copyright", "JP-EXIF", Kind::author, "owner of the rights"}},
    {0x83BB, {"IPTC/NAA", "JP-EXIF", Kind::metadata, "IPTC inside Exif"}},
    {0x8773, {"InterColorProfile", "JP-EXIF", Kind::colour_profile, "colour profile inside Exif"}},
    {0x9003, {"DateTimeOriginal", "JP-EXIF", Kind::timestamp, "when the picture was taken"}},
    {0x9004, {"DateTimeDigitized", "JP-EXIF", Kind::timestamp, "when the picture was stored"}},
    {0x9010, {"OffsetTime", "JP-EXIF", Kind::location, "time zone of the camera"}},
    {0x9011, {"OffsetTimeOriginal", "JP-EXIF", Kind::location, "time zone of the camera"}},
    {0x9012, {"OffsetTimeDigitized", "JP-EXIF", Kind::location, "time zone of the camera"}},
    {0x927C, {"MakerNote", "JP-EXIF", Kind::device, "the maker's private data: serial numbers, counters, names"}},
    {0x9286, {"UserComment", "JP-EXIF", Kind::comment, "free text"}},
    {0x9290, {"SubSecTime", "JP-EXIF", Kind::timestamp, "part of a time"}},
    {0x9291, {"SubSecTimeOriginal", "JP-EXIF", Kind::timestamp, "part of a time"}},
    {0x9292, {"SubSecTimeDigitized", "JP-EXIF", Kind::timestamp, "part of a time"}},
    {0x9C9B, {"XPTitle", "JP-EXIF", Kind::metadata, "title given in Windows"}},
    {0x9C9C, {"XPComment", "JP-EXIF", Kind::comment, "comment given in Windows"}},
    {0x9C9D, {"XPAuthor", "JP-EXIF", Kind::author, "author given in Windows"}},
    {0x9C9E, {"XPKeywords", "JP-EXIF", Kind::metadata, "keywords given in Windows"}},
    {0x9C9F, {"XPSubject", "JP-EXIF", Kind::metadata, "subject given in Windows"}},
    {0xA004, {"RelatedSoundFile", "JP-EXIF", Kind::path, "name of a sound file"}},
    {0xA420, {"ImageUniqueID", "JP-EXIF", Kind::identifier, "number of this very picture"}},
    {0xA430, {"CameraOwnerName", "JP-EXIF", Kind::author, "owner of the camera"}},
    {0xA431, {"BodySerialNumber", "JP-EXIF", Kind::identifier, "serial number of the camera"}},
    {0xA433, {"LensMake", "JP-EXIF", Kind::device, "maker of the lens"}},
    {0xA434, {"LensModel", "JP-EXIF", Kind::device, "model of the lens"}},
    {0xA435, {"LensSerialNumber", "JP-EXIF", Kind::identifier, "serial number of the lens"}},
};

constexpr Rule kGps{"GPS", "JP-EXIF", Kind::location, "where the picture was taken"};
constexpr Rule kSettings{"setting", "JP-EXIF", Kind::metadata, "how the picture was taken or stored"};
constexpr Rule kUnknownTag{"unknown tag", "JP-EXIF", Kind::unknown, "no rule knows the tag"};
constexpr Rule kMakerNoteField{"MakerNote field", "JP-EXIF", Kind::device, "the maker's private data"};
constexpr Rule kMakerNoteSerial{"MakerNote number", "JP-EXIF", Kind::identifier, "serial number or picture number"};
constexpr Rule kMakerNoteOwner{"MakerNote owner", "JP-EXIF", Kind::author, "owner of the camera"};
constexpr Rule kThumbnail{"Thumbnail", "JP-EXIF", Kind::thumbnail, "small picture, perhaps from before an edit"};

Rule const& rule_of(ExifField const& field) {
    if (field.ifd == Ifd::gps) return kGps;
    auto const* const row = std::find_if(std::begin(kTags), std::end(kTags), [&](TagRule const& t) { return t.tag == field.tag; });
    if (row != std::end(kTags)) return row->rule;
    return field.name.empty() ? kUnknownTag : kSettings;
}

Rule const& rule_of(codec::MakerNoteField const& field) {
    auto const says = [&](std::string_view part) { return field.name.find(part) != std::string::npos; };
    if (says("Owner")) return kMakerNoteOwner;
    return says("Serial") || says("Number") || says("ID") ? kMakerNoteSerial : kMakerNoteField;
}

std::string_view name_of(Ifd ifd) {
    switch (ifd) {
        case Ifd::image: return "IFD0";
        case Ifd::thumbnail: return "IFD1";
        case Ifd::exif: return "ExifIFD";
        case Ifd::gps: return "GPS";
        case Ifd::interoperability: return "Interoperability";
    }
    return "IFD";
}

Result<void> judge_maker_note(ExifBlock const& block, Gate& gate) {
    Gate::Scope const scope(gate, "MakerNote");
    for (auto const& field : block.maker_note) TRY(gate.judge(rule_of(field), 0, {field.name, field.value}));
    return {};
}

// The value that says whose notes they are, as the report's reader knows it: "MakerNote of Canon".
std::string maker_of(ExifBlock const& block) {
    for (auto const& field : block.fields)
        if (field.ifd == Ifd::image && field.tag == 0x010F) return field.value;
    return "an unknown maker";
}

std::size_t size_of_type(std::uint16_t type) {
    constexpr std::size_t kSizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    return type < std::size(kSizes) ? kSizes[type] : 0;
}

// A field that stays, on its way into the new block.
struct Entry {
    std::uint16_t tag;
    std::uint16_t type;
    std::uint32_t count;
    std::optional<Kept> raw;    // in the old block's byte order
    std::uint32_t pointer = 0;  // for directories below
};

// Writes a block in little-endian order: header, directories, then the values that do not fit into an entry.
class BlockWriter {
public:
    BlockWriter(Sink& out, Endian source) : out_(out), source_(source) {}

    void write(std::vector<Entry> image, std::vector<Entry> exif, std::vector<Entry> gps, std::vector<Entry> interoperability) {
        if (!interoperability.empty()) exif.push_back({kInteroperabilityPointer, kTypeLong, 1, {}, 0});
        if (!exif.empty()) image.push_back({kExifPointer, kTypeLong, 1, {}, 0});
        if (!gps.empty()) image.push_back({kGpsPointer, kTypeLong, 1, {}, 0});
        std::uint32_t const at_image = 8;
        std::uint32_t const at_exif = at_image + size_of(image);
        std::uint32_t const at_gps = at_exif + size_of(exif);
        std::uint32_t const at_interoperability = at_gps + size_of(gps);
        set_pointer(exif, kInteroperabilityPointer, at_interoperability);
        set_pointer(image, kExifPointer, at_exif);
        set_pointer(image, kGpsPointer, at_gps);
        out_.put("II*\0");
        out_.le32(at_image);
        write_directory(image, at_image);
        write_directory(exif, at_exif);
        write_directory(gps, at_gps);
        write_directory(interoperability, at_interoperability);
    }

private:
    static std::uint32_t padded(std::size_t size) { return static_cast<std::uint32_t>(size + (size & 1)); }
    static std::uint32_t size_of(std::vector<Entry> const& entries) {
        if (entries.empty()) return 0;
        std::uint32_t size = static_cast<std::uint32_t>(2 + 12 * entries.size() + 4);
        for (auto const& entry : entries)
            if (entry.raw && entry.raw->size() > 4) size += padded(entry.raw->size());
        return size;
    }
    static void set_pointer(std::vector<Entry>& entries, std::uint16_t tag, std::uint32_t at) {
        for (auto& entry : entries)
            if (entry.tag == tag) entry.pointer = at;
    }
    void write_directory(std::vector<Entry>& entries, std::uint32_t at) {
        if (entries.empty()) return;
        std::stable_sort(entries.begin(), entries.end(), [](Entry const& a, Entry const& b) { return a.tag < b.tag; });
        auto value_at = static_cast<std::uint32_t>(at + 2 + 12 * entries.size() + 4);
        out_.le16(static_cast<std::uint16_t>(entries.size()));
        for (auto const& entry : entries) {
            out_.le16(entry.tag);
            out_.le16(entry.type);
            out_.le32(entry.count);
            if (!entry.raw) {
                out_.le32(entry.pointer);
            } else if (entry.raw->size() > 4) {
                out_.le32(value_at);
                value_at += padded(entry.raw->size());
            } else {
                write_value(entry);
                out_.fill(0, 4 - entry.raw->size());
            }
        }
        out_.le32(0);
        for (auto const& entry : entries) {
            if (!entry.raw || entry.raw->size() <= 4) continue;
            write_value(entry);
            out_.fill(0, entry.raw->size() & 1);
        }
    }
    void write_value(Entry const& entry) {
        // Rationals are pairs of 4 bytes; texts and undefined bytes have no order.
        std::size_t const unit = size_of_type(entry.type) == 2 ? 2 : size_of_type(entry.type) >= 4 && entry.type != 12 ? 4 : size_of_type(entry.type);
        if (source_ == Endian::little || unit == 1) return out_.put(*entry.raw);
        Reader reader(entry.raw->bytes(), Endian::big);
        while (reader.left() >= unit) {
            if (unit == 2) out_.le16(*reader.u16());
            else if (unit == 4) out_.le32(*reader.u32());
            else out_.le64(*reader.u64());
        }
    }

    Sink& out_;
    Endian source_;
};

bool is_well_formed(ExifField const& field) {
    return size_of_type(field.type) != 0 && !field.raw.empty() && field.raw.size() == std::uint64_t{field.count} * size_of_type(field.type);
}

}  // namespace

Orientation orientation_of(ExifBlock const& block) {
    for (auto const& field : block.fields) {
        if (field.ifd != Ifd::image || field.tag != kOrientation || field.type != 3 || field.raw.size() < 2) continue;
        auto const value = *Reader(field.raw, block.endian).u16();
        return static_cast<Orientation>(value >= 1 && value <= 8 ? value : 1);
    }
    return 1;
}

Result<void> walk(Bytes tiff, bool keeps_orientation, Sink& out, Gate& gate) {
    auto const block = codec::read_exif(tiff);
    if (!block) return fail(Errc::malformed, "no Exif header");
    std::vector<Entry> kept[5];
    bool has_orientation = false;
    for (auto const& field : block->fields) {
        if (field.ifd == Ifd::image && field.tag == kOrientation) {
            // Upright is what a picture is without the field.
            if (has_orientation || !keeps_orientation || orientation_of(*block) == 1) continue;
            has_orientation = true;
        }
        Gate::Scope const scope(gate, name_of(field.ifd));
        if (!is_well_formed(field)) {
            TRY(gate.drop(rule_of(field), field.raw.size(), {field.name, field.value}));
            continue;
        }
        bool const is_maker_note = field.tag == kMakerNote && field.ifd == Ifd::exif;
        auto const name = is_maker_note ? "MakerNote of " + maker_of(*block) : field.name;
        auto stays = TRY(gate.pass(rule_of(field), field.raw, {name, is_maker_note ? std::string_view{} : field.value}));
        if (stays) kept[static_cast<std::size_t>(field.ifd)].push_back({field.tag, field.type, field.count, std::move(stays), 0});
        if (is_maker_note) TRY(judge_maker_note(*block, gate));
    }
    if (!block->thumbnail.empty()) TRY(gate.drop(kThumbnail, block->thumbnail.size(), {{}, {}, 1, likely_type(block->thumbnail)}));

    auto& [image, thumbnail, exif, gps, interoperability] = kept;
    thumbnail.clear();  // its directory describes the thumbnail only
    if (image.empty() && exif.empty() && gps.empty() && interoperability.empty()) return {};
    BlockWriter(out, block->endian).write(std::move(image), std::move(exif), std::move(gps), std::move(interoperability));
    return {};
}

std::pair<Rule const*, std::string> rule_and_name(std::uint16_t tag, bool is_gps) {
    auto name = codec::exif_tag_name(tag, is_gps);
    auto const* const row = std::find_if(std::begin(kTags), std::end(kTags), [&](TagRule const& t) { return t.tag == tag; });
    Rule const* const known = row != std::end(kTags) ? &row->rule : name.empty() ? &kUnknownTag : &kSettings;
    return {is_gps ? &kGps : known, name.empty() ? "tag " + std::to_string(tag) : name};
}

RuleList rules() {
    return list_rules(kTags, kGps, kSettings, kUnknownTag, kMakerNoteField, kMakerNoteSerial, kMakerNoteOwner, kThumbnail);
}

}  // namespace scrub::engine::exif
