// JPEG XL (ISO/IEC 18181): a codestream, naked or in boxes (part 2). What a codestream hides - further channels, named frames, bytes
// behind the end - shows only when it is decoded, so the picture is drawn anew; boxes beside it are named.
#include <algorithm>

#include "codec/boxes.hpp"
#include "core/format.hpp"
#include "format/exif.hpp"
#include "format/flatten.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::jxl {
namespace {

using namespace std::string_view_literals;

constexpr auto kSignature = "\0\0\0\x0CJXL \r\n\x87\n"sv;

constexpr Rule kBoxes[] = {
    {"JXL ", "JX-BOX", Kind::structure, "signature"},
    {"ftyp", "JX-BOX", Kind::structure, "type of the file"},
    {"jxll", "JX-BOX", Kind::structure, "level of the decoder"},
    {"jxlc", "JX-BOX", Kind::content, "the picture"},
    {"jxlp", "JX-BOX", Kind::content, "part of the picture"},
    {"jxli", "JX-BOX", Kind::structure, "index of frames"},
    {"Exif", "JX-EXIF", Kind::metadata, "camera data"},
    {"xml ", "JX-XML", Kind::metadata, "description of the picture"},
    {"brob", "JX-BROB", Kind::metadata, "camera data or description, compressed with Brotli"},
    {"jbrd", "JX-JBRD", Kind::metadata, "what rebuilds the JPEG that the picture was made of, with all its metadata"},
    {"jumb", "JX-BOX", Kind::signature, "signed provenance: who made and changed it"},
    {"jhgm", "JX-BOX", Kind::hidden_content, "second picture for bright screens"},
    {"uuid", "JX-BOX", Kind::metadata, "private data"},
    {"free", "JX-BOX", Kind::slack, "free space"},
    {"skip", "JX-BOX", Kind::slack, "free space"},
};
constexpr Rule kOtherBox{"box", "JX-BOX", Kind::unknown, "no rule knows the box"};
constexpr Rule kTail{"bytes after the end", "JX-TAIL", Kind::slack, "belong to no box"};

Result<void> judge(codec::Box const& box, Gate& gate) {
    auto const* const row = find(kBoxes, box.type);
    if (row == nullptr) return gate.drop(kOtherBox, box.data.size(), {box.type, {}});
    if (box.type == "Exif") {
        Reader in(box.data);
        std::size_t const offset = TRY(in.u32());
        auto const tiff = after(in.rest(), offset);
        gate.look_into(*row, tiff, [](Bytes block, Sink& out, Gate& inner) { return exif::walk(block, false, out, inner); });
        return gate.drop(*row, box.data.size());
    }
    if (box.type == "xml ") {
        gate.look_into(*row, box.data, &xmp::walk);
        return gate.drop(*row, box.data.size());
    }
    bool const is_silent = row->kind == Kind::structure || row->kind == Kind::content;
    if (is_silent) return {};
    return gate.drop(*row, box.data.size(), {{}, box.type == "brob" ? text(head(box.data, 4)) : std::string_view{}});
}

// The codestream out of its boxes.
Result<Blob> codestream_of(Bytes in, Gate& gate) {
    Blob stream;
    Reader reader(in);
    while (!reader.is_empty()) {
        TRY(gate.budget().part());
        auto const start = reader.at();
        auto const box = codec::read_box(reader);
        if (!box || (box->is_cut && !stream.empty())) {
            TRY(gate.slack(kTail, in.subspan(start)));
            break;
        }
        if (box->is_cut) return fail(Errc::truncated, "the picture ends early", start);
        TRY(judge(*box, gate));
        auto const part = box->type == "jxlc" ? box->data : box->type == "jxlp" ? after(box->data, 4) : Bytes{};
        stream.insert(stream.end(), part.begin(), part.end());
    }
    if (stream.empty()) return fail(Errc::malformed, "JPEG XL file without a picture");
    return stream;
}

}  // namespace

bool sniff(Bytes in) { return starts_with(in, kSignature) || starts_with(in, "\xFF\x0A"sv); }

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("jxl", "png");
    if (!starts_with(in, kSignature)) return flatten_to_png(in, PictureCoding::jpegxl, out, gate);
    auto const stream = TRY(codestream_of(in, gate));
    return flatten_to_png(stream, PictureCoding::jpegxl, out, gate);
}

RuleList rules() { return list_rules(kBoxes, kOtherBox, kTail, exif::rules(), xmp::rules(), flatten_rules()); }

}  // namespace scrub::engine::jxl
