// The names of the limits.
#include <scrub/limits.hpp>

namespace scrub {
namespace {

constexpr LimitRow kRows[] = {
    {"bytes_in", "size of the input, bytes", &Limits::bytes_in},
    {"bytes_out", "size of the output, bytes", &Limits::bytes_out},
    {"inflated", "bytes that decompression may produce in total", &Limits::inflated},
    {"ratio", "inflated bytes per input byte, beyond the first 64 MiB", &Limits::ratio},
    {"parts", "chunks, segments, entries, objects", &Limits::parts},
    {"depth", "files inside files", &Limits::depth},
    {"xml_nodes", "elements, attributes and texts of XML", &Limits::xml_nodes},
    {"xml_depth", "nesting of XML elements", &Limits::xml_depth},
    {"pixels", "width x height of one picture", &Limits::pixels},
    {"seconds", "CPU time of one worker; small files get less", &Limits::seconds},
    {"memory", "address space of one worker beyond its input, bytes", &Limits::memory},
};

}  // namespace

std::span<LimitRow const> limit_rows() noexcept { return kRows; }

}  // namespace scrub
