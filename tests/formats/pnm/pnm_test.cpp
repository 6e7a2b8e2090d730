// Netpbm: comments, padding and tails go; the samples stay.
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace pnm {
RuleList rules();
}

using namespace testing;

TEST_CASE("Netpbm samples keep the four properties and no token") { check_samples("pnm"); }

TEST_CASE("every Netpbm row has a sample") { CHECK(rows_without_sample("pnm", pnm::rules()) == ""); }

TEST_CASE("a damaged Netpbm picture is refused or a fixpoint") {
    for (auto const* const name : {"bits.pbm", "grey.pgm", "any.pam"}) check_damage(sample("pnm", name));
}

TEST_CASE("Netpbm pictures as text and raw are twins") {
    CHECK(run_scrub(sample("pnm", "bits.pbm")).output == run_scrub(sample("pnm", "bits_raw.pbm")).output);
    CHECK(run_scrub(sample("pnm", "grey.pgm")).output == run_scrub(sample("pnm", "grey_raw.pgm")).output);
}

}  // namespace scrub::engine
