// SVG and SVGZ (SVG 1.1 second edition, SVG 2): a tree of XML. Elements, attributes, values and style sheets pass by allow-lists and
// are written anew; references stay within the picture; names of parts are numbers; what nobody sees goes.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include <pugixml.hpp>

#include "codec/xml.hpp"
#include "core/format.hpp"
#include "format/gzip.hpp"
#include "format/svg_entities.hpp"
#include "format/svg_rows.hpp"
#include "format/svg_value.hpp"

namespace scrub::engine::svg {
namespace {

using namespace std::string_view_literals;
using codec::split_qname;

constexpr auto kSvgNamespace = "http://www.w3.org/2000/svg"sv;
constexpr auto kXlinkNamespace = "http://www.w3.org/1999/xlink"sv;

// --- rules ------------------------------------------------------------------

constexpr Rule kDrawing{"drawing", "SV-PIX", Kind::content, "what is drawn"};
constexpr Rule kText{"text", "SV-PIX", Kind::content, "text of the picture"};
constexpr Rule kLook{"style", "SV-PIX", Kind::presentation, "how it looks"};
constexpr Rule kImage{"image", "SV-IMG", Kind::content, "picture inside the picture"};

// Elements that are dropped with all that is in them.
constexpr Rule kDropped[] = {
    {"script", "SV-ACT", Kind::active_content, "program"},
    {"handler", "SV-ACT", Kind::active_content, "program"},
    {"listener", "SV-ACT", Kind::active_content, "program"},
    {"foreignObject", "SV-ACT", Kind::active_content, "web page inside the picture"},
    {"iframe", "SV-ACT", Kind::active_content, "web page inside the picture"},
    {"audio", "SV-EXT", Kind::external_reference, "sound"},
    {"video", "SV-EXT", Kind::external_reference, "video"},
    {"metadata", "SV-META", Kind::metadata, "who made it, when, with what rights"},
    {"title", "SV-META", Kind::metadata, "title, which viewers show as a tip at most"},
    {"desc", "SV-META", Kind::metadata, "description"},
    {"font", "SV-FONT", Kind::software, "font inside the picture"},
    {"font-face", "SV-FONT", Kind::software, "font inside the picture"},
    {"view", "SV-META", Kind::metadata, "named view"},
    {"cursor", "SV-EXT", Kind::external_reference, "picture of the pointer"},
    {"color-profile", "SV-EXT", Kind::external_reference, "colour profile elsewhere"},
};
constexpr Rule kEditor{"data of the editor", "SV-EDIT", Kind::software, "settings and state of the editor"};
constexpr Rule kPrivateCopy{"private copy", "SV-EDIT", Kind::hidden_content, "the whole drawing in Illustrator's own form"};
constexpr Rule kProvenance{"provenance", "SV-META", Kind::signature, "signed provenance: who made and changed it"};
constexpr Rule kEditorPath{"file name", "SV-EDIT", Kind::path, "name or folder of a file"};
constexpr Rule kOtherElement{"element", "SV-ELEM", Kind::unknown, "no rule knows the element"};
constexpr Rule kHandler{"event handler", "SV-ACT", Kind::active_content, "program"};
constexpr Rule kData{"data attribute", "SV-ATTR", Kind::metadata, "data for programs"};
constexpr Rule kLanguage{"language", "SV-ATTR", Kind::metadata, "language of the text, or a text for people who do not see it"};
constexpr Rule kOtherAttribute{"attribute", "SV-ATTR", Kind::unknown, "no rule knows the attribute"};
constexpr Rule kOddValue{"value", "SV-ATTR", Kind::unknown, "holds what no rule knows"};
constexpr Rule kRareFont{"font-family", "SV-FONT", Kind::software, "font that hardly anybody has"};
constexpr Rule kId{"id", "SV-ID", Kind::identifier, "names of parts tell programs and layers", Form::replace};
constexpr Rule kUnusedId{"unused id", "SV-ID", Kind::identifier, "nothing in the picture refers to it"};
constexpr Rule kClass{"class", "SV-ID", Kind::identifier, "names of styles tell programs and layers", Form::replace};
constexpr Rule kExternal{"external reference", "SV-EXT", Kind::external_reference, "is loaded from elsewhere when the picture is shown"};
constexpr Rule kLink{"link", "SV-LINK", Kind::hyperlink, "where a click leads", Form::unwrap};
constexpr Rule kBadLink{"link", "SV-ACT", Kind::active_content, "link that runs something or loads a file"};
constexpr Rule kStyleRest{"style sheet", "SV-CSS", Kind::unknown, "rule of a style sheet that is not known, imports or fonts"};
constexpr Rule kHidden{"hidden element", "SV-HIDE", Kind::hidden_content, "is not drawn"};
constexpr Rule kOutside{"element outside", "SV-HIDE", Kind::hidden_content, "lies outside the picture"};
constexpr Rule kUnused{"unused definition", "SV-HIDE", Kind::hidden_content, "nothing in the picture refers to it"};
constexpr Rule kEmptyPicture{"empty picture", "SV-HIDE", Kind::hidden_content, "refers to nothing that is there"};
constexpr Rule kChoice{"alternative", "SV-HIDE", Kind::hidden_content, "is shown to readers of another language only"};
constexpr Rule kStrayText{"stray text", "SV-HIDE", Kind::hidden_content, "stands where no text is drawn"};
constexpr Rule kComment{"comments", "SV-COMM", Kind::comment, "comments and instructions for programs"};
constexpr Rule kDoctype{"DOCTYPE", "SV-DTD", Kind::software, "declarations, entities"};

// --- small helpers ------------------------------------------------------------

std::string text_in(pugi::xml_node node) {
    struct Texts : pugi::xml_tree_walker {
        std::string all;
        bool for_each(pugi::xml_node& n) override {
            if (n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata) all += n.value();
            return all.size() < 1024;
        }
    } texts;
    node.traverse(texts);
    return texts.all;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Links hold text where they are part of one.
bool stands_in_text(pugi::xml_node node) {
    while (std::string_view(node.name()) == "a") node = node.parent();
    auto const* const row = find_element(node.name());
    return row != nullptr && row->role == Role::text;
}

std::string without_space(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (c > ' ') out += c;
    return out;
}

std::optional<Blob> from_base64(std::string_view text) {
    Blob out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (char const c : text) {
        if (c == '=') break;
        int const digit = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
        if (digit < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    return out;
}

std::string to_base64(Bytes bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto const left = bytes.size() - at;
        auto const bits = std::uint32_t{bytes[at]} << 16 | (left > 1 ? std::uint32_t{bytes[at + 1]} << 8 : 0) | (left > 2 ? bytes[at + 2] : 0U);
        for (unsigned i = 0; i < 4; ++i) out += i <= left ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

std::string_view media_type(Bytes picture) {
    if (starts_with(picture, "\x89PNG")) return "image/png";
    if (starts_with(picture, "\xFF\xD8")) return "image/jpeg";
    if (starts_with(picture, "GIF8")) return "image/gif";
    if (starts_with(picture, "RIFF")) return "image/webp";
    if (starts_with(picture, "<")) return "image/svg+xml";
    return {};
}

std::optional<double> number_of(std::string_view text) {
    if (text.empty() || text.size() > 32) return std::nullopt;
    std::string const copy(text);
    char* end = nullptr;
    auto const value = std::strtod(copy.c_str(), &end);
    auto const unit = std::string_view(end);
    if (end == copy.c_str() || (!unit.empty() && unit != "px")) return std::nullopt;
    return value;
}

// --- first pass: what is not allowed goes from the tree -------------------------------

/// Style sheets in the order of the document, which decides what they say together.
class Sheets {
public:
    void add(pugi::xml_node node, std::vector<StyleRule> rules) { list_.emplace_back(node, std::move(rules)); }
    std::vector<StyleRule> const* of(pugi::xml_node node) const {
        auto const sheet = std::find_if(list_.begin(), list_.end(), [&](auto const& s) { return s.first == node; });
        return sheet == list_.end() ? nullptr : &sheet->second;
    }
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }

private:
    std::vector<std::pair<pugi::xml_node, std::vector<StyleRule>>> list_;
};

// The tree after the pass holds elements and attributes of the tables only, under their plain names, with clean values.
class Cleaner {
public:
    Cleaner(Sheets& sheets, Gate& gate) : sheets_(sheets), gate_(gate) {}

    Result<void> element(pugi::xml_node node) {
        auto const mark = scope_.enter(node);
        auto const local = std::string(split_qname(node.name()).local);
        TRY(attributes(node));
        node.set_name(local.c_str());
        bool const is_text = stands_in_text(node);
        for (auto child = node.first_child(); child;) {
            auto const next = child.next_sibling();
            TRY(this->child(node, child, is_text));
            child = next;
        }
        if (local == "switch") TRY(choose(node));
        scope_.leave(mark);
        return {};
    }

private:
    Result<void> child(pugi::xml_node parent, pugi::xml_node child, bool is_text) {
        if (child.type() != pugi::node_element) {
            std::string_view const said = child.value();
            if (is_text || is_blank(said)) {
                if (!is_text) parent.remove_child(child);
                return {};
            }
            TRY(gate_.drop(kStrayText, said.size(), {{}, said}));
            parent.remove_child(child);
            return {};
        }
        auto const mark = scope_.enter(child);
        auto const [prefix, local] = split_qname(child.name());
        std::string_view const uri = scope_.uri(prefix);
        scope_.leave(mark);
        bool const is_svg = uri == kSvgNamespace || (uri.empty() && prefix.empty());
        if (is_svg && local == "style") return sheet(parent, child);
        if (is_svg && find_element(local) != nullptr) return element(child);
        TRY(drop_element(child, is_svg, uri, local));
        parent.remove_child(child);
        return {};
    }

    Result<void> drop_element(pugi::xml_node node, bool is_svg, std::string_view uri, std::string_view local) {
        auto const said = text_in(node);
        if (is_svg) {
            auto const* const row = find(kDropped, local);
            if (local == "foreignObject") gate_.note_lost("web pages inside the picture");
            if (row != nullptr) return gate_.drop(*row, said.size(), {{}, said});
            return gate_.drop(kOtherElement, said.size(), {local, said});
        }
        if (uri.find("c2pa.org") != std::string_view::npos) return gate_.drop(kProvenance, said.size());
        if (local == "pgf" || local == "pgfRef" || local == "aipgfRef" || local == "aipgf") return gate_.drop(kPrivateCopy, said.size());
        bool const is_editor = is_of_editor(uri);
        return gate_.drop(is_editor ? kEditor : kOtherElement, said.size(), {node.name(), said});
    }

    static bool is_of_editor(std::string_view uri) {
        constexpr std::string_view kEditors[] = {"inkscape", "sodipodi", "ns.adobe.com", "sketch", "figma", "serif.com", "boxy-svg", "svgjs", "vectornator", "corel", "krita", "visio"};
        return std::any_of(std::begin(kEditors), std::end(kEditors), [&](std::string_view e) { return uri.find(e) != std::string_view::npos; });
    }

    // Only one part of a switch is drawn: the first without conditions (SVG 1.1, 5.8.2).
    Result<void> choose(pugi::xml_node node) {
        bool has_one = false;
        for (auto part = node.first_child(); part;) {
            auto const next = part.next_sibling();
            bool const is_conditional = conditional_.contains(part);
            if (has_one || is_conditional) {
                TRY(gate_.drop(kChoice, 0, {{}, text_in(part)}));
                node.remove_child(part);
            } else {
                has_one = true;
            }
            part = next;
        }
        node.set_name("g");
        return {};
    }

    Result<void> sheet(pugi::xml_node parent, pugi::xml_node node) {
        std::vector<Dropped> dropped;
        auto rules = clean_sheet(text_in_full(node), dropped);
        for (auto const& gone : dropped) TRY(gate_.drop(kStyleRest, gone.value.size(), {gone.name, gone.value}));
        if (rules.empty()) {
            parent.remove_child(node);
            return {};
        }
        while (node.first_attribute()) node.remove_attribute(node.first_attribute());
        while (node.first_child()) node.remove_child(node.first_child());
        node.set_name("style");
        sheets_.add(node, std::move(rules));
        return {};
    }
    static std::string text_in_full(pugi::xml_node node) {
        std::string all;
        for (auto const child : node.children()) all += child.value();
        return all;
    }

    // --- attributes ---

    Result<void> attributes(pugi::xml_node node) {
        for (auto attribute = node.first_attribute(); attribute;) {
            auto const next = attribute.next_attribute();
            if (!TRY(this->attribute(node, attribute))) node.remove_attribute(attribute);
            attribute = next;
        }
        return {};
    }

    // Says whether the attribute stays, with a clean value then.
    Result<bool> attribute(pugi::xml_node node, pugi::xml_attribute attribute) {
        std::string const qname = attribute.name();
        std::string const value = attribute.value();
        auto const [prefix, local] = split_qname(qname);
        if (qname == "xmlns" || prefix == "xmlns") return false;
        std::string_view const uri = prefix.empty() ? std::string_view{} : scope_.uri(prefix);
        if (qname == "xml:space") return value == "preserve";
        bool const is_href = local == "href" && (prefix.empty() || uri == kXlinkNamespace);
        if (is_href) return reference(node, attribute, value);
        if (uri == kXlinkNamespace) return false;
        if (!prefix.empty()) return foreign(qname, local, uri, value);
        if (qname == "id" || qname == "class") return !is_blank(value);
        if (qname == "style") return style(attribute, value);
        if (qname == "version" || qname == "baseProfile" || qname == "zoomAndPan" || qname == "contentScriptType" || qname == "contentStyleType") return false;
        if (qname == "systemLanguage" || qname == "requiredExtensions" || qname == "requiredFeatures") return condition(node, qname, value);
        return plain(attribute, qname, value);
    }

    Result<bool> condition(pugi::xml_node node, std::string_view name, std::string_view value) {
        if (name != "requiredFeatures") conditional_.insert(node);
        TRY(gate_.drop(kLanguage, value.size(), {name, value}));
        return false;
    }

    Result<bool> foreign(std::string_view qname, std::string_view local, std::string_view uri, std::string_view value) {
        if (uri == "http://www.w3.org/XML/1998/namespace") {
            TRY(gate_.drop(kLanguage, value.size(), {qname, value}));
        } else {
            bool const is_path = local.find("docname") != std::string_view::npos || local.find("filename") != std::string_view::npos || local.find("absref") != std::string_view::npos;
            TRY(gate_.drop(is_path ? kEditorPath : is_of_editor(uri) ? kEditor : kOtherAttribute, value.size(), {qname, value}));
        }
        return false;
    }

    Result<bool> plain(pugi::xml_attribute attribute, std::string_view name, std::string_view value) {
        auto const* const row = find_attribute(name);
        if (row == nullptr) {
            bool const is_handler = name.starts_with("on");
            bool const is_language = name == "lang" || name == "role" || name.starts_with("aria-");
            Rule const& rule = is_handler ? kHandler : name.starts_with("data-") ? kData : is_language ? kLanguage : kOtherAttribute;
            TRY(gate_.drop(rule, value.size(), {name, value}));
            return false;
        }
        if (row->value == Value::result) return !is_blank(value);
        bool const is_font = name == "font-family";
        auto const clean = is_font ? clean_fonts(value) : row->value == Value::path ? clean_path(value) : row->value == Value::id_list ? clean_times(value) : clean_style(value);
        if (!clean) {
            TRY(gate_.drop(is_font ? kRareFont : kOddValue, value.size(), {name, value}));
            return false;
        }
        if (is_font && count_of(*clean, ',') < count_of(value, ',')) TRY(gate_.drop(kRareFont, value.size(), {name, value}));
        attribute.set_value(clean->c_str());
        return true;
    }
    static std::ptrdiff_t count_of(std::string_view text, char c) { return std::count(text.begin(), text.end(), c); }

    Result<bool> style(pugi::xml_attribute attribute, std::string_view value) {
        std::vector<Dropped> dropped;
        auto const declarations = clean_declarations(value, dropped);
        for (auto const& gone : dropped) {
            bool const is_editor = gone.name.starts_with('-');
            TRY(gate_.drop(gone.name == "font-family" ? kRareFont : is_editor ? kEditor : kOddValue, gone.value.size(), {gone.name, gone.value}));
        }
        std::string clean;
        for (auto const& d : declarations) clean += (clean.empty() ? "" : ";") + std::string(d.property) + ":" + d.value;
        attribute.set_value(clean.c_str());
        return !clean.empty();
    }

    // --- references ---

    Result<bool> reference(pugi::xml_node node, pugi::xml_attribute attribute, std::string const& value) {
        auto const name = std::string(split_qname(node.name()).local);
        auto const target = without_space(value);
        attribute.set_name("xlink:href");
        if (node.attribute("xlink:href") != attribute) return false;  // the same twice
        if (name == "a") return link(attribute, target);
        if (target.starts_with('#') && target.size() > 1) {
            attribute.set_value(target.c_str());
            return true;
        }
        bool const is_picture = name == "image" || name == "feImage";
        if (is_picture && target.starts_with("data:")) return picture(attribute, target);
        bool const is_data = target.starts_with("data:");
        TRY(gate_.drop(target.starts_with("javascript:") || is_data ? kBadLink : kExternal, value.size(), {{}, is_data ? std::string_view("data:") : std::string_view(value)}));
        return false;
    }

    Result<bool> link(pugi::xml_attribute attribute, std::string const& target) {
        bool const is_web = target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:");
        if (!is_web) {
            TRY(gate_.drop(target.starts_with('#') ? kLink : kBadLink, target.size(), {{}, target}));
            return false;
        }
        // A link may carry the number of a copy behind its question mark.
        auto const plain = target.substr(0, target.find_first_of("?#"));
        if (plain.size() < target.size()) TRY(gate_.drop(kOddValue, target.size() - plain.size(), {"link", target}));
        attribute.set_value(plain.c_str());
        return TRY(gate_.judge(kLink, target.size(), {{}, target})) == Action::kept;
    }

    Result<bool> picture(pugi::xml_attribute attribute, std::string const& target) {
        auto const comma = target.find(',');
        auto const head = std::string_view(target).substr(0, comma);
        auto const data = comma == std::string::npos || !head.ends_with(";base64") ? std::nullopt : from_base64(std::string_view(target).substr(comma + 1));
        if (!data || data->empty()) {
            TRY(gate_.drop(kOddValue, target.size(), {"image", head}));
            return false;
        }
        auto const kept = TRY(gate_.pass_file(kImage, *data));
        auto const type = kept ? media_type(kept->bytes()) : std::string_view{};
        if (type.empty()) return false;
        attribute.set_value(("data:" + std::string(type) + ";base64," + to_base64(kept->bytes())).c_str());
        return true;
    }

    Sheets& sheets_;
    Gate& gate_;
    codec::XmlScope scope_;
    std::set<pugi::xml_node> conditional_;
};

// --- second pass: what nobody sees ------------------------------------------------------

// References of an element: ids in urls, links and times.
template <class Found>
void each_reference(pugi::xml_node node, Found found) {
    for (auto const attribute : node.attributes()) {
        std::string_view const name = attribute.name(), value = attribute.value();
        if (name == "xlink:href" && value.starts_with('#')) found(value.substr(1));
        else if (name == "begin" || name == "end") renamed_times(value, [&](std::string_view id) { return found(id), std::string(); });
        else if (name != "xlink:href" && value.find("url(#") != std::string_view::npos) renamed_style(value, [&](std::string_view id) { return found(id), std::string(); });
    }
}

class Pruner {
public:
    Pruner(pugi::xml_node root, Sheets const& sheets, Gate& gate) : root_(root), sheets_(sheets), gate_(gate) {}

    Result<void> prune() {
        read_sheets();
        read_canvas();
        TRY(hidden(root_, true));
        return unused();
    }

private:
    // Simple selectors alone decide what a style sheet hides.
    void read_sheets() {
        for (auto const& [node, rules] : sheets_)
            for (auto const& rule : rules)
                for (auto const& selector : rule.selectors)
                    if (selector.size() == 1)
                        for (auto const& declaration : rule.declarations)
                            sheet_styles_[selector[0].kind + selector[0].name][std::string(declaration.property)] = declaration.value;
    }

    void read_canvas() {
        std::string_view const box = root_.attribute("viewBox").value();
        std::array<double, 4> numbers{};
        std::size_t count = 0;
        for (std::size_t at = 0; at < box.size() && count < 4;) {
            auto const end = std::min(box.find_first_of(" ,", at), box.size());
            if (end > at) {
                auto const number = number_of(box.substr(at, end - at));
                if (!number) return;
                numbers[count++] = *number;
            }
            at = end + 1;
        }
        if (count == 4) {
            canvas_ = numbers;
        } else if (box.empty()) {
            auto const width = number_of(root_.attribute("width").value()), height = number_of(root_.attribute("height").value());
            if (width && height) canvas_ = std::array{0.0, 0.0, *width, *height};
        }
    }

    std::string look(pugi::xml_node node, std::string const& property) const {
        std::string value = node.attribute(property.c_str()).value();
        auto const from_sheet = [&](std::string const& key) {
            auto const styles = sheet_styles_.find(key);
            if (styles == sheet_styles_.end()) return;
            if (auto const found = styles->second.find(property); found != styles->second.end()) value = found->second;
        };
        from_sheet(std::string("t") + node.name());
        std::string_view classes = node.attribute("class").value();
        while (!classes.empty()) {
            auto const end = std::min(classes.find_first_of(" \t\r\n"), classes.size());
            if (end > 0) from_sheet("." + std::string(classes.substr(0, end)));
            classes.remove_prefix(std::min(end + 1, classes.size()));
        }
        if (auto const id = node.attribute("id")) from_sheet(std::string("#") + id.value());
        std::vector<Dropped> ignored;
        for (auto const& declaration : clean_declarations(node.attribute("style").value(), ignored))
            if (declaration.property == property) value = declaration.value;
        return value;
    }

    static bool is_animated(pugi::xml_node node) {
        for (auto const child : node.children()) {
            auto const* const row = find_element(child.name());
            if (row != nullptr && row->role == Role::animation) return true;
        }
        return false;
    }

    bool is_hidden(pugi::xml_node node, Element const& row) const {
        if (is_animated(node) || row.role == Role::part || row.role == Role::animation || row.role == Role::resource) return false;
        if (look(node, "display").starts_with("none")) return true;
        auto const opacity = number_of(look(node, "opacity"));
        if (opacity && *opacity <= 0) return true;
        bool const is_leaf = row.role == Role::shape || row.role == Role::text;
        auto const visibility = look(node, "visibility");
        return is_leaf && (visibility.starts_with("hidden") || visibility.starts_with("collapse")) && !has_visible_child(node);
    }
    bool has_visible_child(pugi::xml_node node) const {
        for (auto const child : node.children())
            if (child.type() == pugi::node_element && (look(child, "visibility") == "visible" || has_visible_child(child))) return true;
        return false;
    }

    // Far outside, without a transformation that might bring it back.
    bool is_outside(pugi::xml_node node, Element const& row) const {
        if (!canvas_ || is_animated(node) || (row.role != Role::shape && row.role != Role::text)) return false;
        auto const [left, top, width, height] = *canvas_;
        std::string_view const name = node.name();
        auto const number = [&](char const* attribute) { return number_of(node.attribute(attribute).value()).value_or(0); };
        double x = number("x"), y = number("y"), w = 0, h = 0;
        if (name == "text") {
            if (!number_of(node.attribute("x").value()) && node.attribute("x")) return false;  // one place for each letter
            return x > left + width || x < left - 2 * width || y < top - height / 10 || y > top + 2 * height;
        }
        if (name == "rect" || name == "image") {
            if ((node.attribute("width") && !number_of(node.attribute("width").value())) || (node.attribute("height") && !number_of(node.attribute("height").value()))) return false;
            w = number("width");
            h = number("height");
            if (name == "image" && (w == 0 || h == 0)) w = h = 1e9;
        } else if (name == "circle" || name == "ellipse") {
            auto const rx = name == "circle" ? number("r") : number("rx"), ry = name == "circle" ? number("r") : number("ry");
            x = number("cx") - rx;
            y = number("cy") - ry;
            w = 2 * rx;
            h = 2 * ry;
        } else {
            return false;
        }
        constexpr double kMargin = 0.1;  // for strokes and blurs
        return x > left + width * (1 + kMargin) || y > top + height * (1 + kMargin) || x + w < left - width * kMargin || y + h < top - height * kMargin;
    }

    Result<void> hidden(pugi::xml_node node, bool is_plain) {
        for (auto child = node.first_child(); child;) {
            auto const next = child.next_sibling();
            auto const* const row = child.type() == pugi::node_element ? find_element(child.name()) : nullptr;
            if (row != nullptr) {
                TRY(gate_.budget().part());
                bool const moves = child.attribute("transform") || look(child, "transform").size() > 0 || child.attribute("viewBox") || row->role == Role::resource;
                auto const* const rule = is_hidden(child, *row) ? &kHidden : is_plain && !moves && is_outside(child, *row) ? &kOutside : nullptr;
                if (rule != nullptr && TRY(gate_.judge(*rule, 0, {child.name(), text_in(child)})) != Action::kept) node.remove_child(child);
                else TRY(hidden(child, is_plain && !moves));
            }
            child = next;
        }
        return {};
    }

    // --- definitions that nothing refers to ---

    void index(pugi::xml_node node) {
        if (auto const id = node.attribute("id")) by_id_.try_emplace(id.value(), node);
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) index(child);
    }

    // Everything that is drawn, and what that refers to.
    void reach(pugi::xml_node node, bool is_reached) {
        auto const* const row = find_element(node.name());
        bool const waits = row != nullptr && row->role == Role::resource && !is_reached;
        if (waits) {
            for (auto const child : node.children())
                if (child.type() == pugi::node_element && std::string_view(child.name()) == "style") reach(child, true);
            return;
        }
        if (!reached_.insert(node).second) return;
        each_reference(node, [&](std::string_view id) { queue(id); });
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) reach(child, is_reached && std::string_view(node.name()) != "defs");
    }
    void queue(std::string_view id) {
        if (auto const target = by_id_.find(std::string(id)); target != by_id_.end()) queue_.push_back(target->second);
    }

    Result<void> unused() {
        index(root_);
        for (auto const& [node, rules] : sheets_)
            for (auto const& rule : rules)
                for (auto const& declaration : rule.declarations)
                    renamed_style(declaration.value, [&](std::string_view id) { return queue(id), std::string(); });
        reach(root_, false);
        while (!queue_.empty()) {
            auto const target = queue_.back();
            queue_.pop_back();
            reach(target, true);
        }
        TRY(remove_unreached(root_));
        by_id_.clear();  // it knows elements that are gone
        index(root_);
        constexpr double kMostDrawn = 2e6;
        if (cost(root_) > kMostDrawn) return fail(Errc::over_budget, "picture that repeats itself too often");
        return {};
    }

    bool holds_reached(pugi::xml_node node) const {
        if (reached_.contains(node) || std::string_view(node.name()) == "style") return true;
        for (auto const child : node.children())
            if (child.type() == pugi::node_element && holds_reached(child)) return true;
        return false;
    }

    // How many elements a viewer has to draw: copies of copies multiply. What refers to itself is drawn once.
    double cost(pugi::xml_node node) {
        if (auto const known = costs_.find(node); known != costs_.end()) return known->second;
        costs_[node] = 0;
        double total = 1;
        each_reference(node, [&](std::string_view id) {
            if (auto const target = by_id_.find(std::string(id)); target != by_id_.end()) total += cost(target->second);
        });
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) total += cost(child);
        costs_[node] = total;
        return total;
    }

    Result<void> remove_unreached(pugi::xml_node node) {
        for (auto child = node.first_child(); child;) {
            auto const next = child.next_sibling();
            if (child.type() == pugi::node_element) {
                if (!holds_reached(child)) {
                    bool const is_empty = !child.first_child() && std::string_view(child.name()) == "defs";
                    auto const action = is_empty ? Action::removed : TRY(gate_.judge(kUnused, 0, {child.name(), text_in(child)}));
                    if (action != Action::kept) node.remove_child(child);
                } else {
                    TRY(remove_unreached(child));
                }
            }
            child = next;
        }
        return {};
    }

    pugi::xml_node root_;
    Sheets const& sheets_;
    Gate& gate_;
    std::map<std::string, std::map<std::string, std::string>> sheet_styles_;
    std::optional<std::array<double, 4>> canvas_;
    std::map<std::string, pugi::xml_node> by_id_;
    std::set<pugi::xml_node> reached_;
    std::map<pugi::xml_node, double> costs_;
    std::vector<pugi::xml_node> queue_;
};

// What a filter starts from (SVG 1.1, 15.7.2); other names are of its own making.
bool is_filter_source(std::string_view name) {
    constexpr std::string_view kSources[] = {"SourceGraphic", "SourceAlpha", "BackgroundImage", "BackgroundAlpha", "FillPaint", "StrokePaint"};
    return std::find(std::begin(kSources), std::end(kSources), name) != std::end(kSources);
}

// --- third pass: new names ---------------------------------------------------------------

class Names {
public:
    Names(pugi::xml_node root, Sheets const& sheets) {
        count_references(root);
        for (auto const& [node, rules] : sheets)
            for (auto const& rule : rules) count_in_rule(rule);
        number(root);
    }

    /// Empty for names that nothing bears, or nothing refers to.
    std::string id(std::string_view old) const { return in(ids_, old); }
    std::string class_name(std::string_view old) const { return in(classes_, old); }
    std::string result(std::string_view old) const { return is_filter_source(old) ? std::string(old) : in(results_, old); }

private:
    static std::string in(std::map<std::string, std::string> const& map, std::string_view old) {
        auto const known = map.find(std::string(old));
        return known == map.end() ? std::string() : known->second;
    }
    void count_references(pugi::xml_node node) {
        each_reference(node, [&](std::string_view id) { wanted_ids_.insert(std::string(id)); });
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) count_references(child);
    }
    void count_in_rule(StyleRule const& rule) {
        for (auto const& selector : rule.selectors)
            for (auto const& part : selector) {
                if (part.kind == '#') wanted_ids_.insert(part.name);
                if (part.kind == '.') wanted_classes_.insert(part.name);
            }
        for (auto const& declaration : rule.declarations)
            renamed_style(declaration.value, [&](std::string_view id) { return wanted_ids_.insert(std::string(id)), std::string(); });
    }
    void number(pugi::xml_node node) {
        std::string const id = node.attribute("id").value();
        if (!id.empty() && wanted_ids_.contains(id)) ids_.try_emplace(id, "i" + std::to_string(ids_.size() + 1));
        std::string_view classes = node.attribute("class").value();
        while (!classes.empty()) {
            auto const end = std::min(classes.find_first_of(" \t\r\n"), classes.size());
            auto const name = std::string(classes.substr(0, end));
            if (wanted_classes_.contains(name)) classes_.try_emplace(name, "c" + std::to_string(classes_.size() + 1));
            classes.remove_prefix(std::min(end + 1, classes.size()));
        }
        for (auto const attribute : node.attributes()) {
            auto const* const row = find_attribute(attribute.name());
            if (row != nullptr && row->value == Value::result && !is_filter_source(attribute.value()))
                results_.try_emplace(attribute.value(), "r" + std::to_string(results_.size() + 1));
        }
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) number(child);
    }

    std::set<std::string> wanted_ids_, wanted_classes_;
    std::map<std::string, std::string> ids_, classes_, results_;
};

// --- writing --------------------------------------------------------------------------------

class Writer {
public:
    Writer(Sheets const& sheets, Names const& names, Gate& gate) : sheets_(sheets), names_(names), gate_(gate) {}

    Result<void> element(pugi::xml_node node, bool is_root) {
        if (auto const* const rules = sheets_.of(node)) return sheet(*rules);
        auto const* const row = find_element(node.name());
        if (row == nullptr) return fail(Errc::internal_error, "an element of no table");
        if (is_empty_picture(node)) return gate_.drop(kEmptyPicture, 0, {row->name.view(), {}});
        bool const is_link = row->name == "a"sv && !node.attribute("xlink:href");
        writer_.open(!is_link ? row->name : stands_in_text(node) ? Literal("tspan") : Literal("g"));
        if (is_root) {
            writer_.declare("", "http://www.w3.org/2000/svg");
            writer_.declare("xlink", "http://www.w3.org/1999/xlink");
        }
        for (auto const attribute : node.attributes()) TRY(this->attribute(node, attribute));
        for (auto const child : node.children()) {
            if (child.type() == pugi::node_element) TRY(element(child, false));
            else TRY(text(child.value()));
        }
        writer_.close();
        return {};
    }
    Made take() { return writer_.take(); }

private:
    // A picture or a use that has lost what it showed, or never had it.
    bool is_empty_picture(pugi::xml_node node) const {
        std::string_view const name = node.name(), target = node.attribute("xlink:href").value();
        return (name == "image" || name == "use") && (target.empty() || (target.starts_with('#') && names_.id(target.substr(1)).empty()));
    }

    Result<void> put(Literal name, std::string const& value) {
        auto const kept = TRY(gate_.pass(kLook, engine::bytes_of(value)));
        if (kept) writer_.attribute(name, *kept);
        return {};
    }

    Result<void> attribute(pugi::xml_node, pugi::xml_attribute attribute) {
        std::string_view const name = attribute.name();
        std::string const value = attribute.value();
        auto const by_id = [this](std::string_view id) { return names_.id(id); };
        if (name == "id") return name_of(value);
        if (name == "class") return classes(value);
        if (name == "style") return put("style", renamed_style(value, by_id));
        if (name == "xlink:href") {
            if (!value.starts_with('#')) return put("xlink:href", value);
            auto const target = names_.id(std::string_view(value).substr(1));
            return target.empty() ? Result<void>{} : put("xlink:href", "#" + target);
        }
        auto const* const row = find_attribute(name);
        if (row == nullptr) return fail(Errc::internal_error, "an attribute of no table");
        if (row->value == Value::result) {
            auto const fresh = names_.result(value);
            if (fresh != value) TRY(gate_.drop(kId, value.size(), {name, value}));
            return put(row->name, fresh);
        }
        return put(row->name, row->value == Value::id_list ? renamed_times(value, by_id) : renamed_style(value, by_id));
    }

    Result<void> name_of(std::string const& old) {
        auto const fresh = names_.id(old);
        if (fresh.empty()) return gate_.drop(kUnusedId, old.size(), {{}, old});
        if (fresh != old) TRY(gate_.drop(kId, old.size(), {{}, old}));
        return put_id(fresh);
    }
    Result<void> put_id(std::string const& id) {
        auto const kept = TRY(gate_.pass(kLook, engine::bytes_of(id)));
        if (kept) writer_.attribute("id", *kept);
        return {};
    }

    Result<void> classes(std::string_view old) {
        std::string fresh;
        while (!old.empty()) {
            auto const end = std::min(old.find_first_of(" \t\r\n"), old.size());
            auto const name = old.substr(0, end);
            auto const renamed = names_.class_name(name);
            if (!name.empty() && renamed != name) TRY(gate_.drop(kClass, name.size(), {{}, name}));
            if (!renamed.empty()) fresh += (fresh.empty() ? "" : " ") + renamed;
            old.remove_prefix(std::min(end + 1, old.size()));
        }
        return fresh.empty() ? Result<void>{} : put("class", fresh);
    }

    Result<void> text(std::string_view said) {
        auto const kept = TRY(gate_.pass(kText, engine::bytes_of(said)));
        if (!kept) return {};
        gate_.shows(said);
        writer_.text(*kept);
        return {};
    }

    // Rules whose classes and ids are borne by nothing are left out.
    Result<void> sheet(std::vector<StyleRule> const& rules) {
        std::string css;
        for (auto const& rule : rules) {
            std::string selectors;
            for (auto const& selector : rule.selectors) {
                auto const said = TRY(selector_text(selector));
                if (!said.empty()) selectors += (selectors.empty() ? "" : ",") + said;
            }
            if (selectors.empty()) continue;
            css += selectors + "{";
            for (std::size_t i = 0; i < rule.declarations.size(); ++i) {
                auto const& d = rule.declarations[i];
                css += (i == 0 ? "" : ";") + std::string(d.property) + ":" + renamed_style(d.value, [this](std::string_view id) { return names_.id(id); });
            }
            css += "}";
        }
        if (css.empty()) return {};
        auto const kept = TRY(gate_.pass(kLook, engine::bytes_of(css)));
        if (!kept) return {};
        writer_.open("style");
        writer_.text(*kept);
        writer_.close();
        return {};
    }

    Result<std::string> selector_text(Selector const& selector) {
        std::string out;
        for (auto const& part : selector) {
            if (part.kind == '#' || part.kind == '.') {
                auto const fresh = part.kind == '#' ? names_.id(part.name) : names_.class_name(part.name);
                if (fresh.empty()) {
                    TRY(gate_.drop(kStyleRest, part.name.size(), {"unused selector", part.name}));
                    return std::string();
                }
                out += part.kind + fresh;
            } else {
                out += part.name;
            }
        }
        return out;
    }

    Sheets const& sheets_;
    Names const& names_;
    Gate& gate_;
    codec::XmlWriter writer_{false};
};

// The root element's name, behind declarations, comments and a DOCTYPE.
bool is_svg_text(std::string_view in) {
    if (in.starts_with("\xEF\xBB\xBF")) in.remove_prefix(3);
    for (int i = 0; i < 64; ++i) {
        auto const start = in.find_first_not_of(" \t\r\n");
        if (start == std::string_view::npos || in[start] != '<') return false;
        in.remove_prefix(start);
        std::size_t end = std::string_view::npos;
        if (in.starts_with("<!--")) end = in.find("-->");
        else if (in.starts_with("<?")) end = in.find("?>");
        else if (in.starts_with("<!DOCTYPE")) {
            auto const bracket = in.find('['), close = in.find('>');
            end = bracket < close ? in.find("]", bracket) : close;
            if (end != std::string_view::npos) end = in.find('>', end);
        } else {
            auto const name = in.substr(1, in.find_first_of(" \t\r\n/>") - 1);
            return split_qname(name).local == "svg";
        }
        if (end == std::string_view::npos) return false;
        in.remove_prefix(std::min(in.size(), in.find('>', end) + 1));
    }
    return false;
}

bool is_utf16_svg(Bytes in) {
    std::string plain;
    for (auto const byte : head(in, 2048))
        if (byte != 0) plain += static_cast<char>(byte);
    bool const has_mark = starts_with(in, "\xFF\xFE"sv) || starts_with(in, "\xFE\xFF"sv);
    return has_mark && is_svg_text(std::string_view(plain).substr(2));
}

Result<Made> walk_xml(Bytes in, Gate& gate) {
    std::string expanded;
    auto const doctype = TRY(expand_entities(text(in), gate.budget(), expanded));
    if (doctype > 0) TRY(gate.drop(kDoctype, doctype));
    pugi::xml_document document;
    codec::XmlExtras extras;
    TRY(codec::parse_xml(doctype > 0 ? engine::bytes_of(expanded) : in, gate.budget(), codec::White::all, document, &extras));
    auto const asides = extras.comments + extras.processing_instructions;
    if (asides > 0) TRY(gate.drop(kComment, extras.extra_bytes, {{}, {}, asides}));
    auto const root = document.document_element();
    if (split_qname(root.name()).local != "svg") return fail(Errc::unsupported, "XML that is no SVG picture");
    Sheets sheets;
    TRY(Cleaner(sheets, gate).element(root));
    TRY(Pruner(root, sheets, gate).prune());
    Names const names(root, sheets);
    Writer writer(sheets, names, gate);
    TRY(writer.element(root, true));
    return writer.take();
}

}  // namespace

bool sniff(Bytes in) {
    constexpr std::size_t kBeginning = 1 << 16;
    if (gzip::is_gzip(in)) return is_svg_text(gzip::beginning(in, kBeginning));
    return is_svg_text(text(head(in, kBeginning))) || is_utf16_svg(in);
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("svg", gzip::is_gzip(in) ? "svgz" : "svg");
    if (!gzip::is_gzip(in)) {
        out.put(TRY(walk_xml(in, gate)));
        return {};
    }
    auto const xml = TRY(gzip::unpack(in, gate));
    gzip::pack(TRY(walk_xml(xml, gate)), out);
    return {};
}

RuleList rules() {
    return list_rules(kDrawing, kText, kLook, kImage, kDropped, kEditor, kPrivateCopy, kProvenance, kEditorPath, kOtherElement, kHandler, kData, kLanguage, kOtherAttribute,
                      kOddValue, kRareFont, kId, kUnusedId, kClass, kExternal, kLink, kBadLink, kStyleRest, kHidden, kOutside, kUnused, kEmptyPicture, kChoice, kStrayText, kComment,
                      kDoctype, gzip::rules());
}

}  // namespace scrub::engine::svg
