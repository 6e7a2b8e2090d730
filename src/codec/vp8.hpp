// VP8 key frames (RFC 6386), as WebP carries them: where their coded data ends, and the frame without what lies behind.
// Every symbol is decoded, for only that shows the end; no pixel is made. Hand-written: no library tells where it stopped.
#pragma once

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

struct Vp8Frame {
    std::uint32_t width = 0, height = 0;
    Blob behind;                    ///< bytes behind the ends of the partitions; empty where they are a few zeros
    std::uint64_t spare_bits = 0;   ///< partitions whose last bits say something else than the picture
    bool has_scale = false;         ///< asks for an enlargement that no viewer makes
    Made frame;                     ///< the same picture, nothing behind its partitions
};

/// Reads the payload of a "VP8 " chunk. Giving it its own frame gives the same bytes.
Result<Vp8Frame> read_vp8(Bytes in, Budget& budget);

}  // namespace scrub::engine::codec
