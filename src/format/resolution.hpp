// The resolution of pictures: kept as the nearest of the usual ones, so that prints keep their size and nothing else passes.
#pragma once

#include <cstdint>

namespace scrub::engine {

/// The usual resolution that is nearest to a given one, both in dots per inch; 72 for 0.
std::uint32_t usual_dpi(double dpi) noexcept;

}  // namespace scrub::engine
