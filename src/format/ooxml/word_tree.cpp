// Transformations of Word's tree.
#include "format/ooxml/word_tree.hpp"

#include <algorithm>
#include <vector>

#include "codec/xml.hpp"
#include "format/ooxml/rows.hpp"
#include "format/ooxml/word_fields.hpp"
#include "marks/text.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;
using namespace std::string_view_literals;

constexpr std::string_view kMarkup = "http://schemas.openxmlformats.org/markup-compatibility/2006";

constexpr Rule kBranch{"alternate branch", "GEN-09", Kind::hidden_content, "a second copy of the content for other programs"};
constexpr Rule kDeleted{"deleted text", "WD-REV", Kind::revision, "tracked deletion"};
constexpr Rule kInserted{"inserted text", "WD-REV", Kind::revision, "tracked insertion", Form::unwrap};
constexpr Rule kMark{"tracked paragraph mark", "WD-REV", Kind::revision, "tracked change of a paragraph's end", Form::unwrap};
constexpr Rule kRow{"deleted row or cell", "WD-REV", Kind::revision, "tracked deletion in a table"};
constexpr Rule kHidden{"hidden text", "WD-HID", Kind::hidden_content, "no reader sees it on the page"};
constexpr Rule kInvisible{"invisible text", "WD-HID", Kind::hidden_content, "in the colour of its background"};
constexpr Rule kTiny{"tiny text", "WD-HID", Kind::hidden_content, "too small to be read"};
constexpr Rule kBlackened{"blackened text", "WD-HID", Kind::hidden_content, "black on black: only looks like a redaction", Form::replace};
constexpr Rule kWatermark{"watermark", "WD-WM", Kind::watermark, "lies behind the text, and may name the recipient"};
constexpr Rule kCommentMark{"w:commentReference", "WD-CMT", Kind::comment, "mark of a comment"};
constexpr Rule kPageBreak{"w:lastRenderedPageBreak", "WD-SET", Kind::software, "where the pages of the author's computer broke"};
constexpr Rule kFieldRest{"field", "WD-FLD", Kind::slack, "a field without a beginning or an end"};

template <class Visit>
void each(xml_node node, Visit const& visit) {
    for (auto child = node.first_child(); child;) {
        auto const next = child.next_sibling();
        if (child.type() == pugi::node_element && visit(child)) each(child, visit);
        child = next;
    }
}

std::string text_of(xml_node node) {
    std::string text;
    auto const add = [&](auto const& self, xml_node n) -> void {
        for (auto const child : n.children()) {
            std::string_view const name = child.name();
            if (name == "w:t" || name == "w:delText" || name == "m:t" || name == "a:t") text += child.child_value();
            else if (child.type() == pugi::node_element) self(self, child);
        }
    };
    if (std::string_view(node.name()) == "w:t") text = node.child_value();
    add(add, node);
    return text;
}

bool is_on(xml_node property) {
    if (!property) return false;
    std::string_view const value = property.attribute("w:val").value();
    return !(value == "0" || value == "false" || value == "off");
}

bool has_name(xml_node node, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), std::string_view(node.name())) != names.end();
}

// Moves the children of a node to its place.
void unwrap(xml_node node) {
    auto parent = node.parent();
    while (auto const child = node.first_child()) parent.insert_move_before(child, node);
    parent.remove_child(node);
}

// --- canonical names --------------------------------------------------------------------------------

class Canonical {
public:
    explicit Canonical(Gate& gate) : gate_(gate) {}

    Result<void> node(xml_node node) {
        auto const mark = scope_.enter(node);
        rename(node);
        for (auto child = node.first_child(); child;) {
            auto next = child.next_sibling();
            if (child.type() == pugi::node_element) {
                if (is_markup(child, "AlternateContent")) {
                    next = child.next_sibling();
                    if (auto const chosen = TRY(choose(child))) next = chosen;  // walked like any other child
                    node.remove_child(child);
                } else {
                    TRY(this->node(child));
                }
            }
            child = next;
        }
        scope_.leave(mark);
        return {};
    }

private:
    bool is_markup(xml_node node, std::string_view local) {
        auto const [prefix, name] = codec::split_qname(node.name());
        if (name != local) return false;
        auto const mark = scope_.enter(node);
        bool const is = scope_.uri(prefix) == kMarkup;
        scope_.leave(mark);
        return is;
    }

    bool knows_all(xml_node choice) {
        std::string_view rest = choice.attribute("Requires").value();
        while (!rest.empty()) {
            auto const end = std::min(rest.find(' '), rest.size());
            if (end > 0 && grammar().space(scope_.uri(rest.substr(0, end))) == nullptr) return false;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return true;
    }

    // Moves the children of the branch that counts to before the element, and gives the first.
    Result<xml_node> choose(xml_node alternate) {
        auto const mark = scope_.enter(alternate);
        xml_node taken;
        std::uint64_t others = 0;
        for (auto const branch : alternate.children()) {
            auto const inner = scope_.enter(branch);
            bool const is_choice = is_markup(branch, "Choice");
            bool const fits = !taken && (is_choice ? knows_all(branch) : is_markup(branch, "Fallback"));
            scope_.leave(inner);
            if (fits) taken = branch;
            else ++others;
        }
        scope_.leave(mark);
        if (others > 0) TRY(gate_.drop(kBranch, 0, {{}, {}, others}));
        xml_node first;
        auto parent = alternate.parent();
        while (auto const child = taken.first_child()) {
            // Declarations of the wrappers would get lost.
            if (child.type() == pugi::node_element) inherit(child, taken), inherit(child, alternate);
            auto const moved = parent.insert_move_before(child, alternate);
            if (!first) first = moved;
        }
        return first;
    }

    static void inherit(xml_node child, xml_node from) {
        for (auto const attribute : from.attributes()) {
            std::string_view const name = attribute.name();
            if ((name == "xmlns" || name.starts_with("xmlns:")) && !child.attribute(attribute.name())) child.append_attribute(attribute.name()) = attribute.value();
        }
    }

    void rename(xml_node node) {
        for (auto attribute = node.first_attribute(); attribute;) {
            auto const next = attribute.next_attribute();
            auto const [prefix, local] = codec::split_qname(attribute.name());
            bool const is_declaration = prefix == "xmlns" || std::string_view(attribute.name()) == "xmlns";
            if (!is_declaration && !prefix.empty()) {
                auto const uri = scope_.uri(prefix);
                if (uri == kMarkup) node.remove_attribute(attribute);
                else attribute.set_name(canonical(uri, local).c_str());
            }
            attribute = next;
        }
        auto const [prefix, local] = codec::split_qname(node.name());
        node.set_name(canonical(scope_.uri(prefix), local).c_str());
    }

    static std::string canonical(std::string_view uri, std::string_view local) {
        auto const* const space = grammar().space(uri);
        if (space == nullptr) return "?:" + std::string(local);
        if (space->prefix.empty()) return std::string(local);
        return std::string(space->prefix.view()) + ":" + std::string(local);
    }

    codec::XmlScope scope_;
    Gate& gate_;
};

// Declarations are only needed while names are found; afterwards the canonical prefixes are declared at the root.
void declare_canonical(xml_node root) {
    auto const strip = [](auto const& self, xml_node node) -> void {
        for (auto attribute = node.first_attribute(); attribute;) {
            auto const next = attribute.next_attribute();
            std::string_view const name = attribute.name();
            if (name == "xmlns" || name.starts_with("xmlns:")) node.remove_attribute(attribute);
            attribute = next;
        }
        for (auto const child : node.children())
            if (child.type() == pugi::node_element) self(self, child);
    };
    strip(strip, root);
    for (auto const& space : namespaces()) {
        if (space.prefix == "xml") continue;
        auto const name = space.prefix.empty() ? std::string("xmlns") : "xmlns:" + std::string(space.prefix.view());
        root.append_attribute(name.c_str()) = std::string(space.uri.view()).c_str();
    }
}

// --- revisions -----------------------------------------------------------------------------------------

class Revisions {
public:
    explicit Revisions(Gate& gate) : gate_(gate) {}

    Result<void> run(xml_node story) {
        TRY(tables(story));
        TRY(content(story));
        TRY(marks(story));
        return {};
    }

private:
    static bool is_deletion(xml_node node) { return has_name(node, {"w:del", "w:moveFrom", "w14:conflictDel"}); }
    static bool is_insertion(xml_node node) { return has_name(node, {"w:ins", "w:moveTo", "w14:conflictIns"}); }

    Result<void> judge(Rule const& rule, xml_node mark, std::string_view value) {
        std::string_view const author = mark.attribute("w:author").value();
        if (!author.empty()) TRY(gate_.judge(kAuthor, author.size(), {{}, author, 1}));
        if (*mark.attribute("w:date").value() != 0) TRY(gate_.judge(kDate, 20, {{}, mark.attribute("w:date").value(), 1}));
        TRY(gate_.judge(rule, value.size(), {{}, value, 1}));
        return {};
    }

    Result<void> tables(xml_node story) {
        std::vector<std::pair<xml_node, xml_node>> gone;  // row or cell, and its mark
        each(story, [&](xml_node node) {
            if (has_name(node, {"w:tr"})) {
                if (auto const mark = node.child("w:trPr").child("w:del")) return gone.emplace_back(node, mark), false;
            } else if (has_name(node, {"w:tc"})) {
                if (auto const mark = node.child("w:tcPr").child("w:cellDel")) return gone.emplace_back(node, mark), false;
            }
            return true;
        });
        for (auto const& [node, mark] : gone) {
            TRY(judge(kRow, mark, text_of(node)));
            auto table = node.parent();
            table.remove_child(node);
            for (auto owner = table; owner && has_name(owner, {"w:tr", "w:tbl"}) && !owner.child("w:tr") && !owner.child("w:tc");) {
                auto outer = owner.parent();
                outer.remove_child(owner);
                owner = outer;
            }
        }
        return {};
    }

    Result<void> content(xml_node story) {
        std::vector<xml_node> deleted;
        std::vector<xml_node> inserted;
        each(story, [&](xml_node node) {
            bool const is_property = has_name(node.parent(), {"w:rPr", "w:trPr", "w:numPr", "w:ctrlPr", "m:ctrlPr"});
            if (is_deletion(node) && !is_property) return deleted.push_back(node), false;
            if (is_insertion(node)) inserted.push_back(node);
            return true;
        });
        for (auto const& node : deleted) {
            TRY(judge(kDeleted, node, text_of(node)));
            node.parent().remove_child(node);
        }
        for (auto const& node : inserted) {
            if (has_name(node.parent(), {"w:rPr"}) && has_name(node.parent().parent(), {"w:pPr"})) continue;  // a paragraph mark
            TRY(judge(kInserted, node, {}));
            unwrap(node);
        }
        return {};
    }

    // A deleted paragraph mark joins a paragraph with the next, whose properties count (17.13.5.15).
    Result<void> marks(xml_node story) {
        std::vector<xml_node> paragraphs;
        each(story, [&](xml_node node) {
            if (has_name(node, {"w:p"})) paragraphs.push_back(node);
            return true;
        });
        for (auto const& paragraph : paragraphs) {
            auto properties = paragraph.child("w:pPr").child("w:rPr");
            bool is_deleted = false;
            for (auto child = properties.first_child(); child;) {
                auto const next = child.next_sibling();
                if (is_deletion(child) || is_insertion(child)) {
                    is_deleted = is_deleted || is_deletion(child);
                    TRY(judge(kMark, child, {}));
                    properties.remove_child(child);
                }
                child = next;
            }
            if (is_deleted) join_with_next(paragraph);
        }
        return {};
    }

    static void join_with_next(xml_node paragraph) {
        auto next = paragraph.next_sibling();
        while (next && has_name(next, {"w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:moveFromRangeEnd", "w:moveFromRangeStart", "w:moveToRangeStart", "w:moveToRangeEnd", "w:proofErr", "w:permStart", "w:permEnd"})) next = next.next_sibling();
        bool const has_section = paragraph.child("w:pPr").child("w:sectPr");
        if (!next || !has_name(next, {"w:p"}) || has_section) {
            bool const is_empty = !std::any_of(paragraph.begin(), paragraph.end(), [](xml_node child) { return child.type() == pugi::node_element && !has_name(child, {"w:pPr"}); });
            bool const is_alone = !paragraph.next_sibling() && !paragraph.previous_sibling("w:p");
            if (is_empty && !has_section && !is_alone) paragraph.parent().remove_child(paragraph);
            return;
        }
        auto const first = next.child("w:pPr");
        for (auto child = paragraph.last_child(); child;) {
            auto const before = child.previous_sibling();
            if (!has_name(child, {"w:pPr"})) {
                if (first) next.insert_move_after(child, first);
                else next.prepend_move(child);
            }
            child = before;
        }
        paragraph.parent().remove_child(paragraph);
    }

    static constexpr Rule kAuthor{"w:author", "WD-REV", Kind::author, "who made the change or comment"};
    static constexpr Rule kDate{"w:date", "WD-REV", Kind::timestamp, "when the change or comment was made"};

    Gate& gate_;

    friend RuleList scrub::engine::ooxml::word_tree_rules();
};

// --- hidden text -----------------------------------------------------------------------------------------

int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0; }

// The largest distance of a component; 255 for what is no colour.
int distance(std::string_view a, std::string_view b) {
    if (a.size() != 6 || b.size() != 6) return 255;
    int most = 0;
    for (std::size_t i = 0; i < 6; i += 2) most = std::max(most, std::abs(hex(a[i]) * 16 + hex(a[i + 1]) - hex(b[i]) * 16 - hex(b[i + 1])));
    return most;
}

struct Highlight {
    std::string_view name, colour;
};
constexpr Highlight kHighlights[] = {
    {"black", "000000"}, {"blue", "0000FF"}, {"cyan", "00FFFF"}, {"green", "00FF00"}, {"magenta", "FF00FF"}, {"red", "FF0000"}, {"yellow", "FFFF00"}, {"white", "FFFFFF"},
    {"darkBlue", "00008B"}, {"darkCyan", "008B8B"}, {"darkGreen", "006400"}, {"darkMagenta", "800080"}, {"darkRed", "8B0000"}, {"darkYellow", "808000"}, {"darkGray", "A9A9A9"}, {"lightGray", "D3D3D3"},
};

class HiddenText {
public:
    HiddenText(StyleLooks const& styles, Gate& gate) : styles_(styles), gate_(gate) {}

    Result<void> run(xml_node story) {
        bool const has_background = story.parent().child("w:background") || story.child("w:background");
        std::vector<xml_node> runs;
        each(story, [&](xml_node node) {
            if (has_name(node, {"w:r"})) runs.push_back(node);
            return true;
        });
        for (auto const& run : runs) TRY(judge(run, has_background));
        return {};
    }

private:
    struct Look {
        bool is_hidden = false;
        int half_points = -1;
        std::string colour, fill;
        bool is_fill_known = true;
        bool has_highlight = false;
    };

    StyleLook const* style(std::string_view id) const {
        auto const found = styles_.find(id);
        return found == styles_.end() ? nullptr : &found->second;
    }

    void apply(std::string_view id, Look& look) const {
        constexpr int kMaxChain = 16;
        bool has_vanish = false;
        bool has_colour = false;
        bool has_fill = false;
        bool has_size = false;
        auto const* at = style(id);
        for (int i = 0; at != nullptr && i < kMaxChain; ++i, at = style(at->based_on)) {
            if (at->vanish >= 0 && !std::exchange(has_vanish, true)) look.is_hidden = at->vanish == 1;
            if (!at->colour.empty() && !std::exchange(has_colour, true)) look.colour = at->colour;
            if (!at->fill.empty() && !std::exchange(has_fill, true)) look.fill = at->fill;
            if (at->half_points >= 0 && !std::exchange(has_size, true)) look.half_points = at->half_points;
        }
    }

    static void take_fill(xml_node properties, Look& look) {
        auto const shading = properties.child("w:shd");
        if (!shading) return;
        std::string_view const fill = shading.attribute("w:fill").value();
        std::string_view const pattern = shading.attribute("w:val").value();
        if (shading.attribute("w:themeFill") || (pattern != "clear" && pattern != "nil" && !pattern.empty())) look.is_fill_known = false;
        else if (!fill.empty()) look.fill = fill == "auto" ? "" : fill;
    }

    Look look_of(xml_node run) const {
        Look look;
        xml_node paragraph = run.parent();
        while (paragraph && !has_name(paragraph, {"w:p"})) paragraph = paragraph.parent();
        for (auto outer = paragraph.parent(); outer; outer = outer.parent()) {
            if (has_name(outer, {"w:txbxContent"})) {
                look.is_fill_known = false;
                break;
            }
            if (has_name(outer, {"w:tbl"}) && outer.child("w:tblPr").child("w:tblStyle")) look.is_fill_known = false;
            if (has_name(outer, {"w:tc"}) && look.fill.empty()) take_fill(outer.child("w:tcPr"), look);
        }
        auto const paragraph_properties = paragraph.child("w:pPr");
        auto const paragraph_style = paragraph_properties.child("w:pStyle");
        apply(paragraph_style ? paragraph_style.attribute("w:val").value() : "", look);
        take_fill(paragraph_properties, look);
        auto const properties = run.child("w:rPr");
        if (auto const character_style = properties.child("w:rStyle")) apply(character_style.attribute("w:val").value(), look);
        if (auto const vanish = properties.child("w:vanish")) look.is_hidden = is_on(vanish);
        if (auto const size = properties.child("w:sz")) look.half_points = size.attribute("w:val").as_int(-1);
        if (auto const colour = properties.child("w:color")) look.colour = colour.attribute("w:themeColor") ? "theme" : colour.attribute("w:val").value();
        take_fill(properties, look);
        if (auto const highlight = properties.child("w:highlight")) {
            auto const* const known = std::find_if(std::begin(kHighlights), std::end(kHighlights), [&](Highlight const& h) { return h.name == highlight.attribute("w:val").value(); });
            if (known != std::end(kHighlights)) {
                look.fill = known->colour;
                look.is_fill_known = true;
                look.has_highlight = true;
            }
        }
        return look;
    }

    Result<void> judge(xml_node run, bool has_background) {
        constexpr int kTinyHalfPoints = 4;
        constexpr int kSame = 8;
        auto const look = look_of(run);
        auto const text = text_of(run);
        if (look.is_hidden) return remove(kHidden, run, text);
        if (text.find_first_not_of(" \t\r\n") == std::string::npos) return {};
        if (look.half_points >= 0 && look.half_points <= kTinyHalfPoints) return remove(kTiny, run, text);
        std::string const fill = look.fill.empty() ? "FFFFFF" : look.fill;
        bool const is_page_white = look.fill.empty() && has_background;
        std::string const colour = look.colour.empty() || look.colour == "auto" ? (look.has_highlight ? "000000" : "") : look.colour;
        if (colour.empty() || !look.is_fill_known || is_page_white || distance(colour, fill) > kSame) return {};
        if (distance(fill, "FFFFFF") <= kSame) return remove(kInvisible, run, text);
        return blacken(run, text);
    }

    Result<void> remove(Rule const& rule, xml_node run, std::string const& text) {
        bool const has_content = std::any_of(run.begin(), run.end(), [](xml_node child) { return !has_name(child, {"w:rPr"}); });
        if (!has_content) return {};
        if (TRY(gate_.judge(rule, text.size(), {{}, text, 1})) == Action::kept) return {};
        run.parent().remove_child(run);
        return {};
    }

    // A block of fixed width: its length must not tell the length of the words.
    Result<void> blacken(xml_node run, std::string const& text) {
        constexpr auto kBlock = "\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88";
        if (text == kBlock) return {};
        if (TRY(gate_.judge(kBlackened, text.size(), {{}, text, 1})) == Action::kept) return {};
        bool has_block = false;
        for (auto child = run.first_child(); child;) {
            auto const next = child.next_sibling();
            if (has_name(child, {"w:t"})) {
                if (has_block) {
                    run.remove_child(child);
                } else {
                    while (child.first_child()) child.remove_child(child.first_child());
                    child.append_child(pugi::node_pcdata).set_value(kBlock);
                }
                has_block = true;
            }
            child = next;
        }
        return {};
    }

    StyleLooks const& styles_;
    Gate& gate_;
};

// --- fields ------------------------------------------------------------------------------------------------

class Fields {
public:
    explicit Fields(Gate& gate) : gate_(gate) {}

    Result<void> run(xml_node story) {
        std::vector<xml_node> simple;
        each(story, [&](xml_node node) {
            if (has_name(node, {"w:fldSimple"})) simple.push_back(node);
            return true;
        });
        for (auto const& field : simple) TRY(judge_simple(field));
        collect(story);
        for (auto& field : fields_) TRY(judge(field));
        for (auto const& node : strays_) {
            TRY(gate_.drop(kFieldRest, 0));
            node.parent().remove_child(node);
        }
        return {};
    }

private:
    struct Field {
        xml_node begin, separate, end;
        std::vector<xml_node> instructions;   // w:instrText
        std::vector<xml_node> hidden;         // what else stands between begin and separate
        std::string instruction;
        bool is_inside_instruction = false;
        std::string result;
    };

    // In document order, with a stack for fields in fields.
    void collect(xml_node story) {
        std::vector<std::size_t> open;
        each(story, [&](xml_node node) {
            if (has_name(node, {"w:fldChar"})) {
                std::string_view const type = node.attribute("w:fldCharType").value();
                if (type == "begin") {
                    Field field;
                    field.begin = node;
                    field.is_inside_instruction = !open.empty() && !fields_[open.back()].separate;
                    open.push_back(fields_.size());
                    fields_.push_back(std::move(field));
                } else if (!open.empty() && type == "separate" && !fields_[open.back()].separate) {
                    fields_[open.back()].separate = node;
                } else if (!open.empty() && type == "end") {
                    fields_[open.back()].end = node;
                    open.pop_back();
                } else {
                    strays_.push_back(node);
                }
                return false;
            }
            if (has_name(node, {"w:instrText", "w:delInstrText"})) {
                if (open.empty() || fields_[open.back()].separate) {
                    strays_.push_back(node);
                } else {
                    fields_[open.back()].instructions.push_back(node);
                    fields_[open.back()].instruction += node.child_value();
                }
                return false;
            }
            if (has_name(node, {"w:t", "w:tab", "w:br", "w:drawing", "w:pict", "w:object", "w:sym"}) && has_name(node.parent(), {"w:r"}) && !open.empty()) {
                bool const is_instruction = std::any_of(open.begin(), open.end(), [&](std::size_t i) { return !fields_[i].separate; });
                if (is_instruction) fields_[open.back()].hidden.push_back(node);
                else if (has_name(node, {"w:t"}))
                    for (auto const i : open) fields_[i].result += node.child_value();
            }
            return true;
        });
    }

    Result<void> judge_simple(xml_node field) {
        std::string const instruction = field.attribute("w:instr").value();
        if (live_field(instruction)) return {};
        auto const result = text_of(field);
        auto const action = TRY(judge_frozen(instruction, result));
        if (action) TRY(form_state(field.child("w:ffData"), field, true));
        unwrap(field);
        return {};
    }

    // Says whether a form field was flattened.
    Result<bool> judge_frozen(std::string_view instruction, std::string_view result) {
        auto const& rule = field_rule(instruction);
        if (rule.kind == Kind::structure) return false;
        bool const tells_result = rule.kind == Kind::author || rule.kind == Kind::path || rule.kind == Kind::timestamp || rule.kind == Kind::metadata || rule.kind == Kind::location;
        TRY(gate_.drop(rule, instruction.size(), {{}, tells_result ? result : instruction, 1}));
        return rule.kind == Kind::form_data;
    }

    Result<void> judge(Field& field) {
        bool const is_whole = field.end && !field.is_inside_instruction;
        // A field inside the instruction of another makes it unpredictable.
        bool const has_inner = std::any_of(fields_.begin(), fields_.end(), [&](Field const& f) { return f.is_inside_instruction && f.begin && is_between(field, f); });
        if (is_whole && !has_inner && live_field(field.instruction)) {
            merge_instruction(field);
            for (auto const& node : field.hidden) node.parent().remove_child(node);
            while (auto const child = field.begin.first_child()) field.begin.remove_child(child);
            return {};
        }
        auto const words = field_words(field.instruction);
        bool const is_link = is_whole && !words.empty() && (words[0] == "HYPERLINK" || words[0] == "hyperlink") && field.separate;
        if (is_link) TRY(make_link(field, words));
        else if (!field.is_inside_instruction && TRY(judge_frozen(field.instruction, field.result))) TRY(form_state(field.begin.child("w:ffData"), field.end ? field.end : field.begin, false));
        for (auto const& node : field.instructions) node.parent().remove_child(node);
        for (auto const& node : field.hidden) node.parent().remove_child(node);
        for (auto const& node : {field.begin, field.separate, field.end})
            if (node) node.parent().remove_child(node);
        return {};
    }

    bool is_between(Field const& outer, Field const& inner) const {
        auto const index_of = [&](Field const& f) { return static_cast<std::size_t>(&f - fields_.data()); };
        return index_of(inner) == index_of(outer) + 1;
    }

    static void merge_instruction(Field& field) {
        for (std::size_t i = 1; i < field.instructions.size(); ++i) field.instructions[i].parent().remove_child(field.instructions[i]);
        if (field.instructions.empty()) return;
        auto const node = field.instructions.front();
        while (auto const child = node.first_child()) child.parent().remove_child(child);
        auto text = field.instructions.front();
        text.append_child(pugi::node_pcdata).set_value(field.instruction.c_str());
    }

    // HYPERLINK "address" \l "bookmark": becomes the element that Word itself would write.
    static Result<void> make_link(Field& field, std::vector<std::string> const& words) {
        std::string address;
        std::string anchor;
        for (std::size_t i = 1; i < words.size(); ++i) {
            if (words[i] == "\\l" && i + 1 < words.size()) anchor = words[++i];
            else if ((words[i] == "\\o" || words[i] == "\\t") && i + 1 < words.size()) ++i;
            else if (!words[i].starts_with('\\') && address.empty()) address = words[i];
        }
        auto const first = field.separate.parent();
        auto const last = field.end.parent();
        if (first.parent() != last.parent() || first == last || !has_name(first.parent(), {"w:p", "w:ins", "w:sdtContent", "w:smartTag"})) return {};
        auto link = first.parent().insert_child_after("w:hyperlink", first);
        if (!address.empty()) link.append_attribute("r:id") = ("\n" + address).c_str();
        if (!anchor.empty()) link.append_attribute("w:anchor") = anchor.c_str();
        for (auto run = link.next_sibling(); run && run != last;) {
            auto const next = run.next_sibling();
            link.append_move(run);
            run = next;
        }
        return {};
    }

    // What a reader sees of a check box or a list, which is not in the text.
    static Result<void> form_state(xml_node data, xml_node at, bool is_simple) {
        std::string shown;
        if (auto const box = data.child("w:checkBox")) {
            auto const checked = box.child("w:checked");
            bool const is_checked = checked ? is_on(checked) : is_on(box.child("w:default"));
            shown = is_checked ? "\xE2\x98\x92" : "\xE2\x98\x90";
        } else if (auto const list = data.child("w:ddList")) {
            auto const given = list.child("w:result") ? list.child("w:result") : list.child("w:default");
            int index = given.attribute("w:val").as_int(0);
            for (auto const entry : list.children("w:listEntry"))
                if (index-- == 0) shown = entry.attribute("w:val").value();
        }
        if (shown.empty() || is_simple) return {};
        auto text = at.parent().insert_child_before("w:t", at);
        text.append_child(pugi::node_pcdata).set_value(shown.c_str());
        return {};
    }

    Gate& gate_;
    std::vector<Field> fields_;
    std::vector<xml_node> strays_;
};

// --- watermarks ---------------------------------------------------------------------------------------------

std::string lowered(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

bool names_watermark(std::string_view name) { return lowered(name).find("watermark") != std::string::npos; }

// A shape of VML: named so, or word art that lies absolutely over the page (watermarks.md: PowerPlusWaterMarkObject).
bool is_watermark_shape(xml_node shape, bool is_header) {
    std::string_view const style = shape.attribute("style").value();
    if (names_watermark(shape.attribute("id").value()) || names_watermark(shape.attribute("o:spid").value()) || names_watermark(shape.attribute("alt").value())) return true;
    if (!is_header || style.find("position:absolute") == std::string_view::npos) return false;
    bool const is_behind = style.find("z-index:-") != std::string_view::npos;
    return shape.child("v:textpath") || (is_behind && style.find("rotation:") != std::string_view::npos);
}

bool is_watermark_drawing(xml_node drawing, bool is_header) {
    auto const anchor = drawing.child("wp:anchor");
    bool is_named = false;
    bool is_odd = false;
    each(drawing, [&](xml_node node) {
        std::string_view const name = node.name();
        if (name == "wp:docPr" || name.ends_with(":cNvPr")) is_named = is_named || names_watermark(node.attribute("name").value()) || names_watermark(node.attribute("descr").value());
        if (name == "a:xfrm" && node.attribute("rot").as_int(0) % 5400000 != 0) is_odd = true;
        if (name == "a:prstTxWarp" && std::string_view(node.attribute("prst").value()) != "textNoShape") is_odd = true;
        if ((name == "a:alpha" || name == "a:alphaModFix") && std::max(node.attribute("val").as_int(0), node.attribute("amt").as_int(0)) < 70000) is_odd = true;
        return true;
    });
    bool const is_behind = anchor && (std::string_view(anchor.attribute("behindDoc").value()) == "1" || std::string_view(anchor.attribute("behindDoc").value()) == "true");
    return is_named || (is_header && is_behind && is_odd);
}

}  // namespace

Result<void> canonicalise(xml_node root, Gate& gate) {
    TRY(Canonical(gate).node(root));
    declare_canonical(root);
    return {};
}

Result<void> accept_revisions(xml_node story, Gate& gate) {
    if (gate.policy(Kind::revision) != Disposition::remove) return {};
    return Revisions(gate).run(story);
}

Result<void> remove_hidden(xml_node story, StyleLooks const& styles, Gate& gate) { return HiddenText(styles, gate).run(story); }

Result<void> freeze_fields(xml_node story, Gate& gate) { return Fields(gate).run(story); }

Result<void> remove_watermarks(xml_node story, Gate& gate) {
    bool const is_header = has_name(story, {"w:hdr", "w:ftr"});
    std::vector<xml_node> found;
    each(story, [&](xml_node node) {
        if (has_name(node, {"w:sdt"})) {
            std::string_view const gallery = node.child("w:sdtPr").child("w:docPartObj").child("w:docPartGallery").attribute("w:val").value();
            if (gallery == "Watermarks") return found.push_back(node), false;
        }
        if (has_name(node, {"w:pict"})) {
            for (auto const shape : node.children())
                if (is_watermark_shape(shape, is_header)) return found.push_back(node), false;
        }
        if (has_name(node, {"w:drawing"}) && is_watermark_drawing(node, is_header)) return found.push_back(node), false;
        return true;
    });
    for (auto const& node : found) {
        std::string text;
        each(node, [&](xml_node inner) {
            if (has_name(inner, {"v:textpath"})) text += inner.attribute("string").value();
            return true;
        });
        if (text.empty()) text = text_of(node);
        if (TRY(gate.judge(kWatermark, text.size(), {{}, text, 1})) != Action::kept) node.parent().remove_child(node);
    }
    return {};
}

Result<void> normalise_paragraphs(xml_node story, Gate& gate) {
    std::vector<xml_node> paragraphs;
    each(story, [&](xml_node node) {
        if (has_name(node, {"w:p"})) paragraphs.push_back(node);
        return true;
    });
    for (auto const& paragraph : paragraphs) {
        std::vector<xml_node> nodes;
        std::vector<std::string> texts;
        each(paragraph, [&](xml_node node) {
            if (has_name(node, {"w:p"})) return false;  // of a text box
            if (has_name(node, {"w:t"})) {
                nodes.push_back(node);
                texts.emplace_back(node.child_value());
            }
            return true;
        });
        bool const is_plain = std::all_of(texts.begin(), texts.end(), [](std::string const& text) { return marks::is_plain(text, marks::Spaces::kinds); });
        if (nodes.empty() || is_plain) continue;
        std::vector<std::string_view> const pieces(texts.begin(), texts.end());
        auto const kept = TRY(marks::pass_texts(pieces, marks::Spaces::kinds, gate));
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            while (nodes[i].first_child()) nodes[i].remove_child(nodes[i].first_child());
            nodes[i].append_child(pugi::node_pcdata).set_value(std::string(text(kept[i].bytes())).c_str());
        }
    }
    return {};
}

Result<void> mend(xml_node story, Gate& gate) {
    std::vector<xml_node> runs;
    each(story, [&](xml_node node) {
        if (has_name(node, {"w:r"})) runs.push_back(node);
        return true;
    });
    for (auto run : runs) {
        for (auto child = run.first_child(); child;) {
            auto const next = child.next_sibling();
            bool const is_mark = has_name(child, {"w:commentReference", "w:lastRenderedPageBreak"});
            if (is_mark && TRY(gate.judge(has_name(child, {"w:commentReference"}) ? kCommentMark : kPageBreak, 0)) != Action::kept) run.remove_child(child);
            child = next;
        }
        bool const has_content = std::any_of(run.begin(), run.end(), [](xml_node child) { return !has_name(child, {"w:rPr"}); });
        if (!has_content) run.parent().remove_child(run);
    }
    std::vector<xml_node> cells;
    each(story, [&](xml_node node) {
        if (has_name(node, {"w:tc"})) cells.push_back(node);
        return true;
    });
    for (auto cell : cells) {
        auto last = cell.last_child();
        while (last && has_name(last, {"w:bookmarkEnd", "w:bookmarkStart", "w:commentRangeEnd", "w:proofErr"})) last = last.previous_sibling();
        if (!has_name(last, {"w:p"}) && !has_name(last, {"w:sdt", "w:customXml", "w:ins", "w:moveTo"})) cell.append_child("w:p");
    }
    return {};
}

RuleList word_tree_rules() {
    return list_rules(field_rules(), kBranch, kDeleted, kInserted, kMark, kRow, kHidden, kInvisible, kTiny, kBlackened, kWatermark, kCommentMark, kPageBreak, kFieldRest, Revisions::kAuthor, Revisions::kDate);
}

}  // namespace scrub::engine::ooxml
