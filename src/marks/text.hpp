// Covert marks in text (GEN-14): code points that nobody sees and choices that nobody notices, which can number a copy.
// A text is brought into one canonical form that looks the same; what a script needs to be read right stays (joiners of
// Persian and Hindi, marks of Hebrew and Arabic, emoji sequences, French spacing). Wording, spelling and visible
// punctuation are the author's, and no tool can judge them.
// Sources: UTS #39 (look-alikes), UAX #31 2.3 (joiners), UTS #51 (emoji), UAX #9 (direction), UAX #15 (NFC).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/gate.hpp"

namespace scrub::engine::marks {

/// What white space means where the text stands.
enum class Spaces : std::uint8_t {
    kept,   ///< every space is content
    kinds,  ///< cells, labels, code: spaces that look alike become one kind, their number stays
    prose,  ///< a whole paragraph: besides, two spaces between words become one, and those at its end go
    lines,  ///< plain text, each line by itself: as prose, but of two spaces only those after a sentence
    rows,   ///< tables in plain text, each line by itself: as kinds, and the blanks at the end of a line go
};

/// The channels that are closed, in the order of the report.
enum class Mark : std::uint8_t {
    zero_width, variation, tag, direction, invisible, control, broken, manifest, composition, variant, space_kind, space_run, look_alike,
};
inline constexpr std::size_t kMarkCount = static_cast<std::size_t>(Mark::look_alike) + 1;

/// A text in canonical form, in the pieces in which it came.
struct Normalised {
    std::vector<std::string> pieces;                  ///< as many as came; UTF-8
    std::array<std::uint64_t, kMarkCount> counts{};   ///< changes per channel
    std::uint64_t mixed_words = 0;                    ///< words of letters of several scripts that stay as they are

    bool is_changed() const noexcept;
};

/// True when nothing in a text can be a mark: costs next to nothing for text in one script of Europe or in Chinese.
bool is_plain(std::string_view utf8, Spaces spaces) noexcept;

/// The canonical form of a paragraph that stands in several places (runs). Pieces are judged together, so that what a
/// decision needs may stand in a neighbouring piece. Normalising twice gives the same.
Normalised normalised(std::span<std::string_view const> pieces, Spaces spaces);
/// The same of a text in one piece.
Normalised normalised_text(std::string_view utf8, Spaces spaces);
std::string normalised(std::string_view utf8, Spaces spaces);

/// Text that a reader sees, through the gate: the marks in it are judged and counted, the text stays.
/// `utf8` has to outlive what comes back.
Result<Kept> pass_text(std::string_view utf8, Spaces spaces, Gate& gate);
/// The same of a paragraph in pieces; gives as many.
Result<std::vector<Kept>> pass_texts(std::span<std::string_view const> pieces, Spaces spaces, Gate& gate);

/// Every row that the two use.
RuleList text_rules();

}  // namespace scrub::engine::marks
