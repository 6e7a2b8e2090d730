// Boxes (ISO/IEC 14496-12, 4.2; ISO/IEC 15444-1, annex I; ISO/IEC 18181-2): a length, a type, content. HEIF, AVIF, JPEG 2000
// and JPEG XL are made of them.
#pragma once

#include "core/reader.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

struct Box {
    std::string_view type;   ///< four bytes
    Bytes data;              ///< without the header; of "uuid" boxes the number comes first
    std::size_t at = 0;      ///< of the data, in the reader's bytes
    bool is_cut = false;     ///< the box ends beyond its container: `data` is what is there
    bool is_open = false;    ///< the box lasts to the end of the file (length 0)
};

/// The next box. A box that is cut off is given as far as it goes; what cannot be the head of a box fails.
Result<Box> read_box(Reader& in);

/// Version and flags, with which a "full box" begins.
struct FullHead {
    std::uint8_t version = 0;
    std::uint32_t flags = 0;
};
Result<FullHead> read_full_head(Reader& in);

/// Writes a box: `body` writes its data.
template <class Body>
void put_box(Sink& out, Budget& budget, Literal type, Body body) {
    Sink inside(budget);
    body(inside);
    out.be32(static_cast<std::uint32_t>(inside.size() + 8));
    out.put(type);
    out.put(inside.take());
}
/// The same with version and flags.
template <class Body>
void put_full_box(Sink& out, Budget& budget, Literal type, std::uint8_t version, std::uint32_t flags, Body body) {
    put_box(out, budget, type, [&](Sink& inside) {
        inside.be32(std::uint32_t{version} << 24 | flags);
        body(inside);
    });
}

}  // namespace scrub::engine::codec
