// The tool of the raster tier: each coding goes to the one library that reads it best.
#include "raster/tool.hpp"

#include "core/picture_decoder.hpp"
#include "raster/heif.hpp"
#include "raster/jxl.hpp"
#include "raster/magick.hpp"

namespace scrub::engine {
namespace {

class Decoder final : public PictureDecoder {
public:
    Result<DecodedPicture> decode(Bytes in, PictureCoding coding, Budget const& budget) override {
        auto picture = TRY(by_library(in, coding, budget));
        // What libraries say of a hostile file is believed only where it adds up.
        bool const adds_up = picture.width > 0 && picture.height > 0 && picture.channels >= 1 && picture.channels <= 4 && (picture.depth == 8 || picture.depth == 16) &&
                             picture.samples.size() == std::uint64_t{picture.width} * picture.height * picture.channels * (picture.depth / 8);
        if (!adds_up) return fail(Errc::malformed, "picture that cannot be decoded");
        return picture;
    }

private:
    static Result<DecodedPicture> by_library(Bytes in, PictureCoding coding, Budget const& budget) {
        switch (coding) {
            case PictureCoding::heif: return raster::decode_heif(in, budget);
            case PictureCoding::jpegxl: return raster::decode_jxl(in, budget);
            case PictureCoding::dds:
            case PictureCoding::dpx:
            case PictureCoding::exr:
            case PictureCoding::hdr:
            case PictureCoding::jpeg2000:
            case PictureCoding::jpeg2000_codestream:
            case PictureCoding::mng:
            case PictureCoding::pcx:
            case PictureCoding::psd:
            case PictureCoding::sgi:
            case PictureCoding::sun:
            case PictureCoding::tga:
            case PictureCoding::xcf: return raster::decode_magick(in, coding, budget);
        }
        return fail(Errc::internal_error, "no such coding");
    }
};

}  // namespace

PictureDecoder* picture_decoder() {
    static bool const is_ready = raster::prepare_magick();
    static Decoder decoder;
    return is_ready ? &decoder : nullptr;
}

}  // namespace scrub::engine
