// Codes a picture of ours as JPEG by libjpeg-turbo; see jpeg_recode.hpp.
#pragma once

#include "core/sink.hpp"

namespace scrub::engine::codec {

/// Three bytes a pixel, rows without gaps. The same bytes for the same pixels, on every machine.
Made encode_jpeg(Bytes rgb, std::uint32_t width, std::uint32_t height);

}  // namespace scrub::engine::codec
