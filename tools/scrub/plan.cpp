// Names of outputs, and the collisions between them.
#include "plan.hpp"

#include <algorithm>
#include <map>

#include <sys/stat.h>

#include "model/extensions.hpp"

namespace scrub::command {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxNameBytes = 255;  // NAME_MAX of Linux

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

// At most so many bytes, and no half of a UTF-8 sequence at the end.
std::string cut(std::string text, std::size_t at_most) {
    if (text.size() <= at_most) return text;
    while (at_most > 0 && (static_cast<unsigned char>(text[at_most]) & 0xC0) == 0x80) --at_most;
    text.resize(at_most);
    return text;
}

fs::path folder_of(std::string const& input, Settings const& settings) {
    return settings.output_dir.empty() ? fs::path(input).parent_path() : fs::path(settings.output_dir);
}

bool is_same_file(std::string const& a, std::string const& b) {
    struct stat first {};
    struct stat second {};
    return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// Two inputs of the same name would get the same output; those of the same stem only when their formats turn out so.
std::string find_collisions(std::vector<Item>& items, Settings const& settings) {
    std::map<std::string, std::size_t> by_name;
    std::map<std::string, std::size_t> by_stem;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const folder = folder_of(items[i].input, settings);
        auto const name = fs::path(items[i].input).filename();
        auto const [same, is_new] = by_name.emplace((folder / name).lexically_normal().native(), i);
        if (!is_new) {
            auto const& other = items[same->second].input;
            if (other == items[i].input) return in_quotes(other) + " is named twice";
            return in_quotes(other) + " and " + in_quotes(items[i].input) + " would get the same output";
        }
        auto const [sibling, is_first] = by_stem.emplace((folder / name.stem()).lexically_normal().native(), i);
        if (!is_first) items[i].shares_stem = items[sibling->second].shares_stem = true;
    }
    return {};
}

}  // namespace

std::vector<Item> plan(Settings const& settings, std::string& why_not) {
    std::vector<Item> items;
    items.reserve(settings.files.size());
    for (auto const& file : settings.files) items.push_back({file, false});
    if (settings.verb == Verb::scrub && settings.output.empty()) why_not = find_collisions(items, settings);
    for (auto const& item : items) {
        if (!why_not.empty() || item.is_stdin()) continue;
        if (!settings.output.empty() && !settings.writes_document_to_stdout() && is_same_file(item.input, settings.output))
            why_not = "the output " + in_quotes(settings.output) + " is the input";
        if (!settings.report_file.empty() && is_same_file(item.input, settings.report_file)) why_not = "the report " + in_quotes(settings.report_file) + " is an input";
    }
    if (!settings.report_file.empty() && fs::path(settings.report_file).lexically_normal() == fs::path(settings.output).lexically_normal())
        why_not = "the report and the output have the same name";
    return items;
}

fs::path output_path(Item const& item, Settings const& settings, Report const& report) {
    if (!settings.output.empty()) return settings.output;
    auto const name = fs::path(item.input).filename();
    auto own = name.extension().native();
    if (!own.empty()) own.erase(0, 1);
    bool const keeps_own = may_keep_extension(lower(own), report.extension);
    auto const stem = item.shares_stem && !keeps_own ? name.native() : name.stem().native();
    auto const extension = keeps_own ? own : report.extension;
    auto const ending = ".scrubbed" + (extension.empty() ? std::string() : "." + extension);
    return folder_of(item.input, settings) / (cut(stem, kMaxNameBytes - std::min(ending.size(), kMaxNameBytes)) + ending);
}

std::optional<Claims::FileIdentity> Claims::identity_of(std::string const& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) return std::nullopt;
    return FileIdentity{about.st_dev, about.st_ino};
}

Claims::Claims(std::vector<Item> const& items, Settings const& settings) {
    if (!settings.options.overwrite) return;
    for (auto const& item : items)
        if (auto const identity = identity_of(item.input)) inputs_.insert(*identity);
}

std::string Claims::claim(fs::path const& path) {
    std::lock_guard const lock(mutex_);
    if (!taken_.insert(path.lexically_normal().native()).second) return "another input of this run has the same output";
    auto const identity = inputs_.empty() ? std::nullopt : identity_of(path.native());
    return identity && inputs_.count(*identity) > 0 ? "the output is another input of this run" : std::string();
}

}  // namespace scrub::command
