// libFuzzer's entry. SCRUB_FUZZ_TARGET is the target that this program is built for.
#include <cstdio>
#include <cstdlib>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    auto const complaint = scrub::engine::fuzzing::check(SCRUB_FUZZ_TARGET, {data, size});
    if (complaint.empty()) return 0;
    std::fprintf(stderr, "%s: %s\n", SCRUB_FUZZ_TARGET, complaint.c_str());
    std::abort();
}
