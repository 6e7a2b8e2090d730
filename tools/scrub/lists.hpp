// What the command prints without a file: help, version and the lists.
#pragma once

#include <string>

#include "settings.hpp"

namespace scrub::command {

std::string help();
std::string version_text();
/// Of Verb::formats, kinds or limits.
std::string list_text(Verb verb);
std::string list_json(Verb verb);

/// scrub(1), in roff.
std::string manual_page();
/// For bash-completion.
std::string bash_completion();

}  // namespace scrub::command
