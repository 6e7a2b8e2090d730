// Writing a new file so that it appears under its name when it is whole, or not at all.
#pragma once

#include <filesystem>

#include "client/input_file.hpp"

namespace scrub::client {

/// Throws Problem when a file cannot be written there: the name is taken, the folder is missing, it is the input.
/// For those who know the name before the work; `publish` checks again.
void check_output_path(std::filesystem::path const& path, FileIdentity const& input, bool overwrite);

/// Writes a new file of mode 0600, without extended attributes, with a fixed time of modification, synced to disk.
/// With `overwrite` it takes the place of a file or link of that name in one step; the target of a link is not touched.
/// Throws Problem; nothing is left behind then.
void publish(MemoryFile const& content, std::filesystem::path const& path, FileIdentity const& input, bool overwrite);

}  // namespace scrub::client
