// The cells of a worksheet, which can be millions: read one by one, judged by whether a reader sees them, written at once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/xml_pull.hpp"
#include "codec/xml_tree.hpp"
#include "core/gate.hpp"
#include "format/ooxml/excel_formula.hpp"
#include "format/ooxml/excel_styles.hpp"

namespace scrub::engine::ooxml {

struct SheetRow {
    std::uint32_t number = 0;
    std::optional<std::uint32_t> style;  ///< of cells that are not there
    std::string height;                  ///< empty: not given
    std::uint32_t outline_level = 0;
    bool is_hidden = false, has_own_height = false, is_collapsed = false, is_thick_above = false, is_thick_below = false;
};

struct SheetCell {
    std::uint32_t row = 0, column = 0;
    std::uint32_t style = 0;
    std::string type;           ///< "s", "str", "inlineStr", "b", "e", "d"; empty for numbers
    std::string value;
    bool has_value = false;
    bool has_formula = false;
    std::string formula, formula_type, formula_area, formula_group;
    std::string_view rich;      ///< <is>...</is>, as it stands

    bool has_content() const noexcept { return has_formula || has_value || !rich.empty(); }
    bool is_text() const noexcept { return type == "s" || type == "str" || type == "inlineStr"; }
};

/// What stands between the tags of sheetData, row by row and cell by cell. Rows and cells must be in order.
class CellReader {
public:
    /// `prefix` is that of the worksheet's elements.
    CellReader(std::string_view cells, std::string_view prefix) : cells_(cells), prefix_(prefix), pull_(cells) {}

    enum class Item : std::uint8_t { row, cell, done };
    Result<Item> next();
    SheetRow const& row() const noexcept { return row_; }
    SheetCell const& cell() const noexcept { return cell_; }
    /// Elements and attributes that were passed over, by name.
    std::map<std::string, std::uint64_t, std::less<>> const& passed_over() const noexcept { return passed_over_; }

private:
    bool is(std::string_view qname, std::string_view local) const;
    Result<void> read_row();
    Result<void> read_cell();
    void read_formula_attributes();
    void read_text(std::string& text);
    void skip();
    void pass_over(std::string_view element, std::string_view attribute);

    std::string_view cells_, prefix_;
    codec::XmlPull pull_;
    SheetRow row_;
    SheetCell cell_;
    bool is_in_row_ = false;
    std::map<std::string, std::uint64_t, std::less<>> passed_over_;
};

/// How far a shared formula reaches beyond its cell.
Area spread_of(SheetCell const& cell);

/// What of a sheet decides which cells are seen, beside their formats.
struct SheetShape {
    std::vector<Area> hidden_columns, hidden_rows;   ///< in order, apart; rows: filled by the survey of the cells
    std::vector<Area> merged;                        ///< by first row
    std::vector<Area> painted;                       ///< where a table or a condition colours cells; by first row

    bool is_column_hidden(std::uint32_t column, std::uint32_t last) const;   ///< all of them, from one to the last
    bool is_row_hidden(std::uint32_t row, std::uint32_t last) const;
};

/// Why a reader does not see what stands in a cell; null when it is seen.
class Visibility {
public:
    Visibility(SheetShape const& shape, CellStyles const& styles) : shape_(shape), styles_(styles) {}

    Result<void> enter_row(SheetRow const& row, Budget& budget);
    Result<Rule const*> hides(SheetCell const& cell, Budget& budget);
    bool is_row_hidden() const noexcept { return is_row_hidden_; }

private:
    SheetShape const& shape_;
    CellStyles const& styles_;
    bool is_row_hidden_ = false;
    std::uint32_t row_ = 0;
    std::size_t next_merged_ = 0, next_painted_ = 0;
    std::vector<Area> merged_, painted_;  // those that reach into the row; the latter when a cell asked
};

/// What the writer of cells asks its workbook.
struct CellHooks {
    std::function<std::uint64_t(std::uint32_t)> string;                                            ///< new number of a shared string
    std::function<Rule const*(std::string_view formula, Area const& spread)> objection;            ///< to a formula
    std::function<Result<void>(std::string_view rich)> write_rich;                                 ///< <is>...</is>
};

struct CellCounts {
    std::uint64_t read = 0, written = 0;
};

/// Writes rows and cells; the writer stands inside sheetData.
Result<CellCounts> write_cells(CellReader& reader, SheetShape const& shape, CellStyles& styles, CellHooks const& hooks, Gate& gate, codec::XmlWriter& out);

std::optional<std::uint32_t> number_of(std::string_view digits);
bool is_true(std::string_view value);

RuleList cell_rules();

}  // namespace scrub::engine::ooxml
