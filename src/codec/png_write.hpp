// A PNG of decoded samples, in the one form that our PNG walk leaves alone: IHDR, a colour space, IDAT, IEND.
#pragma once

#include "core/picture_decoder.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

/// `profile` is a canonical colour profile; empty: sRGB. Colours under full transparency become black, an alpha channel
/// without any transparency is left out, and so are colours of a picture that has none.
Made write_png(DecodedPicture const& picture, Made const& profile);

/// Appends a filter's number and the row by it: the filter with the smallest sum of absolute values (12.8).
void filter_png_row(Blob const& row, Blob const& above, std::size_t pixel_bytes, Blob& out);

}  // namespace scrub::engine::codec
