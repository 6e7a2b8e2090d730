// Entities that an SVG file declares for itself, as Illustrator does for its namespaces.
#pragma once

#include <string>
#include <string_view>

#include "core/budget.hpp"

namespace scrub::engine::svg {

/// The size of the DOCTYPE in bytes, 0 when there is none. `expanded` is the text without it and with its entities put in:
/// internal ones, within the budget; a text that uses others is malformed when it is checked.
Result<std::size_t> expand_entities(std::string_view in, Budget& budget, std::string& expanded);

}  // namespace scrub::engine::svg
