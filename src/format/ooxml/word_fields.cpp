// Fields by name: those that count pages or point inside the document stay; all others are frozen.
#include "format/ooxml/word_fields.hpp"

#include <algorithm>

namespace scrub::engine::ooxml {
namespace {

// A switch of a live field and what follows it: '-' nothing, 'b' a bookmark, 's' a style, 'n' a number, 'f' a format of
// numbers, 'q' a list of styles and levels.
struct Switch {
    Literal name;
    char follows;
};
constexpr Switch kPageSwitches[] = {{"\\*", 'f'}};
constexpr Switch kRefSwitches[] = {{"\\*", 'f'}, {"\\h", '-'}, {"\\n", '-'}, {"\\p", '-'}, {"\\r", '-'}, {"\\t", '-'}, {"\\w", '-'}, {"\\f", '-'}};
constexpr Switch kStyleRefSwitches[] = {{"\\*", 'f'}, {"\\l", '-'}, {"\\n", '-'}, {"\\p", '-'}, {"\\r", '-'}, {"\\t", '-'}, {"\\w", '-'}};
constexpr Switch kTocSwitches[] = {{"\\b", 'b'}, {"\\h", '-'}, {"\\n", '?'}, {"\\o", 'n'}, {"\\u", '-'}, {"\\w", '-'}, {"\\x", '-'}, {"\\z", '-'}};

struct Field {
    Literal name;
    char argument;   // '-' none, 'b' bookmark, 's' style
    std::span<Switch const> switches;
};
constexpr Field kLive[] = {
    {"NOTEREF", 'b', kRefSwitches},      {"NUMPAGES", '-', kPageSwitches}, {"PAGE", '-', kPageSwitches},   {"PAGEREF", 'b', kRefSwitches},
    {"REF", 'b', kRefSwitches},          {"SECTION", '-', kPageSwitches},  {"SECTIONPAGES", '-', kPageSwitches}, {"STYLEREF", 's', kStyleRefSwitches},
    {"TOC", '-', kTocSwitches},
};
constexpr Literal kFormats[] = {"Arabic", "ARABIC", "alphabetic", "ALPHABETIC", "roman", "ROMAN", "Ordinal", "CardText", "OrdText", "Hex", "ArabicDash", "MERGEFORMAT", "CHARFORMAT", "Lower", "Upper", "FirstCap", "Caps"};

constexpr Rule kFields[] = {
    {"ADDIN", "WD-FLD", Kind::hidden_content, "data of an add-in: references, libraries, accounts"},
    {"ASK", "WD-FLD", Kind::active_content, "asks whoever opens the document"},
    {"AUTHOR", "WD-FLD", Kind::author, "shows a name, and another one on another computer"},
    {"AUTOTEXT", "WD-FLD", Kind::external_reference, "text of the template"},
    {"BIBLIOGRAPHY", "WD-FLD", Kind::metadata, "made from hidden sources"},
    {"CITATION", "WD-FLD", Kind::metadata, "made from hidden sources"},
    {"COMMENTS", "WD-FLD", Kind::metadata, "shows a property of the document"},
    {"CREATEDATE", "WD-FLD", Kind::timestamp, "shows when the document was made"},
    {"DATABASE", "WD-FLD", Kind::external_reference, "query of a database"},
    {"DATE", "WD-FLD", Kind::timestamp, "shows today's date wherever it is opened"},
    {"DDE", "WD-FLD", Kind::active_content, "starts a program"},
    {"DDEAUTO", "WD-FLD", Kind::active_content, "starts a program when the document is opened"},
    {"DOCPROPERTY", "WD-FLD", Kind::metadata, "shows a property of the document"},
    {"DOCVARIABLE", "WD-FLD", Kind::hidden_content, "shows a variable of the document"},
    {"EDITTIME", "WD-FLD", Kind::timestamp, "shows the time of work"},
    {"EMBED", "WD-FLD", Kind::embedded_file, "embedded object"},
    {"FILENAME", "WD-FLD", Kind::path, "shows the file's name and folder"},
    {"FILESIZE", "WD-FLD", Kind::metadata, "shows the size of the file"},
    {"FILLIN", "WD-FLD", Kind::active_content, "asks whoever opens the document"},
    {"FORMCHECKBOX", "WD-FLD", Kind::form_data, "form field", Form::flatten},
    {"FORMDROPDOWN", "WD-FLD", Kind::form_data, "form field", Form::flatten},
    {"FORMTEXT", "WD-FLD", Kind::form_data, "form field", Form::flatten},
    {"GLOSSARY", "WD-FLD", Kind::external_reference, "text of the template"},
    {"GOTOBUTTON", "WD-FLD", Kind::active_content, "button"},
    {"HYPERLINK", "WD-FLD", Kind::hyperlink, "link"},
    {"IMPORT", "WD-FLD", Kind::external_reference, "loads a picture when the document is opened"},
    {"INCLUDE", "WD-FLD", Kind::external_reference, "loads a file when the document is opened"},
    {"INCLUDEPICTURE", "WD-FLD", Kind::external_reference, "loads a picture when the document is opened"},
    {"INCLUDETEXT", "WD-FLD", Kind::external_reference, "loads a file when the document is opened"},
    {"INDEX", "WD-FLD", Kind::structure, "index"},
    {"INFO", "WD-FLD", Kind::metadata, "shows a property of the document"},
    {"KEYWORDS", "WD-FLD", Kind::metadata, "shows a property of the document"},
    {"LASTSAVEDBY", "WD-FLD", Kind::author, "shows a name, and another one on another computer"},
    {"LINK", "WD-FLD", Kind::external_reference, "loads an object when the document is opened"},
    {"MACROBUTTON", "WD-FLD", Kind::active_content, "starts a macro"},
    {"MERGEFIELD", "WD-FLD", Kind::form_data, "field of a mail merge", Form::flatten},
    {"PRINT", "WD-FLD", Kind::active_content, "commands for the printer"},
    {"PRINTDATE", "WD-FLD", Kind::timestamp, "shows when the document was printed"},
    {"PRIVATE", "WD-FLD", Kind::hidden_content, "data of another format"},
    {"RD", "WD-FLD", Kind::external_reference, "another document, read for the index"},
    {"REVNUM", "WD-FLD", Kind::metadata, "shows how often the document was saved"},
    {"SAVEDATE", "WD-FLD", Kind::timestamp, "shows when the document was saved"},
    {"SUBJECT", "WD-FLD", Kind::metadata, "shows a property of the document"},
    {"TEMPLATE", "WD-FLD", Kind::path, "shows the template"},
    {"TIME", "WD-FLD", Kind::timestamp, "shows the time wherever it is opened"},
    {"TITLE", "WD-FLD", Kind::metadata, "shows a property of the document"},
    {"USERADDRESS", "WD-FLD", Kind::location, "shows the address of whoever opens the document"},
    {"USERINITIALS", "WD-FLD", Kind::author, "shows the initials of whoever opens the document"},
    {"USERNAME", "WD-FLD", Kind::author, "shows the name of whoever opens the document"},
};
constexpr Rule kOther{"field", "WD-FLD", Kind::structure, "field that became its result"};

std::string upper(std::string_view text) {
    std::string up(text);
    std::transform(up.begin(), up.end(), up.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return up;
}

bool is_levels(std::string_view word) {
    return !word.empty() && word.size() <= 5 && std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

// Reads what follows a switch; false when it may not stay.
bool take_operand(char follows, std::vector<std::string> const& words, std::size_t& at, LiveField& field) {
    bool const has_word = at < words.size() && !words[at].starts_with('\\');
    switch (follows) {
        case 'f': {
            if (!has_word) return false;
            auto const* const format = std::find_if(std::begin(kFormats), std::end(kFormats), [&](Literal f) { return f == words[at]; });
            if (format == std::end(kFormats)) return false;
            field.pieces.push_back({FieldWord::literal, *format, {}});
            break;
        }
        case 'n':
        case '?':
            if (!has_word) return follows == '?';
            if (!is_levels(words[at])) return false;
            field.pieces.push_back({FieldWord::number, "", words[at]});
            break;
        case 'b':
            if (!has_word) return false;
            field.pieces.push_back({FieldWord::bookmark, "", words[at]});
            break;
        default: return true;
    }
    ++at;
    return true;
}

}  // namespace

std::vector<std::string> field_words(std::string_view instruction) {
    std::vector<std::string> words;
    std::string word;
    bool is_quoted = false;
    bool has_word = false;
    for (std::size_t i = 0; i < instruction.size(); ++i) {
        char const c = instruction[i];
        if (c == '"') {
            if (is_quoted) {
                words.push_back(std::move(word));
                word.clear();
                has_word = false;
            }
            is_quoted = !is_quoted;
        } else if (is_quoted && c == '\\' && i + 1 < instruction.size()) {
            word += instruction[++i];
        } else if (!is_quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
            if (has_word) words.push_back(std::move(word));
            word.clear();
            has_word = false;
        } else {
            word += c;
            has_word = true;
        }
    }
    if (has_word) words.push_back(std::move(word));
    return words;
}

std::optional<LiveField> live_field(std::string_view instruction) {
    auto const words = field_words(instruction);
    if (words.empty()) return std::nullopt;
    auto const* const known = std::find_if(std::begin(kLive), std::end(kLive), [&](Field const& f) { return f.name == upper(words[0]); });
    if (known == std::end(kLive)) return std::nullopt;
    LiveField field;
    field.pieces.push_back({FieldWord::literal, known->name, {}});
    std::size_t at = 1;
    if (known->argument != '-') {
        if (at >= words.size() || words[at].starts_with('\\')) return std::nullopt;
        field.pieces.push_back(LiveField::Piece{known->argument == 'b' ? FieldWord::bookmark : FieldWord::style, "", words[at]});
        ++at;
    }
    while (at < words.size()) {
        auto const sw = std::find_if(known->switches.begin(), known->switches.end(), [&](Switch const& s) { return s.name == words[at]; });
        if (sw == known->switches.end()) return std::nullopt;
        ++at;
        field.pieces.push_back({FieldWord::literal, sw->name, {}});
        if (!take_operand(sw->follows, words, at, field)) return std::nullopt;
    }
    return field;
}

Rule const& field_rule(std::string_view instruction) {
    auto const words = field_words(instruction);
    auto const* const row = words.empty() ? nullptr : find(kFields, upper(words[0]));
    return row != nullptr ? *row : kOther;
}

std::vector<std::string> bookmarks_of(std::string_view instruction) {
    std::vector<std::string> names;
    auto const field = live_field(instruction);
    if (!field) return names;
    for (auto const& piece : field->pieces)
        if (piece.kind == FieldWord::bookmark) names.push_back(piece.value);
    return names;
}

RuleList field_rules() { return list_rules(kFields, kOther); }

}  // namespace scrub::engine::ooxml
