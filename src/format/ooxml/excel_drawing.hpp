// Drawings and charts of worksheets: which shapes stay, and which figures of a chart stay tied to their cells.
#pragma once

#include <pugixml.hpp>

#include "format/ooxml/assembly.hpp"
#include "format/ooxml/excel_survey.hpp"

namespace scrub::engine::ooxml {

/// Before names are made canonical, since a branch for older programs stands in for what does not stay.
Result<void> remove_extensions_of_drawing(pugi::xml_node drawing, Gate& gate);
Result<void> prepare_drawing(pugi::xml_node drawing, WorkbookSurvey const& workbook, Assembly& assembly, OutputPart& part);
Result<void> prepare_chart(pugi::xml_node chart, WorkbookSurvey const& workbook, Gate& gate);

RuleList excel_drawing_rules();

}  // namespace scrub::engine::ooxml
