// What Word documents need looking ahead for, done on the tree of one part before the filter writes it: revisions are
// accepted, hidden text goes, fields become their results, watermarks go. Everything is judged by the gate.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::ooxml {

/// What of a style decides whether its text is seen.
struct StyleLook {
    std::string based_on;
    std::string colour;      ///< "FFFFFF"; empty: not given
    std::string fill;        ///< of runs or paragraphs
    int vanish = -1;         ///< -1: not given
    int half_points = -1;    ///< size; -1: not given
};
using StyleLooks = std::map<std::string, StyleLook, std::less<>>;

/// Renames the elements and attributes of known namespaces to their canonical prefixes, so that they can be found by
/// name, and reduces mc:AlternateContent to one branch. Elements of other namespaces get the prefix "?".
Result<void> canonicalise(pugi::xml_node root, Gate& gate);

/// Accepts tracked changes where the policy removes revisions.
Result<void> accept_revisions(pugi::xml_node story, Gate& gate);

/// Takes out what no reader sees.
Result<void> remove_hidden(pugi::xml_node story, StyleLooks const& styles, Gate& gate);

/// Leaves only fields that cannot tell or do anything; the others become their results.
Result<void> freeze_fields(pugi::xml_node story, Gate& gate);

/// Takes out marks of a copy that lie over or under the text.
Result<void> remove_watermarks(pugi::xml_node story, Gate& gate);

/// The marks in the text of whole paragraphs, which runs cut into pieces.
Result<void> normalise_paragraphs(pugi::xml_node story, Gate& gate);

/// Puts back what Word insists on, a paragraph at the end of each cell, and takes out runs that hold nothing any more:
/// they would show where something stood.
Result<void> mend(pugi::xml_node story, Gate& gate);

RuleList word_tree_rules();

}  // namespace scrub::engine::ooxml
