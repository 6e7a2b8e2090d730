// VP8 key frames.
#include "codec/vp8.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "core/reader.hpp"

namespace scrub::engine::codec {
namespace {

/// Of a coefficient's token: by kind of block, band of frequencies, context, and branch of the tree.
using Coefficients = std::array<std::array<std::array<std::array<std::uint8_t, 11>, 3>, 8>, 4>;

#include "codec/vp8_tables.inc"

// A partition: symbols in an arithmetic code (RFC 6386, clause 7).
class BoolReader {
public:
    explicit BoolReader(Bytes in) noexcept : in_(in) {}

    bool bit(unsigned probability) noexcept {
        if (spare_ < 0) load();
        unsigned const split = 1 + (((range_ - 1) * probability) >> 8);
        auto const at = std::uint64_t{split} << spare_;
        bool const is_set = value_ >= at;
        if (is_set) value_ -= at;
        range_ = is_set ? range_ - split : split;
        int const shift = std::countl_zero(static_cast<std::uint8_t>(range_));
        range_ <<= shift;
        spare_ -= shift;
        return is_set;
    }
    unsigned bits(unsigned count) noexcept {
        unsigned value = 0;
        for (unsigned i = 0; i < count; ++i) value = value << 1 | static_cast<unsigned>(bit(128));
        return value;
    }
    /// A flag, then a number with a sign where it is set: of no use to us.
    void skip_optional(unsigned count) noexcept {
        if (bit(128)) bits(count + 1);
    }

    /// More was read than there is, and than the zeros which an encoder may leave out at the end.
    bool is_over() const noexcept { return used_bytes() > in_.size() + 1; }

    /// The partition that gives the same symbols and says nothing else: of all numbers that do, the lowest.
    Blob lowest() {
        auto const size = used_bytes();
        if (size == 0) return {0};  // decoders want a byte, though no symbol is in it
        auto const past = static_cast<unsigned>(size * 8 - used_bits());
        if (spare_ < 0) load();
        auto const excess = value_ >> spare_;
        auto const there = head(in_, size);
        Blob made(there.begin(), there.end());
        made.resize(size);
        made.back() = static_cast<std::uint8_t>(made.back() >> past << past);
        auto borrow = static_cast<std::uint32_t>(excess << past);
        for (std::size_t i = size; i > 0 && borrow > 0; --i) {
            auto const take = borrow & 0xFF;
            borrow = (borrow >> 8) + (made[i - 1] < take ? 1 : 0);
            made[i - 1] = static_cast<std::uint8_t>(made[i - 1] - take);
        }
        return made;
    }

private:
    // Bits that decided something.
    std::size_t used_bits() const noexcept { return loaded_ == 0 ? 0 : loaded_ * 8 - static_cast<std::size_t>(spare_); }
    std::size_t used_bytes() const noexcept { return (used_bits() + 7) / 8; }
    // Beyond the end there are zeros.
    void load() noexcept {
        while (spare_ < 40) {
            value_ = value_ << 8 | (loaded_ < in_.size() ? in_[loaded_] : 0U);
            ++loaded_;
            spare_ += 8;
        }
    }

    Bytes in_;
    std::uint64_t value_ = 0;  // what the code is above the interval's lower end: 8 bits, and spare_ more
    unsigned range_ = 255;
    int spare_ = -8;
    std::size_t loaded_ = 0;
};

struct FrameHeader {
    bool has_segment_map = false;
    std::array<std::uint8_t, 3> segments{255, 255, 255};
    unsigned partitions = 1;
    Coefficients coefficients = kDefaultCoefficients;
    bool may_skip = false;
    std::uint8_t skip = 0;
};

// 9.2 to 9.11, and 19.2.
FrameHeader read_header(BoolReader& in) {
    FrameHeader header;
    in.bits(2);  // colour space, clamping
    if (in.bits(1) != 0) {
        header.has_segment_map = in.bits(1) != 0;
        if (in.bits(1) != 0) {
            in.bits(1);
            for (int i = 0; i < 4; ++i) in.skip_optional(7);
            for (int i = 0; i < 4; ++i) in.skip_optional(6);
        }
        if (header.has_segment_map)
            for (auto& probability : header.segments)
                if (in.bits(1) != 0) probability = static_cast<std::uint8_t>(in.bits(8));
    }
    in.bits(10);  // the filter
    if (in.bits(1) != 0 && in.bits(1) != 0)
        for (int i = 0; i < 8; ++i) in.skip_optional(6);
    header.partitions = 1U << in.bits(2);
    in.bits(7);
    for (int i = 0; i < 5; ++i) in.skip_optional(4);
    in.bits(1);  // whether later frames inherit the probabilities
    for (std::size_t kind = 0; kind < 4; ++kind)
        for (std::size_t band = 0; band < 8; ++band)
            for (std::size_t context = 0; context < 3; ++context)
                for (std::size_t branch = 0; branch < 11; ++branch)
                    if (in.bit(kCoefficientUpdates[kind][band][context][branch])) header.coefficients[kind][band][context][branch] = static_cast<std::uint8_t>(in.bits(8));
    header.may_skip = in.bits(1) != 0;
    if (header.may_skip) header.skip = static_cast<std::uint8_t>(in.bits(8));
    return header;
}

// Modes of 4x4 blocks, in the order of the leaves of their tree (11.2).
enum BlockMode : std::uint8_t { kDc, kTrueMotion, kVertical, kHorizontal, kRightDown, kVerticalRight, kLeftDown, kVerticalLeft, kHorizontalDown, kHorizontalUp };

BlockMode read_block_mode(BoolReader& in, std::uint8_t const (&probability)[9]) {
    if (!in.bit(probability[0])) return kDc;
    if (!in.bit(probability[1])) return kTrueMotion;
    if (!in.bit(probability[2])) return kVertical;
    if (!in.bit(probability[3])) {
        if (!in.bit(probability[4])) return kHorizontal;
        return in.bit(probability[5]) ? kVerticalRight : kRightDown;
    }
    if (!in.bit(probability[6])) return kLeftDown;
    if (!in.bit(probability[7])) return kVerticalLeft;
    return in.bit(probability[8]) ? kHorizontalUp : kHorizontalDown;
}

// What a macroblock leaves for those beside it: below its last row, or right of its last column.
struct Edge {
    std::array<BlockMode, 4> modes{kDc, kDc, kDc, kDc};
    std::array<std::uint8_t, 4> luma{};       // whether the block has coefficients
    std::array<std::array<std::uint8_t, 2>, 2> chroma{};
    std::uint8_t second_order = 0;
};

struct Macroblock {
    bool is_split = false;  // into blocks of 4x4 with modes of their own
    bool is_skipped = false;
};

// 19.3, of key frames.
Macroblock read_modes(BoolReader& in, FrameHeader const& header, Edge& above, Edge& left) {
    Macroblock made;
    if (header.has_segment_map) in.bit(header.segments[in.bit(header.segments[0]) ? 2 : 1]);
    if (header.may_skip) made.is_skipped = in.bit(header.skip);
    made.is_split = !in.bit(145);
    if (made.is_split) {
        for (std::size_t y = 0; y < 4; ++y)
            for (std::size_t x = 0; x < 4; ++x) above.modes[x] = left.modes[y] = read_block_mode(in, kBlockModes[above.modes[x]][left.modes[y]]);
    } else {
        auto const mode = in.bit(156) ? (in.bit(128) ? kTrueMotion : kHorizontal) : in.bit(163) ? kVertical : kDc;
        above.modes.fill(mode);
        left.modes.fill(mode);
    }
    if (in.bit(142) && in.bit(114)) in.bit(183);  // how the colours are predicted
    return made;
}

// The rest of a token that is 2 or more (13.2).
void read_large(BoolReader& in, std::array<std::uint8_t, 11> const& branch) {
    static constexpr std::array<std::uint8_t, 12> kExtra[] = {{173, 148, 140}, {176, 155, 140, 135}, {180, 157, 141, 134, 130}, {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}};
    if (!in.bit(branch[3])) {
        if (in.bit(branch[4])) in.bit(branch[5]);
    } else if (!in.bit(branch[6])) {
        if (!in.bit(branch[7])) {
            in.bit(159);
        } else {
            in.bit(165);
            in.bit(145);
        }
    } else {
        bool const is_high = in.bit(branch[8]);
        std::size_t const category = (is_high ? 2U : 0U) + (in.bit(branch[is_high ? 10 : 9]) ? 1U : 0U);
        for (auto const* extra = kExtra[category].data(); *extra != 0; ++extra) in.bit(*extra);
    }
}

// The coefficients of one block; gives the place behind the last one (13.3).
std::size_t read_block(BoolReader& in, Coefficients::value_type const& bands, std::size_t context, std::size_t first) {
    static constexpr std::array<std::uint8_t, 17> kBand{0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    auto const* branch = &bands[kBand[first]][context];
    for (std::size_t at = first; at < 16; ++at) {
        if (!in.bit((*branch)[0])) return at;
        while (!in.bit((*branch)[1])) {
            if (++at == 16) return 16;
            branch = &bands[kBand[at]][0];
        }
        bool const is_large = in.bit((*branch)[2]);
        if (is_large) read_large(in, *branch);
        in.bit(128);  // the sign
        branch = &bands[kBand[at + 1]][is_large ? 2 : 1];
    }
    return 16;
}

void read_coefficients(BoolReader& in, Coefficients const& table, Macroblock const& block, Edge& above, Edge& left) {
    if (block.is_skipped) {
        above.luma = left.luma = {};
        above.chroma = left.chroma = {};
        if (!block.is_split) above.second_order = left.second_order = 0;
        return;
    }
    std::size_t const first = block.is_split ? 0 : 1;
    if (!block.is_split) above.second_order = left.second_order = read_block(in, table[1], above.second_order + left.second_order, 0) > 0 ? 1 : 0;
    auto const& luma = table[block.is_split ? 3 : 0];
    for (std::size_t y = 0; y < 4; ++y)
        for (std::size_t x = 0; x < 4; ++x) above.luma[x] = left.luma[y] = read_block(in, luma, above.luma[x] + left.luma[y], first) > first ? 1 : 0;
    for (std::size_t plane = 0; plane < 2; ++plane)
        for (std::size_t y = 0; y < 2; ++y)
            for (std::size_t x = 0; x < 2; ++x) {
                auto& over = above.chroma[plane][x];
                auto& before = left.chroma[plane][y];
                over = before = read_block(in, table[2], over + before, 0) > 0 ? 1 : 0;
            }
}

struct Layout {
    std::uint32_t width = 0, height = 0;
    std::uint8_t version = 0;
    bool has_scale = false;
    Bytes first, rest;
};

// 9.1.
Result<Layout> read_layout(Bytes data) {
    Reader in(data, Endian::little);
    Layout layout;
    std::uint32_t const tag = TRY(in.u16()) | std::uint32_t{TRY(in.u8())} << 16;
    if ((tag & 1) != 0) return fail(Errc::malformed, "lossy WebP without a key frame");
    layout.version = static_cast<std::uint8_t>(tag >> 1 & 7);
    if (layout.version > 3 || (tag >> 4 & 1) == 0) return fail(Errc::malformed, "lossy WebP with a frame that is not shown");
    if (text(TRY(in.take(3))) != "\x9D\x01\x2A") return fail(Errc::malformed, "lossy WebP without its start code");
    auto const width = TRY(in.u16());
    auto const height = TRY(in.u16());
    layout.width = width & 0x3FFF;
    layout.height = height & 0x3FFF;
    layout.has_scale = width >> 14 != 0 || height >> 14 != 0;
    if (layout.width == 0 || layout.height == 0) return fail(Errc::malformed, "lossy WebP without pixels");
    if (tag >> 5 > in.left()) return fail(Errc::truncated, "the picture ends early");
    layout.first = TRY(in.take(tag >> 5));
    layout.rest = in.rest();
    return layout;
}

// 9.5: sizes of all but the last partition, then the partitions.
Result<std::vector<Bytes>> split_partitions(Bytes data, unsigned count) {
    Reader sizes(data, Endian::little);
    Reader in(data, Endian::little);
    TRY(in.skip(3 * (std::size_t{count} - 1)));
    std::vector<Bytes> partitions;
    for (unsigned i = 1; i < count; ++i) {
        std::uint32_t const size = TRY(sizes.u16()) | std::uint32_t{TRY(sizes.u8())} << 16;
        partitions.push_back(TRY(in.take(std::min<std::size_t>(size, in.left()))));
    }
    partitions.push_back(in.rest());
    return partitions;
}

// Encoders end a partition with up to this many zeros.
constexpr std::size_t kUsualPadding = 8;

// Closes a partition: what it should be, and what lay behind it.
Result<Blob> close(BoolReader& reader, Bytes partition, Vp8Frame& frame) {
    if (reader.is_over()) return fail(Errc::truncated, "the picture ends early");
    auto made = reader.lowest();
    auto const behind = after(partition, made.size());
    bool const is_padding = behind.size() <= kUsualPadding && std::all_of(behind.begin(), behind.end(), [](std::uint8_t b) { return b == 0; });
    if (!is_padding) frame.behind.insert(frame.behind.end(), behind.begin(), behind.end());
    if (!std::equal(made.begin(), made.begin() + static_cast<std::ptrdiff_t>(std::min(made.size(), partition.size())), partition.begin())) ++frame.spare_bits;
    return made;
}

void append_le(Blob& out, std::size_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

Made assemble(Layout const& layout, std::vector<Blob> const& partitions) {
    Blob out;
    append_le(out, partitions[0].size() << 5 | 1U << 4 | std::size_t{layout.version} << 1, 3);
    append_le(out, 0x2A019D, 3);
    append_le(out, layout.width, 2);
    append_le(out, layout.height, 2);
    out.insert(out.end(), partitions[0].begin(), partitions[0].end());
    for (std::size_t i = 1; i + 1 < partitions.size(); ++i) append_le(out, partitions[i].size(), 3);
    for (std::size_t i = 1; i < partitions.size(); ++i) out.insert(out.end(), partitions[i].begin(), partitions[i].end());
    return Made::by_encoder(std::move(out));
}

}  // namespace

Result<Vp8Frame> read_vp8(Bytes in, Budget& budget) {
    auto const layout = TRY(read_layout(in));
    TRY(budget.pixels(layout.width, layout.height));
    Vp8Frame frame{layout.width, layout.height, {}, 0, layout.has_scale, {}};
    BoolReader modes(layout.first);
    auto const header = read_header(modes);
    auto const pieces = TRY(split_partitions(layout.rest, header.partitions));
    std::vector<BoolReader> tokens(pieces.begin(), pieces.end());
    std::size_t const columns = (layout.width + 15) / 16;
    std::size_t const rows = (layout.height + 15) / 16;
    std::vector<Edge> above(columns);
    for (std::size_t row = 0; row < rows; ++row) {
        auto& partition = tokens[row % tokens.size()];
        Edge left;
        for (auto& over : above) read_coefficients(partition, header.coefficients, read_modes(modes, header, over, left), over, left);
        if (modes.is_over() || partition.is_over()) return fail(Errc::truncated, "the picture ends early");
    }
    std::vector<Blob> made{TRY(close(modes, layout.first, frame))};
    for (std::size_t i = 0; i < tokens.size(); ++i) made.push_back(TRY(close(tokens[i], pieces[i], frame)));
    frame.frame = assemble(layout, made);
    return frame;
}

}  // namespace scrub::engine::codec
