// The tables of OpenDocument: elements, attributes, words, and what some things are.
#pragma once

#include "codec/xml_tree.hpp"

namespace scrub::engine::odf {

std::span<xml::Namespace const> namespaces();

/// Elements and attributes that a document keeps. Made once.
xml::Grammar const& grammar();

/// Elements that go with all that is in them, by name.
std::span<Rule const> removed_elements();
/// Fields of a text that become the text that they show.
std::span<Rule const> frozen_fields();
/// Attributes that are named when they go.
std::span<Rule const> attribute_rules();

/// What stands in an attribute whose value is looked at.
enum class Reference : std::uint8_t {
    none,
    style,     ///< name of a style, a gradient, a page layout: renamed
    name,      ///< name of a bookmark, a section, a table: renamed
    font,      ///< name of a font declaration
    id,        ///< renamed where something refers to it
    object,    ///< draw:name: of a definition or of a page renamed, of a shape gone
    table,     ///< table:name: of a sheet shown, of another table renamed
    shape,     ///< kind of a shape
    path,      ///< outline of a shape
    time,      ///< date, time or duration
    formula,
    condition, ///< of a format; words in it nobody sees
    address,   ///< of cells
    link,      ///< has been vetted before
    shown,     ///< what a reader sees
};
Reference reference_of(std::string_view attribute);

/// Names that LibreOffice gives to styles, layers and counters.
bool is_standard_name(std::string_view name);

/// Values of enumerations.
std::span<Literal const> words();

/// Settings that change the layout of a document.
std::span<Literal const> settings();

}  // namespace scrub::engine::odf
