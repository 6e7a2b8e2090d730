// What the fuzzers check.
#include "targets.hpp"

#include <algorithm>

#include <pugixml.hpp>

#include "codec/xml.hpp"
#include "core/format.hpp"
#include "core/needles.hpp"
#include "model/wire.hpp"
#include "support/engine_run.hpp"

namespace scrub::engine::fuzzing {
namespace {

// Small enough that a fuzzer makes progress; hitting a limit is a refusal like any other.
Limits small_limits() {
    Limits limits;
    limits.bytes_in = std::uint64_t{4} << 20;
    limits.bytes_out = std::uint64_t{16} << 20;
    limits.inflated = std::uint64_t{32} << 20;
    limits.parts = 20'000;
    limits.xml_nodes = 200'000;
    limits.pixels = std::uint64_t{1} << 22;
    return limits;
}

}  // namespace

Complaint check_format(std::string_view format, Bytes input) {
    auto const* const found = identify(all_formats(), input);
    if (found == nullptr || found->name != format) return {};
    Options options;
    options.limits = small_limits();
    // The policies share their walk: one in four is enough of the second.
    if (input.size() % 4 == 3) options.policy = Policy::intake();
    return testing::broken_property(input, options);
}

Complaint check_wire(Bytes input) {
    if (auto const answer = wire::decode_answer(input)) {
        auto const bytes = wire::encode(*answer);
        auto const again = wire::decode_answer(bytes);
        if (!again) return "an answer that was decoded does not encode to an answer";
        if (wire::encode(*again) != bytes) return "an answer changes from decoding to decoding";
    }
    if (auto const request = wire::decode_request(input)) {
        auto const again = wire::decode_request(wire::encode(*request));
        if (!again || !(*again == *request)) return "a request changes from decoding to decoding";
    }
    return {};
}

Complaint check_xml(Bytes input) {
    Budget budget(small_limits(), input.size());
    std::string converted;
    auto const checked = codec::checked_xml(input, budget, converted);
    if (!checked) return checked.error().code == Errc::internal_error ? "internal error" : "";
    Budget second(small_limits(), input.size());
    pugi::xml_document document;
    if (auto const parsed = codec::parse_xml(input, second, codec::White::all, document); !parsed)
        return parsed.error().code == Errc::over_budget ? "" : "what the check accepts does not parse";
    if (!document.document_element()) return "a checked text without a root";
    return {};
}

Complaint check_needles(Bytes input) {
    // The first byte says how long the value is; it stands in what follows, and must be found there.
    if (input.size() < 2) return {};
    auto const size = std::min<std::size_t>(input[0], input.size() - 1);
    auto const value = text(input.subspan(1, size));
    Needles needles;
    needles.offer(Kind::author, value);
    auto const copy = Needles::decode(needles.encode());
    if (copy.list().size() != needles.list().size()) return "needles get lost on their way to the other worker";
    Needles::decode(input);
    Searcher const searcher(copy);
    std::size_t found = 0;
    searcher.each(input.subspan(1), [&](Needle const&) { ++found; });
    bool const is_sought = std::any_of(copy.list().begin(), copy.list().end(), [&](Needle const& needle) { return needle.value == value; });
    if (is_sought && found == 0) return "a value is not found where it stands";
    searcher.each_visible(text(input), [](Needle const&) {});
    return {};
}

Complaint check(std::string_view target, Bytes input) {
    if (target == "wire") return check_wire(input);
    if (target == "xml") return check_xml(input);
    if (target == "needles") return check_needles(input);
    return check_format(target, input);
}

}  // namespace scrub::engine::fuzzing
