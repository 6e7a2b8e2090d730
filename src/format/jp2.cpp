// JPEG 2000 (ISO/IEC 15444-1, annexes A and I; part 2 boxes): a codestream of markers and tile parts, naked or in boxes. Packets can
// hold more than any viewer decodes, so the picture is drawn anew; boxes and comments beside it are named.
#include <algorithm>

#include "codec/boxes.hpp"
#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/exif.hpp"
#include "format/flatten.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::jp2 {
namespace {

using namespace std::string_view_literals;

constexpr auto kSignature = "\0\0\0\x0CjP  \r\n\x87\n"sv;
constexpr auto kCodestream = "\xFF\x4F\xFF\x51"sv;

constexpr Rule kBoxes[] = {
    {"jP  ", "J2-BOX", Kind::structure, "signature"},
    {"ftyp", "J2-BOX", Kind::structure, "type of the file"},
    {"jp2h", "J2-BOX", Kind::structure, "size and colours"},
    {"jp2c", "J2-BOX", Kind::content, "the picture"},
    {"rreq", "J2-BOX", Kind::structure, "what a reader must know"},
    {"jpch", "J2-BOX", Kind::metadata, "header of a codestream, with a name perhaps"},
    {"jplh", "J2-BOX", Kind::metadata, "header of a layer, with a name perhaps"},
    {"jp2i", "J2-BOX", Kind::metadata, "who owns the rights"},
    {"xml ", "J2-XML", Kind::metadata, "description of the picture: XMP, places, who made it"},
    {"uuid", "J2-UUID", Kind::metadata, "camera data, description, places"},
    {"uinf", "J2-URL", Kind::path, "web addresses"},
    {"asoc", "J2-XML", Kind::metadata, "texts that belong together: places on a map"},
    {"lbl ", "J2-XML", Kind::metadata, "name"},
    {"nlst", "J2-BOX", Kind::structure, "list of parts"},
    {"res ", "J2-BOX", Kind::device, "resolution of the scanner"},
    {"jumb", "J2-BOX", Kind::signature, "signed provenance: who made and changed it"},
    {"free", "J2-BOX", Kind::slack, "free space"},
    {"mdat", "J2-BOX", Kind::hidden_content, "data of further pictures"},
};
constexpr Rule kOtherBox{"box", "J2-BOX", Kind::unknown, "no rule knows the box"};
constexpr Rule kComment{"COM", "J2-COM", Kind::comment, "free text, program that wrote it"};
constexpr Rule kOtherMarker{"marker", "J2-COM", Kind::unknown, "no rule knows the marker"};
constexpr Rule kFurther{"further codestream", "J2-BOX", Kind::hidden_content, "a second picture"};
constexpr Rule kTail{"bytes after the end", "J2-TAIL", Kind::slack, "no viewer of pictures shows them"};

constexpr auto kXmpId = "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"sv;
constexpr auto kExifId = "JpgTiffExif->JP2"sv;

// Markers of the main header and of tile parts (A.2). All others have no row.
bool is_known_marker(std::uint16_t marker) {
    constexpr std::uint16_t kKnown[] = {0xFF50, 0xFF51, 0xFF52, 0xFF53, 0xFF55, 0xFF57, 0xFF58, 0xFF5C, 0xFF5D, 0xFF5E, 0xFF5F, 0xFF60, 0xFF61, 0xFF63};
    return std::find(std::begin(kKnown), std::end(kKnown), marker) != std::end(kKnown);
}

// Names what stands beside the packets. Damage ends the look: the decoder says what it thinks of it.
Result<void> judge_codestream(Bytes in, Gate& gate) {
    constexpr std::uint16_t kSot = 0xFF90, kSod = 0xFF93, kEoc = 0xFFD9, kCom = 0xFF64;
    Reader reader(in);
    TRY(reader.skip(2));
    std::size_t part_end = 0;
    while (reader.left() >= 2) {
        TRY(gate.budget().part());
        auto const at = reader.at();
        auto const marker = TRY(reader.u16());
        if (marker == kEoc) return gate.slack(kTail, reader.rest());
        if (marker == kSod) {  // packets up to the end of the tile part; 0 means all that is left
            if (part_end < reader.at() || part_end > in.size()) return {};
            TRY(reader.seek(part_end));
            continue;
        }
        auto const size = TRY(reader.u16());
        if (size < 2) return {};
        auto const data = TRY(reader.take(size - 2U));
        if (marker == kSot && data.size() >= 8) {
            Reader part(data);
            TRY(part.skip(2));
            part_end = at + TRY(part.u32());
        } else if (marker == kCom) {
            TRY(gate.drop(kComment, data.size(), {{}, text(after(data, 2))}));
        } else if (!is_known_marker(marker) && marker != kSot) {
            TRY(gate.drop(kOtherMarker, data.size()));
        }
    }
    return {};
}

Result<void> judge_box(codec::Box const& box, Gate& gate) {
    auto const* const row = find(kBoxes, box.type);
    if (row == nullptr) return gate.drop(kOtherBox, box.data.size(), {box.type, {}});
    if (row->kind == Kind::structure || row->kind == Kind::content) return {};
    TRY(gate.drop(*row, box.data.size(), {{}, box.type == "xml " ? text(head(box.data, 512)) : std::string_view{}}));
    auto const as_exif = [](Bytes in, Sink& out, Gate& inner) { return exif::walk(in, false, out, inner); };
    if (box.type == "xml ") gate.look_into(*row, box.data, &xmp::walk);
    else if (box.type == "uuid" && starts_with(box.data, kXmpId)) gate.look_into(*row, after(box.data, kXmpId.size()), &xmp::walk);
    else if (box.type == "uuid" && starts_with(box.data, kExifId)) gate.look_into(*row, after(box.data, kExifId.size()), as_exif);
    return {};
}

// The header box holds what the decoder needs, and sometimes more.
Result<void> judge_header(Bytes header, Gate& gate) {
    constexpr std::string_view kNeeded[] = {"ihdr", "bpcc", "colr", "pclr", "cmap", "cdef"};
    Reader in(header);
    while (!in.is_empty()) {
        auto const box = TRY(codec::read_box(in));
        if (std::find(std::begin(kNeeded), std::end(kNeeded), box.type) == std::end(kNeeded)) TRY(judge_box(box, gate));
    }
    return {};
}

Result<void> judge_boxes(Bytes in, Gate& gate) {
    Reader reader(in);
    bool has_picture = false;
    while (!reader.is_empty()) {
        TRY(gate.budget().part());
        auto const start = reader.at();
        auto const box = codec::read_box(reader);
        if (!box || (box->is_cut && has_picture)) return gate.slack(kTail, in.subspan(start));
        if (box->type == "jp2c") {
            if (has_picture) TRY(gate.drop(kFurther, box->data.size()));
            else if (auto const told = judge_codestream(box->data, gate); !told && told.error().code == Errc::over_budget) return told;
            has_picture = true;
        }
        if (box->type == "jp2h") TRY(judge_header(box->data, gate));
        else TRY(judge_box(*box, gate));
    }
    if (!has_picture) return fail(Errc::malformed, "JPEG 2000 file without a picture");
    return {};
}

}  // namespace

bool sniff(Bytes in) { return starts_with(in, kSignature) || starts_with(in, kCodestream); }

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    bool const is_naked = starts_with(in, kCodestream);
    gate.identified(is_naked ? "j2k" : "jp2", "png");
    auto const told = is_naked ? judge_codestream(in, gate) : judge_boxes(in, gate);
    if (!told && (!is_naked || told.error().code == Errc::over_budget)) return told;
    return flatten_to_png(in, is_naked ? PictureCoding::jpeg2000_codestream : PictureCoding::jpeg2000, out, gate);
}

RuleList rules() {
    return list_rules(kBoxes, kOtherBox, kComment, kOtherMarker, kFurther, kTail, exif::rules(), xmp::rules(), flatten_rules());
}

}  // namespace scrub::engine::jp2
