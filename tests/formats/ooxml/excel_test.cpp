// Excel workbooks: what the outputs of the samples hold, part by part.
#include "format/ooxml/excel_formula.hpp"
#include "formats/ooxml/ooxml_samples.hpp"

using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

scrub::Options intake() {
    scrub::Options options;
    options.policy = scrub::Policy::intake();
    return options;
}

std::map<std::string, std::string> excel_parts(scrub::Options const& options = {}) { return parts_of(scrubbed("excel_a.xlsx", options).output); }

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Excel samples keep the four properties under every policy") {
    for (auto const& options : {scrub::Options(), intake()})
        for (auto const* const name : {"excel_a.xlsx", "excel_b.xlsx"}) CHECK(broken_property(sample("ooxml", name), options) == "");
}

TEST_CASE("Excel twins that differ in identity only give the same output") {
    auto const run = scrubbed("excel_a.xlsx");
    REQUIRE(run.is_done());
    CHECK(run.output == scrubbed("excel_b.xlsx").output);
}

TEST_CASE("nothing that names somebody is left in an Excel workbook") {
    auto const parts = excel_parts();
    for (auto const* const token : {"Quixotic", "1000", "tracker", "C:\\", "file:", "utm_", "uid", "Secret!", "Deep", "codeName", "calcId", "printer", "pivotCache", "slicer", "remark", "connection", "Deleted", "spans", "dimension", "HiddenConstant", "Unused", "macro"}) {
        INFO(token);
        CHECK_FALSE(holds_text(parts, token));
    }
}

TEST_CASE("a workbook is written anew from what its visible sheets need") {
    std::vector<std::string> names;
    for (auto const& [name, part] : excel_parts()) names.push_back(name);
    CHECK(names == std::vector<std::string>{"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/charts/chart1.xml", "xl/chartsheets/_rels/sheet1.xml.rels", "xl/chartsheets/sheet1.xml", "xl/drawings/_rels/drawing1.xml.rels", "xl/drawings/drawing1.xml", "xl/media/image1.png",
                                            "xl/sharedStrings.xml", "xl/styles.xml", "xl/tables/table1.xml", "xl/tables/table2.xml", "xl/theme/theme1.xml", "xl/workbook.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/_rels/sheet2.xml.rels", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"});
}

TEST_CASE("hidden sheets go and the numbers of the others stay consistent") {
    auto const workbook = excel_parts().at("xl/workbook.xml");
    CHECK(has(workbook, R"(<sheet name="Summary" sheetId="1" r:id="rId1"/><sheet name="Data" sheetId="2" r:id="rId2"/><sheet name="Picture" sheetId="3" r:id="rId3"/></sheets>)"));
    CHECK(has(workbook, R"(<definedName name="_xlnm.Print_Area" localSheetId="0">Summary!$A$1:$F$40</definedName><definedName name="Rate">Summary!$B$2</definedName></definedNames>)"));
    CHECK_FALSE(has(workbook, "activeTab"));
}

TEST_CASE("cells that no reader sees are empty") {
    auto const parts = excel_parts();
    auto const& sheet = parts.at("xl/worksheets/sheet1.xml");
    CHECK(has(sheet, R"(<row r="3" hidden="1"><c r="A3"/><c r="B3"/></row>)"));
    CHECK(has(sheet, R"(<row r="4" ht="0" customHeight="1"><c r="A4"/></row>)"));
    CHECK(has(sheet, R"(<c r="B1"/>)"));          // under a merged cell
    CHECK(has(sheet, R"(<c r="H11"/><c r="I11"/>)"));
    auto const& strings = parts.at("xl/sharedStrings.xml");
    for (auto const* const text : {"Covered", "White", "Tiny", "Hidden", "Narrow", "Row without", "Reading"}) {
        INFO(text);
        CHECK_FALSE(has(strings, text));
    }
    CHECK(has(strings, "Seen in a colour"));      // a condition may give it a background
}

TEST_CASE("shared strings stand in the order of the cells") {
    auto const strings = excel_parts().at("xl/sharedStrings.xml");
    CHECK(strings.find("Visible title") < strings.find("Rich"));
    CHECK(strings.find("Rich") < strings.find("Rate"));
    CHECK(has(strings, R"(<si><r><rPr><b/><rFont val="Arial"/></rPr><t>Rich</t></r><r><t xml:space="preserve"> text</t></r></si>)"));
}

TEST_CASE("formulas stay where all that they read stays") {
    auto const sheet = excel_parts().at("xl/worksheets/sheet1.xml");
    CHECK(has(sheet, R"(<c r="B5"><f>SUM(B2:B2)</f><v>3</v></c>)"));
    CHECK(has(sheet, R"(<c r="F5"><f>Rate*4</f><v>10</v></c>)"));
    CHECK(has(sheet, R"(<c r="B7"><f t="shared" ref="B7:B8" si="0">F5*2</f><v>1</v></c>)"));
    CHECK(has(sheet, R"(<c r="B8"><f t="shared" si="0"/><v>1</v></c>)"));
    CHECK(has(sheet, R"(<c r="D7"><f t="array" ref="D7:D7">SUM(B2:B2*2)</f><v>4</v></c>)"));
}

TEST_CASE("other formulas become their results") {
    auto const sheet = excel_parts().at("xl/worksheets/sheet1.xml");
    for (auto const* const cell : {R"(<c r="C5"><v>7</v></c>)", R"(<c r="D5"><v>8</v></c>)", R"(<c r="E5"><v>9</v></c>)", R"(<c r="B6" t="str"><v>fetched</v></c>)", R"(<c r="C6" t="str"><v>computed</v></c>)", R"(<c r="D6"><v>11</v></c>)", R"(<c r="E6"><v>12</v></c>)",
                                   R"(<c r="F6"><v>13</v></c>)", R"(<c r="C7"><v>2</v></c>)", R"(<c r="E7"><v>5</v></c>)", R"(<c r="C8"><v>2</v></c>)", R"(<c r="J11"><v>5</v></c>)"}) {
        INFO(cell);
        CHECK(has(sheet, cell));
    }
}

TEST_CASE("headers lose the name of the file and fonts of their own") {
    auto const sheet = excel_parts().at("xl/worksheets/sheet1.xml");
    CHECK(has(sheet, R"(<oddHeader xml:space="preserve">&amp;L&amp;"Arial,Bold"Report&amp;C&amp;R&amp;K00FF00page &amp;P</oddHeader><oddFooter>&amp;A &amp;12&amp;D</oddFooter></headerFooter>)"));
}

TEST_CASE("a table stays when its header is seen") {
    auto const table = excel_parts().at("xl/tables/table1.xml");
    CHECK(has(table, R"(<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" displayName="Sales" ref="A1:C4" totalsRowCount="1" name="Sales">)"));
    CHECK(has(table, "<calculatedColumnFormula>Sales[[#This Row],[Amount]]*2</calculatedColumnFormula>"));
    CHECK(has(table, R"(<tableStyleInfo name="Table Style 1")"));
}

TEST_CASE("charts stay tied to cells that stay, and keep the figures of others") {
    auto const chart = excel_parts().at("xl/charts/chart1.xml");
    CHECK(has(chart, "<c:val><c:numRef><c:f>Data!$B$2:$B$3</c:f></c:numRef></c:val>"));
    CHECK(has(chart, R"(<c:strLit><c:ptCount val="3"/><c:pt idx="0"><c:v>Rate</c:v></c:pt></c:strLit>)"));
    CHECK(has(chart, "<c:tx><c:v>From a secret</c:v></c:tx>"));
    CHECK(has(chart, R"(<c:strLit><c:ptCount val="1"/><c:pt idx="0"><c:v>Level</c:v></c:pt></c:strLit>)"));
    CHECK(has(chart, "<a:t>A title</a:t>"));
}

TEST_CASE("intake keeps hidden sheets and cells of a workbook") {
    auto const parts = excel_parts(intake());
    CHECK(has(parts.at("xl/workbook.xml"), R"(state="veryHidden")"));
    CHECK(has(parts.at("xl/sharedStrings.xml"), "Secret of Jane Quixotic"));
    CHECK(has(parts.at("xl/sharedStrings.xml"), "Hidden row of Jane Quixotic"));
    CHECK_FALSE(holds_text(parts, "tracker"));
}

TEST_CASE("a binary workbook is refused") {
    // The content type alone decides; names are as long, so that the archive stays whole.
    auto const run = scrubbed("binary.xlsb");
    CHECK_FALSE(run.is_done());
    CHECK(run.output.empty());
}

TEST_CASE("references of formulas are read as Excel reads them") {
    using namespace scrub::engine::ooxml;
    auto const read = read_formula("SUM('My Sheet'!$A$1:B2,Data!C:C,3:4)+Rate*1.5E+3&\"Secret!A1\"");
    CHECK(read.is_understood);
    CHECK_FALSE(read.reads_anywhere);
    REQUIRE(read.areas.size() == 3);
    CHECK(read.areas[0].first == "My Sheet");
    CHECK(read.areas[0].area->last_column == 2);
    CHECK(read.areas[1].first == "Data");
    CHECK(read.areas[1].area->last_row == kMaxRow);
    CHECK(read.areas[2].area->last_column == kMaxColumn);
    CHECK(read.names == std::vector<std::string>{"rate"});
    CHECK(read_formula("Sheet1:Sheet3!A1").areas[0].last == "Sheet3");
    CHECK(read_formula("[1]Sheet1!A1").reads_foreign);
    CHECK(read_formula("'C:\\x\\[b.xlsx]S'!A1").reads_foreign);
    CHECK_FALSE(read_formula("cmd|'/c calc'!A0").is_understood);
    CHECK(read_formula("_xlfn.WEBSERVICE(A1)").calls_out);
    CHECK(read_formula("_xll.THING(A1)").calls_unknown);
    CHECK(read_formula("A1:INDEX(B:B,2)").reads_anywhere);
    CHECK(read_formula("1+N(\"note\")").has_note);
    CHECK(read_formula("_xlfn.LET(_xlpm.x,A1,_xlpm.x*2)").names.empty());
    CHECK_FALSE(read_formula("\"open").is_understood);
}
