// XML 1.0 (fifth edition) with namespaces: a strict check of our own in front of pugixml, and a writer.
// pugixml (MIT, no CVE) is quick and safe but accepts what other readers refuse or read differently: duplicate
// attributes, two roots, undeclared entities, bytes that are not UTF-8. What passes the check every reader reads alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/budget.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/sink.hpp"

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace scrub::engine::codec {

/// What stands in a text beside its elements, for the report.
struct XmlExtras {
    std::uint64_t comments = 0;
    std::uint64_t processing_instructions = 0;
    std::uint64_t extra_bytes = 0;  ///< of both
};

enum class White : std::uint8_t {
    lone,  ///< white space counts as text only where it is all that an element holds
    all,   ///< all white space counts (mixed content)
};

/// A text in UTF-8 without byte order mark, and well formed: one root, no DOCTYPE, no entities but the five, unique
/// attributes, nesting within the budget. UTF-16 is converted, into `converted`; other encodings are refused.
Result<std::string_view> checked_xml(Bytes in, Budget& budget, std::string& converted, XmlExtras* extras = nullptr);

/// The same, parsed. Comments and processing instructions are left out.
Result<void> parse_xml(Bytes in, Budget& budget, White white, pugi::xml_document& document, XmlExtras* extras = nullptr);

/// A text that `checked_xml` has passed, parsed.
Result<void> parse_checked_xml(std::string_view checked_text, White white, pugi::xml_document& document);

/// Namespace URIs by prefix, as they are in scope at an element. URIs must outlive the scope.
class XmlScope {
public:
    /// Enters an element: takes up its declarations. `leave` with what it returned.
    std::size_t enter(pugi::xml_node const& element);
    void leave(std::size_t mark) { bindings_.resize(mark); }
    /// The URI of a prefix ("" is the default namespace); empty when there is none.
    std::string_view uri(std::string_view prefix) const;

private:
    struct Binding {
        std::string_view prefix;
        std::string_view uri;
    };
    std::vector<Binding> bindings_;
};

/// Splits "w:p" into "w" and "p"; the prefix is empty when there is no colon.
struct QName {
    std::string_view prefix;
    std::string_view local;
};
QName split_qname(std::string_view qname) noexcept;

/// Writes XML from literals and kept values, in one canonical form.
class XmlWriter {
public:
    /// With or without `standalone="yes"`, as Office and ODF write it.
    explicit XmlWriter(bool standalone);

    void open(Literal qname);
    /// After `open`, before any content.
    void attribute(Literal qname, Vetted value);
    void attribute(Literal qname, std::uint64_t value);
    /// Declares a namespace; the prefix without "xmlns:".
    void declare(Literal prefix, Literal uri);
    /// The same at the root element, also later, when it turns out that the prefix is needed.
    void declare_at_root(Literal prefix, Literal uri);
    void attribute_at_root(Literal qname, Vetted value);
    void text(Vetted text);
    void close();

    std::size_t depth() const noexcept { return open_.size(); }
    std::size_t size() const noexcept { return out_.size(); }
    Made take();

private:
    void end_start_tag();
    static void escape(std::string& to, std::string_view text, bool in_attribute);

    std::string out_;
    std::string root_;             // what is still to be put into the root's start tag
    std::size_t root_at_ = 0;      // where
    std::vector<std::string_view> open_;
    bool in_start_tag_ = false;
};

}  // namespace scrub::engine::codec
