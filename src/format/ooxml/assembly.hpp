// An OPC package as it is written: parts get in because kept markup refers to them, under names and relationship ids of
// our own; content types and relationships are written anew for exactly these parts.
//
// A family (Word, Excel, PowerPoint) gives its part types and walks; Assembly does the rest:
//     Assembly assembly(package, family, gate);
//     TRY(assembly.add_main(main_part));       // walks it, then every part that it came to need, in order
//     TRY(assembly.report_unused());           // what no kept markup refers to: named, looked into, gone
//     TRY(assembly.write(out));
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/blank_outside.hpp"
#include "codec/xml_tree.hpp"
#include "codec/zip.hpp"
#include "core/gate.hpp"
#include "format/ooxml/package.hpp"

namespace scrub::engine::ooxml {

class Assembly;
struct OutputPart;

/// A kind of part that may be kept, by the relationship that leads to it.
struct PartType {
    Literal relation;          ///< the last segment of its type
    Literal relation_uri;      ///< the whole type, as written
    Literal content_type;
    Literal stem;              ///< "word/header": numbered, unless there is one only
    bool is_single = false;
    bool is_implicit = false;  ///< belongs to its source without a reference in the markup
    Rule rule;                 ///< what the part is
};

/// What a program's documents are made of.
struct Family {
    std::span<PartType const> types;
    std::span<Rule const> removed;   ///< parts that are never kept, named by relationship: "vbaProject"
    /// Writes a part by Assembly::filter or with a writer of its own. Relationships come about by Assembly::link meanwhile.
    std::function<Result<void>(std::string_view checked_xml, OutputPart& part)> walk;
    std::string_view early = {};     ///< parts of this relationship are walked before those that wait already
};

struct OutputRelation {
    Literal type;
    OutputPart const* target = nullptr;
    std::optional<Kept> address;     ///< of an external one
};

struct OutputPart {
    std::string source;              ///< name in the input
    Literal stem;
    std::uint64_t number = 0;        ///< 0: none
    Literal extension;
    Literal content_type;
    PartType const* type = nullptr;
    std::optional<Kept> kept;        ///< a picture
    Made made;                       ///< or what was written
    std::vector<OutputRelation> relations;
    std::map<std::string, std::uint64_t> links;  ///< id in the input -> number of the relation; 0: gone
    bool is_packed_already = false;

    Made name(bool with_slash) const;
};

class Assembly {
public:
    Assembly(Package& package, Family const& family, Gate& gate) : package_(package), family_(family), gate_(gate) {}

    Result<void> add_main(std::string_view name, PartType const& type);
    /// A part that holds what others have used, when these are done.
    Result<void> add_last(OutputPart& from, std::string_view relation);
    Result<void> report_unused();
    Result<void> write(Sink& out);

    /// Says how much of a picture a part shows. A picture of which all parts that refer to it show a piece is made blank
    /// around these pieces. `id` is a relationship of `source`, which is the part's own or that of `link_from`.
    void shows(OutputPart const& part, std::string_view source, std::string_view id, codec::Visible const& visible);

    /// The relationship of `part` that stands for one of its source's, by id; nothing when its target does not stay.
    Result<std::optional<Made>> link(OutputPart& part, std::string_view id);
    /// The same for a relationship of another part, whose markup moved into this one.
    Result<std::optional<Made>> link_from(OutputPart& part, std::string_view source, std::string_view id);
    /// A relationship to an address that the format has found elsewhere (a HYPERLINK field).
    Result<std::optional<Made>> link_address(OutputPart& part, std::string_view address);
    /// Whether `link` would give one.
    Result<bool> leads_somewhere(OutputPart& part, std::string_view id);

    /// Runs a filter over a part and stores what it wrote. For walks.
    Result<void> filter(std::string_view checked_xml, OutputPart& part, xml::Hooks const& hooks);

    Package& package() noexcept { return package_; }
    Gate& gate() noexcept { return gate_; }

    static RuleList rules();

private:
    PartType const* type_of(std::string_view relation) const;
    Result<std::uint64_t> make_link(OutputPart& part, Relation const& relation);
    Result<OutputPart*> include(Relation const& relation, OutputPart const& from);
    Result<OutputPart*> include_media(Relation const& relation);
    Result<void> blank_pictures();
    Result<void> walk_queue();
    Result<void> walk(OutputPart& part);
    OutputPart& new_part(std::string source, Literal stem, Literal extension, Literal content_type, bool is_single);
    Made content_types() const;
    static Made relations_of(std::span<OutputRelation const> relations);

    Package& package_;
    Family const& family_;
    Gate& gate_;
    std::deque<OutputPart> parts_;
    std::map<std::string, OutputPart*> by_source_;   // null: does not stay
    std::map<std::string_view, std::uint64_t> numbers_;  // per stem
    std::deque<OutputPart*> queue_;
    std::deque<std::string> addresses_;
    /// By picture: the part that shows it, and what of it.
    std::map<OutputPart const*, std::map<OutputPart const*, codec::Visible>> shown_;
};

/// Media by their content, after they went through the gate.
struct MediaType {
    std::string_view magic;
    Literal extension;
    Literal content_type;
    bool is_packed_already;
};
MediaType const* media_type(Bytes bytes);

}  // namespace scrub::engine::ooxml
