// Bitmaps, icons and cursors: gaps, padding, unused colours and tails go; the pixels stay.
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace bmp {
RuleList rules();
}

using namespace testing;

TEST_CASE("bitmap samples keep the four properties and no token") { check_samples("bmp"); }

TEST_CASE("every bitmap row has a sample") { CHECK(rows_without_sample("bmp", bmp::rules()) == ""); }

TEST_CASE("a damaged bitmap is refused or a fixpoint") {
    for (auto const* const name : {"clean.bmp", "palette.bmp", "masks.bmp", "plain.ico", "plain.cur"}) check_damage(sample("bmp", name));
}

TEST_CASE("an icon whose entries name one picture twice is refused, since thousands could") {
    auto icon = sample("bmp", "plain.ico");
    Blob const entry(icon.begin() + 6, icon.begin() + 22);
    icon[4] = 2;
    icon.insert(icon.begin() + 22, entry.begin(), entry.end());
    for (std::size_t const at : {6 + 12, 22 + 12}) icon[at] = 38;
    auto const run = run_scrub(icon);
    CHECK(run.answer.reason == Reason::malformed);
    CHECK(run.answer.message == "icon whose pictures overlap");
}

TEST_CASE("bitmap twins collapse") {
    auto const clean = sample("bmp", "clean.bmp");
    for (auto const* const name : {"clean.bmp", "slack.bmp", "linked.bmp", "embedded.bmp"}) {
        INFO(name);
        CHECK(run_scrub(sample("bmp", name)).output == clean);
    }
}

}  // namespace scrub::engine
