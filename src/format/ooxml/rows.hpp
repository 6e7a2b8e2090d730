// The tables of OOXML, one file per vocabulary, and the grammar that they make together.
#pragma once

#include "codec/xml_tree.hpp"

namespace scrub::engine::ooxml {

using xml::ElementRow;

std::vector<std::span<ElementRow const>> word_elements();
std::span<Rule const> word_element_rules();
std::span<Rule const> word_attribute_rules();

std::vector<std::span<ElementRow const>> drawing_elements();
std::span<Rule const> drawing_element_rules();
std::span<Rule const> drawing_attribute_rules();

std::span<ElementRow const> chart_elements();
std::span<Rule const> chart_element_rules();

std::span<ElementRow const> math_elements();

std::vector<std::span<ElementRow const>> excel_elements();
std::span<Rule const> excel_element_rules();
std::span<Rule const> excel_attribute_rules();

std::vector<std::span<ElementRow const>> powerpoint_elements();
std::span<Rule const> powerpoint_element_rules();
std::span<Rule const> powerpoint_attribute_rules();
std::span<Literal const> powerpoint_words();

/// Values of enumerations, and typefaces that come with Windows, macOS, Office and LibreOffice.
std::span<Literal const> words();
std::span<Literal const> typefaces();

std::span<xml::Namespace const> namespaces();

/// All of it. Made once.
xml::Grammar const& grammar();

}  // namespace scrub::engine::ooxml
