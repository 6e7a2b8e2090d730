// Drawing and coding of pages.
#include "format/pdf/redraw.hpp"

#include <algorithm>
#include <cmath>

#include "codec/inflate.hpp"
#include "codec/jpeg_encode.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr double kDpi = 150;
constexpr double kMaxPixels = 25e6;
constexpr double kPhotoShare = 0.2;  // of pixels that are neither paper nor next to something of their own colour

bool is_grey(Raster const& raster) {
    for (std::size_t i = 0; i + 3 <= raster.rgb.size(); i += 3)
        if (raster.rgb[i] != raster.rgb[i + 1] || raster.rgb[i] != raster.rgb[i + 2]) return false;
    return true;
}

/// Text and drawings have large areas of one colour; photographs have none.
bool is_photo(Raster const& raster) {
    std::size_t changes = 0;
    auto const pixels = raster.rgb.size() / 3;
    for (std::size_t i = 1; i < pixels; ++i) changes += std::equal(&raster.rgb[i * 3], &raster.rgb[i * 3] + 3, &raster.rgb[i * 3 - 3]) ? 0U : 1U;
    return static_cast<double>(changes) > kPhotoShare * static_cast<double>(pixels);
}

Blob grey_samples(Raster const& raster) {
    std::size_t const row_bytes = (std::size_t{raster.width} + 1) / 2;
    Blob out(row_bytes * raster.height);
    for (std::uint32_t y = 0; y < raster.height; ++y)
        for (std::uint32_t x = 0; x < raster.width; ++x) {
            auto const level = static_cast<std::uint8_t>((*raster.pixel(x, y) + 8) / 17);
            out[y * row_bytes + x / 2] |= static_cast<std::uint8_t>(x % 2 == 0 ? level << 4 : level);
        }
    return out;
}

PagePicture coded(Raster const& raster, PageRenderer::Size size) {
    PagePicture picture{size.width, size.height, raster.width, raster.height, false, is_photo(raster), {}};
    if (picture.is_jpeg) {
        picture.data = codec::encode_jpeg(raster.rgb, raster.width, raster.height).take();
        return picture;
    }
    picture.is_grey = is_grey(raster);
    picture.data = codec::deflate(picture.is_grey ? grey_samples(raster) : raster.rgb, codec::Wrapper::zlib).take();
    return picture;
}

}  // namespace

Value PagePicture::as_object(Arena& arena) const {
    Dict dict;
    dict.list = {{"Type", Value::of_name("XObject")}, {"Subtype", Value::of_name("Image")}, {"Width", Value::of_integer(columns)}, {"Height", Value::of_integer(rows)},
                 {"ColorSpace", Value::of_name(is_grey ? "DeviceGray" : "DeviceRGB")}, {"BitsPerComponent", Value::of_integer(is_grey ? 4 : 8)},
                 {"Filter", Value::of_name(is_jpeg ? "DCTDecode" : "FlateDecode")}};
    Value stream;
    stream.type = Type::stream;
    stream.text = text(data);
    stream.entries = arena.keep(std::move(dict));
    return stream;
}

void Redraw::give_up(std::size_t page, std::string_view why) {
    reasons_.emplace(page, why);
    wanted_.erase(page);
    is_spoilt_ = true;
}

PagePicture const* Redraw::picture(std::size_t page) const {
    auto const found = pictures_.find(page);
    return found == pictures_.end() ? nullptr : &found->second;
}

double Redraw::dpi_of(double width, double height) {
    auto const pixels = width * height * (kDpi / 72) * (kDpi / 72);
    return pixels > kMaxPixels ? kDpi * std::sqrt(kMaxPixels / pixels) : kDpi;
}

bool Redraw::is_size_of(double points, double dpi, std::int64_t pixels) { return std::fabs(points * dpi / 72 - static_cast<double>(pixels)) <= 1.5; }

Result<void> Redraw::draw(PageRenderer& renderer, Bytes input, Bytes written) {
    auto const draw_page = [&](PageRenderer::Document& document, std::size_t page) -> Result<void> {
        auto const number = static_cast<std::uint32_t>(page);
        auto const size = TRY(document.page_size(number));
        if (!(size.width > 0 && size.height > 0)) return fail(Errc::malformed, "a page without a size");
        auto const raster = TRY(document.draw(number, dpi_of(size.width, size.height), PageRenderer::Edges::smooth, PageRenderer::Annotations::shown));
        pictures_[page] = coded(raster, size);
        return {};
    };
    if (!reasons_.empty()) {
        auto const pages = TRY(renderer.open(input));
        for (auto const& [page, why] : reasons_) TRY(draw_page(*pages, page));
    }
    if (!wanted_.empty()) {
        auto const pages = TRY(renderer.open(written));
        for (auto const page : wanted_) TRY(draw_page(*pages, page));
    }
    return {};
}

Made picture_content(double width, double height, Budget& budget) {
    Emit out(budget);
    out.word("q").number(width).integer(0).integer(0).number(height).integer(0).integer(0).word("cm").name("X", 0).word("Do").word("Q");
    return out.take();
}

}  // namespace scrub::engine::pdf
