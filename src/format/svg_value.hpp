// Values of SVG attributes and CSS properties: only what is made of known words, numbers and references to the same picture passes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrub::engine::svg {

/// A value in its one form; nothing when some part of it is not known. References keep their names.
std::optional<std::string> clean_style(std::string_view value);
std::optional<std::string> clean_fonts(std::string_view value);
std::optional<std::string> clean_path(std::string_view value);
std::optional<std::string> clean_times(std::string_view value);

/// What a value refers to, "url(#name)" and "name.end" in times, given new names; empty names become "none".
using Renames = std::function<std::string(std::string_view id)>;
std::string renamed_style(std::string_view value, Renames const& rename);
std::string renamed_times(std::string_view value, Renames const& rename);

struct Declaration {
    std::string_view property;  ///< of the table
    std::string value;
};
struct Dropped {
    std::string name;
    std::string value;
};
/// Declarations between braces or in a style attribute.
std::vector<Declaration> clean_declarations(std::string_view text, std::vector<Dropped>& dropped);

/// A part of a selector: '#' an id, '.' a class, 't' the name of an element or '*', 'c' a combinator.
struct SelectorPart {
    char kind;
    std::string name;
};
using Selector = std::vector<SelectorPart>;
struct StyleRule {
    std::vector<Selector> selectors;
    std::vector<Declaration> declarations;
};
/// Rules of a style sheet; at-rules and what cannot be read are dropped.
std::vector<StyleRule> clean_sheet(std::string_view text, std::vector<Dropped>& dropped);

}  // namespace scrub::engine::svg
