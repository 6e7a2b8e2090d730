// styles.xml of a workbook (ISO 29500-1, 18.8): a survey that tells which formats hide what stands in a cell, and, when
// the sheets are written, the styles that they use, numbered anew.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::ooxml {

/// What of a cell's format decides whether a reader sees what stands in it.
struct CellLook {
    bool hides_numbers = false;   ///< by its number format
    bool hides_text = false;
    bool hides_formula = false;   ///< in a protected sheet
    bool is_tiny = false;
    bool is_invisible = false;    ///< the colour of the text is that of the cell
    bool is_bare = false;         ///< no fill of its own: a table or a condition may give it one

    bool may_hide() const noexcept { return hides_numbers || hides_text || is_tiny || is_invisible; }
};

class CellStyles {
public:
    /// Takes the look of each format. Names of elements have no prefixes; `theme` may be null.
    void survey(pugi::xml_node style_sheet, pugi::xml_node theme);

    CellLook const& look(std::uint32_t format) const;
    bool has_hiding() const noexcept { return has_hiding_; }

    /// The new number of a cell format (0 stays 0) or of a differential one.
    std::uint32_t use(std::uint32_t format);
    std::optional<std::uint32_t> use_differential(std::uint32_t format);
    /// The new name of a table style: that of a built-in one, or a neutral one.
    std::string use_table_style(std::string_view name);
    static bool is_built_in_table_style(std::string_view name);

    /// Leaves what is used, in the order of use.
    Result<void> collect(pugi::xml_node style_sheet, Gate& gate);

private:
    std::vector<CellLook> looks_;
    std::size_t differential_count_ = 0;
    bool has_hiding_ = false;
    std::map<std::uint32_t, std::uint32_t> formats_{{0, 0}}, differentials_;
    std::vector<std::uint32_t> order_{0}, differential_order_;
    std::map<std::string, std::string, std::less<>> table_styles_;
};

RuleList style_rules();

}  // namespace scrub::engine::ooxml
