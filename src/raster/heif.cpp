// The main picture of a HEIF file, upright and cut as viewers show it.
#include "raster/heif.hpp"

#include <memory>

#include <libheif/heif.h>

namespace scrub::engine::raster {
namespace {

template <class T, void (*Free)(T*)>
struct Freer {
    void operator()(T* p) const { Free(p); }
};
void free_handle(heif_image_handle* handle) { heif_image_handle_release(handle); }
void free_image(heif_image* image) { heif_image_release(image); }
void free_context(heif_context* context) { heif_context_free(context); }
void free_options(heif_decoding_options* options) { heif_decoding_options_free(options); }

using Context = std::unique_ptr<heif_context, Freer<heif_context, free_context>>;
using Handle = std::unique_ptr<heif_image_handle, Freer<heif_image_handle, free_handle>>;
using Image = std::unique_ptr<heif_image, Freer<heif_image, free_image>>;
using DecodingOptions = std::unique_ptr<heif_decoding_options, Freer<heif_decoding_options, free_options>>;

bool is_good(heif_error const& error) { return error.code == heif_error_Ok; }

Blob profile_of(heif_image_handle const* handle) {
    Blob icc(heif_image_handle_get_raw_color_profile_size(handle));
    if (!icc.empty() && !is_good(heif_image_handle_get_raw_color_profile(handle, icc.data()))) icc.clear();
    return icc;
}

// Rows of 8 bits, or of more bits in 16, brought to the full range of 16.
void copy_rows(heif_image const* image, unsigned bits, DecodedPicture& picture) {
    int stride = 0;
    auto const* const plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    if (plane == nullptr || stride <= 0) return;
    auto const row_bytes = std::size_t{picture.width} * picture.channels * (picture.depth / 8);
    picture.samples.reserve(row_bytes * picture.height);
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        Bytes const row(plane + std::size_t{y} * static_cast<std::size_t>(stride), row_bytes);
        if (picture.depth == 8) {
            picture.samples.insert(picture.samples.end(), row.begin(), row.end());
            continue;
        }
        auto const most = (std::uint32_t{1} << bits) - 1;
        for (std::size_t i = 0; i + 1 < row.size(); i += 2) {
            auto const value = (std::uint32_t{row[i]} << 8 | row[i + 1]) & most;
            auto const full = (value * 65535U + most / 2) / most;
            picture.samples.push_back(static_cast<std::uint8_t>(full >> 8));
            picture.samples.push_back(static_cast<std::uint8_t>(full));
        }
    }
}

}  // namespace

Result<DecodedPicture> decode_heif(Bytes in, Budget const& budget) {
    constexpr int kMaxSide = 65'535;
    Context const context(heif_context_alloc());
    if (!context) return fail(Errc::over_budget, "no memory for the picture");
    heif_context_set_max_decoding_threads(context.get(), 0);
    heif_context_set_maximum_image_size_limit(context.get(), kMaxSide);
    if (!is_good(heif_context_read_from_memory_without_copy(context.get(), in.data(), in.size(), nullptr))) return fail(Errc::malformed, "HEIF file that cannot be decoded");
    heif_image_handle* raw_handle = nullptr;
    if (!is_good(heif_context_get_primary_image_handle(context.get(), &raw_handle))) return fail(Errc::malformed, "HEIF file that cannot be decoded");
    Handle const handle(raw_handle);
    auto const width = heif_image_handle_get_width(handle.get()), height = heif_image_handle_get_height(handle.get());
    if (width <= 0 || height <= 0) return fail(Errc::malformed, "HEIF file that cannot be decoded");
    TRY(budget.pixels(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height)));

    bool const has_alpha = heif_image_handle_has_alpha_channel(handle.get()) != 0;
    int const bits = heif_image_handle_get_luma_bits_per_pixel(handle.get());
    bool const is_deep = bits > 8;
    auto const chroma = is_deep ? (has_alpha ? heif_chroma_interleaved_RRGGBBAA_BE : heif_chroma_interleaved_RRGGBB_BE)
                                : (has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB);
    DecodingOptions const options(heif_decoding_options_alloc());
    heif_image* raw_image = nullptr;
    if (!is_good(heif_decode_image(handle.get(), &raw_image, heif_colorspace_RGB, chroma, options.get()))) return fail(Errc::malformed, "HEIF file that cannot be decoded");
    Image const image(raw_image);

    DecodedPicture picture;
    picture.width = static_cast<std::uint32_t>(heif_image_get_width(image.get(), heif_channel_interleaved));
    picture.height = static_cast<std::uint32_t>(heif_image_get_height(image.get(), heif_channel_interleaved));
    picture.channels = has_alpha ? 4 : 3;
    picture.depth = is_deep ? 16 : 8;
    auto const used_bits = heif_image_get_bits_per_pixel_range(image.get(), heif_channel_interleaved);
    copy_rows(image.get(), used_bits > 8 && used_bits <= 16 ? static_cast<unsigned>(used_bits) : 16, picture);
    picture.icc = profile_of(handle.get());
    return picture;
}

}  // namespace scrub::engine::raster
