// Samples of picture formats, and what holds for each of them.
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/format.hpp"
#include "support/engine_run.hpp"

namespace scrub::engine::testing {

inline Blob read_sample(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path sample_folder(std::string const& format) {
    return std::filesystem::path(SCRUB_TEST_DATA) / "formats" / format / "samples";
}

inline Blob sample(std::string const& format, std::string const& name) { return read_sample(sample_folder(format) / name); }

/// Sorted, so that a failure names the same file every time.
inline std::vector<std::filesystem::path> samples_of(std::string const& format) {
    std::vector<std::filesystem::path> paths;
    for (auto const& entry : std::filesystem::directory_iterator(sample_folder(format)))
        if (entry.path().extension() != ".report") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

inline bool holds(Bytes bytes, std::string_view token) { return text(bytes).find(token) != std::string_view::npos; }

/// The rows that the samples of a format do not reach under either policy, by name; those of shared blocks (Exif,
/// XMP, Photoshop) have tests of their own.
inline std::string rows_without_sample(std::string const& format, RuleList const& rows) {
    std::set<Rule const*> hit;
    for (auto const& path : samples_of(format)) {
        for (auto const policy : {Policy::publish(), Policy::intake()}) {
            Options options;
            options.policy = policy;
            run_scrub(read_sample(path), options, &hit);
        }
    }
    std::string missing;
    for (auto const* const row : rows)
        if (hit.count(row) == 0) missing += std::string(row->code.view()) + " " + std::string(row->name.view()) + "; ";
    return missing;
}

/// The four properties over every sample and every policy; no TOKEN in what is published.
inline void check_samples(std::string const& format) {
    for (auto const& path : samples_of(format)) {
        INFO(path.filename().string());
        auto const input = read_sample(path);
        for (auto const policy : {Policy::publish(), Policy::intake()}) {
            INFO(policy.name());
            Options options;
            options.policy = policy;
            CHECK(broken_property(input, options) == "");
        }
        auto const run = run_scrub(input);
        bool const is_refusal = path.filename().string().rfind("refused", 0) == 0;
        CHECK(run.is_done() == !is_refusal);
        CHECK_FALSE(holds(run.output, "TOKEN"));
    }
}

/// Truncated at every length and with every byte of the head flipped: refused or a fixpoint, never a crash.
inline void check_damage(Bytes input) {
    for (std::size_t size = 1; size < input.size(); ++size) {
        INFO("first " << size << " bytes");
        CHECK(broken_property(input.first(size)) == "");
    }
    for (std::size_t at = 0; at < std::min<std::size_t>(input.size(), 512); ++at) {
        INFO("byte " << at << " flipped");
        Blob damaged(input.begin(), input.end());
        damaged[at] = static_cast<std::uint8_t>(~damaged[at]);
        CHECK(broken_property(damaged) == "");
    }
}

}  // namespace scrub::engine::testing
