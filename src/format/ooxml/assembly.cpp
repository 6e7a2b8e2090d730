// Parts in, parts out.
#include "format/ooxml/assembly.hpp"

#include <algorithm>

#include <pugixml.hpp>

#include "format/ooxml/rows.hpp"
#include "format/ooxml/values.hpp"
#include "format/zip_rows.hpp"
#include "marks/url.hpp"

namespace scrub::engine::ooxml {
namespace {

using namespace std::string_view_literals;

constexpr Rule kPicture{"picture", "OX-MEDIA", Kind::content, "a picture"};
constexpr Rule kCropped{"pixels outside of the crop", "OX-CROP", Kind::hidden_content, "the document shows a piece of the picture only", Form::replace};
constexpr Rule kExternal{"external relationship", "OX-REL-EXT", Kind::external_reference, "loaded when the document is opened: tells a server who opens it, or names a folder"};
constexpr Rule kDangling{"relationship", "OX-CT", Kind::slack, "leads to nothing"};
constexpr Rule kUnused{"part", "OX-CT", Kind::hidden_content, "no kept part refers to it"};
constexpr Rule kUnknownPart{"part", "OX-CT", Kind::unknown, "no rule knows what it is"};
constexpr Rule kXmlAside{"comments and instructions", "GEN-09", Kind::metadata, "text that no reader sees"};

constexpr MediaType kMedia[] = {
    {"\x89PNG\r\n\x1A\n"sv, "png", "image/png", true},
    {"\xFF\xD8\xFF"sv, "jpeg", "image/jpeg", true},
    {"GIF8"sv, "gif", "image/gif", true},
    {"II*\0"sv, "tiff", "image/tiff", false},
    {"MM\0*"sv, "tiff", "image/tiff", false},
    {"BM"sv, "bmp", "image/bmp", false},
    {"\x01\0\0\0"sv, "emf", "image/x-emf", false},
    {"\xD7\xCD\xC6\x9A"sv, "wmf", "image/x-wmf", false},
};

constexpr Literal kImageRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
constexpr Literal kLinkRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

bool is_media(std::string_view relation) { return relation == "image"; }

}  // namespace

MediaType const* media_type(Bytes bytes) {
    auto const* const found = std::find_if(std::begin(kMedia), std::end(kMedia), [&](MediaType const& m) { return starts_with(bytes, m.magic); });
    return found == std::end(kMedia) ? nullptr : found;
}

Made OutputPart::name(bool with_slash) const {
    std::string text = with_slash ? "/" : "";
    text += stem.view();
    if (number != 0) text += std::to_string(number);
    text += '.';
    text += extension.view();
    return xml::written(std::move(text));
}

PartType const* Assembly::type_of(std::string_view relation) const {
    auto const found = std::find_if(family_.types.begin(), family_.types.end(), [&](PartType const& t) { return t.relation == relation; });
    return found == family_.types.end() ? nullptr : &*found;
}

OutputPart& Assembly::new_part(std::string source, Literal stem, Literal extension, Literal content_type, bool is_single) {
    auto& part = parts_.emplace_back(OutputPart{std::move(source), stem, 0, extension, content_type, nullptr, std::nullopt, {}, {}, {}, false});
    auto& number = numbers_[stem.view()];
    ++number;
    part.number = is_single && number == 1 ? 0 : number;
    return part;
}

Result<void> Assembly::add_main(std::string_view name, PartType const& type) {
    auto* const part = package_.part(name);
    if (part == nullptr || part->entry == nullptr) return fail(Errc::malformed, "package without its main part");
    part->is_used = true;
    auto& main = new_part(std::string(name), type.stem, "xml", type.content_type, true);
    main.type = &type;
    by_source_[main.source] = &main;
    queue_.push_back(&main);
    return walk_queue();
}

Result<void> Assembly::add_last(OutputPart& from, std::string_view relation) {
    for (auto const& known : package_.relations(from.source))
        if (known.type == relation && !known.is_external) TRY(link(from, known.id));
    return walk_queue();
}

Result<void> Assembly::walk_queue() {
    while (!queue_.empty()) {
        auto* const part = queue_.front();
        queue_.pop_front();
        TRY(walk(*part));
    }
    return {};
}

Result<void> Assembly::walk(OutputPart& part) {
    auto const& source = *package_.part(part.source);
    Gate::Scope const scope(gate_, source.entry->name);
    auto const read = TRY(package_.take(source, gate_.budget()));
    TRY(zip::report_behind(*source.entry, read->data, gate_));
    auto const& extras = read->extras;
    if (extras.extra_bytes > 0) TRY(gate_.drop(kXmlAside, extras.extra_bytes, {{}, {}, extras.comments + extras.processing_instructions}));
    TRY(family_.walk(read->text, part));
    for (auto const& relation : package_.relations(part.source)) {
        auto const* const type = type_of(relation.type);
        if (type != nullptr && type->is_implicit && !relation.is_external) TRY(link(part, relation.id));
    }
    return {};
}

Result<void> Assembly::filter(std::string_view checked_xml, OutputPart& part, xml::Hooks const& hooks) {
    codec::XmlPull pull(checked_xml);
    codec::XmlWriter writer(true);
    TRY(xml::Filter(grammar(), hooks, gate_, writer).run(pull));
    part.made = writer.take();
    return {};
}

namespace {

std::string link_key(OutputPart const& part, std::string_view source, std::string_view id) {
    std::string key(id);
    return source == part.source ? key : "\n\n" + std::string(source) + "\n" + key;  // no id has a line feed
}

}  // namespace

Result<std::optional<Made>> Assembly::link(OutputPart& part, std::string_view id) { return link_from(part, part.source, id); }

Result<std::optional<Made>> Assembly::link_from(OutputPart& part, std::string_view source, std::string_view id) {
    auto const key = link_key(part, source, id);
    auto known = part.links.find(key);
    if (known == part.links.end()) {
        auto const* const relation = package_.relation(source, id);
        std::uint64_t const number = relation == nullptr ? 0 : TRY(make_link(part, *relation));
        known = part.links.emplace(key, number).first;
    }
    if (known->second == 0) return std::optional<Made>{};
    return std::optional<Made>(xml::numbered("rId", known->second));
}

Result<bool> Assembly::leads_somewhere(OutputPart& part, std::string_view id) { return TRY(link(part, id)).has_value(); }

Result<std::optional<Made>> Assembly::link_address(OutputPart& part, std::string_view address) {
    auto const key = "\n" + std::string(address);  // no id has a line feed
    auto known = part.links.find(key);
    if (known == part.links.end()) {
        auto kept = TRY(marks::pass_url(addresses_.emplace_back(address), gate_));
        std::uint64_t number = 0;
        if (kept) {
            part.relations.push_back({kLinkRelation, nullptr, std::move(kept)});
            number = part.relations.size();
        }
        known = part.links.emplace(key, number).first;
    }
    if (known->second == 0) return std::optional<Made>{};
    return std::optional<Made>(xml::numbered("rId", known->second));
}

// The number of the new relationship, or 0.
Result<std::uint64_t> Assembly::make_link(OutputPart& part, Relation const& relation) {
    if (relation.is_external) {
        if (relation.type != "hyperlink") {
            TRY(gate_.drop(kExternal, relation.target.size(), {relation.type, relation.target, 1}));
            return std::uint64_t{0};
        }
        auto kept = TRY(marks::pass_url(relation.target, gate_));
        if (!kept) return std::uint64_t{0};
        // The address is a view of the package's own string, which lives as long as the package.
        part.relations.push_back({kLinkRelation, nullptr, std::move(kept)});
        return static_cast<std::uint64_t>(part.relations.size());
    }
    auto* const target = TRY(include(relation, part));
    if (target == nullptr) return std::uint64_t{0};
    part.relations.push_back({target->type != nullptr ? target->type->relation_uri : kImageRelation, target, std::nullopt});
    return static_cast<std::uint64_t>(part.relations.size());
}

Result<OutputPart*> Assembly::include(Relation const& relation, OutputPart const& from) {
    if (auto const known = by_source_.find(relation.target); known != by_source_.end()) return known->second;
    auto* const part = package_.part(relation.target);
    if (part == nullptr || part->entry == nullptr) {
        TRY(gate_.drop(kDangling, relation.target.size(), {relation.type, relation.target, 1}));
        return static_cast<OutputPart*>(nullptr);
    }
    if (is_media(relation.type)) return include_media(relation);
    auto const* const type = type_of(relation.type);
    if (type == nullptr) return static_cast<OutputPart*>(nullptr);  // reported with the unused parts
    if (gate_.policy(type->rule.kind) == Disposition::remove) return static_cast<OutputPart*>(nullptr);
    TRY(gate_.judge(type->rule, part->entry->size_bytes, {part->entry->name}));
    part->is_used = true;
    auto& made = new_part(relation.target, type->stem, "xml", type->content_type, type->is_single);
    made.type = type;
    by_source_[relation.target] = &made;
    if (relation.type == family_.early) queue_.push_front(&made);
    else queue_.push_back(&made);
    (void)from;
    return &made;
}

Result<OutputPart*> Assembly::include_media(Relation const& relation) {
    auto& part = *package_.part(relation.target);
    part.is_used = true;
    by_source_[relation.target] = nullptr;
    auto const data = TRY(zip::read_entry(*part.entry, gate_));
    auto kept = TRY(gate_.pass_file(kPicture, data.bytes(), {part.entry->name}));
    auto const* const type = kept ? media_type(kept->bytes()) : nullptr;
    if (type == nullptr) {
        gate_.note_lost("pictures of a kind that cannot be vetted");
        return static_cast<OutputPart*>(nullptr);
    }
    constexpr Literal kFolders[] = {"word/media/image", "xl/media/image", "ppt/media/image"};
    auto const& main = parts_.front().stem;
    auto const stem = main.view().starts_with("word") ? kFolders[0] : main.view().starts_with("xl") ? kFolders[1] : kFolders[2];
    auto& made = new_part(relation.target, stem, type->extension, type->content_type, false);
    made.kept = std::move(kept);
    made.is_packed_already = type->is_packed_already;
    by_source_[relation.target] = &made;
    return &made;
}

Result<void> Assembly::report_unused() {
    for (auto& [name, part] : package_.parts()) {
        if (part.is_used || part.entry == nullptr) continue;
        part.is_used = true;
        Gate::Scope const scope(gate_, part.entry->name);
        auto const* const removed = find(family_.removed, part.relation);
        auto const* const type = type_of(part.relation);
        Rule const& rule = removed != nullptr ? *removed : type != nullptr ? (type->rule.kind == Kind::structure || type->rule.kind == Kind::content || type->rule.kind == Kind::presentation ? kUnused : type->rule) : kUnknownPart;
        auto const data = zip::read_entry(*part.entry, gate_);
        if (!data) {
            if (data.error().code == Errc::over_budget) return Failure{data.error()};
            TRY(gate_.drop(rule, part.entry->size_bytes, {{}, data.error().what, 1}));
            continue;
        }
        // Named by its relationship where there is one; its inside is looked at for the report.
        TRY(gate_.slack(rule, data->bytes()));
        if (data->bytes().empty()) TRY(gate_.drop(rule, 0));
        if (!starts_with(data->bytes(), "PK") && text(head(data->bytes(), 512)).find('<') != std::string_view::npos)
            gate_.look_into(rule, data->bytes(), [](Bytes in, Sink&, Gate& gate) { return name_values(in, gate); }, {"inside"});
    }
    return {};
}

void Assembly::shows(OutputPart const& part, std::string_view source, std::string_view id, codec::Visible const& visible) {
    auto const known = part.links.find(link_key(part, source, id));
    if (known == part.links.end() || known->second == 0) return;
    auto const* const picture = part.relations[known->second - 1].target;
    if (picture == nullptr) return;
    auto const [place, is_new] = shown_[picture].emplace(&part, visible);
    if (!is_new) place->second.join(visible);
}

Result<void> Assembly::blank_pictures() {
    for (auto const& part : parts_)
        for (auto const& relation : part.relations)
            if (relation.target != nullptr && relation.target->kept && !shown_[relation.target].contains(&part)) shown_[relation.target][&part] = {};
    bool is_beyond = false;
    for (auto& picture : parts_) {
        if (!picture.kept || shown_[&picture].empty()) continue;
        codec::Visible visible{1, 1, 0, 0};
        for (auto const& [part, piece] : shown_[&picture]) visible.join(piece);
        auto blanked = TRY(codec::blank_outside(picture.kept->bytes(), visible, gate_.budget()));
        is_beyond = is_beyond || blanked.state == codec::Blanked::State::impossible;
        if (blanked.state != codec::Blanked::State::done) continue;
        auto const name = picture.name(false);
        if (TRY(gate_.judge(kCropped, 0, {text(name.bytes())})) == Action::kept) continue;
        if (auto kept = TRY(gate_.pass_file(kPicture, blanked.picture.bytes(), {text(name.bytes())}))) picture.kept = std::move(kept);
        else is_beyond = true;
    }
    if (is_beyond) gate_.note_beyond("pixels of cropped pictures outside of what is shown");
    return {};
}

Made Assembly::relations_of(std::span<OutputRelation const> relations) {
    codec::XmlWriter writer(true);
    writer.open("Relationships");
    writer.declare("", "http://schemas.openxmlformats.org/package/2006/relationships");
    std::uint64_t number = 0;
    for (auto const& relation : relations) {
        writer.open("Relationship");
        writer.attribute("Id", xml::numbered("rId", ++number));
        writer.attribute("Type", relation.type);
        if (relation.target != nullptr) {
            writer.attribute("Target", relation.target->name(true));
        } else {
            writer.attribute("Target", *relation.address);
            writer.attribute("TargetMode", "External");
        }
        writer.close();
    }
    writer.close();
    return writer.take();
}

Made Assembly::content_types() const {
    codec::XmlWriter writer(true);
    writer.open("Types");
    writer.declare("", "http://schemas.openxmlformats.org/package/2006/content-types");
    auto const put_default = [&](Literal extension, Literal type) {
        writer.open("Default");
        writer.attribute("Extension", extension);
        writer.attribute("ContentType", type);
        writer.close();
    };
    put_default("rels", "application/vnd.openxmlformats-package.relationships+xml");
    put_default("xml", "application/xml");
    std::vector<std::string_view> seen;
    for (auto const& part : parts_) {
        if (!part.kept || std::find(seen.begin(), seen.end(), part.extension.view()) != seen.end()) continue;
        seen.push_back(part.extension.view());
        put_default(part.extension, part.content_type);
    }
    for (auto const& part : parts_) {
        if (part.kept) continue;
        writer.open("Override");
        writer.attribute("PartName", part.name(true));
        writer.attribute("ContentType", part.content_type);
        writer.close();
    }
    writer.close();
    return writer.take();
}

Result<void> Assembly::write(Sink& out) {
    TRY(blank_pictures());
    using Pack = codec::ZipWriter::Pack;
    codec::ZipWriter zip(out, gate_.budget());
    zip.add("[Content_Types].xml", content_types(), Pack::deflate);
    std::vector<OutputRelation> root;
    root.push_back({"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument", &parts_.front(), std::nullopt});
    zip.add("_rels/.rels", relations_of(root), Pack::deflate);
    for (auto const& part : parts_) {
        auto const name = part.name(false);
        if (part.kept) zip.add(name, *part.kept, part.is_packed_already ? Pack::store : Pack::deflate);
        else zip.add(name, part.made, Pack::deflate);
        if (part.relations.empty()) continue;
        std::string path(text(name.bytes()));
        path.insert(path.rfind('/') + 1, "_rels/");
        zip.add(xml::written(path + ".rels"), relations_of(part.relations), Pack::deflate);
    }
    return zip.finish();
}

RuleList Assembly::rules() { return list_rules(kPicture, kCropped, kExternal, kDangling, kUnused, kUnknownPart, kXmlAside); }

}  // namespace scrub::engine::ooxml
