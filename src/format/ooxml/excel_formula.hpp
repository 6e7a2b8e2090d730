// Formulas of SpreadsheetML (ISO 29500-1, 18.17) as far as it matters here: what a formula reads and what it calls.
// A formula that is not understood whole does not stay; its last result does.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::ooxml {

inline constexpr std::uint32_t kMaxRow = 1048576;
inline constexpr std::uint32_t kMaxColumn = 16384;

/// Cells from one corner to the other, both included, counted from 1.
struct Area {
    std::uint32_t row = 1, column = 1, last_row = 1, last_column = 1;

    bool touches(Area const& other) const noexcept { return row <= other.last_row && other.row <= last_row && column <= other.last_column && other.column <= last_column; }
    bool holds(std::uint32_t r, std::uint32_t c) const noexcept { return r >= row && r <= last_row && c >= column && c <= last_column; }
};

/// "B7", "$B$7", "B7:C9", "B:C", "7:9"; nothing for other texts.
std::optional<Area> area_of(std::string_view reference);
/// "A1 B2:C3": the areas of a list; what is no area is left out.
std::vector<Area> areas_of(std::string_view references);
/// "B7".
std::string cell_name(std::uint32_t row, std::uint32_t column);

/// Cells of one sheet whose content does not stay.
class RemovedCells {
public:
    /// Row by row.
    void add(std::uint32_t row, std::uint32_t column) { rows_[column].push_back(row); }
    /// Yes, to be quick, of an area that is very wide.
    bool touches(Area const& area) const;
    bool empty() const noexcept { return rows_.empty(); }

private:
    std::map<std::uint32_t, std::vector<std::uint32_t>> rows_;  // ascending, by column
};

/// ASCII letters made small, as Excel compares names.
std::string folded_name(std::string_view name);

/// What a formula reads.
struct FormulaRead {
    struct Sheets {
        std::string first, last;   ///< equal but for a reference through several sheets; both empty: the sheet of the formula
        std::optional<Area> area;  ///< nothing: a name, in `names`
        bool moves = false;        ///< relative: another cell of a shared formula reads another area
    };
    std::vector<Sheets> areas;
    std::vector<std::string> names;      ///< folded; of workbook names and tables
    std::vector<std::string> sheets;     ///< that qualify a name
    std::vector<std::string> texts;      ///< constants
    bool is_understood = true;
    bool calls_out = false;              ///< functions that load, run or tell of the reader's machine
    bool calls_unknown = false;          ///< functions of add-ins and macros
    bool reads_foreign = false;          ///< another workbook
    bool reads_anywhere = false;         ///< cells that only its calculation decides
    bool has_note = false;               ///< N("remark")
    bool calculates = false;             ///< anything but references and commas between them

    bool is_plain() const noexcept { return is_understood && !reads_foreign && !calculates && !reads_anywhere && names.empty() && !areas.empty(); }
};
FormulaRead read_formula(std::string_view formula);

/// Functions that only calculate, sorted.
std::span<std::string_view const> safe_functions();

/// What the formulas of a workbook may refer to: what stays of it.
class References {
public:
    struct Sheet {
        std::string name;
        bool stays = true;
        RemovedCells removed;
    };
    struct Table {
        std::size_t sheet = 0;
        Area area;
        bool stays = true;
    };
    std::vector<Sheet> sheets;
    std::map<std::string, std::size_t> sheet_numbers;    ///< by folded name
    std::map<std::string, Table> tables;                 ///< by folded name
    std::map<std::string, bool> names;                   ///< by folded name: whether it stays

    /// Why a formula on a sheet does not stay; null when it may. `spread` is how far a shared formula reaches beyond
    /// its first cell, in rows and columns; all of a sheet for the formula of a name, which any cell may use.
    Rule const* objection(std::string_view formula, std::size_t sheet, Gate const& gate, Area const& spread = {}) const;
    bool has_removed() const;
    /// Of a sheet by its name; npos when there is none.
    std::size_t sheet_of(std::string_view name) const;
    static constexpr std::size_t kNoSheet = static_cast<std::size_t>(-1);

private:
    bool reads_removed(FormulaRead::Sheets const& read, std::size_t sheet, Area const& spread, bool& is_foreign) const;
};

RuleList formula_rules();

}  // namespace scrub::engine::ooxml
