// TIFF 6.0 and BigTIFF: directories of tagged fields, each for one page. Every directory is written anew from an
// allow-list of tags with values that are numbers; strips and tiles are proved to hold their pixels and nothing else,
// or compressed anew (Deflate) without what hides in them. A BigTIFF becomes a plain TIFF.
#include <algorithm>
#include <array>
#include <set>

#include "codec/colour.hpp"
#include "codec/fax.hpp"
#include "codec/inflate.hpp"
#include "codec/lzw.hpp"
#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/exif.hpp"
#include "format/photoshop.hpp"
#include "format/resolution.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::jpeg {
Result<void> walk(Bytes in, Sink& out, Gate& gate);
}

namespace scrub::engine::tiff {
namespace {

using namespace std::string_view_literals;

enum Tag : std::uint16_t {
    kNewSubfileType = 254, kSubfileType = 255, kWidth = 256, kLength = 257, kBits = 258, kCompression = 259, kPhotometric = 262, kFillOrder = 266,
    kStripOffsets = 273, kOrientation = 274, kSamples = 277, kRowsPerStrip = 278, kStripSizes = 279, kXResolution = 282, kYResolution = 283,
    kPlanar = 284, kT4Options = 292, kResolutionUnit = 296, kPredictor = 317, kColorMap = 320, kTileWidth = 322, kTileLength = 323,
    kTileOffsets = 324, kTileSizes = 325, kSubIfds = 330, kInkSet = 332, kExtraSamples = 338, kSampleFormat = 339, kJpegTables = 347,
    kYcbcrCoefficients = 529, kYcbcrSubsampling = 530, kYcbcrPositioning = 531, kReferenceBlackWhite = 532, kXmp = 700, kIptc = 33723,
    kPhotoshop = 34377, kExif = 34665, kIcc = 34675, kGps = 34853, kDngVersion = 50706,
};

enum class Coding : std::uint16_t { none = 1, modified_huffman = 2, group3 = 3, group4 = 4, lzw = 5, jpeg = 7, deflate = 8, packbits = 32773, old_deflate = 32946 };

struct TagRule {
    std::uint16_t tag;
    Rule rule;
};

// Sorted by tag. Those of kind structure and presentation are written anew from their numbers.
constexpr TagRule kTags[] = {
    {254, {"NewSubfileType", "TI-PIX", Kind::structure, "what the page is"}},
    {255, {"SubfileType", "TI-PIX", Kind::structure, "what the page is"}},
    {256, {"ImageWidth", "TI-PIX", Kind::structure, "size"}},
    {257, {"ImageLength", "TI-PIX", Kind::structure, "size"}},
    {258, {"BitsPerSample", "TI-PIX", Kind::structure, "pixel format"}},
    {259, {"Compression", "TI-PIX", Kind::structure, "coding of the pixels"}},
    {262, {"PhotometricInterpretation", "TI-PIX", Kind::structure, "what the numbers of a pixel mean"}},
    {266, {"FillOrder", "TI-PIX", Kind::structure, "order of bits"}},
    {269, {"DocumentName", "TI-META", Kind::path, "name of the file it was scanned to"}},
    {270, {"ImageDescription", "TI-META", Kind::metadata, "free text about the picture"}},
    {271, {"Make", "TI-META", Kind::device, "maker of the camera or scanner"}},
    {272, {"Model", "TI-META", Kind::device, "model of the camera or scanner"}},
    {273, {"StripOffsets", "TI-PIX", Kind::structure, "places of the pixels"}},
    {274, {"Orientation", "TI-PIX", Kind::presentation, "which side is up"}},
    {277, {"SamplesPerPixel", "TI-PIX", Kind::structure, "pixel format"}},
    {278, {"RowsPerStrip", "TI-PIX", Kind::structure, "size of the strips"}},
    {279, {"StripByteCounts", "TI-PIX", Kind::structure, "sizes of the pixels"}},
    {282, {"XResolution", "TI-PIX", Kind::presentation, "resolution"}},
    {283, {"YResolution", "TI-PIX", Kind::presentation, "resolution"}},
    {284, {"PlanarConfiguration", "TI-PIX", Kind::structure, "order of the samples"}},
    {285, {"PageName", "TI-META", Kind::metadata, "name of the page"}},
    {288, {"FreeOffsets", "TI-SLACK", Kind::slack, "places of unused bytes"}},
    {289, {"FreeByteCounts", "TI-SLACK", Kind::slack, "sizes of unused bytes"}},
    {292, {"T4Options", "TI-PIX", Kind::structure, "coding of the pixels"}},
    {293, {"T6Options", "TI-PIX", Kind::structure, "coding of the pixels"}},
    {296, {"ResolutionUnit", "TI-PIX", Kind::presentation, "resolution"}},
    {297, {"PageNumber", "TI-META", Kind::metadata, "number of the page"}},
    {301, {"TransferFunction", "TI-META", Kind::device, "curves of the device"}},
    {305, {"Software", "TI-META", Kind::software, "program that wrote it"}},
    {306, {"DateTime", "TI-META", Kind::timestamp, "last change"}},
    {315, {"Artist", "TI-META", Kind::author, "who made it"}},
    {316, {"HostComputer", "TI-META", Kind::device, "computer that was used"}},
    {317, {"Predictor", "TI-PIX", Kind::structure, "coding of the pixels"}},
    {318, {"WhitePoint", "TI-META", Kind::device, "white of the device"}},
    {319, {"PrimaryChromaticities", "TI-META", Kind::device, "colours of the device"}},
    {320, {"ColorMap", "TI-PIX", Kind::structure, "palette"}},
    {322, {"TileWidth", "TI-PIX", Kind::structure, "size of the tiles"}},
    {323, {"TileLength", "TI-PIX", Kind::structure, "size of the tiles"}},
    {324, {"TileOffsets", "TI-PIX", Kind::structure, "places of the pixels"}},
    {325, {"TileByteCounts", "TI-PIX", Kind::structure, "sizes of the pixels"}},
    {330, {"SubIFDs", "TI-IFD", Kind::hidden_content, "further pictures, which no viewer shows"}},
    {332, {"InkSet", "TI-PIX", Kind::structure, "meaning of the inks"}},
    {337, {"TargetPrinter", "TI-META", Kind::device, "printer"}},
    {338, {"ExtraSamples", "TI-PIX", Kind::structure, "transparency"}},
    {339, {"SampleFormat", "TI-PIX", Kind::structure, "pixel format"}},
    {347, {"JPEGTables", "TI-PIX", Kind::structure, "coding of the pixels"}},
    {529, {"YCbCrCoefficients", "TI-PIX", Kind::structure, "what the numbers of a pixel mean"}},
    {530, {"YCbCrSubSampling", "TI-PIX", Kind::structure, "pixel format"}},
    {531, {"YCbCrPositioning", "TI-PIX", Kind::structure, "pixel format"}},
    {532, {"ReferenceBlackWhite", "TI-PIX", Kind::structure, "what the numbers of a pixel mean"}},
    {700, {"XMP", "TI-META", Kind::metadata, "description of the picture"}},
    {32781, {"ImageID", "TI-META", Kind::path, "name of the original"}},
    {32932, {"Wang annotation", "TI-META", Kind::comment, "remarks over the page, with their authors"}},
    {33432, {"Copyright", "TI-META", Kind::author, "owner of the rights"}},
    {33550, {"ModelPixelScale", "TI-GEO", Kind::location, "where the map lies"}},
    {33723, {"IPTC", "TI-META", Kind::metadata, "IPTC records"}},
    {33922, {"ModelTiepoint", "TI-GEO", Kind::location, "where the map lies"}},
    {34264, {"ModelTransformation", "TI-GEO", Kind::location, "where the map lies"}},
    {34377, {"Photoshop", "TI-META", Kind::metadata, "editor's data"}},
    {34665, {"Exif", "TI-META", Kind::metadata, "camera data"}},
    {34675, {"ICC profile", "TI-ICC", Kind::colour_profile, "colours, and the name of a device", Form::replace}},
    {34735, {"GeoKeyDirectory", "TI-GEO", Kind::location, "where the map lies"}},
    {34736, {"GeoDoubleParams", "TI-GEO", Kind::location, "where the map lies"}},
    {34737, {"GeoAsciiParams", "TI-GEO", Kind::location, "where the map lies"}},
    {34853, {"GPS", "TI-META", Kind::location, "where the picture was taken"}},
    {34908, {"FaxRecvParams", "TI-META", Kind::device, "state of the fax machine"}},
    {34909, {"FaxSubAddress", "TI-META", Kind::author, "number of the sender"}},
    {34910, {"FaxRecvTime", "TI-META", Kind::timestamp, "length of the call"}},
    {34911, {"FaxDCS", "TI-META", Kind::device, "state of the fax machine"}},
    {36867, {"DateTimeOriginal", "TI-META", Kind::timestamp, "when it was made"}},
    {36868, {"DateTimeDigitized", "TI-META", Kind::timestamp, "when it was stored"}},
    {37724, {"ImageSourceData", "TI-META", Kind::hidden_content, "layers of Photoshop, hidden ones too"}},
    {42016, {"ImageUniqueID", "TI-META", Kind::identifier, "number of this very picture"}},
    {42032, {"CameraOwnerName", "TI-META", Kind::author, "owner of the camera"}},
    {42033, {"BodySerialNumber", "TI-META", Kind::identifier, "serial number of the camera"}},
    {42037, {"LensSerialNumber", "TI-META", Kind::identifier, "serial number of the lens"}},
    {42112, {"GDAL metadata", "TI-GEO", Kind::metadata, "description of the map"}},
    {50255, {"Photoshop annotations", "TI-META", Kind::comment, "remarks over the picture"}},
    {50735, {"CameraSerialNumber", "TI-META", Kind::identifier, "serial number of the camera"}},
    {50827, {"OriginalRawFileName", "TI-META", Kind::path, "name of the original"}},
    {52545, {"C2PA", "TI-META", Kind::signature, "signed provenance: who made and changed it"}},
};
constexpr Rule kUnlisted{"tag", "TI-META", Kind::unknown, "no rule knows the tag"};
constexpr Rule kSmallPage{"preview", "TI-IFD", Kind::thumbnail, "small picture, perhaps from before an edit"};
constexpr Rule kPixels{"pixels", "TI-PIX", Kind::content, "pixels"};
constexpr Rule kBehind{"bytes behind the pixels", "TI-SLACK", Kind::slack, "follow the end of a strip or tile"};
constexpr Rule kCoding{"compressed data", "TI-SLACK", Kind::slack, "holds bits that stand for no pixel", Form::replace};
constexpr Rule kBeyond{"pixels beyond the picture", "TI-SLACK", Kind::hidden_content, "parts of tiles and rows that lie outside", Form::replace};
constexpr Rule kUnusedColours{"unused colours", "TI-SLACK", Kind::slack, "entries of the palette that no pixel uses", Form::replace};
constexpr Rule kBadValue{"value", "TI-SLACK", Kind::slack, "cannot be what its tag says"};
constexpr Rule kBadProfile{"ICC profile", "TI-ICC", Kind::slack, "cannot be read, or is for another kind of picture: viewers ignore it"};
constexpr Rule kResolution{"resolution", "TI-PIX", Kind::device, "unusual figures tell scanners and programs apart", Form::replace};
constexpr Rule kGaps{"bytes that no directory names", "TI-SLACK", Kind::slack, "remains of earlier versions, perhaps"};

Rule const& rule_of(std::uint16_t tag) {
    auto const* const row = std::find_if(std::begin(kTags), std::end(kTags), [&](TagRule const& t) { return t.tag == tag; });
    return row == std::end(kTags) ? kUnlisted : row->rule;
}

// --- directories -----------------------------------------------------------------

struct Field {
    std::uint16_t tag = 0;
    std::uint16_t type = 0;
    std::uint64_t count = 0;
    Bytes raw;
};

std::size_t size_of_type(std::uint16_t type) {
    constexpr std::size_t kSizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < std::size(kSizes) ? kSizes[type] : 0;
}

/// The bytes of a file that something names, to know those that nothing does.
class Named {
public:
    void add(std::uint64_t at, std::uint64_t size) {
        if (size > 0) runs_.emplace_back(at, at + size);
    }
    std::uint64_t gaps(std::uint64_t file_size) {
        std::sort(runs_.begin(), runs_.end());
        std::uint64_t gaps = 0;
        std::uint64_t at = 0;
        for (auto const& [from, to] : runs_) {
            if (from > at + 1) gaps += from - at;  // one byte aligns the next
            at = std::max(at, to);
        }
        return gaps + (file_size > at + 1 ? file_size - at : 0);
    }

private:
    std::vector<std::pair<std::uint64_t, std::uint64_t>> runs_;
};

struct Directory {
    std::vector<Field> fields;

    Field const* find(std::uint16_t tag) const {
        auto const field = std::find_if(fields.begin(), fields.end(), [&](Field const& f) { return f.tag == tag; });
        return field == fields.end() ? nullptr : &*field;
    }
};

class File {
public:
    File(Bytes in, Gate& gate) : in_(in), gate_(gate) {}

    Result<void> read() {
        endian_ = starts_with(in_, "II") ? Endian::little : Endian::big;
        Reader in(in_, endian_);
        TRY(in.skip(2));
        is_big_ = TRY(in.u16()) == 43;
        if (is_big_) TRY(in.skip(4));
        auto next = is_big_ ? TRY(in.u64()) : std::uint64_t{TRY(in.u32())};
        named_.add(0, in.at());
        std::set<std::uint64_t> seen;
        while (next != 0 && seen.insert(next).second) {
            auto page = directory(next, &next);
            if (!page) {
                if (pages.empty() || page.error().code == Errc::over_budget) return Failure{page.error()};
                gate_.remark("the list of pages was damaged; those behind the damage are missing");
                break;
            }
            pages.push_back(std::move(*page));
        }
        if (pages.empty()) return fail(Errc::malformed, "TIFF without a page");
        return {};
    }

    /// A directory at an offset; `next` gets that of the one that follows.
    Result<Directory> directory(std::uint64_t at, std::uint64_t* next) {
        Reader in(in_, endian_);
        TRY(in.seek(at));
        auto const count = is_big_ ? TRY(in.u64()) : std::uint64_t{TRY(in.u16())};
        TRY(gate_.budget().part(1 + std::min<std::uint64_t>(count, UINT32_MAX)));
        Directory directory;
        for (std::uint64_t i = 0; i < count; ++i) {
            Field field;
            field.tag = TRY(in.u16());
            field.type = TRY(in.u16());
            field.count = is_big_ ? TRY(in.u64()) : std::uint64_t{TRY(in.u32())};
            auto value = Reader(TRY(in.take(is_big_ ? 8 : 4)), endian_);
            auto const unit = size_of_type(field.type);
            if (unit != 0 && field.count <= in_.size() / unit) field.raw = value_of(value, field.count * unit);
            directory.fields.push_back(field);
        }
        // A missing end of the list is the end of the list.
        std::uint64_t following = 0;
        if (is_big_ && in.left() >= 8) following = TRY(in.u64());
        if (!is_big_ && in.left() >= 4) following = TRY(in.u32());
        if (next != nullptr) *next = following;
        named_.add(at, in.at() - at);
        return directory;
    }

    std::vector<std::uint64_t> numbers(Field const* field) const {
        std::vector<std::uint64_t> all;
        if (field == nullptr) return all;
        Reader in(field->raw, endian_);
        while (!in.is_empty()) {
            switch (field->type) {
                case 1: all.push_back(*in.u8()); break;
                case 3: all.push_back(*in.u16()); break;
                case 4:
                case 13: all.push_back(*in.u32()); break;
                case 16:
                case 18: all.push_back(*in.u64()); break;
                default: return {};
            }
        }
        return all;
    }
    std::vector<double> ratios(Field const* field) const {
        std::vector<double> all;
        if (field == nullptr || field->type != 5) return all;
        Reader in(field->raw, endian_);
        while (in.left() >= 8) {
            double const above = *in.u32();
            double const below = *in.u32();
            all.push_back(below == 0 ? 0 : above / below);
        }
        return all;
    }
    std::string text_of(Field const& field) const {
        if (field.type == 2 || field.type == 7) {
            auto const said = text(head(field.raw, 1024));
            return std::string(said.substr(0, said.find('\0')));
        }
        std::string joined;
        auto const add = [&](std::string const& one) { joined += (joined.empty() ? "" : " ") + one; };
        for (auto const v : numbers(&field))
            if (joined.size() < 200) add(std::to_string(v));
        for (auto const v : ratios(&field))
            if (joined.size() < 200) add(std::to_string(v));
        return joined;
    }

    Endian endian() const { return endian_; }
    Bytes bytes() const { return in_; }
    Named& named() { return named_; }

    std::vector<Directory> pages;

private:
    Bytes value_of(Reader& inlined, std::uint64_t size) {
        if (size <= inlined.left()) return *inlined.take(size);
        auto const at = is_big_ ? *inlined.u64() : std::uint64_t{*inlined.u32()};
        if (at > in_.size() || size > in_.size() - at) return {};
        named_.add(at, size);
        return in_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
    }

    Bytes in_;
    Gate& gate_;
    Endian endian_ = Endian::little;
    bool is_big_ = false;
    Named named_;
};

// --- pixels ------------------------------------------------------------------------

/// How the pixels of a page are stored.
struct Layout {
    std::uint64_t width = 0, height = 0;
    std::uint64_t samples = 1, bits = 1;
    std::uint64_t photometric = 0;
    Coding coding = Coding::none;
    std::uint64_t predictor = 1, planar = 1, fill_order = 1, t4_options = 0;
    bool is_tiled = false;
    std::uint64_t cell_width = 0, cell_height = 0;  // of a tile, or of a strip
    std::uint64_t sub_x = 1, sub_y = 1;             // of chroma, where it is stored in groups
    std::vector<std::uint64_t> offsets, sizes;

    std::uint64_t samples_in_cell() const { return planar == 2 ? 1 : samples; }
    std::uint64_t row_bytes() const {
        if (is_grouped()) return (cell_width + sub_x - 1) / sub_x * (sub_x * sub_y + 2);  // of sub_y rows
        return (cell_width * samples_in_cell() * bits + 7) / 8;
    }
    bool is_grouped() const { return photometric == 6 && coding != Coding::jpeg && planar == 1 && samples == 3 && bits == 8 && (sub_x > 1 || sub_y > 1); }
    std::uint64_t cells_across() const { return (width + cell_width - 1) / cell_width; }
    std::uint64_t cells_down() const { return (height + cell_height - 1) / cell_height; }
    std::uint64_t cells() const { return cells_across() * cells_down() * (planar == 2 ? samples : 1); }
    /// Rows that a cell holds; strips end with the picture, tiles do not.
    std::uint64_t rows_of(std::uint64_t cell) const {
        auto const down = cell / cells_across() % cells_down();
        return is_tiled ? cell_height : std::min(cell_height, height - down * cell_height);
    }
    std::uint64_t bytes_of(std::uint64_t cell) const {
        auto const rows = rows_of(cell);
        return is_grouped() ? (rows + sub_y - 1) / sub_y * row_bytes() : rows * row_bytes();
    }
    /// The part of a cell inside the picture.
    std::uint64_t visible_columns(std::uint64_t cell) const {
        return std::min(cell_width, width - cell % cells_across() * cell_width);
    }
    std::uint64_t visible_rows(std::uint64_t cell) const {
        return std::min(cell_height, height - cell / cells_across() % cells_down() * cell_height);
    }
};

Result<Layout> layout_of(File const& file, Directory const& page, Gate& gate) {
    auto const one = [&](std::uint16_t tag, std::uint64_t otherwise) {
        auto const values = file.numbers(page.find(tag));
        return values.empty() ? otherwise : values.front();
    };
    Layout layout;
    layout.width = one(kWidth, 0);
    layout.height = one(kLength, 0);
    layout.samples = one(kSamples, 1);
    layout.bits = one(kBits, 1);
    layout.photometric = one(kPhotometric, 0);
    auto const coding = one(kCompression, 1);
    layout.coding = coding == 32946 ? Coding::deflate : static_cast<Coding>(coding);
    layout.predictor = one(kPredictor, 1);
    layout.planar = one(kPlanar, 1);
    layout.fill_order = one(kFillOrder, 1);
    layout.t4_options = one(kT4Options, 0);
    layout.is_tiled = page.find(kTileOffsets) != nullptr;
    layout.cell_width = layout.is_tiled ? one(kTileWidth, 0) : layout.width;
    layout.cell_height = layout.is_tiled ? one(kTileLength, 0) : std::min(one(kRowsPerStrip, layout.height), layout.height);
    if (layout.photometric == 6) {
        auto const sub = file.numbers(page.find(kYcbcrSubsampling));
        layout.sub_x = sub.size() == 2 ? sub[0] : 2;
        layout.sub_y = sub.size() == 2 ? sub[1] : 2;
    }
    auto const bits = file.numbers(page.find(kBits));
    bool const is_even = std::all_of(bits.begin(), bits.end(), [&](auto b) { return b == layout.bits; });
    if (layout.width == 0 || layout.height == 0 || layout.width > INT32_MAX || layout.height > INT32_MAX) return fail(Errc::malformed, "TIFF page without a size");
    TRY(gate.budget().pixels(layout.width, layout.height));
    if (layout.cell_width == 0 || layout.cell_height == 0) return fail(Errc::malformed, "TIFF page with strips or tiles of no size");
    TRY(gate.budget().pixels(layout.cell_width, layout.cell_height));
    if (layout.samples == 0 || layout.samples > 64 || layout.bits == 0 || layout.bits > 64 || !is_even) return fail(Errc::unsupported, "TIFF with an unusual pixel format");
    if (layout.planar < 1 || layout.planar > 2 || layout.predictor < 1 || layout.predictor > 3) return fail(Errc::unsupported, "TIFF with an unusual pixel format");
    auto const is_factor = [](std::uint64_t v) { return v == 1 || v == 2 || v == 4; };
    if (!is_factor(layout.sub_x) || !is_factor(layout.sub_y)) return fail(Errc::malformed, "TIFF with a sampling that cannot be");
    layout.offsets = file.numbers(page.find(layout.is_tiled ? kTileOffsets : kStripOffsets));
    layout.sizes = file.numbers(page.find(layout.is_tiled ? kTileSizes : kStripSizes));
    if (layout.cells() > layout.offsets.size()) return fail(Errc::malformed, "TIFF page without all of its pixels");
    TRY(gate.budget().part(layout.cells()));
    layout.offsets.resize(static_cast<std::size_t>(layout.cells()));
    layout.sizes.resize(static_cast<std::size_t>(layout.cells()), 0);
    return layout;
}

struct Unpacked {
    Blob pixels;
    bool is_exact = true;    // the data holds the pixels and nothing else
    bool is_complete = true;
    std::size_t used = 0;
};

Unpacked unpack_bits(Bytes data, std::uint64_t wanted) {
    Unpacked result;
    std::size_t at = 0;
    while (result.pixels.size() < wanted && at < data.size()) {
        auto const head_byte = static_cast<std::int8_t>(data[at++]);
        if (head_byte == -128) {
            result.is_exact = false;
        } else if (head_byte >= 0) {
            auto const run = head(data.subspan(at), static_cast<std::size_t>(head_byte) + 1);
            result.pixels.insert(result.pixels.end(), run.begin(), run.end());
            at += run.size();
        } else if (at < data.size()) {
            result.pixels.insert(result.pixels.end(), static_cast<std::size_t>(1 - head_byte), data[at++]);
        }
    }
    result.used = at;
    result.is_exact = result.is_exact && at == data.size() && result.pixels.size() == wanted;
    return result;
}

std::uint8_t reversed(std::uint8_t byte) {
    std::uint8_t turned = 0;
    for (int i = 0; i < 8; ++i) turned = static_cast<std::uint8_t>(turned << 1 | (byte >> i & 1));
    return turned;
}

Result<Unpacked> unpack(Bytes data, Layout const& layout, std::uint64_t cell, Gate& gate) {
    auto const wanted = layout.bytes_of(cell);
    Unpacked result;
    Blob turned;
    bool const is_fax = layout.coding == Coding::modified_huffman || layout.coding == Coding::group3 || layout.coding == Coding::group4;
    if (layout.fill_order == 2 && is_fax) {
        for (auto const byte : data) turned.push_back(reversed(byte));
        data = turned;
    }
    switch (layout.coding) {
        case Coding::none: {
            auto const part = head(data, static_cast<std::size_t>(std::min<std::uint64_t>(wanted, SIZE_MAX)));
            result.pixels.assign(part.begin(), part.end());
            result.used = part.size();
            result.is_exact = part.size() == data.size();
            break;
        }
        case Coding::deflate:
        case Coding::old_deflate: {
            auto exact = wanted <= gate.budget().inflatable() ? codec::inflate_exactly(data, static_cast<std::size_t>(wanted), codec::Wrapper::zlib, gate.budget())
                                                              : Result<codec::Inflated>(fail(Errc::over_budget, "inflates too much"));
            if (exact) {
                result.pixels = std::move(exact->data);
                result.used = exact->used;
                result.is_exact = exact->used == data.size();
                break;
            }
            TRY(codec::inflate_pieces(data, codec::Wrapper::zlib, gate.budget(), [&](Bytes piece) {
                auto const part = head(piece, static_cast<std::size_t>(wanted - result.pixels.size()));
                result.pixels.insert(result.pixels.end(), part.begin(), part.end());
                return result.pixels.size() < wanted;
            }));
            result.used = data.size();
            result.is_exact = false;
            break;
        }
        case Coding::lzw: {
            TRY(gate.budget().inflated(wanted));
            auto decoded = codec::decode_tiff_lzw(data, wanted);
            result.pixels = std::move(decoded.data);
            result.used = decoded.used;
            result.is_exact = decoded.used == data.size();
            break;
        }
        case Coding::packbits:
            TRY(gate.budget().inflated(wanted));
            result = unpack_bits(data, wanted);
            break;
        case Coding::modified_huffman:
        case Coding::group3:
        case Coding::group4: {
            if (layout.bits != 1 || layout.samples != 1) return fail(Errc::malformed, "fax coding of a picture in colour");
            TRY(gate.budget().inflated(wanted));
            auto const coding = layout.coding == Coding::group4             ? codec::FaxCoding::group4
                                : layout.coding == Coding::modified_huffman ? codec::FaxCoding::modified_huffman
                                : (layout.t4_options & 1) != 0              ? codec::FaxCoding::group3_2d
                                                                            : codec::FaxCoding::group3_1d;
            auto picture = codec::decode_fax(data, coding, static_cast<std::uint32_t>(layout.cell_width), static_cast<std::uint32_t>(layout.rows_of(cell)));
            result.pixels = std::move(picture.rows);
            result.is_complete = picture.good_rows > 0;
            result.used = picture.used;
            result.is_exact = false;  // always compressed anew: its codes have room to hide in
            if (!result.is_complete) return fail(Errc::malformed, "fax coding that cannot be read");
            return result;
        }
        case Coding::jpeg: break;
        default: return fail(Errc::unsupported, "TIFF with an unusual compression");
    }
    result.is_complete = result.pixels.size() == wanted;
    result.pixels.resize(static_cast<std::size_t>(wanted), 0);
    return result;
}

// Clears what lies beyond the picture: columns and rows of tiles, bits behind the last pixel of a row. Says whether
// something was there. With a predictor zeros stand for the pixel before, which is as good.
bool clear_beyond(Blob& pixels, Layout const& layout, std::uint64_t cell) {
    if (layout.is_grouped()) return false;
    auto const row_bytes = layout.row_bytes();
    auto const used_bits = layout.visible_columns(cell) * layout.samples_in_cell() * layout.bits;
    bool is_dirty = false;
    auto const clear = [&](std::uint8_t& byte, std::uint8_t mask) {
        is_dirty = is_dirty || (byte & mask) != 0;
        byte = static_cast<std::uint8_t>(byte & ~mask);
    };
    for (std::uint64_t row = 0; row < layout.rows_of(cell); ++row) {
        auto const line = std::span(pixels).subspan(static_cast<std::size_t>(row * row_bytes), static_cast<std::size_t>(row_bytes));
        bool const is_visible = row < layout.visible_rows(cell);
        auto at = is_visible ? static_cast<std::size_t>(used_bits / 8) : 0;
        if (is_visible && used_bits % 8 != 0) {
            auto const low_bits = static_cast<std::uint8_t>(0xFF >> (used_bits % 8));
            clear(line[at++], layout.fill_order == 2 ? reversed(low_bits) : low_bits);
        }
        for (; at < line.size(); ++at) clear(line[at], 0xFF);
    }
    return is_dirty;
}

/// One page's strips or tiles as they are written.
struct Packed {
    std::vector<Kept> kept;   // one of these is filled
    std::vector<Made> made;
    bool is_fresh = false;    // all are compressed anew
    std::vector<bool> colours;  // of a palette, that occur; empty: not looked at
};

// --- pages ---------------------------------------------------------------------------

/// A field on its way into the output.
struct Entry {
    std::uint16_t tag;
    std::uint16_t type;   // 3 short, 4 long, 5 rational; others as they came
    std::uint32_t count;
    Made value;
};

class Page {
public:
    Page(File& file, Directory const& directory, Sink& out, Gate& gate) : file_(file), page_(directory), out_(out), gate_(gate) {}

    /// Writes the directory, its values and the pixels; the output goes on behind them.
    Result<void> write(bool is_last) {
        layout_ = TRY(layout_of(file_, page_, gate_));
        TRY(check_coding());
        auto const packed = TRY(layout_.coding == Coding::jpeg ? jpeg_cells() : cells());
        TRY(structure(packed));
        TRY(metadata());
        put(is_last, packed);
        return {};
    }
    std::uint64_t pixels() const { return layout_.width * layout_.height; }

private:
    Result<void> check_coding() {
        bool const is_known = layout_.coding == Coding::none || layout_.coding == Coding::modified_huffman || layout_.coding == Coding::group3 ||
                              layout_.coding == Coding::group4 || layout_.coding == Coding::lzw || layout_.coding == Coding::jpeg ||
                              layout_.coding == Coding::deflate || layout_.coding == Coding::packbits;
        if (static_cast<std::uint16_t>(layout_.coding) == 6) return fail(Errc::unsupported, "TIFF with old-style JPEG");
        if (!is_known) return fail(Errc::unsupported, "TIFF with an unusual compression");
        auto const photometric = layout_.photometric;
        if (photometric == 32803 || photometric == 34892 || page_.find(kDngVersion) != nullptr) return fail(Errc::unsupported, "raw data of a camera");
        return {};
    }

    Result<Bytes> data_of(std::uint64_t cell) {
        auto const in = file_.bytes();
        auto const at = layout_.offsets[static_cast<std::size_t>(cell)];
        auto size = layout_.sizes[static_cast<std::size_t>(cell)];
        if (at >= in.size()) return fail(Errc::truncated, "the picture ends early");
        if (size == 0) size = layout_.coding == Coding::none ? layout_.bytes_of(cell) : in.size() - at;  // old writers leave it out
        auto const data = head(in.subspan(static_cast<std::size_t>(at)), static_cast<std::size_t>(std::min<std::uint64_t>(size, in.size() - at)));
        file_.named().add(at, data.size());
        return data;
    }

    Result<Packed> cells() {
        Packed packed;
        std::vector<Unpacked> all;
        std::vector<Bytes> raw;
        bool is_dirty = layout_.coding == Coding::modified_huffman || layout_.coding == Coding::group3 || layout_.coding == Coding::group4;
        bool is_odd_predictor = layout_.predictor == 3;
        std::uint64_t beyond = 0;
        std::uint64_t cut = 0;
        for (std::uint64_t cell = 0; cell < layout_.cells(); ++cell) {
            auto const data = TRY(data_of(cell));
            if (is_plain(cell) && data.size() >= layout_.bytes_of(cell)) {  // nothing to look for in it, and no need for a copy
                auto const size = static_cast<std::size_t>(layout_.bytes_of(cell));
                TRY(gate_.slack(kBehind, data.subspan(size)));
                raw.push_back(data.first(size));
                all.emplace_back();
                continue;
            }
            auto unpacked = TRY(unpack(data, layout_, cell, gate_));
            if (!unpacked.is_complete) ++cut;
            if (unpacked.used < data.size()) TRY(gate_.slack(kBehind, data.subspan(unpacked.used)));
            else if (!unpacked.is_exact && !is_dirty) TRY(gate_.judge(kCoding, data.size()));
            bool const may_clear = !is_odd_predictor || (layout_.visible_columns(cell) == layout_.cell_width && layout_.visible_rows(cell) == layout_.rows_of(cell));
            if (!may_clear) return fail(Errc::unsupported, "TIFF with tiles of floating-point numbers at its edge");
            if (clear_beyond(unpacked.pixels, layout_, cell)) ++beyond;
            is_dirty = is_dirty || !unpacked.is_exact || !unpacked.is_complete;
            note_colours(unpacked.pixels, packed);
            raw.push_back(head(data, unpacked.used));
            all.push_back(std::move(unpacked));
        }
        if (cut > 0) gate_.remark("the picture ended early; the output shows what there was, and nothing for the rest");
        if (beyond > 0 && TRY(gate_.judge(kBeyond, 0, {{}, {}, beyond})) != Action::kept) is_dirty = true;
        packed.is_fresh = is_dirty && !(layout_.coding == Coding::none && cut == 0 && beyond == 0);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (packed.is_fresh) {
                if (all[i].pixels.empty()) all[i].pixels.assign(raw[i].begin(), raw[i].end());
                packed.made.push_back(codec::deflate(all[i].pixels, codec::Wrapper::zlib));
            } else if (auto kept = TRY(gate_.pass(kPixels, raw[i]))) {
                packed.kept.push_back(std::move(*kept));
            }
        }
        if (packed.is_fresh) {
            layout_.coding = Coding::deflate;
            layout_.t4_options = 0;
            if (is_fax()) layout_.fill_order = 1;
        }
        return packed;
    }
    bool is_plain(std::uint64_t cell) const {
        bool const is_whole = layout_.visible_columns(cell) == layout_.cell_width && layout_.visible_rows(cell) == layout_.rows_of(cell);
        return layout_.coding == Coding::none && is_whole && layout_.photometric != 3 && layout_.cell_width * layout_.samples_in_cell() * layout_.bits % 8 == 0;
    }
    bool is_fax() const {
        auto const was = file_.numbers(page_.find(kCompression));
        return !was.empty() && was[0] >= 2 && was[0] <= 4;
    }

    void note_colours(Blob const& pixels, Packed& packed) const {
        bool const is_palette = layout_.photometric == 3 && layout_.samples == 1 && layout_.bits <= 8 && layout_.predictor == 1 && layout_.fill_order == 1 && 8 % layout_.bits == 0;
        if (!is_palette) return;
        packed.colours.resize(std::size_t{1} << layout_.bits);
        auto const mask = (1U << layout_.bits) - 1;
        for (auto const byte : pixels)
            for (unsigned shift = 0; shift < 8; shift += static_cast<unsigned>(layout_.bits)) packed.colours[byte >> shift & mask] = true;
    }

    // Each strip or tile becomes a whole JPEG stream of its own (TIFF technical note 2), walked as any other.
    Result<Packed> jpeg_cells() {
        Packed packed;
        auto const* const tables = page_.find(kJpegTables);
        Bytes const shared = tables != nullptr ? tables->raw : Bytes{};
        if (layout_.photometric != 2 && layout_.photometric != 6 && layout_.photometric > 1 && layout_.photometric != 5) return fail(Errc::unsupported, "TIFF with JPEG of unusual colours");
        for (std::uint64_t cell = 0; cell < layout_.cells(); ++cell) {
            auto const data = TRY(data_of(cell));
            if (!starts_with(data, "\xFF\xD8"sv)) return fail(Errc::malformed, "TIFF with JPEG data that is none");
            Blob whole{0xFF, 0xD8};
            auto const end = shared.size() >= 4 && shared[shared.size() - 2] == 0xFF && shared.back() == 0xD9 ? shared.size() - 2 : shared.size();
            if (end > 2) whole.insert(whole.end(), shared.begin() + 2, shared.begin() + static_cast<std::ptrdiff_t>(end));
            whole.insert(whole.end(), data.begin() + 2, data.end());
            Sink made(gate_.budget());
            auto const walk = [](Bytes in, Sink& out, Gate& gate) { return jpeg::walk(in, out, gate); };
            auto kept = TRY(gate_.pass_block(kPixels, whole, walk, {cell == 0 ? "pixels"sv : "further pixels"sv, {}}));
            if (!kept) return fail(Errc::malformed, "TIFF with JPEG data that cannot be read");
            packed.kept.push_back(std::move(*kept));
        }
        return packed;
    }

    // --- fields ---

    void number(Sink& sink, std::uint64_t value, unsigned size) {
        bool const is_little = file_.endian() == Endian::little;
        if (size == 2) is_little ? sink.le16(static_cast<std::uint16_t>(value)) : sink.be16(static_cast<std::uint16_t>(value));
        else is_little ? sink.le32(static_cast<std::uint32_t>(value)) : sink.be32(static_cast<std::uint32_t>(value));
    }
    void add(std::uint16_t tag, std::vector<std::uint64_t> const& values) {
        bool const is_short = std::all_of(values.begin(), values.end(), [](auto v) { return v <= 0xFFFF; });
        Sink sink(gate_.budget());
        for (auto const v : values) number(sink, v, is_short ? 2 : 4);
        entries_.push_back({tag, static_cast<std::uint16_t>(is_short ? 3 : 4), static_cast<std::uint32_t>(values.size()), sink.take()});
    }
    void add_ratios(std::uint16_t tag, std::vector<std::pair<std::uint64_t, std::uint64_t>> const& values) {
        Sink sink(gate_.budget());
        for (auto const& [above, below] : values) {
            number(sink, above, 4);
            number(sink, below, 4);
        }
        entries_.push_back({tag, 5, static_cast<std::uint32_t>(values.size()), sink.take()});
    }
    std::vector<std::uint64_t> values(std::uint16_t tag, std::size_t at_most) {
        auto all = file_.numbers(page_.find(tag));
        if (all.size() > at_most) all.resize(at_most);
        return all;
    }

    // What the pixels need, out of their numbers.
    Result<void> structure(Packed const& packed) {
        add(kWidth, {layout_.width});
        add(kLength, {layout_.height});
        add(kBits, std::vector<std::uint64_t>(static_cast<std::size_t>(layout_.samples), layout_.bits));
        add(kCompression, {static_cast<std::uint64_t>(layout_.coding)});
        add(kPhotometric, {layout_.photometric});
        if (layout_.fill_order == 2) add(kFillOrder, {2});
        add(kSamples, {layout_.samples});
        if (layout_.planar == 2) add(kPlanar, {2});
        if (layout_.predictor != 1 && layout_.coding != Coding::none && layout_.coding != Coding::packbits) add(kPredictor, {layout_.predictor});
        if (layout_.is_tiled) {
            add(kTileWidth, {layout_.cell_width});
            add(kTileLength, {layout_.cell_height});
        } else {
            add(kRowsPerStrip, {layout_.cell_height});
        }
        auto const orientation = values(kOrientation, 1);
        if (!orientation.empty() && orientation[0] >= 2 && orientation[0] <= 8) add(kOrientation, orientation);
        auto const extra = values(kExtraSamples, static_cast<std::size_t>(layout_.samples));
        if (!extra.empty() && std::all_of(extra.begin(), extra.end(), [](auto v) { return v <= 2; })) add(kExtraSamples, extra);
        auto const format = values(kSampleFormat, static_cast<std::size_t>(layout_.samples));
        bool const is_usual = std::all_of(format.begin(), format.end(), [](auto v) { return v == 1; });
        if (!is_usual && std::all_of(format.begin(), format.end(), [](auto v) { return v <= 6; })) add(kSampleFormat, format);
        auto const inks = values(kInkSet, 1);
        if (layout_.photometric == 5 && !inks.empty() && inks[0] == 2) add(kInkSet, inks);
        if (layout_.photometric == 6) luminance();
        TRY(palette(packed));
        return resolution();
    }

    void luminance() {
        add(kYcbcrSubsampling, {layout_.sub_x, layout_.sub_y});
        auto const positioning = values(kYcbcrPositioning, 1);
        if (!positioning.empty() && positioning[0] == 2) add(kYcbcrPositioning, {2});
        constexpr double kScale = 10'000;
        auto const coefficients = file_.ratios(page_.find(kYcbcrCoefficients));
        bool const is_weight = coefficients.size() == 3 && std::all_of(coefficients.begin(), coefficients.end(), [](double v) { return v > 0 && v < 1; });
        if (is_weight) {
            std::vector<std::pair<std::uint64_t, std::uint64_t>> rounded;
            for (auto const v : coefficients) rounded.emplace_back(static_cast<std::uint64_t>(v * kScale + 0.5), static_cast<std::uint64_t>(kScale));
            add_ratios(kYcbcrCoefficients, rounded);
        }
        auto const reference = file_.ratios(page_.find(kReferenceBlackWhite));
        bool const is_level = reference.size() == 6 && std::all_of(reference.begin(), reference.end(), [](double v) { return v >= 0 && v <= 65535; });
        if (is_level) {
            std::vector<std::pair<std::uint64_t, std::uint64_t>> rounded;
            for (auto const v : reference) rounded.emplace_back(static_cast<std::uint64_t>(v + 0.5), 1);
            add_ratios(kReferenceBlackWhite, rounded);
        }
    }

    // Colours that no pixel uses become black.
    Result<void> palette(Packed const& packed) {
        if (layout_.photometric != 3) return {};
        if (layout_.bits > 16) return fail(Errc::malformed, "TIFF with a palette that cannot be");
        auto colours = file_.numbers(page_.find(kColorMap));
        std::size_t const count = std::size_t{1} << layout_.bits;
        if (colours.size() < 3 * count) return fail(Errc::malformed, "TIFF without its palette");
        colours.resize(3 * count);
        std::uint64_t unused = 0;
        for (std::size_t i = 0; i < packed.colours.size(); ++i) {
            if (packed.colours[i]) continue;
            if (colours[i] != 0 || colours[count + i] != 0 || colours[2 * count + i] != 0) ++unused;
            colours[i] = colours[count + i] = colours[2 * count + i] = 0;
        }
        if (unused > 0) TRY(gate_.judge(kUnusedColours, 6 * unused, {{}, {}, unused}));
        add(kColorMap, colours);
        return {};
    }

    Result<void> resolution() {
        auto const x = file_.ratios(page_.find(kXResolution));
        auto const y = file_.ratios(page_.find(kYResolution));
        if (x.empty() || y.empty() || !(x[0] > 0) || !(y[0] > 0)) return {};
        auto const units = values(kResolutionUnit, 1);
        auto const unit = units.empty() ? std::uint64_t{2} : units[0];
        if (unit == 1 || unit > 3) return {};  // a ratio, and nearly always that of squares
        double const scale = unit == 3 ? 2.54 : 1;
        auto const new_x = usual_dpi(x[0] * scale);
        auto const new_y = usual_dpi(y[0] * scale);
        auto const differs = [](double a, double b) { return a < b - 0.5 || a > b + 0.5; };
        if (differs(x[0] * scale, new_x) || differs(y[0] * scale, new_y)) TRY(gate_.judge(kResolution, 16, {{}, std::to_string(x[0]) + " x " + std::to_string(y[0])}));
        add_ratios(kXResolution, {{new_x, 1}});
        add_ratios(kYResolution, {{new_y, 1}});
        add(kResolutionUnit, {2});
        return {};
    }

    codec::ColourModel model() const {
        if (layout_.photometric == 5) return codec::ColourModel::cmyk;
        return layout_.photometric <= 1 ? codec::ColourModel::grey : codec::ColourModel::rgb;
    }

    Result<void> metadata() {
        std::set<std::uint16_t> seen;
        for (auto const& field : page_.fields) {
            Rule const& rule = rule_of(field.tag);
            auto const name = &rule == &kUnlisted ? "tag " + std::to_string(field.tag) : std::string(rule.name.view());
            if (!seen.insert(field.tag).second) {
                TRY(gate_.drop(kBadValue, field.raw.size(), {name, file_.text_of(field)}));
                continue;
            }
            if (rule.kind == Kind::structure || rule.kind == Kind::presentation) {
                TRY(gate_.judge(rule, field.raw.size()));
                continue;
            }
            TRY(one(field, rule, name));
        }
        return {};
    }

    Result<void> one(Field const& field, Rule const& rule, std::string const& name) {
        auto const as_xmp = [](Bytes in, Sink& out, Gate& gate) { return xmp::walk(in, out, gate); };
        switch (field.tag) {
            case kXmp: return keep(field, 1, TRY(gate_.pass_block(rule, field.raw, as_xmp)));
            case kIptc: return keep(field, 7, TRY(gate_.pass_block(rule, field.raw, &photoshop::walk_iptc)));
            case kPhotoshop: return keep(field, 7, TRY(gate_.pass_block(rule, field.raw, &photoshop::walk)));
            case kIcc: return profile(field, rule);
            case kExif:
            case kGps: return exif_directory(field, rule);
            case kSubIfds: return gate_.drop(rule, field.raw.size(), {{}, {}, std::max<std::uint64_t>(field.count, 1)});
            default: break;
        }
        bool const is_text = field.type == 2 || field.type == 7 || field.type == 1;
        if (!is_text || field.raw.empty()) return gate_.drop(rule, field.raw.size(), {name, file_.text_of(field)});
        return keep(field, field.type, TRY(gate_.pass(rule, field.raw, {name, file_.text_of(field)})));
    }

    Result<void> keep(Field const& field, std::uint16_t type, std::optional<Kept> const& kept) {
        if (!kept || kept->size() > UINT32_MAX) return {};
        Sink sink(gate_.budget());
        sink.put(*kept);
        entries_.push_back({field.tag, type, static_cast<std::uint32_t>(kept->size()), sink.take()});
        return {};
    }

    Result<void> profile(Field const& field, Rule const& rule) {
        auto canonical = codec::canonical_profile(field.raw, model());
        if (!canonical) return gate_.drop(kBadProfile, field.raw.size());
        auto const kept = TRY(gate_.replace(rule, field.raw, std::move(canonical->profile), {{}, canonical->description}));
        Sink sink(gate_.budget());
        sink.put(kept);
        entries_.push_back({field.tag, 7, static_cast<std::uint32_t>(kept.size()), sink.take()});
        return {};
    }

    // Named field by field. Not carried over under any policy: its offsets are those of the old file.
    Result<void> exif_directory(Field const& field, Rule const& rule) {
        TRY(gate_.drop(rule, 0));
        auto const at = file_.numbers(&field);
        if (at.empty()) return {};
        auto const directory = file_.directory(at[0], nullptr);
        if (!directory) return {};
        Gate::Scope const scope(gate_, rule.name.view());
        for (auto const& inner : directory->fields) {
            auto const [inner_rule, name] = exif::rule_and_name(inner.tag, field.tag == kGps);
            TRY(gate_.drop(*inner_rule, inner.raw.size(), {name, file_.text_of(inner)}));
        }
        return {};
    }

    // --- writing ---

    static std::uint64_t even(std::uint64_t n) { return n + n % 2; }

    void put(bool is_last, Packed const& packed) {
        std::vector<std::uint64_t> sizes;
        for (auto const& one : packed.kept) sizes.push_back(one.size());
        for (auto const& one : packed.made) sizes.push_back(one.size());
        auto const offsets_tag = static_cast<std::uint16_t>(layout_.is_tiled ? kTileOffsets : kStripOffsets);
        auto const sizes_tag = static_cast<std::uint16_t>(layout_.is_tiled ? kTileSizes : kStripSizes);
        // Longs of both, whatever they are, so that their sizes do not depend on their places.
        Sink size_values(gate_.budget());
        for (auto const size : sizes) number(size_values, size, 4);
        entries_.push_back({sizes_tag, 4, static_cast<std::uint32_t>(sizes.size()), size_values.take()});
        auto const directory_size = 2 + 12 * (entries_.size() + 1) + 4;
        std::uint64_t values_size = sizes.size() > 1 ? 4 * sizes.size() : 0;
        for (auto const& entry : entries_)
            if (entry.value.size() > 4) values_size += even(entry.value.size());
        auto const base = out_.size();
        auto at = base + directory_size + values_size;
        Sink places(gate_.budget());
        for (auto const size : sizes) {
            number(places, at, 4);
            at += even(size);
        }
        entries_.push_back({offsets_tag, 4, static_cast<std::uint32_t>(sizes.size()), places.take()});
        std::stable_sort(entries_.begin(), entries_.end(), [](Entry const& a, Entry const& b) { return a.tag < b.tag; });
        put_directory(base + directory_size, is_last ? 0 : at);
        for (auto const& one : packed.kept) put_cell(one);
        for (auto const& one : packed.made) put_cell(one);
    }

    void put_directory(std::uint64_t values_at, std::uint64_t next) {
        number(out_, entries_.size(), 2);
        for (auto const& entry : entries_) {
            number(out_, entry.tag, 2);
            number(out_, entry.type, 2);
            number(out_, entry.count, 4);
            if (entry.value.size() > 4) {
                number(out_, values_at, 4);
                values_at += even(entry.value.size());
            } else {
                out_.put(entry.value);
                out_.fill(0, 4 - entry.value.size());
            }
        }
        number(out_, next, 4);
        for (auto const& entry : entries_)
            if (entry.value.size() > 4) put_cell(entry.value);
    }
    template <class Data>
    void put_cell(Data const& data) {
        out_.put(data);
        out_.fill(0, data.size() % 2);
    }

    File& file_;
    Directory const& page_;
    Sink& out_;
    Gate& gate_;
    Layout layout_;
    std::vector<Entry> entries_;
};

bool is_small(File const& file, Directory const& page) {
    auto const kind = file.numbers(page.find(kNewSubfileType));
    auto const old_kind = file.numbers(page.find(kSubfileType));
    return (!kind.empty() && (kind[0] & 1) != 0) || (!old_kind.empty() && old_kind[0] == 2);
}

// A page that is a smaller version of another, with what it says about itself.
Result<void> drop_page(File& file, Directory const& page, Gate& gate) {
    std::uint64_t size = 0;
    for (auto const tag : {kStripSizes, kTileSizes})
        for (auto const v : file.numbers(page.find(tag))) size += v;
    TRY(gate.drop(kSmallPage, size));
    Gate::Scope const scope(gate, "preview");
    for (auto const& field : page.fields) {
        Rule const& rule = rule_of(field.tag);
        if (rule.kind != Kind::structure && rule.kind != Kind::presentation) TRY(gate.drop(rule, field.raw.size(), {{}, file.text_of(field)}));
    }
    return {};
}

}  // namespace

bool sniff(Bytes in) {
    for (auto const begin : {"II*\0"sv, "MM\0*"sv, "II+\0\x08\0\0\0"sv, "MM\0+\0\x08\0\0"sv})
        if (starts_with(in, begin)) return true;
    return false;
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("tiff", "tif");
    File file(in, gate);
    TRY(file.read());
    std::vector<Directory const*> shown;
    for (auto const& page : file.pages)
        if (!is_small(file, page)) shown.push_back(&page);
    bool const has_full_size = !shown.empty();
    if (!has_full_size)
        for (auto const& page : file.pages) shown.push_back(&page);

    bool const is_little = file.endian() == Endian::little;
    if (is_little) out.put("II*\0\x08\0\0\0");
    else out.put("MM\0*\0\0\0\x08");
    std::uint64_t pixels = 0;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        Page page(file, *shown[i], out, gate);
        TRY(page.write(i + 1 == shown.size()));
        pixels += page.pixels();
        if (out.size() > UINT32_MAX) return fail(Errc::over_budget, "output too large");
    }
    for (auto const& page : file.pages)
        if (has_full_size && is_small(file, page)) TRY(drop_page(file, page, gate));
    if (auto const gaps = file.named().gaps(in.size()); gaps > 0) TRY(gate.drop(kGaps, gaps));
    gate.note_fact("pixels", pixels, pixels);
    gate.note_fact("pages", shown.size(), shown.size());
    return {};
}

RuleList rules() {
    return list_rules(kTags, kUnlisted, kSmallPage, kPixels, kBehind, kCoding, kBeyond, kUnusedColours, kBadValue, kBadProfile, kResolution, kGaps,
                      exif::rules(), xmp::rules(), photoshop::rules());
}

}  // namespace scrub::engine::tiff
