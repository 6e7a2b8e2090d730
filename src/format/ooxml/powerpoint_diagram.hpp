// SmartArt: a slide names the data of a diagram, and beside it stands a drawing of what is shown. The drawing's shapes
// take the place of the diagram; its data, which holds more than is shown, goes.
#pragma once

#include <pugixml.hpp>

#include "core/gate.hpp"
#include "format/ooxml/package.hpp"

namespace scrub::engine::ooxml {

/// Puts a group of shapes in the place of a p:graphicFrame. False when there is no drawing. References of the drawing's
/// own part are written as `foreign_reference` has them.
Result<bool> draw_diagram(pugi::xml_node frame, Package& package, std::string_view source, Gate& gate);

/// A reference of another part than the one that is being written: no relationship id begins with a line feed.
std::string foreign_reference(std::string_view source, std::string_view id);
struct ForeignReference {
    std::string_view source, id;
};
std::optional<ForeignReference> foreign(std::string_view reference);

}  // namespace scrub::engine::ooxml
