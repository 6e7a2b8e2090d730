// XMP packets, wherever a file carries them.
#pragma once

#include "core/gate.hpp"

namespace scrub::engine::xmp {

/// Judges every property of a packet and writes a new packet of those that stay; nothing when none does.
Result<void> walk(Bytes packet, Sink& out, Gate& gate);

RuleList rules();

}  // namespace scrub::engine::xmp
