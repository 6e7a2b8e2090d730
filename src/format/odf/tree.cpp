// Transformations of OpenDocument's tree.
#include "format/odf/tree.hpp"

#include <algorithm>
#include <unordered_map>

#include "codec/xml.hpp"
#include "format/odf/rows.hpp"
#include "marks/text.hpp"
#include "marks/url.hpp"

namespace scrub::engine::odf {
namespace {

using pugi::xml_node;
using namespace std::string_view_literals;

constexpr Rule kPerson{"dc:creator", "OD-ANN", Kind::author, "who made the change or remark"};
constexpr Rule kInitials{"initials", "OD-ANN", Kind::author, "initials of whoever made the remark"};
constexpr Rule kDate{"dc:date", "OD-ANN", Kind::timestamp, "when the change or remark was made"};
constexpr Rule kHiddenText{"hidden text", "OD-HID", Kind::hidden_content, "no reader sees it on the page"};
constexpr Rule kHiddenSection{"hidden section", "OD-HID", Kind::hidden_content, "no reader sees it on the page"};
constexpr Rule kHiddenSheet{"hidden sheet", "OD-HID", Kind::hidden_content, "a sheet that is not shown"};
constexpr Rule kHiddenCells{"hidden rows and columns", "OD-HID", Kind::hidden_content, "cells that are not shown"};
constexpr Rule kHiddenPage{"hidden slide", "OD-HID", Kind::hidden_content, "a slide that is not shown"};
constexpr Rule kHiddenLayer{"hidden layer", "OD-HID", Kind::hidden_content, "shapes on a layer that is not shown"};
constexpr Rule kHiddenShape{"hidden shape", "OD-HID", Kind::hidden_content, "a shape that is not shown"};
constexpr Rule kInvisible{"invisible text", "OD-HID", Kind::hidden_content, "in the colour of its background"};
constexpr Rule kTiny{"tiny text", "OD-HID", Kind::hidden_content, "too small to be read"};
constexpr Rule kBlackened{"blackened text", "OD-HID", Kind::hidden_content, "in the colour of its background: only looks like a redaction", Form::replace};
constexpr Rule kControl{"draw:control", "OD-SCR", Kind::form_data, "control of a form; what it shows stays as text", Form::flatten};
constexpr Rule kUnusedStyle{"style", "OD-HID", Kind::hidden_content, "nothing uses it, and it holds a text"};
constexpr Rule kUnusedHeader{"header or footer", "OD-HID", Kind::hidden_content, "switched off"};
constexpr Rule kUnusedName{"name", "OD-HID", Kind::hidden_content, "nothing uses it"};
constexpr Rule kCovered{"covered cell", "OD-HID", Kind::hidden_content, "lies under cells that were joined"};
constexpr Rule kSecond{"second picture", "OD-HID", Kind::hidden_content, "another form of a picture, which readers pass over"};
constexpr Rule kOtherValue{"value behind a text", "OD-HID", Kind::hidden_content, "the cell shows another text"};
constexpr Rule kBookmark{"bookmark", "OD-FONT", Kind::identifier, "nothing refers to it"};
constexpr Rule kDeadLink{"link", "OD-FLD", Kind::path, "leads to a file, a server or nowhere", Form::unwrap};
constexpr Rule kExternal{"external reference", "OD-SCR", Kind::external_reference, "loaded when the document is opened: tells a server who opens it, or names a folder"};
constexpr Rule kInside{"draw:object", "OD-OBJ", Kind::embedded_file, "a document inside the document; its picture stays where it can be vetted"};
constexpr Rule kFormula{"formula", "OD-SCR", Kind::external_reference, "asks another file, a program or a server; its result stays"};
constexpr Rule kLostFormula{"formula", "OD-HID", Kind::hidden_content, "counts with a sheet that is gone; its result stays"};
constexpr Rule kWatermark{"watermark", "OD-HID", Kind::watermark, "lies behind the text, and may name the recipient"};

// Rows of a table by name, made once.
class Rows {
public:
    explicit Rows(std::span<Rule const> rules) {
        for (auto const& rule : rules) by_name_.emplace(rule.name.view(), &rule);
    }
    Rule const* find(std::string_view name) const {
        auto const row = by_name_.find(name);
        return row == by_name_.end() ? nullptr : row->second;
    }

private:
    std::unordered_map<std::string_view, Rule const*> by_name_;
};
Rule const* removed_rule(xml_node node) {
    static Rows const kRows(removed_elements());
    return kRows.find(node.name());
}
Rule const* field_rule(xml_node node) {
    static Rows const kRows(frozen_fields());
    return kRows.find(node.name());
}

template <class Visit>
void each(xml_node node, Visit const& visit) {
    for (auto child = node.first_child(); child;) {
        auto const next = child.next_sibling();
        if (child.type() == pugi::node_element && visit(child)) each(child, visit);
        child = next;
    }
}

bool is(xml_node node, std::string_view name) { return node.name() == name; }
std::string_view value(xml_node node, char const* name) { return node.attribute(name).value(); }

// What an element says, shortened: for the report.
std::string text_of(xml_node node) {
    constexpr std::size_t kMost = 4096;
    std::string text;
    auto const add = [&](auto const& self, xml_node n) -> void {
        for (auto const child : n.children()) {
            if (text.size() > kMost) return;
            if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
                std::string_view const piece = child.value();
                if (piece.find_first_not_of(" \t\r\n") != std::string_view::npos) text += piece;
            } else {
                if (!text.empty() && text.back() != ' ' && (is(child, "text:p") || is(child, "text:h"))) text += ' ';
                self(self, child);
            }
        }
    };
    add(add, node);
    return text;
}

void unwrap(xml_node node) {
    auto parent = node.parent();
    while (auto const child = node.first_child()) parent.insert_move_before(child, node);
    parent.remove_child(node);
}

void remove(xml_node node) { node.parent().remove_child(node); }

// Nodes that were found together may lie in each other: they are marked first, and go in one sweep.
constexpr auto kGone = "?gone";
void mark_gone(xml_node node) { node.set_name(kGone); }

// What stands in the attributes of an element and of those inside it, for the report.
std::string values_of(xml_node node) {
    constexpr std::size_t kMost = 4096;
    std::string values;
    auto const add = [&](auto const& self, xml_node n) -> void {
        for (auto const attribute : n.attributes()) {
            if (values.size() > kMost) return;
            if (!values.empty()) values += ' ';
            values += attribute.value();
        }
        for (auto const child : n.children())
            if (child.type() == pugi::node_element) self(self, child);
    };
    add(add, node);
    return values;
}

std::string folded(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

std::uint64_t repeated(xml_node node, char const* attribute) { return std::max<std::uint64_t>(node.attribute(attribute).as_ullong(1), 1); }

bool is_image(xml_node node) { return is(node, "draw:image") || is(node, "draw:fill-image") || is(node, "style:background-image") || is(node, "text:list-level-style-image") || is(node, "chart:symbol-image"); }

// The name of a style, a format, a gradient, a page layout; empty for what is none.
std::string_view definition_of(xml_node node);

class Cleaner {
public:
    Cleaner(xml_node root, Survey const& survey, Judged& judged, Gate& gate) : root_(root), survey_(survey), judged_(judged), gate_(gate) {}

    Result<void> run() {
        TRY(remove_unused_styles());
        TRY(flatten_controls());
        TRY(remove_by_table());
        TRY(remove_watermarks());
        TRY(remove_hidden());
        TRY(clear_hidden_cells());
        TRY(clear_covered());
        TRY(remove_second_texts());
        TRY(remove_unseen());
        TRY(freeze_fields());
        TRY(formulas());
        TRY(remove_unused_names());
        TRY(dead_links());
        return bookmarks();
    }

    Result<void> finish(Resources const& resources) {
        TRY(references(resources));
        return normalise();
    }

private:
    // In document order, without what lies inside another one.
    template <class Wanted>
    std::vector<xml_node> all(Wanted const& wanted) const {
        std::vector<xml_node> found;
        each(root_, [&](xml_node node) {
            if (!wanted(node)) return true;
            found.push_back(node);
            return false;
        });
        return found;
    }
    template <class Wanted>
    std::vector<xml_node> all_nested(Wanted const& wanted) const {
        std::vector<xml_node> found;
        each(root_, [&](xml_node node) {
            if (wanted(node)) found.push_back(node);
            return true;
        });
        return found;
    }

    // Whether a thing goes. What stays is asked about once.
    Result<bool> goes(Rule const& rule, xml_node node, std::string_view text) {
        if (judged_.contains(node.internal_object())) return false;
        if (TRY(gate_.judge(rule, text.size(), {{}, text, 1})) != Action::kept) return true;
        judged_.insert(node.internal_object());
        return false;
    }

    void sweep() {
        for (auto const& node : all([](xml_node n) { return is(n, kGone); })) remove(node);
    }

    // Styles and page layouts that nothing uses hold texts too: of formats, lists, headers.
    Result<void> remove_unused_styles() {
        std::vector<xml_node> unused;
        for (auto const* const container : {"office:styles", "office:automatic-styles", "office:master-styles"})
            for (auto const definition : root_.child(container).children()) {
                auto const name = definition_of(definition);
                if (!name.empty() && !survey_.used_styles.contains(name)) unused.push_back(definition);
            }
        for (auto const& definition : unused) {
            auto const text = text_of(definition) + words_of(definition);
            if (!text.empty()) TRY(gate_.drop(kUnusedStyle, text.size(), {definition.name(), text, 1}));
            remove(definition);
        }
        for (auto const& header : all([](xml_node n) { return std::string_view(n.name()).starts_with("style:") && value(n, "style:display") == "false"; })) {
            auto const text = text_of(header);
            if (!text.empty()) TRY(gate_.drop(kUnusedHeader, text.size(), {{}, text, 1}));
            if (!text.empty()) remove(header);
        }
        return {};
    }

    // What stands before and behind the numbers of a list, where it is more than a sign.
    static std::string words_of(xml_node definition) {
        constexpr std::size_t kSign = 4;
        std::string words;
        each(definition, [&](xml_node level) {
            for (auto const* const key : {"style:num-prefix", "style:num-suffix", "text:bullet-char", "style:leader-text"})
                if (auto const said = value(level, key); said.size() > kSign) words += " " + std::string(said);
            return true;
        });
        return words;
    }

    Result<void> remove_unused_names() {
        Names used;
        each(root_, [&](xml_node node) {
            if (!is(node, "draw:page")) return true;
            for (auto const* const key : {"presentation:use-footer-name", "presentation:use-date-time-name"}) used.emplace(value(node, key));
            return true;
        });
        for (auto const& node : all_nested([&](xml_node n) {
                 bool const is_decl = (is(n, "presentation:footer-decl") || is(n, "presentation:date-time-decl")) && !used.contains(value(n, "presentation:name"));
                 return is_decl || ((is(n, "table:named-range") || is(n, "table:named-expression")) && !survey_.formula_words.contains(folded(value(n, "table:name"))));
             })) {
            auto const text = text_of(node).empty() ? values_of(node) : text_of(node);
            TRY(gate_.drop(kUnusedName, text.size(), {node.name(), text, 1}));
            mark_gone(node);
        }
        sweep();
        return {};
    }

    // Cells under others that were joined with them.
    Result<void> clear_covered() {
        for (auto cell : all_nested([](xml_node n) { return is(n, "table:covered-table-cell") && (n.first_child() || n.attribute("office:value-type")); })) {
            auto const text = text_of(cell);
            if (TRY(goes(kCovered, cell, text))) empty(cell);
        }
        sweep();
        return {};
    }

    static void empty(xml_node cell) {
        for (auto child : cell.children()) {
            if (child.type() == pugi::node_element) mark_gone(child);
            else child.set_value("");
        }
        for (auto attribute = cell.first_attribute(); attribute;) {
            auto const next = attribute.next_attribute();
            std::string_view const name = attribute.name();
            bool const stays = name == "table:style-name" || name.starts_with("table:number-");
            if (!stays) cell.remove_attribute(attribute);
            attribute = next;
        }
    }

    Result<void> remove_by_table() {
        for (auto const& node : all([](xml_node n) { return removed_rule(n) != nullptr; })) {
            auto const& rule = *removed_rule(node);
            TRY(people(node));
            auto text = text_of(node);
            if (text.empty()) text = values_of(node);
            bool const is_silent = rule.kind == Kind::presentation || (is(node, "office:forms") && !node.first_child()) || (is(node, "office:scripts") && !node.first_child());
            if (!is_silent) TRY(gate_.drop(rule, text.size(), {{}, text, 1}));
            if (is(node, "presentation:notes") && !is(node.parent(), "style:master-page")) gate_.note_lost("notes of slides");
            if (rule.kind == Kind::presentation) gate_.note_lost("animations");
            remove(node);
        }
        return {};
    }

    // What a control shows: its text, its chosen entry, its label, its mark.
    static std::string shown_by(xml_node control) {
        auto const said = [&](std::initializer_list<char const*> names) {
            for (auto const* const name : names)
                if (control.attribute(name)) return std::string(value(control, name));
            return std::string();
        };
        if (is(control, "form:password") || is(control, "form:hidden")) return {};
        if (is(control, "form:checkbox") || is(control, "form:radio")) {
            auto const state = said({"form:current-state", "form:state", "form:current-selected", "form:selected"});
            return (state == "checked" || state == "true" ? "\xE2\x98\x92 " : "\xE2\x98\x90 ") + said({"form:label"});
        }
        for (auto const option : control.children())
            if (value(option, "form:current-selected") == "true") return std::string(value(option, "form:label"));
        return said({"form:current-value", "form:value", "form:label"});
    }

    Result<void> flatten_controls() {
        std::map<std::string, std::string, std::less<>> texts;
        each(root_, [&](xml_node node) {
            for (auto const* const id : {"xml:id", "form:id"})
                if (std::string_view(node.name()).starts_with("form:") && node.attribute(id)) texts.emplace(value(node, id), shown_by(node));
            return true;
        });
        for (auto node : all_nested([](xml_node n) { return is(n, "draw:control"); })) {
            auto const known = texts.find(value(node, "draw:control"));
            auto const text = known == texts.end() ? std::string() : known->second;
            TRY(gate_.drop(kControl, text.size(), {{}, text, 1}));
            node.set_name("draw:frame");
            node.remove_attribute("draw:control");
            node.append_child("draw:text-box").append_child("text:p").append_child(pugi::node_pcdata).set_value(text.c_str());
        }
        return {};
    }

    // --- text that is there but cannot be seen ---

    struct Seen {
        std::string colour, fill;
        double points = 0;
        bool is_fill_known = true;
    };

    Seen seen(xml_node text) const {
        Seen made;
        for (auto node = text.parent(); node; node = node.parent()) {
            std::string_view const name = node.name();
            if (name.starts_with("draw:")) {
                made.is_fill_known = !made.fill.empty();
                break;
            }
            bool const is_table = name.starts_with("table:");
            auto const family = name == "text:span" || name == "text:a" ? "text" : name == "text:p" || name == "text:h" ? "paragraph" : name == "text:section" ? "section"
                                : name == "table:table-cell" ? "table-cell" : name == "table:table-row" ? "table-row" : name == "table:table" ? "table" : "";
            if (*family == 0) continue;
            auto const style = value(node, is_table ? "table:style-name" : "text:style-name");
            // The style of a sheet's column counts where a cell has none.
            if (name == "table:table-cell" && style.empty() && made.fill.empty()) made.is_fill_known = false;
            if (made.colour.empty()) made.colour = survey_.colour(family, style);
            if (made.fill.empty()) made.fill = survey_.fill(family, style);
            if (made.points == 0) made.points = survey_.points(family, style);
        }
        return made;
    }

    static bool is_alike(std::string_view a, std::string_view b) {
        constexpr int kSame = 8;
        auto const hex = [](char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
        if (a.size() != 7 || b.size() != 7) return false;
        for (std::size_t i = 1; i < 7; i += 2)
            if (std::abs(hex(a[i]) * 16 + hex(a[i + 1]) - hex(b[i]) * 16 - hex(b[i + 1])) > kSame) return false;
        return true;
    }

    Result<void> remove_unseen() {
        constexpr double kTinyPoints = 2;
        // Of fixed width: its length must not tell the length of the words.
        constexpr auto kBlock = "\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88";
        std::vector<xml_node> texts;
        auto const collect = [&](auto const& self, xml_node node, bool is_inside) -> void {
            for (auto const child : node.children()) {
                if (child.type() == pugi::node_element) self(self, child, is_inside || is(child, "text:p") || is(child, "text:h"));
                else if (is_inside && std::string_view(child.value()).find_first_not_of(" \t\r\n") != std::string_view::npos) texts.push_back(child);
            }
        };
        collect(collect, root_, false);
        for (auto text : texts) {
            std::string_view const said = text.value();
            auto const look = seen(text);
            auto const fill = look.fill.empty() ? std::string("#ffffff") : look.fill;
            bool const is_unseen = look.is_fill_known && !(look.fill.empty() && survey_.has_backdrop) && is_alike(look.colour, fill);
            bool const is_tiny = look.points > 0 && look.points <= kTinyPoints;
            if ((!is_unseen && !is_tiny) || said == kBlock) continue;
            auto const& rule = is_tiny ? kTiny : is_alike(fill, "#ffffff") ? kInvisible : kBlackened;
            if (TRY(goes(rule, text, said))) text.set_value(&rule == &kBlackened ? kBlock : "");
        }
        return {};
    }

    // Names and dates inside what goes.
    Result<void> people(xml_node node) {
        std::vector<xml_node> found;
        each(node, [&](xml_node inner) {
            bool const is_wanted = is(inner, "dc:creator") || is(inner, "dc:date") || is(inner, "meta:creator-initials") || is(inner, "loext:sender-initials");
            if (is_wanted) found.push_back(inner);
            return !is_wanted;
        });
        for (auto const& inner : found) {
            std::string_view const said = inner.child_value();
            TRY(gate_.judge(is(inner, "dc:creator") ? kPerson : is(inner, "dc:date") ? kDate : kInitials, said.size(), {{}, said, 1}));
            remove(inner);
        }
        return {};
    }

    // Shapes that LibreOffice and Word name so.
    Result<void> remove_watermarks() {
        for (auto const& node : all([](xml_node n) { return folded(value(n, "draw:name")).find("watermark") != std::string::npos; })) {
            auto const text = text_of(node);
            if (TRY(goes(kWatermark, node, text))) remove(node);
        }
        return {};
    }

    Rule const* hides(xml_node node) const {
        if (is(node, "text:section")) {
            auto const display = value(node, "text:display");
            bool const is_hidden = display == "none" || (display == "condition" && value(node, "text:is-hidden") != "false");
            return is_hidden ? &kHiddenSection : nullptr;
        }
        if (is(node, "text:span")) return survey_.hides_text("text", value(node, "text:style-name")) ? &kHiddenText : nullptr;
        if (is(node, "text:p") || is(node, "text:h")) {
            bool const has_mark = std::any_of(node.begin(), node.end(), [](xml_node n) { return is(n, "text:hidden-paragraph") && value(n, "text:is-hidden") == "true"; });
            return has_mark || survey_.hides_text("paragraph", value(node, "text:style-name")) ? &kHiddenText : nullptr;
        }
        if (is(node, "text:hidden-text")) return value(node, "text:is-hidden") == "true" ? &kHiddenText : nullptr;
        if (is(node, "table:table")) return is(node.parent(), "office:spreadsheet") && survey_.hidden_sheets.contains(value(node, "table:name")) ? &kHiddenSheet : nullptr;
        if (is(node, "draw:page")) return survey_.hides_page(value(node, "draw:style-name")) ? &kHiddenPage : nullptr;
        if (value(node, "drawooo:display") == "none") return &kHiddenShape;
        if (survey_.hidden_layers.find(value(node, "draw:layer")) != survey_.hidden_layers.end()) return &kHiddenLayer;
        return nullptr;
    }

    Result<void> remove_hidden() {
        for (auto const& node : all([this](xml_node n) { return hides(n) != nullptr; })) {
            auto const& rule = *hides(node);
            auto text = text_of(node);
            if (text.empty()) text = value(node, "text:string-value");
            if (!TRY(goes(rule, node, text))) continue;
            if (&rule == &kHiddenSheet) gate_.note_lost("hidden sheets");
            if (&rule == &kHiddenPage) gate_.note_lost("hidden slides");
            remove(node);
        }
        return {};
    }

    // Formulas count by place: hidden rows and columns stay, without what stood in them.
    Result<void> clear_hidden_cells() {
        for (auto const& table : all_nested([](xml_node n) { return is(n, "table:table"); })) {
            std::vector<std::pair<std::uint64_t, std::uint64_t>> hidden;  // columns, from and behind
            std::uint64_t column = 0;
            std::vector<xml_node> rows;
            each(table, [&](xml_node node) {
                if (is(node, "table:table")) return false;
                if (is(node, "table:table-column")) {
                    auto const count = repeated(node, "table:number-columns-repeated");
                    if (is_hidden(node)) hidden.emplace_back(column, column + count);
                    column += count;
                }
                if (is(node, "table:table-row")) rows.push_back(node);
                return !is(node, "table:table-row");
            });
            for (auto const& row : rows) TRY(clear_row(row, hidden));
        }
        sweep();
        return {};
    }

    bool is_hidden(xml_node node) const {
        if (survey_.hides_cells(is(node, "table:table-row") ? "table-row" : "table-column", value(node, "table:style-name"))) return true;
        return value(node, "table:visibility") == "collapse" || value(node, "table:visibility") == "filter";
    }

    Result<void> clear_row(xml_node row, std::vector<std::pair<std::uint64_t, std::uint64_t>> const& hidden) {
        bool const is_row_hidden = is_hidden(row);
        if (!is_row_hidden && hidden.empty()) return {};
        std::uint64_t column = 0;
        std::string gone;
        std::vector<xml_node> cells;
        for (auto const cell : row.children()) {
            auto const from = column;
            column += repeated(cell, "table:number-columns-repeated");
            bool const is_in_hidden = std::any_of(hidden.begin(), hidden.end(), [&](auto const& range) { return range.first <= from && column <= range.second; });
            bool const holds_something = cell.first_child() || cell.attribute("office:value-type") || cell.attribute("table:formula");
            if (!(is_row_hidden || is_in_hidden) || !holds_something) continue;
            gone += text_of(cell) + ' ';
            cells.push_back(cell);
        }
        if (cells.empty() || !TRY(goes(kHiddenCells, row, gone))) return {};
        gate_.note_lost("cells in hidden rows or columns", cells.size());
        for (auto const& cell : cells) empty(cell);
        return {};
    }

    Result<void> freeze_fields() {
        for (auto const& node : all_nested([](xml_node n) { return field_rule(n) != nullptr; })) {
            auto const& rule = *field_rule(node);
            bool const is_about_text = rule.kind == Kind::author || rule.kind == Kind::timestamp || rule.kind == Kind::location || rule.kind == Kind::organisation;
            auto const text = is_about_text ? text_of(node) : text_of(node) + " " + values_of(node);
            TRY(gate_.drop(rule, text.size(), {{}, text, 1}));
            bool const is_for_nobody = value(node, "text:display") == "none" || is(node, "text:hidden-paragraph");
            if (is_for_nobody) mark_gone(node);
            else unwrap(node);
        }
        sweep();
        return {};
    }

    Result<void> formulas() {
        for (auto node : all_nested([](xml_node n) { return n.attribute("table:formula") || is(n, "table:named-expression") || is(n, "table:named-range"); })) {
            bool const is_name = !node.attribute("table:formula");
            auto const* const key = is(node, "table:named-range") ? "table:cell-range-address" : is_name ? "table:expression" : "table:formula";
            auto const* const wrong = wrong_with(value(node, key));
            if (wrong == nullptr) continue;
            TRY(gate_.drop(*wrong, value(node, key).size(), {{}, value(node, key), 1}));
            if (is_name) mark_gone(node);
            else node.remove_attribute(key);
        }
        sweep();
        for (auto node : all_nested([](xml_node n) { return n.attribute("office:string-value") && n.child("text:p"); })) {
            std::string_view const behind = value(node, "office:string-value");
            if (text_of(node) != behind) TRY(gate_.drop(kOtherValue, behind.size(), {{}, behind, 1}));
            node.remove_attribute("office:string-value");
        }
        return {};
    }

    Rule const* wrong_with(std::string_view formula) const {
        auto const low = folded(formula);
        for (auto const asks : {"webservice"sv, "dde("sv, "file:"sv, "://"sv, "'#"sv, "info("sv, "\\\\"sv})
            if (low.find(asks) != std::string::npos) return &kFormula;
        for (auto const& sheet : survey_.hidden_sheets) {
            bool const is_gone = gate_.policy(Kind::hidden_content) == Disposition::remove;
            for (auto const& name : {sheet + ".", "'" + sheet + "'."})
                if (is_gone && formula.find(name) != std::string_view::npos) return &kLostFormula;
        }
        return nullptr;
    }

    Result<void> references(Resources const& resources) {
        for (auto const& node : all_nested([](xml_node n) { return is(n, "draw:object"); })) TRY(object(node, resources));
        sweep();
        for (auto node : all_nested([](xml_node n) { return (n.attribute("xlink:href") && !is(n, "draw:object")) || n.child("office:binary-data"); })) {
            if (is(node, "draw:image") && has_content_before(node)) {
                TRY(gate_.drop(kSecond, 0));
                mark_gone(node);
            } else if (is_image(node)) {
                TRY(image(node, resources));
            } else if (is(node, "text:a") || is(node, "draw:a")) {
                TRY(link(node));
            } else if (node.attribute("xlink:href")) {
                TRY(gate_.drop(kExternal, value(node, "xlink:href").size(), {node.name(), value(node, "xlink:href"), 1}));
                node.remove_attribute("xlink:href");
            }
        }
        sweep();
        for (auto frame : all_nested([](xml_node n) { return is(n, "draw:frame") && !n.first_child(); })) frame.append_child("draw:text-box");
        return {};
    }

    // Of the contents of a frame, readers show the first.
    static bool has_content_before(xml_node node) {
        for (auto before = node.previous_sibling(); before; before = before.previous_sibling())
            if (is(before, "draw:image") || is(before, "draw:object") || is(before, "draw:text-box") || is(before, "table:table")) return true;
        return false;
    }

    Result<void> remove_second_texts() {
        for (auto const& node : all_nested([](xml_node n) { return is(n.parent(), "draw:frame") && (is(n, "draw:text-box") || is(n, "table:table")) && has_content_before(n); })) {
            auto const text = text_of(node);
            TRY(gate_.drop(kSecond, text.size(), {{}, text, 1}));
            mark_gone(node);
        }
        sweep();
        return {};
    }

    Result<void> image(xml_node node, Resources const& resources) {
        auto data = node.child("office:binary-data");
        if (data) {
            auto const made = TRY(resources.inline_picture(data.child_value()));
            while (data.first_child()) data.remove_child(data.first_child());
            data.append_child(pugi::node_pcdata).set_value(made.c_str());
            if (made.empty()) mark_gone(node);
            else node.remove_attribute("xlink:href");
            return {};
        }
        auto const name = TRY(resources.picture(value(node, "xlink:href")));
        if (name.empty()) mark_gone(node);
        else node.attribute("xlink:href") = name.c_str();
        return {};
    }

    // What stays is drawn by the reader, so that its picture, perhaps of an earlier state, goes. A formula may stand in the document itself.
    Result<void> object(xml_node node, Resources const& resources) {
        if (!node.attribute("xlink:href")) {
            if (node.child("math:math")) return {};
            TRY(gate_.drop(kInside, 0));
            mark_gone(node);
            return {};
        }
        auto const name = TRY(resources.object(value(node, "xlink:href")));
        if (name.empty()) {
            mark_gone(node);
            return {};
        }
        node.attribute("xlink:href") = name.c_str();
        for (auto sibling : node.parent().children())
            if (is(sibling, "draw:image")) mark_gone(sibling);
        return {};
    }

    // Links to places that are not there.
    Result<void> dead_links() {
        for (auto node : all_nested([](xml_node n) { return (is(n, "text:a") || is(n, "draw:a")) && value(n, "xlink:href").starts_with('#'); })) {
            std::string const target(value(node, "xlink:href"));
            auto const bar = std::min(target.find('|'), target.size());
            auto const name = std::string_view(target).substr(1, bar - 1);
            auto const kind = std::string_view(target).substr(std::min(bar + 1, target.size()));
            bool const leads = survey_.targets.contains(name) || (kind == "outline" && is_heading(name)) || is_cell(name);
            if (leads) {
                auto const made = "#" + (kind == "outline" ? marks::normalised(name, marks::Spaces::kinds) : std::string(name)) + (is_plain_word(kind) ? "|" + std::string(kind) : "");
                if (made != target) node.attribute("xlink:href") = made.c_str();
                continue;
            }
            TRY(gate_.drop(kDeadLink, target.size(), {{}, target, 1}));
            unwrap(node);
        }
        return {};
    }

    Result<void> link(xml_node node) {
        std::string const target(value(node, "xlink:href"));
        if (target.starts_with('#')) return {};
        if (auto const kept = TRY(marks::pass_url(target, gate_))) node.attribute("xlink:href") = std::string(engine::text(kept->bytes())).c_str();
        else unwrap(node);
        return {};
    }

    static bool is_plain_word(std::string_view kind) {
        constexpr std::string_view kKinds[] = {"outline", "table", "frame", "graphic", "ole", "region", "sequence", "text"};
        return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
    }
    // "1.2.A heading": its number comes before it.
    bool is_heading(std::string_view name) const {
        auto const from = name.find_first_not_of("0123456789. ");
        auto const is_one = [&](std::string_view text) { return survey_.headings.contains(marks::normalised(text, marks::Spaces::kinds)); };
        return is_one(name) || (from != std::string_view::npos && is_one(name.substr(from)));
    }
    bool is_cell(std::string_view name) const {
        for (auto const& sheet : survey_.sheets)
            for (auto const& start : {sheet, "'" + sheet + "'", "$" + sheet, "$'" + sheet + "'"})
                if (name == start || (name.starts_with(start + ".") && name.size() <= start.size() + 24 && name.substr(start.size()).find_first_not_of("$.:ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos)) return true;
        return false;
    }

    Result<void> bookmarks() {
        auto const is_mark = [](xml_node n) {
            std::string_view const name = n.name();
            return name.starts_with("text:bookmark") || name.starts_with("text:reference-mark");
        };
        for (auto const& node : all_nested([&](xml_node n) { return is_mark(n) && !is(n, "text:bookmark-ref"); })) {
            auto const name = value(node, "text:name");
            if (survey_.wanted.contains(name)) continue;
            bool const is_end = is(node, "text:bookmark-end") || is(node, "text:reference-mark-end");
            bool const stays = is_end ? gate_.policy(Kind::identifier) != Disposition::remove : !TRY(goes(kBookmark, node, name));
            if (!stays) mark_gone(node);
        }
        sweep();
        return {};
    }

    // Covert marks are judged paragraph by paragraph, as a reader reads.
    Result<void> normalise() {
        for (auto const& paragraph : all_nested([](xml_node n) { return is(n, "text:p") || is(n, "text:h"); })) {
            std::vector<xml_node> nodes;
            std::vector<std::string> texts;
            auto const collect = [&](auto const& self, xml_node node) -> void {
                for (auto const child : node.children()) {
                    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
                        nodes.push_back(child);
                        texts.emplace_back(child.value());
                    } else if (!is(child, "text:p") && !is(child, "text:h")) {
                        self(self, child);
                    }
                }
            };
            collect(collect, paragraph);
            bool const is_plain = std::all_of(texts.begin(), texts.end(), [](std::string const& text) { return marks::is_plain(text, marks::Spaces::kinds); });
            if (nodes.empty() || is_plain) continue;
            std::vector<std::string_view> const pieces(texts.begin(), texts.end());
            auto const kept = TRY(marks::pass_texts(pieces, marks::Spaces::kinds, gate_));
            for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i].set_value(std::string(text(kept[i].bytes())).c_str());
        }
        return {};
    }

    xml_node root_;
    Survey const& survey_;
    Judged& judged_;
    Gate& gate_;
};

}  // namespace

void canonicalise(xml_node root) {
    codec::XmlScope scope;
    auto const canonical = [&](char const* qname, bool is_attribute) {
        auto const [prefix, local] = codec::split_qname(qname);
        if (is_attribute && prefix.empty()) return std::string(local);
        auto const* const space = grammar().space(scope.uri(prefix));
        return (space == nullptr ? "?" : std::string(space->prefix.view())) + ":" + std::string(local);
    };
    auto const walk = [&](auto const& self, xml_node node) -> void {
        auto const mark = scope.enter(node);
        node.set_name(canonical(node.name(), false).c_str());
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) self(self, child);
        std::vector<std::string> names;
        for (auto attribute = node.first_attribute(); attribute;) {
            auto const next = attribute.next_attribute();
            std::string_view const name = attribute.name();
            if (name != "xmlns" && !name.starts_with("xmlns:")) {
                auto const made = canonical(attribute.name(), true);
                // Two prefixes of one namespace: the first counts.
                if (std::find(names.begin(), names.end(), made) != names.end()) node.remove_attribute(attribute);
                else attribute.set_name(names.emplace_back(made).c_str());
            }
            attribute = next;
        }
        scope.leave(mark);
    };
    walk(walk, root);
    // Declarations were needed while names were found; now the canonical prefixes are declared at the root.
    auto const strip = [&](auto const& self, xml_node node) -> void {
        for (auto attribute = node.first_attribute(); attribute;) {
            auto const next = attribute.next_attribute();
            std::string_view const name = attribute.name();
            if (name == "xmlns" || name.starts_with("xmlns:")) node.remove_attribute(attribute);
            attribute = next;
        }
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) self(self, child);
    };
    strip(strip, root);
    for (auto const& space : namespaces())
        if (space.prefix != "xml") root.append_attribute(("xmlns:" + std::string(space.prefix.view())).c_str()) = std::string(space.uri.view()).c_str();
}

namespace {

void read_styles(xml_node styles, std::map<std::string, Look, std::less<>>& looks) {
    for (auto const style : styles.children()) {
        if (!is(style, "style:style") && !is(style, "style:default-style")) continue;
        Look look;
        look.parent = value(style, "style:parent-style-name");
        if (auto const display = style.child("style:text-properties").attribute("text:display")) look.hides_text = std::string_view(display.value()) == "none";
        if (auto const display = style.child("style:table-properties").attribute("table:display")) look.hides_table = std::string_view(display.value()) == "false";
        if (auto const visible = style.child("style:drawing-page-properties").attribute("presentation:visibility")) look.hides_page = std::string_view(visible.value()) == "hidden";
        for (auto const* const properties : {"style:table-column-properties", "style:table-row-properties"})
            for (auto const* const size : {"style:column-width", "style:row-height"})
                if (auto const given = style.child(properties).attribute(size)) look.hides_cells = given.as_double(1) == 0;
        auto const text = style.child("style:text-properties");
        look.colour = std::string_view(text.attribute("style:use-window-font-color").value()) == "true" ? "auto" : text.attribute("fo:color").value();
        if (std::string_view const size = text.attribute("fo:font-size").value(); size.ends_with("pt")) look.points = text.attribute("fo:font-size").as_double(0);
        for (auto const* const properties : {"style:text-properties", "style:paragraph-properties", "style:table-cell-properties", "style:table-row-properties", "style:table-properties", "style:section-properties"}) {
            std::string_view const fill = style.child(properties).attribute("fo:background-color").value();
            if (look.fill.empty() && fill.starts_with('#')) look.fill = fill;
        }
        looks[std::string(value(style, "style:family")) + "\n" + std::string(value(style, "style:name"))] = std::move(look);
    }
}

}  // namespace

void Survey::read_automatic(xml_node root) {
    automatic.clear();
    read_styles(root.child("office:automatic-styles"), automatic);
}

void Survey::read(xml_node root) {
    read_styles(root.child("office:styles"), common);
    read_automatic(root);
    each(root, [&](xml_node node) {
        for (auto const* const key : {"text:ref-name", "draw:start-shape", "draw:end-shape", "text:continue-list", "draw:caption-id"}) {
            auto const name = value(node, key);
            if (!name.empty()) (std::string_view(key) == "text:ref-name" ? wanted : wanted_ids).emplace(name);
        }
        if (auto const href = value(node, "xlink:href"); href.starts_with('#')) wanted.emplace(href.substr(1, href.find('|') - 1));
        std::string_view const name = node.name();
        if (name == "text:h") headings.insert(marks::normalised(text_of(node), marks::Spaces::kinds));
        for (auto const* const key : {"table:formula", "table:expression", "calcext:value", "style:condition", "table:content-validation"}) {
            auto const formula = folded(value(node, key));
            for (std::size_t at = 0; at < formula.size();) {
                auto const is_part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80; };
                auto end = at;
                while (end < formula.size() && is_part(formula[end])) ++end;
                if (end > at) formula_words.insert(formula.substr(at, end - at));
                at = end + 1;
            }
        }
        bool const is_page_filled = name == "style:page-layout-properties" && (value(node, "fo:background-color").starts_with('#') || (node.attribute("draw:fill") && value(node, "draw:fill") != "none"));
        bool const is_behind = name == "style:graphic-properties" && (value(node, "style:run-through") == "background" || value(node, "style:wrap") == "run-through");
        has_backdrop = has_backdrop || is_page_filled || is_behind || name == "calcext:conditional-format";
        if (name.starts_with("text:") && node.attribute("text:name")) targets.emplace(value(node, "text:name"));
        if (name == "draw:page" && targets.emplace(value(node, "draw:name")).second) pages.emplace(value(node, "draw:name"), pages.size() + 1);
        if (name == "draw:layer" && value(node, "draw:display") == "none") hidden_layers.emplace(value(node, "draw:name"));
        if (name == "table:table") {
            bool const is_sheet = is(node.parent(), "office:spreadsheet");
            if (is_sheet) sheets.emplace(value(node, "table:name"));
            else targets.emplace(value(node, "table:name"));
            bool const is_cache = value(node, "table:name").find("'#") != std::string_view::npos;  // of another file
            if (is_sheet && (is_cache || hides_table(value(node, "table:style-name")))) hidden_sheets.emplace(value(node, "table:name"));
        }
        return true;
    });
}

namespace {

std::string_view definition_of(xml_node node) {
    std::string_view const name = node.name();
    if (name == "style:default-style" || name == "style:default-page-layout" || name == "style:presentation-page-layout" || name == "text:outline-style" || name == "draw:layer-set") return {};
    if (node.attribute("style:name")) return value(node, "style:name");
    return name.starts_with("draw:") || name.starts_with("svg:") ? value(node, "draw:name") : std::string_view{};
}

// Every name that an element and those inside it mention.
void note_mentions(xml_node node, bool is_definition, Names& into) {
    for (auto const attribute : node.attributes()) {
        std::string_view const key = attribute.name();
        bool const is_own = is_definition && (key == "style:name" || key == "draw:name");
        auto const reference = reference_of(key);
        if (is_own || (reference != Reference::style && reference != Reference::object)) continue;
        std::string_view names = attribute.value();
        while (!names.empty()) {
            auto const end = std::min(names.find(' '), names.size());
            if (end > 0) into.emplace(names.substr(0, end));
            names.remove_prefix(std::min(end + 1, names.size()));
        }
    }
    for (auto const child : node.children())
        if (child.type() == pugi::node_element) note_mentions(child, false, into);
}

}  // namespace

// What the body mentions, what that mentions, and so on. The first master page is used by texts that name none.
void Survey::find_used_styles(std::vector<xml_node> const& roots) {
    std::map<std::string, Names, std::less<>> mentions;
    Names next;
    for (auto const root : roots) {
        if (!root) continue;
        for (auto const part : root.children()) {
            std::string_view const name = part.name();
            bool const defines = name == "office:styles" || name == "office:automatic-styles" || name == "office:master-styles";
            if (!defines) {
                if (name != "office:font-face-decls") note_mentions(part, false, next);
                continue;
            }
            for (auto const definition : part.children()) {
                auto const own = definition_of(definition);
                if (own.empty()) note_mentions(definition, false, next);
                else note_mentions(definition, true, mentions[std::string(own)]);
            }
            if (auto const first = part.child("style:master-page")) next.emplace(value(first, "style:name"));
        }
    }
    next.insert({"Standard", "Default"});
    while (!next.empty()) {
        auto const name = *next.begin();
        next.erase(next.begin());
        if (!used_styles.insert(name).second) continue;
        auto const known = mentions.find(name);
        if (known != mentions.end()) next.insert(known->second.begin(), known->second.end());
        // Impress takes the styles of a master page by their names.
        for (auto style = mentions.lower_bound(name + "-"); style != mentions.end() && style->first.starts_with(name + "-"); ++style) next.insert(style->first);
    }
}

template <class Says>
Look const* Survey::first(std::string_view family, std::string_view name, Says const& says) const {
    constexpr int kMaxParents = 64;
    std::string next(name);
    for (int i = 0; i < kMaxParents && !next.empty(); ++i) {
        auto const key = std::string(family) + "\n" + next;
        auto const own = automatic.find(key);
        auto const shared = common.find(key);
        Look const* const look = own != automatic.end() && i == 0 ? &own->second : shared != common.end() ? &shared->second : nullptr;
        if (look == nullptr) return nullptr;
        if (says(*look)) return look;
        next = look->parent;
    }
    return nullptr;
}

bool Survey::is_set(std::optional<bool> Look::*property, std::string_view family, std::string_view name) const {
    auto const* const look = first(family, name, [&](Look const& l) { return (l.*property).has_value(); });
    return look != nullptr && *(look->*property);
}

std::string Survey::colour(std::string_view family, std::string_view name) const {
    auto const* const look = first(family, name, [](Look const& l) { return !l.colour.empty(); });
    return look == nullptr ? std::string() : look->colour;
}

std::string Survey::fill(std::string_view family, std::string_view name) const {
    auto const* const look = first(family, name, [](Look const& l) { return !l.fill.empty(); });
    return look == nullptr ? std::string() : look->fill;
}

double Survey::points(std::string_view family, std::string_view name) const {
    auto const* const look = first(family, name, [](Look const& l) { return l.points > 0; });
    return look == nullptr ? 0 : look->points;
}

Result<void> clean(xml_node root, Survey const& survey, Judged& judged, Gate& gate) { return Cleaner(root, survey, judged, gate).run(); }

Result<void> finish(xml_node root, Survey const& survey, Resources const& resources, Gate& gate) {
    Judged judged;
    return Cleaner(root, survey, judged, gate).finish(resources);
}

std::uint64_t size_of(xml_node root) {
    std::uint64_t size = 0;
    for (auto const attribute : root.attributes()) size += 1 + std::string_view(attribute.value()).size();
    for (auto const child : root.children()) size += 1 + (child.type() == pugi::node_element ? size_of(child) : std::string_view(child.value()).size());
    return size;
}

std::uint64_t count_words(xml_node root) {
    std::uint64_t count = 0;
    each(root, [&](xml_node node) {
        if (!is(node, "text:p") && !is(node, "text:h")) return true;
        bool in_word = false;
        auto const add = [&](auto const& self, xml_node n) -> void {
            for (auto const child : n.children()) {
                if (child.type() == pugi::node_element) {
                    if (is(child, "text:s") || is(child, "text:tab") || is(child, "text:line-break") || is(child, "text:p")) in_word = false;
                    self(self, child);
                    continue;
                }
                for (char const c : std::string_view(child.value())) {
                    bool const is_space = c == ' ' || c == '\t' || c == '\n';
                    if (!is_space && !in_word) ++count;
                    in_word = !is_space;
                }
            }
        };
        add(add, node);
        return false;
    });
    return count;
}

RuleList tree_rules() {
    return list_rules(removed_elements(), frozen_fields(), kPerson, kInitials, kDate, kHiddenText, kHiddenSection, kHiddenSheet, kHiddenCells, kHiddenPage, kHiddenLayer, kHiddenShape, kInvisible, kTiny, kBlackened, kControl, kUnusedStyle, kUnusedHeader, kUnusedName, kCovered, kSecond, kOtherValue, kBookmark, kDeadLink,
                      kExternal, kInside, kFormula, kLostFormula, kWatermark);
}

}  // namespace scrub::engine::odf
