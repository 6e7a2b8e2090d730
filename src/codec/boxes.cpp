// Heads of boxes.
#include "codec/boxes.hpp"

#include <algorithm>

namespace scrub::engine::codec {

Result<Box> read_box(Reader& in) {
    auto const start = in.at();
    Box box;
    std::uint64_t size = TRY(in.u32());
    box.type = text(TRY(in.take(4)));
    if (size == 1) size = TRY(in.u64());
    auto const head = in.at() - start;
    box.is_open = size == 0;
    if (box.is_open) size = head + in.left();
    if (size < head) return fail(Errc::malformed, "box shorter than its head", start);
    box.at = in.at();
    box.is_cut = size - head > in.left();
    box.data = TRY(in.take(std::min<std::uint64_t>(size - head, in.left())));
    return box;
}

Result<FullHead> read_full_head(Reader& in) {
    auto const word = TRY(in.u32());
    return FullHead{static_cast<std::uint8_t>(word >> 24), word & 0xFFFFFF};
}

}  // namespace scrub::engine::codec
