// Exif blocks, wherever a picture carries them.
#pragma once

#include <optional>

#include "codec/exif_block.hpp"
#include "core/gate.hpp"

namespace scrub::engine::exif {

/// How the stored pixels have to be turned to be seen upright (TIFF 6.0, tag 274): 1 to 8, 1 is upright.
using Orientation = std::uint8_t;

/// 1 where the block says nothing or nothing that makes sense.
Orientation orientation_of(codec::ExifBlock const& block);

/// Judges every field of a block and writes a new block of those that stay; nothing when none does.
/// `keeps_orientation` is false when the pixels have been turned instead.
Result<void> walk(Bytes tiff, bool keeps_orientation, Sink& out, Gate& gate);

/// The rule of a tag, and its name; "tag 12345" where nobody knows it. For readers of their own of Exif directories.
std::pair<Rule const*, std::string> rule_and_name(std::uint16_t tag, bool is_gps);

RuleList rules();

}  // namespace scrub::engine::exif
