// Decoding by Magick++ under a policy of our own.
#include "raster/magick.hpp"

#include <algorithm>

#include <Magick++.h>

namespace scrub::engine::raster {
namespace {

struct Coder {
    PictureCoding coding;
    char const* name;
};

constexpr Coder kCoders[] = {
    {PictureCoding::dds, "DDS"},   {PictureCoding::dpx, "DPX"},      {PictureCoding::exr, "EXR"}, {PictureCoding::hdr, "HDR"},
    {PictureCoding::jpeg2000, "JP2"}, {PictureCoding::jpeg2000_codestream, "J2K"}, {PictureCoding::mng, "MNG"}, {PictureCoding::pcx, "PCX"},
    {PictureCoding::psd, "PSD"},   {PictureCoding::sgi, "SGI"},      {PictureCoding::sun, "SUN"}, {PictureCoding::tga, "TGA"}, {PictureCoding::xcf, "XCF"},
};

// JPEG and PNG are what MNG holds.
constexpr char kPolicy[] =
    "<policymap>"
    "<policy domain=\"coder\" rights=\"none\" pattern=\"*\"/>"
    "<policy domain=\"coder\" rights=\"read\" pattern=\"{DDS,DPX,EXR,HDR,J2K,JP2,JPEG,MNG,PCX,PNG,PSD,SGI,SUN,TGA,XCF}\"/>"
    "<policy domain=\"delegate\" rights=\"none\" pattern=\"*\"/>"
    "<policy domain=\"filter\" rights=\"none\" pattern=\"*\"/>"
    "<policy domain=\"path\" rights=\"none\" pattern=\"*\"/>"
    "</policymap>";

void set_limits() {
    using namespace MagickCore;
    constexpr MagickSizeType kMegabyte = 1 << 20;
    SetMagickResourceLimit(MemoryResource, 800 * kMegabyte);
    SetMagickResourceLimit(MapResource, 0);
    SetMagickResourceLimit(DiskResource, 0);
    SetMagickResourceLimit(AreaResource, 128 * kMegabyte);
    SetMagickResourceLimit(WidthResource, 65'500);
    SetMagickResourceLimit(HeightResource, 65'500);
    SetMagickResourceLimit(ListLengthResource, 1000);
    SetMagickResourceLimit(ThreadResource, 1);
    SetMagickResourceLimit(FileResource, 16);
}

Magick::Image read_first(Bytes in, char const* coder) {
    Magick::Image image;
    image.quiet(true);
    image.magick(coder);
    image.subImage(0);
    image.subRange(1);
    image.read(Magick::Blob(in.data(), in.size()));
    return image;
}

// A coder is loaded by its first use; what it is given does not matter.
void load(char const* coder) {
    constexpr std::uint8_t kNothing[64] = {};
    try {
        read_first(kNothing, coder);
    } catch (Magick::Exception const&) {  // which the nothing gives rise to
    }
}

Blob profile_of(Magick::Image const& image) {
    auto const blob = image.iccColorProfile();
    auto const* const data = static_cast<std::uint8_t const*>(blob.data());
    return data == nullptr ? Blob{} : Blob(data, data + blob.length());
}

bool is_grey(Magick::Image const& image) {
    auto const type = image.type();
    return type == Magick::BilevelType || type == Magick::GrayscaleType || type == Magick::GrayscaleMatteType;
}

DecodedPicture pixels_of(Magick::Image& image) {
    DecodedPicture picture;
    picture.icc = profile_of(image);
    if (image.colorSpace() == Magick::CMYKColorspace || !picture.icc.empty()) image.profile("ICC", Magick::Blob());
    bool const grey = is_grey(image);
    if (image.colorSpace() != Magick::sRGBColorspace && image.colorSpace() != Magick::GRAYColorspace) {
        picture.icc.clear();  // it speaks of the colours as they were
        image.colorSpace(Magick::sRGBColorspace);
    }
    picture.width = static_cast<std::uint32_t>(image.columns());
    picture.height = static_cast<std::uint32_t>(image.rows());
    picture.channels = (grey ? 1U : 3U) + (image.matte() ? 1U : 0U);
    picture.depth = image.depth() > 8 ? 16 : 8;
    auto const count = std::size_t{picture.width} * picture.height * picture.channels;
    char const* const map = grey ? (image.matte() ? "IA" : "I") : (image.matte() ? "RGBA" : "RGB");
    if (picture.depth == 8) {
        picture.samples.resize(count);
        image.write(0, 0, picture.width, picture.height, map, Magick::CharPixel, picture.samples.data());
        return picture;
    }
    std::vector<std::uint16_t> wide(count);
    image.write(0, 0, picture.width, picture.height, map, Magick::ShortPixel, wide.data());
    picture.samples.reserve(count * 2);
    for (auto const value : wide) {
        picture.samples.push_back(static_cast<std::uint8_t>(value >> 8));
        picture.samples.push_back(static_cast<std::uint8_t>(value));
    }
    return picture;
}

}  // namespace

bool prepare_magick() {
    try {
        Magick::InitializeMagick(nullptr);
        auto* const exception = MagickCore::AcquireExceptionInfo();
        bool const is_set = MagickCore::SetMagickSecurityPolicy(kPolicy, exception) != MagickCore::MagickFalse;
        MagickCore::DestroyExceptionInfo(exception);
        if (!is_set) return false;
        set_limits();
        for (auto const& coder : kCoders) load(coder.name);
        load("JPEG");
        load("PNG");
        return true;
    } catch (Magick::Exception const&) {
        return false;
    }
}

Result<DecodedPicture> decode_magick(Bytes in, PictureCoding coding, Budget const& budget) {
    auto const* const coder = std::find_if(std::begin(kCoders), std::end(kCoders), [&](Coder const& c) { return c.coding == coding; });
    if (coder == std::end(kCoders)) return fail(Errc::unsupported, "no decoder for this picture");
    try {
        auto image = read_first(in, coder->name);
        image.autoOrient();
        TRY(budget.pixels(image.columns(), image.rows()));
        return pixels_of(image);
    } catch (Magick::ErrorResourceLimit const&) {
        return fail(Errc::over_budget, "picture too large to decode");
    } catch (Magick::ErrorCache const&) {
        return fail(Errc::over_budget, "picture too large to decode");
    } catch (Magick::Exception const&) {
        return fail(Errc::malformed, "picture that cannot be decoded");
    }
}

}  // namespace scrub::engine::raster
