// Extensions of file names.
#include "model/extensions.hpp"

#include <algorithm>
#include <string>

#include <scrub/scrub.hpp>

namespace scrub {

bool may_keep_extension(std::string_view own, std::string_view usual) {
    if (own.empty()) return false;
    if (own == usual) return true;
    auto const is_in = [](std::string_view word, std::string_view words) { return (" " + std::string(words) + " ").find(" " + std::string(word) + " ") != std::string::npos; };
    auto const all = formats();
    return std::any_of(all.begin(), all.end(), [&](FormatInfo const& f) {
        return !f.media_type.starts_with("application/") && is_in(own, f.extensions) && is_in(usual, f.extensions);
    });
}

}  // namespace scrub
