// WebP: nothing hides in, between or behind the chunks and the coded pixels; pixels, frames, durations and loops stay.
#include "codec/vp8.hpp"
#include "codec/vp8l.hpp"
#include "support/picture_samples.hpp"

using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

Run scrubbed(std::string const& name) { return run_scrub(sample("webp", name)); }

Budget roomy() { return Budget(scrub::Limits{}, std::uint64_t{1} << 30); }

// Noise of `colours` colours, from a fixed sequence.
codec::Vp8lPicture noise(std::uint32_t width, std::uint32_t height, std::uint32_t colours) {
    codec::Vp8lPicture picture;
    picture.width = width;
    picture.height = height;
    picture.has_alpha = true;
    std::uint32_t state = 12345;
    for (std::uint32_t i = 0; i < width * height; ++i) {
        state = state * 1664525 + 1013904223;
        picture.pixels.push_back(colours == 0 ? state : (state >> 16) % colours * 0x10203);
    }
    return picture;
}

}  // namespace

TEST_CASE("a lossless picture that is coded anew has the same pixels") {
    for (auto const& [width, height, colours] : {std::tuple{1U, 1U, 1U}, {7U, 5U, 2U}, {33U, 9U, 4U}, {40U, 40U, 13U}, {64U, 31U, 200U}, {50U, 47U, 3000U}, {130U, 17U, 0U}}) {
        auto const picture = noise(width, height, colours);
        auto const made = codec::write_vp8l(picture);
        auto budget = roomy();
        auto const read = codec::read_vp8l(made.bytes(), budget);
        REQUIRE(read);
        CHECK(read->pixels == picture.pixels);
        CHECK(read->used == made.size());
        CHECK(read->last_byte == made.bytes().back());
    }
}

TEST_CASE("a lossy picture gives itself once it is in its lowest form") {
    auto const file = sample("webp", "partitions.webp");
    auto budget = roomy();
    auto const first = codec::read_vp8(Bytes(file).subspan(20), budget);
    REQUIRE(first);
    CHECK(first->width == 40);
    CHECK(first->has_scale);
    CHECK(first->spare_bits > 0);
    CHECK(text(first->behind).find("PLANTED") != std::string_view::npos);
    auto const second = codec::read_vp8(first->frame.bytes(), budget);
    REQUIRE(second);
    CHECK(second->behind.empty());
    CHECK(second->spare_bits == 0);
    CHECK(text(second->frame.bytes()) == text(first->frame.bytes()));
}

TEST_CASE("no text that was planted in a WebP stays") {
    for (auto const& path : testing::samples_of("webp")) CHECK_FALSE(holds(run_scrub(read_sample(path)).output, "PLANTED"));
}

TEST_CASE("frames, durations and loops of a WebP stay") {
    auto const output = scrubbed("animation.webp").output;
    CHECK(holds(output, std::string_view("ANIM\6\0\0\0\0\0\0\0\7\0", 14)));
    CHECK(holds(output, std::string_view("\x27\0\0\x23\0\0\x78\0\0\2", 10)));
    CHECK(holds(output, std::string_view("\5\0\0\2\0\0\7\0\0\7\0\0\x28\0\0\1", 16)));
}

TEST_CASE("a WebP without features has the simple form") {
    CHECK_FALSE(holds(scrubbed("cut.webp").output, "VP8X"));
    CHECK(scrubbed("predicted.webp").output == sample("webp", "predicted.webp"));
}
