// Pictures whose coding cannot be carried over: decoded in the raster tier and written as PNG.
#pragma once

#include "core/gate.hpp"
#include "core/picture_decoder.hpp"

namespace scrub::engine {

/// Decodes, and writes a PNG that holds what a viewer shows and nothing else; the report says so. What was in the old file is
/// the caller's to report.
Result<void> flatten_to_png(Bytes in, PictureCoding coding, Sink& out, Gate& gate);

/// The same for a picture that is decoded already.
Result<void> write_as_png(DecodedPicture const& picture, Sink& out, Gate& gate);

RuleList flatten_rules();

}  // namespace scrub::engine
