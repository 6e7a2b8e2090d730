// Field by field, in the order of H.265 (08/2021), 7.3.2.1 to 7.3.2.3 and annex E.
#include "codec/hevc.hpp"

#include <algorithm>
#include <vector>

#include "codec/bit_copy.hpp"

namespace scrub::engine::codec::hevc {
namespace {

// 00 00 03 stands for 00 00 inside a unit (7.3.1.1).
Blob without_escapes(Bytes nal) {
    Blob out;
    out.reserve(nal.size());
    unsigned zeros = 0;
    for (auto const byte : nal) {
        bool const is_escape = zeros >= 2 && byte == 3;
        if (!is_escape) out.push_back(byte);
        zeros = !is_escape && byte == 0 ? zeros + 1 : 0;
    }
    return out;
}

Made with_escapes(Blob const& raw) {
    Blob out;
    unsigned zeros = 0;
    for (auto const byte : raw) {
        if (zeros >= 2 && byte <= 3) {
            out.push_back(3);
            zeros = 0;
        }
        out.push_back(byte);
        zeros = byte == 0 ? zeros + 1 : 0;
    }
    return Made::by_encoder(std::move(out));
}

void general_flags(BitCopier& in, std::uint32_t profile) {
    // 43 bits that only some profiles define (7.4.4); all else is zero.
    if (profile == 2) {
        in.replace(7, 0);
        in.copy(1);
        in.replace(32, 0);
        in.replace(3, 0);
    } else if (profile >= 4 && profile <= 11) {
        in.copy(10);
        in.replace(32, 0);
        in.replace(1, 0);
    } else {
        in.replace(32, 0);
        in.replace(11, 0);
    }
    in.replace(1, 0);
}

void profile_tier_level(BitCopier& in, std::uint32_t sub_layers_minus_1) {
    in.copy(3);
    auto const profile = in.copy(5);
    in.copy(12);
    in.replace(20, 0);
    in.copy(4);
    general_flags(in, profile);
    in.copy(8);
    std::vector<std::uint32_t> flags;
    for (std::uint32_t i = 0; i < sub_layers_minus_1; ++i) {
        flags.push_back(in.skip(2));
        in.put(2, 0);
    }
    for (std::uint32_t i = sub_layers_minus_1; sub_layers_minus_1 > 0 && i < 8; ++i) in.replace(2, 0);
    for (auto const flag : flags) {
        for (int part = 0; part < 11 && (flag & 2) != 0; ++part) in.skip(8);
        if ((flag & 1) != 0) in.skip(8);
    }
}

void sub_layer_ordering(BitCopier& in, std::uint32_t sub_layers_minus_1) {
    bool const has_all = in.copy_flag();
    for (std::uint32_t i = has_all ? 0 : sub_layers_minus_1; i <= sub_layers_minus_1; ++i)
        for (int field = 0; field < 3; ++field) in.copy_golomb();
}

void scaling_lists(BitCopier& in) {
    for (unsigned size = 0; size < 4; ++size) {
        for (unsigned matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
            if (!in.copy_flag()) {
                in.copy_golomb();
                continue;
            }
            if (size > 1) in.copy_golomb();
            unsigned const count = size == 0 ? 16 : 64;
            for (unsigned i = 0; i < count; ++i) in.copy_golomb();
        }
    }
}

// The pictures that a picture may refer to, by distance: before and after (7.4.8).
struct ReferenceSet {
    std::vector<std::int64_t> before, after;
};

std::optional<ReferenceSet> predicted_set(BitCopier& in, ReferenceSet const& base) {
    bool const is_negative = in.copy_flag();
    auto const distance = (std::int64_t{in.copy_golomb()} + 1) * (is_negative ? -1 : 1);
    std::vector<bool> uses;
    for (std::size_t j = 0; j <= base.before.size() + base.after.size(); ++j) {
        bool const is_used = in.copy_flag();
        uses.push_back(is_used || in.copy_flag());
    }
    ReferenceSet set;
    auto const add = [&](std::int64_t delta, bool is_in_use) {
        if (is_in_use && delta < 0) set.before.push_back(delta);
        if (is_in_use && delta > 0) set.after.push_back(delta);
    };
    for (std::size_t j = 0; j < base.before.size(); ++j) add(base.before[j] + distance, uses[j]);
    for (std::size_t j = 0; j < base.after.size(); ++j) add(base.after[j] + distance, uses[base.before.size() + j]);
    add(distance, uses.back());
    if (set.before.size() + set.after.size() > 16) return std::nullopt;
    return set;
}

bool reference_sets(BitCopier& in) {
    auto const count = in.copy_golomb();
    if (count > 64) return false;
    ReferenceSet last;
    for (std::uint32_t i = 0; i < count && !in.is_over(); ++i) {
        if (i > 0 && in.copy_flag()) {
            auto predicted = predicted_set(in, last);
            if (!predicted) return false;
            last = std::move(*predicted);
            continue;
        }
        auto const before = in.copy_golomb();
        auto const after = in.copy_golomb();
        if (before > 16 || after > 16) return false;
        last = {};
        std::int64_t delta = 0;
        for (std::uint32_t j = 0; j < before; ++j) {
            delta -= std::int64_t{in.copy_golomb()} + 1;
            last.before.push_back(delta);
            in.copy(1);
        }
        delta = 0;
        for (std::uint32_t j = 0; j < after; ++j) {
            delta += std::int64_t{in.copy_golomb()} + 1;
            last.after.push_back(delta);
            in.copy(1);
        }
    }
    return true;
}

void skip_buffer_model(BitCopier& in, std::uint32_t count, bool has_sub_pictures) {
    for (std::uint32_t i = 0; i <= count && !in.is_over(); ++i) {
        for (int field = 0; field < (has_sub_pictures ? 4 : 2); ++field) in.skip_golomb();
        in.skip(1);
    }
}

// hrd_parameters (E.2.2) with the common part.
void skip_buffer_models(BitCopier& in, std::uint32_t sub_layers_minus_1) {
    bool const has_nal = in.skip(1) != 0;
    bool const has_vcl = in.skip(1) != 0;
    bool has_sub_pictures = false;
    if (has_nal || has_vcl) {
        has_sub_pictures = in.skip(1) != 0;
        if (has_sub_pictures) in.skip(19);
        in.skip(8);
        if (has_sub_pictures) in.skip(4);
        in.skip(15);
    }
    for (std::uint32_t i = 0; i <= sub_layers_minus_1 && !in.is_over(); ++i) {
        bool const is_fixed = in.skip(1) != 0;
        bool const is_fixed_within = is_fixed || in.skip(1) != 0;
        bool is_low_delay = false;
        if (is_fixed_within) in.skip_golomb();
        else is_low_delay = in.skip(1) != 0;
        auto const count = is_low_delay ? 0 : in.skip_golomb();
        if (count > 31) return;  // more than may be: what follows will not add up
        if (has_nal) skip_buffer_model(in, count, has_sub_pictures);
        if (has_vcl) skip_buffer_model(in, count, has_sub_pictures);
    }
}

// Reads a flag and writes zero: what it announces is to be skipped.
bool withdrawn_flag(BitCopier& in) {
    in.put(1, 0);
    return in.skip(1) != 0;
}

// vui_parameters (E.2.1): colours stay; display windows, clocks and hints go.
void usability(BitCopier& in, std::uint32_t sub_layers_minus_1) {
    constexpr std::uint32_t kExtendedRatio = 255;
    if (in.copy_flag() && in.copy(8) == kExtendedRatio) in.copy(32);
    if (in.copy_flag()) in.copy(1);
    if (in.copy_flag()) {
        in.copy(4);
        if (in.copy_flag()) in.copy(24);
    }
    if (in.copy_flag())
        for (int field = 0; field < 2; ++field) in.copy_golomb();
    in.copy(3);
    if (withdrawn_flag(in))
        for (int side = 0; side < 4; ++side) in.skip_golomb();
    if (withdrawn_flag(in)) {
        in.skip(32);
        in.skip(32);
        if (in.skip(1) != 0) in.skip_golomb();
        if (in.skip(1) != 0) skip_buffer_models(in, sub_layers_minus_1);
    }
    if (withdrawn_flag(in)) {
        in.skip(3);
        for (int field = 0; field < 5; ++field) in.skip_golomb();
    }
}

void coding_tools(BitCopier& in) {
    for (int field = 0; field < 6; ++field) in.copy_golomb();  // block sizes and depths
    if (in.copy_flag() && in.copy_flag()) scaling_lists(in);
    in.copy(2);
    if (in.copy_flag()) {
        in.copy(8);
        in.copy_golomb();
        in.copy_golomb();
        in.copy(1);
    }
}

// Extension flags (7.3.2.2.1 and 7.3.2.3.1): those of ranges are known and stay, screen content is not read, all else is dropped.
enum class Extension : std::uint8_t { none, range, unreadable };
Extension extension(BitCopier& in) {
    if (in.skip(1) == 0) {
        in.put(1, 0);
        return Extension::none;
    }
    auto const flags = in.skip(8);
    constexpr std::uint32_t kRange = 0x80, kScreen = 0x10;
    if ((flags & kScreen) != 0) return Extension::unreadable;
    if ((flags & kRange) == 0) {
        in.put(1, 0);
        return Extension::none;
    }
    in.put(1, 1);
    in.put(8, kRange);
    return Extension::range;
}

Made finished(BitCopier& in) {
    in.finish();
    return with_escapes(in.take());
}

}  // namespace

std::optional<NalHead> read_head(Bytes nal) {
    if (nal.size() < 3 || (nal[0] & 0x80) != 0) return std::nullopt;
    return NalHead{static_cast<std::uint8_t>(nal[0] >> 1), static_cast<std::uint8_t>((nal[0] & 1) << 5 | nal[1] >> 3), static_cast<std::uint8_t>(nal[1] & 7)};
}

std::optional<Made> canonical_video_set(Bytes nal) {
    auto const raw = without_escapes(nal);
    BitCopier in(raw);
    in.copy(16);
    in.copy(6);
    in.copy(6);
    auto const sub_layers_minus_1 = in.copy(3);
    in.copy(1);
    in.replace(16, 0xFFFF);
    profile_tier_level(in, sub_layers_minus_1);
    sub_layer_ordering(in, sub_layers_minus_1);
    auto const max_layer = in.copy(6);
    auto const sets_minus_1 = in.copy_golomb();
    if (sets_minus_1 > 1023) return std::nullopt;
    for (std::uint32_t i = 0; i < sets_minus_1 && !in.is_over(); ++i)
        for (std::uint32_t j = 0; j <= max_layer; ++j) in.copy(1);
    if (in.is_over()) return std::nullopt;
    in.put(2, 0);  // neither clocks nor extensions, which are all that may follow
    return finished(in);
}

std::optional<SequenceSet> canonical_sequence_set(Bytes nal) {
    auto const raw = without_escapes(nal);
    if (raw.size() < 16) return std::nullopt;
    SequenceSet set;
    BitCopier in(raw);
    in.copy(16);
    in.copy(4);
    auto const sub_layers_minus_1 = in.copy(3);
    set.is_temporally_nested = in.copy_flag();
    set.temporal_layers = sub_layers_minus_1 + 1;
    profile_tier_level(in, sub_layers_minus_1);
    in.copy_golomb();
    set.chroma_format = in.copy_golomb();
    if (set.chroma_format == 3) in.copy(1);
    set.width = in.copy_golomb();
    set.height = in.copy_golomb();
    if (in.copy_flag())
        for (int side = 0; side < 4; ++side) in.copy_golomb();
    set.luma_depth = in.copy_golomb() + 8;
    set.chroma_depth = in.copy_golomb() + 8;
    auto const order_bits = in.copy_golomb() + 4;
    sub_layer_ordering(in, sub_layers_minus_1);
    coding_tools(in);
    bool const is_sane = set.chroma_format <= 3 && set.luma_depth <= 16 && set.chroma_depth <= 16 && order_bits <= 16 && sub_layers_minus_1 <= 6;
    if (!is_sane || in.is_over() || !reference_sets(in)) return std::nullopt;
    if (in.copy_flag()) {
        auto const count = in.copy_golomb();
        if (count > 32) return std::nullopt;
        for (std::uint32_t i = 0; i < count; ++i) in.copy(order_bits + 1);
    }
    in.copy(2);
    if (in.copy_flag()) usability(in, sub_layers_minus_1);
    switch (extension(in)) {
        case Extension::none: break;
        case Extension::range: in.copy(9); break;
        case Extension::unreadable: return std::nullopt;
    }
    if (in.is_over()) return std::nullopt;
    in.finish();
    auto fresh = in.take();
    std::copy_n(fresh.begin() + 3, set.profile.size(), set.profile.begin());
    set.nal = with_escapes(fresh);
    return set;
}

std::optional<PictureSet> canonical_picture_set(Bytes nal) {
    auto const raw = without_escapes(nal);
    PictureSet set;
    BitCopier in(raw);
    in.copy(16);
    in.copy_golomb();
    in.copy_golomb();
    in.copy(7);
    for (int field = 0; field < 3; ++field) in.copy_golomb();
    in.copy(1);
    bool const skips_transforms = in.copy_flag();
    if (in.copy_flag()) in.copy_golomb();
    in.copy_golomb();
    in.copy_golomb();
    in.copy(4);
    bool const has_tiles = in.copy_flag();
    in.copy(1);
    if (has_tiles) {
        auto const columns = in.copy_golomb();
        auto const rows = in.copy_golomb();
        if (columns > 64 || rows > 64) return std::nullopt;
        bool const is_uniform = in.copy_flag();
        for (std::uint32_t i = 0; i < columns + rows && !is_uniform; ++i) in.copy_golomb();
        in.copy(1);
    }
    in.copy(1);
    if (in.copy_flag()) {
        in.copy(1);
        if (!in.copy_flag())
            for (int field = 0; field < 2; ++field) in.copy_golomb();
    }
    if (in.copy_flag()) scaling_lists(in);
    in.copy(1);
    in.copy_golomb();
    set.has_slice_extensions = in.copy_flag();
    switch (extension(in)) {
        case Extension::none: break;
        case Extension::range: {
            if (skips_transforms) in.copy_golomb();
            in.copy(1);
            if (in.copy_flag()) {
                in.copy_golomb();
                auto const count = in.copy_golomb();
                if (count > 5) return std::nullopt;
                for (std::uint32_t i = 0; i < 2 * (count + 1); ++i) in.copy_golomb();
            }
            in.copy_golomb();
            in.copy_golomb();
            break;
        }
        case Extension::unreadable: return std::nullopt;
    }
    if (in.is_over()) return std::nullopt;
    set.nal = finished(in);
    return set;
}

}  // namespace scrub::engine::codec::hevc
