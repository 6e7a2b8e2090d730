// JPEG coding by libjpeg-turbo.
#include "codec/jpeg_encode.hpp"

#include <turbojpeg.h>

#include <memory>
#include <new>

namespace scrub::engine::codec {

Made encode_jpeg(Bytes rgb, std::uint32_t width, std::uint32_t height) {
    constexpr int kQuality = 85;
    struct DestroyHandle {
        void operator()(void* handle) const { tjDestroy(handle); }
    };
    struct FreeBuffer {
        void operator()(unsigned char* buffer) const { tjFree(buffer); }
    };
    std::unique_ptr<void, DestroyHandle> const handle(tjInitCompress());
    unsigned char* raw = nullptr;
    unsigned long size = 0;
    int const status = handle ? tjCompress2(handle.get(), rgb.data(), static_cast<int>(width), 0, static_cast<int>(height), TJPF_RGB, &raw, &size, TJSAMP_420, kQuality, TJFLAG_ACCURATEDCT) : -1;
    std::unique_ptr<unsigned char, FreeBuffer> const buffer(raw);
    if (status != 0 || buffer == nullptr) throw std::bad_alloc();  // nothing else can go wrong with pixels of ours
    return Made::by_encoder(Blob(buffer.get(), buffer.get() + size));
}

}  // namespace scrub::engine::codec
