// A set of bytes to look for: std::string_view::find_first_of calls memchr for each character of the text.
#pragma once

#include <array>
#include <string_view>

namespace scrub::engine::codec {

class CharSet {
public:
    constexpr explicit CharSet(std::string_view chars) {
        for (char const c : chars) holds_[static_cast<unsigned char>(c)] = true;
    }
    /// Where the first of them stands in a text; npos when there is none.
    constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const noexcept {
        for (; from < text.size(); ++from)
            if (holds_[static_cast<unsigned char>(text[from])]) return from;
        return std::string_view::npos;
    }

private:
    std::array<bool, 256> holds_{};
};

}  // namespace scrub::engine::codec
