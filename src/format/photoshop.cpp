// Photoshop image resources (Adobe Photoshop File Formats, 2019: signature, id, name, data) and IPTC-IIM 4.2 datasets.
// Every resource and dataset is judged by its number; what stays is written into a new block.
#include "format/photoshop.hpp"

#include <algorithm>

#include "core/format.hpp"
#include "format/exif.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::photoshop {
namespace {

struct NumberRule {
    std::uint16_t number;
    Rule rule;
};

constexpr NumberRule kResources[] = {
    {0x0404, {"IPTC-NAA", "JP-IPTC", Kind::metadata, "IPTC records"}},
    {0x0408, {"Grid and guides", "JP-IPTC", Kind::software, "settings of the editor"}},
    {0x0409, {"Thumbnail", "JP-IPTC", Kind::thumbnail, "small picture, perhaps from before an edit"}},
    {0x040A, {"Copyright flag", "JP-IPTC", Kind::metadata, "state of the rights"}},
    {0x040B, {"URL", "JP-IPTC", Kind::author, "web address of the owner"}},
    {0x040C, {"Thumbnail", "JP-IPTC", Kind::thumbnail, "small picture, perhaps from before an edit"}},
    {0x040F, {"ICC profile", "JP-IPTC", Kind::colour_profile, "second colour profile, which nobody applies"}},
    {0x0414, {"Document IDs seed", "JP-IPTC", Kind::identifier, "number of the layers made so far"}},
    {0x041A, {"Slices", "JP-IPTC", Kind::path, "parts of the picture, named after its file"}},
    {0x041E, {"URL list", "JP-IPTC", Kind::path, "web addresses"}},
    {0x0421, {"Version info", "JP-IPTC", Kind::software, "names and version of the program"}},
    {0x0422, {"Exif data", "JP-IPTC", Kind::metadata, "second Exif block"}},
    {0x0423, {"Exif data 3", "JP-IPTC", Kind::metadata, "second Exif block"}},
    {0x0424, {"XMP metadata", "JP-IPTC", Kind::metadata, "second XMP packet"}},
    {0x0425, {"Caption digest", "JP-IPTC", Kind::identifier, "checksum of the caption"}},
    {0x042D, {"Layer selection IDs", "JP-IPTC", Kind::identifier, "numbers of layers"}},
    {0x0BB7, {"Clipping path name", "JP-IPTC", Kind::metadata, "name of a path"}},
};
constexpr Rule kSavedPath{"Saved path", "JP-IPTC", Kind::hidden_content, "outline that the editor keeps"};
constexpr Rule kOtherResource{"Resource", "JP-IPTC", Kind::software, "data of the editor"};
constexpr Rule kNotAResource{"Bytes between resources", "JP-IPTC", Kind::slack, "belong to no resource"};

// By 1000 x record + dataset: record 2 is the application record (IIM 4.2, chapter 6).
constexpr NumberRule kDatasets[] = {
    {2005, {"ObjectName", "JP-IPTC", Kind::metadata, "title"}},
    {2025, {"Keywords", "JP-IPTC", Kind::metadata, "keywords"}},
    {2040, {"SpecialInstructions", "JP-IPTC", Kind::tracking_mark, "instructions; Facebook writes its trackers here"}},
    {2055, {"DateCreated", "JP-IPTC", Kind::timestamp, "when it was made"}},
    {2060, {"TimeCreated", "JP-IPTC", Kind::timestamp, "when it was made"}},
    {2062, {"DigitalCreationDate", "JP-IPTC", Kind::timestamp, "when it was stored"}},
    {2063, {"DigitalCreationTime", "JP-IPTC", Kind::timestamp, "when it was stored"}},
    {2065, {"OriginatingProgram", "JP-IPTC", Kind::software, "program that made it"}},
    {2080, {"By-line", "JP-IPTC", Kind::author, "who made it"}},
    {2085, {"By-lineTitle", "JP-IPTC", Kind::author, "title of who made it"}},
    {2090, {"City", "JP-IPTC", Kind::location, "a place"}},
    {2092, {"Sub-location", "JP-IPTC", Kind::location, "a place"}},
    {2095, {"Province-State", "JP-IPTC", Kind::location, "a place"}},
    {2100, {"Country-Code", "JP-IPTC", Kind::location, "a place"}},
    {2101, {"Country", "JP-IPTC", Kind::location, "a place"}},
    {2103, {"OriginalTransmissionReference", "JP-IPTC", Kind::identifier, "number of the transmission"}},
    {2105, {"Headline", "JP-IPTC", Kind::metadata, "title"}},
    {2110, {"Credit", "JP-IPTC", Kind::author, "who provided it"}},
    {2115, {"Source", "JP-IPTC", Kind::author, "who owned it first"}},
    {2116, {"CopyrightNotice", "JP-IPTC", Kind::author, "owner of the rights"}},
    {2118, {"Contact", "JP-IPTC", Kind::author, "whom to ask"}},
    {2120, {"Caption-Abstract", "JP-IPTC", Kind::metadata, "description"}},
    {2122, {"Writer-Editor", "JP-IPTC", Kind::author, "who wrote the description"}},
};
constexpr Rule kOtherDataset{"Dataset", "JP-IPTC", Kind::metadata, "description of the picture"};

Rule const& rule_of(std::uint16_t number, std::span<NumberRule const> table, Rule const& other) {
    auto const row = std::find_if(table.begin(), table.end(), [&](NumberRule const& r) { return r.number == number; });
    return row == table.end() ? other : row->rule;
}

struct Resource {
    std::uint16_t id;
    Bytes name;
    Bytes data;
};

Result<Resource> read_resource(Reader& in) {
    Resource resource{};
    TRY(in.skip(4));  // the signature
    resource.id = TRY(in.u16());
    auto const name_size = TRY(in.u8());
    resource.name = TRY(in.take(name_size));
    if (name_size % 2 == 0) TRY(in.skip(1));
    auto const size = TRY(in.u32());
    resource.data = TRY(in.take(size));
    if (size % 2 == 1 && !in.is_empty()) TRY(in.skip(1));
    return resource;
}

// What may go on of a resource's data. Blocks of other formats are walked, the rest is judged as it is.
Result<std::optional<Kept>> pass_resource(Resource const& resource, Gate& gate) {
    auto const is_path = resource.id >= 0x07D0 && resource.id <= 0x0BB6;
    Rule const& rule = is_path ? kSavedPath : rule_of(resource.id, kResources, kOtherResource);
    auto const as_exif = [](Bytes in, Sink& out, Gate& g) { return exif::walk(in, true, out, g); };
    switch (resource.id) {
        case 0x0404: return gate.pass_block(rule, resource.data, &walk_iptc);
        case 0x0422: return gate.pass_block(rule, resource.data, as_exif);
        case 0x0424: return gate.pass_block(rule, resource.data, &xmp::walk);
        default: return gate.pass(rule, resource.data, {{}, text(resource.name)});
    }
}

}  // namespace

Result<void> walk(Bytes block, Sink& out, Gate& gate) {
    constexpr std::string_view kSignatures[] = {"8BIM", "AgHg", "DCSR", "MeSa", "PHUT"};
    Reader in(block);
    while (!in.is_empty()) {
        auto const at = in.at();
        auto const signature = head(in.rest(), 4);
        bool const is_known = std::find(std::begin(kSignatures), std::end(kSignatures), text(signature)) != std::end(kSignatures);
        auto const resource = is_known ? read_resource(in) : fail(Errc::malformed, "no resource");
        if (!resource) return gate.slack(kNotAResource, after(block, at));
        auto const kept = TRY(pass_resource(*resource, gate));
        if (!kept) continue;
        out.put("8BIM");
        out.be16(resource->id);
        out.be16(0);  // no name
        out.be32(static_cast<std::uint32_t>(kept->size()));
        out.put(*kept);
        out.fill(0, kept->size() % 2);
    }
    return {};
}

std::vector<Bytes> thumbnails(Bytes block) {
    constexpr std::size_t kHeader = 28;  // format, sizes, depth
    std::vector<Bytes> found;
    Reader in(block);
    while (!in.is_empty()) {
        auto const resource = read_resource(in);
        if (!resource) break;
        if (resource->id == 0x0409 || resource->id == 0x040C) found.push_back(after(resource->data, kHeader));
    }
    return found;
}

Result<void> walk_iptc(Bytes stream, Sink& out, Gate& gate) {
    constexpr std::uint8_t kTagMarker = 0x1C;
    Reader in(stream);
    while (in.peek() == kTagMarker) {
        TRY(in.skip(1));
        auto const record = TRY(in.u8());
        auto const dataset = TRY(in.u8());
        std::uint32_t size = TRY(in.u16());
        if ((size & 0x8000) != 0) {  // extended dataset: the length of the length
            auto const digits = size & 0x7FFF;
            if (digits > 4) return fail(Errc::malformed, "IPTC dataset too long", in.at());
            size = 0;
            for (std::uint32_t i = 0; i < digits; ++i) size = size << 8 | TRY(in.u8());
        }
        auto const data = TRY(in.take(size));
        auto const number = static_cast<std::uint16_t>(record * 1000 + dataset);
        Rule const& rule = rule_of(number, kDatasets, kOtherDataset);
        auto const name = &rule == &kOtherDataset ? "Dataset " + std::to_string(record) + ":" + std::to_string(dataset) : std::string();
        auto const kept = TRY(gate.pass(rule, data, {name, text(data)}));
        if (!kept) continue;
        out.u8(kTagMarker);
        out.u8(record);
        out.u8(dataset);
        bool const is_extended = kept->size() > 0x7FFF;
        out.be16(is_extended ? 0x8004 : static_cast<std::uint16_t>(kept->size()));
        if (is_extended) out.be32(static_cast<std::uint32_t>(kept->size()));
        out.put(*kept);
    }
    bool const is_padding = std::all_of(in.rest().begin(), in.rest().end(), [](std::uint8_t b) { return b == 0; });
    return is_padding ? Result<void>{} : gate.slack(kNotAResource, in.rest());
}

RuleList rules() {
    return list_rules(kResources, kSavedPath, kOtherResource, kNotAResource, kDatasets, kOtherDataset, exif::rules(), xmp::rules());
}

}  // namespace scrub::engine::photoshop
