// Transformations of OpenDocument's tree.
#include "format/odf/tree.hpp"

#include <algorithm>

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
constexpr Rule kOtherValue{"value behind a text", "OD-HID", Kind::hidden_content, "the cell shows another text"};
constexpr Rule kBookmark{"bookmark", "OD-FONT", Kind::identifier, "nothing refers to it"};
constexpr Rule kDeadLink{"link", "OD-FLD", Kind::path, "leads to a file, a server or nowhere", Form::unwrap};
constexpr Rule kExternal{"external reference", "OD-SCR", Kind::external_reference, "loaded when the document is opened: tells a server who opens it, or names a folder"};
constexpr Rule kInside{"draw:object", "OD-OBJ", Kind::embedded_file, "a document inside the document; its picture stays where it can be vetted"};
constexpr Rule kFormula{"formula", "OD-SCR", Kind::external_reference, "asks another file, a program or a server; its result stays"};
constexpr Rule kLostFormula{"formula", "OD-HID", Kind::hidden_content, "counts with a sheet that is gone; its result stays"};
constexpr Rule kWatermark{"watermark", "OD-HID", Kind::watermark, "lies behind the text, and may name the recipient"};

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

class Cleaner {
public:
    Cleaner(xml_node root, Survey const& survey, Resources const& resources, Gate& gate) : root_(root), survey_(survey), resources_(resources), gate_(gate) {}

    Result<void> run() {
        TRY(flatten_controls());
        TRY(remove_by_table());
        TRY(remove_watermarks());
        TRY(remove_hidden());
        TRY(clear_hidden_cells());
        TRY(remove_unseen());
        TRY(freeze_fields());
        TRY(formulas());
        TRY(references());
        TRY(bookmarks());
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

    void sweep() {
        for (auto const& node : all([](xml_node n) { return is(n, kGone); })) remove(node);
    }

    Result<void> remove_by_table() {
        for (auto const& node : all([](xml_node n) { return find(removed_elements(), n.name()) != nullptr; })) {
            auto const& rule = *find(removed_elements(), node.name());
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
            if (TRY(gate_.judge(rule, said.size(), {{}, said, 1})) != Action::kept) text.set_value(&rule == &kBlackened ? kBlock : "");
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
            if (TRY(gate_.judge(kWatermark, text.size(), {{}, text, 1})) != Action::kept) remove(node);
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
            if (TRY(gate_.judge(rule, text.size(), {{}, text, 1})) == Action::kept) continue;
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
        if (cells.empty() || TRY(gate_.judge(kHiddenCells, gone.size(), {{}, gone, 1})) == Action::kept) return {};
        gate_.note_lost("cells in hidden rows or columns", cells.size());
        for (auto cell : cells) {
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
        return {};
    }

    Result<void> freeze_fields() {
        for (auto const& node : all_nested([](xml_node n) { return find(frozen_fields(), n.name()) != nullptr; })) {
            auto const& rule = *find(frozen_fields(), node.name());
            auto text = text_of(node);
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

    Result<void> references() {
        for (auto const& node : all_nested([](xml_node n) { return is(n, "draw:object"); })) TRY(object(node));
        sweep();
        for (auto node : all_nested([](xml_node n) { return (n.attribute("xlink:href") && !is(n, "draw:object")) || n.child("office:binary-data"); })) {
            if (is_image(node)) {
                TRY(image(node));
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

    Result<void> image(xml_node node) {
        auto data = node.child("office:binary-data");
        if (data) {
            auto const made = TRY(resources_.inline_picture(data.child_value()));
            while (data.first_child()) data.remove_child(data.first_child());
            data.append_child(pugi::node_pcdata).set_value(made.c_str());
            if (made.empty()) mark_gone(node);
            else node.remove_attribute("xlink:href");
            return {};
        }
        auto const name = TRY(resources_.picture(value(node, "xlink:href")));
        if (name.empty()) mark_gone(node);
        else node.attribute("xlink:href") = name.c_str();
        return {};
    }

    // What stays is drawn by the reader, so that its picture, perhaps of an earlier state, goes. A formula may stand in the document itself.
    Result<void> object(xml_node node) {
        if (!node.attribute("xlink:href")) {
            if (node.child("math:math")) return {};
            TRY(gate_.drop(kInside, 0));
            mark_gone(node);
            return {};
        }
        auto const name = TRY(resources_.object(value(node, "xlink:href")));
        if (name.empty()) {
            mark_gone(node);
            return {};
        }
        node.attribute("xlink:href") = name.c_str();
        for (auto sibling : node.parent().children())
            if (is(sibling, "draw:image")) mark_gone(sibling);
        return {};
    }

    Result<void> link(xml_node node) {
        std::string const target(value(node, "xlink:href"));
        std::string made;
        if (target.starts_with('#')) {
            auto const name = std::string_view(target).substr(1, target.find('|') - 1);
            auto const kind = target.find('|') == std::string::npos ? std::string_view{} : std::string_view(target).substr(target.find('|') + 1);
            bool const is_sheet = std::any_of(survey_.sheets.begin(), survey_.sheets.end(), [&](std::string const& sheet) { return name.find(sheet) < 3; });
            if (survey_.targets.contains(name) || kind == "outline" || is_sheet) made = target;
        } else if (auto const kept = TRY(marks::pass_url(target, gate_))) {
            made = engine::text(kept->bytes());
        }
        if (made.empty()) {
            if (target.starts_with('#')) TRY(gate_.drop(kDeadLink, target.size(), {{}, target, 1}));
            unwrap(node);
        } else {
            node.attribute("xlink:href") = made.c_str();
        }
        return {};
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
            bool const stays = is_end ? gate_.policy(Kind::identifier) != Disposition::remove : TRY(gate_.judge(kBookmark, name.size(), {{}, name, 1})) == Action::kept;
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
    Resources const& resources_;
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

Result<void> clean(xml_node root, Survey const& survey, Resources const& resources, Gate& gate) { return Cleaner(root, survey, resources, gate).run(); }

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
    return list_rules(removed_elements(), frozen_fields(), kPerson, kInitials, kDate, kHiddenText, kHiddenSection, kHiddenSheet, kHiddenCells, kHiddenPage, kHiddenLayer, kHiddenShape, kInvisible, kTiny, kBlackened, kControl, kOtherValue, kBookmark, kDeadLink,
                      kExternal, kInside, kFormula, kLostFormula, kWatermark);
}

}  // namespace scrub::engine::odf
