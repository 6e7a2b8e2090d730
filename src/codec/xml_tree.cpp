// The tree engine: tables made ready, and the filter.
#include "codec/xml_tree.hpp"

#include <algorithm>
#include <cassert>

#include <pugixml.hpp>

#include "marks/text.hpp"

namespace scrub::engine::xml {
namespace {

constexpr std::string_view kMarkup = "http://schemas.openxmlformats.org/markup-compatibility/2006";

constexpr Namespace kMarkupSpace{"mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"};

constexpr Rule kElement{"element", "GEN-09", Kind::unknown, "no rule knows the element"};
constexpr Rule kAttribute{"attribute", "GEN-09", Kind::unknown, "no rule knows the attribute"};
constexpr Rule kValue{"value", "GEN-09", Kind::unknown, "not a value that the standard has for this attribute"};
constexpr Rule kText{"text", "GEN-09", Kind::unknown, "stands where no reader sees it"};
constexpr Rule kPlace{"misplaced element", "GEN-09", Kind::unknown, "stands where no reader sees it"};
constexpr Rule kBranch{"alternate branch", "GEN-09", Kind::hidden_content, "a second copy of the content for other programs"};
constexpr Rule kKept{"structure", "GEN-09", Kind::structure, "markup of the standard"};
constexpr Rule kShown{"text", "GEN-09", Kind::content, "text that a reader sees"};
constexpr Rule kTypeface{"typeface", "OX-FONT", Kind::organisation, "a font of its own tells who made the document"};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// A number as XML Schema, CSS and VML have them: sign, digits, fraction, exponent, unit.
bool is_number(std::string_view value) {
    constexpr std::size_t kMaxDigits = 32;
    constexpr std::string_view kUnits[] = {"", "%", "pt", "cm", "mm", "in", "pc", "pi", "px", "em", "emu", "f", "fd", "dxa", "q"};
    if (value.empty() || value.size() > kMaxDigits) return false;
    std::size_t at = value[0] == '-' || value[0] == '+' ? 1 : 0;
    std::size_t digits = 0;
    bool has_point = false;
    for (; at < value.size() && (is_digit(value[at]) || (value[at] == '.' && !has_point)); ++at) {
        if (value[at] == '.') has_point = true;
        else ++digits;
    }
    if (digits == 0) return false;
    if (at < value.size() && (value[at] == 'e' || value[at] == 'E') && at + 1 < value.size() && value[at + 1] != 'm') {
        ++at;
        if (value[at] == '-' || value[at] == '+') ++at;
        if (at == value.size()) return false;
        while (at < value.size() && is_digit(value[at])) ++at;
    }
    return std::find(std::begin(kUnits), std::end(kUnits), value.substr(at)) != std::end(kUnits);
}

// BCP 47 as far as Office goes: language, script, region; "x-none" and the like.
bool is_language(std::string_view value) {
    if (value.empty() || value == "x-none" || value == "zxx") return true;
    std::size_t part = 0;
    while (!value.empty()) {
        auto const dash = value.find('-');
        auto const tag = value.substr(0, dash);
        bool const is_alphabetic = std::all_of(tag.begin(), tag.end(), is_letter);
        bool const is_region = part > 0 && ((tag.size() == 2 && is_alphabetic) || (tag.size() == 3 && std::all_of(tag.begin(), tag.end(), is_digit)));
        bool const is_script = part > 0 && tag.size() == 4 && is_alphabetic;
        bool const is_base = part == 0 && (tag.size() == 2 || tag.size() == 3) && is_alphabetic;
        if (!is_base && !is_script && !is_region) return false;
        if (++part > 3) return false;
        value = dash == std::string_view::npos ? std::string_view{} : value.substr(dash + 1);
    }
    return true;
}

// "adj1", "connsiteX12", "x2", "*/": short letters and a number.
bool is_guide(std::string_view value) {
    constexpr std::size_t kMaxLetters = 4;
    constexpr std::size_t kMaxDigits = 7;
    for (std::string_view const known : {"connsiteX", "connsiteY", "#_x0000_t", "_x0000_t"})
        if (value.starts_with(known)) {
            value.remove_prefix(known.size());
            return !value.empty() && value.size() <= kMaxDigits && std::all_of(value.begin(), value.end(), is_digit);
        }
    std::size_t letters = 0;
    while (letters < value.size() && is_letter(value[letters])) ++letters;
    auto const digits = value.substr(letters);
    return letters <= kMaxLetters && !value.empty() && digits.size() <= kMaxDigits && std::all_of(digits.begin(), digits.end(), is_digit);
}

constexpr Shape shape_of(char letter) {
    switch (letter) {
        case 'b': return Shape::boolean;
        case 'n': return Shape::number;
        case 'h': return Shape::hexadecimal;
        case 'c': return Shape::colour;
        case 'w': return Shape::word;
        case 'l': return Shape::list;
        case 'k': return Shape::guide;
        case 'g': return Shape::language;
        case 'f': return Shape::typeface;
        case 'F': return Shape::needed_typeface;
        case 's': return Shape::shown;
        case 't': return Shape::hidden;
        case '@': return Shape::reference;
        case '*': return Shape::any;
        default: return Shape::none;
    }
}

std::string_view local_of(std::string_view qname) { return codec::split_qname(qname).local; }

}  // namespace

std::string_view value_of(Attributes attributes, std::string_view local) {
    for (auto const& attribute : attributes)
        if (local_of(attribute.name) == local) return attribute.value;
    return {};
}

// --- the tables -----------------------------------------------------------------------------------

Grammar::Grammar(Tables tables) : tables_(std::move(tables)) {
    for (auto const table : tables_.namespaces) {
        for (auto const& space : table) {
            spaces_.emplace(space.uri.view(), &space);
            if (!space.other_uri.empty()) spaces_.emplace(space.other_uri.view(), &space);
        }
    }
    for (auto const table : tables_.words)
        for (auto const word : table) words_.insert(word.view());
    for (auto const table : tables_.typefaces)
        for (auto const name : table) typefaces_.insert(name.view());
    for (auto const table : tables_.elements)
        for (auto const& row : table) add_row(row);
    for (auto const table : tables_.attributes) {
        for (auto const spec : table) {
            auto const attribute = attribute_of(spec);
            common_attributes_[attribute.name.view()] = attribute;
        }
    }
    for (auto const table : tables_.element_rules) {
        for (auto const& rule : table) {
            auto const* const space = space_of(rule.name);
            assert(space != nullptr);
            auto& element = elements_[space][local_of(rule.name.view())];
            if (element.name.empty()) {
                element.name = rule.name;
                element.space = space;
            }
            element.rule = &rule;
        }
    }
    for (auto const table : tables_.attribute_rules) {
        for (auto const& rule : table) {
            auto const name = rule.name.view();
            auto const at = name.find('@');
            if (at == std::string_view::npos) {
                common_attributes_[name] = {rule.name, local_of(name), space_of(rule.name), Shape::hidden, &rule};
                for (auto& [space, elements] : elements_)
                    for (auto& [local, element] : elements)
                        for (auto& attribute : element.attributes)
                            if (attribute.name == name) attribute.rule = &rule;
                continue;
            }
            auto const* const space = space_of(rule.name);
            assert(space != nullptr);
            auto& element = elements_[space][local_of(name.substr(0, at))];
            auto const attribute_name = rule.name.part(at + 1);
            auto const known = std::find_if(element.attributes.begin(), element.attributes.end(), [&](Attribute const& a) { return a.name == attribute_name.view(); });
            if (known != element.attributes.end()) known->rule = &rule;
            else element.attributes.push_back({attribute_name, local_of(attribute_name.view()), space_of_attribute(attribute_name), Shape::hidden, &rule});
        }
    }
}

Namespace const* Grammar::space_of(Literal name) const {
    auto const prefix = codec::split_qname(name.view().substr(0, name.view().find('@'))).prefix;
    for (auto const table : tables_.namespaces)
        for (auto const& space : table)
            if (space.prefix == prefix) return &space;
    return nullptr;
}

void Grammar::add_row(ElementRow const& row) {
    auto const* const space = space_of(row.name);
    assert(space != nullptr);
    auto& element = elements_[space][local_of(row.name.view())];
    element.name = row.name;
    element.space = space;
    element.has_row = true;
    auto const spec = row.spec.view();
    for (std::size_t at = 0; at < spec.size();) {
        auto const end = std::min(spec.find(' ', at), spec.size());
        if (end > at) add_attribute(element, row.spec.part(at, end - at));
        at = end + 1;
    }
}

void Grammar::add_attribute(Element& element, Literal spec) {
    auto const view = spec.view();
    if (view == "!") {
        element.asks = true;
        return;
    }
    if (view.starts_with('^')) {
        for (std::size_t at = 1; at < view.size();) {
            auto const end = std::min(view.find(',', at), view.size());
            element.parents.push_back(spec.part(at, end - at));
            at = end + 1;
        }
        return;
    }
    if (view.starts_with('#')) {
        element.text = shape_of(view.back());
        assert(view.size() == 3 && element.text != Shape::none);
        return;
    }
    element.attributes.push_back(attribute_of(spec));
}

// "fo:color=c".
Attribute Grammar::attribute_of(Literal spec) const {
    auto const view = spec.view();
    auto const equals = view.find('=');
    assert(equals != std::string_view::npos && equals + 2 == view.size());
    auto const shape = shape_of(view[equals + 1]);
    assert(shape != Shape::none);
    auto const name = spec.part(0, equals);
    return {name, local_of(name.view()), space_of_attribute(name), shape, nullptr};
}

// An attribute without a prefix is in no namespace, whatever the default is.
Namespace const* Grammar::space_of_attribute(Literal name) const { return name.view().find(':') == std::string_view::npos ? nullptr : space_of(name); }

Namespace const* Grammar::space(std::string_view uri) const {
    auto const found = spaces_.find(uri);
    return found == spaces_.end() ? nullptr : found->second;
}

Element const* Grammar::element(Namespace const& space, std::string_view local) const {
    auto const table = elements_.find(&space);
    if (table == elements_.end()) return nullptr;
    auto const found = table->second.find(local);
    return found == table->second.end() ? nullptr : &found->second;
}

Attribute const* Grammar::attribute(Element const& element, Namespace const* space, std::string_view local) const {
    for (auto const& attribute : element.attributes)
        if (attribute.local == local && attribute.space == space) return &attribute;
    if (space == nullptr) return nullptr;
    std::string name(space->prefix.view());
    name += ':';
    name += local;
    auto const common = common_attributes_.find(name);
    return common == common_attributes_.end() ? nullptr : &common->second;
}

bool Grammar::is_typeface(std::string_view value) const {
    if (value.starts_with('@')) value.remove_prefix(1);  // vertical writing
    return value.empty() || value.starts_with("+m") || typefaces_.contains(value);
}

bool Grammar::fits(Shape shape, std::string_view value) const {
    switch (shape) {
        case Shape::none:
        case Shape::hidden: return false;
        case Shape::boolean: {
            constexpr std::string_view kBooleans[] = {"0", "1", "true", "false", "on", "off", "t", "f", "True", "False", "TRUE", "FALSE", ""};
            return std::find(std::begin(kBooleans), std::end(kBooleans), value) != std::end(kBooleans);
        }
        case Shape::number: return is_number(value);
        case Shape::hexadecimal: return !value.empty() && value.size() <= 20 && std::all_of(value.begin(), value.end(), is_hex);
        case Shape::colour: {
            if (value == "auto") return true;
            auto const hex = value.starts_with('#') ? value.substr(1, value.find(' ') - 1) : value;
            bool const is_colour = (hex.size() == 6 || hex.size() == 8 || hex.size() == 3) && std::all_of(hex.begin(), hex.end(), is_hex);
            return (is_colour && hex.size() + 1 >= value.size()) || fits(Shape::list, value);
        }
        case Shape::word: return is_word(value);
        case Shape::list: {
            constexpr std::string_view kBetween = " ,;:()[]@#!$*/+-?";
            if (value.size() > 65536) return false;
            for (std::size_t at = 0; at < value.size();) {
                auto const from = value.find_first_not_of(kBetween, at);
                if (from == std::string_view::npos) return true;
                auto const to = std::min(value.find_first_of(kBetween, from), value.size());
                auto const token = value.substr(from, to - from);
                bool const is_hex_colour = from > 0 && value[from - 1] == '#' && token.size() <= 6 && std::all_of(token.begin(), token.end(), is_hex);
                if (!is_number(token) && !is_word(token) && !is_guide(token) && !is_hex_colour) return false;
                at = to;
            }
            return true;
        }
        case Shape::guide: return is_guide(value) || is_word(value);
        case Shape::language: return is_language(value);
        case Shape::typeface:
        case Shape::needed_typeface: return is_typeface(value);
        case Shape::shown:
        case Shape::reference:
        case Shape::any: return true;
    }
    return false;
}

// --- the filter -----------------------------------------------------------------------------------

Result<void> Filter::run(codec::XmlPull& source) {
    for (;;) {
        switch (source.next()) {
            case codec::XmlPull::Event::start: TRY(start(source.name(), source.attributes())); break;
            case codec::XmlPull::Event::end: TRY(end()); break;
            case codec::XmlPull::Event::text: TRY(text(source.text())); break;
            case codec::XmlPull::Event::done: finish(); return {};
        }
    }
}

Result<void> Filter::run(pugi::xml_node const& root) {
    TRY(node(root));
    finish();
    return {};
}

// The check has limited the depth.
Result<void> Filter::node(pugi::xml_node const& node) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) return text(node.value());
    if (node.type() != pugi::node_element) return {};
    scratch_.clear();
    for (auto const attribute : node.attributes()) scratch_.push_back({attribute.name(), attribute.value()});
    TRY(start(node.name(), scratch_));
    if (skipped_ == 0) {
        for (auto child = node.first_child(); child; child = child.next_sibling()) TRY(this->node(child));
    }
    return end();
}

// Names are slices of the source, which outlives the filter.
void Filter::bind(Attributes attributes) {
    for (auto const& attribute : attributes) {
        bool const is_default = attribute.name == "xmlns";
        if (!is_default && !attribute.name.starts_with("xmlns:")) continue;
        auto const prefix = is_default ? std::string_view{} : attribute.name.substr(6);
        bindings_.push_back({prefix, attribute.value == kMarkup ? &kMarkupSpace : grammar_.space(attribute.value)});
    }
}

Namespace const* Filter::resolve(std::string_view prefix) const {
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding)
        if (binding->prefix == prefix) return binding->space;
    return prefix == "xml" ? grammar_.space("http://www.w3.org/XML/1998/namespace") : nullptr;
}

bool Filter::knows_all(std::string_view prefixes) const {
    for (std::size_t at = 0; at < prefixes.size();) {
        auto const end = std::min(prefixes.find(' ', at), prefixes.size());
        if (end > at && resolve(prefixes.substr(at, end - at)) == nullptr) return false;
        at = end + 1;
    }
    return true;
}

Result<void> Filter::start(std::string_view qname, Attributes attributes) {
    if (skipped_ > 0) {
        ++skipped_;
        return {};
    }
    auto const bindings = bindings_.size();
    bind(attributes);
    auto const [prefix, local] = codec::split_qname(qname);
    auto const* const space = resolve(prefix);
    auto const* const outer = open_.empty() ? nullptr : open_.back().element;
    if (space == &kMarkupSpace) {
        if (!TRY(takes_branch(local, attributes))) return skip(bindings);
        open_.push_back({outer, bindings, false, local == "AlternateContent", false});
        return {};
    }
    auto const* const element = space == nullptr ? nullptr : grammar_.element(*space, local);
    if (element == nullptr || (!element->has_row && element->rule == nullptr)) {
        if (open_.empty()) return fail(Errc::malformed, "part with a root element of another kind");
        TRY(gate_.drop(kElement, 0, {qname, {}, 1}));
        return skip(bindings);
    }
    auto const admission = TRY(admit(*element, attributes));
    if (admission == Admission::no) return skip(bindings);
    open_.push_back({admission == Admission::yes ? element : outer, bindings, admission == Admission::yes, false, false});
    if (admission == Admission::yes) TRY(write(*element, attributes));
    return {};
}

Result<void> Filter::skip(std::size_t bindings) {
    bindings_.resize(bindings);
    skipped_ = 1;
    return {};
}

// Of mc:AlternateContent, the first branch that the tables know (ISO 29500-3, 9.3).
Result<bool> Filter::takes_branch(std::string_view local, Attributes attributes) {
    if (local == "AlternateContent") return true;
    bool const is_choice = local == "Choice";
    if (!open_.empty() && open_.back().is_alternate && (is_choice || local == "Fallback")) {
        auto& alternate = open_.back();
        bool const takes = !alternate.has_choice && (!is_choice || knows_all(value_of(attributes, "Requires")));
        if (takes) alternate.has_choice = true;
        else TRY(gate_.drop(kBranch, 0));
        return takes;
    }
    TRY(gate_.drop(kElement, 0, {local, {}, 1}));
    return false;
}

Result<Admission> Filter::admit(Element const& element, Attributes attributes) {
    if (element.rule != nullptr) {
        auto const value = value_of(attributes, "val");
        Label const label{{}, value.empty() ? value_of(attributes, "author") : value, 1};
        if (!element.has_row && gate_.policy(element.rule->kind) != Disposition::remove) {
            TRY(gate_.drop(*element.rule, 0, label));
            return element.rule->form == Form::unwrap ? Admission::unwrap : Admission::no;
        }
        switch (TRY(gate_.judge(*element.rule, 0, label))) {
            case Action::kept: break;
            case Action::unwrapped:
            case Action::flattened: return Admission::unwrap;
            case Action::removed:
            case Action::replaced:
            case Action::rerendered: return Admission::no;
        }
    }
    if (element.asks && hooks_.admits) {
        auto const admission = TRY(hooks_.admits(element, attributes));
        if (admission != Admission::yes) return admission;
    }
    if (!element.parents.empty()) {
        auto const* const outer = open_.empty() ? nullptr : open_.back().element;
        bool const fits = outer != nullptr && std::any_of(element.parents.begin(), element.parents.end(), [&](Literal name) { return name == outer->name.view(); });
        if (!fits) {
            TRY(gate_.drop(kPlace, 0, {element.name.view(), {}, 1}));
            return Admission::no;
        }
    }
    return Admission::yes;
}

Result<void> Filter::write(Element const& element, Attributes attributes) {
    out_.open(element.name);
    ++written_;
    uses(element.space);
    for (auto const& given : attributes) {
        if (given.name == "xmlns" || given.name.starts_with("xmlns:")) continue;
        TRY(attribute(element, given));
    }
    return {};
}

Result<void> Filter::attribute(Element const& element, codec::XmlAttribute const& given) {
    auto const [prefix, local] = codec::split_qname(given.name);
    auto const* const space = prefix.empty() ? nullptr : resolve(prefix);
    if (space == &kMarkupSpace) return {};  // which prefixes may be ignored: written anew
    auto const* const known = !prefix.empty() && space == nullptr ? nullptr : grammar_.attribute(element, space, local);
    if (known == nullptr) return refuse(kAttribute, element, given);
    if (known->rule != nullptr) {
        auto const action = TRY(gate_.judge(*known->rule, given.value.size(), {{}, given.value, 1}));
        if (action != Action::kept && action != Action::replaced) return {};
        if (action == Action::kept && (known->shape == Shape::hidden || known->shape == Shape::shown)) return put(*known, given.value);
    }
    switch (known->shape) {
        case Shape::reference: {
            auto const made = TRY(hooks_.reference(element, known->name.view(), given.value));
            if (!made) return {};
            out_.attribute(known->name, *made);
            uses(known->space);
            return {};
        }
        case Shape::typeface:
            if (!grammar_.is_typeface(given.value) && TRY(gate_.judge(kTypeface, given.value.size(), {{}, given.value, 1})) != Action::kept) return {};
            return put(*known, given.value);
        case Shape::needed_typeface:
            if (!grammar_.is_typeface(given.value) && TRY(gate_.judge(kTypeface, given.value.size(), {{}, given.value, 1})) != Action::kept) {
                out_.attribute(known->name, "Calibri");
                return {};
            }
            return put(*known, given.value);
        case Shape::shown: {
            if (gate_.is_doomed()) return {};
            auto const kept = TRY(marks::pass_text(given.value, marks::Spaces::kinds, gate_));
            gate_.shows(engine::text(kept.bytes()));
            out_.attribute(known->name, kept);
            uses(known->space);
            return {};
        }
        case Shape::none:
        case Shape::boolean:
        case Shape::number:
        case Shape::hexadecimal:
        case Shape::colour:
        case Shape::word:
        case Shape::list:
        case Shape::guide:
        case Shape::language:
        case Shape::hidden:
        case Shape::any:
            if (!grammar_.fits(known->shape, given.value)) return refuse(kValue, element, given);
            return put(*known, given.value);
    }
    return {};
}

Result<void> Filter::refuse(Rule const& rule, Element const& element, codec::XmlAttribute const& given) {
    std::string name(element.name.view());
    name += '@';
    name += given.name;
    return gate_.drop(rule, given.value.size(), {name, given.value, 1});
}

// Inside something that goes whole, only what the rules name is worth telling.
Result<void> Filter::put(Attribute const& attribute, std::string_view value) {
    if (gate_.is_doomed()) return {};
    auto const kept = TRY(gate_.pass(kKept, bytes_of(value)));
    if (kept) out_.attribute(attribute.name, *kept);
    uses(attribute.space);
    return {};
}

Result<void> Filter::text(std::string_view text) {
    if (skipped_ > 0 || open_.empty()) return {};
    auto const* const element = open_.back().is_written ? open_.back().element : nullptr;
    auto const shape = element == nullptr ? Shape::none : element->text;
    if (shape == Shape::none || shape == Shape::hidden) {
        if (is_blank(text)) return {};
        return gate_.drop(kText, text.size(), {element == nullptr ? std::string_view{} : element->name.view(), text, 1});
    }
    if (shape == Shape::shown) return shown(text);
    if (shape == Shape::reference) {
        if (auto const made = TRY(hooks_.reference(*element, "#", text))) out_.text(*made);
        return {};
    }
    if (!grammar_.fits(shape, text)) return gate_.drop(kValue, text.size(), {element->name.view(), text, 1});
    if (gate_.is_doomed()) return {};
    if (auto const kept = TRY(gate_.pass(shape == Shape::any ? kShown : kKept, bytes_of(text)))) out_.text(*kept);
    return {};
}

Result<void> Filter::shown(std::string_view text) {
    if (gate_.is_doomed()) return {};
    auto const kept = TRY(marks::pass_text(text, marks::Spaces::kinds, gate_));
    gate_.shows(engine::text(kept.bytes()));
    out_.text(kept);
    return {};
}

Result<void> Filter::end() {
    if (skipped_ > 0) {
        --skipped_;
        return {};
    }
    auto const& open = open_.back();
    if (open.is_written) out_.close();
    bindings_.resize(open.bindings);
    open_.pop_back();
    return {};
}

void Filter::uses(Namespace const* space) {
    if (space == nullptr || space->prefix == "xml" || std::find(used_.begin(), used_.end(), space) != used_.end()) return;
    used_.push_back(space);
}

void Filter::finish() {
    std::sort(used_.begin(), used_.end(), [](Namespace const* a, Namespace const* b) { return a->prefix.view() < b->prefix.view(); });
    Blob ignorable;
    for (auto const* const space : used_) {
        out_.declare_at_root(space->prefix, space->uri);
        if (!space->is_extension) continue;
        if (!ignorable.empty()) ignorable.push_back(' ');
        for (char const c : space->prefix.view()) ignorable.push_back(static_cast<std::uint8_t>(c));
    }
    if (ignorable.empty()) return;
    out_.declare_at_root("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006");
    out_.attribute_at_root("mc:Ignorable", Made::by_encoder(std::move(ignorable)));
}

Made written(std::string text) { return Made::by_encoder(Blob(text.begin(), text.end())); }

Made copy_of(Kept const& kept) { return Made::by_encoder(Blob(kept.bytes().begin(), kept.bytes().end())); }

Made numbered(Literal before, std::uint64_t number, Literal after) {
    return written(std::string(before.view()) + std::to_string(number) + std::string(after.view()));
}

RuleList rules() { return list_rules(marks::text_rules(), kElement, kAttribute, kValue, kText, kPlace, kBranch, kKept, kShown, kTypeface); }

}  // namespace scrub::engine::xml
