// Which outputs the inputs get: decided before anything is treated, so that no two can be the same.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "settings.hpp"

namespace scrub::command {

/// One input and where its output goes.
struct Item {
    std::string input;            ///< as given
    bool shares_stem = false;     ///< with another input whose output goes into the same folder: photo.heic, photo.jpg

    bool is_stdin() const { return input == "-"; }
};

/// The items of the settings. A sentence in `why_not` when two inputs would get the same output, or an output is an input.
std::vector<Item> plan(Settings const& settings, std::string& why_not);

/// The path of an item's output: "DIR/NAME.scrubbed.EXT", with the extension as the input has it when it fits the format,
/// else the usual one.
std::filesystem::path output_path(Item const& item, Settings const& settings, Report const& report);

/// Paths that outputs of this run have taken, and files that they must not take.
class Claims {
public:
    /// `items` are looked at only when outputs may replace files.
    Claims(std::vector<Item> const& items, Settings const& settings);

    /// A clause when another input has the output's name, or is what would be replaced.
    std::string claim(std::filesystem::path const& path);

private:
    using FileIdentity = std::pair<std::uint64_t, std::uint64_t>;  // device and inode
    static std::optional<FileIdentity> identity_of(std::string const& path);

    std::mutex mutex_;
    std::set<std::string> taken_;
    std::set<FileIdentity> inputs_;
};

}  // namespace scrub::command
