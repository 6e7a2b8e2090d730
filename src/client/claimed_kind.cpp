// What the name of a file claims that it is, against what it turned out to be.
#include "client/claimed_kind.hpp"

#include <algorithm>

#include "client/problem.hpp"

namespace scrub::client {
namespace {

bool is_in(std::string_view word, std::string_view words) {
    return !word.empty() && (" " + std::string(words) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

FormatInfo const* kind_of_extension(std::string_view extension) {
    auto const all = formats();
    auto const found = std::find_if(all.begin(), all.end(), [&](FormatInfo const& f) { return is_in(extension, f.extensions); });
    return found == all.end() ? nullptr : &*found;
}

FormatInfo const* kind_named(std::string_view name) {
    auto const all = formats();
    auto const found = std::find_if(all.begin(), all.end(), [&](FormatInfo const& f) { return f.name == name; });
    return found == all.end() ? kind_of_extension(name) : &*found;  // "docm" is a variant of docx
}

bool is_raster(FormatInfo const& kind) { return kind.media_type.starts_with("image/") && kind.name != "svg"; }

}  // namespace

void compare_with_name(std::filesystem::path const& name, Report& report) {
    auto extension = name.extension().native();
    if (!extension.empty()) extension.erase(0, 1);
    std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    auto const* const claimed = kind_of_extension(extension);
    auto const* const actual = kind_named(report.format);
    if (claimed == nullptr || actual == nullptr || claimed == actual || is_in(extension, actual->extensions)) return;
    bool const is_archive = actual->name == "zip" || actual->name == "tar";
    if (!is_raster(*actual) && (is_archive || is_raster(*claimed) || claimed->name == "pdf"))
        throw_refusal(Reason::unsupported, "the name is that of a picture or document, the content is something else; give it a name that fits");
    report.remarks.push_back({"", "the name is that of another kind of file; the content decided"});
}

}  // namespace scrub::client
