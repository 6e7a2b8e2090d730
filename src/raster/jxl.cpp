// The first frame of a JPEG XL picture, upright.
#include "raster/jxl.hpp"

#include <memory>

#include <jxl/decode.h>

namespace scrub::engine::raster {
namespace {

struct FreeDecoder {
    void operator()(JxlDecoder* decoder) const { JxlDecoderDestroy(decoder); }
};
using Decoder = std::unique_ptr<JxlDecoder, FreeDecoder>;

Failure undecodable() { return fail(Errc::malformed, "JPEG XL picture that cannot be decoded"); }

// Takes over the size and the channels, and says how samples are to come.
Result<JxlPixelFormat> describe(JxlDecoder const* decoder, Budget const& budget, DecodedPicture& picture) {
    JxlBasicInfo info{};
    if (JxlDecoderGetBasicInfo(decoder, &info) != JXL_DEC_SUCCESS) return undecodable();
    TRY(budget.pixels(info.xsize, info.ysize));
    picture.width = info.xsize;
    picture.height = info.ysize;
    picture.channels = (info.num_color_channels == 1 ? 1U : 3U) + (info.alpha_bits > 0 ? 1U : 0U);
    picture.depth = info.bits_per_sample > 8 ? 16 : 8;
    for (std::uint32_t i = 0; i < info.num_extra_channels; ++i) {
        JxlExtraChannelInfo channel{};
        if (JxlDecoderGetExtraChannelInfo(decoder, i, &channel) != JXL_DEC_SUCCESS) return undecodable();
        if (channel.type != JXL_CHANNEL_ALPHA) ++picture.further_channels;
        std::string name(std::size_t{channel.name_length} + 1, '\0');
        if (channel.name_length == 0 || JxlDecoderGetExtraChannelName(decoder, i, name.data(), name.size()) != JXL_DEC_SUCCESS) continue;
        name.pop_back();
        picture.names.push_back(std::move(name));
    }
    return JxlPixelFormat{picture.channels, picture.depth == 16 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_BIG_ENDIAN, 0};
}

void note_frame(JxlDecoder const* decoder, DecodedPicture& picture) {
    ++picture.frames;
    JxlFrameHeader header{};
    if (JxlDecoderGetFrameHeader(decoder, &header) != JXL_DEC_SUCCESS || header.name_length == 0) return;
    std::string name(std::size_t{header.name_length} + 1, '\0');
    if (JxlDecoderGetFrameName(decoder, name.data(), name.size()) != JXL_DEC_SUCCESS) return;
    name.pop_back();
    picture.names.push_back(std::move(name));
}

Blob profile_of(JxlDecoder const* decoder, JxlPixelFormat const& format) {
    std::size_t size = 0;
    if (JxlDecoderGetICCProfileSize(decoder, &format, JXL_COLOR_PROFILE_TARGET_DATA, &size) != JXL_DEC_SUCCESS || size > (8U << 20)) return {};
    Blob icc(size);
    if (JxlDecoderGetColorAsICCProfile(decoder, &format, JXL_COLOR_PROFILE_TARGET_DATA, icc.data(), icc.size()) != JXL_DEC_SUCCESS) icc.clear();
    return icc;
}

}  // namespace

Result<DecodedPicture> decode_jxl(Bytes in, Budget const& budget) {
    Decoder const decoder(JxlDecoderCreate(nullptr));
    if (!decoder) return fail(Errc::over_budget, "no memory for the picture");
    auto* const d = decoder.get();
    if (JxlDecoderSubscribeEvents(d, JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FRAME | JXL_DEC_FULL_IMAGE) != JXL_DEC_SUCCESS) return undecodable();
    if (JxlDecoderSetInput(d, in.data(), in.size()) != JXL_DEC_SUCCESS) return undecodable();
    JxlDecoderCloseInput(d);
    DecodedPicture picture;
    JxlPixelFormat format{};
    picture.frames = 0;
    for (;;) {
        switch (JxlDecoderProcessInput(d)) {
            case JXL_DEC_BASIC_INFO: format = TRY(describe(d, budget, picture)); break;
            case JXL_DEC_COLOR_ENCODING: picture.icc = profile_of(d, format); break;
            case JXL_DEC_FRAME:
                note_frame(d, picture);
                if (picture.frames > 1) JxlDecoderSkipCurrentFrame(d);
                break;
            case JXL_DEC_NEED_IMAGE_OUT_BUFFER: {
                std::size_t size = 0;
                if (JxlDecoderImageOutBufferSize(d, &format, &size) != JXL_DEC_SUCCESS) return undecodable();
                picture.samples.resize(size);
                if (JxlDecoderSetImageOutBuffer(d, &format, picture.samples.data(), size) != JXL_DEC_SUCCESS) return undecodable();
                break;
            }
            case JXL_DEC_FULL_IMAGE: break;
            case JXL_DEC_SUCCESS: picture.bytes_behind = JxlDecoderReleaseInput(d); return picture;
            default: return undecodable();
        }
    }
}

}  // namespace scrub::engine::raster
