// The frame of a worksheet, and tables.
#include "format/ooxml/excel_sheet.hpp"

#include <algorithm>

#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kSecondCells{"second list of cells", "XL-CALC", Kind::slack, "no reader looks at it"};
constexpr Rule kHiddenHeader{"header or footer of no page", "XL-HF", Kind::hidden_content, "no page shows it"};
constexpr Rule kFileName{"file name in a header", "XL-HF", Kind::path, "shows folder or name of the file where it is printed"};
constexpr Rule kHeaderPicture{"picture in a header", "XL-HF", Kind::watermark, "the usual way to a watermark"};
constexpr Rule kHeaderFont{"font in a header", "OX-FONT", Kind::organisation, "a font of its own tells who made the document"};
constexpr Rule kHeaderCode{"code in a header", "XL-HF", Kind::unknown, "not a code that the standard has"};
constexpr Rule kConditionText{"text of a conditional format", "XL-CALC", Kind::hidden_content, "no cell of the sheet shows it"};
constexpr Rule kHiddenLink{"link of a hidden cell", "XL-HIDRC", Kind::hidden_content, "leads away from a cell that does not stay"};
constexpr Rule kDeadLink{"link", "GEN-15", Kind::path, "leads to a file, a server or nowhere"};
constexpr Rule kActiveSheet{"selected sheet", "XL-VIEW", Kind::software, "where the author worked last"};
constexpr Rule kScroll{"pane@topLeftCell", "XL-VIEW", Kind::software, "where the window stood"};
constexpr Rule kTableName{"second name of a table", "XL-CALC", Kind::metadata, "no reader sees it", Form::replace};
constexpr Rule kTableStyle{"name of a table style", "XL-CALC", Kind::metadata, "a name that somebody chose", Form::replace};
constexpr Rule kSparklines{"sparklines", "GEN-09", Kind::unknown, "small charts in cells, an extension that no rule knows yet"};

void remove_if_empty(xml_node parent, xml_node list, char const* name) {
    if (list && !list.child(name)) parent.remove_child(list);
}

// --- conditions and validations ------------------------------------------------------------------------------

class Frame {
public:
    Frame(xml_node sheet, std::size_t index, WorkbookSurvey& workbook, Assembly& assembly, OutputPart& part)
        : sheet_(sheet), index_(index), workbook_(workbook), assembly_(assembly), part_(part), gate_(assembly.gate()) {}

    Result<void> run() {
        TRY(cells());
        TRY(views());
        columns();
        TRY(conditions());
        TRY(validations());
        TRY(links());
        TRY(tables());
        pivots();
        TRY(headers());
        breaks();
        TRY(extensions());
        return {};
    }

private:
    // The first sheetData counts.
    Result<void> cells() {
        bool is_first = true;
        for (auto node = sheet_.child("sheetData"); node;) {
            auto const next = node.next_sibling("sheetData");
            if (!std::exchange(is_first, false)) {
                TRY(gate_.drop(kSecondCells, 0));
                sheet_.remove_child(node);
            }
            node = next;
        }
        return {};
    }

    std::size_t first_shown() const {
        auto const& sheets = workbook_.sheets;
        auto const found = std::find_if(sheets.begin(), sheets.end(), [](SheetInfo const& s) { return s.objection == nullptr && !s.is_hidden; });
        return static_cast<std::size_t>(found - sheets.begin());
    }

    Result<void> views() {
        for (auto view : sheet_.child("sheetViews").children("sheetView")) {
            bool const is_shown_first = index_ == first_shown();
            auto const selected = view.attribute("tabSelected");
            bool const was_selected = is_true(selected.value());
            if (was_selected && !is_shown_first) TRY(gate_.drop(kActiveSheet, 0));
            if (selected) view.remove_attribute("tabSelected");
            if (is_shown_first) view.append_attribute("tabSelected") = "1";
            auto pane = view.child("pane");
            if (!pane) continue;
            std::string_view const state = pane.attribute("state").value();
            bool const is_frozen = state == "frozen" || state == "frozenSplit";
            auto const row = std::min(pane.attribute("ySplit").as_uint(0), kMaxRow - 1) + 1;
            auto const column = std::min(pane.attribute("xSplit").as_uint(0), kMaxColumn - 1) + 1;
            auto corner = pane.attribute("topLeftCell");
            std::string const fresh = is_frozen ? cell_name(row, column) : "A1";
            if (corner && corner.value() != fresh) TRY(gate_.drop(kScroll, fresh.size(), {{}, corner.value(), 1}));
            if (!corner) corner = pane.append_attribute("topLeftCell");
            corner = fresh.c_str();
        }
        return {};
    }

    void columns() {
        for (auto list = sheet_.child("cols"); list;) {
            auto const next = list.next_sibling("cols");
            for (auto column : list.children("col")) {
                auto style = column.attribute("style");
                if (!style) continue;
                auto const number = workbook_.styles.use(style.as_uint());
                if (number == 0) column.remove_attribute(style);
                else style = number;
            }
            remove_if_empty(sheet_, list, "col");
            list = next;
        }
    }

    // Whether a formula stays; says so when it does not.
    Result<bool> may_stay(std::string_view formula, Literal where) {
        auto const* const objection = workbook_.references.objection(formula, index_, gate_);
        if (objection == nullptr) return true;
        TRY(gate_.drop(*objection, formula.size(), {where.view(), formula, 1}));
        return false;
    }

    Result<void> conditions() {
        std::uint64_t lost = 0;
        for (auto list = sheet_.child("conditionalFormatting"); list;) {
            auto const next = list.next_sibling("conditionalFormatting");
            for (auto rule = list.child("cfRule"); rule;) {
                auto const next_rule = rule.next_sibling("cfRule");
                bool stays = workbook_.shows_texts_of(rule, index_, gate_);
                if (!stays) TRY(gate_.drop(kConditionText, 0, {{}, rule.child_value("formula"), 1}));
                for (auto const formula : rule.children("formula")) stays = stays && TRY(may_stay(formula.child_value(), "conditional format"));
                for (auto const scale : rule.children())
                    for (auto const value : scale.children("cfvo")) {
                        std::string_view const given = value.attribute("val").value();
                        if (!given.empty() && !grammar().fits(xml::Shape::number, given)) stays = stays && TRY(may_stay(given, "conditional format"));
                    }
                if (auto used = rule.attribute("dxfId")) {
                    auto const number = stays ? workbook_.styles.use_differential(used.as_uint()) : std::nullopt;
                    if (number) used = *number;
                    else rule.remove_attribute(used);
                }
                if (!stays) {
                    ++lost;
                    list.remove_child(rule);
                }
                rule = next_rule;
            }
            remove_if_empty(sheet_, list, "cfRule");
            list = next;
        }
        gate_.note_lost("conditional formats", lost);
        return {};
    }

    // Where the policy lets them be.
    Result<void> validations() {
        auto list = sheet_.child("dataValidations");
        auto const rules = list.children("dataValidation");
        auto const count = static_cast<std::uint64_t>(std::distance(rules.begin(), rules.end()));
        std::uint64_t lost = 0;
        for (auto rule = list.child("dataValidation"); rule;) {
            auto const next = rule.next_sibling("dataValidation");
            bool stays = true;
            for (auto const* const name : {"formula1", "formula2"})
                if (auto const formula = rule.child(name)) stays = stays && TRY(may_stay(formula.child_value(), "data validation"));
            if (!stays) {
                ++lost;
                list.remove_child(rule);
            }
            rule = next;
        }
        remove_if_empty(sheet_, list, "dataValidation");
        gate_.note_lost("rules for input", gate_.policy(Kind::metadata) == Disposition::remove ? count : lost);
        return {};
    }

    // --- links -------------------------------------------------------------------------------------------

    bool is_hidden(Area const& area) const {
        auto const& shape = workbook_.sheets[index_].shape;
        return gate_.policy(Kind::hidden_content) == Disposition::remove && (shape.is_row_hidden(area.row, area.last_row) || shape.is_column_hidden(area.column, area.last_column));
    }

    Result<bool> leads_inside(std::string_view location) {
        if (location.empty()) return false;
        if (location.starts_with('#')) location.remove_prefix(1);
        auto const read = read_formula(location);
        bool const is_simple = read.is_understood && !read.reads_foreign && !read.calculates && read.areas.size() + read.names.size() == 1;
        if (is_simple && TRY(may_stay(location, "link"))) return true;
        if (!is_simple) TRY(gate_.drop(kDeadLink, location.size(), {{}, location, 1}));
        return false;
    }

    Result<void> links() {
        auto list = sheet_.child("hyperlinks");
        for (auto link = list.child("hyperlink"); link;) {
            auto const next = link.next_sibling("hyperlink");
            auto const area = area_of(link.attribute("ref").value());
            auto const id = link.attribute("r:id");
            std::string_view const location = link.attribute("location").value();
            bool stays = area.has_value();
            if (area && is_hidden(*area)) {
                stays = false;
                TRY(gate_.drop(kHiddenLink, location.size(), {{}, location, 1}));
            } else if (stays && id && *id.value() != 0) {
                stays = TRY(assembly_.leads_somewhere(part_, id.value()));
                if (stays && !location.empty()) {
                    TRY(gate_.drop(kDeadLink, location.size(), {{}, location, 1}));
                    link.remove_attribute("location");
                }
            } else if (stays) {
                stays = TRY(leads_inside(location));
            }
            if (!stays) list.remove_child(link);
            link = next;
        }
        remove_if_empty(sheet_, list, "hyperlink");
        return {};
    }

    // --- tables and headers --------------------------------------------------------------------------

    Result<void> tables() {
        auto list = sheet_.child("tableParts");
        for (auto table = list.child("tablePart"); table;) {
            auto const next = table.next_sibling("tablePart");
            auto const* const relation = assembly_.package().relation(part_.source, table.attribute("r:id").value());
            bool stays = relation != nullptr && workbook_.table_stays(relation->target);
            stays = stays && TRY(assembly_.leads_somewhere(part_, table.attribute("r:id").value()));
            if (!stays) {
                gate_.note_lost("tables that became plain cells");
                list.remove_child(table);
            }
            table = next;
        }
        remove_if_empty(sheet_, list, "tablePart");
        return {};
    }

    void pivots() {
        auto const& relations = assembly_.package().relations(part_.source);
        auto const count = std::count_if(relations.begin(), relations.end(), [](Relation const& r) { return r.type == "pivotTable"; });
        gate_.note_lost("pivot tables that became plain cells", static_cast<std::uint64_t>(count));
    }

    Result<void> headers() {
        auto header = sheet_.child("headerFooter");
        for (auto node = header.first_child(); node;) {
            auto const next = node.next_sibling();
            std::string_view const name = node.name();
            bool const is_shown = name.starts_with("odd") || (name.starts_with("even") && is_true(header.attribute("differentOddEven").value())) ||
                                  (name.starts_with("first") && is_true(header.attribute("differentFirst").value()));
            if (!is_shown && TRY(gate_.judge(kHiddenHeader, 0, {{}, node.child_value(), 1})) != Action::kept) {
                header.remove_child(node);
            } else {
                auto const clean = TRY(cleaned_header(node.child_value()));
                while (node.first_child()) node.remove_child(node.first_child());
                node.append_child(pugi::node_pcdata).set_value(clean.c_str());
            }
            node = next;
        }
        return {};
    }

    // Codes of headers (18.3.1.46): those that tell the name or folder of the file go, and pictures.
    Result<std::string> cleaned_header(std::string_view text) {
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            if (text[at] != '&' || at + 1 >= text.size()) {
                if (text[at] != '&') out += text[at];
                ++at;
                continue;
            }
            char const code = text[at + 1];
            if (code == '"') {
                auto const end = std::min(text.find('"', at + 2), text.size());
                auto const font = text.substr(at + 2, end - at - 2);
                at = std::min(end + 1, text.size());
                if (TRY(is_font(font))) out.append("&\"").append(font).append("\"");
                continue;
            }
            constexpr std::string_view kPlain = "LCRPNDTABIUSEXYOH&";
            if (code == 'K') {
                auto const colour = text.substr(at + 2, 6);
                bool const is_colour = colour.size() == 6 && colour.find_first_not_of("0123456789abcdefABCDEF+-") == std::string_view::npos;
                if (is_colour) out.append(text.substr(at, 8));
                at += is_colour ? 8 : 2;
                continue;
            }
            bool const is_digit = code >= '0' && code <= '9';
            if (is_digit || kPlain.find(code) != std::string_view::npos) {
                out.append(text.substr(at, 2));
            } else {
                auto const& rule = code == 'F' || code == 'Z' ? kFileName : code == 'G' ? kHeaderPicture : kHeaderCode;
                if (TRY(gate_.judge(rule, 2, {{}, text.substr(at, 2), 1})) == Action::kept && code != 'G') out.append(text.substr(at, 2));
            }
            at += 2;
        }
        return out;
    }

    // "Calibri,Bold" or "-,Regular".
    Result<bool> is_font(std::string_view font) {
        auto const comma = font.find(',');
        auto const face = font.substr(0, comma);
        auto const style = comma == std::string_view::npos ? std::string_view{} : font.substr(comma + 1);
        constexpr std::string_view kStyles[] = {"", "Regular", "Bold", "Italic", "Bold Italic", "Standard", "Fett", "Kursiv", "Normal"};
        bool const is_known = (face == "-" || grammar().is_typeface(face)) && std::find(std::begin(kStyles), std::end(kStyles), style) != std::end(kStyles);
        if (!is_known) TRY(gate_.drop(kHeaderFont, font.size(), {{}, font, 1}));
        return is_known;
    }

    void breaks() {
        for (auto const* const name : {"rowBreaks", "colBreaks"}) {
            auto list = sheet_.child(name);
            if (!list) continue;
            unsigned count = 0;
            unsigned manual = 0;
            for (auto const place : list.children("brk")) {
                ++count;
                manual += is_true(place.attribute("man").value()) ? 1 : 0;
            }
            list.remove_attribute("manualBreakCount");
            list.append_attribute("count") = count;
            list.append_attribute("manualBreakCount") = manual;
        }
    }

    Result<void> extensions() {
        std::uint64_t sparklines = 0;
        auto const count = [&](auto const& self, xml_node node) -> void {
            for (auto const child : node.children()) {
                if (std::string_view(child.name()).ends_with(":sparkline")) ++sparklines;
                self(self, child);
            }
        };
        count(count, sheet_.child("extLst"));
        if (sparklines == 0) return {};
        gate_.note_lost("small charts in cells", sparklines);
        return gate_.drop(kSparklines, 0, {{}, {}, sparklines});
    }

    xml_node sheet_;
    std::size_t index_;
    WorkbookSurvey& workbook_;
    Assembly& assembly_;
    OutputPart& part_;
    Gate& gate_;
};

void use_differentials(xml_node node, CellStyles& styles) {
    for (auto const* const name : {"headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId", "totalsRowBorderDxfId"}) {
        auto used = node.attribute(name);
        if (!used) continue;
        if (auto const number = styles.use_differential(used.as_uint())) used = *number;
        else node.remove_attribute(used);
    }
}

}  // namespace

void drop_counts(xml_node node) {
    node.remove_attribute("count");
    node.remove_attribute("uniqueCount");
    for (auto const child : node.children())
        if (child.type() == pugi::node_element) drop_counts(child);
}

Result<void> prepare_sheet(xml_node sheet, std::size_t index, WorkbookSurvey& workbook, Assembly& assembly, OutputPart& part) {
    drop_counts(sheet);
    return Frame(sheet, index, workbook, assembly, part).run();
}

Result<void> prepare_table(xml_node table, std::size_t sheet, WorkbookSurvey& workbook, std::uint64_t number, Gate& gate) {
    table.attribute("id") = number;
    std::string_view const shown = table.attribute("displayName").value();
    std::string_view const name = table.attribute("name").value();
    if (name != shown && TRY(gate.judge(kTableName, name.size(), {{}, name, 1})) != Action::kept) {
        table.remove_attribute("name");
        table.append_attribute("name") = std::string(shown).c_str();
    }
    use_differentials(table, workbook.styles);
    std::uint64_t id = 0;
    for (auto column : table.child("tableColumns").children("tableColumn")) {
        column.attribute("id") = ++id;
        use_differentials(column, workbook.styles);
        for (auto const* const formula : {"calculatedColumnFormula", "totalsRowFormula"}) {
            auto const node = column.child(formula);
            auto const* const objection = node ? workbook.references.objection(node.child_value(), sheet, gate) : nullptr;
            if (objection == nullptr) continue;
            TRY(gate.drop(*objection, 0, {"column of a table", node.child_value(), 1}));
            column.remove_child(node);
            if (std::string_view(column.attribute("totalsRowFunction").value()) == "custom") column.remove_attribute("totalsRowFunction");
        }
    }
    auto style = table.child("tableStyleInfo").attribute("name");
    if (style && !CellStyles::is_built_in_table_style(style.value()) && *style.value() != 0) {
        auto const fresh = workbook.styles.use_table_style(style.value());
        if (fresh != style.value() && TRY(gate.judge(kTableStyle, fresh.size(), {{}, style.value(), 1})) != Action::kept) style = fresh.c_str();
    }
    return {};
}

RuleList sheet_rules() {
    return list_rules(kSecondCells, kHiddenHeader, kFileName, kHeaderPicture, kHeaderFont, kHeaderCode, kConditionText, kHiddenLink, kDeadLink, kActiveSheet, kScroll, kTableName, kTableStyle, kSparklines);
}

}  // namespace scrub::engine::ooxml
