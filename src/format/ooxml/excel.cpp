// SpreadsheetML workbooks (ISO 29500-1, 18): a survey of what stays, then the parts one by one. Sheets come first; the
// strings and styles that they used come last.
#include "format/ooxml/excel.hpp"

#include <algorithm>

#include <pugixml.hpp>

#include "codec/xml.hpp"
#include "format/ooxml/drawing.hpp"
#include "format/ooxml/excel_cells.hpp"
#include "format/ooxml/excel_drawing.hpp"
#include "format/ooxml/excel_sheet.hpp"
#include "format/ooxml/excel_strings.hpp"
#include "format/ooxml/excel_survey.hpp"
#include "format/ooxml/rows.hpp"
#include "format/ooxml/word_tree.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

constexpr PartType kTypes[] = {
    {"chart", OFFICE "chart", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", "xl/charts/chart", false, false, {"chart", "OX-CHART", Kind::content, "a chart"}},
    {"chartsheet", OFFICE "chartsheet", SHEET_TYPE "chartsheet+xml", "xl/chartsheets/sheet", false, false, {"chartsheet", "XL-HIDSH", Kind::content, "a sheet with a chart"}},
    {"comments", OFFICE "comments", SHEET_TYPE "comments+xml", "xl/comments", false, true, {"comments", "XL-CMT", Kind::comment, "remarks on cells, with their authors"}},
    {"drawing", OFFICE "drawing", "application/vnd.openxmlformats-officedocument.drawing+xml", "xl/drawings/drawing", false, false, {"drawing", "OX-ALT", Kind::content, "shapes and pictures"}},
    {"officeDocument", OFFICE "officeDocument", SHEET_TYPE "sheet.main+xml", "xl/workbook", true, false, {"workbook", "XL-VER", Kind::content, "the workbook"}},
    {"sharedStrings", OFFICE "sharedStrings", SHEET_TYPE "sharedStrings+xml", "xl/sharedStrings", true, false, {"sharedStrings", "XL-CALC", Kind::content, "texts of cells"}},
    {"styles", OFFICE "styles", SHEET_TYPE "styles+xml", "xl/styles", true, false, {"styles", "XL-CALC", Kind::presentation, "formats"}},
    {"table", OFFICE "table", SHEET_TYPE "table+xml", "xl/tables/table", false, false, {"table", "XL-CALC", Kind::content, "a table"}},
    {"theme", OFFICE "theme", "application/vnd.openxmlformats-officedocument.theme+xml", "xl/theme/theme", false, true, {"theme", "OX-THEME", Kind::presentation, "colours and fonts"}},
    {"worksheet", OFFICE "worksheet", SHEET_TYPE "worksheet+xml", "xl/worksheets/sheet", false, false, {"worksheet", "XL-HIDSH", Kind::content, "a sheet"}},
};

constexpr Rule kPath{"absPath", "XL-PATH", Kind::path, "the folder where the workbook was saved last"};
constexpr Rule kUser{"fileSharing@userName", "XL-SHARE", Kind::author, "who reserved the file"};
constexpr Rule kView{"customWorkbookView@name", "XL-VIEW", Kind::author, "a view of one user, called after them"};
constexpr Rule kActiveTab{"workbookView@activeTab", "XL-VIEW", Kind::software, "where the author worked last"};
constexpr Rule kSheetId{"sheet@sheetId", "XL-VER", Kind::identifier, "number of a sheet, which tells of deleted ones", Form::replace};
constexpr Rule kReference{"reference", "OX-CHART", Kind::content, "cells of a chart"};

std::string_view local_of(std::string_view qname) { return codec::split_qname(qname).local; }

class Excel {
public:
    Excel(Package& package, Gate& gate) : package_(package), gate_(gate), family_{kTypes, removed_parts(), [this](std::string_view text, OutputPart& part) { return walk(text, part); }}, assembly_(package, family_, gate) {}

    Result<void> run(std::string_view main, Literal content_type, Sink& out) {
        survey_ = TRY(WorkbookSurvey::read(package_, main, gate_));
        bool const shows_any = std::any_of(survey_.sheets.begin(), survey_.sheets.end(), [](SheetInfo const& s) { return s.objection == nullptr && !s.is_hidden; });
        if (!shows_any) return fail(Errc::unsupported, "workbook without a visible sheet");
        auto const& workbook = *std::find_if(std::begin(kTypes), std::end(kTypes), [](PartType const& t) { return t.relation == "officeDocument"; });
        main_type_ = PartType{workbook.relation, workbook.relation_uri, content_type, workbook.stem, true, false, workbook.rule};
        TRY(assembly_.add_main(main, *main_type_));
        TRY(assembly_.add_last(*main_part_, "styles"));
        TRY(assembly_.add_last(*main_part_, "sharedStrings"));
        TRY(assembly_.report_unused());
        TRY(assembly_.write(out));
        gate_.note_fact("sheets", survey_.sheets.size(), sheets_written_);
        gate_.note_fact("cells", counts_.read, counts_.written);
        return {};
    }

private:
    Result<void> walk(std::string_view text, OutputPart& part) {
        auto const relation = part.type->relation.view();
        if (relation == "officeDocument") return workbook(text, part);
        if (relation == "worksheet" || relation == "chartsheet") return sheet(text, part);
        if (relation == "sharedStrings") return strings(text, part);
        if (relation == "comments" || relation == "theme") return assembly_.filter(text, part, hooks(part));
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(text, codec::White::lone, document));
        auto const root = document.document_element();
        if (relation == "drawing") TRY(remove_extensions_of_drawing(root, gate_));
        TRY(canonicalise(root, gate_));
        drop_counts(root);
        if (relation == "drawing") TRY(prepare_drawing(root, survey_, assembly_, part));
        if (relation == "chart") TRY(prepare_chart(root, survey_, gate_));
        if (relation == "styles") TRY(survey_.styles.collect(root, gate_));
        if (relation == "table") TRY(prepare_table(root, survey_.sheet_of_table(part.source), survey_, part.number, gate_));
        codec::XmlWriter writer(true);
        TRY(xml::Filter(grammar(), hooks(part), gate_, writer).run(root));
        part.made = writer.take();
        return {};
    }

    // --- workbook --------------------------------------------------------------------------------------

    Result<void> workbook(std::string_view text, OutputPart& part) {
        main_part_ = &part;
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(text, codec::White::lone, document));
        auto const root = document.document_element();
        TRY(report_people(root));
        TRY(canonicalise(root, gate_));
        drop_counts(root);
        auto const numbers = TRY(sheets(root));
        TRY(names(root, numbers));
        TRY(views(root));
        codec::XmlWriter writer(true);
        TRY(xml::Filter(grammar(), hooks(part), gate_, writer).run(root));
        part.made = writer.take();
        return {};
    }

    // The path stands in a branch for later versions, which goes whole; people in elements that do.
    Result<void> report_people(xml_node node) {
        for (auto const child : node.children()) {
            if (child.type() != pugi::node_element) continue;
            auto const local = local_of(child.name());
            std::string_view const url = child.attribute("url").value();
            std::string_view const user = child.attribute("userName").value();
            std::string_view const view = child.attribute("name").value();
            if (local == "absPath") TRY(gate_.judge(kPath, url.size(), {{}, url, 1}));
            if (local == "fileSharing" && !user.empty()) TRY(gate_.judge(kUser, user.size(), {{}, user, 1}));
            if (local == "customWorkbookView") TRY(gate_.judge(kView, view.size(), {{}, view.substr(0, view.rfind(" - ")), 1}));
            TRY(report_people(child));
        }
        return {};
    }

    // New places of the sheets, by old ones; kNoSheet for those that go.
    Result<std::vector<std::size_t>> sheets(xml_node root) {
        std::vector<std::size_t> numbers;
        auto list = root.child("sheets");
        std::size_t index = 0;
        for (auto sheet = list.child("sheet"); sheet; ++index) {
            auto const next = sheet.next_sibling("sheet");
            std::string_view const name = sheet.attribute("name").value();
            auto const& info = survey_.sheets[index];
            if (info.objection != nullptr) {
                numbers.push_back(References::kNoSheet);
                TRY(gate_.judge(*info.objection, 0, {{}, name, 1}));
                gate_.note_lost(lost_sheet(*info.objection));
                if (info.is_hidden) gate_.note_lost("cells of hidden sheets", info.cells);
                list.remove_child(sheet);
            } else {
                if (info.is_hidden) TRY(gate_.judge(hidden_sheet_rule(), 0, {{}, name, 1}));
                numbers.push_back(sheets_written_++);
                auto id = sheet.attribute("sheetId");
                if (!id) id = sheet.append_attribute("sheetId");
                if (id.as_ullong() != sheets_written_ && TRY(gate_.judge(kSheetId, 0, {{}, id.value(), 1})) != Action::kept) id = static_cast<unsigned long long>(sheets_written_);
            }
            sheet = next;
        }
        return numbers;
    }

    Result<void> names(xml_node root, std::vector<std::size_t> const& numbers) {
        auto list = root.child("definedNames");
        std::size_t index = 0;
        for (auto name = list.child("definedName"); name; ++index) {
            auto const next = name.next_sibling("definedName");
            auto const& info = survey_.names[index];
            if (info.objection != nullptr) {
                TRY(gate_.drop(*info.objection, 0, {{}, name.attribute("name").value(), 1}));
                list.remove_child(name);
            } else if (auto scope = name.attribute("localSheetId")) {
                scope = static_cast<unsigned long long>(numbers[info.sheet]);
            }
            name = next;
        }
        if (list && !list.child("definedName")) root.remove_child(list);
        return {};
    }

    // The first sheet that is seen is the active one.
    Result<void> views(xml_node root) {
        std::size_t first = 0;
        for (auto const& info : survey_.sheets) {
            if (info.objection != nullptr) continue;
            if (!info.is_hidden) break;
            ++first;
        }
        for (auto view : root.child("bookViews").children("workbookView")) {
            for (auto const* const name : {"activeTab", "firstSheet"}) {
                auto const old = view.attribute(name);
                if (old && old.as_uint(0) != first) TRY(gate_.drop(kActiveTab, 0, {{}, old.value(), 1}));
                if (old) view.remove_attribute(name);
                if (first > 0) view.append_attribute(name) = static_cast<unsigned long long>(first);
            }
            view.remove_attribute("visibility");
        }
        return {};
    }

    // --- sheets ------------------------------------------------------------------------------------------

    Result<void> sheet(std::string_view text, OutputPart& part) {
        auto const index = survey_.sheet_of_part(part.source);
        if (index == References::kNoSheet) return fail(Errc::malformed, "sheet of no workbook");
        auto const frame = TRY(split_sheet(text));
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(frame.text, codec::White::lone, document));
        auto const root = document.document_element();
        TRY(canonicalise(root, gate_));
        TRY(prepare_sheet(root, index, survey_, assembly_, part));
        codec::XmlWriter writer(true);
        auto const part_hooks = hooks(part);
        xml::Filter filter(grammar(), part_hooks, gate_, writer);
        std::vector<codec::XmlAttribute> attributes;
        for (auto const attribute : root.attributes()) attributes.push_back({attribute.name(), attribute.value()});
        TRY(filter.start(root.name(), attributes));
        for (auto const child : root.children()) {
            if (std::string_view(child.name()) != "sheetData") {
                TRY(emit(filter, child));
                continue;
            }
            TRY(filter.start("sheetData", {}));
            TRY(cells(frame, index, filter, writer));
            TRY(filter.end());
        }
        TRY(filter.end());
        filter.finish();
        part.made = writer.take();
        return {};
    }

    Result<void> cells(SheetFrame const& frame, std::size_t index, xml::Filter& filter, codec::XmlWriter& writer) {
        CellReader reader(frame.cells, frame.prefix);
        CellHooks cell_hooks;
        cell_hooks.string = [this](std::uint32_t old) { return strings_.use(old); };
        cell_hooks.objection = [this, index](std::string_view formula, Area const& spread) { return survey_.references.objection(formula, index, gate_, spread); };
        cell_hooks.write_rich = [this, &frame, &filter](std::string_view rich) { return write_rich_text(rich, frame.prefix, filter, gate_); };
        auto const counts = TRY(write_cells(reader, survey_.sheets[index].shape, survey_.styles, cell_hooks, gate_, writer));
        counts_.read += counts.read;
        counts_.written += counts.written;
        return {};
    }

    Result<void> strings(std::string_view text, OutputPart& part) {
        codec::XmlWriter writer(true);
        TRY(strings_.write(text, gate_, writer));
        part.made = writer.take();
        return {};
    }

    // --- references -----------------------------------------------------------------------------------------

    xml::Hooks hooks(OutputPart& part) {
        auto drawing = std::make_shared<Drawing>(assembly_, part);
        xml::Hooks hooks;
        hooks.reference = [this, &part, drawing](xml::Element const& element, std::string_view attribute, std::string_view value) -> Result<std::optional<Made>> {
            if (element.name == "c:f") {
                auto const kept = TRY(gate_.pass(kReference, bytes_of(value)));
                return kept ? std::optional<Made>(xml::copy_of(*kept)) : std::nullopt;
            }
            if (attribute == "r:id" || attribute == "r:embed") return assembly_.link(part, value);
            return drawing->reference(element, attribute, value);
        };
        return hooks;
    }

    Package& package_;
    Gate& gate_;
    Family family_;
    Assembly assembly_;
    std::optional<PartType> main_type_;
    OutputPart* main_part_ = nullptr;
    WorkbookSurvey survey_;
    SharedStrings strings_;
    CellCounts counts_;
    std::uint64_t sheets_written_ = 0;
};

}  // namespace

Result<void> walk_excel(Package& package, std::string_view main, Literal content_type, Sink& out, Gate& gate) {
    return Excel(package, gate).run(main, content_type, out);
}

RuleList excel_rules() {
    RuleList list = list_rules(excel_element_rules(), excel_attribute_rules(), cell_rules(), formula_rules(), sheet_rules(), string_rules(), style_rules(), survey_rules(), excel_drawing_rules(), kPath, kUser, kView, kActiveTab, kSheetId, kReference);
    for (auto const& type : kTypes) list.push_back(&type.rule);
    return list;
}

}  // namespace scrub::engine::ooxml
