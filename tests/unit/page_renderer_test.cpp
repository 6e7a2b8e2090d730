// The renderer of the render tier.
#include <catch2/catch.hpp>

#include <algorithm>

#include "render/tool.hpp"

using namespace scrub::engine;

namespace {

std::string one_page(std::string_view content) {
    return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 50]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
           "4 0 obj<</Length " + std::to_string(content.size()) + ">>stream\n" + std::string(content) +
           "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n";
}

Raster drawn(std::string const& pdf, PageRenderer::Edges edges) {
    auto* const renderer = page_renderer();
    REQUIRE(renderer != nullptr);
    auto const document = renderer->open(bytes_of(pdf));
    REQUIRE(document);
    auto raster = (*document)->draw(0, 72, edges, PageRenderer::Annotations::shown);
    REQUIRE(raster);
    return std::move(raster).take();
}

std::size_t count(Raster const& raster, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < raster.rgb.size(); i += 3) n += raster.rgb[i] == r && raster.rgb[i + 1] == g && raster.rgb[i + 2] == b ? 1 : 0;
    return n;
}

}  // namespace

TEST_CASE("a page is drawn on opaque white at the size that the resolution gives") {
    auto const raster = drawn(one_page("1 0 0 rg 10 10 20 20 re f"), PageRenderer::Edges::smooth);
    CHECK(raster.width == 100);
    CHECK(raster.height == 50);
    CHECK(count(raster, 255, 0, 0) == 400);
    CHECK(count(raster, 255, 255, 255) == 100 * 50 - 400);
}

TEST_CASE("with hard edges text has no other colour than its own") {
    auto const pdf = one_page("0 0 1 rg BT /F 30 Tf 5 10 Td (abc) Tj ET");
    auto const hard = drawn(pdf, PageRenderer::Edges::hard);
    CHECK(count(hard, 0, 0, 255) > 100);
    CHECK(count(hard, 0, 0, 255) + count(hard, 255, 255, 255) == 100 * 50);
    auto const smooth = drawn(pdf, PageRenderer::Edges::smooth);
    CHECK(count(smooth, 0, 0, 255) + count(smooth, 255, 255, 255) < 100 * 50);
}

TEST_CASE("what is no PDF does not open and a page that is too large is not drawn") {
    auto* const renderer = page_renderer();
    REQUIRE(renderer != nullptr);
    CHECK_FALSE(renderer->open(bytes_of("no document")));
    auto huge = one_page("");
    huge.replace(huge.find("100 50"), 6, "14400 14400");
    auto const document = renderer->open(bytes_of(huge));
    REQUIRE(document);
    CHECK((*document)->draw(0, 300, PageRenderer::Edges::smooth, PageRenderer::Annotations::shown).error().code == Errc::over_budget);
}
