// Usual resolutions.
#include "format/resolution.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace scrub::engine {

std::uint32_t usual_dpi(double dpi) noexcept {
    constexpr std::uint32_t kUsual[] = {72, 96, 100, 120, 144, 150, 180, 200, 240, 300, 350, 400, 600, 1200, 2400};
    if (!(dpi > 0)) return 72;
    auto const distance = [&](std::uint32_t usual) { return std::abs(std::log(dpi / usual)); };
    return *std::min_element(std::begin(kUsual), std::end(kUsual), [&](auto a, auto b) { return distance(a) < distance(b); });
}

}  // namespace scrub::engine
