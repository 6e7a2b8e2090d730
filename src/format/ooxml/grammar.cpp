// The grammar of all OOXML parts, out of the tables of its vocabularies.
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr xml::Namespace kNamespaces[] = {
    {"a", "http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"},
    {"a14", "http://schemas.microsoft.com/office/drawing/2010/main", "", true},
    {"c", "http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart"},
    {"cdr", "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing", "http://purl.oclc.org/ooxml/drawingml/chartDrawing"},
    {"m", "http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"},
    {"o", "urn:schemas-microsoft-com:office:office"},
    {"p", "http://schemas.openxmlformats.org/presentationml/2006/main", "http://purl.oclc.org/ooxml/presentationml/main"},
    {"pic", "http://schemas.openxmlformats.org/drawingml/2006/picture", "http://purl.oclc.org/ooxml/drawingml/picture"},
    {"r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"},
    {"v", "urn:schemas-microsoft-com:vml"},
    {"w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"},
    {"w10", "urn:schemas-microsoft-com:office:word"},
    {"w14", "http://schemas.microsoft.com/office/word/2010/wordml", "", true},
    {"w15", "http://schemas.microsoft.com/office/word/2012/wordml", "", true},
    {"w16cid", "http://schemas.microsoft.com/office/word/2016/wordml/cid", "", true},
    {"w16du", "http://schemas.microsoft.com/office/word/2023/wordml/word16du", "", true},
    {"wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"},
    {"wp14", "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing", "", true},
    {"wpc", "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"},
    {"wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"},
    {"wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"},
    {"x14ac", "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac", "", true},
    {"xdr", "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"},
    {"xml", "http://www.w3.org/XML/1998/namespace"},
    {"xr", "http://schemas.microsoft.com/office/spreadsheetml/2014/revision", "", true},
    {"xr10", "http://schemas.microsoft.com/office/spreadsheetml/2016/revision10", "", true},
    {"xr2", "http://schemas.microsoft.com/office/spreadsheetml/2015/revision2", "", true},
    {"xr3", "http://schemas.microsoft.com/office/spreadsheetml/2016/revision3", "", true},
    {"xr9", "http://schemas.microsoft.com/office/spreadsheetml/2016/revision9", "", true},
    {"", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"},
};

xml::Tables tables() {
    xml::Tables all;
    all.namespaces = {kNamespaces};
    for (auto const& table : word_elements()) all.elements.push_back(table);
    for (auto const& table : drawing_elements()) all.elements.push_back(table);
    all.elements.push_back(chart_elements());
    all.elements.push_back(math_elements());
    for (auto const& table : powerpoint_elements()) all.elements.push_back(table);
    for (auto const& table : excel_elements()) all.elements.push_back(table);
    all.element_rules = {word_element_rules(), drawing_element_rules(), chart_element_rules(), excel_element_rules(), powerpoint_element_rules()};
    all.attribute_rules = {word_attribute_rules(), drawing_attribute_rules(), excel_attribute_rules(), powerpoint_attribute_rules()};
    all.words = {words(), powerpoint_words()};
    all.typefaces = {typefaces()};
    return all;
}

}  // namespace

std::span<xml::Namespace const> namespaces() { return kNamespaces; }

xml::Grammar const& grammar() {
    static xml::Grammar const kGrammar(tables());
    return kGrammar;
}

}  // namespace scrub::engine::ooxml
