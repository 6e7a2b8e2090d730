// Pages by poppler-glib on cairo: the fastest renderer in Debian 12 with a stable interface.
// Poppler (GPL-2 or 3; 11 CVEs fixed in Debian 12) sees whole PDFs, so it runs in the worker of its own tier only.
// Without it, text that the page hides could be found by its structure alone.
#include <cairo.h>
#include <poppler.h>

#include <cmath>
#include <new>

#include "render/tool.hpp"

namespace scrub::engine {
namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
    void operator()(GBytes* bytes) const { g_bytes_unref(bytes); }
    void operator()(GError* error) const { g_error_free(error); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(char* text) const { g_free(text); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

constexpr double kPointsPerInch = 72.0;
constexpr int kMaxSide = 32767;  // of a cairo surface

// cairo keeps a pixel in a 32-bit word of the machine: unused, red, green, blue.
Raster to_raster(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    Raster raster{static_cast<std::uint32_t>(cairo_image_surface_get_width(surface)), static_cast<std::uint32_t>(cairo_image_surface_get_height(surface)), {}};
    auto const stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
    std::span<unsigned char const> const data(cairo_image_surface_get_data(surface), stride * raster.height);
    raster.rgb.resize(std::size_t{raster.width} * raster.height * 3);
    auto* to = raster.rgb.data();
    for (std::uint32_t y = 0; y < raster.height; ++y) {
        auto const row = data.subspan(y * stride, std::size_t{raster.width} * 4);
        for (std::size_t x = 0; x < row.size(); x += 4) {
            *to++ = row[x + 2];
            *to++ = row[x + 1];
            *to++ = row[x];
        }
    }
    return raster;
}

class PopplerFile final : public PageRenderer::Document {
public:
    explicit PopplerFile(Owned<PopplerDocument> document) : document_(std::move(document)) {}

    std::uint32_t page_count() const override {
        return static_cast<std::uint32_t>(std::max(0, poppler_document_get_n_pages(document_.get())));
    }

    Result<PageRenderer::Size> page_size(std::uint32_t page) override {
        auto const shown = TRY(open(page));
        PageRenderer::Size size;
        poppler_page_get_size(shown.get(), &size.width, &size.height);
        return size;
    }

    Result<Raster> draw(std::uint32_t page, double dpi, PageRenderer::Edges edges, PageRenderer::Annotations annotations) override {
        auto const shown = TRY(open(page));
        double width = 0;
        double height = 0;
        poppler_page_get_size(shown.get(), &width, &height);
        double const scale = dpi / kPointsPerInch;
        double const columns = std::ceil(width * scale);
        double const rows = std::ceil(height * scale);
        if (!(columns >= 1 && rows >= 1 && columns <= kMaxSide && rows <= kMaxSide)) return fail(Errc::over_budget, "page too large to be drawn");

        Owned<cairo_surface_t> const surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(columns), static_cast<int>(rows)));
        if (cairo_surface_status(surface.get()) == CAIRO_STATUS_NO_MEMORY) throw std::bad_alloc();
        Owned<cairo_t> const context(cairo_create(surface.get()));
        cairo_set_source_rgb(context.get(), 1, 1, 1);
        cairo_paint(context.get());
        cairo_scale(context.get(), scale, scale);
        if (edges == PageRenderer::Edges::hard) harden(context.get());
        if (annotations == PageRenderer::Annotations::shown) poppler_page_render(shown.get(), context.get());
        else poppler_page_render_for_printing_with_options(shown.get(), context.get(), POPPLER_PRINT_DOCUMENT);
        auto const status = cairo_status(context.get());
        if (status == CAIRO_STATUS_NO_MEMORY) throw std::bad_alloc();
        if (status != CAIRO_STATUS_SUCCESS || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return fail(Errc::malformed, "page that cannot be drawn");
        return to_raster(surface.get());
    }

    Result<std::string> text(std::uint32_t page) override {
        auto const shown = TRY(open(page));
        Owned<char> const text(poppler_page_get_text(shown.get()));
        return std::string(text ? text.get() : "");
    }

private:
    Result<Owned<PopplerPage>> open(std::uint32_t page) {
        if (page >= page_count()) return fail(Errc::malformed, "page that is not there");
        Owned<PopplerPage> shown(poppler_document_get_page(document_.get(), static_cast<int>(page)));
        if (!shown) return fail(Errc::malformed, "page that cannot be read");
        return shown;
    }

    static void harden(cairo_t* context) {
        cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE);
        Owned<cairo_font_options_t> const options(cairo_font_options_create());
        cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_NONE);
        cairo_set_font_options(context, options.get());
    }

    Owned<PopplerDocument> document_;
};

class PopplerRenderer final : public PageRenderer {
public:
    Result<std::unique_ptr<Document>> open(Bytes pdf) override {
        Owned<GBytes> const bytes(g_bytes_new_static(pdf.data(), pdf.size()));
        GError* raw_error = nullptr;
        Owned<PopplerDocument> document(poppler_document_new_from_bytes(bytes.get(), nullptr, &raw_error));
        Owned<GError> const error(raw_error);
        if (document) return std::unique_ptr<Document>(std::make_unique<PopplerFile>(std::move(document)));
        if (error && error->code == POPPLER_ERROR_ENCRYPTED) return fail(Errc::encrypted, "the document needs a password");
        return fail(Errc::malformed, "document that the renderer cannot open");
    }
};

// A page with one glyph of a font that is not embedded: drawing it makes fontconfig read its configuration and Poppler
// its tables, which are not to be had once the sandbox has closed.
constexpr std::string_view kWarmUp =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 25>>stream\nBT /F 9 Tf 1 1 Td(a)Tj ET\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n";

bool warm_up(PopplerRenderer& renderer) {
    auto const document = renderer.open(bytes_of(kWarmUp));
    return document && (*document)->draw(0, kPointsPerInch, PageRenderer::Edges::smooth, PageRenderer::Annotations::shown);
}

}  // namespace

PageRenderer* page_renderer() {
    static PopplerRenderer renderer;
    static bool const is_ready = warm_up(renderer);
    return is_ready ? &renderer : nullptr;
}

}  // namespace scrub::engine
