// What slides need looking ahead for, done on the tree of one part before the filter writes it: objects become their
// pictures, hidden shapes and texts go, dates are frozen, animations stay where they can be proved. The gate judges all.
#pragma once

#include <functional>
#include <string_view>

#include <pugixml.hpp>

#include "core/gate.hpp"
#include "core/rule.hpp"
#include "format/ooxml/powerpoint_survey.hpp"

namespace scrub::engine::ooxml {

/// What a part of a presentation is to its reader.
enum class Role : std::uint8_t { slide, layout, master, notes, notes_master };

struct Scene {
    Role role = Role::slide;
    bool are_shapes_seen = true;    ///< of a layout or master: whether some slide shows its own shapes
    Deck const* deck = nullptr;
    /// Whether a relationship of the part leads to something that stays.
    std::function<Result<bool>(std::string_view id)> leads;
    /// Puts shapes in the place of a diagram; false when that is not to be had.
    std::function<Result<bool>(pugi::xml_node frame)> draw;
};

/// Before `canonicalise`: of two forms of an embedded object, leaves the one that holds a picture; of a chart that cannot
/// be kept, leaves none.
Result<void> settle_branches(pugi::xml_node root, Gate& gate);

/// Objects, controls and frames: what a reader sees of them stays.
Result<void> flatten_frames(pugi::xml_node root, Scene const& scene, Gate& gate);

/// Shapes that are switched off, and those of layouts that no slide shows.
Result<void> remove_hidden_shapes(pugi::xml_node root, Scene const& scene, Gate& gate);
/// Shapes beside the slide that no animation brings in. After `settle_animations`.
Result<void> remove_outer_shapes(pugi::xml_node root, Scene const& scene, Gate& gate);

/// Shapes that lie wholly under another one. After `remove_outer_shapes`.
Result<void> remove_covered_shapes(pugi::xml_node root, Scene const& scene, Gate& gate);

/// Marks of a copy that lie over or under slides.
Result<void> remove_stamps(pugi::xml_node root, Scene const& scene, Gate& gate);

/// Texts that no reader sees: tiny, transparent, prompts of layouts; results of fields.
Result<void> settle_texts(pugi::xml_node root, Scene const& scene, Gate& gate);

/// Keeps the animations of a part whole, or drops them whole.
Result<void> settle_animations(pugi::xml_node root, Gate& gate);

/// The marks in the text of whole paragraphs, which runs cut into pieces.
Result<void> normalise_slide_text(pugi::xml_node root, Gate& gate);

std::uint64_t words_of(pugi::xml_node root);

RuleList powerpoint_tree_rules();

}  // namespace scrub::engine::ooxml
