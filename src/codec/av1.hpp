// The units of AV1 (AV1 Bitstream & Decoding Process Specification, 5.3 to 5.9): where they are, what they are, and the
// sequence header written anew. Pixels are not looked at.
#pragma once

#include <optional>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec::av1 {

/// obu_type (6.2.2).
enum UnitType : std::uint8_t { kSequence = 1, kDelimiter = 2, kFrameHead = 3, kTileGroup = 4, kMetadata = 5, kFrame = 6, kRepeatedHead = 7, kTileList = 8, kPadding = 15 };

struct Unit {
    std::uint8_t type = 0;
    std::uint8_t temporal_layer = 0, spatial_layer = 0;
    bool has_layers = false;  ///< the header names them
    Bytes data;
};
/// Splits the bytes of an item; the last unit may lack its size. Bytes that are no unit fail.
Result<std::vector<Unit>> read_units(Bytes in);

struct SequenceHeader {
    Made data;
    std::uint32_t profile = 0, level = 0, tier = 0;
    bool is_reduced = false;  ///< reduced_still_picture_header
    bool is_high_depth = false, is_twelve_bit = false, is_monochrome = false;
    std::uint32_t subsampling_x = 1, subsampling_y = 1, chroma_position = 0;
    std::uint32_t operating_points = 1;
};
/// Without clocks where no frame needs them, and without what follows the end. Nothing when it cannot be read.
std::optional<SequenceHeader> canonical_sequence_header(Bytes data);

/// Whether a frame is shown: the first bits of its header (5.9.2).
bool is_shown(Bytes frame_header, SequenceHeader const& sequence);

/// Writes the head of a unit with its size.
void put_unit_head(Sink& out, Unit const& unit, std::size_t size_bytes);

}  // namespace scrub::engine::codec::av1
