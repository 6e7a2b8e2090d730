// A worker for tests only, with one format more: a document "EVIL[@render] attempt host-pid folder" has the attempt made.
// Its name may hold back Landlock: evil-worker-abi2 behaves as under Linux 5.19.
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "isolation/attempts.hpp"
#include "worker/serve.hpp"

namespace {

using namespace scrub;
using namespace scrub::engine;
using scrub::testing::Came;

constexpr std::string_view kMark = "EVIL";
constexpr std::string_view kInRender = "EVIL@render";

bool sniff(Bytes in) { return starts_with(in, kMark); }

Failure outcome_of(Came came) {
    switch (came) {
        case Came::to_nothing: return fail(Errc::malformed, "denied");
        case Came::through: return fail(Errc::malformed, "the attempt came through");
        case Came::to_pass: return fail(Errc::malformed, "the control works");
    }
    return fail(Errc::internal_error, "no such outcome");
}

Result<void> walk_here(Bytes in, Sink&, Gate&) {
    std::istringstream words{std::string(text(in))};
    std::string mark;
    std::string name;
    testing::Target target;
    words >> mark >> name >> target.host >> target.folder;
    for (auto const& attempt : testing::attempts())
        if (attempt.name == name) return outcome_of(attempt.run(target));
    return fail(Errc::internal_error, "no such attempt");
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    if (starts_with(in, kInRender)) TRY(gate.renderer());
    return walk_here(in, out, gate);
}

RuleList rules() { return {}; }

constexpr Format kStructural[] = {{"evil", sniff, walk, rules}};
constexpr Format kRender[] = {{"evil", sniff, walk_here, rules}};
constexpr char const* kFonts[] = {"/usr/share/fonts"};

}  // namespace

#ifdef SCRUB_SANITIZED
extern "C" char const* __asan_default_options() { return "detect_leaks=0"; }
#endif

int main(int, char** argv) {
    std::string_view const name = argv[0];
    worker::Setup setup;
    if (name.ends_with("-render")) setup = {{wire::Tier::render, kFonts}, kRender};
    else setup = {{wire::Tier::structural}, kStructural};
    if (auto const at = name.find("-abi"); at != std::string_view::npos) setup.reach.landlock_abi_at_most = std::atoi(argv[0] + at + 4);
    return worker::serve(setup);
}
