// A scanner for formulas, and what may stay of them.
#include "format/ooxml/excel_formula.hpp"

#include <algorithm>

#include "marks/text.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr Rule kCallsOut{"formula that calls out", "XL-FORM", Kind::active_content, "loads from a server, runs something, or tells of the reader's machine", Form::flatten};
constexpr Rule kUnknownFunction{"formula with an unknown function", "XL-FORM", Kind::active_content, "a function of an add-in or a macro", Form::flatten};
constexpr Rule kForeign{"formula on another workbook", "XL-EXT", Kind::external_reference, "names another file and reads it", Form::flatten};
constexpr Rule kOnHidden{"formula on hidden cells", "XL-HIDRC", Kind::hidden_content, "reads cells that do not stay", Form::flatten};
constexpr Rule kOnName{"formula with a removed name", "XL-NAME", Kind::metadata, "uses a name that does not stay", Form::flatten};
constexpr Rule kUnreadable{"unreadable formula", "XL-FORM", Kind::unknown, "not a formula that the standard has", Form::flatten};
constexpr Rule kNote{"formula with a remark", "XL-FORM", Kind::comment, "a text in it is only seen by who edits it", Form::flatten};
constexpr Rule kMarked{"formula with covert marks", "GEN-14", Kind::tracking_mark, "characters in it can number a copy", Form::flatten};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '$' || c == '\\' || c == '?' || static_cast<unsigned char>(c) >= 0x80; }

// One end of a reference: column, row or both, each perhaps fixed.
struct Corner {
    std::uint32_t row = 0, column = 0;  // 0: not given
    bool moves = false;
};

std::optional<Corner> corner_of(std::string_view text) {
    Corner corner;
    std::size_t at = 0;
    auto const dollar = [&] { return at < text.size() && text[at] == '$' ? (++at, true) : false; };
    bool is_fixed = dollar();
    std::size_t const letters_at = at;
    while (at < text.size() && is_letter(text[at]) && at - letters_at < 4) corner.column = corner.column * 26 + static_cast<std::uint32_t>((text[at++] & ~0x20) - 'A' + 1);
    if (corner.column > kMaxColumn) return std::nullopt;
    if (corner.column != 0) {
        corner.moves = !is_fixed;
        is_fixed = dollar();
    }
    std::size_t const digits_at = at;
    while (at < text.size() && is_digit(text[at]) && at - digits_at < 7) corner.row = corner.row * 10 + static_cast<std::uint32_t>(text[at++] - '0');
    if (at != text.size() || corner.row > kMaxRow || (corner.row == 0 && (corner.column == 0 || digits_at != at))) return std::nullopt;
    if (corner.row == 0 && is_fixed) return std::nullopt;
    if (corner.row != 0) corner.moves = corner.moves || !is_fixed;
    return corner;
}

Area area_between(Corner const& a, Corner const& b) {
    Area area;
    auto const [row, last_row] = std::minmax(a.row, b.row);
    auto const [column, last_column] = std::minmax(a.column, b.column);
    area.row = row == 0 ? 1 : row;
    area.last_row = row == 0 ? kMaxRow : last_row;
    area.column = column == 0 ? 1 : column;
    area.last_column = column == 0 ? kMaxColumn : last_column;
    return area;
}

bool is_same_kind(Corner const& a, Corner const& b) { return (a.row == 0) == (b.row == 0) && (a.column == 0) == (b.column == 0); }

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    FormulaRead run() {
        while (at_ < text_.size() && read_.is_understood) step();
        return std::move(read_);
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    void step() {
        constexpr std::string_view kOperators = " \t\r\n+-*/^&=<>,;()%:@~{}";
        char const c = peek();
        if (c == '"') return string();
        if (c == '\'') return quoted_sheet();
        if (c == '#') return error();
        if (c == '[') return bracket();
        if (is_word(c)) return word();
        if (kOperators.find(c) == std::string_view::npos) read_.is_understood = false;  // '|' of DDE, '!' without a sheet
        if (c != ',' && c != ' ' && c != '(' && c != ')') read_.calculates = true;
        if (c == ':') read_.reads_anywhere = true;  // those between two references are read with them
        ++at_;
    }

    // With doubled quotation marks inside.
    std::optional<std::string> quoted(char mark) {
        std::string inside;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == mark) {
                if (peek(1) != mark) return ++at_, inside;
                ++at_;
            }
            inside += text_[at_];
        }
        read_.is_understood = false;
        return std::nullopt;
    }

    void string() {
        read_.calculates = true;
        if (is_note_) read_.has_note = true;
        is_note_ = false;
        if (auto text = quoted('"'); text && !text->empty()) read_.texts.push_back(std::move(*text));
    }

    void quoted_sheet() {
        auto const sheet = quoted('\'');
        if (!sheet) return;
        if (peek() != '!') {
            read_.is_understood = false;
            return;
        }
        ++at_;
        qualified(*sheet);
    }

    void qualified(std::string_view sheets) {
        if (sheets.find_first_of("[]\\/|") != std::string_view::npos) {
            read_.reads_foreign = true;
        }
        auto const colon = sheets.find(':');
        std::string first(sheets.substr(0, colon));
        std::string last = colon == std::string_view::npos ? first : std::string(sheets.substr(colon + 1));
        if (peek() == '#') return error();
        if (!is_word(peek())) {
            read_.is_understood = false;
            return;
        }
        auto const name = next_word();
        if (peek() == '(' || peek() == '[') {
            read_.is_understood = false;
            return;
        }
        if (reference(name, first, last)) return;
        read_.sheets.push_back(std::move(first));
        read_.names.push_back(folded_name(name));
    }

    // #REF!, #N/A; or the mark behind a reference that spills.
    void error() {
        ++at_;
        read_.calculates = true;
        while (is_letter(peek()) || is_digit(peek()) || peek() == '/' || peek() == '!' || peek() == '?' || peek() == '_') ++at_;
    }

    // "[1]Sheet!A1" reads another workbook; tables are read with their names.
    void bracket() {
        read_.reads_foreign = true;
        while (at_ < text_.size() && text_[at_] != ']') ++at_;
        ++at_;
        while (is_word(peek()) || peek() == ':') ++at_;
        if (peek() == '!') ++at_;
    }

    std::string_view next_word() {
        auto const from = at_;
        while (is_word(peek())) ++at_;
        return text_.substr(from, at_ - from);
    }

    void word() {
        auto const from = at_;
        auto const name = next_word();
        is_note_ = false;
        if (peek() == '(') return call(name);
        if (peek() == '!') {
            ++at_;
            return qualified(name);
        }
        if (peek() == '[') return table(name);
        if (peek() == ':' && is_word(peek(1))) {  // Sheet1:Sheet3!A1
            auto end = at_ + 1;
            while (end < text_.size() && is_word(text_[end])) ++end;
            if (end < text_.size() && text_[end] == '!') {
                auto const sheets = text_.substr(from, end - from);
                at_ = end + 1;
                return qualified(sheets);
            }
        }
        if (is_digit(name[0]) || name[0] == '.') {
            if (peek() == ':' && reference(name, {}, {})) return;
            read_.calculates = true;
            return;  // a number; its exponent is another one
        }
        if (name == "TRUE" || name == "FALSE" || name.starts_with("_xlpm.")) return;
        if (reference(name, {}, {})) return;
        read_.names.push_back(folded_name(name));
    }

    // A cell, or an area when a colon follows.
    bool reference(std::string_view name, std::string first, std::string last) {
        auto const corner = corner_of(name);
        if (!corner) return false;
        Corner end = *corner;
        bool is_whole = corner->row != 0 && corner->column != 0;
        if (peek() == ':' && is_word(peek(1))) {
            auto const back = at_++;
            auto const other = corner_of(next_word());
            bool const is_call = peek() == '(' || peek() == '!' || peek() == '[';
            if (other && !is_call && is_same_kind(*corner, *other)) {
                end = *other;
                is_whole = true;
            } else {
                at_ = back;
            }
        }
        if (!is_whole) return false;
        read_.areas.push_back({std::move(first), std::move(last), area_between(*corner, end), corner->moves || end.moves});
        return true;
    }

    void call(std::string_view name) {
        constexpr std::string_view kReaching[] = {"INDIRECT", "WEBSERVICE", "FILTERXML", "IMAGE", "RTD", "CALL", "REGISTER.ID", "INFO", "CELL", "HYPERLINK", "STOCKHISTORY", "DDE", "PY", "COPILOT", "TRANSLATE", "DETECTLANGUAGE", "IMPORTHTML"};
        std::string upper(name);
        std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        for (std::string_view const prefix : {"_XLFN.", "_XLWS."})  // functions of later versions
            if (upper.starts_with(prefix)) upper.erase(0, prefix.size());
        ++at_;
        read_.calculates = true;
        if (upper.starts_with("_XLPM.")) return;  // a parameter that is a function
        if (upper == "OFFSET" || upper == "SHEET" || upper == "SHEETS") read_.reads_anywhere = true;
        if (std::find(std::begin(kReaching), std::end(kReaching), upper) != std::end(kReaching)) read_.calls_out = true;
        else if (!std::binary_search(safe_functions().begin(), safe_functions().end(), std::string_view(upper))) read_.calls_unknown = true;
        is_note_ = upper == "N";
    }

    // Table1[[#This Row],[Sales]]: apostrophes escape brackets.
    void table(std::string_view name) {
        read_.names.push_back(folded_name(name));
        std::size_t depth = 0;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\'') ++at_;
            else if (text_[at_] == '[') ++depth;
            else if (text_[at_] == ']' && --depth == 0) break;
        }
        if (at_ >= text_.size()) read_.is_understood = false;
        else ++at_;
        if (is_digit(name[0])) read_.is_understood = false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    FormulaRead read_;
    bool is_note_ = false;  // behind "N("
};

Area moved(Area area, Area const& spread) {
    if (spread.last_row == kMaxRow) return spread;
    area.last_row = std::min(kMaxRow, area.last_row + (spread.last_row - spread.row));
    area.last_column = std::min(kMaxColumn, area.last_column + (spread.last_column - spread.column));
    return area;
}

}  // namespace

std::string folded_name(std::string_view name) {
    std::string low(name);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

std::optional<Area> area_of(std::string_view reference) {
    auto const colon = reference.find(':');
    auto const first = corner_of(reference.substr(0, colon));
    if (!first) return std::nullopt;
    if (colon == std::string_view::npos) return first->row != 0 && first->column != 0 ? std::optional(area_between(*first, *first)) : std::nullopt;
    auto const last = corner_of(reference.substr(colon + 1));
    if (!last || !is_same_kind(*first, *last)) return std::nullopt;
    return area_between(*first, *last);
}

std::vector<Area> areas_of(std::string_view references) {
    std::vector<Area> areas;
    for (std::size_t at = 0; at < references.size();) {
        auto const end = std::min(references.find(' ', at), references.size());
        if (auto const area = area_of(references.substr(at, end - at))) areas.push_back(*area);
        at = end + 1;
    }
    return areas;
}

std::string cell_name(std::uint32_t row, std::uint32_t column) {
    std::string name;
    for (; column > 0; column = (column - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
    return name + std::to_string(row);
}

bool RemovedCells::touches(Area const& area) const {
    constexpr int kManyColumns = 1024;
    int looked_at = 0;
    for (auto column = rows_.lower_bound(area.column); column != rows_.end() && column->first <= area.last_column; ++column) {
        auto const row = std::lower_bound(column->second.begin(), column->second.end(), area.row);
        if ((row != column->second.end() && *row <= area.last_row) || ++looked_at == kManyColumns) return true;
    }
    return false;
}

FormulaRead read_formula(std::string_view formula) { return Scanner(formula).run(); }

std::size_t References::sheet_of(std::string_view name) const {
    auto const found = sheet_numbers.find(folded_name(name));
    return found == sheet_numbers.end() ? kNoSheet : found->second;
}

bool References::has_removed() const {
    return std::any_of(sheets.begin(), sheets.end(), [](Sheet const& s) { return !s.stays || !s.removed.empty(); });
}

bool References::reads_removed(FormulaRead::Sheets const& read, std::size_t sheet, Area const& spread, bool& is_foreign) const {
    auto first = read.first.empty() ? sheet : sheet_of(read.first);
    auto last = read.last.empty() || read.last == read.first ? first : sheet_of(read.last);
    if (first == kNoSheet || last == kNoSheet) {
        is_foreign = true;
        return false;
    }
    if (first > last) std::swap(first, last);
    auto const area = read.moves ? moved(*read.area, spread) : *read.area;
    for (auto i = first; i <= last; ++i)
        if (!sheets[i].stays || sheets[i].removed.touches(area)) return true;
    return false;
}

Rule const* References::objection(std::string_view formula, std::size_t sheet, Gate const& gate, Area const& spread) const {
    auto const goes = [&](Rule const& rule) { return gate.policy(rule.kind) == Disposition::remove; };
    if (!marks::is_plain(formula, marks::Spaces::kinds) && goes(kMarked)) return &kMarked;
    auto const read = read_formula(formula);
    if (read.reads_foreign) return &kForeign;
    if (!read.is_understood) return &kUnreadable;
    if (read.calls_out) return &kCallsOut;
    if (read.calls_unknown) return &kUnknownFunction;
    if (read.has_note && goes(kNote)) return &kNote;
    if (read.reads_anywhere && has_removed()) return &kOnHidden;
    bool is_foreign = false;
    for (auto const& area : read.areas)
        if (reads_removed(area, sheet, spread, is_foreign)) return &kOnHidden;
    for (auto const& name : read.sheets) {
        auto const qualifier = sheet_of(name);
        if (qualifier == kNoSheet) is_foreign = true;
        else if (!sheets[qualifier].stays) return &kOnHidden;
    }
    if (is_foreign) return &kUnreadable;
    for (auto const& name : read.names) {
        if (auto const table = tables.find(name); table != tables.end()) {
            if (!table->second.stays) return &kOnName;
            if (sheets[table->second.sheet].removed.touches(table->second.area)) return &kOnHidden;
            continue;
        }
        auto const known = names.find(name);
        if (known == names.end() || !known->second) return &kOnName;
    }
    return nullptr;
}

RuleList formula_rules() { return list_rules(kCallsOut, kUnknownFunction, kForeign, kOnHidden, kOnName, kUnreadable, kNote, kMarked); }

}  // namespace scrub::engine::ooxml
