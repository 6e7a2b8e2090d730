// Photoshop image resources and the IPTC records in them, wherever a picture carries them.
#pragma once

#include "core/gate.hpp"

namespace scrub::engine::photoshop {

/// Judges every resource of a block ("8BIM...") and writes a new block of those that stay.
Result<void> walk(Bytes block, Sink& out, Gate& gate);
/// The same for the datasets of an IPTC-IIM stream.
Result<void> walk_iptc(Bytes stream, Sink& out, Gate& gate);

/// The JPEG thumbnails of a block.
std::vector<Bytes> thumbnails(Bytes block);

RuleList rules();

}  // namespace scrub::engine::photoshop
