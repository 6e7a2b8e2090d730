// Transformations of the tree of slides, layouts and masters.
#include "format/ooxml/powerpoint_tree.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "codec/xml.hpp"
#include "format/ooxml/powerpoint_shapes.hpp"
#include "format/ooxml/rows.hpp"
#include "marks/text.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kObject{"embedded object", "OX-EMB", Kind::embedded_file, "a document or link behind a picture", Form::flatten};
constexpr Rule kControl{"control", "OX-AX", Kind::active_content, "ActiveX control", Form::flatten};
constexpr Rule kFrame{"frame", "GEN-09", Kind::unknown, "no rule knows what the frame holds"};
constexpr Rule kDiagram{"diagram", "OX-SA", Kind::hidden_content, "text of a diagram, also what it does not show; its drawing stays", Form::flatten};
constexpr Rule kLaterChart{"chart", "OX-CHART", Kind::unknown, "of a kind that no rule knows"};
constexpr Rule kDeadPicture{"picture", "OX-MEDIA", Kind::unknown, "its file does not stay"};
constexpr Rule kHiddenShape{"hidden shape", "PP-HID", Kind::hidden_content, "a shape that is switched off"};
constexpr Rule kOffSlide{"shape beside the slide", "PP-HID", Kind::hidden_content, "lies outside of what is shown"};
constexpr Rule kCovered{"covered shape", "PP-HID", Kind::hidden_content, "lies under another shape"};
constexpr Rule kUnseen{"shape of a layout", "PP-HID", Kind::hidden_content, "no slide shows it"};
constexpr Rule kStamp{"watermark", "OX-WM", Kind::watermark, "lies over the slides, and may name the recipient"};
constexpr Rule kPrompt{"prompt", "PP-HID", Kind::hidden_content, "text of a placeholder, which no slide shows"};
constexpr Rule kDate{"date field", "PP-HID", Kind::timestamp, "shows today's date wherever it is opened", Form::flatten};
constexpr Rule kField{"field", "PP-HID", Kind::metadata, "shows something of the computer that opens it", Form::flatten};
constexpr Rule kNumberText{"result of a field", "PP-HID", Kind::hidden_content, "another text takes its place when it is shown", Form::replace};
constexpr Rule kBullet{"bullet", "PP-HID", Kind::hidden_content, "only its first character is shown", Form::replace};
constexpr Rule kTiny{"tiny text", "PP-HID", Kind::hidden_content, "too small to be read"};
constexpr Rule kTransparent{"transparent text", "PP-HID", Kind::hidden_content, "has no colour"};
constexpr Rule kAnimations{"animations", "PP-HID", Kind::unknown, "they name things that do not stay, or that no rule knows"};

constexpr std::string_view kMediaMarks[] = {"a:audioCd", "a:audioFile", "a:quickTimeFile", "a:videoFile", "a:wavAudioFile"};

bool is_media_mark(xml_node node) { return std::find(std::begin(kMediaMarks), std::end(kMediaMarks), node.name()) != std::end(kMediaMarks); }

std::string trimmed_copy(std::string_view text) {
    auto const from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos ? std::string() : std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

// A percentage: thousandths of one in the transitional edition, "40%" in the strict one.
constexpr long long kOpaque = 100000;
long long thousandths(pugi::xml_attribute attribute) {
    bool const is_percent = std::string_view(attribute.value()).ends_with('%');
    return is_percent ? std::llround(attribute.as_double() * 1000) : attribute.as_llong(kOpaque);
}

void set_text(xml_node node, std::string const& text) {
    while (node.first_child()) node.remove_child(node.first_child());
    node.append_child(pugi::node_pcdata).set_value(text.c_str());
}

xml_node descendant(xml_node node, std::string_view local) {
    for (auto const child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        if (codec::split_qname(child.name()).local == local) return child;
        if (auto const found = descendant(child, local)) return found;
    }
    return {};
}

}  // namespace

namespace {

// A chart of a later kind (chartex) stands in a branch of its own; the other says that it cannot be shown.
bool is_later_chart(xml_node alternate) {
    bool is = false;
    each(alternate, [&](xml_node node) {
        if (codec::split_qname(node.name()).local == "graphicData" && std::string_view(node.attribute("uri").value()).ends_with("/chartex")) is = true;
        return true;
    });
    return is;
}

// Office writes <mc:Choice Requires="v"> with a reference to a VML shape, and <mc:Fallback> with the picture itself.
void prefer_picture(xml_node alternate) {
    xml_node fallback;
    for (auto const branch : alternate.children())
        if (codec::split_qname(branch.name()).local == "Fallback") fallback = branch;
    auto const object = descendant(fallback, "oleObj");
    auto const control = descendant(fallback, "control");
    if (!(object && descendant(object, "pic")) && !(control && descendant(control, "pic"))) return;
    for (auto branch = alternate.first_child(); branch;) {
        auto const next = branch.next_sibling();
        if (codec::split_qname(branch.name()).local == "Choice") alternate.remove_child(branch);
        branch = next;
    }
}

}  // namespace

Result<void> settle_branches(xml_node parent, Gate& gate) {
    for (auto child = parent.first_child(); child;) {
        auto const next = child.next_sibling();
        if (child.type() == pugi::node_element) {
            bool const is_alternate = codec::split_qname(child.name()).local == "AlternateContent";
            if (is_alternate && is_later_chart(child)) {
                TRY(gate.drop(kLaterChart, 0));
                gate.note_lost("charts of a later kind");
                parent.remove_child(child);
            } else {
                if (is_alternate) prefer_picture(child);
                TRY(settle_branches(child, gate));
            }
        }
        child = next;
    }
    return {};
}

// --- objects and frames -------------------------------------------------------------------------------

namespace {

// A picture with the number and place of the frame that it stands for.
void adopt(xml_node picture, xml_node frame) {
    auto const from = frame.child("p:nvGraphicFramePr").child("p:cNvPr");
    auto to = picture.child("p:nvPicPr").child("p:cNvPr");
    if (from && to && from.attribute("id")) {
        if (!to.attribute("id")) to.prepend_attribute("id");
        to.attribute("id") = from.attribute("id").value();
    }
    auto properties = picture.child("p:spPr");
    if (auto const place = frame.child("p:xfrm"); properties && place && !properties.child("a:xfrm")) {
        auto copy = properties.prepend_copy(place);
        copy.set_name("a:xfrm");
    }
}

Result<void> flatten_frame(xml_node frame, Scene const& scene, Gate& gate) {
    auto const data = frame.child("a:graphic").child("a:graphicData");
    auto parent = frame.parent();
    if (auto const object = data.child("p:oleObj")) {
        std::string const name = object.attribute("progId").value();
        TRY(gate.drop(kObject, 0, {{}, name, 1}));
        if (auto const picture = object.child("p:pic")) adopt(parent.insert_move_before(picture, frame), frame);
        else gate.note_lost("embedded objects without a picture");
        parent.remove_child(frame);
        return {};
    }
    if (data.child("a:tbl")) return {};
    if (auto const chart = data.child("c:chart"); chart && TRY(scene.leads(chart.attribute("r:id").value()))) return {};
    if (data.child("?:relIds")) {
        TRY(gate.drop(kDiagram, 0));
        if (TRY(scene.draw(frame))) return {};
        gate.note_lost("diagrams without a drawing");
        parent.remove_child(frame);
        return {};
    }
    TRY(gate.drop(kFrame, 0, {{}, data.attribute("uri").value(), 1}));
    gate.note_lost("frames of unknown kinds");
    parent.remove_child(frame);
    return {};
}

}  // namespace

Result<void> flatten_frames(xml_node root, Scene const& scene, Gate& gate) {
    auto slide = root.child("p:cSld");
    for (auto const& frame : outermost(root, {"p:graphicFrame"})) TRY(flatten_frame(frame, scene, gate));
    for (auto const& control : outermost(root, {"p:control"})) {
        TRY(gate.drop(kControl, 0, {{}, control.attribute("name").value(), 1}));
        if (auto const picture = control.child("p:pic")) slide.child("p:spTree").append_move(picture);
        control.parent().remove_child(control);
    }
    if (auto const list = slide.child("p:controls"); list && !list.first_child()) slide.remove_child(list);
    for (auto const& picture : outermost(root, {"p:pic"})) {
        auto const marks = picture.child("p:nvPicPr").child("p:nvPr");
        if (std::any_of(marks.begin(), marks.end(), is_media_mark)) gate.note_lost("videos and sounds");
        auto const blip = picture.child("p:blipFill").child("a:blip");
        std::string_view const id = blip.attribute("r:embed").value();
        if (!id.empty() && TRY(scene.leads(id))) continue;
        TRY(gate.drop(kDeadPicture, 0));
        picture.parent().remove_child(picture);
    }
    return {};
}

// --- hidden shapes ---------------------------------------------------------------------------------------

namespace {

Result<void> remove_shapes(std::vector<std::pair<xml_node, Rule const*>> const& found, Gate& gate) {
    for (auto const& [shape, rule] : found) {
        auto const text = text_of_shape(shape);
        if (TRY(gate.judge(*rule, text.size(), {{}, text, 1})) != Action::kept) shape.parent().remove_child(shape);
    }
    return {};
}

}  // namespace

Result<void> remove_hidden_shapes(xml_node root, Scene const& scene, Gate& gate) {
    std::vector<std::pair<xml_node, Rule const*>> found;
    each_shape(root.child("p:cSld").child("p:spTree"), [&](xml_node shape, Box const&) {
        if (is_on(properties(shape).attribute("hidden"))) return found.emplace_back(shape, &kHiddenShape), false;
        if (!scene.are_shapes_seen && !placeholder(shape)) return found.emplace_back(shape, &kUnseen), false;
        return true;
    });
    return remove_shapes(found, gate);
}

Result<void> remove_outer_shapes(xml_node root, Scene const& scene, Gate& gate) {
    if (scene.deck->width == 0 || scene.deck->height == 0 || scene.role == Role::notes || scene.role == Role::notes_master) return {};
    auto const width = static_cast<double>(scene.deck->width);
    auto const height = static_cast<double>(scene.deck->height);
    auto const animated = animated_shapes(root);
    std::vector<std::pair<xml_node, Rule const*>> found;
    each_shape(root.child("p:cSld").child("p:spTree"), [&](xml_node shape, Box const& box) {
        if (box.is_known && box.is_outside(width, height) && !is_animated(shape, animated)) return found.emplace_back(shape, &kOffSlide), false;
        return true;
    });
    return remove_shapes(found, gate);
}

namespace {

// A shape that hides what lies under it: a rectangle of one colour, not turned. Its own box.
bool is_cover(xml_node shape) {
    auto const look = shape.child("p:spPr");
    auto const place = look.child("a:xfrm");
    auto const fill = look.child("a:solidFill");
    bool const is_plain = place && place.attribute("rot").as_llong(0) == 0 && fill.first_child() && !fill.first_child().child("a:alpha") && !look.child("a:scene3d");
    return has_name(shape, {"p:sp"}) && is_plain && std::string_view(look.child("a:prstGeom").attribute("prst").value()) == "rect" && std::string_view(fill.first_child().attribute("val").value()) != "phClr";
}

}  // namespace

// Where things move, nothing is covered for good.
Result<void> remove_covered_shapes(xml_node root, Scene const& scene, Gate& gate) {
    if (root.child("p:timing") || scene.role != Role::slide) return {};
    std::vector<std::pair<xml_node, Box>> shapes;
    each_shape(root.child("p:cSld").child("p:spTree"), [&](xml_node shape, Box const& box) {
        if (box.is_known && !has_name(shape, {"p:grpSp"})) shapes.emplace_back(shape, box);
        return true;
    });
    std::vector<std::size_t> covers;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        if (is_cover(shapes[i].first)) covers.push_back(i);
    constexpr std::size_t kMaxPairs = 4'000'000;
    if (!covers.empty() && shapes.size() > kMaxPairs / covers.size()) {
        gate.note_beyond("shapes that lie under others: there are too many");
        return {};
    }
    std::vector<std::pair<xml_node, Rule const*>> found;
    bool has_half_covered = false;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        auto const later = std::upper_bound(covers.begin(), covers.end(), i);
        auto const is_over = [&](std::size_t cover) { return shapes[cover].second.holds(shapes[i].second); };
        auto const touches = [&](std::size_t cover) { return shapes[cover].second.meets(shapes[i].second); };
        if (std::any_of(later, covers.end(), is_over)) found.emplace_back(shapes[i].first, &kCovered);
        else if (std::any_of(later, covers.end(), touches) && !text_of_shape(shapes[i].first).empty()) has_half_covered = true;
    }
    if (has_half_covered) gate.note_beyond("text that a shape covers in part: all of it can be selected and copied");
    return remove_shapes(found, gate);
}

// --- watermarks -------------------------------------------------------------------------------------------

namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

// What is written on a copy that is given to one reader.
bool names_reader(std::string const& text) {
    constexpr std::string_view kPhrases[] = {"authorized licensed use", "copy for ", "copy no", "copy of ", "downloaded by", "downloaded from", "for the eyes of", "issued to", "licensed to", "personal copy", "prepared for", "printed by", "shared with "};
    auto const low = lowered(text);
    auto const at = low.find('@');
    bool const has_address = at != std::string::npos && at > 0 && low.find('.', at) != std::string::npos;
    return has_address || std::any_of(std::begin(kPhrases), std::end(kPhrases), [&](std::string_view phrase) { return low.find(phrase) != std::string::npos; });
}

// What makes a shape a mark of a copy: its name; or a text that is turned and faint; or one of both, or words that name
// a reader, and the same on most slides.
bool is_stamp(xml_node shape, Scene const& scene) {
    if (placeholder(shape)) return false;
    if (lowered(properties(shape).attribute("name").value()).find("watermark") != std::string::npos) return true;
    auto const text = text_of_shape(shape);
    if (text.empty() || !has_name(shape, {"p:sp"})) return false;
    constexpr long long kRightAngle = 5400000;
    constexpr long long kFaint = 70000;
    auto const place = shape.child("p:spPr").child("a:xfrm");
    bool const is_turned = place.attribute("rot").as_llong(0) % kRightAngle != 0;
    bool is_faint = false;
    each(shape.child("p:txBody"), [&](xml_node node) {
        if (has_name(node, {"a:alpha"}) && thousandths(node.attribute("val")) < kFaint) is_faint = true;
        return true;
    });
    if (is_turned && is_faint) return true;
    if (!is_turned && !is_faint && !names_reader(text)) return false;
    if (scene.role != Role::slide) return true;
    auto const off = place.child("a:off");
    auto const count = scene.deck->repeated.find(repeated_key(off.attribute("x").value(), off.attribute("y").value(), text));
    auto const slides = scene.deck->slides.size();
    return slides >= 2 && count != scene.deck->repeated.end() && count->second >= 2 && count->second * 10 >= slides * 6;
}

}  // namespace

Result<void> remove_stamps(xml_node root, Scene const& scene, Gate& gate) {
    std::vector<xml_node> found;
    each_shape(root.child("p:cSld").child("p:spTree"), [&](xml_node shape, Box const&) {
        if (is_stamp(shape, scene)) return found.push_back(shape), false;
        return true;
    });
    for (auto const& shape : found) {
        auto const text = text_of_shape(shape);
        if (TRY(gate.judge(kStamp, text.size(), {{}, text, 1})) != Action::kept) shape.parent().remove_child(shape);
    }
    return {};
}

// --- texts ---------------------------------------------------------------------------------------------------

namespace {

constexpr char const* kNumber = "\xE2\x80\xB9#\xE2\x80\xBA";  // what Office itself writes in masters

bool is_slide_number(xml_node field) { return std::string_view(field.attribute("type").value()) == "slidenum"; }

// What a field of another kind last showed stays as text.
Result<void> freeze(xml_node field, Gate& gate) {
    std::string const type = field.attribute("type").value();
    bool const is_date = type.starts_with("datetime");
    auto const shown = trimmed_copy(field.child("a:t").child_value());
    TRY(gate.drop(is_date ? kDate : kField, shown.size(), {{}, shown, 1}));
    field.set_name("a:r");
    while (field.first_attribute()) field.remove_attribute(field.first_attribute());
    field.remove_child("a:pPr");
    if (!field.child("a:t")) field.parent().remove_child(field);
    return {};
}

Result<void> settle_number(xml_node field, Gate& gate) {
    auto text = field.child("a:t");
    std::string const shown = text.child_value();
    bool const is_number = !shown.empty() && shown.size() <= 5 && std::all_of(shown.begin(), shown.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_number || shown == kNumber) return {};
    bool const is_neutral = shown.empty() || shown == "<#>" || shown == "<number>";  // as other programs write it
    if (!is_neutral && TRY(gate.judge(kNumberText, shown.size(), {{}, shown, 1})) == Action::kept) return {};
    if (!text) text = field.append_child("a:t");
    set_text(text, kNumber);
    return {};
}

Result<void> clear_prompt(xml_node shape, Gate& gate) {
    std::vector<xml_node> gone;
    std::string text;
    each(shape.child("p:txBody"), [&](xml_node node) {
        if (!has_name(node, {"a:r", "a:br", "a:fld"})) return true;
        if (has_name(node, {"a:fld"}) && is_slide_number(node)) return false;
        text += node.child("a:t").child_value();
        gone.push_back(node);
        return false;
    });
    if (gone.empty() || TRY(gate.judge(kPrompt, text.size(), {{}, text, 1})) == Action::kept) return {};
    for (auto const& node : gone) node.parent().remove_child(node);
    return {};
}

long long alpha_of(xml_node fill) {
    auto const alpha = fill.first_child().child("a:alpha");
    return alpha ? thousandths(alpha.attribute("val")) : kOpaque;
}

// A bullet is one character, whatever stands behind it.
Result<void> shorten(xml_node bullet, Gate& gate) {
    std::string const shown = bullet.attribute("char").value();
    std::size_t length = std::min<std::size_t>(1, shown.size());
    while (length < shown.size() && (static_cast<unsigned char>(shown[length]) & 0xC0) == 0x80) ++length;
    if (length == shown.size() || TRY(gate.judge(kBullet, shown.size(), {{}, shown, 1})) == Action::kept) return {};
    bullet.attribute("char").set_value(shown.substr(0, length).c_str());
    return {};
}

Rule const* why_unseen(xml_node run) {
    constexpr int kTinySize = 200;            // hundredths of a point
    constexpr long long kTransparentAlpha = 5000;
    auto const look = run.child("a:rPr");
    if (look.attribute("sz") && look.attribute("sz").as_int(kTinySize + 1) <= kTinySize) return &kTiny;
    bool const has_outline = look.child("a:ln") && !look.child("a:ln").child("a:noFill");
    if (has_outline) return nullptr;
    if (look.child("a:noFill") || (look.child("a:solidFill") && alpha_of(look.child("a:solidFill")) <= kTransparentAlpha)) return &kTransparent;
    return nullptr;
}

}  // namespace

Result<void> settle_texts(xml_node root, Scene const& scene, Gate& gate) {
    bool const has_prompts = scene.role == Role::layout || scene.role == Role::master || scene.role == Role::notes_master;
    if (has_prompts) {
        for (auto const& shape : outermost(root, {"p:sp"}))
            if (placeholder(shape)) TRY(clear_prompt(shape, gate));
    }
    for (auto const& run : outermost(root, {"a:r"})) {
        auto const* const rule = why_unseen(run);
        if (rule == nullptr) continue;
        std::string const text = run.child("a:t").child_value();
        if (text.find_first_not_of(" \t\r\n") == std::string::npos) continue;
        if (TRY(gate.judge(*rule, text.size(), {{}, text, 1})) != Action::kept) run.parent().remove_child(run);
    }
    for (auto const& bullet : outermost(root, {"a:buChar"})) TRY(shorten(bullet, gate));
    for (auto const& field : outermost(root, {"a:fld"})) TRY(is_slide_number(field) ? settle_number(field, gate) : freeze(field, gate));
    return {};
}

// --- animations -----------------------------------------------------------------------------------------------

namespace {

// Whether the filter would write a whole subtree as it is: then its sense stays.
bool is_known(xml_node node) {
    auto const name = codec::split_qname(node.name());
    auto const* const space = [&]() -> xml::Namespace const* {
        for (auto const& candidate : namespaces())
            if (candidate.prefix == name.prefix) return &candidate;
        return nullptr;
    }();
    auto const* const element = space == nullptr ? nullptr : grammar().element(*space, name.local);
    if (element == nullptr || !element->has_row || element->rule != nullptr) return false;
    for (auto const attribute : node.attributes()) {
        auto const [prefix, local] = codec::split_qname(attribute.name());
        if (prefix == "xmlns" || std::string_view(attribute.name()) == "xmlns") continue;
        auto const* const known = prefix.empty() ? grammar().attribute(*element, nullptr, local) : nullptr;
        if (known == nullptr || known->rule != nullptr || !grammar().fits(known->shape, attribute.value())) return false;
    }
    for (auto const child : node.children()) {
        if (child.type() == pugi::node_element) {
            bool const is_extension = std::string_view(child.name()) == "p:extLst";  // goes without a loss
            if (!is_extension && !is_known(child)) return false;
        } else if (!grammar().fits(element->text, child.value())) {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<void> settle_animations(xml_node root, Gate& gate) {
    auto const timings = outermost(root, {"p:timing"});
    if (timings.empty()) return {};
    Names shapes;
    each(root.child("p:cSld"), [&](xml_node node) {
        if (has_name(node, {"p:cNvPr"})) shapes.insert(node.attribute("id").value());
        return true;
    });
    auto const targets = animated_shapes(root);
    bool const has_all = std::all_of(targets.begin(), targets.end(), [&](std::string const& id) { return shapes.contains(id); });
    if (timings.size() == 1 && timings.front().parent() == root && has_all && is_known(timings.front())) return {};
    TRY(gate.drop(kAnimations, 0, {{}, {}, timings.size()}));
    gate.note_lost("animations of slides");
    for (auto const& timing : timings) timing.parent().remove_child(timing);
    return {};
}

// --- covert marks -----------------------------------------------------------------------------------------------

Result<void> normalise_slide_text(xml_node root, Gate& gate) {
    for (auto const& paragraph : outermost(root, {"a:p"})) {
        auto const nodes = outermost(paragraph, {"a:t"});
        std::vector<std::string> texts;
        for (auto const& node : nodes) texts.emplace_back(node.child_value());
        bool const is_plain = std::all_of(texts.begin(), texts.end(), [](std::string const& text) { return marks::is_plain(text, marks::Spaces::kinds); });
        if (nodes.empty() || is_plain) continue;
        std::vector<std::string_view> const pieces(texts.begin(), texts.end());
        auto const kept = TRY(marks::pass_texts(pieces, marks::Spaces::kinds, gate));
        for (std::size_t i = 0; i < nodes.size(); ++i) set_text(nodes[i], std::string(text(kept[i].bytes())));
    }
    return {};
}

std::uint64_t words_of(xml_node root) {
    std::uint64_t count = 0;
    each(root, [&](xml_node node) {
        if (!has_name(node, {"a:t"})) return true;
        bool in_word = false;
        for (char const c : std::string_view(node.child_value())) {
            bool const is_space = c == ' ' || c == '\t' || c == '\n';
            if (!is_space && !in_word) ++count;
            in_word = !is_space;
        }
        return false;
    });
    return count;
}

RuleList powerpoint_tree_rules() {
    return list_rules(kObject, kControl, kFrame, kDiagram, kLaterChart, kDeadPicture, kHiddenShape, kOffSlide, kCovered, kUnseen, kStamp, kPrompt, kDate, kField, kNumberText, kBullet, kTiny, kTransparent, kAnimations);
}

}  // namespace scrub::engine::ooxml
