// A survey of a workbook before anything is written: which sheets, rows, columns, names and tables stay, and which cells
// formulas must not read because they do not.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "format/ooxml/excel_cells.hpp"
#include "format/ooxml/excel_formula.hpp"
#include "format/ooxml/excel_styles.hpp"
#include "format/ooxml/package.hpp"

namespace scrub::engine::ooxml {

/// A worksheet without its cells, and its cells as they stand.
struct SheetFrame {
    std::string text;             ///< of the frame
    std::string_view cells;       ///< of the part
    std::string prefix;           ///< of the worksheet's elements
};
Result<SheetFrame> split_sheet(std::string_view checked_xml);

/// Elements lose their prefixes: for surveys, which look and do not write.
void drop_prefixes(pugi::xml_node node);

struct SheetInfo {
    std::string relation_id;
    std::string part;            ///< name
    Rule const* objection = nullptr;   ///< why it does not stay
    bool is_hidden = false;      ///< stays hidden, where the policy lets it be
    SheetShape shape;
    std::uint64_t cells = 0;
    std::map<std::string, bool> constants;   ///< texts of conditions, folded: whether a cell shows them
};

struct DefinedName {
    std::string name;            ///< folded
    std::string formula;
    std::size_t sheet = References::kNoSheet;   ///< that it belongs to
    Rule const* objection = nullptr;            ///< why it does not stay
    bool is_program_s = false;   ///< _xlnm.
    bool is_used = false;
};

class WorkbookSurvey {
public:
    static Result<WorkbookSurvey> read(Package& package, std::string_view main, Gate& gate);

    References references;
    std::vector<SheetInfo> sheets;       ///< as in `references`
    std::vector<DefinedName> names;      ///< in the order of the part
    CellStyles styles;

    /// By the name of its part; kNoSheet when there is none.
    std::size_t sheet_of_part(std::string_view part) const;
    bool table_stays(std::string const& part) const;
    /// Whether the sheet shows all texts that a condition (cfRule) looks for.
    bool shows_texts_of(pugi::xml_node condition, std::size_t sheet, Gate const& gate) const;
    std::size_t sheet_of_table(std::string const& part) const;

private:
    Result<void> read_styles(Package& package, std::string_view main, Gate& gate);
    Result<void> read_workbook(std::string_view checked, Package& package, std::string_view main, Gate& gate);
    Result<void> read_sheet(std::size_t index, Package& package, Gate& gate);
    Result<void> find_constants(std::size_t index, std::vector<bool> const& shown_strings, Package& package, Gate& gate);
    Result<void> read_tables(std::size_t index, Package& package, Gate& gate);
    void judge_tables();
    Result<void> judge_names(Package& package, Gate& gate);
    Result<void> find_used_names(Package& package, Gate& gate);
    void use_name(std::string const& folded);
    void use_names_of(std::string_view formula, std::size_t sheet, Gate const& gate, Area const& spread = {});

    std::map<std::string, std::string> table_parts_;  // name of the part -> folded name of the table
    std::string strings_part_;
    std::multimap<std::string, std::size_t> index_;   // of names
    std::vector<std::size_t> used_;                   // names whose own formulas were not looked at yet
};

/// Of one that stays where the policy lets it be.
Rule const& hidden_sheet_rule();
/// What a reader loses with a sheet that does not stay.
std::string_view lost_sheet(Rule const& objection);

RuleList survey_rules();

}  // namespace scrub::engine::ooxml
