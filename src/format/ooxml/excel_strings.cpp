// Strings of cells.
#include "format/ooxml/excel_strings.hpp"

#include "codec/xml.hpp"
#include "format/ooxml/rows.hpp"
#include "marks/text.hpp"

namespace scrub::engine::ooxml {
namespace {

using pugi::xml_node;

constexpr Rule kUnused{"string of no cell", "XL-CALC", Kind::hidden_content, "stood in cells that were deleted, or do not stay"};

constexpr std::string_view kMainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

// Only the prefix of the worksheet is known inside its cells; others get one that nothing has.
void canonical_names(xml_node node, std::string_view prefix) {
    auto const name = codec::split_qname(node.name());
    node.set_name((name.prefix == prefix ? std::string(name.local) : "?:" + std::string(name.local)).c_str());
    for (auto const child : node.children())
        if (child.type() == pugi::node_element) canonical_names(child, prefix);
}

// Marks that runs cut into pieces.
Result<void> normalise(xml_node text, Gate& gate) {
    std::vector<xml_node> nodes;
    std::vector<std::string> texts;
    auto const take = [&](xml_node t) {
        if (!t) return;
        nodes.push_back(t);
        texts.emplace_back(t.child_value());
    };
    take(text.child("t"));
    for (auto const run : text.children("r")) take(run.child("t"));
    std::vector<std::string_view> const pieces(texts.begin(), texts.end());
    if (pieces.empty()) return {};
    auto const kept = TRY(marks::pass_texts(pieces, marks::Spaces::kinds, gate));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto const clean = engine::text(kept[i].bytes());
        if (clean == texts[i]) continue;
        while (nodes[i].first_child()) nodes[i].remove_child(nodes[i].first_child());
        nodes[i].append_child(pugi::node_pcdata).set_value(std::string(clean).c_str());
    }
    return {};
}

}  // namespace

Result<void> emit(xml::Filter& filter, xml_node node) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) return filter.text(node.value());
    if (node.type() != pugi::node_element) return {};
    std::vector<codec::XmlAttribute> attributes;
    for (auto const attribute : node.attributes()) attributes.push_back({attribute.name(), attribute.value()});
    TRY(filter.start(node.name(), attributes));
    for (auto const child : node.children()) TRY(emit(filter, child));
    return filter.end();
}

Result<void> write_rich_text(std::string_view raw, std::string_view prefix, xml::Filter& filter, Gate& gate) {
    pugi::xml_document document;
    TRY(codec::parse_checked_xml(raw, codec::White::lone, document));
    auto const root = document.document_element();
    canonical_names(root, prefix);
    bool const is_plain = raw.find("&#") == std::string_view::npos && marks::is_plain(raw, marks::Spaces::kinds);
    if (!is_plain) TRY(normalise(root, gate));
    return emit(filter, root);
}

std::uint64_t SharedStrings::use(std::uint32_t old) {
    auto const known = numbers_.emplace(old, order_.size());
    if (known.second) order_.push_back(old);
    return known.first->second;
}

Result<void> SharedStrings::write(std::string_view checked, Gate& gate, codec::XmlWriter& out) {
    std::vector<std::string_view> strings;
    std::string prefix;
    codec::XmlPull pull(checked);
    std::size_t depth = 0;
    std::size_t from = 0;
    for (bool is_done = false; !is_done;) {
        auto const at = pull.at();
        switch (pull.next()) {
            case codec::XmlPull::Event::start:
                if (depth == 0) prefix = codec::split_qname(pull.name()).prefix;
                if (depth == 1) from = codec::split_qname(pull.name()).local == "si" ? at : std::string_view::npos;
                ++depth;
                break;
            case codec::XmlPull::Event::end:
                if (--depth == 1 && from != std::string_view::npos) strings.push_back(checked.substr(from, pull.at() - from));
                break;
            case codec::XmlPull::Event::text: break;
            case codec::XmlPull::Event::done: is_done = true; break;
        }
    }
    std::uint64_t unused = 0;
    std::uint64_t unused_bytes = 0;
    for (std::uint32_t i = 0; i < strings.size(); ++i) {
        if (numbers_.contains(i)) continue;
        ++unused;
        unused_bytes += strings[i].size();
    }
    if (unused > 0 && TRY(gate.judge(kUnused, unused_bytes, {{}, {}, unused})) == Action::kept)
        for (std::uint32_t i = 0; i < strings.size(); ++i) (void)use(i);
    xml::Hooks const hooks;
    xml::Filter filter(grammar(), hooks, gate, out);
    codec::XmlAttribute const space{"xmlns", kMainSpace};
    TRY(filter.start("sst", std::span(&space, 1)));
    for (auto const old : order_) {
        if (old < strings.size()) {
            TRY(write_rich_text(strings[old], prefix, filter, gate));
        } else {
            TRY(filter.start("si", {}));
            TRY(filter.end());
        }
    }
    TRY(filter.end());
    filter.finish();
    return {};
}

RuleList string_rules() { return list_rules(kUnused); }

}  // namespace scrub::engine::ooxml
