// What the tests of OOXML look at: parts of an output, and findings.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "codec/zip.hpp"
#include "support/picture_samples.hpp"

namespace scrub::engine::testing {

inline std::map<std::string, std::string> parts_of(Bytes package) {
    scrub::Limits const limits;
    Budget budget(limits, package.size());
    auto const archive = codec::read_zip(package, budget);
    REQUIRE(archive);
    CHECK(archive->leftovers.empty());
    std::map<std::string, std::string> parts;
    for (auto const& entry : archive->entries) {
        auto const data = codec::unzip(entry, budget);
        REQUIRE(data);
        parts[entry.name] = text(data->bytes());
    }
    return parts;
}

inline Run scrubbed(std::string const& name, scrub::Options const& options = {}) { return run_scrub(sample("ooxml", name), options); }

inline bool has_finding(Run const& run, std::string_view code, std::string_view path_end) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](scrub::Finding const& f) { return f.code == code && f.path.ends_with(path_end); });
}

inline bool holds_text(std::map<std::string, std::string> const& parts, std::string_view token) {
    return std::any_of(parts.begin(), parts.end(), [&](auto const& part) { return part.first.find(token) != std::string::npos || part.second.find(token) != std::string::npos; });
}

}  // namespace scrub::engine::testing
