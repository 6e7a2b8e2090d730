// What stays of a workbook.
#include "format/ooxml/excel_survey.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "codec/xml.hpp"
#include "codec/zip.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kHiddenSheet{"hidden sheet", "XL-HIDSH", Kind::hidden_content, "no reader sees its tab"};
constexpr Rule kMacroSheet{"macro sheet", "OX-XLM", Kind::active_content, "macros of Excel 4"};
constexpr Rule kBrokenSheet{"sheet", "OX-CT", Kind::slack, "leads to nothing"};
constexpr Rule kHiddenName{"hidden name", "XL-NAME", Kind::hidden_content, "a name that no dialog shows"};
constexpr Rule kMacroName{"name of a macro", "OX-XLM", Kind::active_content, "runs when the workbook is opened, or is called by others"};
constexpr Rule kProgramName{"name of the program", "XL-NAME", Kind::software, "state of a filter or a dialog"};
constexpr Rule kUnusedName{"unused name", "XL-NAME", Kind::metadata, "no formula that stays uses it"};
constexpr std::uint32_t kMaxStrings = 1 << 24;

constexpr Rule kBrokenName{"name that leads nowhere", "XL-NAME", Kind::slack, "leads to another workbook, to what does not stay, or cannot be read"};

std::string_view local_of(std::string_view qname) { return codec::split_qname(qname).local; }

std::string_view attribute_of(xml_node node, std::string_view local) {
    for (auto const attribute : node.attributes())
        if (local_of(attribute.name()) == local) return attribute.value();
    return {};
}

// A part, read for a look; what is wrong with it the walk says.
Result<std::shared_ptr<CheckedPart const>> checked_part(Package& package, std::string_view name, Gate& gate) {
    auto const* const part = package.part(name);
    if (part == nullptr || part->entry == nullptr) return std::shared_ptr<CheckedPart const>();
    auto read = package.read(*part, gate.budget());
    if (!read && read.error().code != Errc::over_budget) return std::shared_ptr<CheckedPart const>();
    return read;
}

Result<bool> parsed(Package& package, std::string_view name, Gate& gate, pugi::xml_document& document) {
    auto const part = TRY(checked_part(package, name, gate));
    if (part == nullptr || !codec::parse_checked_xml(part->text, codec::White::lone, document)) return false;
    drop_prefixes(document.document_element());
    return true;
}

std::string part_of_type(Package& package, std::string_view from, std::string_view relation) {
    for (auto const& r : package.relations(from))
        if (r.type == relation && !r.is_external) return r.target;
    return {};
}

// In order, and without overlaps.
std::vector<Area> joined_columns(std::vector<Area> columns) {
    std::sort(columns.begin(), columns.end(), [](Area const& a, Area const& b) { return a.column < b.column; });
    std::vector<Area> joined;
    for (auto const& next : columns) {
        if (!joined.empty() && next.column <= joined.back().last_column + 1) joined.back().last_column = std::max(joined.back().last_column, next.last_column);
        else joined.push_back(next);
    }
    return joined;
}

// Of a condition: what its formulas and its own attribute look for.
std::vector<std::string> texts_of(xml_node condition) {
    std::vector<std::string> texts;
    if (auto const text = condition.attribute("text"); *text.value() != 0) texts.emplace_back(folded_name(text.value()));
    for (auto const formula : condition.children("formula"))
        for (auto const& text : read_formula(formula.child_value()).texts) texts.push_back(folded_name(text));
    return texts;
}

void find_in(std::string_view text, std::map<std::string, bool>& constants) {
    auto const folded = folded_name(text);
    for (auto& [constant, is_shown] : constants) is_shown = is_shown || folded.find(constant) != std::string::npos;
}

// Of <si> or <is>, as it stands: what a reader sees, so without readings.
std::string text_within(std::string_view raw) {
    std::string text;
    codec::XmlPull pull(raw);
    std::size_t depth = 0;
    std::size_t reading = SIZE_MAX;  // depth of one
    for (auto event = pull.next(); event != codec::XmlPull::Event::done; event = pull.next()) {
        if (event == codec::XmlPull::Event::start && ++depth < reading && local_of(pull.name()) == "rPh") reading = depth;
        if (event == codec::XmlPull::Event::text && depth < reading) text += pull.text();
        if (event == codec::XmlPull::Event::end && depth-- == reading) reading = SIZE_MAX;
    }
    return text;
}

bool is_flag(xml_node node, char const* name) { return is_true(node.attribute(name).value()); }

}  // namespace

void drop_prefixes(xml_node node) {
    if (auto const local = local_of(node.name()); local.size() != std::string_view(node.name()).size()) node.set_name(std::string(local).c_str());
    for (auto const child : node.children())
        if (child.type() == pugi::node_element) drop_prefixes(child);
}

// The end tag is looked for by its name. Inside cells "<" begins markup only, but for comments and CDATA sections.
Result<SheetFrame> split_sheet(std::string_view checked) {
    SheetFrame frame;
    codec::XmlPull pull(checked);
    std::size_t depth = 0;
    std::string qname;
    for (bool is_found = false; !is_found;) {
        switch (pull.next()) {
            case codec::XmlPull::Event::start:
                if (depth == 0) frame.prefix = codec::split_qname(pull.name()).prefix;
                if (depth == 1 && local_of(pull.name()) == "sheetData" && codec::split_qname(pull.name()).prefix == frame.prefix) {
                    qname = pull.name();
                    is_found = true;
                }
                ++depth;
                break;
            case codec::XmlPull::Event::end: --depth; break;
            case codec::XmlPull::Event::text: break;
            case codec::XmlPull::Event::done: frame.text = checked; return frame;
        }
    }
    auto const from = pull.at();
    if (checked[from - 2] == '/') {
        frame.text = checked;
        return frame;
    }
    auto const rest = checked.substr(from);
    bool const has_asides = rest.find("![CDATA[") != std::string_view::npos || rest.find("!--") != std::string_view::npos || rest.find("?>") != std::string_view::npos;
    std::size_t end = checked.size();
    if (has_asides) {
        for (std::size_t inside = 1; inside > 0;) {
            end = pull.at();
            auto const event = pull.next();
            if (event == codec::XmlPull::Event::start) ++inside;
            if (event == codec::XmlPull::Event::end) --inside;
        }
    } else {
        std::boyer_moore_horspool_searcher const searcher(qname.begin(), qname.end());
        for (auto at = checked.begin() + static_cast<std::ptrdiff_t>(from);;) {
            at = std::search(at, checked.end(), searcher);
            auto const found = static_cast<std::size_t>(at - checked.begin());
            if (at == checked.end()) return fail(Errc::malformed, "cells without an end");
            auto const before = checked.substr(found - 2, 2);
            auto const behind = checked.substr(found + qname.size(), 1);
            bool const is_name = behind == ">" || behind == " " || behind == "\t" || behind == "\r" || behind == "\n" || behind == "/";
            if (is_name && before == "</") {
                end = found - 2;
                break;
            }
            if (is_name && before[1] == '<') return fail(Errc::malformed, "cells inside cells");
            ++at;
        }
    }
    frame.cells = checked.substr(from, end - from);
    frame.text = std::string(checked.substr(0, from)) + std::string(checked.substr(end));
    return frame;
}

// --- the workbook ----------------------------------------------------------------------------------------

Result<WorkbookSurvey> WorkbookSurvey::read(Package& package, std::string_view main, Gate& gate) {
    WorkbookSurvey survey;
    TRY(survey.read_styles(package, main, gate));
    survey.strings_part_ = part_of_type(package, main, "sharedStrings");
    auto const* const part = package.part(main);
    if (part == nullptr || part->entry == nullptr) return fail(Errc::malformed, "package without its main part");
    TRY(survey.read_workbook(TRY(package.read(*part, gate.budget()))->text, package, main, gate));
    for (std::size_t i = 0; i < survey.sheets.size(); ++i) {
        TRY(survey.read_tables(i, package, gate));
        TRY(survey.read_sheet(i, package, gate));
    }
    survey.judge_tables();
    TRY(survey.judge_names(package, gate));
    return survey;
}

std::size_t WorkbookSurvey::sheet_of_part(std::string_view part) const {
    auto const found = std::find_if(sheets.begin(), sheets.end(), [&](SheetInfo const& s) { return s.part == part && s.objection == nullptr; });
    return found == sheets.end() ? References::kNoSheet : static_cast<std::size_t>(found - sheets.begin());
}

bool WorkbookSurvey::table_stays(std::string const& part) const {
    auto const name = table_parts_.find(part);
    return name != table_parts_.end() && references.tables.at(name->second).stays;
}

std::size_t WorkbookSurvey::sheet_of_table(std::string const& part) const {
    auto const name = table_parts_.find(part);
    return name == table_parts_.end() ? 0 : references.tables.at(name->second).sheet;
}

Rule const& hidden_sheet_rule() { return kHiddenSheet; }

std::string_view lost_sheet(Rule const& objection) {
    return &objection == &kHiddenSheet ? "hidden sheets" : &objection == &kMacroSheet ? "macro sheets" : "sheets that led to nothing";
}

Result<void> WorkbookSurvey::read_styles(Package& package, std::string_view main, Gate& gate) {
    pugi::xml_document sheet;
    pugi::xml_document theme;
    TRY(parsed(package, part_of_type(package, main, "theme"), gate, theme));
    if (TRY(parsed(package, part_of_type(package, main, "styles"), gate, sheet))) styles.survey(sheet.document_element(), theme.document_element());
    return {};
}

Result<void> WorkbookSurvey::read_workbook(std::string_view checked, Package& package, std::string_view main, Gate& gate) {
    pugi::xml_document document;
    TRY(codec::parse_checked_xml(checked, codec::White::lone, document));
    auto const root = document.document_element();
    drop_prefixes(root);
    std::set<std::string> parts;
    for (auto const node : root.child("sheets").children("sheet")) {
        SheetInfo sheet;
        sheet.relation_id = attribute_of(node, "id");
        std::string_view const state = node.attribute("state").value();
        sheet.is_hidden = state == "hidden" || state == "veryHidden";
        auto const* const relation = package.relation(main, sheet.relation_id);
        auto const* const part = relation == nullptr || relation->is_external ? nullptr : package.part(relation->target);
        if (part != nullptr) sheet.part = relation->target;
        bool const is_sheet = part != nullptr && (relation->type == "worksheet" || relation->type == "chartsheet");
        bool const is_macro = part != nullptr && !is_sheet;
        if (is_macro) sheet.objection = &kMacroSheet;
        else if (part == nullptr || part->entry == nullptr || !parts.insert(sheet.part).second) sheet.objection = &kBrokenSheet;
        else if (sheet.is_hidden && gate.policy(Kind::hidden_content) == Disposition::remove) sheet.objection = &kHiddenSheet;
        references.sheet_numbers.emplace(folded_name(node.attribute("name").value()), references.sheets.size());
        references.sheets.push_back({node.attribute("name").value(), sheet.objection == nullptr, {}});
        sheets.push_back(std::move(sheet));
    }
    for (auto const node : root.child("definedNames").children("definedName")) {
        DefinedName name;
        std::string_view const given = node.attribute("name").value();
        name.name = folded_name(given);
        name.formula = node.child_value();
        name.is_program_s = name.name.starts_with("_xlnm.");
        if (node.attribute("localSheetId")) {
            name.sheet = node.attribute("localSheetId").as_uint();
            if (name.sheet >= sheets.size()) name.objection = &kBrokenName;
        }
        bool const is_print = name.name == "_xlnm.print_area" || name.name == "_xlnm.print_titles";
        bool const is_macro = is_flag(node, "function") || is_flag(node, "vbProcedure") || is_flag(node, "xlm") || name.name.starts_with("auto_") || name.name.starts_with("_xlnm.auto_");
        if (is_macro) name.objection = &kMacroName;
        else if (name.is_program_s && !is_print) name.objection = &kProgramName;
        else if (is_flag(node, "hidden") && gate.policy(Kind::hidden_content) == Disposition::remove) name.objection = &kHiddenName;
        names.push_back(std::move(name));
    }
    return {};
}

// --- sheets ----------------------------------------------------------------------------------------------

Result<void> WorkbookSurvey::read_tables(std::size_t index, Package& package, Gate& gate) {
    for (auto const& relation : package.relations(sheets[index].part)) {
        if (relation.type != "table" || relation.is_external) continue;
        pugi::xml_document document;
        if (!TRY(parsed(package, relation.target, gate, document))) continue;
        auto const root = document.document_element();
        auto const area = area_of(root.attribute("ref").value());
        std::string name = folded_name(root.attribute("displayName").value());
        bool stays = area.has_value() && !name.empty() && sheets[index].objection == nullptr && references.tables.count(name) == 0;
        if (stays) sheets[index].shape.painted.push_back(*area);
        if (name.empty()) continue;
        auto const known = references.tables.emplace(std::move(name), References::Table{index, area.value_or(Area{}), stays});
        if (known.second) table_parts_[relation.target] = known.first->first;
    }
    return {};
}

Result<void> WorkbookSurvey::read_sheet(std::size_t index, Package& package, Gate& gate) {
    auto& sheet = sheets[index];
    if (sheet.part.empty() || sheet.objection == &kBrokenSheet) return {};
    auto const part = TRY(checked_part(package, sheet.part, gate));
    if (part == nullptr) return {};
    auto const frame = TRY(split_sheet(part->text));
    pugi::xml_document document;
    TRY(codec::parse_checked_xml(frame.text, codec::White::lone, document));
    auto const root = document.document_element();
    drop_prefixes(root);
    auto& shape = sheet.shape;
    auto const hide_columns = [&](std::uint32_t first, std::uint32_t last) {
        if (first >= 1 && first <= last && last <= kMaxColumn) shape.hidden_columns.push_back({1, first, kMaxRow, last});
    };
    auto const format = root.child("sheetFormatPr");
    auto const width = format.attribute("defaultColWidth");
    bool const is_default_hidden = width && width.as_double(1) == 0;
    std::uint32_t next = 1;
    for (auto const list : root.children("cols")) {
        for (auto const column : list.children("col")) {
            auto const first = column.attribute("min").as_uint();
            auto const last = std::min(column.attribute("max").as_uint(), kMaxColumn);
            bool const is_narrow = column.attribute("width") && column.attribute("width").as_double(1) == 0;
            if (is_default_hidden && first > next) hide_columns(next, first - 1);
            next = std::max(next, last + 1);
            if (is_flag(column, "hidden") || is_narrow) hide_columns(first, last);
        }
    }
    if (is_default_hidden) hide_columns(next, kMaxColumn);
    shape.hidden_columns = joined_columns(std::move(shape.hidden_columns));
    for (auto const merged : root.child("mergeCells").children("mergeCell"))
        if (auto const area = area_of(merged.attribute("ref").value())) shape.merged.push_back(*area);
    std::sort(shape.merged.begin(), shape.merged.end(), [](Area const& a, Area const& b) { return std::pair(a.row, a.column) < std::pair(b.row, b.column); });
    constexpr std::size_t kMaxConstants = 64;  // what goes beyond counts as not shown
    bool const removes = gate.policy(Kind::hidden_content) == Disposition::remove;
    for (auto const list : root.children("conditionalFormatting"))
        for (auto const condition : list.children("cfRule"))
            for (auto& text : texts_of(condition))
                if (removes && sheet.constants.size() < kMaxConstants) sheet.constants.emplace(std::move(text), false);
    for (auto const condition : root.children("conditionalFormatting"))
        for (auto const& area : areas_of(condition.attribute("sqref").value())) shape.painted.push_back(area);
    auto const order = [](Area const& area) { return std::tuple(area.row, area.column, area.last_row, area.last_column); };
    std::sort(shape.painted.begin(), shape.painted.end(), [&](Area const& a, Area const& b) { return order(a) < order(b); });
    shape.painted.erase(std::unique(shape.painted.begin(), shape.painted.end(), [&](Area const& a, Area const& b) { return order(a) == order(b); }), shape.painted.end());

    bool const may_hide_rows = frame.cells.find("hidden") != std::string_view::npos || frame.cells.find(" ht=\"0") != std::string_view::npos || frame.cells.find(" ht='0") != std::string_view::npos;
    bool const may_hide = !sheet.constants.empty() || may_hide_rows || !shape.hidden_columns.empty() || !shape.merged.empty() || styles.has_hiding();
    if (!may_hide && sheet.objection == nullptr) return {};
    std::vector<bool> shown_strings;
    Visibility visibility(shape, styles);
    CellReader reader(frame.cells, frame.prefix);
    for (;;) {
        auto const item = TRY(reader.next());
        if (item == CellReader::Item::done) return find_constants(index, shown_strings, package, gate);
        if (item == CellReader::Item::row) {
            auto const& row = reader.row();
            TRY(visibility.enter_row(row, gate.budget()));
            if (!visibility.is_row_hidden()) continue;
            if (!shape.hidden_rows.empty() && shape.hidden_rows.back().last_row + 1 == row.number) shape.hidden_rows.back().last_row = row.number;
            else shape.hidden_rows.push_back({row.number, 1, row.number, kMaxColumn});
            continue;
        }
        auto const& cell = reader.cell();
        if (!cell.has_content()) continue;
        ++sheet.cells;
        if (!removes) continue;
        if (TRY(visibility.hides(cell, gate.budget())) != nullptr) {
            references.sheets[index].removed.add(cell.row, cell.column);
        } else if (!sheet.constants.empty()) {
            auto const string = cell.type == "s" ? number_of(cell.value) : std::nullopt;
            if (string && *string < kMaxStrings) shown_strings.resize(std::max<std::size_t>(shown_strings.size(), *string + 1)), shown_strings[*string] = true;
            else if (!string) find_in(cell.rich.empty() ? cell.value : text_within(cell.rich), sheet.constants);
        }
    }
}

// Shared strings that a sheet shows, searched for the texts of its conditions.
Result<void> WorkbookSurvey::find_constants(std::size_t index, std::vector<bool> const& shown_strings, Package& package, Gate& gate) {
    auto& constants = sheets[index].constants;
    auto const part = constants.empty() ? nullptr : TRY(checked_part(package, strings_part_, gate));
    if (part == nullptr) return {};
    codec::XmlPull pull(part->text);
    std::size_t string = 0;
    std::size_t depth = 0;
    std::size_t from = std::string_view::npos;
    for (;;) {
        auto const at = pull.at();
        switch (pull.next()) {
            case codec::XmlPull::Event::start:
                if (++depth == 2) from = local_of(pull.name()) == "si" ? at : std::string_view::npos;
                break;
            case codec::XmlPull::Event::text: break;
            case codec::XmlPull::Event::end:
                if (--depth != 1 || from == std::string_view::npos) break;
                if (string < shown_strings.size() && shown_strings[string]) find_in(text_within(part->text.substr(from, pull.at() - from)), constants);
                ++string;
                break;
            case codec::XmlPull::Event::done: return {};
        }
    }
}

bool WorkbookSurvey::shows_texts_of(xml_node condition, std::size_t sheet, Gate const& gate) const {
    if (gate.policy(Kind::hidden_content) != Disposition::remove) return true;
    auto const& constants = sheets[sheet].constants;
    auto const texts = texts_of(condition);
    return std::all_of(texts.begin(), texts.end(), [&](std::string const& text) {
        auto const known = constants.find(text);
        return known != constants.end() && known->second;
    });
}

// The header of a table must be what its columns are called: a table stays when its header does.
void WorkbookSurvey::judge_tables() {
    for (auto& [name, table] : references.tables) {
        auto header = table.area;
        header.last_row = header.row;
        if (references.sheets[table.sheet].removed.touches(header)) table.stays = false;
    }
}

// --- names -----------------------------------------------------------------------------------------------

// Names that lead to what stays, whatever uses them; then those of them that a formula uses which stays.
Result<void> WorkbookSurvey::judge_names(Package& package, Gate& gate) {
    constexpr Area kAnywhere{1, 1, kMaxRow, kMaxColumn};
    constexpr int kMaxRounds = 16;
    bool has_candidates = false;
    for (auto& name : names) {
        if (name.objection != nullptr) continue;
        if (name.is_program_s) {
            auto const read = read_formula(name.formula);
            bool const stays = read.is_plain() && std::all_of(read.areas.begin(), read.areas.end(), [&](FormulaRead::Sheets const& area) {
                auto const sheet = references.sheet_of(area.first);
                return area.first == area.last && sheet != References::kNoSheet && sheet == name.sheet && references.sheets[sheet].stays;
            });
            if (!stays) name.objection = &kBrokenName;
            continue;
        }
        if (name.sheet != References::kNoSheet && !references.sheets[name.sheet].stays) name.objection = &kBrokenName;
        auto const known = references.names.emplace(name.name, name.objection == nullptr);
        if (!known.second && name.objection != nullptr) known.first->second = false;
        has_candidates = has_candidates || name.objection == nullptr;
    }
    for (auto const& name : names)
        if (!name.is_program_s && name.objection != nullptr) references.names[name.name] = false;
    bool is_settled = !has_candidates;
    for (int round = 0; !is_settled && round < kMaxRounds; ++round) {
        is_settled = true;
        for (auto& name : names) {
            if (name.is_program_s || name.objection != nullptr) continue;
            auto const sheet = name.sheet == References::kNoSheet ? 0 : name.sheet;
            bool const is_sound = references.names[name.name] && references.objection(name.formula, sheet, gate, kAnywhere) == nullptr;
            if (is_sound) continue;
            name.objection = &kBrokenName;
            references.names[name.name] = false;
            is_settled = false;
        }
    }
    if (!is_settled) {
        for (auto& name : names) {
            if (name.is_program_s || name.objection != nullptr) continue;
            name.objection = &kBrokenName;
            references.names[name.name] = false;
        }
    }
    has_candidates = std::any_of(names.begin(), names.end(), [](DefinedName const& name) { return !name.is_program_s && name.objection == nullptr; });
    if (!has_candidates || gate.policy(kUnusedName.kind) != Disposition::remove) return {};
    for (std::size_t i = 0; i < names.size(); ++i) index_.emplace(names[i].name, i);
    TRY(find_used_names(package, gate));
    for (; !used_.empty();) {  // names that names use
        auto const user = used_.back();
        used_.pop_back();
        for (auto const& used : read_formula(names[user].formula).names) use_name(used);
    }
    for (auto& name : names) {
        if (name.is_program_s || name.objection != nullptr || name.is_used) continue;
        name.objection = &kUnusedName;
        references.names[name.name] = false;
    }
    return {};
}

void WorkbookSurvey::use_names_of(std::string_view formula, std::size_t sheet, Gate const& gate, Area const& spread) {
    if (formula.empty() || references.objection(formula, sheet, gate, spread) != nullptr) return;
    for (auto const& used : read_formula(formula).names) use_name(used);
}

void WorkbookSurvey::use_name(std::string const& folded) {
    auto const [first, last] = index_.equal_range(folded);
    for (auto at = first; at != last; ++at) {
        auto& name = names[at->second];
        if (name.objection != nullptr || std::exchange(name.is_used, true)) continue;
        used_.push_back(at->second);
    }
}

Result<void> WorkbookSurvey::find_used_names(Package& package, Gate& gate) {
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        if (sheets[i].objection != nullptr) continue;
        auto const part = TRY(checked_part(package, sheets[i].part, gate));
        if (part == nullptr) continue;
        auto const frame = TRY(split_sheet(part->text));
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(frame.text, codec::White::lone, document));
        auto const root = document.document_element();
        drop_prefixes(root);
        for (auto const condition : root.children("conditionalFormatting"))
            for (auto const rule : condition.children("cfRule"))
                if (shows_texts_of(rule, i, gate))
                    for (auto const formula : rule.children("formula")) use_names_of(formula.child_value(), i, gate);
        if (frame.cells.find("<f") == std::string_view::npos && frame.prefix.empty()) continue;
        Visibility visibility(sheets[i].shape, styles);
        CellReader reader(frame.cells, frame.prefix);
        for (auto item = TRY(reader.next()); item != CellReader::Item::done; item = TRY(reader.next())) {
            if (item == CellReader::Item::row) {
                TRY(visibility.enter_row(reader.row(), gate.budget()));
                continue;
            }
            auto const& cell = reader.cell();
            if (!cell.has_formula || cell.formula.empty() || TRY(visibility.hides(cell, gate.budget())) != nullptr || styles.look(cell.style).hides_formula) continue;
            use_names_of(cell.formula, i, gate, spread_of(cell));
        }
    }
    for (auto const& [folded, table] : references.tables) {
        if (!table.stays) continue;
        for (auto const& relation : package.relations(sheets[table.sheet].part)) {
            pugi::xml_document document;
            if (relation.type != "table" || relation.is_external || !TRY(parsed(package, relation.target, gate, document))) continue;
            if (folded_name(document.document_element().attribute("displayName").value()) != folded) continue;
            for (auto const column : document.document_element().child("tableColumns").children("tableColumn"))
                for (auto const* const name : {"calculatedColumnFormula", "totalsRowFormula"}) use_names_of(column.child_value(name), table.sheet, gate);
        }
    }
    return {};
}

RuleList survey_rules() { return list_rules(kHiddenSheet, kMacroSheet, kBrokenSheet, kHiddenName, kMacroName, kProgramName, kUnusedName, kBrokenName); }

}  // namespace scrub::engine::ooxml
