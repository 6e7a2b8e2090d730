// What of a presentation a reader gets to see, found out before anything is written: the slides that are shown, and the
// layouts and masters that these use.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/gate.hpp"
#include "format/ooxml/package.hpp"

namespace scrub::engine::ooxml {

using Names = std::set<std::string, std::less<>>;

struct Deck {
    Names slides, layouts, masters;      ///< that stay; names of parts
    Names hidden_slides;                 ///< that the show passes over
    Names seen_layouts, seen_masters;    ///< whose own shapes show on some slide
    std::uint64_t slides_before = 0;     ///< in the list of the presentation
    std::uint64_t width = 0, height = 0; ///< of a slide, in EMU; 0: not known
    /// How many of the slides that stay show a text in the same place: by place and text.
    std::map<std::string, std::uint64_t, std::less<>> repeated;

    bool keeps(Relation const& relation) const;
};

/// Where a text stands, and the text: the key of `Deck::repeated`.
std::string repeated_key(std::string_view x, std::string_view y, std::string_view text);

/// Fails when no slide would be left.
Result<Deck> survey_deck(Package& package, std::string_view main, Gate& gate);

}  // namespace scrub::engine::ooxml
