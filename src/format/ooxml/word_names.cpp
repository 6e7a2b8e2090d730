// Styles that Word itself has, by name (ISO 29500-1, 17.7.4.18 and latentStyles). All others get names of ours.
#include <algorithm>
#include <string>
#include <vector>

#include "format/ooxml/word_styles.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr Literal kBuiltIn[] = {
    "Body Text", "Body Text 2", "Body Text 3", "Body Text First Indent", "Body Text First Indent 2", "Body Text Indent", "Body Text Indent 2", "Body Text Indent 3",
    "Book Title", "Block Text", "Closing", "Colorful Grid", "Colorful List", "Colorful Shading", "Dark List", "Date", "Default Paragraph Font", "Default",
    "Document Map", "E-mail Signature", "Emphasis", "FollowedHyperlink", "HTML Acronym", "HTML Address", "HTML Bottom of Form", "HTML Cite", "HTML Code",
    "HTML Definition", "HTML Keyboard", "HTML Preformatted", "HTML Sample", "HTML Top of Form", "HTML Typewriter", "HTML Variable", "Hyperlink",
    "Intense Emphasis", "Intense Quote", "Intense Reference", "Light Grid", "Light List", "Light Shading", "List", "List 2", "List 3", "List 4", "List 5",
    "List Bullet", "List Bullet 2", "List Bullet 3", "List Bullet 4", "List Bullet 5", "List Continue", "List Continue 2", "List Continue 3", "List Continue 4",
    "List Continue 5", "List Number", "List Number 2", "List Number 3", "List Number 4", "List Number 5", "List Paragraph", "Medium Grid 1", "Medium Grid 2",
    "Medium Grid 3", "Medium List 1", "Medium List 2", "Medium Shading 1", "Medium Shading 2", "Message Header", "No List", "No Spacing", "Normal", "Normal (Web)",
    "Normal Indent", "Normal Table", "Note Heading", "Outline List 1", "Outline List 2", "Outline List 3", "Placeholder Text", "Plain Text", "Quote", "Salutation",
    "Signature", "Strong", "Subtitle", "Subtle Emphasis", "Subtle Reference", "Table Grid", "Table Grid Light", "TOC Heading", "Title", "annotation reference",
    "annotation subject", "annotation text", "Balloon Text", "caption", "endnote reference", "endnote text", "envelope address", "envelope return", "footer",
    "footnote reference", "footnote text", "header", "heading 1", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6", "heading 7", "heading 8",
    "heading 9", "index 1", "index 2", "index 3", "index 4", "index 5", "index 6", "index 7", "index 8", "index 9", "index heading", "line number", "macro",
    "page number", "table of authorities", "table of figures", "toa heading", "toc 1", "toc 2", "toc 3", "toc 4", "toc 5", "toc 6", "toc 7", "toc 8", "toc 9",
    "Plain Table 1", "Plain Table 2", "Plain Table 3", "Plain Table 4", "Plain Table 5", "Bibliography", "Revision", "Unresolved Mention", "Mention", "Smart Hyperlink",
};

}  // namespace

std::optional<Literal> built_in_style(std::string_view name) {
    auto const same = [](std::string_view a, std::string_view b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + 32 : x) == (y >= 'A' && y <= 'Z' ? y + 32 : y); });
    };
    auto const* const found = std::find_if(std::begin(kBuiltIn), std::end(kBuiltIn), [&](Literal known) { return same(known.view(), name); });
    if (found == std::end(kBuiltIn)) return std::nullopt;
    return *found;
}

}  // namespace scrub::engine::ooxml
