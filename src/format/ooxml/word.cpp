// WordprocessingML documents (ISO 29500-1, 11): a survey of styles, bookmarks and references, then the parts one by one.
#include "format/ooxml/word.hpp"

#include <algorithm>
#include <set>

#include <pugixml.hpp>

#include "format/ooxml/drawing.hpp"
#include "format/ooxml/rows.hpp"
#include "format/ooxml/values.hpp"
#include "format/ooxml/word_fields.hpp"
#include "format/ooxml/word_styles.hpp"
#include "format/ooxml/word_tree.hpp"
#include "format/zip_rows.hpp"
#include "marks/url.hpp"

namespace scrub::engine::ooxml {
namespace {

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

constexpr PartType kTypes[] = {
    {"chart", OFFICE "chart", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", "word/charts/chart", false, false, {"chart", "OX-CHART", Kind::content, "a chart"}},
    {"comments", OFFICE "comments", WORD_TYPE "comments+xml", "word/comments", true, true, {"comments", "WD-CMT", Kind::comment, "remarks of reviewers"}},
    {"endnotes", OFFICE "endnotes", WORD_TYPE "endnotes+xml", "word/endnotes", true, true, {"endnotes", "WD-HF", Kind::content, "endnotes"}},
    {"fontTable", OFFICE "fontTable", WORD_TYPE "fontTable+xml", "word/fontTable", true, true, {"fontTable", "OX-FONT", Kind::presentation, "names of fonts"}},
    {"footer", OFFICE "footer", WORD_TYPE "footer+xml", "word/footer", false, false, {"footer", "WD-HF", Kind::content, "footer"}},
    {"footnotes", OFFICE "footnotes", WORD_TYPE "footnotes+xml", "word/footnotes", true, true, {"footnotes", "WD-HF", Kind::content, "footnotes"}},
    {"header", OFFICE "header", WORD_TYPE "header+xml", "word/header", false, false, {"header", "WD-HF", Kind::content, "header"}},
    {"numbering", OFFICE "numbering", WORD_TYPE "numbering+xml", "word/numbering", true, true, {"numbering", "WD-HF", Kind::presentation, "lists"}},
    {"officeDocument", OFFICE "officeDocument", WORD_TYPE "document.main+xml", "word/document", true, false, {"document", "WD-HF", Kind::content, "the text"}},
    {"settings", OFFICE "settings", WORD_TYPE "settings+xml", "word/settings", true, true, {"settings", "WD-SET", Kind::structure, "settings"}},
    {"styles", OFFICE "styles", WORD_TYPE "styles+xml", "word/styles", true, true, {"styles", "WD-HF", Kind::presentation, "styles"}},
    {"theme", OFFICE "theme", "application/vnd.openxmlformats-officedocument.theme+xml", "word/theme/theme", false, true, {"theme", "OX-THEME", Kind::presentation, "colours and fonts"}},
};

constexpr Rule kUnreferenced{"bookmark", "WD-DOCID", Kind::identifier, "nothing refers to it: the last place of the cursor, numbers of copied text"};
constexpr Rule kBookmark{"name of a bookmark", "WD-DOCID", Kind::identifier, "free text, or a number that links documents", Form::replace};
constexpr Rule kStyleName{"name of a style", "WD-HF", Kind::metadata, "a name that somebody chose", Form::replace};
constexpr Rule kNote{"note", "WD-HF", Kind::hidden_content, "nothing refers to it"};
constexpr Rule kFont{"font", "OX-FONT", Kind::organisation, "a font of its own tells who made the document"};
constexpr Rule kDeadLink{"link", "WD-FLD", Kind::path, "leads to a file, a server or nowhere", Form::unwrap};
constexpr Rule kSetting{"compatibility setting", "WD-SET", Kind::software, "no rule knows the setting"};

class Word {
public:
    Word(Package& package, Gate& gate) : package_(package), gate_(gate), family_{kTypes, removed_parts(), [this](std::string_view text, OutputPart& part) { return walk(text, part); }}, assembly_(package, family_, gate) {}

    Result<void> run(std::string_view main, Literal content_type, Sink& out) {
        TRY(survey(main));
        auto const& document = *std::find_if(std::begin(kTypes), std::end(kTypes), [](PartType const& t) { return t.relation == "officeDocument"; });
        main_type_ = PartType{document.relation, document.relation_uri, content_type, document.stem, true, false, document.rule};
        TRY(assembly_.add_main(main, *main_type_));
        TRY(assembly_.report_unused());
        TRY(assembly_.write(out));
        gate_.note_fact("words", words_before_, words_after_);
        return {};
    }

private:
    static bool is_story(std::string_view relation) {
        constexpr std::string_view kStories[] = {"officeDocument", "header", "footer", "footnotes", "endnotes", "comments"};
        return std::find(std::begin(kStories), std::end(kStories), relation) != std::end(kStories);
    }

    // --- survey ------------------------------------------------------------------------------------------

    Result<void> survey(std::string_view main) {
        for (auto& [name, part] : package_.parts()) {
            bool const is_main = name == main;
            if (part.entry == nullptr || (!is_main && !is_story(part.relation) && part.relation != "styles")) continue;
            auto const data = codec::unzip(*part.entry, gate_.budget());
            if (!data) continue;  // the walk says what is wrong with it
            std::string converted;
            auto const checked = codec::checked_xml(data->bytes(), gate_.budget(), converted);
            if (!checked) continue;
            if (part.relation == "styles") styles_ = Styles::read(*checked);
            else survey_story(*checked);
        }
        return {};
    }

    void survey_story(std::string_view checked) {
        codec::XmlPull pull(checked);
        std::string instruction;
        bool is_instruction = false;
        for (;;) {
            switch (pull.next()) {
                case codec::XmlPull::Event::start: {
                    auto const local = codec::split_qname(pull.name()).local;
                    is_instruction = local == "instrText";
                    if (auto const anchor = xml::value_of(pull.attributes(), "anchor"); local == "hyperlink" && !anchor.empty()) targets_.emplace(anchor);
                    if (local == "fldSimple") note_targets(xml::value_of(pull.attributes(), "instr"));
                    if (local == "fldChar") {
                        note_targets(instruction);
                        instruction.clear();
                    }
                    break;
                }
                case codec::XmlPull::Event::end: is_instruction = false; break;
                case codec::XmlPull::Event::text:
                    if (is_instruction) instruction += pull.text();
                    break;
                case codec::XmlPull::Event::done: return;
            }
        }
    }

    void note_targets(std::string_view instruction) {
        for (auto& name : bookmarks_of(instruction)) targets_.insert(std::move(name));
        auto const words = field_words(instruction);
        for (std::size_t i = 0; i + 1 < words.size(); ++i)
            if (words[i] == "\\l") targets_.insert(words[i + 1]);
    }

    // --- parts ----------------------------------------------------------------------------------------------

    Result<void> walk(std::string_view text, OutputPart& part) {
        auto const relation = part.type->relation.view();
        if (!is_story(relation)) return assembly_.filter(text, part, hooks(part));
        pugi::xml_document document;
        TRY(codec::parse_checked_xml(text, codec::White::lone, document));
        auto const root = document.document_element();
        words_before_ += count_words(root);
        TRY(canonicalise(root, gate_));
        TRY(remove_watermarks(root, gate_));
        TRY(accept_revisions(root, gate_));
        TRY(freeze_fields(root, gate_));
        TRY(remove_hidden(root, styles_.looks, gate_));
        TRY(normalise_paragraphs(root, gate_));
        TRY(mend(root, gate_));
        codec::XmlWriter writer(true);
        TRY(xml::Filter(grammar(), hooks(part), gate_, writer).run(root));
        part.made = writer.take();
        words_after_ += count_words(root);
        return {};
    }

    static std::uint64_t count_words(pugi::xml_node node) {
        std::uint64_t count = 0;
        for (auto const child : node.children()) {
            auto const local = codec::split_qname(child.name()).local;
            if (local == "t") {
                bool in_word = false;
                for (char const c : std::string_view(child.child_value())) {
                    bool const is_space = c == ' ' || c == '\t' || c == '\n';
                    if (!is_space && !in_word) ++count;
                    in_word = !is_space;
                }
            } else if (child.type() == pugi::node_element) {
                count += count_words(child);
            }
        }
        return count;
    }

    xml::Hooks hooks(OutputPart& part) {
        auto drawing = std::make_shared<Drawing>(assembly_, part);
        xml::Hooks hooks;
        hooks.admits = [this, &part](xml::Element const& element, xml::Attributes attributes) { return admits(part, element, attributes); };
        hooks.reference = [this, &part, drawing](xml::Element const& element, std::string_view attribute, std::string_view value) -> Result<std::optional<Made>> {
            auto handled = TRY(reference(part, element, attribute, value));
            if (!handled) return drawing->reference(element, attribute, value);
            if (handled->empty()) return std::optional<Made>{};
            return handled;
        };
        return hooks;
    }

    // --- what stays ---------------------------------------------------------------------------------------------

    Result<xml::Admission> admits(OutputPart& part, xml::Element const& element, xml::Attributes attributes) {
        using xml::Admission;
        auto const name = element.name.view();
        auto const id = xml::value_of(attributes, "id");
        auto const value = xml::value_of(attributes, "val");
        if (name == "w:hyperlink") return admits_link(part, id, xml::value_of(attributes, "anchor"));
        if (name == "w:bookmarkStart" || name == "w:bookmarkEnd") return admits_bookmark(part, name, id, xml::value_of(attributes, "name"));
        if (name == "w:headerReference" || name == "w:footerReference") return TRY(assembly_.leads_somewhere(part, id)) ? Admission::yes : Admission::no;
        if (name == "w:pStyle" || name == "w:rStyle" || name == "w:tblStyle" || name == "w:basedOn" || name == "w:next" || name == "w:link" || name == "w:styleLink" || name == "w:numStyleLink")
            return styles_.by_id.contains(value) ? Admission::yes : Admission::no;
        if (name == "w:style") return styles_.by_id.contains(xml::value_of(attributes, "styleId")) ? Admission::yes : Admission::no;
        if (name == "w:font") {
            auto const font = xml::value_of(attributes, "name");
            if (grammar().is_typeface(font)) return Admission::yes;
            TRY(gate_.drop(kFont, font.size(), {{}, font, 1}));
            return Admission::no;
        }
        if (name == "w:footnote" || name == "w:endnote") return admits_note(name == "w:footnote" ? footnotes_ : endnotes_, id, xml::value_of(attributes, "type"));
        if (name == "w:compatSetting") {
            if (grammar().is_word(xml::value_of(attributes, "name"))) return Admission::yes;
            TRY(gate_.drop(kSetting, 0, {{}, xml::value_of(attributes, "name"), 1}));
            return Admission::no;
        }
        return Admission::yes;
    }

    Result<xml::Admission> admits_link(OutputPart& part, std::string_view id, std::string_view anchor) {
        if (!anchor.empty()) return xml::Admission::yes;
        bool const leads = !id.empty() && (id.starts_with('\n') ? TRY(assembly_.link_address(part, id.substr(1))).has_value() : TRY(assembly_.leads_somewhere(part, id)));
        if (leads) return xml::Admission::yes;
        if (id.empty()) TRY(gate_.drop(kDeadLink, 0));
        return xml::Admission::unwrap;
    }

    Result<xml::Admission> admits_bookmark(OutputPart& part, std::string_view element, std::string_view id, std::string_view name) {
        auto const key = part.source + "\n" + std::string(id);
        if (element == "w:bookmarkEnd") return bookmark_ids_.contains(key) ? xml::Admission::yes : xml::Admission::no;
        bool const is_wanted = targets_.find(name) != targets_.end();
        if (!is_wanted && TRY(gate_.judge(kUnreferenced, name.size(), {{}, name, 1})) != Action::kept) return xml::Admission::no;
        bookmark_ids_.emplace(key, bookmark_ids_.size());
        return xml::Admission::yes;
    }

    using Notes = std::map<std::string, std::uint64_t, std::less<>>;
    static constexpr std::uint64_t kFirstNote = 2;

    Result<xml::Admission> admits_note(Notes const& notes, std::string_view id, std::string_view type) {
        if (type == "separator" || type == "continuationSeparator" || type == "continuationNotice" || notes.find(id) != notes.end()) return xml::Admission::yes;
        TRY(gate_.drop(kNote, 0, {{}, id, 1}));
        return xml::Admission::no;
    }

    // --- what stands for references --------------------------------------------------------------------------------

    static std::uint64_t number_of(Notes& notes, std::string_view id) { return notes.emplace(std::string(id), notes.size() + kFirstNote).first->second; }

    // The outer optional: whether this is Word's own. An empty Made: the attribute goes.
    Result<std::optional<Made>> reference(OutputPart& part, xml::Element const& element, std::string_view attribute, std::string_view value) {
        auto const name = element.name.view();
        if (name == "w:hyperlink" && attribute == "r:id") {
            auto made = value.starts_with('\n') ? TRY(assembly_.link_address(part, value.substr(1))) : TRY(assembly_.link(part, value));
            return std::optional<Made>(made ? std::move(*made) : Made());
        }
        if (name == "w:hyperlink" && attribute == "w:anchor") return TRY(bookmark(value));
        if (name == "w:bookmarkStart" && attribute == "w:name") return TRY(bookmark(value));
        if (name == "w:bookmarkStart" || name == "w:bookmarkEnd") return std::optional<Made>(xml::numbered("", bookmark_ids_[part.source + "\n" + std::string(value)]));
        if (name == "w:footnoteReference") return std::optional<Made>(xml::numbered("", number_of(footnotes_, value)));
        if (name == "w:endnoteReference") return std::optional<Made>(xml::numbered("", number_of(endnotes_, value)));
        if (name == "w:footnote") return note_id(footnotes_, value);
        if (name == "w:endnote") return note_id(endnotes_, value);
        if (name == "w:name") return TRY(style_name(value));
        if (attribute == "w:styleId" || (attribute == "w:val" && styles_.by_id.contains(value))) return std::optional<Made>(xml::written(styles_.by_id.find(value)->second.id));
        if (attribute == "w:instr" || name == "w:instrText" || name == "w:delInstrText") return TRY(instruction(value));
        if (attribute == "w:id") return std::optional<Made>(xml::numbered("", change_ids_.emplace(std::string(value), change_ids_.size()).first->second));
        if (attribute == "w:val" && name == "w:divId") return std::optional<Made>(Made());
        return std::optional<Made>{};
    }

    // Separators have the ids that Word gives them.
    static std::optional<Made> note_id(Notes const& notes, std::string_view id) {
        if (auto const known = notes.find(id); known != notes.end()) return xml::numbered("", known->second);
        return id == "-1" ? xml::written("-1") : id == "0" ? xml::written("0") : xml::written("1");
    }

    Result<std::optional<Made>> bookmark(std::string_view name) {
        auto const known = bookmark_names_.emplace(std::string(name), bookmark_names_.size() + 1).first;
        auto const fresh = "b" + std::to_string(known->second);
        if (name == fresh) return std::optional<Made>(xml::written(fresh));
        if (name == "_top") return std::optional<Made>(xml::written("_top"));
        if (TRY(gate_.judge(kBookmark, name.size(), {{}, name, 1})) != Action::kept) return std::optional<Made>(xml::written(fresh));
        auto const kept = TRY(gate_.pass(kBookmark, bytes_of(name)));
        return std::optional<Made>(kept ? xml::copy_of(*kept) : xml::written(fresh));
    }

    Result<std::optional<Made>> style_name(std::string_view name) {
        auto const id = styles_.by_name.find(name);
        if (id == styles_.by_name.end()) return std::optional<Made>(Made());
        auto const& style = styles_.by_id.find(id->second)->second;
        if (style.is_built_in || style.name == name) return std::optional<Made>(xml::written(style.name));
        if (TRY(gate_.judge(kStyleName, name.size(), {{}, name, 1})) != Action::kept) return std::optional<Made>(xml::written(style.name));
        auto const kept = TRY(gate_.pass(kStyleName, bytes_of(name)));
        return std::optional<Made>(kept ? xml::copy_of(*kept) : xml::written(style.name));
    }

    // Written out of the table of live fields.
    Result<std::optional<Made>> instruction(std::string_view text) {
        auto const field = live_field(text);
        if (!field) return std::optional<Made>(Made());
        std::string out = " ";
        for (auto const& piece : field->pieces) {
            switch (piece.kind) {
                case FieldWord::literal: out += piece.literal.view(); break;
                case FieldWord::number: out += '"' + piece.value + '"'; break;
                case FieldWord::bookmark: {
                    auto const made = TRY(bookmark(piece.value));
                    out += engine::text(made->bytes());
                    break;
                }
                case FieldWord::style: {
                    auto const id = styles_.by_name.find(piece.value);
                    if (id == styles_.by_name.end() && piece.value.find_first_not_of("123456789") != std::string::npos) return std::optional<Made>(Made());
                    out += '"' + (id == styles_.by_name.end() ? piece.value : styles_.by_id.find(id->second)->second.name) + '"';
                    break;
                }
            }
            out += ' ';
        }
        return std::optional<Made>(xml::written(std::move(out)));
    }

    Package& package_;
    Gate& gate_;
    Family family_;
    Assembly assembly_;
    std::optional<PartType> main_type_;
    Styles styles_;
    std::set<std::string, std::less<>> targets_;                       // bookmarks that something refers to
    std::map<std::string, std::uint64_t, std::less<>> bookmark_names_;
    std::map<std::string, std::uint64_t> bookmark_ids_, change_ids_;
    Notes footnotes_, endnotes_;
    std::uint64_t words_before_ = 0, words_after_ = 0;
};

}  // namespace

Result<void> walk_word(Package& package, std::string_view main, Literal content_type, Sink& out, Gate& gate) {
    return Word(package, gate).run(main, content_type, out);
}

RuleList word_rules() {
    RuleList list = list_rules(word_element_rules(), word_attribute_rules(), word_tree_rules(), kUnreferenced, kBookmark, kStyleName, kNote, kFont, kDeadLink, kSetting);
    for (auto const& type : kTypes) list.push_back(&type.rule);
    return list;
}

}  // namespace scrub::engine::ooxml
