// PresentationML documents (ISO 29500-1, 13): a survey of slides, layouts and masters, then the parts one by one.
#include "format/ooxml/powerpoint.hpp"

#include <algorithm>

#include <pugixml.hpp>

#include "format/ooxml/drawing.hpp"
#include "format/ooxml/powerpoint_colours.hpp"
#include "format/ooxml/powerpoint_diagram.hpp"
#include "format/ooxml/powerpoint_shapes.hpp"
#include "format/ooxml/powerpoint_survey.hpp"
#include "format/ooxml/powerpoint_tree.hpp"
#include "format/ooxml/rows.hpp"
#include "format/ooxml/word_tree.hpp"

namespace scrub::engine::ooxml {
namespace {

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define POWERPOINT_TYPE "application/vnd.openxmlformats-officedocument.presentationml."
#define DRAWING_TYPE "application/vnd.openxmlformats-officedocument.drawingml."

constexpr PartType kTypes[] = {
    {"chart", OFFICE "chart", DRAWING_TYPE "chart+xml", "ppt/charts/chart", false, false, {"chart", "OX-CHART", Kind::content, "a chart"}},
    {"commentAuthors", OFFICE "commentAuthors", POWERPOINT_TYPE "commentAuthors+xml", "ppt/commentAuthors", true, false, {"commentAuthors", "PP-CMT", Kind::comment, "reviewers"}},
    {"comments", OFFICE "comments", POWERPOINT_TYPE "comments+xml", "ppt/comments/comment", false, false, {"comments", "PP-CMT", Kind::comment, "remarks of reviewers"}},
    {"notesMaster", OFFICE "notesMaster", POWERPOINT_TYPE "notesMaster+xml", "ppt/notesMasters/notesMaster", false, false, {"notesMaster", "PP-NOTE", Kind::hidden_content, "layout of notes"}},
    {"notesSlide", OFFICE "notesSlide", POWERPOINT_TYPE "notesSlide+xml", "ppt/notesSlides/notesSlide", false, false, {"notesSlide", "PP-NOTE", Kind::hidden_content, "notes of the speaker"}},
    {"officeDocument", OFFICE "officeDocument", POWERPOINT_TYPE "presentation.main+xml", "ppt/presentation", true, false, {"presentation", "PP-PROP", Kind::structure, "the list of slides"}},
    {"presProps", OFFICE "presProps", POWERPOINT_TYPE "presProps+xml", "ppt/presProps", true, false, {"presProps", "PP-PROP", Kind::structure, "how the show runs"}},
    {"slide", OFFICE "slide", POWERPOINT_TYPE "slide+xml", "ppt/slides/slide", false, false, {"slide", "PP-HID", Kind::content, "a slide"}},
    {"slideLayout", OFFICE "slideLayout", POWERPOINT_TYPE "slideLayout+xml", "ppt/slideLayouts/slideLayout", false, false, {"slideLayout", "OX-THEME", Kind::presentation, "layout of slides"}},
    {"slideMaster", OFFICE "slideMaster", POWERPOINT_TYPE "slideMaster+xml", "ppt/slideMasters/slideMaster", false, false, {"slideMaster", "OX-THEME", Kind::presentation, "master of slides"}},
    {"tableStyles", OFFICE "tableStyles", POWERPOINT_TYPE "tableStyles+xml", "ppt/tableStyles", true, false, {"tableStyles", "OX-THEME", Kind::presentation, "styles of tables"}},
    {"theme", OFFICE "theme", "application/vnd.openxmlformats-officedocument.theme+xml", "ppt/theme/theme", false, false, {"theme", "OX-THEME", Kind::presentation, "colours and fonts"}},
    {"themeOverride", OFFICE "themeOverride", "application/vnd.openxmlformats-officedocument.themeOverride+xml", "ppt/theme/themeOverride", false, true, {"themeOverride", "OX-THEME", Kind::presentation, "colours of one layout or chart"}},
};

constexpr Rule kHiddenSlide{"hidden slide", "PP-HID", Kind::hidden_content, "a slide that the show passes over"};
constexpr Rule kSlideEntry{"p:sldId", "OX-CT", Kind::slack, "names no slide, or one that is named already"};
constexpr Rule kSlideName{"name of a slide or layout", "OX-THEME", Kind::metadata, "a name that somebody chose", Form::replace};
constexpr Rule kNotesList{"p:notesMasterIdLst", "PP-NOTE", Kind::hidden_content, "layout of notes"};
constexpr Rule kSection{"section", "PP-HID", Kind::metadata, "name of a group of slides, which only its editor sees"};
constexpr Rule kFont{"typeface of a script", "OX-FONT", Kind::organisation, "a font of its own tells who made the document"};
constexpr Rule kSound{"a:snd", "PP-MEDIA", Kind::embedded_file, "sound of a click"};
constexpr Rule kDeadLink{"link", "PP-ACT", Kind::path, "leads to a file, a server or nowhere", Form::unwrap};
constexpr Rule kAction{"action", "PP-ACT", Kind::active_content, "starts a program, a macro or a file"};
constexpr Rule kPoints{"p:animMotion@ptsTypes", "PP-PROP", Kind::software, "how the editor draws a path"};
constexpr Rule kTableStyle{"style of a table", "OX-ID", Kind::identifier, "number of a style"};
constexpr Rule kUnusedStyle{"style of a table", "OX-THEME", Kind::presentation, "no table uses it"};

constexpr std::string_view kFirstTableStyle = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}";

// Names of parts, their role and whether they are walked as trees.
struct TreePart {
    std::string_view relation;
    Role role;
};
constexpr TreePart kTreeParts[] = {
    {"notesMaster", Role::notes_master}, {"notesSlide", Role::notes}, {"slide", Role::slide}, {"slideLayout", Role::layout}, {"slideMaster", Role::master},
};

// What belongs to a part without a reference in its markup.
struct Companion {
    std::string_view of, relation;
};
constexpr Companion kCompanions[] = {
    {"notesMaster", "theme"}, {"notesSlide", "notesMaster"}, {"notesSlide", "slide"}, {"officeDocument", "commentAuthors"}, {"officeDocument", "presProps"}, {"officeDocument", "tableStyles"}, {"officeDocument", "theme"},
    {"slide", "comments"}, {"slide", "notesSlide"}, {"slide", "slideLayout"}, {"slideLayout", "slideMaster"}, {"slideMaster", "theme"},
};

class PowerPoint {
public:
    PowerPoint(Package& package, Gate& gate) : package_(package), gate_(gate), family_{kTypes, removed_parts(), [this](std::string_view text, OutputPart& part) { return walk(text, part); }, "slideLayout"}, assembly_(package, family_, gate) {}

    Result<void> run(std::string_view main, Literal content_type, Sink& out) {
        deck_ = TRY(survey_deck(package_, main, gate_));
        for (auto const& master : deck_.masters)
            for (auto const& relation : package_.relations(master))
                if (relation.type == "theme") themes_.insert(relation.target);
        auto const& document = *std::find_if(std::begin(kTypes), std::end(kTypes), [](PartType const& t) { return t.relation == "officeDocument"; });
        main_type_ = PartType{document.relation, document.relation_uri, content_type, document.stem, true, false, document.rule};
        TRY(assembly_.add_main(main, *main_type_));
        note_losses();
        TRY(assembly_.report_unused());
        TRY(assembly_.write(out));
        gate_.note_fact("slides", deck_.slides_before, deck_.slides.size());
        gate_.note_fact("words", words_before_, words_after_);
        return {};
    }

private:
    void note_losses() {
        std::uint64_t notes = 0;
        for (auto const& [name, part] : package_.parts())
            if (part.relation == "notesSlide" && !part.is_used && part.entry != nullptr) ++notes;
        if (notes > 0) gate_.note_lost("pages of notes", notes);
        auto const hidden = deck_.slides_before - std::min<std::uint64_t>(deck_.slides_before, deck_.slides.size());
        if (hidden > 0) gate_.note_lost("hidden slides", hidden);
    }

    // --- parts ----------------------------------------------------------------------------------------------

    Result<void> walk(std::string_view text, OutputPart& part) {
        auto const relation = part.type->relation.view();
        auto const* const tree = std::find_if(std::begin(kTreeParts), std::end(kTreeParts), [&](TreePart const& t) { return t.relation == relation; });
        if (tree != std::end(kTreeParts)) TRY(walk_tree(text, part, tree->role));
        else if (relation == "officeDocument") TRY(walk_presentation(text, part));
        else TRY(assembly_.filter(text, part, hooks(part)));
        return link_companions(part);
    }

    Result<void> walk_presentation(std::string_view text, OutputPart& part) {
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(text, codec::White::lone, document));
        auto root = document.document_element();
        TRY(canonicalise(root, gate_));
        std::vector<std::string> sections;
        each(root, [&](pugi::xml_node node) {
            if (has_name(node, {"?:section"})) sections.emplace_back(node.attribute("name").value());
            return true;
        });
        for (auto const& list : outermost(root, {"p:notesMasterIdLst"})) {  // an empty list is no list
            if (gate_.policy(Kind::hidden_content) != Disposition::remove) break;
            TRY(gate_.drop(kNotesList, 0));
            list.parent().remove_child(list);
        }
        for (auto const& name : sections) TRY(gate_.drop(kSection, name.size(), {{}, name, 1}));
        for (auto const& entry : outermost(root, {"p:sldId"})) {  // the survey knows those in the list
            if (entry.parent() == root.child("p:sldIdLst")) continue;
            TRY(gate_.drop(kSlideEntry, 0));
            entry.parent().remove_child(entry);
        }
        return filter(root, part);
    }

    Result<void> walk_tree(std::string_view text, OutputPart& part, Role role) {
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(text, codec::White::lone, document));
        auto root = document.document_element();
        Scene scene;
        scene.role = role;
        scene.deck = &deck_;
        scene.are_shapes_seen = role == Role::layout ? deck_.seen_layouts.contains(part.source) : role != Role::master || deck_.seen_masters.contains(part.source);
        scene.leads = [this, &part](std::string_view id) { return leads(part, id); };
        scene.draw = [this, &part](pugi::xml_node frame) { return draw_diagram(frame, package_, part.source, gate_); };
        if (role == Role::slide) words_before_ += words_of(root);
        TRY(settle_branches(root, gate_));
        TRY(canonicalise(root, gate_));
        TRY(flatten_frames(root, scene, gate_));
        TRY(remove_hidden_shapes(root, scene, gate_));
        TRY(remove_stamps(root, scene, gate_));
        TRY(settle_animations(root, gate_));
        TRY(remove_outer_shapes(root, scene, gate_));
        TRY(remove_covered_shapes(root, scene, gate_));
        TRY(settle_texts(root, scene, gate_));
        if (role == Role::slide) TRY(remove_invisible_text(root, backdrop_of(target(part.source, "slideLayout")), gate_));
        TRY(settle_tables(root));
        TRY(normalise_slide_text(root, gate_));
        if (role == Role::master) backdrops_[part.source] = behind_master(root, package_, target(part.source, "theme"), gate_);
        if (role == Role::layout) backdrops_[part.source] = behind_layout(root, backdrop_of(target(part.source, "slideMaster")));
        if (role == Role::slide) words_after_ += words_of(root);
        TRY(filter(root, part));
        note_crops(root, part);
        return {};
    }

    // Masters and layouts are walked before slides (Family::early).
    Backdrop const& backdrop_of(std::string_view part) const {
        static Backdrop const kUnknown;
        auto const known = backdrops_.find(part);
        return known == backdrops_.end() ? kUnknown : known->second;
    }

    std::string target(std::string_view from, std::string_view type) const {
        for (auto const& relation : package_.relations(from))
            if (relation.type == type && !relation.is_external) return relation.target;
        return {};
    }

    Result<void> filter(pugi::xml_node root, OutputPart& part) {
        codec::XmlWriter writer(true);
        TRY(xml::Filter(grammar(), hooks(part), gate_, writer).run(root));
        part.made = writer.take();
        return {};
    }

    // What the part shows of its pictures (ISO 29500-1, 20.1.8.55).
    void note_crops(pugi::xml_node root, OutputPart const& part) {
        each(root, [&](pugi::xml_node node) {
            auto const id = std::string_view(node.attribute("r:embed").value());
            if (id.empty()) return true;
            codec::Visible visible;
            if (auto const crop = node.parent().child("a:srcRect"); crop && has_name(node, {"a:blip"})) visible = {share(crop, "l"), share(crop, "t"), 1 - share(crop, "r"), 1 - share(crop, "b")};
            auto const other = foreign(id);
            assembly_.shows(part, other ? other->source : std::string_view(part.source), other ? other->id : id, visible);
            return true;
        });
    }

    static double share(pugi::xml_node node, char const* side) {
        auto const attribute = node.attribute(side);
        return std::string_view(attribute.value()).ends_with('%') ? attribute.as_double() / 100 : attribute.as_double() / 100000;
    }

    Result<void> link_companions(OutputPart& part) {
        for (auto const& relation : package_.relations(part.source)) {
            bool const is_companion = std::any_of(std::begin(kCompanions), std::end(kCompanions), [&](Companion const& c) { return c.of == part.type->relation.view() && c.relation == relation.type; });
            if (!is_companion || relation.is_external || !is_wanted(part, relation)) continue;
            TRY(assembly_.link(part, relation.id));
        }
        return {};
    }

    bool is_wanted(OutputPart const& part, Relation const& relation) const {
        if (!deck_.keeps(relation)) return false;
        if (part.type->relation == "officeDocument" && relation.type == "theme") return themes_.contains(relation.target);
        auto const* const target = const_cast<Package&>(package_).part(relation.target);
        // Threaded comments of later versions go by the same name.
        if (relation.type == "comments") return target != nullptr && target->content_type == POWERPOINT_TYPE "comments+xml";
        return target != nullptr && target->entry != nullptr;
    }

    // Styles of tables are numbers: those of Office stay, those that the document defines get numbers of ours.
    Result<void> settle_tables(pugi::xml_node root) {
        for (auto const& style : outermost(root, {"a:tableStyleId"})) {
            std::string_view const id = style.child_value();
            if (grammar().is_word(id)) {
                used_styles_.emplace(id);
                continue;
            }
            if (is_number(id)) {
                number_of_style(id);
                continue;
            }
            TRY(gate_.drop(kTableStyle, id.size(), {{}, id, 1}));
            style.parent().remove_child(style);
        }
        return {};
    }

    static bool is_number(std::string_view id) { return id.size() == 38 && id.front() == '{' && id.find_first_not_of("0123456789ABCDEFabcdef-", 1) == 37; }

    std::string number_of_style(std::string_view id) {
        auto const number = std::to_string(table_styles_.emplace(std::string(id), table_styles_.size() + 1).first->second);
        return "{00000000-0000-0000-0000-" + std::string(12 - std::min<std::size_t>(12, number.size()), '0') + number + "}";
    }

    // --- hooks ------------------------------------------------------------------------------------------------

    xml::Hooks hooks(OutputPart& part) {
        auto drawing = std::make_shared<Drawing>(assembly_, part);
        auto times = std::make_shared<std::map<std::string, std::uint64_t, std::less<>>>();
        xml::Hooks hooks;
        hooks.admits = [this, &part](xml::Element const& element, xml::Attributes attributes) { return admits(part, element, attributes); };
        hooks.reference = [this, &part, drawing, times](xml::Element const& element, std::string_view attribute, std::string_view value) -> Result<std::optional<Made>> {
            auto const name = element.name.view();
            if (attribute.starts_with("r:")) return link(part, value);
            if (attribute == "action" && value.empty()) return std::optional<Made>{};
            if (name == "p:sldId") return std::optional<Made>(xml::numbered("", kFirstSlideId + slide_ids_++));
            if (name == "p:sldMasterId" || name == "p:sldLayoutId") return std::optional<Made>(xml::numbered("", kFirstMasterId + master_ids_++));
            if (name == "p:cSld") return slide_name(part, value);
            if (name == "p:cTn" || name == "p:tn") return std::optional<Made>(xml::numbered("", times->emplace(std::string(value), times->size() + 1).first->second));
            if (name == "p:animMotion") {
                TRY(gate_.drop(kPoints, value.size()));
                return std::optional<Made>{};
            }
            if (name == "a:tableStyleId" || (name == "a:tblStyle" && attribute == "styleId")) return std::optional<Made>(xml::written(grammar().is_word(value) ? std::string(value) : number_of_style(value)));
            if (name == "a:tblStyleLst") return std::optional<Made>(xml::written(std::string(grammar().is_word(value) ? value : kFirstTableStyle)));
            return drawing->reference(element, attribute, value);
        };
        return hooks;
    }

    Result<bool> leads(OutputPart& part, std::string_view id) { return TRY(link(part, id)).has_value(); }

    Result<std::optional<Made>> link(OutputPart& part, std::string_view id) {
        if (id.empty()) return std::optional<Made>(Made());
        auto const* const relation = relation_of(part, id);
        if (relation != nullptr && !relation->is_external && !deck_.keeps(*relation)) return std::optional<Made>{};
        if (auto const other = foreign(id)) return assembly_.link_from(part, other->source, other->id);
        return assembly_.link(part, id);
    }

    Relation const* relation_of(OutputPart const& part, std::string_view id) const {
        auto const other = foreign(id);
        return other ? package_.relation(other->source, other->id) : package_.relation(part.source, id);
    }

    static std::string_view id_in(xml::Attributes attributes, std::string_view name) {
        auto const found = std::find_if(attributes.begin(), attributes.end(), [&](codec::XmlAttribute const& a) { return a.name == name; });
        return found == attributes.end() ? std::string_view{} : found->value;
    }

    Result<xml::Admission> admits(OutputPart& part, xml::Element const& element, xml::Attributes attributes) {
        using xml::Admission;
        auto const name = element.name.view();
        if (name == "a:hlinkClick" || name == "a:hlinkHover" || name == "a:hlinkMouseOver") return admits_link(part, id_in(attributes, "r:id"), xml::value_of(attributes, "action"));
        if (name == "a:snd") {
            TRY(gate_.drop(kSound, 0, {{}, xml::value_of(attributes, "name"), 1}));
            return Admission::no;
        }
        if (name == "a:font") {  // of a script; nothing without its typeface
            auto const typeface = xml::value_of(attributes, "typeface");
            if (grammar().is_typeface(typeface) || TRY(gate_.judge(kFont, typeface.size(), {{}, typeface, 1})) == Action::kept) return Admission::yes;
            return Admission::no;
        }
        if (name == "p:sldId") return admits_slide(part, id_in(attributes, "r:id"));
        if (name == "p:sldMasterId" || name == "p:sldLayoutId" || name == "p:notesMasterId") return TRY(leads(part, id_in(attributes, "r:id"))) ? Admission::yes : Admission::no;
        if (name == "a:tblStyle") {
            auto const id = xml::value_of(attributes, "styleId");
            if (used_styles_.contains(id) || table_styles_.find(id) != table_styles_.end()) return Admission::yes;
            TRY(gate_.drop(kUnusedStyle, 0, {{}, xml::value_of(attributes, "styleName"), 1}));
            return Admission::no;
        }
        return Admission::yes;
    }

    Result<xml::Admission> admits_slide(OutputPart& part, std::string_view id) {
        auto const* const relation = package_.relation(part.source, id);
        if (relation != nullptr && deck_.hidden_slides.contains(relation->target) && TRY(gate_.judge(kHiddenSlide, 0, {{}, relation->target, 1})) != Action::kept) return xml::Admission::no;
        bool const is_new = relation != nullptr && listed_slides_.insert(relation->target).second;
        if (is_new && TRY(leads(part, id))) return xml::Admission::yes;
        TRY(gate_.drop(kSlideEntry, 0));
        return xml::Admission::no;
    }

    // A link, a jump to a slide that stays, or one of the jumps of the show itself.
    Result<xml::Admission> admits_link(OutputPart& part, std::string_view id, std::string_view action) {
        constexpr std::string_view kJumps[] = {"ppaction://hlinkshowjump?jump=nextslide", "ppaction://hlinkshowjump?jump=previousslide", "ppaction://hlinkshowjump?jump=firstslide", "ppaction://hlinkshowjump?jump=lastslide", "ppaction://hlinkshowjump?jump=endshow", "ppaction://noaction"};
        bool const is_jump = std::find(std::begin(kJumps), std::end(kJumps), action) != std::end(kJumps);
        if (is_jump && id.empty()) return xml::Admission::yes;
        if (!action.empty() && !is_jump && action != "ppaction://hlinksldjump") {
            TRY(gate_.drop(kAction, action.size(), {{}, action, 1}));
            return xml::Admission::no;
        }
        auto const* const relation = relation_of(part, id);
        bool const is_link = relation != nullptr && (relation->type == "hyperlink" || relation->type == "slide");
        if (is_link && TRY(leads(part, id))) return xml::Admission::yes;
        TRY(gate_.drop(kDeadLink, 0, {{}, relation == nullptr ? std::string_view{} : std::string_view(relation->target), 1}));
        return xml::Admission::no;
    }

    Result<std::optional<Made>> slide_name(OutputPart const& part, std::string_view value) {
        if (value.empty()) return std::optional<Made>{};
        std::optional<Made> fresh;
        if (part.type->relation == "slideLayout") fresh = xml::numbered("Layout ", part.number);
        if (fresh && engine::text(fresh->bytes()) == value) return fresh;
        if (TRY(gate_.judge(kSlideName, value.size(), {{}, value, 1})) != Action::kept) return fresh;
        auto const kept = TRY(gate_.pass(kSlideName, bytes_of(value)));
        return kept ? std::optional<Made>(xml::copy_of(*kept)) : std::move(fresh);
    }

    static constexpr std::uint64_t kFirstSlideId = 256;           // ISO 29500-1, 19.7.13
    static constexpr std::uint64_t kFirstMasterId = 2147483648;   // 19.7.9; shared with layouts

    Package& package_;
    Gate& gate_;
    Family family_;
    Assembly assembly_;
    std::optional<PartType> main_type_;
    Deck deck_;
    std::map<std::string, Backdrop, std::less<>> backdrops_;   // of masters and layouts
    Names themes_;         // of masters that stay
    Names listed_slides_;
    Names used_styles_;    // of tables; those of Office
    std::map<std::string, std::uint64_t, std::less<>> table_styles_;  // and others
    std::uint64_t slide_ids_ = 0, master_ids_ = 0;
    std::uint64_t words_before_ = 0, words_after_ = 0;
};

}  // namespace

Result<void> walk_powerpoint(Package& package, std::string_view main, Literal content_type, Sink& out, Gate& gate) { return PowerPoint(package, gate).run(main, content_type, out); }

RuleList powerpoint_rules() {
    RuleList list = list_rules(powerpoint_element_rules(), powerpoint_attribute_rules(), powerpoint_tree_rules(), powerpoint_colour_rules(), kHiddenSlide, kSlideEntry, kSlideName, kNotesList, kSection, kFont, kSound, kDeadLink, kAction, kPoints, kTableStyle, kUnusedStyle);
    for (auto const& type : kTypes) list.push_back(&type.rule);
    return list;
}

}  // namespace scrub::engine::ooxml
