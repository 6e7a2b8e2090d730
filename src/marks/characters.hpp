// Properties of characters (Unicode 15, from ICU 72), in the terms in which marks in text are judged.
// ICU (Unicode licence; data only, no parsing of formats) is behind characters.cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrub::engine::marks {

/// Scripts whose letters are mistaken for each other.
enum class Script : std::uint8_t { latin, cyrillic, greek, other, none };

Script script_of(char32_t c);
bool is_letter(char32_t c);
bool is_digit(char32_t c);
/// A space of any kind (general category Zs), and the empty Braille cell.
bool is_space(char32_t c);
/// Control characters but tab, line feed and carriage return; noncharacters.
bool is_control(char32_t c);
bool is_ignorable(char32_t c);  ///< Default_Ignorable_Code_Point
bool is_variation_selector(char32_t c);
bool is_direction_mark(char32_t c);

bool is_transparent(char32_t c);  ///< does not take part in the joining of letters
bool joins_left(char32_t c);      ///< to what follows it in the text
bool joins_right(char32_t c);     ///< to what precedes it
bool joins(char32_t c);
bool is_virama(char32_t c);
std::uint8_t combining_class(char32_t c);
bool breaks_by_word(char32_t c);  ///< of a script written without spaces (line break class SA)

bool is_pictograph(char32_t c);
bool is_emoji(char32_t c);
bool is_shown_as_emoji(char32_t c);
bool is_skin_tone(char32_t c);

bool is_wide(char32_t c);  ///< East Asian letters and punctuation
bool is_mongolian(char32_t c);
bool is_ogham(char32_t c);
bool is_braille(char32_t c);
bool is_initial_jamo(char32_t c);  ///< the fillers are none of these
bool is_vowel_jamo(char32_t c);
bool is_final_jamo(char32_t c);

/// NFC of a text.
std::u32string nfc(std::u32string_view text);
/// A character that never composes with what precedes it.
bool starts_composition(char32_t c);

/// The letter of `script` that looks like c, a letter of another script; 0 when there is none.
char32_t look_alike(char32_t c, Script script);

/// Where directional characters of a line stand that change nothing in the order in which it is shown, whatever the
/// direction of the paragraph (single marks beside punctuation may stay), and overrides, which show a text that is not there.
std::vector<std::size_t> useless_directions(std::u32string_view line);

}  // namespace scrub::engine::marks
