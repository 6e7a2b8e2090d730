// What an SVG picture may consist of (SVG 1.1 second edition, SVG 2, CSS): the tables of the allow-list.
#pragma once

#include <span>
#include <string_view>

#include "core/rule.hpp"

namespace scrub::engine::svg {

/// How an element takes part in the picture.
enum class Role : std::uint8_t {
    container,  ///< holds others: svg, g, symbol
    shape,      ///< draws something
    text,       ///< text, and what may stand in it
    resource,   ///< is drawn only where something refers to it
    part,       ///< belongs to the element around it: stop, feBlend
    animation,  ///< changes an attribute as time passes
};
struct Element {
    Literal name;
    Role role;
};

/// What the value of an attribute may be.
enum class Value : std::uint8_t {
    style,      ///< numbers, colours, known words, functions, references to the same picture
    path,       ///< path data
    id_list,    ///< begin and end of animations
    result,     ///< name of what a part of a filter gives to another
};
struct Attribute {
    Literal name;
    Value value;
};

Element const* find_element(std::string_view name);
Attribute const* find_attribute(std::string_view name);
/// Properties of CSS are those attributes that say how things look.
Attribute const* find_property(std::string_view name);
bool is_known_word(std::string_view word);
bool is_known_function(std::string_view name);
bool is_unit(std::string_view unit);
/// The usual way to write the name of a font that many people have; empty for others.
std::string_view usual_font(std::string_view name);

}  // namespace scrub::engine::svg
