// Windows bitmaps (BITMAPFILEHEADER and a device-independent bitmap) and icons and cursors, which hold several. Headers,
// palettes and rows are written anew; run-length coded pixels are decoded and written plainly.
#include <algorithm>
#include <bitset>
#include <map>

#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/resolution.hpp"

namespace scrub::engine::png {
bool sniff(Bytes in);
Result<void> walk(Bytes in, Sink& out, Gate& gate);
}  // namespace scrub::engine::png

namespace scrub::engine::bmp {
namespace {

using namespace std::string_view_literals;

constexpr Rule kHeader{"header", "BM-PIX", Kind::structure, "size and pixel format"};
constexpr Rule kPixels{"pixels", "BM-PIX", Kind::content, "pixels"};
constexpr Rule kGap{"gap in front of the pixels", "BM-SLACK", Kind::slack, "no viewer reads it"};
constexpr Rule kTail{"bytes after the end", "BM-SLACK", Kind::slack, "no viewer shows them"};
constexpr Rule kPadding{"padding of rows", "BM-SLACK", Kind::slack, "lies behind the last pixel of a row", Form::replace};
constexpr Rule kFourth{"fourth byte of pixels", "BM-SLACK", Kind::hidden_content, "no colour of the picture", Form::replace};
constexpr Rule kInvisible{"colours under transparency", "BM-SLACK", Kind::hidden_content, "nobody sees them until the transparency is taken away", Form::replace};
constexpr Rule kUnused{"unused colours", "BM-SLACK", Kind::slack, "entries of the palette that no pixel uses", Form::replace};
constexpr Rule kReserved{"reserved fields", "BM-SLACK", Kind::slack, "mean nothing to viewers", Form::replace};
constexpr Rule kRuns{"run-length coding", "BM-SLACK", Kind::slack, "has room for bytes that stand for no pixel", Form::replace};
constexpr Rule kColours{"colour space", "BM-ICC", Kind::device, "which viewers of bitmaps do not apply"};
constexpr Rule kProfile{"colour profile", "BM-ICC", Kind::colour_profile, "which viewers of bitmaps do not apply"};
constexpr Rule kLinked{"linked profile", "BM-ICC", Kind::path, "path of a file on the computer that wrote it"};
constexpr Rule kResolution{"resolution", "BM-PIX", Kind::device, "unusual figures tell scanners and programs apart", Form::replace};
constexpr Rule kImage{"picture", "BM-ICON", Kind::content, "picture of one size"};
constexpr Rule kBetween{"bytes between pictures", "BM-SLACK", Kind::slack, "belong to no picture of the icon"};

/// A bitmap's header (BITMAPCOREHEADER to BITMAPV5HEADER), palette and rows.
struct Bitmap {
    std::uint32_t header_size = 40;
    std::uint32_t width = 0, height = 0;
    bool is_top_down = false;
    std::uint16_t bits = 24;
    std::uint32_t compression = 0;  // 0 none, 1 and 2 run lengths, 3 masks
    std::uint32_t x_per_metre = 0, y_per_metre = 0, colours_used = 0, colours_important = 0;
    std::array<std::uint32_t, 4> masks{};
    std::size_t entry_size = 4;
    std::vector<std::array<std::uint8_t, 3>> palette;
    unsigned odd_fields = 0;

    std::uint64_t row_bytes() const { return (std::uint64_t{width} * bits + 31) / 32 * 4; }
    std::uint64_t mask_row_bytes() const { return (std::uint64_t{width} + 31) / 32 * 4; }
    bool has_palette() const { return bits <= 8; }
    bool has_masks() const { return compression == 3; }
};

class BitmapReader {
public:
    BitmapReader(Bytes in, bool is_icon, Gate& gate) : in_(in, Endian::little), is_icon_(is_icon), gate_(gate) {}

    Result<Bitmap> run() {
        Bitmap b;
        b.header_size = TRY(in_.u32());
        if (b.header_size != 12 && (b.header_size < 40 || b.header_size > 256)) return fail(Errc::unsupported, "bitmap with an unusual header");
        auto header = Reader(TRY(in_.take(b.header_size - 4)), Endian::little);
        if (b.header_size == 12) TRY(core(header, b));
        else TRY(info(header, b));
        if (b.width == 0 || b.height == 0 || b.width > INT32_MAX || b.height > INT32_MAX) return fail(Errc::malformed, "bitmap without a size");
        TRY(gate_.budget().pixels(b.width, b.height));
        constexpr std::uint16_t kDepths[] = {1, 2, 4, 8, 16, 24, 32};
        if (std::find(std::begin(kDepths), std::end(kDepths), b.bits) == std::end(kDepths)) return fail(Errc::unsupported, "bitmap of an unusual depth");
        bool const is_known = b.compression == 0 || (b.compression == 1 && b.bits == 8) || (b.compression == 2 && b.bits == 4) || (b.compression == 3 && (b.bits == 16 || b.bits == 32));
        if (!is_known || (b.is_top_down && (b.compression == 1 || b.compression == 2) && is_icon_)) return fail(Errc::unsupported, "bitmap with an unusual compression");
        return palette(std::move(b));
    }
    Reader& in() { return in_; }

private:
    static Result<void> core(Reader& header, Bitmap& b) {
        b.width = TRY(header.u16());
        b.height = TRY(header.u16());
        if (TRY(header.u16()) != 1) ++b.odd_fields;
        b.bits = TRY(header.u16());
        b.entry_size = 3;
        return {};
    }

    Result<void> info(Reader& header, Bitmap& b) {
        b.width = TRY(header.u32());
        auto const height = static_cast<std::int32_t>(TRY(header.u32()));
        b.is_top_down = height < 0;
        b.height = static_cast<std::uint32_t>(std::abs(std::int64_t{height}));
        if (is_icon_) b.height /= 2;
        if (TRY(header.u16()) != 1) ++b.odd_fields;
        b.bits = TRY(header.u16());
        b.compression = TRY(header.u32());
        TRY(header.u32());  // the size of the pixels follows from the rest
        b.x_per_metre = TRY(header.u32());
        b.y_per_metre = TRY(header.u32());
        b.colours_used = TRY(header.u32());
        b.colours_important = TRY(header.u32());
        if (b.colours_important != 0 && b.colours_important != b.colours_used) ++b.odd_fields;
        bool const has_alpha_mask = b.compression == 6;
        if (has_alpha_mask) b.compression = 3;
        if (b.compression == 3 && b.header_size != 64) TRY(read_masks(header, b, has_alpha_mask));
        if (b.header_size > 56 && b.header_size != 64) TRY(colour_space(after(header.all(), 52)));
        return {};
    }

    // In a header of their own they are part of it, else they follow it.
    Result<void> read_masks(Reader& header, Bitmap& b, bool has_alpha) {
        bool const is_inside = b.header_size >= 52;
        for (std::size_t i = 0; i < 3; ++i) b.masks[i] = is_inside ? TRY(header.u32()) : TRY(in_.u32());
        if (is_inside && b.header_size >= 56) b.masks[3] = TRY(header.u32());
        else if (!is_inside && has_alpha) b.masks[3] = TRY(in_.u32());
        return {};
    }

    // bV4CSType to bV5Reserved.
    Result<void> colour_space(Bytes fields) {
        Reader in(fields, Endian::little);
        auto const type = TRY(in.u32());
        bool const says_more = std::any_of(fields.begin() + 4, fields.end(), [](std::uint8_t v) { return v != 0; });
        constexpr std::uint32_t kSrgb = 0x73524742;
        constexpr std::uint32_t kWindows = 0x57696E20;
        if ((type != kSrgb && type != kWindows) || says_more) TRY(gate_.drop(kColours, fields.size()));
        return {};
    }

    Result<Bitmap> palette(Bitmap b) {
        if (!b.has_palette()) {
            auto const count = std::min<std::uint64_t>(b.colours_used, 256);
            if (count > 0 && !is_icon_) ++b.odd_fields;  // a suggestion, which stands in the gap
            return b;
        }
        std::size_t const most = std::size_t{1} << b.bits;
        if (b.colours_used > most) ++b.odd_fields;
        auto const count = b.colours_used == 0 || b.colours_used > most ? most : b.colours_used;
        for (std::size_t i = 0; i < count; ++i) {
            auto const entry = TRY(in_.take(b.entry_size));
            b.palette.push_back({entry[0], entry[1], entry[2]});
            if (b.entry_size == 4 && entry[3] != 0) ++b.odd_fields;
        }
        return b;
    }

    Reader in_;
    bool is_icon_;
    Gate& gate_;
};

// Run-length coded rows (BI_RLE4, BI_RLE8) as plain ones; pixels that are left out have the first colour.
Blob without_runs(Bytes data, Bitmap const& b, std::size_t& used) {
    auto const row_bytes = static_cast<std::size_t>(b.row_bytes());
    Blob rows(row_bytes * b.height);
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    auto const put = [&](std::uint8_t index) {
        if (x >= b.width || y >= b.height) return;
        auto* const row = rows.data() + y * row_bytes;
        if (b.bits == 8) row[x] = index;
        else row[x / 2] = static_cast<std::uint8_t>(row[x / 2] | (x % 2 == 0 ? index << 4 : index));
        ++x;
    };
    std::size_t at = 0;
    auto const half = [&](std::uint8_t byte, unsigned i) { return static_cast<std::uint8_t>(i % 2 == 0 ? byte >> 4 : byte & 15); };
    while (at + 1 < data.size() && y < b.height) {
        unsigned const count = data[at];
        std::uint8_t const value = data[at + 1];
        at += 2;
        if (count > 0) {
            for (unsigned i = 0; i < count; ++i) put(b.bits == 8 ? value : half(value, i));
        } else if (value == 0) {
            x = 0;
            ++y;
        } else if (value == 1) {
            break;
        } else if (value == 2) {
            if (at + 1 >= data.size()) break;
            x += data[at];
            y += data[at + 1];
            at += 2;
        } else {
            std::size_t const bytes = b.bits == 8 ? value : (value + 1U) / 2;
            for (unsigned i = 0; i < value && at + (b.bits == 8 ? i : i / 2) < data.size(); ++i)
                put(b.bits == 8 ? data[at + i] : half(data[at + i / 2], i));
            at = std::min(at + bytes + bytes % 2, data.size());
        }
    }
    used = at;
    return rows;
}

/// A bitmap's rows, cleaned: what stays goes into the output.
class Rows {
public:
    Rows(Bitmap const& bitmap, bool is_icon, Gate& gate) : b_(bitmap), is_icon_(is_icon), gate_(gate) {}

    void take(Blob rows) {
        rows_ = std::move(rows);
        rows_.resize(static_cast<std::size_t>(b_.row_bytes() * b_.height));
        auto const used_bits = std::uint64_t{b_.width} * b_.bits;
        auto const row_bytes = static_cast<std::size_t>(b_.row_bytes());
        for (std::uint32_t y = 0; y < b_.height; ++y) {
            auto const row = std::span(rows_).subspan(y * row_bytes, row_bytes);
            clear_behind(row, used_bits, padding_);
            if (b_.has_palette()) note_colours(row);
        }
        if (b_.bits == 32) fourth_bytes();
    }

    Result<void> report() const {
        if (padding_ > 0) TRY(gate_.judge(kPadding, padding_));
        if (fourth_ > 0) TRY(gate_.drop(kFourth, fourth_));
        if (invisible_ > 0) TRY(gate_.drop(kInvisible, 3 * invisible_, {{}, {}, invisible_}));
        return {};
    }
    std::bitset<256> const& colours() const { return colours_; }
    Blob const& rows() const { return rows_; }

    static void clear_behind(std::span<std::uint8_t> row, std::uint64_t used_bits, std::uint64_t& dirty) {
        auto at = static_cast<std::size_t>(used_bits / 8);
        auto const clear = [&](std::uint8_t& byte, std::uint8_t mask) {
            if ((byte & mask) != 0) ++dirty;
            byte = static_cast<std::uint8_t>(byte & ~mask);
        };
        if (used_bits % 8 != 0) clear(row[at++], static_cast<std::uint8_t>(0xFF >> (used_bits % 8)));
        for (; at < row.size(); ++at) clear(row[at], 0xFF);
    }

private:
    void note_colours(Bytes row) {
        unsigned const mask = (1U << b_.bits) - 1;
        std::uint64_t left = b_.width;
        for (auto const byte : row)
            for (unsigned shift = 8; shift >= b_.bits && left > 0; shift -= b_.bits, --left) colours_.set(byte >> (shift - b_.bits) & mask);
    }
    // In icons the fourth byte is opacity, where it is not zero everywhere; in bitmaps it is nothing, unless masks say so.
    void fourth_bytes() {
        bool is_opacity = b_.masks[3] != 0;
        if (is_icon_)
            for (std::size_t i = 3; i < rows_.size(); i += 4) is_opacity = is_opacity || rows_[i] != 0;
        std::uint32_t const known = b_.has_masks() ? b_.masks[0] | b_.masks[1] | b_.masks[2] | b_.masks[3] : is_opacity ? 0xFFFFFFFF : 0x00FFFFFF;
        for (std::size_t i = 0; i + 3 < rows_.size(); i += 4) {
            std::uint32_t pixel = rows_[i] | std::uint32_t{rows_[i + 1]} << 8 | std::uint32_t{rows_[i + 2]} << 16 | std::uint32_t{rows_[i + 3]} << 24;
            if ((pixel & ~known) != 0) ++fourth_;
            pixel &= known;
            std::uint32_t const opacity = b_.has_masks() ? b_.masks[3] : 0xFF000000;
            if (is_opacity && opacity != 0 && (pixel & opacity) == 0 && pixel != 0) {
                ++invisible_;
                pixel = 0;
            }
            for (std::size_t k = 0; k < 4; ++k) rows_[i + k] = static_cast<std::uint8_t>(pixel >> 8 * k);
        }
    }

    Bitmap const& b_;
    bool is_icon_;
    Gate& gate_;
    Blob rows_;
    std::bitset<256> colours_;
    std::uint64_t padding_ = 0;
    std::uint64_t fourth_ = 0;
    std::uint64_t invisible_ = 0;
};

class BitmapWriter {
public:
    BitmapWriter(Bitmap const& bitmap, bool is_icon, Sink& out, Gate& gate) : b_(bitmap), is_icon_(is_icon), out_(out), gate_(gate) {}

    std::uint32_t header_size() const { return b_.masks[3] != 0 ? 56 : 40; }
    // Masks without one for opacity follow the header, as every reader knows them.
    std::uint64_t pixels_at() const { return header_size() + (b_.has_masks() && header_size() == 40 ? 12U : 0U) + 4 * b_.palette.size(); }

    Result<void> write(Rows const& rows) {
        out_.le32(header_size());
        out_.le32(b_.width);
        auto const height = std::int64_t{b_.height} * (is_icon_ ? 2 : 1) * (b_.is_top_down ? -1 : 1);
        out_.le32(static_cast<std::uint32_t>(height));
        out_.le16(1);
        out_.le16(b_.bits);
        out_.le32(b_.has_masks() ? 3 : 0);
        out_.le32(0);
        out_.le32(TRY(usual(b_.x_per_metre)));
        out_.le32(TRY(usual(b_.y_per_metre)));
        out_.le32(b_.has_palette() ? static_cast<std::uint32_t>(b_.palette.size()) : 0);
        out_.le32(0);
        if (b_.has_masks())
            for (std::size_t i = 0; i < 3; ++i) out_.le32(b_.masks[i]);
        if (header_size() == 56) out_.le32(b_.masks[3]);
        std::uint64_t unused = 0;
        for (std::size_t i = 0; i < b_.palette.size(); ++i) {
            bool const is_used = rows.colours()[i];
            for (auto const level : b_.palette[i]) {
                if (!is_used && level != 0) ++unused;
                out_.u8(is_used ? level : std::uint8_t{0});
            }
            out_.u8(0);
        }
        if (unused > 0) TRY(gate_.drop(kUnused, unused));
        if (auto const kept = TRY(gate_.pass(kPixels, rows.rows()))) out_.put(*kept);
        return {};
    }

private:
    Result<std::uint32_t> usual(std::uint32_t per_metre) {
        constexpr double kInch = 0.0254;
        if (per_metre == 0 || is_icon_) return std::uint32_t{0};
        auto const value = static_cast<std::uint32_t>(usual_dpi(per_metre * kInch) / kInch + 0.5);
        bool const is_near = per_metre == value || per_metre + 1 == value || per_metre == value + 1;
        if (!is_near) TRY(gate_.judge(kResolution, 4, {{}, std::to_string(per_metre)}));
        return value;
    }

    Bitmap const& b_;
    bool is_icon_;
    Sink& out_;
    Gate& gate_;
};

// The rows of a bitmap from the start of `data`; `used` says how far they reach.
Result<Blob> rows_of(Bytes data, Bitmap& b, std::size_t& used, Gate& gate) {
    auto const size = b.row_bytes() * b.height;
    TRY(gate.budget().inflated(size));
    if (b.compression == 1 || b.compression == 2) {
        auto rows = without_runs(data, b, used);
        TRY(gate.judge(kRuns, used));
        b.compression = 0;
        return rows;
    }
    if (data.empty()) return fail(Errc::truncated, "bitmap without pixels");
    auto const part = head(data, static_cast<std::size_t>(size));
    used = part.size();
    if (part.size() < size) gate.remark("the picture ended early; the output shows what there was, and black for the rest");
    return Blob(part.begin(), part.end());
}

Result<void> walk_bitmap(Bytes in, Sink& out, Gate& gate) {
    gate.identified("bmp", "bmp");
    Reader file(in, Endian::little);
    TRY(file.skip(6));
    auto const reserved = TRY(file.u32());
    auto const at = TRY(file.u32());
    TRY(gate.judge(kHeader, 14));
    BitmapReader reader(file.rest(), false, gate);
    auto b = TRY(reader.run());
    std::size_t const behind_header = 14 + reader.in().at();
    if (at > in.size()) return fail(Errc::truncated, "bitmap without pixels");
    auto const start = std::max<std::size_t>(at, 14);  // the palette may reach into the pixels where a writer counted wrongly
    if (start > behind_header) TRY(gate.slack(kGap, in.subspan(behind_header, start - behind_header)));
    std::size_t used = 0;
    Rows rows(b, false, gate);
    rows.take(TRY(rows_of(in.subspan(start), b, used, gate)));
    if (reserved != 0 || b.odd_fields > 0) TRY(gate.drop(kReserved, 4, {{}, {}, b.odd_fields + (reserved != 0 ? 1U : 0U)}));
    TRY(rows.report());

    BitmapWriter writer(b, false, out, gate);
    auto const size = 14 + writer.pixels_at() + rows.rows().size();
    if (size > UINT32_MAX) return fail(Errc::over_budget, "output too large");
    out.put("BM");
    out.le32(static_cast<std::uint32_t>(size));
    out.le32(0);
    out.le32(static_cast<std::uint32_t>(14 + writer.pixels_at()));
    TRY(writer.write(rows));

    auto const tail = in.subspan(start + used);
    bool const has_profile = b.header_size == 124;
    auto const type = has_profile ? text(in.subspan(14 + 56, 4)) : std::string_view{};
    if (type == "KNIL"sv) TRY(gate.drop(kLinked, tail.size(), {{}, text(tail).substr(0, text(tail).find('\0'))}));
    else if (type == "DEBM"sv) TRY(gate.drop(kProfile, tail.size()));
    else TRY(gate.slack(kTail, tail));
    gate.note_fact("pixels", std::uint64_t{b.width} * b.height, std::uint64_t{b.width} * b.height);
    return {};
}

// --- icons and cursors ---------------------------------------------------------------

struct IconEntry {
    std::uint8_t width, height;
    std::uint16_t first, second;  // planes and depth of an icon, hot spot of a cursor
    Made data;
};

// Ranges of a file that do not overlap: one picture that thousands of entries name would be work without end.
class Ranges {
public:
    // False when one that is there already shares a byte.
    bool add(std::size_t from, std::size_t to) {
        auto const next = ends_.lower_bound(from);
        if (next != ends_.end() && next->first < std::max(to, from + 1)) return false;
        if (next != ends_.begin() && std::prev(next)->second > from) return false;
        ends_.emplace_hint(next, from, to);
        return true;
    }

private:
    std::map<std::size_t, std::size_t> ends_;  // by where they begin
};

// A bitmap without a file header, of twice its height: the pixels, then a mask of one bit each.
Result<void> walk_icon_bitmap(Bytes in, Sink& out, Gate& gate) {
    BitmapReader reader(in, true, gate);
    auto b = TRY(reader.run());
    if (b.compression != 0) return fail(Errc::unsupported, "icon with an unusual compression");
    std::size_t used = 0;
    auto const data = reader.in().rest();
    Rows rows(b, true, gate);
    rows.take(TRY(rows_of(data, b, used, gate)));
    if (b.odd_fields > 0) TRY(gate.drop(kReserved, 4, {{}, {}, b.odd_fields}));
    TRY(rows.report());
    TRY(BitmapWriter(b, true, out, gate).write(rows));
    auto const mask = data.subspan(used);
    auto const row_bytes = static_cast<std::size_t>(b.mask_row_bytes());
    auto const size = row_bytes * b.height;
    Blob clean(mask.begin(), mask.begin() + static_cast<std::ptrdiff_t>(std::min(size, mask.size())));
    clean.resize(size);
    std::uint64_t padding = 0;
    for (std::uint32_t y = 0; y < b.height; ++y) Rows::clear_behind(std::span(clean).subspan(y * row_bytes, row_bytes), b.width, padding);
    if (padding > 0) TRY(gate.judge(kPadding, padding));
    if (auto const kept = TRY(gate.pass(kPixels, clean))) out.put(*kept);
    return gate.slack(kTail, after(mask, size));
}

Result<void> walk_icon(Bytes in, Sink& out, Gate& gate) {
    Reader file(in, Endian::little);
    TRY(file.skip(2));
    bool const is_cursor = TRY(file.u16()) == 2;
    gate.identified("ico", is_cursor ? "cur" : "ico");
    auto const count = TRY(file.u16());
    TRY(gate.budget().part(count));
    TRY(gate.judge(kHeader, 6));
    std::vector<IconEntry> entries;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> named{{0, 6 + 16U * count}};
    unsigned odd_fields = 0;
    Ranges pictures;
    for (unsigned i = 0; i < count; ++i) {
        IconEntry entry{TRY(file.u8()), TRY(file.u8()), 0, 0, {}};
        auto const colours = TRY(file.u8());
        auto const reserved = TRY(file.u8());
        entry.first = TRY(file.u16());
        entry.second = TRY(file.u16());
        auto const size = TRY(file.u32());
        auto const at = TRY(file.u32());
        if (at > in.size() || at < 6) continue;
        auto const data = head(in.subspan(at), size);
        if (!pictures.add(at, at + data.size())) return fail(Errc::malformed, "icon whose pictures overlap");
        named.emplace_back(at, at + data.size());
        bool const is_png = png::sniff(data);
        auto const walk = [&](Bytes inner, Sink& sink, Gate& g) { return is_png ? png::walk(inner, sink, g) : walk_icon_bitmap(inner, sink, g); };
        auto const kept = TRY(gate.pass_block(kImage, data, walk, {"picture " + std::to_string(i + 1), {}}));
        if (!kept) continue;
        if (reserved != 0 || (colours != 0 && is_png)) ++odd_fields;
        if (!is_cursor) {
            if (entry.first > 1) ++odd_fields;
            entry.first = 1;
            auto const depth = kept->size() >= 16 && !is_png ? static_cast<std::uint16_t>(kept->bytes()[14]) : std::uint16_t{32};
            entry.second = depth;
        }
        Sink made(gate.budget());
        made.put(*kept);
        entry.data = made.take();
        entries.push_back(std::move(entry));
    }
    if (entries.empty()) return fail(Errc::malformed, "icon without a picture");
    if (odd_fields > 0) TRY(gate.drop(kReserved, odd_fields, {{}, {}, odd_fields}));

    out.le16(0);
    out.le16(is_cursor ? 2 : 1);
    out.le16(static_cast<std::uint16_t>(entries.size()));
    auto at = 6 + 16 * entries.size();
    for (auto const& entry : entries) {
        out.u8(entry.width);
        out.u8(entry.height);
        out.le16(0);
        out.le16(entry.first);
        out.le16(entry.second);
        out.le32(static_cast<std::uint32_t>(entry.data.size()));
        out.le32(static_cast<std::uint32_t>(at));
        at += entry.data.size();
    }
    for (auto const& entry : entries) out.put(entry.data);

    std::sort(named.begin(), named.end());
    std::uint64_t covered = 0;
    for (auto const& [from, to] : named) {
        if (from > covered) TRY(gate.slack(kBetween, in.subspan(static_cast<std::size_t>(covered), static_cast<std::size_t>(from - covered))));
        covered = std::max(covered, to);
    }
    if (covered < in.size()) TRY(gate.slack(kTail, in.subspan(static_cast<std::size_t>(covered))));
    gate.note_fact("pictures", count, entries.size());
    return {};
}

bool is_icon(Bytes in) {
    if (in.size() < 22 || in[0] != 0 || in[1] != 0 || (in[2] != 1 && in[2] != 2) || in[3] != 0 || (in[4] | in[5]) == 0) return false;
    Reader first(in.subspan(14), Endian::little);
    auto const size = *first.u32();
    auto const at = *first.u32();
    return size >= 16 && at >= 22 && at < in.size();
}

}  // namespace

bool sniff(Bytes in) {
    if (is_icon(in)) return true;
    if (in.size() < 26 || !starts_with(in, "BM"sv)) return false;
    auto const header_size = *Reader(in.subspan(14), Endian::little).u32();
    return header_size == 12 || (header_size >= 40 && header_size <= 256);
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) { return is_icon(in) ? walk_icon(in, out, gate) : walk_bitmap(in, out, gate); }

RuleList rules() {
    return list_rules(kHeader, kPixels, kGap, kTail, kPadding, kFourth, kInvisible, kUnused, kReserved, kRuns, kColours, kProfile, kLinked, kResolution,
                      kImage, kBetween);
}

}  // namespace scrub::engine::bmp
