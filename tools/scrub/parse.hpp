// Turns a command line into settings.
#pragma once

#include <string>
#include <variant>

#include "settings.hpp"

namespace scrub::command {

struct UsageError {
    std::string sentence;  ///< for a terminal: escaped, no full stop
};

std::variant<Settings, UsageError> parse(int argc, char const* const* argv);

}  // namespace scrub::command
