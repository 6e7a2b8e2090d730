// A format: how to recognise it, and its walk. cmake/formats.cmake lists them all.
#pragma once

#include "core/bytes.hpp"
#include "core/gate.hpp"
#include "core/result.hpp"
#include "core/rule.hpp"
#include "core/sink.hpp"

namespace scrub::engine {

struct Format {
    std::string_view name;
    /// Looks at the content; cheap, and true only when `walk` should be the one to say what is wrong with it.
    bool (*sniff)(Bytes in);
    /// Shows everything in `in` to the gate and writes what it lets pass.
    Result<void> (*walk)(Bytes in, Sink& out, Gate& gate);
    /// Every row that `walk` uses, for tests and documentation.
    RuleList (*rules)();
};

/// Every format of this build, in the order in which they are tried.
std::span<Format const> all_formats();

/// The first format that recognises the content, or null.
inline Format const* identify(std::span<Format const> formats, Bytes in) {
    for (auto const& format : formats)
        if (format.sniff(in)) return &format;
    return nullptr;
}

/// What bytes look like, for the report: "JPEG picture", "MP4 video", "text"; empty when they look like nothing.
std::string_view likely_type(Bytes bytes);

}  // namespace scrub::engine
