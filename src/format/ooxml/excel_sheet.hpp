// A worksheet without its cells: what of views, columns, conditions, validations, links and headers stays.
#pragma once

#include <pugixml.hpp>

#include "format/ooxml/assembly.hpp"
#include "format/ooxml/excel_survey.hpp"

namespace scrub::engine::ooxml {

/// `sheet` has canonical names. `index` is that of the survey.
Result<void> prepare_sheet(pugi::xml_node sheet, std::size_t index, WorkbookSurvey& workbook, Assembly& assembly, OutputPart& part);

/// The same of a table part.
Result<void> prepare_table(pugi::xml_node table, std::size_t sheet, WorkbookSurvey& workbook, std::uint64_t number, Gate& gate);

/// Counts of children, which readers count themselves.
void drop_counts(pugi::xml_node node);

RuleList sheet_rules();

}  // namespace scrub::engine::ooxml
