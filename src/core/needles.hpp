// Removed values, and the search for them in what stays (residue).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <scrub/policy.hpp>

#include "core/bytes.hpp"

namespace scrub::engine {

/// A value that was removed because of what it is.
struct Needle {
    Kind kind;
    std::string value;  ///< UTF-8
};

/// Collects the values whose survival would undo the scrubbing.
class Needles {
public:
    /// Takes a value when its kind identifies somebody and it is distinctive enough to search for.
    void offer(Kind kind, std::string_view value);
    std::vector<Needle> const& list() const noexcept { return list_; }

    Blob encode() const;
    /// Bytes come from another worker: what is not well formed is left out.
    static Needles decode(Bytes untrusted);

private:
    std::vector<Needle> list_;
    std::unordered_map<std::string, Kind> known_;
};

/// Finds needles in bytes, in the encodings in which a value can hide: UTF-8, UTF-16 in both byte orders,
/// hexadecimal, percent-encoded, base64 in its three alignments.
class Searcher {
public:
    explicit Searcher(Needles const& needles);

    /// Calls found(needle) once for each occurrence in any encoding.
    template <class Found>
    void each(Bytes haystack, Found found) const {
        if (patterns_.empty() || haystack.size() < kPrefix) return;
        for (std::size_t at = 0; at + kPrefix <= haystack.size(); ++at) {
            auto const key = prefix(haystack.subspan(at));
            if (!may_start_[key & 0xFFFF]) continue;
            auto const bucket = by_prefix_.find(key);
            if (bucket == by_prefix_.end()) continue;
            for (auto const index : bucket->second)
                if (text(haystack.subspan(at)).starts_with(patterns_[index].bytes)) found(*patterns_[index].needle);
        }
    }
    /// Calls found(needle) for each needle that stands in a visible text as a word or words of its own.
    template <class Found>
    void each_visible(std::string_view shown, Found found) const {
        for (auto const& needle : needles_->list())
            if (stands_in(shown, needle.value)) found(needle);
    }
    bool is_empty() const noexcept { return patterns_.empty(); }

private:
    static constexpr std::size_t kPrefix = 4;
    struct Pattern {
        std::string bytes;
        Needle const* needle;
    };
    static std::uint32_t prefix(Bytes bytes) noexcept {
        return bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[3]} << 24;
    }
    static bool stands_in(std::string_view shown, std::string_view value);
    void add(std::string bytes, Needle const& needle);

    Needles const* needles_;
    std::vector<Pattern> patterns_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_prefix_;
    std::vector<bool> may_start_;
};

}  // namespace scrub::engine
