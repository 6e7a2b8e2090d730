// Ids and names of shapes, styles and paths of VML, names of themes; and the parts that no document keeps.
#include "format/ooxml/drawing.hpp"

#include <algorithm>

#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr Rule kName{"name of a shape", "OX-ALT", Kind::metadata, "often the name of a picture's file", Form::replace};
constexpr Rule kTheme{"name of a theme", "OX-THEME", Kind::organisation, "a theme of its own tells who made the document", Form::replace};
constexpr Rule kShapeId{"id of a shape", "OX-ID", Kind::identifier, "number or name of a shape", Form::replace};
constexpr Rule kStyle{"style", "GEN-09", Kind::unknown, "not a property that shapes have"};
constexpr Rule kKept{"style", "GEN-09", Kind::presentation, "how a shape lies"};
constexpr Rule kFormula{"reference of a chart", "OX-CHART", Kind::path, "where in the workbook the figures stood", Form::replace};
constexpr Rule kGraphic{"graphic", "GEN-09", Kind::unknown, "no rule knows what the frame holds"};
constexpr Rule kAction{"action", "PP-ACT", Kind::active_content, "starts a program, a macro or a file"};

constexpr Rule kRemoved[] = {
    {"activeXControlBinary", "OX-AX", Kind::active_content, "state of a control"},
    {"aFChunk", "WD-ALT", Kind::active_content, "another document, read when this one is opened"},
    {"attachedTemplate", "WD-TPL", Kind::path, "template"},
    {"attachedToolbars", "OX-VBA", Kind::active_content, "toolbars"},
    {"audio", "PP-MEDIA", Kind::embedded_file, "sound"},
    {"authors", "PP-CMT", Kind::author, "reviewers, with their accounts"},
    {"calcChain", "XL-CALC", Kind::software, "order of the calculation, deleted cells included"},
    {"changesInfo", "PP-CHG", Kind::revision, "every edit, with its author and time"},
    {"chartColorStyle", "OX-CHART", Kind::software, "colours that the editor offers"},
    {"chartEx", "OX-CHART", Kind::content, "chart of a kind that is not kept"},
    {"chartStyle", "OX-CHART", Kind::software, "styles that the editor offers"},
    {"chartUserShapes", "OX-CHART", Kind::hidden_content, "shapes drawn over a chart"},
    {"classificationlabels", "OX-LBL", Kind::identifier, "sensitivity label with the number of the organisation"},
    {"commentAuthors", "PP-CMT", Kind::author, "reviewers"},
    {"commentsExtended", "WD-CMT", Kind::comment, "threads of comments"},
    {"commentsExtensible", "WD-CMT", Kind::comment, "times of comments"},
    {"commentsIds", "WD-CMT", Kind::identifier, "numbers of comments"},
    {"connections", "XL-CONN", Kind::path, "data sources"},
    {"control", "OX-AX", Kind::active_content, "ActiveX control"},
    {"core-properties", "OX-CORE", Kind::metadata, "author, dates, title, keywords"},
    {"ctrlProp", "OX-AX", Kind::active_content, "control"},
    {"custom-properties", "OX-CUST", Kind::metadata, "properties of the organisation's systems"},
    {"customization", "OX-VBA", Kind::active_content, "keys and toolbars"},
    {"customProperty", "XL-XML", Kind::metadata, "property of an add-in"},
    {"customXml", "OX-CXML", Kind::hidden_content, "custom XML"},
    {"customXmlProps", "OX-CXML", Kind::identifier, "number of custom XML"},
    {"diagramColors", "OX-SA", Kind::software, "colours of a diagram"},
    {"diagramData", "OX-SA", Kind::hidden_content, "text of a diagram, also what it does not show"},
    {"diagramDrawing", "OX-SA", Kind::content, "drawing of a diagram"},
    {"diagramLayout", "OX-SA", Kind::software, "layout of a diagram"},
    {"diagramQuickStyle", "OX-SA", Kind::software, "style of a diagram"},
    {"dialogsheet", "OX-XLM", Kind::active_content, "dialog of macros"},
    {"documenttasks", "WD-CMT", Kind::author, "tasks with their people"},
    {"customProperties", "OX-CUST", Kind::metadata, "properties of the organisation's systems"},
    {"extended-properties", "OX-APP", Kind::metadata, "company, manager, template, program, statistics"},
    {"extendedProperties", "OX-APP", Kind::metadata, "company, manager, template, program, statistics"},
    {"externalLink", "XL-EXT", Kind::external_reference, "another workbook, with copies of its cells"},
    {"FeaturePropertyBag", "XL-CALC", Kind::software, "features of later versions"},
    {"font", "OX-FONT", Kind::embedded_file, "embedded font"},
    {"glossaryDocument", "WD-GLO", Kind::hidden_content, "building blocks: a second document with its own texts"},
    {"handoutMaster", "PP-NOTE", Kind::hidden_content, "layout of handouts"},
    {"hdphoto", "OX-CROP", Kind::hidden_content, "picture from before an effect was put on it"},
    {"ink", "OX-INK", Kind::hidden_content, "handwriting with its times"},
    {"keyMapCustomizations", "OX-VBA", Kind::active_content, "keys"},
    {"mailMergeRecipientData", "WD-MM", Kind::author, "recipients of a mail merge"},
    {"media", "PP-MEDIA", Kind::embedded_file, "video or sound"},
    {"model3d", "PP-MEDIA", Kind::embedded_file, "three-dimensional model"},
    {"notesMaster", "PP-NOTE", Kind::hidden_content, "layout of notes"},
    {"oleObject", "OX-EMB", Kind::embedded_file, "embedded object"},
    {"origin", "GEN-11", Kind::signature, "digital signature"},
    {"package", "OX-EMB", Kind::embedded_file, "embedded document: the workbook behind a chart, perhaps"},
    {"people", "WD-CMT", Kind::author, "reviewers, with their accounts"},
    {"person", "XL-CMT", Kind::author, "people with their accounts"},
    {"pivotCacheDefinition", "XL-PIV", Kind::hidden_content, "source of a pivot table, with who refreshed it"},
    {"pivotCacheRecords", "XL-PIV", Kind::hidden_content, "all data behind a pivot table"},
    {"pivotTable", "XL-PIV", Kind::hidden_content, "pivot table: its cells stay as values"},
    {"powerPivotData", "XL-CONN", Kind::hidden_content, "data model with all its tables"},
    {"printerSettings", "XL-PRN", Kind::device, "printer, with names of users and servers"},
    {"queryTable", "XL-CONN", Kind::path, "query of a data source"},
    {"rdArray", "XL-CONN", Kind::hidden_content, "data of a service"},
    {"rdRichValue", "XL-CONN", Kind::hidden_content, "data of a service"},
    {"rdRichValueStructure", "XL-CONN", Kind::software, "data of a service"},
    {"rdRichValueTypes", "XL-CONN", Kind::software, "data of a service"},
    {"rdRichValueWebImage", "XL-CONN", Kind::external_reference, "pictures loaded from a server"},
    {"rdSupportingPropertyBag", "XL-CONN", Kind::hidden_content, "data of a service"},
    {"rdSupportingPropertyBagStructure", "XL-CONN", Kind::software, "data of a service"},
    {"revisionHeaders", "XL-REV", Kind::revision, "who changed the shared workbook, and when"},
    {"revisionInfo", "PP-CHG", Kind::revision, "numbers of the computers that edited it together"},
    {"revisionLog", "XL-REV", Kind::revision, "what cells held before"},
    {"richStyles", "XL-CONN", Kind::software, "formats of a service"},
    {"richValueRel", "XL-CONN", Kind::hidden_content, "pictures in cells"},
    {"sheetMetadata", "XL-CONN", Kind::software, "how the program calculates cells"},
    {"signature", "GEN-11", Kind::signature, "digital signature"},
    {"slicer", "XL-PIV", Kind::hidden_content, "control that filters a table"},
    {"slicerCache", "XL-PIV", Kind::hidden_content, "values that a control filters by"},
    {"slideUpdateInfo", "PP-PROP", Kind::path, "server that a slide came from"},
    {"stylesWithEffects", "WD-TPL", Kind::software, "second copy of the styles"},
    {"tableSingleCells", "XL-XML", Kind::metadata, "ties cells to custom XML"},
    {"tags", "PP-TAG", Kind::metadata, "data of add-ins"},
    {"threadedComment", "XL-CMT", Kind::comment, "thread of comments"},
    {"thumbnail", "OX-THUMB", Kind::thumbnail, "small picture of the first page, perhaps from before a redaction"},
    {"timeline", "XL-PIV", Kind::hidden_content, "control that filters a table"},
    {"timelineCache", "XL-PIV", Kind::hidden_content, "values that a control filters by"},
    {"ui", "OX-VBA", Kind::active_content, "ribbon with commands"},
    {"usernames", "XL-REV", Kind::author, "who had the shared workbook open"},
    {"userxmlData", "OX-CXML", Kind::hidden_content, "custom XML"},
    {"vbaProject", "OX-VBA", Kind::active_content, "macros"},
    {"vbaProjectSignature", "OX-VBA", Kind::signature, "signature of macros"},
    {"video", "PP-MEDIA", Kind::embedded_file, "video"},
    {"viewProps", "PP-PROP", Kind::software, "windows of the editor, slides that were open"},
    {"vmlDrawing", "OX-EMB", Kind::hidden_content, "shapes of comments and controls, copies for old programs"},
    {"volatileDependencies", "XL-CONN", Kind::external_reference, "servers of real-time data"},
    {"webextension", "OX-WEB", Kind::active_content, "add-in that loads code from a server"},
    {"webextensiontaskpanes", "OX-WEB", Kind::active_content, "add-in that loads code from a server"},
    {"webSettings", "WD-SET", Kind::software, "settings for web pages"},
    {"wordVbaData", "OX-VBA", Kind::active_content, "events of macros"},
    {"wsSortMap", "XL-HIDRC", Kind::hidden_content, "order of rows for single users"},
    {"xlIntlMacrosheet", "OX-XLM", Kind::active_content, "macros of Excel 4"},
    {"xlMacrosheet", "OX-XLM", Kind::active_content, "macros of Excel 4"},
    {"xmlMaps", "XL-XML", Kind::metadata, "schema of custom XML"},
};

// Properties of the style of a VML shape (ISO 29500-4, 19.1.2.19).
constexpr Literal kProperties[] = {
    "position", "left", "top", "width", "height", "margin", "margin-left", "margin-top", "margin-right", "margin-bottom", "z-index", "rotation", "flip", "visibility",
    "mso-position-horizontal", "mso-position-horizontal-relative", "mso-position-vertical", "mso-position-vertical-relative", "mso-left-percent", "mso-top-percent",
    "mso-width-percent", "mso-height-percent", "mso-width-relative", "mso-height-relative", "mso-wrap-style", "mso-wrap-distance-left", "mso-wrap-distance-top",
    "mso-wrap-distance-right", "mso-wrap-distance-bottom", "mso-wrap-edited", "mso-wrap-mode", "mso-fit-shape-to-text", "mso-fit-text-to-shape", "mso-direction-alt", "mso-rotate",
    "mso-layout-flow-alt", "layout-flow", "direction", "text-align", "text-anchor", "v-text-anchor", "v-text-align", "v-text-kern", "v-text-reverse", "v-rotate-letters",
    "v-same-letter-heights", "v-text-spacing", "v-text-spacing-mode", "font-family", "font-size", "font-style", "font-weight", "font-variant", "font", "text-decoration",
    "white-space", "display", "mso-text-shadow", "v-text-shadow", "mso-next-textbox",
};

// What a frame holds. The strict names become the transitional ones.
struct Graphic {
    Literal uri, strict_uri;
};
constexpr Graphic kGraphics[] = {
    {"http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart"},
    {"http://schemas.openxmlformats.org/drawingml/2006/diagram", "http://purl.oclc.org/ooxml/drawingml/diagram"},
    {"http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas", "http://purl.oclc.org/ooxml/drawingml/lockedCanvas"},
    {"http://schemas.openxmlformats.org/drawingml/2006/picture", "http://purl.oclc.org/ooxml/drawingml/picture"},
    {"http://schemas.openxmlformats.org/drawingml/2006/table", "http://purl.oclc.org/ooxml/drawingml/table"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", ""},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", ""},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingShape", ""},
};

std::string_view trimmed(std::string_view text) {
    auto const from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// Commands and numbers of a path (ISO 29500-4, 19.1.2.14).
bool is_path(std::string_view path) {
    return std::all_of(path.begin(), path.end(), [](char c) { return (c >= '0' && c <= '9') || std::string_view("mlcxetrvnqabwphuizsfky@#,. -+\n").find(c) != std::string_view::npos; });
}

std::string lowered(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

}  // namespace

std::span<Rule const> removed_parts() { return kRemoved; }

std::uint64_t Drawing::shape_id(std::string_view value) { return shape_ids_.emplace(std::string(value), shape_ids_.size() + 1).first->second; }

Result<std::optional<Made>> Drawing::reference(xml::Element const& element, std::string_view attribute, std::string_view value) {
    auto const name = element.name.view();
    if (attribute.starts_with("r:") || attribute == "o:relid") return assembly_.link(part_, value);
    if (name == "a:theme") return theme_name("Office Theme", value);
    if (name == "a:clrScheme" || name == "a:fontScheme" || name == "a:fmtScheme") return theme_name("Office", value);
    if (name == "a:tblStyle") return theme_name("Table Style", value);
    if (name == "a:graphicData") {
        auto const* const known = std::find_if(std::begin(kGraphics), std::end(kGraphics), [&](Graphic const& g) { return g.uri == value || g.strict_uri == value; });
        if (known != std::end(kGraphics)) return std::optional<Made>(xml::written(std::string(known->uri.view())));
        TRY(assembly_.gate().drop(kGraphic, value.size(), {{}, value, 1}));
        return std::optional<Made>{};
    }
    if (name == "c:f") {
        constexpr Literal kCell = "Sheet1!$A$1";
        if (value != kCell.view()) TRY(assembly_.gate().judge(kFormula, value.size(), {{}, value, 1}));
        return std::optional<Made>(xml::numbered(kCell.part(0, kCell.view().size() - 1), 1));
    }
    if (name == "c:axId" || name == "c:crossAx") return std::optional<Made>(xml::numbered("", shape_id(value)));  // random in every chart
    if (attribute == "action") {
        constexpr std::string_view kInside[] = {"ppaction://hlinksldjump", "ppaction://hlinkshowjump?jump=nextslide", "ppaction://hlinkshowjump?jump=previousslide",
                                                "ppaction://hlinkshowjump?jump=firstslide", "ppaction://hlinkshowjump?jump=lastslide", "ppaction://hlinkshowjump?jump=endshow", "ppaction://noaction"};
        auto const* const known = std::find(std::begin(kInside), std::end(kInside), value);
        if (known != std::end(kInside)) return std::optional<Made>(xml::written(std::string(*known)));
        TRY(assembly_.gate().drop(kAction, value.size(), {{}, value, 1}));
        return std::optional<Made>{};
    }
    if (attribute == "name") return shape_name(value);
    if (attribute == "style") return style(value);
    if (attribute == "path" || attribute == "v") {
        if (!is_path(value)) {
            TRY(assembly_.gate().drop(kStyle, value.size(), {attribute, value, 1}));
            return std::optional<Made>{};
        }
        auto const kept = TRY(assembly_.gate().pass(kKept, bytes_of(value)));
        return kept ? std::optional<Made>(xml::copy_of(*kept)) : std::nullopt;
    }
    if (attribute == "type") {  // of a VML shape: "#_x0000_t75"
        if (value.starts_with("#_x0000_t") && grammar().fits(xml::Shape::guide, value)) {
            auto const kept = TRY(assembly_.gate().pass(kKept, bytes_of(value)));
            return kept ? std::optional<Made>(xml::copy_of(*kept)) : std::nullopt;
        }
        return std::optional<Made>(xml::numbered("#_x0000_s", shape_id(value.substr(std::min<std::size_t>(1, value.size())))));
    }
    if (attribute == "id" && name.starts_with("v:")) {
        if (value.starts_with("_x0000_t") && grammar().fits(xml::Shape::guide, value)) {
            auto const kept = TRY(assembly_.gate().pass(kKept, bytes_of(value)));
            return kept ? std::optional<Made>(xml::copy_of(*kept)) : std::nullopt;
        }
        auto fresh = xml::numbered("_x0000_s", shape_id(value));
        if (engine::text(fresh.bytes()) != value) TRY(assembly_.gate().judge(kShapeId, value.size(), {{}, value, 1}));
        return std::optional<Made>(std::move(fresh));
    }
    if (attribute == "id" && name == "a:fld") return std::optional<Made>(xml::written("{00000000-0000-0000-0000-000000000000}"));
    if (attribute == "id" || attribute == "spid") {
        last_shape_ = shape_id(value);
        return std::optional<Made>(xml::numbered("", last_shape_));
    }
    return std::optional<Made>{};
}

// "Picture 3" and the like are names of programs; they are written anew all the same.
Result<std::optional<Made>> Drawing::shape_name(std::string_view value) {
    auto fresh = xml::numbered("Object ", last_shape_);
    if (engine::text(fresh.bytes()) == value || value.empty()) return std::optional<Made>(std::move(fresh));
    if (TRY(assembly_.gate().judge(kName, value.size(), {{}, value, 1})) != Action::kept) return std::optional<Made>(std::move(fresh));
    auto const kept = TRY(assembly_.gate().pass(kName, bytes_of(value)));
    return std::optional<Made>(kept ? xml::copy_of(*kept) : std::move(fresh));
}

Result<std::optional<Made>> Drawing::theme_name(Literal canonical, std::string_view value) {
    if (value == canonical.view() || value.empty()) return std::optional<Made>(xml::written(std::string(canonical.view())));
    if (TRY(assembly_.gate().judge(kTheme, value.size(), {{}, value, 1})) != Action::kept) return std::optional<Made>(xml::written(std::string(canonical.view())));
    auto const kept = TRY(assembly_.gate().pass(kTheme, bytes_of(value)));
    return std::optional<Made>(kept ? xml::copy_of(*kept) : xml::written(std::string(canonical.view())));
}

// The style of a VML shape, property by property.
Result<std::optional<Made>> Drawing::style(std::string_view css) {
    std::string out;
    while (!css.empty()) {
        auto const end = std::min(css.find(';'), css.size());
        auto const declaration = css.substr(0, end);
        css.remove_prefix(std::min(end + 1, css.size()));
        auto const colon = declaration.find(':');
        if (colon == std::string_view::npos) continue;
        auto const property = lowered(trimmed(declaration.substr(0, colon)));
        auto const value = trimmed(declaration.substr(colon + 1));
        auto const* const known = std::find_if(std::begin(kProperties), std::end(kProperties), [&](Literal p) { return p == property; });
        bool const is_font = property == "font-family" || property == "font";
        auto const bare = value.size() >= 2 && value.front() == '"' ? value.substr(1, value.size() - 2) : value;
        bool const fits = is_font ? grammar().is_typeface(bare) : grammar().fits(xml::Shape::list, value) || grammar().fits(xml::Shape::boolean, value);
        if (known == std::end(kProperties) || !fits) {
            TRY(assembly_.gate().drop(kStyle, declaration.size(), {property, value, 1}));
            continue;
        }
        if (!out.empty()) out += ';';
        out += known->view();
        out += ':';
        out += value;
    }
    auto const kept = TRY(assembly_.gate().pass(kKept, bytes_of(out)));
    return kept ? std::optional<Made>(xml::copy_of(*kept)) : std::nullopt;
}

RuleList Drawing::rules() { return list_rules(drawing_element_rules(), drawing_attribute_rules(), chart_element_rules(), kRemoved, kName, kTheme, kShapeId, kStyle, kKept, kFormula, kGraphic, kAction); }

}  // namespace scrub::engine::ooxml
