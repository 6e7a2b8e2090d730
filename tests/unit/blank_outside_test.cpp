// Pixels of pictures that documents crop away.
#include <catch2/catch.hpp>

#include "codec/blank_outside.hpp"
#include "codec/png_write.hpp"
#include "support/picture_samples.hpp"

using namespace scrub::engine;
using namespace scrub::engine::testing;
using codec::Blanked;

namespace {

constexpr codec::Visible kRightHalf{0.5, 0, 1, 1};

Result<Blanked> blank(Bytes picture, codec::Visible const& visible = kRightHalf) {
    static scrub::Limits const kLimits;
    Budget budget(kLimits, picture.size());
    return codec::blank_outside(picture, visible, budget);
}

// Sixteen pixels square; the pixel at (x, y) has another value than its neighbours.
Made picture(std::size_t x, std::size_t y, unsigned channels = 3) {
    DecodedPicture decoded;
    decoded.width = decoded.height = 16;
    decoded.channels = channels;
    decoded.samples.assign(16 * 16 * channels, 120);
    decoded.samples[(y * 16 + x) * channels] = 250;
    return codec::write_png(decoded, {});
}

}  // namespace

TEST_CASE("pictures that differ outside of what is shown become one picture") {
    for (unsigned const channels : {1U, 3U, 4U}) {
        auto const left = picture(1, 3, channels), other = picture(3, 9, channels), right = picture(12, 3, channels);
        auto const a = blank(left.bytes()), b = blank(other.bytes()), c = blank(right.bytes());
        REQUIRE((a && b && c));
        REQUIRE(a->state == Blanked::State::done);
        CHECK(text(a->picture.bytes()) == text(b->picture.bytes()));
        CHECK(text(a->picture.bytes()) != text(c->picture.bytes()));
    }
}

TEST_CASE("a picture that is blank outside of what is shown is left alone") {
    auto const first = blank(picture(1, 3).bytes());
    REQUIRE(first);
    auto const second = blank(first->picture.bytes());
    REQUIRE(second);
    CHECK(second->state == Blanked::State::unneeded);
    auto const all = blank(picture(1, 3).bytes(), {});
    REQUIRE(all);
    CHECK(all->state == Blanked::State::unneeded);
}

TEST_CASE("blocks of a JPEG outside of what is shown become grey, once") {
    for (auto const* const name : {"progressive.jpg", "resolution_odd.jpg"}) {
        auto const first = blank(sample("jpeg", name), {0, 0, 0.25, 0.25});
        REQUIRE(first);
        REQUIRE(first->state == Blanked::State::done);
        auto const second = blank(first->picture.bytes(), {0, 0, 0.25, 0.25});
        REQUIRE(second);
        CHECK(second->state == Blanked::State::unneeded);
    }
}

TEST_CASE("what is no picture that can be blanked is said so") {
    auto const gif = blank(bytes_of("GIF89a"));
    REQUIRE(gif);
    CHECK(gif->state == Blanked::State::impossible);
    auto const broken = blank(bytes_of(std::string_view("\x89PNG\r\n\x1A\n\0\0\0\1IHDR", 16)));
    REQUIRE(broken);
    CHECK(broken->state == Blanked::State::impossible);
}
