// Units and sequence headers of AV1.
#include "codec/av1.hpp"

#include "codec/bit_copy.hpp"
#include "core/reader.hpp"

namespace scrub::engine::codec::av1 {
namespace {

// leb128 (4.10.5): seven bits a byte, at most eight bytes.
Result<std::uint64_t> leb128(Reader& in) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) {
        auto const byte = TRY(in.u8());
        value |= std::uint64_t{byte & 0x7FU} << 7 * i;
        if ((byte & 0x80) == 0) return value;
    }
    return fail(Errc::malformed, "size that has no end", in.at());
}

// timing_info and decoder_model_info (5.5.3, 5.5.4). Says how many bits a delay of a decoder has; none: no decoder model.
std::optional<std::uint32_t> timing(BitCopier& in, BitReader ahead) {
    ahead.skip(64);
    if (ahead.bit() != 0) ahead.golomb();
    bool const has_model = ahead.bit() != 0;
    if (!has_model) {  // frames take no notice of a clock without a model
        in.put(1, 0);
        in.skip(1);
        in.skip(32);
        in.skip(32);
        if (in.skip(1) != 0) in.skip_golomb();
        in.skip(1);
        return std::nullopt;
    }
    in.copy(1);
    in.copy(32);
    in.copy(32);
    if (in.copy_flag()) in.copy_golomb();
    in.copy(1);
    auto const delay_bits = in.copy(5) + 1;
    in.copy(32);
    in.copy(10);
    return delay_bits;
}

void operating_points(BitCopier& in, SequenceHeader& header, std::optional<std::uint32_t> delay_bits) {
    in.put(1, 0);  // how long a player should wait is left out
    bool const has_delay = in.skip(1) != 0;
    header.operating_points = in.copy(5) + 1;
    for (std::uint32_t i = 0; i < header.operating_points; ++i) {
        in.copy(12);
        auto const level = in.copy(5);
        auto const tier = level > 7 ? in.copy(1) : 0;
        if (i == 0) {
            header.level = level;
            header.tier = tier;
        }
        if (delay_bits && in.copy_flag()) {
            in.copy(*delay_bits);
            in.copy(*delay_bits);
            in.copy(1);
        }
        if (has_delay && in.skip(1) != 0) in.skip(4);
    }
}

void colours(BitCopier& in, SequenceHeader& header) {
    header.is_high_depth = in.copy_flag();
    header.is_twelve_bit = header.profile == 2 && header.is_high_depth && in.copy_flag();
    header.is_monochrome = header.profile != 1 && in.copy_flag();
    std::uint32_t primaries = 2, transfer = 2, matrix = 2;
    if (in.copy_flag()) {
        primaries = in.copy(8);
        transfer = in.copy(8);
        matrix = in.copy(8);
    }
    if (header.is_monochrome) {
        in.copy(1);
        return;
    }
    bool const is_srgb = primaries == 1 && transfer == 13 && matrix == 0;
    if (is_srgb) {
        header.subsampling_x = header.subsampling_y = 0;
    } else {
        in.copy(1);
        if (header.profile == 0) {
            header.subsampling_x = header.subsampling_y = 1;
        } else if (header.profile == 1) {
            header.subsampling_x = header.subsampling_y = 0;
        } else if (header.is_twelve_bit) {
            header.subsampling_x = in.copy(1);
            header.subsampling_y = header.subsampling_x != 0 ? in.copy(1) : 0;
        } else {
            header.subsampling_x = 1;
            header.subsampling_y = 0;
        }
        if (header.subsampling_x != 0 && header.subsampling_y != 0) header.chroma_position = in.copy(2);
    }
    in.copy(1);
}

}  // namespace

Result<std::vector<Unit>> read_units(Bytes bytes) {
    std::vector<Unit> units;
    Reader in(bytes);
    while (!in.is_empty()) {
        auto const start = in.at();
        auto const head = TRY(in.u8());
        if ((head & 0x80) != 0) return fail(Errc::malformed, "bytes that are no unit of AV1", start);
        Unit unit;
        unit.type = head >> 3 & 15;
        if ((head & 4) != 0) {
            auto const layers = TRY(in.u8());
            unit.has_layers = true;
            unit.temporal_layer = layers >> 5;
            unit.spatial_layer = layers >> 3 & 3;
        }
        auto const size = (head & 2) != 0 ? TRY(leb128(in)) : std::uint64_t{in.left()};
        if (size > in.left()) return fail(Errc::truncated, "the picture ends early", start);
        unit.data = TRY(in.take(size));
        units.push_back(unit);
    }
    return units;
}

std::optional<SequenceHeader> canonical_sequence_header(Bytes data) {
    SequenceHeader header;
    BitCopier in(data);
    header.profile = in.copy(3);
    in.copy(1);
    header.is_reduced = in.copy_flag();
    if (header.is_reduced) {
        header.level = in.copy(5);
    } else {
        std::optional<std::uint32_t> delay_bits;
        BitReader ahead(data);
        ahead.skip(5);
        if (ahead.bit() != 0) delay_bits = timing(in, ahead);
        else in.copy(1);
        operating_points(in, header, delay_bits);
    }
    auto const width_bits = in.copy(4) + 1;
    auto const height_bits = in.copy(4) + 1;
    in.copy(width_bits);
    in.copy(height_bits);
    if (!header.is_reduced && in.copy_flag()) in.copy(7);  // numbers of frames
    in.copy(3);
    if (!header.is_reduced) {
        in.copy(4);
        bool const has_order = in.copy_flag();
        if (has_order) in.copy(2);
        bool const may_be_screen = in.copy_flag() || in.copy_flag();
        if (may_be_screen && !in.copy_flag()) in.copy(1);
        if (has_order) in.copy(3);
    }
    in.copy(3);
    colours(in, header);
    in.copy(1);
    if (in.is_over() || header.profile > 2) return std::nullopt;
    in.finish();
    header.data = Made::by_encoder(in.take());
    return header;
}

bool is_shown(Bytes frame_header, SequenceHeader const& sequence) {
    if (sequence.is_reduced) return true;
    BitReader in(frame_header);
    if (in.bit() != 0) return true;  // an earlier frame
    in.skip(2);
    return in.bit() != 0;
}

void put_unit_head(Sink& out, Unit const& unit, std::size_t size_bytes) {
    out.u8(static_cast<std::uint8_t>(unit.type << 3 | (unit.has_layers ? 4 : 0) | 2));
    if (unit.has_layers) out.u8(static_cast<std::uint8_t>(unit.temporal_layer << 5 | unit.spatial_layer << 3));
    for (std::uint64_t left = size_bytes;;) {
        auto const low = static_cast<std::uint8_t>(left & 0x7F);
        left >>= 7;
        out.u8(left != 0 ? low | 0x80 : low);
        if (left == 0) break;
    }
}

}  // namespace scrub::engine::codec::av1
