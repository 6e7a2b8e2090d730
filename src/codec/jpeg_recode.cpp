// JPEG transforms by libjpeg-turbo.
#include "codec/jpeg_recode.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace scrub::engine::codec {
namespace {

struct DestroyHandle {
    void operator()(void* handle) const { tjDestroy(handle); }
};
struct FreeBuffer {
    void operator()(unsigned char* buffer) const { tjFree(buffer); }
};

// What brings a picture of each orientation upright.
int operation_for(std::uint8_t orientation) {
    constexpr int kOperations[] = {TJXOP_NONE,  TJXOP_NONE,      TJXOP_HFLIP,  TJXOP_ROT180,     TJXOP_VFLIP,
                                   TJXOP_TRANSPOSE, TJXOP_ROT90, TJXOP_TRANSVERSE, TJXOP_ROT270};
    return orientation < std::size(kOperations) ? kOperations[orientation] : TJXOP_NONE;
}

// Called for one row of blocks at a time (turbojpeg.h, tjtransform).
int visit_row(short* coefficients, tjregion row, tjregion, int component, int, tjtransform* transform) {
    auto const& visit = *static_cast<BlockVisitor const*>(transform->data);
    constexpr int kSide = 8;
    constexpr std::size_t kBlock = 64;
    for (int x = 0; x < row.w / kSide; ++x) {
        auto* const stored = coefficients + static_cast<std::size_t>(x) * kBlock;
        BlockCoefficients block;
        std::copy(stored, stored + kBlock, block.begin());
        visit(static_cast<std::size_t>(component), static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(row.y / kSide), block);
        std::copy(block.begin(), block.end(), stored);
    }
    return 0;
}

}  // namespace

Result<RecodedJpeg> recode_jpeg(Bytes jpeg, Recoding const& recoding) {
    std::unique_ptr<void, DestroyHandle> const handle(tjInitTransform());
    if (!handle) throw std::bad_alloc();
    tjtransform transform{};
    transform.op = operation_for(recoding.orientation);
    transform.options = TJXOPT_COPYNONE | TJXOPT_PERFECT | (recoding.is_progressive ? TJXOPT_PROGRESSIVE : 0);
    BlockVisitor visit = recoding.visit;
    if (visit) {
        transform.customFilter = &visit_row;
        transform.data = &visit;
    }
    unsigned char* raw = nullptr;
    unsigned long size = 0;
    int const status = tjTransform(handle.get(), jpeg.data(), jpeg.size(), 1, &raw, &size, &transform, TJFLAG_LIMITSCANS);
    std::unique_ptr<unsigned char, FreeBuffer> const buffer(raw);
    bool const is_warning = status != 0 && tjGetErrorCode(handle.get()) == TJERR_WARNING;
    if (status != 0 && !is_warning) {
        std::string_view const message = tjGetErrorStr2(handle.get());
        if (message.find("not perfect") != std::string_view::npos) return fail(Errc::unsupported, "a turn that would lose pixels");
        if (message.find("emory") != std::string_view::npos) return fail(Errc::over_budget, "picture too large to be coded anew");
        return fail(Errc::malformed, "JPEG that cannot be decoded");
    }
    if (buffer == nullptr || size == 0) return fail(Errc::malformed, "JPEG that cannot be decoded");
    return RecodedJpeg{Made::by_encoder(Blob(buffer.get(), buffer.get() + size)), is_warning};
}

}  // namespace scrub::engine::codec
