// Annotations and form fields (12.5, 12.7): drawn into the page as a reader sees them; links stay links.
#include <algorithm>
#include <cmath>

#include "format/pdf/builder.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr std::int64_t kHidden = 2, kNoView = 32;
constexpr std::int64_t kMultiline = 1 << 12, kPassword = 1 << 13;
constexpr int kMaxParents = 32;

std::string number_text(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

std::string escaped_string(std::string_view text) {
    std::string out = "(";
    for (auto const c : text) {
        if (c == '(' || c == ')' || c == '\\') out += '\\';
        out += c;
    }
    return out + ")";
}

// A text string in WinAnsi, as far as that goes.
std::string latin_of(std::string_view pdf_text) {
    auto const utf8 = utf8_of(pdf_text);
    std::string out;
    for (std::size_t i = 0; i < utf8.size();) {
        auto const c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x80) {
            out += c == '\r' ? '\n' : static_cast<char>(c);
            ++i;
        } else if (c < 0xE0 && i + 1 < utf8.size()) {
            unsigned const value = (c & 0x1FU) << 6 | (static_cast<unsigned char>(utf8[i + 1]) & 0x3FU);
            out += value < 256 ? static_cast<char>(value) : '?';
            i += 2;
        } else {
            out += '?';
            i += c < 0xF0 ? 3 : 4;
        }
    }
    return out;
}

}  // namespace

Result<void> Builder::annotations(Page const& page, Emit& drawing, UsedResources& used, std::vector<std::uint32_t>& links) {
    auto const list = document_.lookup(page.dict, "Annots");
    if (!list.is(Type::array)) return {};
    auto const is_link = [&](Value const& raw) { return document_.lookup(document_.resolve(raw), "Subtype").is_name("Link"); };
    for (bool const links_now : {false, true}) {  // in the order in which the output will be read again
        for (auto const& raw : *list.items) {
            if (is_link(raw) != links_now) continue;
            TRY(budget_.part());
            TRY(annotation(raw, drawing, used, links));
            TRY(document_.check());
        }
    }
    return {};
}

Value Builder::inherited(Value const& field, std::string_view key) {
    auto current = field;
    for (int level = 0; level < kMaxParents && current.is_dict(); ++level) {
        if (auto const value = document_.lookup(current, key); !value.is_null()) return value;
        current = document_.lookup(current, "Parent");
    }
    return {};
}

Result<void> Builder::annotation(Value const& raw, Emit& drawing, UsedResources& used, std::vector<std::uint32_t>& links) {
    auto const dict = document_.resolve(raw);
    if (!dict.is_dict()) return {};
    auto const subtype = document_.lookup(dict, "Subtype").name();
    Gate::Scope const scope(gate_, "annotation");
    auto const flags = document_.lookup(dict, "F").whole();
    bool const is_shown = (flags & (kHidden | kNoView)) == 0 && layers_.is_visible(document_, document_.raw(dict, "OC"));
    if (!is_shown) {
        TRY(gate_.drop(rule::hidden_annotation, 0, {subtype, utf8_of(document_.lookup(dict, "Contents").text)}));
        return sift(dict, kAnnotationKeys);
    }
    if (subtype == "Link") {
        auto const number = TRY(link(dict));
        if (number != 0) links.push_back(number);
        return {};
    }
    bool const is_signature = subtype == "Widget" && inherited(dict, "FT").is_name("Sig");
    if (is_signature) {
        TRY(gate_.drop(rule::signature, 0));
        if (!document_.lookup(dict, "AP").is_null()) gate_.note_lost("visible signatures");
        return sift(dict, kAnnotationKeys);
    }
    auto const& row = rule_of_annotation(subtype);
    TRY(sift(dict, kAnnotationKeys));
    auto const contents = document_.lookup(dict, "Contents");
    if (subtype == "Redact") gate_.remark("redactions were marked and not carried out: what they were to hide is still there");
    bool const has_picture = subtype == "3D" || subtype == "Movie" || subtype == "RichMedia" || subtype == "Screen";
    if (row.form != Form::flatten && row.kind != Kind::watermark) {
        TRY(gate_.drop(row, 0, {{}, contents.is(Type::string) ? utf8_of(contents.text) : std::string{}}));
        if (!has_picture) return {};
        gate_.note_lost("films, sounds and scenes");
    } else {
        auto const value = subtype == "Widget" ? inherited(dict, "V") : Value{};
        auto const action = TRY(gate_.judge(row, 0, {{}, value.is(Type::string) ? utf8_of(value.text) : std::string{}}));
        if (row.kind == Kind::watermark && action != Action::kept) return {};
    }
    TRY(flatten(dict, drawing, used));
    return {};
}

Result<bool> Builder::flatten(Value const& annotation, Emit& drawing, UsedResources& used) {
    auto const rect = box_of(document_.lookup(annotation, "Rect"));
    if (!rect) return false;
    auto raw = document_.raw(document_.lookup(annotation, "AP"), "N");
    auto appearance = document_.resolve(raw);
    if (appearance.is(Type::dict)) {
        auto const state = document_.lookup(annotation, "AS");
        if (!state.is(Type::name)) return false;
        raw = document_.raw(appearance, state.name());
        appearance = document_.resolve(raw);
    }
    if (!appearance.is(Type::stream)) {
        raw = appearance = made_appearance(annotation, *rect);
        if (!appearance.is(Type::stream)) return false;
    }
    auto const box = box_of(document_.lookup(appearance, "BBox"));
    if (!box) return false;
    // Algorithm 8 (12.5.5): the box, turned by the form's matrix, is fitted into the rectangle.
    auto const list = list_of(document_.lookup(appearance, "Matrix"), 6);
    auto const matrix = list.size() == 6 ? Matrix{list[0], list[1], list[2], list[3], list[4], list[5]} : Matrix{};
    auto const around = box->under(matrix);
    auto const width = around.x1 - around.x0, height = around.y1 - around.y0;
    if (width < 1e-6 || height < 1e-6) return false;
    auto const sx = (rect->x1 - rect->x0) / width, sy = (rect->y1 - rect->y0) / height;
    auto const number = TRY(resource(Category::xobject, raw, {}));
    if (number == 0) return false;
    if (!layers_.is_visible(document_, document_.raw(appearance, "OC"))) return false;
    drawing.word("q").number(sx).integer(0).integer(0).number(sy).number(rect->x0 - around.x0 * sx).number(rect->y0 - around.y0 * sy).word("cm");
    drawing.name("X", used.use(Category::xobject, number)).word("Do").word("Q");
    if (page_log_ != nullptr) {
        Matrix const place{sx, 0, 0, sy, rect->x0 - around.x0 * sx, rect->y0 - around.y0 * sy};
        page_log_->add(PaintLog::Place{number, matrix.times(place), *rect, false});
    }
    return true;
}

// --- appearances that are missing -----------------------------------------------------------------------

Value Builder::made_font() {
    if (made_font_.is_dict()) return made_font_;
    Dict font;
    font.list = {{"Type", Value::of_name("Font")}, {"Subtype", Value::of_name("Type1")}, {"BaseFont", Value::of_name("Helvetica")}, {"Encoding", Value::of_name("WinAnsiEncoding")}};
    made_font_.type = Type::dict;
    made_font_.entries = document_.arena().keep(std::move(font));
    return made_font_;
}

// The appearance as a form in the syntax of the input, so that it takes the way of all forms.
Value Builder::made_form(std::string content, Box const& box, bool multiplies, double alpha) {
    auto& arena = document_.arena();
    auto const dict_of = [&](Dict&& dict) {
        Value value;
        value.type = Type::dict;
        value.entries = arena.keep(std::move(dict));
        return value;
    };
    Dict resources;
    resources.list.push_back({"Font", dict_of({{{"Helv", made_font()}}})});
    Dict state;
    if (multiplies) state.list.push_back({"BM", Value::of_name("Multiply")});
    if (alpha < 1) state.list.insert(state.list.end(), {{"CA", Value::of_number(alpha)}, {"ca", Value::of_number(alpha)}});
    if (!state.list.empty()) {
        resources.list.push_back({"ExtGState", dict_of({{{"State", dict_of(std::move(state))}}})});
        content.insert(0, "/State gs ");
    }
    Value corners;
    corners.type = Type::array;
    corners.items = arena.keep(Array{Value::of_number(box.x0), Value::of_number(box.y0), Value::of_number(box.x1), Value::of_number(box.y1)});
    Dict form;
    form.list = {{"Type", Value::of_name("XObject")}, {"Subtype", Value::of_name("Form")}, {"BBox", corners}, {"Resources", dict_of(std::move(resources))}};
    Value stream;
    stream.type = Type::stream;
    stream.text = arena.keep(std::move(content));
    stream.entries = arena.keep(std::move(form));
    return stream;
}

std::string Builder::colour_text(Value const& raw, bool strokes) {
    auto const colour = list_of(raw, 4);
    std::string text;
    for (auto const part : colour) text += number_text(part) + " ";
    if (colour.size() == 1) return text + (strokes ? "G " : "g ");
    if (colour.size() == 3) return text + (strokes ? "RG " : "rg ");
    if (colour.size() == 4) return text + (strokes ? "K " : "k ");
    return {};
}

Value Builder::made_appearance(Value const& annotation, Box const& rect) {
    auto const subtype = document_.lookup(annotation, "Subtype").name();
    if (subtype == "Widget" || subtype == "FreeText") return made_text(annotation, rect);
    auto const stroke = colour_text(document_.lookup(annotation, "C"), true);
    auto const width = [&] {
        auto const style = document_.lookup(document_.lookup(annotation, "BS"), "W");
        if (style.is_number()) return style.number();
        auto const border = list_of(document_.lookup(annotation, "Border"), 8);
        return border.size() >= 3 ? border[2] : 1.0;
    }();
    auto const alpha = std::clamp(document_.lookup(annotation, "CA").number(1), 0.0, 1.0);
    auto const point = [&](double x, double y) { return number_text(x) + " " + number_text(y) + " "; };
    std::string out = stroke + number_text(width) + " w ";
    bool const is_markup = subtype == "Highlight" || subtype == "Underline" || subtype == "StrikeOut" || subtype == "Squiggly";
    if (is_markup) {
        auto const quads = list_of(document_.lookup(annotation, "QuadPoints"), 8 * 1000);
        auto const fill = colour_text(document_.lookup(annotation, "C"), false);
        if (quads.size() < 8 || fill.empty()) return {};
        if (subtype == "Highlight") out = fill;
        for (std::size_t i = 0; i + 8 <= quads.size(); i += 8) {
            Box box;
            for (std::size_t k = 0; k < 8; k += 2) box.add(quads[i + k], quads[i + k + 1]);
            if (subtype == "Highlight") {
                out += point(box.x0, box.y0) + point(box.x1 - box.x0, box.y1 - box.y0) + "re f ";
            } else {
                auto const y = subtype == "StrikeOut" ? (box.y0 + box.y1) / 2 : box.y0 + width;
                out += point(box.x0, y) + "m " + point(box.x1, y) + "l S ";
            }
        }
        return made_form(std::move(out), rect, subtype == "Highlight", alpha);
    }
    if (stroke.empty()) return {};
    if (subtype == "Ink") {
        auto const strokes = document_.lookup(annotation, "InkList");
        if (!strokes.is(Type::array)) return {};
        for (auto const& raw : *strokes.items) {
            auto const points = list_of(raw, 100'000);
            for (std::size_t i = 0; i + 2 <= points.size(); i += 2) out += point(points[i], points[i + 1]) + (i == 0 ? "m " : "l ");
            out += "S ";
        }
        return made_form(std::move(out), rect, false, alpha);
    }
    if (subtype == "Line" || subtype == "Polygon" || subtype == "PolyLine") {
        auto const points = list_of(document_.lookup(annotation, subtype == "Line" ? "L" : "Vertices"), 100'000);
        if (points.size() < 4) return {};
        for (std::size_t i = 0; i + 2 <= points.size(); i += 2) out += point(points[i], points[i + 1]) + (i == 0 ? "m " : "l ");
        return made_form(out + (subtype == "Polygon" ? "s" : "S"), rect, false, alpha);
    }
    auto const half = width / 2;
    if (subtype == "Square") {
        auto const fill = colour_text(document_.lookup(annotation, "IC"), false);
        return made_form(out + fill + point(rect.x0 + half, rect.y0 + half) + point(rect.x1 - rect.x0 - width, rect.y1 - rect.y0 - width) + "re " + (fill.empty() ? "S" : "B"), rect, false, alpha);
    }
    if (subtype == "Circle") {
        constexpr double kArc = 0.5522847498;
        auto const fill = colour_text(document_.lookup(annotation, "IC"), false);
        double const cx = (rect.x0 + rect.x1) / 2, cy = (rect.y0 + rect.y1) / 2, rx = (rect.x1 - rect.x0 - width) / 2, ry = (rect.y1 - rect.y0 - width) / 2;
        out += fill + point(cx + rx, cy) + "m " + point(cx + rx, cy + ry * kArc) + point(cx + rx * kArc, cy + ry) + point(cx, cy + ry) + "c " + point(cx - rx * kArc, cy + ry) +
               point(cx - rx, cy + ry * kArc) + point(cx - rx, cy) + "c " + point(cx - rx, cy - ry * kArc) + point(cx - rx * kArc, cy - ry) + point(cx, cy - ry) + "c " +
               point(cx + rx * kArc, cy - ry) + point(cx + rx, cy - ry * kArc) + point(cx + rx, cy) + "c " + (fill.empty() ? "s" : "b");
        return made_form(std::move(out), rect, false, alpha);
    }
    return {};
}

// Ground and border of a field (12.5.6.19).
std::string Builder::field_frame(Value const& annotation, Box const& rect) {
    auto const look = document_.lookup(annotation, "MK");
    auto const fill = colour_text(document_.lookup(look, "BG"), false), stroke = colour_text(document_.lookup(look, "BC"), true);
    if (fill.empty() && stroke.empty()) return {};
    auto const width = document_.lookup(document_.lookup(annotation, "BS"), "W").number(1);
    auto const inset = stroke.empty() ? 0 : width / 2;
    return "q " + fill + stroke + number_text(width) + " w " + number_text(inset) + " " + number_text(inset) + " " + number_text(rect.x1 - rect.x0 - 2 * inset) + " " +
           number_text(rect.y1 - rect.y0 - 2 * inset) + " re " + (stroke.empty() ? "f" : fill.empty() ? "S" : "B") + " Q ";
}

// Text in a field or on the page: Helvetica, in the size and colour that the default appearance says.
Value Builder::made_text(Value const& annotation, Box const& rect) {
    bool const is_field = document_.lookup(annotation, "Subtype").is_name("Widget");
    auto const kind = inherited(annotation, "FT");
    if (is_field && !kind.is_name("Tx") && !kind.is_name("Ch")) return {};
    auto const flags = inherited(annotation, "Ff").whole();
    auto const value = is_field ? inherited(annotation, "V") : document_.lookup(annotation, "Contents");
    auto const frame = is_field ? field_frame(annotation, rect) : std::string{};
    Box const own{0, 0, rect.x1 - rect.x0, rect.y1 - rect.y0};
    if (!value.is(Type::string) || value.text.empty() || (is_field && (flags & kPassword) != 0)) return frame.empty() ? Value{} : made_form(frame, own, false);
    auto appearance = inherited(annotation, "DA");
    if (appearance.is_null()) appearance = document_.lookup(document_.lookup(catalog_, "AcroForm"), "DA");
    double size = 0;
    std::string colour = "0 g ";
    Arena arena;
    ContentParser parser(appearance.data(), arena, budget_);
    Instruction instruction;
    for (auto more = parser.next(instruction); more && *more; more = parser.next(instruction)) {
        auto const op = instruction.op;
        if (op == Op::font) size = instruction.operands[1].number();
        if (op != Op::fill_grey && op != Op::fill_rgb && op != Op::fill_cmyk) continue;
        colour.clear();
        for (auto const& part : instruction.operands) colour += number_text(part.number()) + " ";
        colour += std::string(row_of(op).name.view()) + " ";
    }
    auto const height = rect.y1 - rect.y0;
    bool const is_long = !is_field || (flags & kMultiline) != 0;
    if (size <= 0) size = std::clamp(is_long ? 12.0 : height * 0.7, 4.0, 12.0);
    std::string out = frame + "q " + colour + "BT /Helv " + number_text(size) + " Tf " + number_text(size * 1.15) + " TL ";
    auto const baseline = is_long ? height - size - 2 : (height - size) / 2 + size * 0.22;
    out += "2 " + number_text(baseline) + " Td ";
    auto const text = latin_of(value.text);
    for (std::size_t start = 0; start <= text.size();) {
        auto const end = std::min(text.find('\n', start), text.size());
        out += escaped_string(std::string_view(text).substr(start, end - start)) + " Tj T* ";
        start = end + 1;
    }
    return made_form(out + "ET Q", own, false);
}

// --- links ------------------------------------------------------------------------------------------------

Result<std::uint32_t> Builder::link(Value const& annotation) {
    TRY(sift(annotation, kLinkKeys));
    auto const rect = box_of(document_.lookup(annotation, "Rect"));
    Emit target(budget_);
    bool has_target = false;
    if (auto const destination = document_.raw(annotation, "Dest"); !document_.resolve(destination).is_null()) {
        target.name("Dest");
        has_target = TRY(put_destination(target, destination));
    } else {
        has_target = TRY(put_action(target, document_.raw(annotation, "A")));
    }
    if (!has_target || !rect) return std::uint32_t{0};
    Emit out(budget_);
    out.open_dict().name("Type").name("Annot").name("Subtype").name("Link").name("Rect");
    put_box(out, *rect);
    Emit list(budget_);
    if (auto const border = list_of(document_.lookup(annotation, "Border"), 4); border.size() >= 3) {
        out.name("Border").open_array().number(border[0]).number(border[1]).number(border[2]).close_array();
    } else if (auto const style = document_.lookup(annotation, "BS"); style.is_dict()) {
        TRY(sift(style, kBorderKeys));
        out.name("Border").open_array().integer(0).integer(0).number(document_.lookup(style, "W").number(1)).close_array();
    }
    if (numbers(list, document_.lookup(annotation, "C"), 1, 4)) out.name("C").raw(list.take());
    if (numbers(list, document_.lookup(annotation, "QuadPoints"), 8, 8000)) out.name("QuadPoints").raw(list.take());
    out.raw(target.take()).close_dict();
    auto const number = writer_.allocate();
    writer_.object(number, out.take());
    return number;
}

}  // namespace scrub::engine::pdf
