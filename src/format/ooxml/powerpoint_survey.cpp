// The survey of a presentation. It reads by local names, so that both editions of the standard are read alike; what is
// wrong with a part the walk says.
#include "format/ooxml/powerpoint_survey.hpp"

#include <algorithm>

#include <pugixml.hpp>

#include "codec/xml.hpp"
#include "marks/text.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

std::string_view local(xml_node node) { return codec::split_qname(node.name()).local; }

xml_node child(xml_node node, std::string_view name) {
    for (auto const inner : node.children())
        if (inner.type() == pugi::node_element && local(inner) == name) return inner;
    return {};
}

bool is_off(xml_node node, char const* attribute) {
    std::string_view const value = node.attribute(attribute).value();
    return value == "0" || value == "false";
}

// The relationship that an element names, whatever the prefix is: "r:id".
std::string_view relation_id(xml_node node) {
    for (auto const attribute : node.attributes()) {
        auto const name = codec::split_qname(attribute.name());
        if (name.local == "id" && !name.prefix.empty() && name.prefix != "xmlns") return attribute.value();
    }
    return {};
}

class Survey {
public:
    Survey(Package& package, Gate& gate) : package_(package), gate_(gate), keeps_hidden_(gate.policy(Kind::hidden_content) != Disposition::remove) {}

    Result<Deck> run(std::string_view main) {
        pugi::xml_document document;
        auto const presentation = read(main, document);
        auto const size = child(presentation, "sldSz");
        deck_.width = size.attribute("cx").as_ullong();
        deck_.height = size.attribute("cy").as_ullong();
        for (auto const entry : child(presentation, "sldIdLst").children())
            if (auto const* const relation = package_.relation(main, relation_id(entry)); relation != nullptr && !relation->is_external && relation->type == "slide") slide(relation->target);
        if (deck_.slides_before > 0 && deck_.slides.empty()) return fail(Errc::unsupported, "presentation whose slides are all hidden");
        if (keeps_hidden_ || deck_.slides.empty()) keep_all();
        return std::move(deck_);
    }

private:
    xml_node read(std::string_view name, pugi::xml_document& document) {
        auto const* const part = package_.part(name);
        if (part == nullptr || part->entry == nullptr) return {};
        auto const data = codec::unzip(*part->entry, gate_.budget());
        if (!data || !codec::parse_xml(data->bytes(), gate_.budget(), codec::White::lone, document)) return {};
        return document.document_element();
    }

    std::string target(std::string_view from, std::string_view type) const {
        for (auto const& relation : package_.relations(from))
            if (relation.type == type && !relation.is_external) return relation.target;
        return {};
    }

    void slide(std::string const& name) {
        ++deck_.slides_before;
        if (deck_.slides.contains(name) || deck_.hidden_slides.contains(name)) return;
        pugi::xml_document document;
        auto const root = read(name, document);
        if (is_off(root, "show")) {
            deck_.hidden_slides.insert(name);
            if (!keeps_hidden_) return;
        }
        deck_.slides.insert(name);
        count(root);
        auto const layout = target(name, "slideLayout");
        if (layout.empty()) return;
        deck_.layouts.insert(layout);
        auto const master = target(layout, "slideMaster");
        if (!master.empty()) deck_.masters.insert(master);
        if (is_off(root, "showMasterSp")) return;
        deck_.seen_layouts.insert(layout);
        if (!hides_master(layout)) deck_.seen_masters.insert(master);
    }

    // Slides share layouts: each is read once.
    bool hides_master(std::string const& layout) {
        auto known = hides_master_.find(layout);
        if (known == hides_master_.end()) {
            pugi::xml_document document;
            known = hides_master_.emplace(layout, is_off(read(layout, document), "showMasterSp")).first;
        }
        return known->second;
    }

    // A template without slides, and where hidden things stay: all that there is.
    void keep_all() {
        for (auto const& [name, part] : package_.parts()) {
            if (part.relation == "slideLayout") deck_.layouts.insert(name), deck_.seen_layouts.insert(name);
            if (part.relation == "slideMaster") deck_.masters.insert(name), deck_.seen_masters.insert(name);
        }
    }

    void count(xml_node root) {
        Names seen;
        auto const visit = [&](auto const& self, xml_node node) -> void {
            for (auto const inner : node.children()) {
                if (inner.type() != pugi::node_element) continue;
                if (local(inner) != "sp") {
                    self(self, inner);
                    continue;
                }
                auto const place = child(child(child(inner, "spPr"), "xfrm"), "off");
                std::string text;
                collect(inner, text);
                if (place && !text.empty()) seen.insert(repeated_key(place.attribute("x").value(), place.attribute("y").value(), text));
            }
        };
        visit(visit, root);
        for (auto const& key : seen) ++deck_.repeated[key];
    }

    static void collect(xml_node node, std::string& text) {
        for (auto const inner : node.children()) {
            if (inner.type() != pugi::node_element) continue;
            if (local(inner) == "t") text += inner.child_value();
            else collect(inner, text);
        }
    }

    Package& package_;
    Gate& gate_;
    Deck deck_;
    std::map<std::string, bool> hides_master_;   // by layout
    bool keeps_hidden_;
};

}  // namespace

std::string repeated_key(std::string_view x, std::string_view y, std::string_view text) {
    std::string key(x);
    key += ' ';
    key += y;
    key += ' ';
    key += marks::normalised(text, marks::Spaces::kinds);
    return key;
}

bool Deck::keeps(Relation const& relation) const {
    if (relation.type == "slide") return slides.contains(relation.target);
    if (relation.type == "slideLayout") return layouts.contains(relation.target);
    if (relation.type == "slideMaster") return masters.contains(relation.target);
    return true;
}

Result<Deck> survey_deck(Package& package, std::string_view main, Gate& gate) { return Survey(package, gate).run(main); }

}  // namespace scrub::engine::ooxml
