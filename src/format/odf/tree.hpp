// OpenDocument as a tree: what is looked for in a whole document, and what is taken out of a part before it is filtered.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "core/gate.hpp"

namespace scrub::engine::odf {

/// Gives every element and attribute its canonical prefix; unknown namespaces get "?:".
void canonicalise(pugi::xml_node root);

using Names = std::set<std::string, std::less<>>;

/// What a style says about being seen; nothing where its parent decides.
struct Look {
    std::string parent;
    std::optional<bool> hides_text, hides_table, hides_page, hides_cells;
    std::string colour, fill;  ///< as "#1a2b3c"; empty: not said
    double points = 0;         ///< size of the letters; 0: not said
};

/// What all parts of a document say together.
struct Survey {
    Names sheets, hidden_sheets, hidden_layers;
    Names targets;       ///< what a link may lead to: bookmarks, sections, tables, pages
    Names wanted;        ///< names that a reference or a link leads to
    Names wanted_ids;
    Names headings;      ///< their texts
    Names formula_words; ///< names that formulas mention
    Names used_styles;   ///< those that something seen depends on, master pages and fonts included
    std::map<std::string, std::uint64_t, std::less<>> pages;  ///< their numbers, by name
    std::map<std::string, Look, std::less<>> common, automatic;  ///< by family, line feed, name; automatic styles of the part at hand

    void read(pugi::xml_node root);
    /// After all parts have been read.
    void find_used_styles(std::vector<pugi::xml_node> const& roots);
    /// Automatic styles hold within their part.
    void read_automatic(pugi::xml_node root);
    bool hides_text(std::string_view family, std::string_view name) const { return is_set(&Look::hides_text, family, name); }
    bool hides_table(std::string_view name) const { return is_set(&Look::hides_table, "table", name); }
    bool hides_page(std::string_view name) const { return is_set(&Look::hides_page, "drawing-page", name); }
    bool hides_cells(std::string_view family, std::string_view name) const { return is_set(&Look::hides_cells, family, name); }
    std::string colour(std::string_view family, std::string_view name) const;
    std::string fill(std::string_view family, std::string_view name) const;
    double points(std::string_view family, std::string_view name) const;

    bool has_backdrop = false;  ///< pages with a colour, or shapes behind the text: white letters may be seen

private:
    /// The first style of a chain of parents that says something.
    template <class Says>
    Look const* first(std::string_view family, std::string_view name, Says const& says) const;
    bool is_set(std::optional<bool> Look::*property, std::string_view family, std::string_view name) const;
};

/// Files of the document that its parts refer to.
struct Resources {
    /// The new name of a picture; empty when it does not stay.
    std::function<Result<std::string>(std::string_view href)> picture;
    /// The same of a picture in base64, which comes back so.
    std::function<Result<std::string>(std::string_view base64)> inline_picture;
    /// The new name of a chart or formula.
    std::function<Result<std::string>(std::string_view href)> object;
};

/// Nodes that the policy keeps: judged once, however often a tree is looked at.
using Judged = std::set<void const*>;

/// Takes out of a part what a reader does not see, and freezes fields. What goes may have been all that referred to something else: to be
/// repeated, with a survey made anew, until nothing changes.
Result<void> clean(pugi::xml_node root, Survey const& survey, Judged& judged, Gate& gate);

/// After that: vets pictures, objects and links, and closes covert channels in the text.
Result<void> finish(pugi::xml_node root, Survey const& survey, Resources const& resources, Gate& gate);

/// Elements, attributes and letters of a tree, to tell whether it has changed.
std::uint64_t size_of(pugi::xml_node root);

std::uint64_t count_words(pugi::xml_node root);

RuleList tree_rules();

}  // namespace scrub::engine::odf
