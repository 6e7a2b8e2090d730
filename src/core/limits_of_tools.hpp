// What no tool can tell from the content of a kind of file: for the report, and for the documents that follow from tables.
#pragma once

#include <string_view>
#include <vector>

namespace scrub::engine {

/// Sentences of ours; none for an unknown format.
std::vector<std::string_view> limits_of_tools(std::string_view format);

}  // namespace scrub::engine
