// Formats that hide, and the collection of those that nothing uses.
#include "format/ooxml/excel_styles.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>

#include "codec/xml.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kStyleName{"name of a cell style", "XL-CALC", Kind::metadata, "a name that somebody chose, or in the language of the author's program", Form::replace};
constexpr Rule kUnusedStyle{"unused format", "XL-CALC", Kind::metadata, "no cell uses it: traces of deleted cells"};
constexpr Rule kUnusedNumbers{"unused number format", "XL-CALC", Kind::metadata, "no cell uses it, and its text can tell what stood there"};

constexpr std::uint32_t kFirstNumberFormat = 164;  // those below are built in (18.8.30)
constexpr std::uint32_t kReservedFills = 2;        // none and grey, whatever the file says

// Names of built-in styles by number.
constexpr std::string_view kBuiltIn[] = {
    "Normal", "RowLevel_1", "ColLevel_1", "Comma", "Currency", "Percent", "Comma [0]", "Currency [0]", "Hyperlink", "Followed Hyperlink", "Note", "Warning Text", "", "", "", "Title",
    "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Input", "Output", "Calculation", "Check Cell", "Linked Cell", "Total", "Good", "Bad", "Neutral",
    "Accent1", "20% - Accent1", "40% - Accent1", "60% - Accent1", "Accent2", "20% - Accent2", "40% - Accent2", "60% - Accent2", "Accent3", "20% - Accent3", "40% - Accent3", "60% - Accent3",
    "Accent4", "20% - Accent4", "40% - Accent4", "60% - Accent4", "Accent5", "20% - Accent5", "40% - Accent5", "60% - Accent5", "Accent6", "20% - Accent6", "40% - Accent6", "60% - Accent6", "Explanatory Text",
};

// --- what hides ------------------------------------------------------------------------------------------

// The sections of a number format, each as whether it shows nothing (18.8.31).
std::vector<bool> blank_sections(std::string_view code) {
    std::vector<bool> blank{true};
    for (std::size_t at = 0; at < code.size(); ++at) {
        switch (code[at]) {
            case ';': blank.push_back(true); break;
            case '"': {
                auto const end = std::min(code.find('"', at + 1), code.size());
                if (code.substr(at + 1, end - at - 1).find_first_not_of(' ') != std::string_view::npos && end > at + 1) blank.back() = false;
                at = end;
                break;
            }
            case '[': at = std::min(code.find(']', at), code.size()); break;
            case '\\':
                if (at + 1 < code.size() && code[at + 1] != ' ') blank.back() = false;
                ++at;
                break;
            case '_': ++at; break;
            case ' ': break;
            default: blank.back() = false;
        }
    }
    return blank;
}

struct Rgb {
    int red = 0, green = 0, blue = 0;
};
constexpr int kSame = 8;

bool is_same(Rgb a, Rgb b) { return std::abs(a.red - b.red) <= kSame && std::abs(a.green - b.green) <= kSame && std::abs(a.blue - b.blue) <= kSame; }

Rgb rgb_of(std::uint32_t value) { return {static_cast<int>(value >> 16 & 255), static_cast<int>(value >> 8 & 255), static_cast<int>(value & 255)}; }

std::optional<Rgb> rgb_of(std::string_view hex) {
    if (hex.size() == 8) hex.remove_prefix(2);  // alpha
    if (hex.size() != 6) return std::nullopt;
    std::uint32_t value = 0;
    for (char const c : hex) {
        int const digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return rgb_of(value);
}

// Colours by index (18.8.27); the first eight are repeated.
constexpr std::uint32_t kPalette[] = {
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF,
    0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080, 0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF,
    0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF, 0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99,
    0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699, 0x969696, 0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
    0x000000, 0xFFFFFF,
};

class Colours {
public:
    Colours(xml_node style_sheet, xml_node theme) {
        for (auto const value : kPalette) palette_.push_back(rgb_of(value));
        std::size_t index = 0;
        for (auto const colour : style_sheet.child("colors").child("indexedColors").children("rgbColor")) {
            if (index >= 64) break;
            if (auto const rgb = rgb_of(std::string_view(colour.attribute("rgb").value()))) palette_[index] = *rgb;
            ++index;
        }
        auto const scheme = theme.child("themeElements").child("clrScheme");
        constexpr char const* kNames[] = {"lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"};
        for (auto const* const name : kNames) {
            auto const colour = scheme.child(name);
            auto const plain = rgb_of(std::string_view(colour.child("srgbClr").attribute("val").value()));
            auto const system = rgb_of(std::string_view(colour.child("sysClr").attribute("lastClr").value()));
            theme_.push_back(plain ? plain : system);
        }
        if (!theme_[0]) theme_[0] = Rgb{255, 255, 255};
        if (!theme_[1]) theme_[1] = Rgb{};
    }

    // Nothing when it cannot be told.
    std::optional<Rgb> of(xml_node colour, Rgb automatic) const {
        if (!colour || colour.attribute("auto").as_bool(false)) return automatic;
        std::optional<Rgb> base;
        if (auto const rgb = colour.attribute("rgb")) base = rgb_of(std::string_view(rgb.value()));
        else if (auto const theme = colour.attribute("theme")) base = theme.as_uint() < theme_.size() ? theme_[theme.as_uint()] : std::nullopt;
        else if (auto const index = colour.attribute("indexed")) base = index.as_uint() < palette_.size() ? std::optional(palette_[index.as_uint()]) : std::nullopt;
        if (!base) return std::nullopt;
        auto const tint = colour.attribute("tint").as_double(0);
        auto const tinted = [&](int value) { return static_cast<int>(tint < 0 ? value * (1 + std::max(tint, -1.0)) : value + (255 - value) * std::min(tint, 1.0)); };
        return Rgb{tinted(base->red), tinted(base->green), tinted(base->blue)};
    }

private:
    std::vector<Rgb> palette_;
    std::vector<std::optional<Rgb>> theme_;
};

struct Font {
    std::optional<Rgb> colour;
    bool is_tiny = false;
};
struct Fill {
    std::optional<Rgb> colour;
    bool is_bare = true;
};

template <class Item, class Read>
std::vector<Item> read_all(xml_node list, char const* name, Read const& read) {
    std::vector<Item> items;
    for (auto const node : list.children(name)) items.push_back(read(node));
    return items;
}

template <class Item>
Item const* at(std::vector<Item> const& items, std::uint32_t index) {
    return index < items.size() ? &items[index] : nullptr;
}

// --- what is used ----------------------------------------------------------------------------------------

// Numbers of a list, given anew in the order in which they are asked for.
class Renumbered {
public:
    explicit Renumbered(std::uint32_t reserved) {
        for (std::uint32_t i = 0; i < reserved; ++i) (void)use(i);
    }
    std::uint32_t use(std::uint32_t old) {
        auto const known = numbers_.emplace(old, static_cast<std::uint32_t>(order_.size()));
        if (known.second) order_.push_back(old);
        return known.first->second;
    }
    std::vector<std::uint32_t> const& order() const { return order_; }

private:
    std::map<std::uint32_t, std::uint32_t> numbers_;
    std::vector<std::uint32_t> order_;
};

// Leaves the children of a list that are named, in that order, and tells how many went.
std::uint64_t reorder(xml_node list, char const* name, std::vector<std::uint32_t> const& order) {
    std::vector<xml_node> nodes;
    for (auto const node : list.children(name)) nodes.push_back(node);
    std::uint64_t kept = 0;
    xml_node last;
    std::vector<bool> stays(nodes.size());
    for (auto const old : order) {
        if (old >= nodes.size()) continue;
        stays[old] = true;
        ++kept;
        last = last ? list.insert_move_after(nodes[old], last) : list.prepend_move(nodes[old]);
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (!stays[i]) list.remove_child(nodes[i]);
    return nodes.size() - kept;
}

void renumber(xml_node node, char const* attribute, Renumbered& numbers, std::size_t count) {
    auto value = node.attribute(attribute);
    if (!value) return;
    auto const old = value.as_uint(0);
    value = numbers.use(old < count ? old : 0);
}

std::size_t count_of(xml_node list, char const* name) {
    auto const children = list.children(name);
    return static_cast<std::size_t>(std::distance(children.begin(), children.end()));
}

}  // namespace

void CellStyles::survey(xml_node style_sheet, xml_node theme) {
    Colours const colours(style_sheet, theme);
    std::map<std::uint32_t, std::vector<bool>> numbers;
    for (auto const format : style_sheet.child("numFmts").children("numFmt")) numbers[format.attribute("numFmtId").as_uint()] = blank_sections(format.attribute("formatCode").value());
    auto const fonts = read_all<Font>(style_sheet.child("fonts"), "font", [&](xml_node font) {
        auto const size = font.child("sz").attribute("val").as_double(11);
        return Font{colours.of(font.child("color"), Rgb{}), size <= 2};
    });
    auto const fills = read_all<Fill>(style_sheet.child("fills"), "fill", [&](xml_node fill) {
        auto const pattern = fill.child("patternFill");
        std::string_view const type = pattern.attribute("patternType").value();
        if (fill.child("gradientFill")) return Fill{std::nullopt, false};
        if (type.empty() || type == "none") return Fill{Rgb{255, 255, 255}, true};
        if (type != "solid") return Fill{std::nullopt, false};
        return Fill{colours.of(pattern.child("fgColor"), Rgb{}), false};
    });
    for (auto const xf : style_sheet.child("cellXfs").children("xf")) {
        CellLook look;
        if (auto const blank = numbers.find(xf.attribute("numFmtId").as_uint()); blank != numbers.end()) {
            auto const& sections = blank->second;
            look.hides_numbers = sections.size() >= 2 && sections[0] && sections[1] && (sections.size() < 3 || sections[2]);
            look.hides_text = sections.size() >= 4 && sections[3];
        }
        auto const* const font = at(fonts, xf.attribute("fontId").as_uint());
        auto const index = xf.attribute("fillId").as_uint();
        auto const* const fill = index == 0 ? nullptr : at(fills, index);
        auto const behind = fill == nullptr ? std::optional(Rgb{255, 255, 255}) : fill->colour;
        look.is_bare = fill == nullptr || fill->is_bare;
        look.is_tiny = font != nullptr && font->is_tiny;
        look.is_invisible = font != nullptr && font->colour && behind && is_same(*font->colour, *behind);
        look.hides_formula = xf.child("protection").attribute("hidden").as_bool(false);
        has_hiding_ = has_hiding_ || look.may_hide();
        looks_.push_back(look);
    }
    differential_count_ = count_of(style_sheet.child("dxfs"), "dxf");
}

CellLook const& CellStyles::look(std::uint32_t format) const {
    static CellLook const kPlain;
    return format < looks_.size() ? looks_[format] : kPlain;
}

std::uint32_t CellStyles::use(std::uint32_t format) {
    if (format >= looks_.size()) return 0;
    auto const known = formats_.emplace(format, static_cast<std::uint32_t>(order_.size()));
    if (known.second) order_.push_back(format);
    return known.first->second;
}

std::optional<std::uint32_t> CellStyles::use_differential(std::uint32_t format) {
    if (format >= differential_count_) return std::nullopt;
    auto const known = differentials_.emplace(format, static_cast<std::uint32_t>(differential_order_.size()));
    if (known.second) differential_order_.push_back(format);
    return known.first->second;
}

// "TableStyleMedium9": a family and a number.
bool CellStyles::is_built_in_table_style(std::string_view name) {
    for (std::string_view const family : {"TableStyleLight", "TableStyleMedium", "TableStyleDark"}) {
        if (!name.starts_with(family)) continue;
        auto const number = name.substr(family.size());
        return !number.empty() && number.size() <= 2 && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    }
    return false;
}

std::string CellStyles::use_table_style(std::string_view name) {
    if (is_built_in_table_style(name)) return std::string(name);
    return table_styles_.emplace(std::string(name), "Table Style " + std::to_string(table_styles_.size() + 1)).first->second;
}

Result<void> CellStyles::collect(xml_node sheet, Gate& gate) {
    auto const cells = sheet.child("cellXfs");
    auto const bases = sheet.child("cellStyleXfs");
    auto const fonts = sheet.child("fonts");
    auto const fills = sheet.child("fills");
    auto const borders = sheet.child("borders");
    auto const font_count = count_of(fonts, "font");
    auto const fill_count = count_of(fills, "fill");
    auto const border_count = count_of(borders, "border");
    auto const base_count = count_of(bases, "xf");
    std::uint64_t unused = 0;

    // Table styles by name; the formats that they use come last.
    auto tables = sheet.child("tableStyles");
    for (auto style = tables.child("tableStyle"); style;) {
        auto const next = style.next_sibling("tableStyle");
        auto const known = table_styles_.find(std::string_view(style.attribute("name").value()));
        if (known == table_styles_.end()) {
            ++unused;
            tables.remove_child(style);
        } else {
            if (known->second != style.attribute("name").value() && TRY(gate.judge(kStyleName, known->second.size(), {{}, style.attribute("name").value(), 1})) != Action::kept) style.attribute("name") = known->second.c_str();
            for (auto part : style.children("tableStyleElement"))
                if (auto used = part.attribute("dxfId")) {
                    if (auto const number = use_differential(used.as_uint())) used = *number;
                    else part.remove_attribute(used);
                }
        }
        style = next;
    }

    unused += reorder(cells, "xf", order_);
    unused += reorder(sheet.child("dxfs"), "dxf", differential_order_);
    Renumbered base_numbers(base_count > 0 ? 1 : 0);
    Renumbered font_numbers(font_count > 0 ? 1 : 0);
    Renumbered fill_numbers(static_cast<std::uint32_t>(std::min<std::size_t>(kReservedFills, fill_count)));
    Renumbered border_numbers(border_count > 0 ? 1 : 0);
    for (auto const xf : cells.children("xf")) {
        if (base_count > 0) renumber(xf, "xfId", base_numbers, base_count);
        else if (auto xf_node = xf; xf_node.attribute("xfId")) xf_node.remove_attribute("xfId");
    }

    // Names of styles whose base stays.
    auto names = sheet.child("cellStyles");
    std::map<std::uint32_t, std::uint32_t> base_of;
    for (std::uint32_t i = 0; i < base_numbers.order().size(); ++i) base_of[base_numbers.order()[i]] = i;
    unused += reorder(bases, "xf", base_numbers.order());
    std::set<std::string> taken;
    for (auto style = names.child("cellStyle"); style;) {
        auto const next = style.next_sibling("cellStyle");
        auto const base = base_of.find(style.attribute("xfId").as_uint());
        if (base == base_of.end()) {
            ++unused;
            names.remove_child(style);
            style = next;
            continue;
        }
        style.attribute("xfId") = base->second;
        auto const built_in = style.attribute("builtinId").as_uint(UINT32_MAX);
        std::string name(built_in < std::size(kBuiltIn) ? kBuiltIn[built_in] : "");
        if (!name.empty() && (built_in == 1 || built_in == 2)) name = name.substr(0, name.size() - 1) + std::to_string(std::min(style.attribute("iLevel").as_uint(0), 6U) + 1);
        for (std::size_t number = 1; name.empty() || !taken.insert(name).second; ++number) name = "Style " + std::to_string(number);
        std::string_view const old = style.attribute("name").value();
        if (old != name && TRY(gate.judge(kStyleName, old.size(), {{}, old, 1})) != Action::kept) {
            if (!style.attribute("name")) style.append_attribute("name");
            style.attribute("name") = name.c_str();
        }
        style = next;
    }
    if (names && !names.first_child()) sheet.remove_child(names);

    // Number formats: those that have a definition get numbers from 164 on.
    std::map<std::uint32_t, xml_node> defined;
    auto numbers = sheet.child("numFmts");
    for (auto const format : numbers.children("numFmt")) defined.emplace(format.attribute("numFmtId").as_uint(), format);
    std::map<std::uint32_t, std::uint32_t> number_ids;
    std::vector<xml_node> number_order;
    auto const use_number = [&](xml_node node) {
        auto id = node.attribute("numFmtId");
        auto const found = defined.find(id.as_uint());
        if (!id || (found == defined.end() && id.as_uint() < kFirstNumberFormat)) return;
        if (found == defined.end()) {
            id = 0U;
            return;
        }
        auto const known = number_ids.emplace(id.as_uint(), static_cast<std::uint32_t>(kFirstNumberFormat + number_order.size()));
        if (known.second) number_order.push_back(found->second);
        id = known.first->second;
    };
    for (auto const list : {bases, cells}) {
        for (auto const xf : list.children("xf")) {
            use_number(xf);
            renumber(xf, "fontId", font_numbers, font_count);
            renumber(xf, "fillId", fill_numbers, fill_count);
            renumber(xf, "borderId", border_numbers, border_count);
        }
    }
    unused += reorder(fonts, "font", font_numbers.order());
    unused += reorder(fills, "fill", fill_numbers.order());
    unused += reorder(borders, "border", border_numbers.order());
    std::uint32_t next_id = static_cast<std::uint32_t>(kFirstNumberFormat + number_order.size());
    for (auto const format : sheet.child("dxfs").children("dxf"))
        if (auto number = format.child("numFmt")) number.attribute("numFmtId") = next_id++;
    std::uint64_t unused_numbers = 0;
    std::string_view first_unused;
    for (auto const& [id, node] : defined) {
        if (number_ids.contains(id)) continue;
        if (unused_numbers++ == 0) first_unused = node.attribute("formatCode").value();
    }
    if (unused_numbers > 0) TRY(gate.drop(kUnusedNumbers, 0, {{}, first_unused, unused_numbers}));
    std::uint32_t id = kFirstNumberFormat;
    xml_node last;
    std::set<xml_node> stays;
    for (auto node : number_order) {
        node.attribute("numFmtId") = id++;
        last = last ? numbers.insert_move_after(node, last) : numbers.prepend_move(node);
        stays.insert(node);
    }
    for (auto node = numbers.first_child(); node;) {
        auto const next = node.next_sibling();
        if (!stays.contains(node)) numbers.remove_child(node);
        node = next;
    }
    if (numbers && !numbers.first_child()) sheet.remove_child(numbers);
    if (unused > 0) TRY(gate.drop(kUnusedStyle, 0, {{}, {}, unused}));
    return {};
}

RuleList style_rules() { return list_rules(kStyleName, kUnusedStyle, kUnusedNumbers); }

}  // namespace scrub::engine::ooxml
