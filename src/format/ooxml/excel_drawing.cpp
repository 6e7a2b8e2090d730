// SpreadsheetML drawings (ISO 29500-1, 20.5) and the references of charts (21.2).
#include "format/ooxml/excel_drawing.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "codec/xml.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kSlicer{"slicer", "XL-PIV", Kind::hidden_content, "control that filters a pivot table, with all its values"};
constexpr Rule kNewChart{"chart of a new kind", "OX-CHART", Kind::unknown, "no rule knows charts of this kind yet"};
constexpr Rule kEmptyAnchor{"anchor", "OX-CT", Kind::slack, "holds nothing that stays"};
constexpr Rule kHiddenShape{"hidden shape", "XL-HIDRC", Kind::hidden_content, "no reader sees it"};
constexpr Rule kFrame{"frame", "OX-EMB", Kind::unknown, "holds neither chart nor picture"};
constexpr Rule kWatermark{"watermark", "WD-WM", Kind::watermark, "lies over the cells, and may name the recipient"};
constexpr Rule kShapeLink{"link of a shape", "GEN-15", Kind::path, "leads to what does not stay"};
constexpr Rule kReference{"reference of a chart", "OX-CHART", Kind::hidden_content, "its cells, name or workbook do not stay; the figures do", Form::flatten};
constexpr Rule kCache{"figures of a chart", "OX-CHART", Kind::hidden_content, "second copy of cells that stay, perhaps of another day"};
constexpr Rule kHiddenPoint{"hidden figures of a chart", "OX-CHART", Kind::hidden_content, "of hidden rows or columns, which the chart does not show"};
constexpr Rule kAxis{"number of an axis", "OX-ID", Kind::identifier, "random, and the same in each copy", Form::replace};

std::string_view local_of(std::string_view qname) { return codec::split_qname(qname).local; }

template <class Visit>
void each(xml_node node, Visit const& visit) {
    for (auto child = node.first_child(); child;) {
        auto const next = child.next_sibling();
        if (child.type() == pugi::node_element && visit(child)) each(child, visit);
        child = next;
    }
}

template <class Test>
xml_node find_below(xml_node node, Test const& test) {
    xml_node found;
    each(node, [&](xml_node inner) {
        if (!found && test(inner)) found = inner;
        return !found;
    });
    return found;
}

std::string lowered(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

bool is_anchor(xml_node node) {
    std::string_view const name = node.name();
    return name == "xdr:twoCellAnchor" || name == "xdr:oneCellAnchor" || name == "xdr:absoluteAnchor";
}

bool is_object(xml_node node) {
    constexpr std::string_view kObjects[] = {"xdr:sp", "xdr:grpSp", "xdr:graphicFrame", "xdr:cxnSp", "xdr:pic"};
    return std::find(std::begin(kObjects), std::end(kObjects), std::string_view(node.name())) != std::end(kObjects);
}

xml_node properties_of(xml_node object) {
    for (auto const child : object.children())
        if (std::string_view(child.name()).starts_with("xdr:nv")) return child.child("xdr:cNvPr");
    return {};
}

// --- shapes ----------------------------------------------------------------------------------------------

class Drawings {
public:
    Drawings(WorkbookSurvey const& workbook, Assembly& assembly, OutputPart& part) : workbook_(workbook), assembly_(assembly), part_(part), gate_(assembly.gate()) {
        for (std::size_t i = 0; i < workbook.sheets.size(); ++i)
            for (auto const& relation : assembly.package().relations(workbook.sheets[i].part))
                if (relation.target == part.source && workbook.sheets[i].objection == nullptr && shape_ == nullptr) shape_ = &workbook.sheets[i].shape;
    }

    Result<void> run(xml_node drawing) {
        for (auto anchor = drawing.first_child(); anchor;) {
            auto const next = anchor.next_sibling();
            if (is_anchor(anchor)) {
                xml_node object;
                for (auto child = anchor.first_child(); child;) {
                    auto const behind = child.next_sibling();
                    if (is_object(child)) {
                        if (!object && TRY(stays(child, anchor))) object = child;
                        else anchor.remove_child(child);
                    }
                    child = behind;
                }
                if (!object) {
                    TRY(gate_.drop(kEmptyAnchor, 0));
                    drawing.remove_child(anchor);
                }
            }
            anchor = next;
        }
        return {};
    }

private:
    static std::uint32_t at(xml_node corner, char const* name) { return corner.child(name).text().as_uint(0) + 1; }

    // In rows or columns that are all hidden, or of no size.
    bool is_unseen(xml_node anchor) const {
        auto const from = anchor.child("xdr:from");
        auto const to = anchor.child("xdr:to");
        if (auto const size = anchor.child("xdr:ext"); size && (size.attribute("cx").as_llong(1) == 0 || size.attribute("cy").as_llong(1) == 0)) return true;
        if (!from || !to) return false;
        auto const same = [&](char const* cell, char const* offset) { return at(from, cell) == at(to, cell) && from.child(offset).text().as_llong() == to.child(offset).text().as_llong(); };
        if (same("xdr:row", "xdr:rowOff") && same("xdr:col", "xdr:colOff")) return true;
        if (shape_ == nullptr || std::string_view(anchor.attribute("editAs").value()) == "absolute") return false;
        return shape_->is_row_hidden(at(from, "xdr:row"), at(to, "xdr:row")) || shape_->is_column_hidden(at(from, "xdr:col"), at(to, "xdr:col"));
    }

    Result<bool> stays(xml_node object, xml_node anchor) {
        auto const properties = properties_of(object);
        std::string_view const name = properties.attribute("name").value();
        bool const is_hidden = is_true(properties.attribute("hidden").value()) || is_unseen(anchor);
        if (is_hidden && TRY(gate_.judge(kHiddenShape, 0, {{}, name, 1})) != Action::kept) return false;
        if (is_watermark(object, properties) && TRY(gate_.judge(kWatermark, 0, {{}, name, 1})) != Action::kept) return false;
        return TRY(content_stays(object));
    }

    Result<bool> content_stays(xml_node object) {
        std::string_view const kind = object.name();
        for (auto const* const name : {"macro", "textlink"})  // what is empty says nothing
            if (auto const attribute = object.attribute(name); attribute && *attribute.value() == 0) object.remove_attribute(attribute);
        TRY(links(object));
        if (kind == "xdr:graphicFrame") {
            auto const chart = find_below(object, [](xml_node n) { return std::string_view(n.name()) == "c:chart"; });
            if (chart && TRY(assembly_.leads_somewhere(part_, chart.attribute("r:id").value()))) return true;
            TRY(gate_.drop(kFrame, 0, {{}, properties_of(object).attribute("name").value(), 1}));
            gate_.note_lost("frames with diagrams, controls or charts of new kinds");
            return false;
        }
        if (kind == "xdr:pic") {
            auto const picture = object.child("xdr:blipFill").child("a:blip");
            return TRY(assembly_.leads_somewhere(part_, picture.attribute("r:embed").value()));
        }
        if (kind != "xdr:grpSp") return true;
        bool has_any = false;
        for (auto child = object.first_child(); child;) {
            auto const next = child.next_sibling();
            if (is_object(child)) {
                bool const is_hidden = is_true(properties_of(child).attribute("hidden").value());
                bool const goes = (is_hidden && TRY(gate_.judge(kHiddenShape, 0, {{}, properties_of(child).attribute("name").value(), 1})) != Action::kept) || !TRY(content_stays(child));
                if (goes) object.remove_child(child);
                else has_any = true;
            }
            child = next;
        }
        return has_any;
    }

    Result<void> links(xml_node object) {
        std::vector<xml_node> found;
        each(object, [&](xml_node node) {
            if (std::string_view(node.name()).starts_with("a:hlink") && node.attribute("r:id")) found.push_back(node);
            return !is_object(node);
        });
        for (auto const& link : found) {
            auto const* const relation = assembly_.package().relation(part_.source, link.attribute("r:id").value());
            bool leads = relation != nullptr;
            if (leads && relation->target.starts_with('#')) {
                leads = workbook_.references.objection(std::string_view(relation->target).substr(1), 0, gate_) == nullptr;
                if (!leads) TRY(gate_.drop(kShapeLink, relation->target.size(), {{}, relation->target, 1}));
            }
            if (!leads || !TRY(assembly_.leads_somewhere(part_, link.attribute("r:id").value()))) link.parent().remove_child(link);
        }
        return {};
    }

    // Named so, or text that lies slanting and half transparent over the cells.
    static bool is_watermark(xml_node object, xml_node properties) {
        if (lowered(properties.attribute("name").value()).find("watermark") != std::string::npos || lowered(properties.attribute("descr").value()).find("watermark") != std::string::npos) return true;
        bool is_slanting = false;
        bool is_transparent = false;
        each(object, [&](xml_node node) {
            std::string_view const name = node.name();
            if (name == "a:xfrm" && node.attribute("rot").as_int(0) % 5400000 != 0) is_slanting = true;
            if (name == "a:alpha" && node.attribute("val").as_int(100000) < 70000) is_transparent = true;
            return true;
        });
        return is_slanting && is_transparent && std::string_view(object.name()) == "xdr:sp" && object.child("xdr:txBody");
    }

    WorkbookSurvey const& workbook_;
    Assembly& assembly_;
    OutputPart& part_;
    Gate& gate_;
    SheetShape const* shape_ = nullptr;
};

// --- charts ----------------------------------------------------------------------------------------------

bool stays_tied(std::string_view formula, References const& references) {
    auto const read = read_formula(formula);
    return read.is_plain() && std::all_of(read.areas.begin(), read.areas.end(), [&](FormulaRead::Sheets const& area) {
               auto const sheet = references.sheet_of(area.first);
               return area.first == area.last && sheet != References::kNoSheet && references.sheets[sheet].stays && !references.sheets[sheet].removed.touches(*area.area);
           });
}

xml_node cache_of(xml_node reference) {
    for (auto const* const name : {"c:numCache", "c:strCache", "c:multiLvlStrCache"})
        if (auto const cache = reference.child(name)) return cache;
    return {};
}

// Figures of hidden cells become visible where they are no longer tied to them. Which point is which cell can be told when
// there are as many of them; else either only those that are seen were written, or nothing can be told.
class HiddenPoints {
public:
    HiddenPoints(WorkbookSurvey const& workbook, std::string_view formula) {
        auto const read = read_formula(formula);
        for (auto const& area : read.areas) {
            auto const sheet = workbook.references.sheet_of(area.first);
            if (sheet != References::kNoSheet) areas_.push_back({&workbook.sheets[sheet].shape, *area.area});
        }
        is_known_ = read.is_plain();
        for (auto const& [shape, area] : areas_) {
            cells_ += size_of(area);
            for (auto const* const hidden : {&shape->hidden_rows, &shape->hidden_columns})
                touches_ = touches_ || std::any_of(hidden->begin(), hidden->end(), [&, area = area](Area const& h) { return h.touches(area); });
        }
    }

    Result<void> remove(xml_node cache, Gate& gate) const {
        if (!touches_ || !is_known_ || gate.policy(Kind::hidden_content) != Disposition::remove) return {};
        auto count = cache.child("c:ptCount").attribute("val");
        bool const can_tell = count.as_ullong() == cells_;
        std::uint64_t removed = 0;
        auto const clean = [&](xml_node list) {
            for (auto point = list.child("c:pt"); point;) {
                auto const next = point.next_sibling("c:pt");
                if (can_tell && is_hidden(point.attribute("idx").as_ullong())) {
                    ++removed;
                    list.remove_child(point);
                }
                point = next;
            }
        };
        clean(cache);
        for (auto const level : cache.children("c:lvl")) clean(level);
        if (removed > 0) TRY(gate.drop(kHiddenPoint, 0, {{}, {}, removed}));
        return {};
    }

private:
    static std::uint64_t size_of(Area const& area) { return static_cast<std::uint64_t>(area.last_row - area.row + 1) * (area.last_column - area.column + 1); }

    bool is_hidden(std::uint64_t index) const {
        for (auto const& [shape, area] : areas_) {
            if (index >= size_of(area)) {
                index -= size_of(area);
                continue;
            }
            auto const width = area.last_column - area.column + 1;
            auto const row = area.row + static_cast<std::uint32_t>(index / width);
            auto const column = area.column + static_cast<std::uint32_t>(index % width);
            return shape->is_row_hidden(row, row) || shape->is_column_hidden(column, column);
        }
        return false;
    }

    struct Piece {
        SheetShape const* shape;
        Area area;
    };
    std::vector<Piece> areas_;
    std::uint64_t cells_ = 0;
    bool touches_ = false;
    bool is_known_ = false;
};

std::string first_text(xml_node cache) {
    std::string text;
    for (auto const point : cache.children("c:pt")) {
        if (!text.empty()) text += ' ';
        text += point.child_value("c:v");
    }
    return text;
}

// c:tx of a series takes a value; that of a title or label takes text with runs.
void make_text(xml_node reference) {
    auto holder = reference.parent();
    auto const text = first_text(reference.child("c:strCache"));
    bool const is_series = std::string_view(holder.parent().name()) == "c:ser";
    holder.remove_child(reference);
    if (is_series) {
        holder.append_child("c:v").append_child(pugi::node_pcdata).set_value(text.c_str());
        return;
    }
    auto rich = holder.append_child("c:rich");
    rich.append_child("a:bodyPr");
    rich.append_child("a:p").append_child("a:r").append_child("a:t").append_child(pugi::node_pcdata).set_value(text.c_str());
}

void make_literal(xml_node reference) {
    std::string_view const name = reference.name();
    if (std::string_view(reference.parent().name()) == "c:tx") return make_text(reference);
    bool const is_number = name == "c:numRef";
    auto cache = reference.child(is_number ? "c:numCache" : name == "c:strRef" ? "c:strCache" : "c:multiLvlStrCache");
    auto literal = reference.parent().insert_child_before(is_number ? "c:numLit" : "c:strLit", reference);
    auto const level = cache.child("c:lvl");
    if (level)
        if (auto const count = cache.child("c:ptCount")) literal.append_copy(count);
    for (auto const from : {level ? level : cache})
        while (auto const child = from.first_child()) literal.append_move(child);
    if (!literal.child("c:ptCount")) {
        auto const format = literal.child("c:formatCode");
        (format ? literal.insert_child_after("c:ptCount", format) : literal.prepend_child("c:ptCount")).append_attribute("val") = "0";
    }
    reference.parent().remove_child(reference);
}

// Axes have random numbers, which a copy of the chart keeps.
Result<void> number_axes(xml_node chart, Gate& gate) {
    std::map<std::string, std::uint64_t, std::less<>> numbers;
    std::vector<xml_node> uses;
    each(chart, [&](xml_node node) {
        if (std::string_view(node.name()) == "c:axId" || std::string_view(node.name()) == "c:crossAx") uses.push_back(node);
        return true;
    });
    for (auto const& node : uses) {
        auto value = node.attribute("val");
        auto const number = numbers.emplace(value.value(), numbers.size() + 1).first->second;
        if (std::to_string(number) == value.value() || TRY(gate.judge(kAxis, 0, {{}, value.value(), 1})) == Action::kept) continue;
        value = static_cast<unsigned long long>(number);
    }
    return {};
}

}  // namespace

Result<void> remove_extensions_of_drawing(xml_node drawing, Gate& gate) {
    std::vector<std::pair<xml_node, Rule const*>> found;
    each(drawing, [&](xml_node node) {
        if (local_of(node.name()) != "AlternateContent") return true;
        Rule const* rule = nullptr;
        each(node, [&](xml_node inner) {
            auto const local = local_of(inner.name());
            if (local == "slicer" || local == "timeslicer") rule = &kSlicer;
            if (local == "graphicData" && std::string_view(inner.attribute("uri").value()).find("chartex") != std::string_view::npos) rule = &kNewChart;
            return rule == nullptr;
        });
        if (rule == nullptr) return true;
        found.emplace_back(node, rule);
        return false;
    });
    for (auto const& [node, rule] : found) {
        TRY(gate.drop(*rule, 0));
        gate.note_lost(rule == &kSlicer ? "controls that filter tables" : "charts of new kinds");
        node.parent().remove_child(node);
    }
    return {};
}

Result<void> prepare_drawing(xml_node drawing, WorkbookSurvey const& workbook, Assembly& assembly, OutputPart& part) { return Drawings(workbook, assembly, part).run(drawing); }

Result<void> prepare_chart(xml_node chart, WorkbookSurvey const& workbook, Gate& gate) {
    std::vector<xml_node> tied;
    std::vector<xml_node> loose;
    each(chart, [&](xml_node node) {
        std::string_view const name = node.name();
        if (name != "c:numRef" && name != "c:strRef" && name != "c:multiLvlStrRef") return true;
        (stays_tied(node.child_value("c:f"), workbook.references) ? tied : loose).push_back(node);
        return false;
    });
    bool const shows_hidden = std::string_view(chart.child("c:chart").child("c:plotVisOnly").attribute("val").value()) == "0";
    for (auto const& node : loose) {
        std::string_view const formula = node.child_value("c:f");
        TRY(gate.drop(kReference, formula.size(), {{}, formula, 1}));
        if (!shows_hidden) TRY(HiddenPoints(workbook, formula).remove(cache_of(node), gate));
        make_literal(node);
    }
    gate.note_lost("references of charts to their cells", loose.size());
    for (auto node : tied)
        if (auto const cache = cache_of(node); cache && TRY(gate.judge(kCache, 0)) != Action::kept) node.remove_child(cache);
    return number_axes(chart, gate);
}

RuleList excel_drawing_rules() { return list_rules(kSlicer, kNewChart, kEmptyAnchor, kHiddenShape, kFrame, kWatermark, kShapeLink, kReference, kCache, kHiddenPoint, kAxis); }

}  // namespace scrub::engine::ooxml
