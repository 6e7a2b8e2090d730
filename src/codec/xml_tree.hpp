// The tree engine: an allow-list of elements and attributes by namespace drives a filter from XML events to an XmlWriter.
//
// A format gives tables (Tables): namespaces with their canonical prefixes; for each element one row that names its
// attributes and what their values may look like; and rules for those elements and attributes that are more than
// structure. What has no row goes and is reported; names are written out of the tables, so that no name of the input
// reaches the output; values and texts go through the gate one by one. Order never changes.
//
//     {"w:jc", "w:val=w"}                     an element, its attribute, whose value is a word of the vocabulary
//     {"w:t", "xml:space=w #=s ^w:r"}         text that a reader sees ('#'), only directly inside w:r ('^', several with ',')
//     {"w:hyperlink", "r:id=@ w:history=b"}   '@': the format says what stands there now (Hooks::reference)
//     {"a:blip", "r:embed=@ !"}               '!': the format is asked before (Hooks::admits)
// Shapes: b boolean, n number (with a unit), h hexadecimal, c colour, w word of the vocabulary, l list of numbers and
// words, k name of a guide or shape type, g language, f typeface, F typeface
// that must be there (a common one takes the place of one that goes), s text that a reader sees, t other text (goes, unless
// a rule says that it may stay), @ a reference, * any text that is content by its place (formulas). A value of another
// shape goes with its attribute. Rules: "w:proofErr" for an element, "w:rsidR" for an attribute of any element,
// "wp:docPr@descr" for one element's. An element or attribute that only a rule names goes where the policy removes its
// kind; where the policy keeps it, an element still needs its row.
//
// mc:AlternateContent becomes its first Choice whose namespaces the tables know, or its Fallback: the mark goes, the
// content stays, the other branches go and are reported. White space between elements goes.
//
// Two sources drive a filter: `run(XmlPull&)` for large parts (nothing but the open elements is in memory), and
// `run(pugi::xml_node)` where the format has to look ahead and change the tree before (Word's tracked changes).
// Format code for a part, whole:
//     std::string converted;
//     auto const text = TRY(codec::checked_xml(part, gate.budget(), converted, &extras));
//     codec::XmlPull pull(text);
//     codec::XmlWriter writer(true);
//     TRY(xml::Filter(grammar, hooks, gate, writer).run(pull));
//     zip.add("xl/worksheets/sheet1.xml", writer.take(), codec::ZipWriter::Pack::deflate);
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "codec/xml.hpp"
#include "codec/xml_pull.hpp"
#include "core/gate.hpp"
#include "core/rule.hpp"

namespace scrub::engine::xml {

enum class Shape : std::uint8_t { none, boolean, number, hexadecimal, colour, word, list, guide, language, typeface, needed_typeface, shown, hidden, reference, any };

struct Namespace {
    Literal prefix;                ///< canonical
    Literal uri;
    Literal other_uri = "";        ///< a second name of the same namespace (ISO 29500 strict)
    bool is_extension = false;     ///< readers that do not know it must be told to ignore it (mc:Ignorable)
};

struct ElementRow {
    Literal name;
    Literal spec = "";
};

struct Tables {
    std::vector<std::span<Namespace const>> namespaces;
    std::vector<std::span<ElementRow const>> elements;
    std::vector<std::span<Literal const>> attributes;      ///< "fo:color=c": the same on every element
    std::vector<std::span<Rule const>> element_rules;
    std::vector<std::span<Rule const>> attribute_rules;
    std::vector<std::span<Literal const>> words;
    std::vector<std::span<Literal const>> typefaces;
};

struct Attribute {
    Literal name = "";
    std::string_view local;
    Namespace const* space = nullptr;  ///< none: the attribute has no prefix
    Shape shape = Shape::hidden;
    Rule const* rule = nullptr;
};

struct Element {
    Literal name = "";
    Namespace const* space = nullptr;
    std::vector<Attribute> attributes;
    std::vector<Literal> parents;      ///< empty: any
    Shape text = Shape::none;
    Rule const* rule = nullptr;
    bool has_row = false;              ///< false: known from a rule only
    bool asks = false;
};

/// Tables made ready for look-up. Made once.
class Grammar {
public:
    explicit Grammar(Tables tables);
    Grammar(Grammar const&) = delete;
    Grammar& operator=(Grammar const&) = delete;

    Namespace const* space(std::string_view uri) const;
    Element const* element(Namespace const& space, std::string_view local) const;
    Attribute const* attribute(Element const& element, Namespace const* space, std::string_view local) const;
    bool fits(Shape shape, std::string_view value) const;
    bool is_word(std::string_view value) const { return words_.contains(value); }
    bool is_typeface(std::string_view value) const;

private:
    void add_row(ElementRow const& row);
    void add_attribute(Element& element, Literal spec);
    Attribute attribute_of(Literal spec) const;
    Namespace const* space_of(Literal name) const;
    Namespace const* space_of_attribute(Literal name) const;

    Tables tables_;
    std::unordered_map<std::string_view, Namespace const*> spaces_;
    std::unordered_map<Namespace const*, std::unordered_map<std::string_view, Element>> elements_;
    std::unordered_map<std::string_view, Attribute> common_attributes_;  // by canonical name
    std::unordered_set<std::string_view> words_, typefaces_;
};

/// An element as the source shows it, for hooks.
using Attributes = std::span<codec::XmlAttribute const>;

/// The value of an attribute by its local name, whatever its prefix; empty when it is not there.
std::string_view value_of(Attributes attributes, std::string_view local);

enum class Admission : std::uint8_t { yes, unwrap, no };

/// What a format adds to its tables. All may be empty.
struct Hooks {
    /// What stands for a value of shape '@' in the output; nothing: the attribute goes, the format has reported it.
    /// The attribute is "#" for an element's text.
    std::function<Result<std::optional<Made>>(Element const& element, std::string_view attribute, std::string_view value)> reference;
    /// Whether an element marked '!' stays. The format has reported what it refuses.
    std::function<Result<Admission>(Element const& element, Attributes attributes)> admits;
};

class Filter {
public:
    Filter(Grammar const& grammar, Hooks const& hooks, Gate& gate, codec::XmlWriter& out) : grammar_(grammar), hooks_(hooks), gate_(gate), out_(out) {}

    /// A whole part. The root must be an element of the tables.
    Result<void> run(codec::XmlPull& source);
    Result<void> run(pugi::xml_node const& root);

    /// The events themselves, for formats that put something between. Then `finish`.
    Result<void> start(std::string_view qname, Attributes attributes);
    Result<void> text(std::string_view text);
    Result<void> end();
    void finish();
    /// Elements written so far.
    std::uint64_t written() const noexcept { return written_; }

private:
    struct Binding {
        std::string_view prefix;
        Namespace const* space;   // null: a namespace that the tables do not know
    };
    struct Open {
        Element const* element;  // of the output; for an unwrapped one, that of its parent
        std::size_t bindings;    // how many there were before
        bool is_written;
        bool is_alternate;       // mc:AlternateContent
        bool has_choice;         // one branch of it was taken
    };

    Result<void> node(pugi::xml_node const& node);
    void bind(Attributes attributes);
    Namespace const* resolve(std::string_view prefix) const;
    bool knows_all(std::string_view prefixes) const;
    Result<bool> takes_branch(std::string_view local, Attributes attributes);
    Result<Admission> admit(Element const& element, Attributes attributes);
    Result<void> write(Element const& element, Attributes attributes);
    Result<void> attribute(Element const& element, codec::XmlAttribute const& given);
    Result<void> refuse(Rule const& rule, Element const& element, codec::XmlAttribute const& given);
    Result<void> put(Attribute const& attribute, std::string_view value);
    Result<void> shown(std::string_view text);
    Result<void> skip(std::size_t bindings);
    void uses(Namespace const* space);

    Grammar const& grammar_;
    Hooks const& hooks_;
    Gate& gate_;
    codec::XmlWriter& out_;
    std::vector<Binding> bindings_;
    std::vector<Open> open_;
    std::vector<Namespace const*> used_;
    std::size_t skipped_ = 0;               // depth inside something that goes
    std::vector<codec::XmlAttribute> scratch_;
    std::uint64_t written_ = 0;
};

/// "rId7", "image12.png": a name of our own making.
Made numbered(Literal before, std::uint64_t number, Literal after = "");

/// A name that a format has put together from literals and numbers; never from input.
Made written(std::string text);
/// What the gate kept, for a place that takes what was made.
Made copy_of(Kept const& kept);

/// The findings that the engine makes itself.
RuleList rules();

}  // namespace scrub::engine::xml
