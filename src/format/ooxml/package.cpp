// Reading of OPC packages: [Content_Types].xml and every .rels part. Neither is carried over: both are written anew.
#include "format/ooxml/package.hpp"

#include <algorithm>

#include "codec/xml_tree.hpp"
#include "format/zip_rows.hpp"

namespace scrub::engine::ooxml {
namespace {

constexpr Rule kIndexText{"package index", "OX-CT", Kind::slack, "text, comments or markup that no reader of a package index looks at"};
constexpr Rule kDoubleRelation{"relationship", "OX-CT", Kind::slack, "a second relationship of the same id"};

std::string folded(std::string_view name) {
    std::string low(name);
    std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

std::string percent_decoded(std::string_view text) {
    auto const digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0) {
            out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
            at += 2;
        } else {
            out += text[at];
        }
    }
    return out;
}

// "word/_rels/document.xml.rels" -> "word/document.xml"; nothing for other names.
std::optional<std::string> source_of_relations(std::string_view name) {
    constexpr std::string_view kFolder = "_rels/";
    if (!name.ends_with(".rels")) return std::nullopt;
    name.remove_suffix(5);
    auto const slash = name.rfind('/');
    if (slash == std::string_view::npos || slash + 1 < kFolder.size()) return std::nullopt;
    auto const folder_at = slash + 1 - kFolder.size();
    if (name.substr(folder_at, kFolder.size()) != kFolder || (folder_at > 0 && name[folder_at - 1] != '/')) return std::nullopt;
    return std::string(name.substr(0, folder_at)) + std::string(name.substr(slash + 1));
}

// The part that a target names, seen from the folder of its source (ISO 29500-2, 9.3); without the fragment.
std::string resolved(std::string_view source, std::string_view target) {
    std::string joined = percent_decoded(target.substr(0, target.find('#')));
    std::replace(joined.begin(), joined.end(), '\\', '/');
    if (!joined.starts_with('/')) joined = std::string(source.substr(0, source.rfind('/') + 1)) + joined;
    std::vector<std::string_view> segments;
    for (std::string_view rest = joined; !rest.empty();) {
        auto const end = std::min(rest.find('/'), rest.size());
        auto const segment = rest.substr(0, end);
        if (segment == "..") {
            if (!segments.empty()) segments.pop_back();
        } else if (!segment.empty() && segment != ".") {
            segments.push_back(segment);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::string name;
    for (auto const segment : segments) {
        if (!name.empty()) name += '/';
        name += segment;
    }
    return name;
}

// Reads a flat index: calls `take` with each element below the root.
template <class Take>
Result<void> read_index(codec::ZipEntry const& entry, std::string_view root, Gate& gate, Take take) {
    Gate::Scope const scope(gate, entry.name);
    auto const data = TRY(zip::read_entry(entry, gate));
    std::string converted;
    codec::XmlExtras extras;
    auto const text = TRY(codec::checked_xml(data.bytes(), gate.budget(), converted, &extras));
    if (extras.extra_bytes > 0) TRY(gate.drop(kIndexText, extras.extra_bytes, {{}, {}, extras.comments + extras.processing_instructions}));
    codec::XmlPull pull(text);
    std::size_t depth = 0;
    for (;;) {
        switch (pull.next()) {
            case codec::XmlPull::Event::start:
                if (depth == 0 && codec::split_qname(pull.name()).local != root) return fail(Errc::malformed, "package index of another kind");
                if (depth == 1) TRY(take(codec::split_qname(pull.name()).local, pull.attributes()));
                ++depth;
                break;
            case codec::XmlPull::Event::end: --depth; break;
            case codec::XmlPull::Event::text:
                if (pull.text().find_first_not_of(" \t\r\n") != std::string_view::npos) TRY(gate.drop(kIndexText, pull.text().size(), {{}, pull.text(), 1}));
                break;
            case codec::XmlPull::Event::done: return {};
        }
    }
}

}  // namespace

Result<Package> Package::open(Bytes in, Gate& gate) {
    Package package;
    package.archive_ = TRY(codec::read_zip(in, gate.budget()));
    TRY(zip::report_leftovers(package.archive_, gate));
    auto const* const types = package.archive_.find("[Content_Types].xml");
    if (types == nullptr) return fail(Errc::malformed, "package without content types");
    std::vector<codec::ZipEntry const*> indexes;
    for (auto const& entry : package.archive_.entries) {
        if (&entry == types) continue;
        auto const name = folded(entry.name);
        if (source_of_relations(name)) indexes.push_back(&entry);
        else package.parts_[name].entry = &entry;
    }
    TRY(package.read_types(*types, gate));
    for (auto const* const entry : indexes) TRY(package.read_relations(*entry, gate));
    return package;
}

Result<void> Package::read_types(codec::ZipEntry const& entry, Gate& gate) {
    std::map<std::string, std::string> by_extension;
    std::map<std::string, std::string> by_name;
    TRY(read_index(entry, "Types", gate, [&](std::string_view kind, xml::Attributes attributes) -> Result<void> {
        std::string type(xml::value_of(attributes, "ContentType"));
        if (kind == "Default") by_extension[folded(xml::value_of(attributes, "Extension"))] = std::move(type);
        else if (kind == "Override") by_name[folded(resolved({}, xml::value_of(attributes, "PartName")))] = std::move(type);
        return {};
    }));
    for (auto& [name, part] : parts_) {
        if (auto const known = by_name.find(name); known != by_name.end()) {
            part.content_type = known->second;
        } else if (auto const dot = name.rfind('.'); dot != std::string::npos) {
            if (auto const type = by_extension.find(name.substr(dot + 1)); type != by_extension.end()) part.content_type = type->second;
        }
    }
    return {};
}

Result<void> Package::read_relations(codec::ZipEntry const& entry, Gate& gate) {
    auto const source = *source_of_relations(folded(entry.name));
    auto& list = relations_[source];
    return read_index(entry, "Relationships", gate, [&](std::string_view kind, xml::Attributes attributes) -> Result<void> {
        if (kind != "Relationship") return {};
        TRY(gate.budget().part());
        Relation relation;
        relation.id = xml::value_of(attributes, "Id");
        auto const type = xml::value_of(attributes, "Type");
        relation.type = type.substr(type.rfind('/') + 1);
        relation.is_external = xml::value_of(attributes, "TargetMode") == "External";
        auto const target = xml::value_of(attributes, "Target");
        relation.target = relation.is_external ? std::string(target) : folded(resolved(source, target));
        bool const is_known = std::any_of(list.begin(), list.end(), [&](Relation const& r) { return r.id == relation.id; });
        if (is_known) return gate.drop(kDoubleRelation, target.size(), {{}, target, 1});
        if (!relation.is_external) {
            if (auto const part = parts_.find(relation.target); part != parts_.end() && part->second.relation.empty()) part->second.relation = relation.type;
        }
        list.push_back(std::move(relation));
        return {};
    });
}

Part* Package::part(std::string_view name) {
    auto const found = parts_.find(folded(name));
    return found == parts_.end() ? nullptr : &found->second;
}

std::vector<Relation> const& Package::relations(std::string_view part_name) const {
    static std::vector<Relation> const kNone;
    auto const found = relations_.find(folded(part_name));
    return found == relations_.end() ? kNone : found->second;
}

Relation const* Package::relation(std::string_view part_name, std::string_view id) const {
    auto const& list = relations(part_name);
    auto const found = std::find_if(list.begin(), list.end(), [&](Relation const& r) { return r.id == id; });
    return found == list.end() ? nullptr : &*found;
}

Result<std::shared_ptr<CheckedPart const>> Package::read(Part const& part, Budget& budget) {
    constexpr std::uint64_t kMaxKeptBytes = std::uint64_t{128} << 20;
    if (auto const known = read_.find(part.entry); known != read_.end()) return known->second;
    auto checked = std::make_shared<CheckedPart>(CheckedPart{TRY(codec::unzip(*part.entry, budget)), {}, {}, {}});
    checked->text = TRY(codec::checked_xml(checked->data.bytes(), budget, checked->converted, &checked->extras));
    std::shared_ptr<CheckedPart const> kept = std::move(checked);
    if (read_bytes_ + kept->text.size() <= kMaxKeptBytes) {
        read_bytes_ += kept->text.size();
        read_.emplace(part.entry, kept);
    }
    return kept;
}

Result<std::shared_ptr<CheckedPart const>> Package::take(Part const& part, Budget& budget) {
    auto taken = TRY(read(part, budget));
    if (read_.erase(part.entry) > 0) read_bytes_ -= taken->text.size();
    return taken;
}

RuleList Package::rules() { return list_rules(zip::rules(), kIndexText, kDoubleRelation); }

}  // namespace scrub::engine::ooxml
