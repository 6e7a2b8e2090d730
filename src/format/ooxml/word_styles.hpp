// The styles of a document: how they look, and what they are called in the output.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "codec/xml_tree.hpp"
#include "format/ooxml/word_tree.hpp"

namespace scrub::engine::ooxml {

/// The name of a style that Word itself has, in its own spelling.
std::optional<Literal> built_in_style(std::string_view name);

/// A style under its new id and name.
struct StyleName {
    std::string id;      ///< made of a literal name without spaces, or "Style12"
    std::string name;    ///< a literal, or "Style 12"
    std::string old_name;
    bool is_built_in = false;
};

struct Styles {
    std::map<std::string, StyleName, std::less<>> by_id;      ///< by the id in the input
    std::map<std::string, std::string, std::less<>> by_name;  ///< name in the input -> id in the input
    StyleLooks looks;

    static Styles read(std::string_view checked_xml);
};

}  // namespace scrub::engine::ooxml
