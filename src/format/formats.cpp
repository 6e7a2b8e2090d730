// The table of formats, from cmake/formats.cmake.
#include "core/format.hpp"

namespace scrub::engine {

#define SCRUB_FORMAT(ns)                                       \
    namespace ns {                                             \
    bool sniff(Bytes in);                                      \
    Result<void> walk(Bytes in, Sink& out, Gate& gate);        \
    RuleList rules();                                          \
    }
#include "formats.inc"
#undef SCRUB_FORMAT

std::span<Format const> all_formats() {
    static constexpr Format kFormats[] = {
#define SCRUB_FORMAT(ns) {#ns, &ns::sniff, &ns::walk, &ns::rules},
#include "formats.inc"
#undef SCRUB_FORMAT
    };
    return kFormats;
}

}  // namespace scrub::engine
