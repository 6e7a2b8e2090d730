// What the keys of PDF dictionaries are, and which of them each kind of dictionary keeps.
#pragma once

#include <span>

#include "core/rule.hpp"

namespace scrub::engine::pdf {

/// The row of a key that does not stay; `unlisted_key` when nobody knows it.
Rule const& rule_of_key(std::string_view key) noexcept;

/// The row of a key of the document information dictionary.
Rule const& rule_of_info(std::string_view key) noexcept;

/// The row of a kind of annotation; of an action.
Rule const& rule_of_annotation(std::string_view subtype) noexcept;
Rule const& rule_of_action(std::string_view type) noexcept;

// Keys that stay, by kind of dictionary (ISO 32000-1 tables, named in the .cpp). Sorted.
using Keys = std::span<std::string_view const>;
extern Keys const kCatalogKeys, kPagesKeys, kPageKeys, kResourceKeys, kGroupKeys, kFormKeys, kImageKeys, kTilingKeys, kShadingPatternKeys, kShadingKeys,
    kFunctionKeys, kExtStateKeys, kSoftMaskKeys, kSimpleFontKeys, kType3Keys, kCompositeKeys, kCidFontKeys, kCidSystemKeys, kDescriptorKeys, kEncodingKeys,
    kFontFileKeys, kCmapKeys, kIccKeys, kCalKeys, kStreamKeys, kOutlineKeys, kOutlineItemKeys, kLinkKeys, kAnnotationKeys, kTrailerKeys, kBorderKeys, kGoToKeys,
    kUriKeys, kInlineImageKeys;

namespace rule {
extern Rule const dead_bookmark, file_name, hidden_annotation, old_object, glyph_name, ink, xmp, embedded_file, form, form_value, xfa, signature, old_revision, orphan, comment, before, behind, junk, stream_tail,
    extra_rows, padding, unused_resource, icc, jpeg, picture_data, text, outline_title, hidden_text, outside_text, outside_object,
    hidden_layer, layers, content_comment, unknown_operator, mark, mark_properties, inline_extra, font_name, encryption,
    page_template, stamp, covered_text, covered_picture, broken_stream;
}  // namespace rule

RuleList all_rules();

}  // namespace scrub::engine::pdf
