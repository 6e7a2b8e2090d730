// Rows and cells: an allow-list of their own, since the general filter would take too long over millions of them.
#include "format/ooxml/excel_cells.hpp"

#include <algorithm>

#include "format/ooxml/rows.hpp"
#include "marks/text.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr Rule kHiddenRow{"cells in hidden rows", "XL-HIDRC", Kind::hidden_content, "hidden, filtered away, or of no height"};
constexpr Rule kHiddenColumn{"cells in hidden columns", "XL-HIDRC", Kind::hidden_content, "hidden or of no width"};
constexpr Rule kCovered{"cells under merged cells", "XL-HIDRC", Kind::hidden_content, "a merged cell shows its first one only"};
constexpr Rule kNoFormat{"cells that show nothing", "XL-HIDRC", Kind::hidden_content, "their number format shows no value"};
constexpr Rule kInvisible{"invisible cells", "XL-HIDRC", Kind::hidden_content, "in the colour of their background"};
constexpr Rule kTiny{"tiny cells", "XL-HIDRC", Kind::hidden_content, "too small to be read"};
constexpr Rule kHiddenFormula{"hidden formula", "XL-HIDRC", Kind::hidden_content, "a formula that the author hid from readers", Form::flatten};
constexpr Rule kDataTable{"table of a what-if analysis", "XL-CALC", Kind::metadata, "cells that the program fills by trying values", Form::flatten};
constexpr Rule kLostGroup{"shared formula", "XL-CALC", Kind::metadata, "its first cell does not stay", Form::flatten};
constexpr Rule kFormula{"formula", "XL-FORM", Kind::content, "a formula"};
constexpr Rule kValue{"value", "XL-CALC", Kind::content, "what a cell shows"};
constexpr Rule kStructure{"row or cell", "XL-CALC", Kind::structure, "how a row or cell lies"};
constexpr Rule kBadValue{"value", "XL-CALC", Kind::unknown, "not a value of its type"};
constexpr Rule kSpans{"row@spans", "XL-CALC", Kind::software, "used columns, deleted cells included"};
constexpr Rule kDescent{"row@x14ac:dyDescent", "XL-VER", Kind::software, "measure of a font on the author's computer"};
constexpr Rule kReading{"c@ph", "XL-CALC", Kind::software, "shows readings"};
constexpr Rule kRichValue{"c@vm", "XL-CONN", Kind::hidden_content, "data of a service behind the value"};
constexpr Rule kArrayValue{"c@cm", "XL-VER", Kind::software, "how the program calculates the cell"};
constexpr Rule kFormulaState{"state of a formula", "XL-VER", Kind::software, "how the program calculates the formula"};
constexpr Rule kRevision{"number of a row", "XL-VER", Kind::identifier, "number of an object"};
constexpr Rule kUnknown{"markup among cells", "GEN-09", Kind::unknown, "no rule knows it"};

constexpr std::string_view kErrors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#EXTERNAL!", "#PYTHON!"};

bool is_zero(std::string_view number) { return !number.empty() && number.find_first_not_of("0.") == std::string_view::npos; }

std::string_view local_of(std::string_view qname) { return codec::split_qname(qname).local; }

// The rule that names what was passed over.
Rule const& rule_of(std::string_view name) {
    auto const at = name.find('@');
    auto const element = name.substr(0, at);
    auto const attribute = at == std::string_view::npos ? std::string_view{} : name.substr(at + 1);
    if (name == "row@spans") return kSpans;
    if (element == "row" && local_of(attribute) == "dyDescent") return kDescent;
    if (name == "c@ph" || name == "row@ph") return kReading;
    if (name == "c@vm") return kRichValue;
    if (name == "c@cm") return kArrayValue;
    if (element == "f") return kFormulaState;
    if (local_of(attribute) == "uid" || local_of(attribute).starts_with("rsid")) return kRevision;
    return kUnknown;
}

}  // namespace

std::optional<std::uint32_t> number_of(std::string_view digits) {
    if (digits.empty() || digits.size() > 9) return std::nullopt;
    std::uint32_t number = 0;
    for (char const c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return number;
}

bool is_true(std::string_view value) { return value == "1" || value == "true" || value == "on"; }

// --- reading ---------------------------------------------------------------------------------------------

bool CellReader::is(std::string_view qname, std::string_view local) const {
    if (prefix_.empty()) return qname == local;
    return qname.size() == prefix_.size() + 1 + local.size() && qname.starts_with(prefix_) && qname[prefix_.size()] == ':' && qname.ends_with(local);
}

void CellReader::pass_over(std::string_view element, std::string_view attribute) {
    std::string name(element);
    if (!attribute.empty()) {
        name += '@';
        name += attribute;
    }
    ++passed_over_[std::move(name)];
}

Result<CellReader::Item> CellReader::next() {
    for (;;) {
        switch (pull_.next()) {
            case codec::XmlPull::Event::start:
                if (!is_in_row_ && is(pull_.name(), "row")) {
                    TRY(read_row());
                    is_in_row_ = true;
                    return Item::row;
                }
                if (is_in_row_ && is(pull_.name(), "c")) {
                    TRY(read_cell());
                    return Item::cell;
                }
                pass_over(local_of(pull_.name()), {});
                skip();
                break;
            case codec::XmlPull::Event::end: is_in_row_ = false; break;
            case codec::XmlPull::Event::text: break;  // white space, or text that no reader sees
            case codec::XmlPull::Event::done: return Item::done;
        }
    }
}

void CellReader::skip() {
    for (std::size_t depth = 1; depth > 0;) {
        auto const event = pull_.next();
        if (event == codec::XmlPull::Event::start) ++depth;
        else if (event == codec::XmlPull::Event::end) --depth;
        else if (event == codec::XmlPull::Event::done) return;
    }
}

Result<void> CellReader::read_row() {
    auto const before = row_.number;
    row_ = {};
    row_.number = before + 1;
    for (auto const& [name, value] : pull_.attributes()) {
        if (name == "r") {
            auto const number = number_of(value);
            if (!number || *number <= before || *number > kMaxRow) return fail(Errc::malformed, "rows out of order");
            row_.number = *number;
        } else if (name == "s") row_.style = number_of(value);
        else if (name == "ht") row_.height = grammar().fits(xml::Shape::number, value) ? std::string(value) : std::string();
        else if (name == "hidden") row_.is_hidden = is_true(value);
        else if (name == "customHeight") row_.has_own_height = is_true(value);
        else if (name == "outlineLevel") row_.outline_level = std::min(number_of(value).value_or(0), 7U);
        else if (name == "collapsed") row_.is_collapsed = is_true(value);
        else if (name == "thickTop") row_.is_thick_above = is_true(value);
        else if (name == "thickBot") row_.is_thick_below = is_true(value);
        else if (name != "customFormat") pass_over("row", name);
    }
    if (row_.number > kMaxRow) return fail(Errc::malformed, "rows out of order");
    cell_.column = 0;
    return {};
}

Result<void> CellReader::read_cell() {
    auto const before = cell_.column;
    cell_.row = row_.number;
    cell_.column = before + 1;
    cell_.style = 0;
    cell_.type.clear();
    cell_.value.clear();
    cell_.has_value = cell_.has_formula = false;
    cell_.rich = {};
    for (auto const& [name, value] : pull_.attributes()) {
        if (name == "r") {
            auto const at = area_of(value);
            if (!at || at->row != row_.number || at->last_row != at->row || at->last_column != at->column || at->column <= before) return fail(Errc::malformed, "cells out of order");
            cell_.column = at->column;
        } else if (name == "s") cell_.style = number_of(value).value_or(0);
        else if (name == "t") cell_.type = value == "n" ? std::string_view{} : value;
        else pass_over("c", name);
    }
    if (cell_.column > kMaxColumn) return fail(Errc::malformed, "cells out of order");
    for (;;) {
        auto const at = pull_.at();
        switch (pull_.next()) {
            case codec::XmlPull::Event::start:
                if (is(pull_.name(), "v")) {
                    cell_.has_value = true;
                    read_text(cell_.value);
                } else if (is(pull_.name(), "f") && !cell_.has_formula) {
                    cell_.has_formula = true;
                    cell_.formula.clear();
                    read_formula_attributes();
                    read_text(cell_.formula);
                } else if (is(pull_.name(), "is") && cell_.rich.empty()) {
                    skip();
                    cell_.rich = cells_.substr(at, pull_.at() - at);
                } else {
                    pass_over(local_of(pull_.name()), {});
                    skip();
                }
                break;
            case codec::XmlPull::Event::end:
            case codec::XmlPull::Event::done: return {};
            case codec::XmlPull::Event::text: break;
        }
    }
}

void CellReader::read_formula_attributes() {
    cell_.formula_type.clear();
    cell_.formula_area.clear();
    cell_.formula_group.clear();
    for (auto const& [name, value] : pull_.attributes()) {
        if (name == "t") cell_.formula_type = value == "normal" ? std::string_view{} : value;
        else if (name == "ref") cell_.formula_area = value;
        else if (name == "si") cell_.formula_group = value;
        else pass_over("f", name);
    }
}

void CellReader::read_text(std::string& text) {
    for (std::size_t depth = 1; depth > 0;) {
        switch (pull_.next()) {
            case codec::XmlPull::Event::start: ++depth; break;
            case codec::XmlPull::Event::end: --depth; break;
            case codec::XmlPull::Event::text:
                if (depth == 1) text += pull_.text();
                break;
            case codec::XmlPull::Event::done: return;
        }
    }
}

Area spread_of(SheetCell const& cell) {
    auto const area = cell.formula_type == "shared" ? area_of(cell.formula_area) : std::nullopt;
    if (!area || area->last_row < cell.row || area->last_column < cell.column) return {};
    return {1, 1, area->last_row - cell.row + 1, area->last_column - cell.column + 1};
}

// --- what is seen ----------------------------------------------------------------------------------------

bool SheetShape::is_column_hidden(std::uint32_t column, std::uint32_t last) const {
    auto const behind = std::upper_bound(hidden_columns.begin(), hidden_columns.end(), column, [](std::uint32_t c, Area const& area) { return c < area.column; });
    return behind != hidden_columns.begin() && std::prev(behind)->last_column >= last;
}

bool SheetShape::is_row_hidden(std::uint32_t row, std::uint32_t last) const {
    auto const behind = std::upper_bound(hidden_rows.begin(), hidden_rows.end(), row, [](std::uint32_t r, Area const& area) { return r < area.row; });
    return behind != hidden_rows.begin() && std::prev(behind)->last_row >= last;
}

namespace {

// Areas that reach into a row, out of all by their first row. What a hostile file makes of them is paid from the budget.
Result<void> advance(std::vector<Area> const& all, std::size_t& next, std::vector<Area>& open, std::uint32_t row, Budget& budget) {
    constexpr std::size_t kMany = 256;
    while (next < all.size() && all[next].row <= row) open.push_back(all[next++]);
    std::erase_if(open, [&](Area const& area) { return area.last_row < row; });
    return open.size() > kMany ? budget.xml_nodes(open.size()) : Result<void>();
}

}  // namespace

Result<void> Visibility::enter_row(SheetRow const& row, Budget& budget) {
    is_row_hidden_ = row.is_hidden || is_zero(row.height);
    row_ = row.number;
    return advance(shape_.merged, next_merged_, merged_, row.number, budget);
}

Result<Rule const*> Visibility::hides(SheetCell const& cell, Budget& budget) {
    if (is_row_hidden_) return &kHiddenRow;
    if (shape_.is_column_hidden(cell.column, cell.column)) return &kHiddenColumn;
    for (auto const& area : merged_)
        if (area.holds(cell.row, cell.column) && (cell.row != area.row || cell.column != area.column)) return &kCovered;
    auto const& look = styles_.look(cell.style);
    if (!look.may_hide()) return nullptr;
    if (cell.is_text() ? look.hides_text : look.hides_numbers && cell.type != "b" && cell.type != "e") return &kNoFormat;
    if (look.is_tiny) return &kTiny;
    if (!look.is_invisible) return nullptr;
    TRY(advance(shape_.painted, next_painted_, painted_, row_, budget));
    bool const is_painted = std::any_of(painted_.begin(), painted_.end(), [&](Area const& area) { return area.holds(cell.row, cell.column); });
    return is_painted ? nullptr : &kInvisible;
}

// --- writing ---------------------------------------------------------------------------------------------

namespace {

class Writer {
public:
    Writer(CellReader& reader, SheetShape const& shape, CellStyles& styles, CellHooks const& hooks, Gate& gate, codec::XmlWriter& out)
        : reader_(reader), visibility_(shape, styles), styles_(styles), hooks_(hooks), gate_(gate), out_(out), removes_hidden_(gate.policy(Kind::hidden_content) == Disposition::remove) {}

    Result<CellCounts> run() {
        bool is_in_row = false;
        for (;;) {
            auto const item = TRY(reader_.next());
            if (item == CellReader::Item::cell) {
                TRY(cell(reader_.cell()));
                continue;
            }
            if (is_in_row) out_.close();
            if (item == CellReader::Item::done) break;
            TRY(visibility_.enter_row(reader_.row(), gate_.budget()));
            TRY(row(reader_.row()));
            is_in_row = true;
        }
        TRY(report());
        return counts_;
    }

private:
    struct Tally {
        std::uint64_t count = 0;
        std::uint64_t size_bytes = 0;
        std::string first;
    };

    Result<void> row(SheetRow const& row) {
        out_.open("row");
        out_.attribute("r", row.number);
        if (row.style) {
            if (auto const style = styles_.use(*row.style); style != 0) {
                out_.attribute("s", style);
                out_.attribute("customFormat", 1);
            }
        }
        if (!row.height.empty()) TRY(put("ht", row.height));
        if (row.is_hidden) out_.attribute("hidden", 1);
        if (row.has_own_height) out_.attribute("customHeight", 1);
        if (row.outline_level > 0) out_.attribute("outlineLevel", row.outline_level);
        if (row.is_collapsed) out_.attribute("collapsed", 1);
        if (row.is_thick_above) out_.attribute("thickTop", 1);
        if (row.is_thick_below) out_.attribute("thickBot", 1);
        return {};
    }

    Result<void> put(Literal name, std::string_view value) {
        if (auto const kept = TRY(gate_.pass(kStructure, bytes_of(value)))) out_.attribute(name, *kept);
        return {};
    }

    void count(Rule const& rule, std::string_view value, std::uint64_t size_bytes) {
        auto& tally = tallies_[&rule];
        if (tally.count++ == 0) tally.first = value;
        tally.size_bytes += size_bytes;
    }

    Result<void> cell(SheetCell const& cell) {
        if (cell.has_content()) ++counts_.read;
        bool keeps_content = true;
        if (auto const* const rule = cell.has_content() ? TRY(visibility_.hides(cell, gate_.budget())) : nullptr) {
            count(*rule, cell.is_text() && cell.type == "s" ? std::string_view{} : std::string_view(cell.value), cell.value.size() + cell.formula.size() + cell.rich.size());
            keeps_content = !removes_hidden_;
            if (!keeps_content && !cell.formula_group.empty() && !cell.formula.empty()) lost_groups_[cell.formula_group] = true;
        }
        open(cell);
        if (keeps_content && cell.has_content()) {
            ++counts_.written;
            TRY(content(cell));
        }
        out_.close();
        return {};
    }

    void open(SheetCell const& cell) {
        out_.open("c");
        name_.clear();
        column_name(cell.column);
        name_ += std::to_string(cell.row);
        out_.attribute("r", xml::written(name_));
        if (auto const style = cell.style == 0 ? 0 : styles_.use(cell.style); style != 0) out_.attribute("s", style);
    }

    void column_name(std::uint32_t column) {
        char letters[3];
        std::size_t n = 0;
        for (; column > 0; column = (column - 1) / 26) letters[n++] = static_cast<char>('A' + (column - 1) % 26);
        while (n > 0) name_ += letters[--n];
    }

    Result<void> content(SheetCell const& cell) {
        bool const has_rich = cell.type == "inlineStr" && !cell.rich.empty();
        auto const value = has_rich || !cell.has_value ? std::optional<Written>{} : TRY(value_of(cell));
        auto const type = has_rich ? Literal("inlineStr") : value ? value->type : Literal("");
        if (!type.empty()) out_.attribute("t", type);
        if (cell.has_formula) TRY(formula(cell));
        if (has_rich) return hooks_.write_rich(cell.rich);
        if (!value) return {};
        out_.open("v");
        if (value->kept) out_.text(*value->kept);
        else out_.text(xml::numbered("", value->string));
        out_.close();
        return {};
    }

    struct Written {
        Literal type;
        std::optional<Kept> kept;   ///< nothing: a shared string
        std::uint64_t string = 0;
    };

    // What stands for a value; nothing when it does not look like one of its type.
    Result<std::optional<Written>> value_of(SheetCell const& cell) {
        if (cell.type == "s") {
            auto const index = number_of(cell.value);
            if (!index) return TRY(bad(cell));
            return std::optional<Written>(Written{"s", std::nullopt, hooks_.string(*index)});
        }
        if (cell.type == "str" || cell.type == "inlineStr") {
            auto kept = TRY(marks::pass_text(cell.value, marks::Spaces::kinds, gate_));
            gate_.shows(text(kept.bytes()));
            return std::optional<Written>(Written{"str", std::move(kept), 0});
        }
        struct Type {
            Literal name;
            bool fits;
        };
        auto const& value = cell.value;
        Type const types[] = {
            {"b", value == "0" || value == "1" || value == "true" || value == "false"},
            {"e", std::find(std::begin(kErrors), std::end(kErrors), value) != std::end(kErrors)},
            {"d", !value.empty() && value.size() <= 40 && value.find_first_not_of("0123456789-+:.TZ") == std::string::npos},
        };
        auto const* const type = std::find_if(std::begin(types), std::end(types), [&](Type const& t) { return t.name == cell.type; });
        bool const fits = type != std::end(types) ? type->fits : cell.type.empty() && grammar().fits(xml::Shape::number, value) && value.back() >= '0' && value.back() <= '9';
        if (!fits) return TRY(bad(cell));
        auto kept = TRY(gate_.pass(kValue, bytes_of(value)));
        if (!kept) return std::optional<Written>{};
        gate_.shows(value);
        return std::optional<Written>(Written{type != std::end(types) ? type->name : Literal(""), std::move(kept), 0});
    }

    Result<std::optional<Written>> bad(SheetCell const& cell) {
        if (!cell.value.empty()) TRY(gate_.drop(kBadValue, cell.value.size(), {{}, cell.value, 1}));
        return std::optional<Written>{};
    }

    // A formula stays, or its last result alone does.
    Result<void> formula(SheetCell const& cell) {
        auto const* const objection = objection_to(cell);
        if (objection != nullptr) {
            if (TRY(gate_.judge(*objection, cell.formula.size(), {{}, cell.formula, 1})) != Action::kept) {
                ++flattened_;
                if (!cell.has_value) ++uncalculated_;
                return {};
            }
        }
        bool const is_member = cell.formula.empty();
        out_.open("f");
        if (cell.formula_type == "shared") {
            out_.attribute("t", "shared");
            if (!is_member && area_of(cell.formula_area)) TRY(put("ref", cell.formula_area));
            out_.attribute("si", groups_.emplace(cell.formula_group, groups_.size()).first->second);
        } else if (cell.formula_type == "array") {
            out_.attribute("t", "array");
            if (area_of(cell.formula_area)) TRY(put("ref", cell.formula_area));
        }
        if (!is_member) {
            if (auto const kept = TRY(gate_.pass(kFormula, bytes_of(cell.formula)))) {
                gate_.shows(cell.formula);
                out_.text(*kept);
            }
        }
        out_.close();
        return {};
    }

    Rule const* objection_to(SheetCell const& cell) {
        if (cell.formula_type == "dataTable") return &kDataTable;
        bool const is_shared = cell.formula_type == "shared";
        if (cell.formula.empty()) {
            if (!is_shared) return &kLostGroup;
            auto const group = lost_groups_.find(cell.formula_group);
            return group == lost_groups_.end() || group->second ? &kLostGroup : nullptr;
        }
        auto const* objection = styles_.look(cell.style).hides_formula && gate_.policy(Kind::hidden_content) == Disposition::remove ? &kHiddenFormula : nullptr;
        if ((is_shared || cell.formula_type == "array") && !area_of(cell.formula_area)) objection = &kLostGroup;
        if (objection == nullptr) objection = hooks_.objection(cell.formula, spread_of(cell));
        bool const goes = objection != nullptr && gate_.policy(objection->kind) == Disposition::remove;
        if (is_shared) lost_groups_[cell.formula_group] = goes;
        return objection;
    }

    Result<void> report() {
        std::vector<std::pair<Rule const*, Tally const*>> sorted;
        for (auto const& [rule, tally] : tallies_) sorted.emplace_back(rule, &tally);
        std::sort(sorted.begin(), sorted.end(), [](auto const& a, auto const& b) { return a.first->name.view() < b.first->name.view(); });
        for (auto const& [rule, tally] : sorted) {
            TRY(gate_.judge(*rule, tally->size_bytes, {{}, tally->first, tally->count}));
            if (removes_hidden_) gate_.note_lost(rule->name.view(), tally->count);
        }
        if (flattened_ > 0) gate_.note_lost("formulas turned into their results", flattened_);
        if (uncalculated_ > 0) gate_.note_lost("formulas without a result", uncalculated_);
        for (auto const& [name, count] : reader_.passed_over()) {
            auto const& rule = rule_of(name);
            TRY(gate_.drop(rule, 0, {&rule == &kUnknown ? std::string_view(name) : std::string_view{}, {}, count}));
        }
        return {};
    }

    CellReader& reader_;
    Visibility visibility_;
    CellStyles& styles_;
    CellHooks const& hooks_;
    Gate& gate_;
    codec::XmlWriter& out_;
    bool removes_hidden_;
    CellCounts counts_;
    std::map<Rule const*, Tally> tallies_;
    std::map<std::string, std::uint64_t> groups_;
    std::map<std::string, bool> lost_groups_;  // by old number: whether its formula went
    std::uint64_t flattened_ = 0, uncalculated_ = 0;
    std::string name_;
};

}  // namespace

Result<CellCounts> write_cells(CellReader& reader, SheetShape const& shape, CellStyles& styles, CellHooks const& hooks, Gate& gate, codec::XmlWriter& out) {
    return Writer(reader, shape, styles, hooks, gate, out).run();
}

RuleList cell_rules() {
    return list_rules(kHiddenRow, kHiddenColumn, kCovered, kNoFormat, kInvisible, kTiny, kHiddenFormula, kDataTable, kLostGroup, kFormula, kValue, kStructure, kBadValue, kSpans, kDescent, kReading, kRichValue, kArrayValue,
                      kFormulaState, kRevision, kUnknown);
}

}  // namespace scrub::engine::ooxml
