// The parameter sets of HEVC (ITU-T H.265, 7.3.2), written anew: extension data, display windows, clocks and buffer models
// go, and so do bytes behind the end. Pixels are not looked at.
#pragma once

#include <array>
#include <optional>

#include "core/bytes.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec::hevc {

/// nal_unit_type (7.4.2.2).
enum NalType : std::uint8_t { kLastSlice = 31, kVps = 32, kSps = 33, kPps = 34, kDelimiter = 35, kFiller = 38, kPrefixSei = 39, kSuffixSei = 40 };

struct NalHead {
    std::uint8_t type, layer, temporal_plus_1;
    bool is_slice() const { return type <= kLastSlice; }
    /// A slice that needs no other picture (7.4.2.2: 16 to 21).
    bool is_intra_slice() const { return type >= 16 && type <= 21; }
};
std::optional<NalHead> read_head(Bytes nal);

struct SequenceSet {
    Made nal;
    std::array<std::uint8_t, 12> profile{};  ///< general profile, tier and level as hvcC carries them
    std::uint32_t chroma_format = 1, luma_depth = 8, chroma_depth = 8;
    std::uint32_t width = 0, height = 0;      ///< of the coded picture
    std::uint32_t temporal_layers = 1;
    bool is_temporally_nested = false;
};
struct PictureSet {
    Made nal;
    bool has_slice_extensions = false;  ///< slices may carry bytes that no decoder reads
};

/// Nothing for sets that cannot be read to their end, or that use tools no camera uses.
std::optional<Made> canonical_video_set(Bytes nal);
std::optional<SequenceSet> canonical_sequence_set(Bytes nal);
std::optional<PictureSet> canonical_picture_set(Bytes nal);

}  // namespace scrub::engine::codec::hevc
