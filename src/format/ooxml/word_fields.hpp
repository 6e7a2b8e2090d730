// Field instructions (ISO 29500-1, 17.16): which may stay live, and their canonical form.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rule.hpp"

namespace scrub::engine::ooxml {

/// "REF _Ref123 \h" in pieces; quotation marks are taken off.
std::vector<std::string> field_words(std::string_view instruction);

/// What kind of word an argument of a live field is.
enum class FieldWord : std::uint8_t { literal, bookmark, style, number };

struct LiveField {
    struct Piece {
        FieldWord kind;
        Literal literal = "";     ///< a switch or a name
        std::string value;        ///< of the others
    };
    std::vector<Piece> pieces;
};

/// The field in canonical pieces; nothing when it may not stay live.
std::optional<LiveField> live_field(std::string_view instruction);

/// The rule by which a field that does not stay is reported.
Rule const& field_rule(std::string_view instruction);

/// Names of bookmarks that an instruction refers to.
std::vector<std::string> bookmarks_of(std::string_view instruction);

RuleList field_rules();

}  // namespace scrub::engine::ooxml
