// Photoshop documents, PSD and PSB (Adobe Photoshop File Formats, 2019): header, palette, resources, layers, and the picture that all
// layers together give. That picture is read here and written as PNG; layers, resources and hidden channels are named and go.
#include <algorithm>

#include "codec/colour.hpp"
#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/flatten.hpp"
#include "format/photoshop.hpp"

namespace scrub::engine::psd {
namespace {

using namespace std::string_view_literals;

constexpr Rule kResources{"image resources", "PS-RES", Kind::metadata, "data of the editor, IPTC records, Exif, XMP"};
constexpr Rule kLayer{"layer", "PS-LAYER", Kind::hidden_content, "a layer by itself, with what others cover or hide"};
constexpr Rule kExtraChannel{"further channel", "PS-CHANNEL", Kind::hidden_content, "saved selection or spot colour that the picture does not show"};
constexpr Rule kMask{"global mask", "PS-LAYER", Kind::software, "setting of the editor"};
constexpr Rule kTail{"bytes after the end", "PS-TAIL", Kind::slack, "belong to nothing"};
constexpr Rule kReserved{"reserved bytes", "PS-TAIL", Kind::slack, "must be zero"};
constexpr Rule kModeData{"colour mode data", "PS-TAIL", Kind::slack, "data that this kind of picture does not use"};

// Additional layer information (by its key), of single layers and of the document.
constexpr Rule kBlocks[] = {
    {"lnk2", "PS-OBJ", Kind::embedded_file, "files that smart objects were made of, with their names and paths"},
    {"lnkD", "PS-OBJ", Kind::embedded_file, "files that smart objects were made of, with their names and paths"},
    {"lnk3", "PS-OBJ", Kind::embedded_file, "files that smart objects were made of, with their names and paths"},
    {"lnkE", "PS-OBJ", Kind::path, "paths of files that smart objects were made of"},
    {"SoLd", "PS-OBJ", Kind::identifier, "smart object"},
    {"SoLE", "PS-OBJ", Kind::identifier, "smart object"},
    {"PlLd", "PS-OBJ", Kind::identifier, "smart object"},
    {"TySh", "PS-TEXT", Kind::hidden_content, "text of a layer, with its fonts"},
    {"Txt2", "PS-TEXT", Kind::hidden_content, "texts of all layers, with fonts and styles"},
    {"shmd", "PS-LAYER", Kind::timestamp, "metadata of a layer: when it was changed"},
    {"lyid", "PS-LAYER", Kind::identifier, "number of a layer"},
    {"luni", "PS-LAYER", Kind::metadata, "name of a layer"},
    {"Patt", "PS-LAYER", Kind::hidden_content, "patterns, with their names"},
    {"Pat2", "PS-LAYER", Kind::hidden_content, "patterns, with their names"},
    {"Pat3", "PS-LAYER", Kind::hidden_content, "patterns, with their names"},
    {"FMsk", "PS-LAYER", Kind::software, "setting of the editor"},
    {"cinf", "PS-LAYER", Kind::software, "how and with which program version it was composed"},
    {"anno", "PS-LAYER", Kind::comment, "notes, with who wrote them and when"},
    {"Anno", "PS-LAYER", Kind::comment, "notes, with who wrote them and when"},
};
constexpr Rule kOtherBlock{"layer data", "PS-LAYER", Kind::software, "setting of the editor"};

enum Mode : std::uint16_t { kBitmap = 0, kGrey = 1, kIndexed = 2, kRgb = 3, kDuotone = 8 };

struct Header {
    bool is_large = false;  ///< PSB
    std::uint16_t channels = 0, depth = 0, mode = 0;
    std::uint32_t width = 0, height = 0;
};

struct Document {
    Header header;
    Bytes reserved, palette, resources, layers, picture;
    bool has_transparency = false;  ///< the first further channel is the picture's own
    bool has_picture = true;
    Bytes icc;
};

Result<Document> read_document(Bytes file, Gate& gate) {
    Document document;
    auto& header = document.header;
    Reader in(file);
    TRY(in.skip(4));
    header.is_large = TRY(in.u16()) == 2;
    document.reserved = TRY(in.take(6));
    header.channels = TRY(in.u16());
    header.height = TRY(in.u32());
    header.width = TRY(in.u32());
    header.depth = TRY(in.u16());
    header.mode = TRY(in.u16());
    auto const most = header.is_large ? 300'000U : 30'000U;
    if (header.channels == 0 || header.channels > 56 || header.width == 0 || header.height == 0 || header.width > most || header.height > most)
        return fail(Errc::malformed, "Photoshop file with an impossible size");
    TRY(gate.budget().pixels(header.width, header.height));
    document.palette = TRY(in.take(TRY(in.u32())));
    document.resources = TRY(in.take(TRY(in.u32())));
    auto const size = header.is_large ? TRY(in.u64()) : std::uint64_t{TRY(in.u32())};
    document.layers = TRY(in.take(size));
    document.picture = in.rest();
    return document;
}

// --- what goes ------------------------------------------------------------------------

// The resources that say something about the merged picture.
void read_resources(Document& document) {
    constexpr std::uint16_t kIcc = 0x040F, kVersion = 0x0421;
    Reader in(document.resources);
    while (in.left() >= 12) {
        in.skip(4).take();
        auto const id = *in.u16();
        auto const name_size = *in.u8();
        if (!in.skip(name_size + (name_size % 2 == 0 ? 1U : 0U))) return;
        auto const size = in.u32();
        if (!size) return;
        auto const data = in.take(*size);
        if (!data) return;
        if (*size % 2 == 1 && !in.skip(1)) return;
        if (id == kIcc) document.icc = *data;
        if (id == kVersion && data->size() > 4) document.has_picture = (*data)[4] != 0;
    }
}

Result<void> judge_block(std::string_view key, Bytes data, Gate& gate) {
    auto const* const row = find(kBlocks, key);
    if (row == nullptr) return gate.drop(kOtherBlock, data.size(), {key, {}});
    TRY(gate.drop(*row, data.size()));
    if (row->kind == Kind::embedded_file) {
        for (auto const begin : {"\xFF\xD8\xFF"sv, "\x89PNG"sv, "8BPS"sv, "%PDF"sv}) {
            auto const at = text(data).find(begin);
            if (at != std::string_view::npos) return gate.slack(*row, data.subspan(at));
        }
    }
    return {};
}

// Blocks of additional information up to the end of `in`. Padding makes their sizes uncertain: what is no block ends them.
Result<void> judge_blocks(Reader in, bool is_large, Gate& gate) {
    constexpr std::string_view kLong[] = {"LMsk", "Lr16", "Lr32", "Layr", "Mt16", "Mt32", "Mtrn", "Alph", "FMsk", "lnk2", "FEid", "FXid", "PxSD"};
    while (in.left() >= 12) {
        auto const signature = text(TRY(in.take(4)));
        if (signature != "8BIM" && signature != "8B64") return {};
        TRY(gate.budget().part());
        auto const key = text(TRY(in.take(4)));
        bool const is_long = is_large && std::find(std::begin(kLong), std::end(kLong), key) != std::end(kLong);
        auto const size = is_long ? TRY(in.u64()) : std::uint64_t{TRY(in.u32())};
        auto const data = in.take(size);
        if (!data) return {};
        TRY(judge_block(key, *data, gate));
        while (in.peek() == std::uint8_t{0}) TRY(in.skip(1));
    }
    return {};
}

std::string_view name_of_layer(Bytes extra) {
    Reader in(extra);
    for (int part = 0; part < 2; ++part) {  // mask, blending ranges
        auto const size = in.u32();
        if (!size || !in.skip(*size)) return {};
    }
    auto const size = in.u8();
    if (!size) return {};
    auto const name = in.take(*size);
    return name ? text(*name) : std::string_view{};
}

Result<void> judge_layer_blocks(Bytes extra, bool is_large, Gate& gate) {
    Reader in(extra);
    for (int part = 0; part < 2; ++part) TRY(in.skip(TRY(in.u32())));
    auto const size = TRY(in.u8());
    TRY(in.skip(size + (3U - size % 4U)));
    return judge_blocks(in, is_large, gate);
}

Result<void> judge_layers(Document& document, Gate& gate) {
    bool const is_large = document.header.is_large;
    Reader in(document.layers);
    if (in.left() < 4) return {};
    auto const size = is_large ? TRY(in.u64()) : std::uint64_t{TRY(in.u32())};
    Reader layers(TRY(in.take(size)));
    std::size_t count = 0;
    if (layers.left() >= 2) {
        auto const number = static_cast<std::int16_t>(TRY(layers.u16()));
        document.has_transparency = number < 0;
        count = static_cast<std::size_t>(std::abs(int{number}));
    }
    for (std::size_t i = 0; i < count; ++i) {
        TRY(gate.budget().part());
        TRY(layers.skip(16));
        auto const channels = TRY(layers.u16());
        TRY(layers.skip(channels * (is_large ? 10U : 6U)));
        TRY(layers.skip(12));
        auto const extra = TRY(layers.take(TRY(layers.u32())));
        TRY(gate.drop(kLayer, extra.size(), {{}, name_of_layer(extra)}));
        auto const told = judge_layer_blocks(extra, is_large, gate);
        if (!told && told.error().code == Errc::over_budget) return told;
    }
    gate.note_lost("layers", count > 1 ? count : 0);
    if (in.left() >= 4) {
        auto const mask_size = TRY(in.u32());
        if (mask_size > 0) TRY(gate.drop(kMask, mask_size));
        if (!in.skip(mask_size)) return {};
        return judge_blocks(in, is_large, gate);
    }
    return {};
}

Result<void> judge_rest(Document& document, Gate& gate) {
    bool const is_used = std::any_of(document.reserved.begin(), document.reserved.end(), [](std::uint8_t b) { return b != 0; });
    if (is_used) TRY(gate.drop(kReserved, document.reserved.size()));
    if (!document.palette.empty() && document.header.mode != kIndexed) TRY(gate.drop(kModeData, document.palette.size()));
    gate.look_into(kResources, document.resources, &photoshop::walk);
    if (auto const told = judge_layers(document, gate); !told && told.error().code == Errc::over_budget) return told;
    return {};
}

// --- the merged picture ----------------------------------------------------------------

// PackBits (TIFF 6.0, section 9): a count, then bytes or one byte to repeat. Nothing when the row does not come out right.
bool unpack_row(Bytes packed, std::span<std::uint8_t> row) {
    std::size_t at = 0, filled = 0;
    while (filled < row.size()) {
        if (at >= packed.size()) return false;
        auto const count = static_cast<std::int8_t>(packed[at++]);
        if (count == -128) continue;
        auto const length = static_cast<std::size_t>(count >= 0 ? count + 1 : 1 - count);
        auto const used = count >= 0 ? length : 1;
        if (length > row.size() - filled || used > packed.size() - at) return false;
        for (std::size_t i = 0; i < length; ++i) row[filled + i] = packed[at + (count >= 0 ? i : 0)];
        filled += length;
        at += used;
    }
    return true;
}

struct Planes {
    Blob samples;           ///< one channel after the other
    std::uint64_t row_bytes = 0;
    Bytes behind;
};

Result<Planes> read_planes(Document const& document, std::uint32_t wanted, Gate& gate) {
    auto const& header = document.header;
    Planes planes;
    planes.row_bytes = (std::uint64_t{header.width} * header.depth + 7) / 8;
    auto const size = planes.row_bytes * header.height * wanted;
    TRY(gate.budget().inflated(size));
    Reader in(document.picture);
    auto const compression = TRY(in.u16());
    if (compression == 0) {
        auto const raw = TRY(in.take(size));
        planes.samples.assign(raw.begin(), raw.end());
        TRY(in.skip(std::min<std::uint64_t>(in.left(), planes.row_bytes * header.height * (header.channels - wanted))));
        planes.behind = in.rest();
        return planes;
    }
    if (compression != 1) return fail(Errc::unsupported, "Photoshop picture compressed in an unusual way");
    auto const rows = std::uint64_t{header.height} * header.channels;
    TRY(gate.budget().part(rows / 64));
    std::vector<std::uint32_t> sizes;
    for (std::uint64_t i = 0; i < rows; ++i) sizes.push_back(header.is_large ? TRY(in.u32()) : std::uint32_t{TRY(in.u16())});
    planes.samples.resize(size);
    for (std::uint64_t i = 0; i < rows; ++i) {
        auto const packed = TRY(in.take(sizes[i]));
        if (i >= std::uint64_t{header.height} * wanted) continue;
        auto const row = std::span(planes.samples).subspan(i * planes.row_bytes, planes.row_bytes);
        if (!unpack_row(packed, row)) return fail(Errc::malformed, "Photoshop picture that cannot be unpacked");
    }
    planes.behind = in.rest();
    return planes;
}

// One sample of a plane as a number.
std::uint32_t sample(Planes const& planes, Header const& header, std::uint32_t channel, std::uint32_t x, std::uint32_t y) {
    auto const row = (std::uint64_t{channel} * header.height + y) * planes.row_bytes;
    if (header.depth == 1) return (planes.samples[row + x / 8] >> (7 - x % 8) & 1) != 0 ? 0 : 255;  // a one is black
    if (header.depth == 8) return planes.samples[row + x];
    return std::uint32_t{planes.samples[row + 2 * std::uint64_t{x}]} << 8 | planes.samples[row + 2 * std::uint64_t{x} + 1];
}

// Colours stand on white in the file; without it they are what they were before (as Photoshop reads its own files).
std::uint32_t off_white(std::uint32_t value, std::uint32_t alpha, std::uint32_t most) {
    if (alpha == 0) return 0;
    auto const colour = (std::int64_t{value} + alpha - most) * most / alpha;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(colour, 0, most));
}

DecodedPicture interleaved(Document const& document, Planes const& planes, std::uint32_t colours, bool has_alpha) {
    auto const& header = document.header;
    bool const is_indexed = header.mode == kIndexed;
    DecodedPicture picture;
    picture.width = header.width;
    picture.height = header.height;
    picture.depth = header.depth == 16 ? 16 : 8;
    picture.channels = (is_indexed ? 3 : colours) + (has_alpha ? 1 : 0);
    picture.samples.reserve(std::size_t{header.width} * header.height * picture.channels * (picture.depth / 8));
    auto const most = picture.depth == 16 ? 65535U : 255U;
    auto const put = [&](std::uint32_t value) {
        if (picture.depth == 16) picture.samples.push_back(static_cast<std::uint8_t>(value >> 8));
        picture.samples.push_back(static_cast<std::uint8_t>(value));
    };
    for (std::uint32_t y = 0; y < header.height; ++y) {
        for (std::uint32_t x = 0; x < header.width; ++x) {
            if (is_indexed) {
                auto const index = sample(planes, header, 0, x, y);
                for (std::size_t c = 0; c < 3; ++c) put(document.palette[256 * c + index]);
                continue;
            }
            auto const alpha = has_alpha ? sample(planes, header, colours, x, y) : most;
            for (std::uint32_t c = 0; c < colours; ++c) {
                auto const value = sample(planes, header, c, x, y);
                put(has_alpha ? off_white(value, alpha, most) : value);
            }
            if (has_alpha) put(alpha);
        }
    }
    return picture;
}

bool is_simple(Header const& header) {
    switch (header.mode) {
        case kBitmap: return header.depth == 1;
        case kGrey:
        case kDuotone:
        case kRgb: return header.depth == 8 || header.depth == 16;
        case kIndexed: return header.depth == 8;
        default: return false;  // CMYK, Lab and others need colours to be converted
    }
}

}  // namespace

bool sniff(Bytes in) { return starts_with(in, "8BPS\0\x01"sv) || starts_with(in, "8BPS\0\x02"sv); }

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("psd", "png");
    auto document = TRY(read_document(in, gate));
    read_resources(document);
    TRY(judge_rest(document, gate));
    if (!document.has_picture) return fail(Errc::unsupported, "a Photoshop file without its merged picture; save it with maximised compatibility first");
    auto const& header = document.header;
    std::uint32_t const colours = header.mode == kRgb ? 3 : 1;
    if (!is_simple(header)) return flatten_to_png(in, PictureCoding::psd, out, gate);
    if (header.channels < colours || (header.mode == kIndexed && document.palette.size() < 768)) return fail(Errc::malformed, "Photoshop file without all its colours");

    bool const has_alpha = document.has_transparency && header.channels > colours && header.mode != kIndexed && header.depth >= 8;
    std::uint32_t const wanted = colours + (has_alpha ? 1 : 0);
    auto planes = read_planes(document, wanted, gate);
    if (!planes && planes.error().code == Errc::unsupported) return flatten_to_png(in, PictureCoding::psd, out, gate);
    if (!planes) return Failure{planes.error()};
    if (header.channels > wanted) TRY(gate.drop(kExtraChannel, planes->row_bytes * header.height, {{}, {}, header.channels - wanted}));
    TRY(gate.slack(kTail, planes->behind));
    auto picture = interleaved(document, *planes, colours, has_alpha);
    picture.icc.assign(document.icc.begin(), document.icc.end());
    return write_as_png(picture, out, gate);
}

RuleList rules() {
    return list_rules(kResources, kLayer, kExtraChannel, kMask, kTail, kReserved, kModeData, kBlocks, kOtherBlock, photoshop::rules(), flatten_rules());
}

}  // namespace scrub::engine::psd
