// Documents: which files of a package stay, what stands for references, and the new package.
#include "format/odf/document.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include <pugixml.hpp>

#include "codec/xml_tree.hpp"
#include "codec/zip.hpp"
#include "format/odf/rows.hpp"
#include "format/odf/tree.hpp"
#include "format/ooxml/assembly.hpp"
#include "format/ooxml/rows.hpp"
#include "format/zip_rows.hpp"
#include "marks/text.hpp"

namespace scrub::engine::odf {
namespace {

using namespace std::string_view_literals;

struct Variant {
    std::string_view media_type;  ///< behind "application/vnd.oasis.opendocument."
    Literal written;
    Literal extension;
    Literal flat;                 ///< extension of the flat form
};
#define ODF "application/vnd.oasis.opendocument."
constexpr Variant kVariants[] = {
    {"text", ODF "text", "odt", "fodt"},
    {"text-template", ODF "text-template", "ott", "fodt"},
    {"text-master", ODF "text-master", "odm", "fodt"},
    {"spreadsheet", ODF "spreadsheet", "ods", "fods"},
    {"spreadsheet-template", ODF "spreadsheet-template", "ots", "fods"},
    {"presentation", ODF "presentation", "odp", "fodp"},
    {"presentation-template", ODF "presentation-template", "otp", "fodp"},
    {"graphics", ODF "graphics", "odg", "fodg"},
    {"graphics-template", ODF "graphics-template", "otg", "fodg"},
    {"chart", ODF "chart", "odc", "fodc"},
    {"formula", ODF "formula", "odf", "fodf"},
};

Variant const* variant_of(std::string_view media_type) {
    constexpr auto kPrefix = ODF ""sv;
    if (!media_type.starts_with(kPrefix)) return nullptr;
    media_type.remove_prefix(kPrefix.size());
    media_type = media_type.substr(0, media_type.find_first_of(" \r\n"));
    auto const* const found = std::find_if(std::begin(kVariants), std::end(kVariants), [&](Variant const& v) { return v.media_type == media_type; });
    return found == std::end(kVariants) ? nullptr : found;
}

// --- rules ------------------------------------------------------------------

// Files of a package that do not stay, by how their names begin.
constexpr Rule kFiles[] = {
    {"Basic/", "OD-SCR", Kind::active_content, "macros"},
    {"Configurations2/", "OD-PKG", Kind::software, "toolbars and menus of the author"},
    {"Dialogs/", "OD-SCR", Kind::active_content, "dialogs of macros"},
    {"Fonts/", "OD-FONT", Kind::embedded_file, "embedded font"},
    {"META-INF/documentsignatures.xml", "OD-PKG", Kind::signature, "digital signature"},
    {"META-INF/macrosignatures.xml", "OD-PKG", Kind::signature, "digital signature"},
    {"META-INF/content_credential", "OD-PKG", Kind::signature, "signed provenance: who made and changed it"},
    {"Object ", "OD-OBJ", Kind::embedded_file, "a document inside the document; its picture stays where it can be vetted"},
    {"ObjectReplacements/", "OD-OBJ", Kind::hidden_content, "picture of an object, perhaps of an earlier state"},
    {"Pictures/", "OD-PIC", Kind::hidden_content, "a picture that nothing shows"},
    {"Media/", "OD-OBJ", Kind::embedded_file, "sound or film"},
    {"Scripts/", "OD-SCR", Kind::active_content, "scripts"},
    {"Thumbnails/", "OD-THUMB", Kind::thumbnail, "picture of the first page"},
    {"VersionList.xml", "OD-PKG", Kind::revision, "list of earlier versions"},
    {"Versions/", "OD-PKG", Kind::revision, "an earlier version of the document"},
    {"database/", "OD-SCR", Kind::embedded_file, "database"},
    {"debug/", "OD-PKG", Kind::revision, "log of changes of a web editor"},
    {"layout-cache", "OD-PKG", Kind::software, "where the pages of the author's computer broke"},
    {"manifest.rdf", "OD-PKG", Kind::metadata, "statements about the document"},
    {"meta.xml", "OD-META", Kind::metadata, "data about the document"},
    {"settings.xml", "OD-SET", Kind::software, "settings of the program; those that change the layout stay"},
};
constexpr Rule kFile{"file", "OD-PKG", Kind::unknown, "no rule knows what it is"};
constexpr Rule kPicture{"picture", "OD-PIC", Kind::content, "a picture"};
constexpr Rule kLinked{"linked picture", "OD-SCR", Kind::external_reference, "loaded when the document is opened: tells a server who opens it, or names a folder"};
constexpr Rule kDangling{"reference", "OD-PKG", Kind::slack, "leads to nothing"};
constexpr Rule kPart{"part", "OD-PKG", Kind::structure, "part of the document"};
constexpr Rule kAside{"comments and instructions", "GEN-09", Kind::metadata, "text that no reader sees"};
constexpr Rule kStyleName{"name of a style", "OD-FONT", Kind::metadata, "a name that somebody chose", Form::replace};
constexpr Rule kOtherName{"name", "OD-FONT", Kind::identifier, "of a section, a table, a bookmark: no reader sees it", Form::replace};
constexpr Rule kObjectName{"draw:name", "OD-ALT", Kind::metadata, "name of a picture or shape"};
constexpr Rule kId{"xml:id", "OD-FONT", Kind::identifier, "number that nothing refers to"};
constexpr Rule kFont{"font", "OD-FONT", Kind::organisation, "a font of its own tells who made the document"};
constexpr Rule kOddValue{"value", "OD-PKG", Kind::unknown, "not a value that the standard has for this attribute"};
constexpr Rule kKept{"value", "OD-PKG", Kind::content, "belongs to what a reader sees"};

// Of meta.xml and settings.xml, by local name or name of the setting.
constexpr Rule kValues[] = {
    {"creation-date", "OD-META", Kind::timestamp, "when it was made"},
    {"creator", "OD-META", Kind::author, "who changed it last"},
    {"date", "OD-META", Kind::timestamp, "when it was changed"},
    {"description", "OD-META", Kind::metadata, "description"},
    {"editing-cycles", "OD-META", Kind::metadata, "number of savings"},
    {"editing-duration", "OD-META", Kind::timestamp, "time of work"},
    {"generator", "OD-META", Kind::software, "program that wrote it"},
    {"initial-creator", "OD-META", Kind::author, "who made it"},
    {"keyword", "OD-META", Kind::metadata, "keyword"},
    {"language", "OD-META", Kind::metadata, "language"},
    {"print-date", "OD-META", Kind::timestamp, "when it was printed"},
    {"printed-by", "OD-META", Kind::author, "who printed it"},
    {"subject", "OD-META", Kind::metadata, "subject"},
    {"template", "OD-META", Kind::path, "template"},
    {"title", "OD-META", Kind::metadata, "title"},
    {"user-defined", "OD-META", Kind::metadata, "property"},
    {"PrinterName", "OD-SET", Kind::device, "printer of the author"},
    {"PrinterSetup", "OD-SET", Kind::device, "settings of the author's printer"},
    {"PrintFaxName", "OD-SET", Kind::device, "fax of the author"},
    {"Rsid", "OD-SET", Kind::identifier, "session in which it was written"},
    {"RsidRoot", "OD-SET", Kind::identifier, "session in which it was begun"},
    {"CurrentDatabaseDataSource", "OD-SET", Kind::path, "database"},
    {"EmbeddedDatabaseName", "OD-SET", Kind::path, "database"},
    {"ColorTableURL", "OD-SET", Kind::path, "folder of the author"},
    {"DashTableURL", "OD-SET", Kind::path, "folder of the author"},
    {"LineEndTableURL", "OD-SET", Kind::path, "folder of the author"},
    {"HatchTableURL", "OD-SET", Kind::path, "folder of the author"},
    {"GradientTableURL", "OD-SET", Kind::path, "folder of the author"},
    {"BitmapTableURL", "OD-SET", Kind::path, "folder of the author"},
    {"RedlineProtectionKey", "OD-SET", Kind::identifier, "fingerprint of a password"},
};

// --- small things ------------------------------------------------------------

Result<void> parse(Bytes data, pugi::xml_document& document, Gate& gate) {
    std::string converted;
    codec::XmlExtras extras;
    auto const text = TRY(codec::checked_xml(data, gate.budget(), converted, &extras));
    if (extras.extra_bytes > 0) TRY(gate.drop(kAside, extras.extra_bytes, {{}, {}, extras.comments + extras.processing_instructions}));
    TRY(codec::parse_checked_xml(text, codec::White::all, document));
    canonicalise(document.document_element());
    return {};
}

// Names what meta.xml or settings.xml says.
Result<void> name_values(pugi::xml_node node, Gate& gate) {
    for (auto const child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        auto const local = codec::split_qname(child.name()).local;
        std::string_view const key = local == "config-item" ? std::string_view(child.attribute("config:name").value()) : local;
        std::string_view said = child.child_value();
        if (key == "template") said = child.attribute("xlink:href").value();
        auto const* const rule = find(kValues, key);
        if (rule != nullptr && said.find_first_not_of(" \t\r\n") != std::string_view::npos) TRY(gate.judge(*rule, said.size(), {child.attribute("meta:name").value(), said, 1}));
        TRY(name_values(child, gate));
    }
    return {};
}

// Both have namespaces of their own, whose prefixes programs do not vary.
Result<void> name_values_of(Bytes data, Sink&, Gate& gate) {
    pugi::xml_document document;
    TRY(codec::parse_xml(data, gate.budget(), codec::White::lone, document));
    return name_values(document, gate);
}

int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

Blob from_base64(std::string_view text) {
    Blob out;
    std::uint32_t bits = 0;
    unsigned have = 0;
    for (char const c : text) {
        int const digit = base64_digit(c);
        if (digit < 0) continue;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out.push_back(static_cast<std::uint8_t>(bits >> have));
        }
    }
    return out;
}

std::string to_base64(Bytes bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto const left = std::min<std::size_t>(bytes.size() - at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < left ? bytes[at + i] : 0U);
        for (std::size_t i = 0; i < 4; ++i) out += i <= left ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

// What a file is that went through the gate as a picture; a text is none.
std::optional<ooxml::MediaType> picture_type(Bytes bytes) {
    if (auto const* const known = ooxml::media_type(bytes)) return *known;
    if (starts_with(bytes, "RIFF")) return ooxml::MediaType{"RIFF", "webp", "image/webp", true};
    bool const is_svg = starts_with(bytes, "<") && text(head(bytes, 1024)).find("http://www.w3.org/2000/svg") != std::string_view::npos;
    if (is_svg) return ooxml::MediaType{"<", "svg", "image/svg+xml", false};
    return std::nullopt;
}

// --- names ---------------------------------------------------------------------

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }); }

// "P12", "ce3", "N104P0", "list12345": programs number so; nobody chose it.
bool is_of_a_program(std::string_view name) {
    constexpr std::size_t kMaxLetters = 8;
    std::size_t letters = 0;
    while (letters < name.size() && ((name[letters] >= 'a' && name[letters] <= 'z') || (name[letters] >= 'A' && name[letters] <= 'Z'))) ++letters;
    auto rest = name.substr(letters);
    if (auto const part = rest.find('P'); part != std::string_view::npos && part > 0) return is_number(rest.substr(0, part)) && is_number(rest.substr(part + 1));
    return letters <= kMaxLetters && is_number(rest);
}

// Impress finds the styles of a master page by these endings.
std::string_view master_ending(std::string_view name) {
    for (auto const ending : {"-title"sv, "-subtitle"sv, "-notes"sv, "-background"sv, "-backgroundobjects"sv})
        if (name.ends_with(ending) && name.size() > ending.size()) return ending;
    auto const dash = name.rfind("-outline");
    if (dash != std::string_view::npos && dash > 0 && name.size() - dash == 9 && is_number(name.substr(dash + 8))) return name.substr(dash);
    return {};
}

// Names of a document, numbered in the order in which they occur.
class Numbering {
public:
    explicit Numbering(std::string_view stem) : stem_(stem) {}
    std::string of(std::string_view name) { return std::string(stem_) + std::to_string(numbers_.emplace(std::string(name), numbers_.size() + 1).first->second); }

private:
    std::string_view stem_;
    std::map<std::string, std::uint64_t, std::less<>> numbers_;
};

// --- documents -------------------------------------------------------------------

class Document {
public:
    explicit Document(Gate& gate) : gate_(gate) {}

    Result<void> run_package(Bytes in, Sink& out) {
        archive_ = TRY(codec::read_zip(in, gate_.budget()));
        TRY(zip::report_leftovers(archive_, gate_));
        TRY(refuse_encrypted());
        auto const* const variant = TRY(variant_of_package());
        gate_.identified(variant->extension.view(), variant->extension.view());
        Folder main;
        TRY(read_folder("", main));
        if (!main.content.document_element()) return fail(Errc::malformed, "OpenDocument package without content");
        TRY(settle({main.styles.document_element(), main.content.document_element()}));
        TRY(walk_folder("", main));
        TRY(settings());
        TRY(report_unused());
        TRY(write(*variant, out));
        gate_.note_fact("words", words_before_, words_after_);
        return {};
    }

    Result<void> run_flat(Bytes in, Sink& out) {
        pugi::xml_document document;
        TRY(parse(in, document, gate_));
        auto const root = document.document_element();
        if (root.name() != "office:document"sv) return fail(Errc::malformed, "flat OpenDocument file without its root");
        auto const* const variant = variant_of(root.attribute("office:mimetype").value());
        if (variant == nullptr) return fail(Errc::unsupported, "OpenDocument of an unknown kind");
        gate_.identified(variant->flat.view(), variant->flat.view());
        flat_type_ = variant->written;
        TRY(settle({root}));
        auto made = TRY(walk_part(root));
        out.put(made);
        gate_.note_fact("words", words_before_, words_after_);
        return {};
    }

private:
    struct Folder {
        pugi::xml_document styles, content;
    };
    struct File {
        std::string name;
        std::string media_type;
        std::optional<Kept> kept;
        Made made;
        bool is_packed_already = false;
    };

    Result<void> refuse_encrypted() {
        if (archive_.find("encrypted-package") != nullptr) return fail(Errc::encrypted, "encrypted OpenDocument package");
        auto const* const manifest = archive_.find("META-INF/manifest.xml");
        if (manifest == nullptr) return {};
        used_.insert(manifest->name);
        auto const data = TRY(zip::read_entry(*manifest, gate_));
        if (text(data.bytes()).find("encryption-data") != std::string_view::npos) return fail(Errc::encrypted, "encrypted OpenDocument package");
        return {};
    }

    Result<Variant const*> variant_of_package() {
        auto const* const entry = archive_.find("mimetype");
        if (entry == nullptr) return fail(Errc::malformed, "OpenDocument package without its type");
        used_.insert(entry->name);
        auto const data = TRY(zip::read_entry(*entry, gate_));
        auto const* const variant = variant_of(text(data.bytes()));
        if (variant == nullptr) return fail(Errc::unsupported, "OpenDocument of an unknown kind");
        return variant;
    }

    // --- parts ---

    Result<void> read_part(std::string const& name, pugi::xml_document& into) {
        auto const* const entry = archive_.find(name);
        if (entry == nullptr) return {};
        used_.insert(entry->name);
        Gate::Scope const scope(gate_, entry->name);
        auto const data = TRY(zip::read_entry(*entry, gate_));
        return parse(data.bytes(), into, gate_);
    }

    Result<void> read_folder(std::string const& prefix, Folder& folder) {
        TRY(read_part(prefix + "styles.xml", folder.styles));
        return read_part(prefix + "content.xml", folder.content);
    }

    // What goes may have been all that referred to something else, which then goes too.
    Result<void> settle(std::vector<pugi::xml_node> const& roots) {
        constexpr int kMaxRounds = 16;
        for (auto const root : roots) words_before_ += count_words(root);
        Judged judged;
        for (int round = 0; round < kMaxRounds; ++round) {
            survey_ = outer_survey_;
            std::uint64_t before = 0, after = 0;
            for (auto const root : roots) {
                before += size_of(root);
                if (root) survey_.read(root);
            }
            survey_.find_used_styles(roots);
            for (auto const root : roots) {
                if (!root) continue;
                survey_.read_automatic(root);
                Gate::Scope const scope(gate_, folder_ + (root.name() == "office:document-styles"sv ? "styles.xml" : "content.xml"));
                TRY(clean(root, survey_, judged, gate_));
                after += size_of(root);
            }
            if (before == after) break;
        }
        return {};
    }

    Result<void> walk_folder(std::string const& prefix, Folder const& folder) {
        for (auto const& [name, document] : {std::pair{"styles.xml", &folder.styles}, std::pair{"content.xml", &folder.content}}) {
            auto const root = document->document_element();
            if (!root) continue;
            Gate::Scope const scope(gate_, prefix + name);
            auto made = TRY(walk_part(root));
            files_.push_back({output_prefix_ + name, "text/xml", std::nullopt, std::move(made), false});
        }
        return {};
    }

    Result<Made> walk_part(pugi::xml_node root) {
        survey_.read_automatic(root);
        Resources resources;
        resources.picture = [this](std::string_view href) { return picture(href); };
        resources.inline_picture = [this](std::string_view base64) { return inline_picture(base64); };
        resources.object = [this](std::string_view href) { return object(href); };
        TRY(finish(root, survey_, resources, gate_));
        xml::Hooks hooks;
        hooks.admits = [this](xml::Element const&, xml::Attributes attributes) { return admits_font(attributes); };
        hooks.reference = [this](xml::Element const& element, std::string_view attribute, std::string_view value) { return reference(element, attribute, value); };
        codec::XmlWriter writer(false);
        TRY(xml::Filter(grammar(), hooks, gate_, writer).run(root));
        // Formulas begin with the prefix of their language.
        writer.declare_at_root("of", "urn:oasis:names:tc:opendocument:xmlns:of:1.2");
        writer.declare_at_root("oooc", "http://openoffice.org/2004/calc");
        words_after_ += count_words(root);
        return writer.take();
    }

    // --- files that parts refer to ---

    codec::ZipEntry const* entry_of(std::string_view href) {
        if (href.starts_with("./")) href.remove_prefix(2);
        return href.empty() ? nullptr : archive_.find(folder_ + std::string(href));
    }

    static bool is_outside(std::string_view href) { return href.find(':') != std::string_view::npos || href.starts_with('/') || href.starts_with("../") || href.starts_with('\\'); }

    Result<std::string> picture(std::string_view href) {
        if (is_outside(href)) {
            TRY(gate_.drop(kLinked, href.size(), {{}, href, 1}));
            gate_.note_lost("linked pictures");
            return std::string();
        }
        auto const* const entry = entry_of(href);
        if (entry == nullptr) {
            TRY(gate_.drop(kDangling, href.size(), {{}, href, 1}));
            return std::string();
        }
        auto const known = pictures_.find(entry->name);
        if (known != pictures_.end()) return known->second;
        used_.insert(entry->name);
        auto const data = TRY(zip::read_entry(*entry, gate_));
        auto kept = TRY(gate_.pass_file(kPicture, data.bytes(), {entry->name}));
        auto const type = kept ? picture_type(kept->bytes()) : std::nullopt;
        std::string name;
        if (type) {
            name = "Pictures/image" + std::to_string(++picture_count_) + "." + std::string(type->extension.view());
            files_.push_back({name, std::string(type->content_type.view()), std::move(kept), {}, type->is_packed_already});
        }
        if (name.empty()) gate_.note_lost("pictures of a kind that cannot be vetted");
        pictures_[entry->name] = name;
        return name;
    }

    Result<std::string> inline_picture(std::string_view base64) {
        auto const data = from_base64(base64);
        auto const kept = TRY(gate_.pass_file(kPicture, data, {"picture"}));
        bool const is_picture = kept && picture_type(kept->bytes());
        if (!is_picture) gate_.note_lost("pictures of a kind that cannot be vetted");
        return is_picture ? to_base64(kept->bytes()) : std::string();
    }

    // A chart or a formula stays as what it is; of other documents their picture.
    Result<std::string> object(std::string_view href) {
        if (href.starts_with("./")) href.remove_prefix(2);
        std::string const prefix = folder_ + std::string(href) + "/";
        bool const is_inside = folder_.empty() && !href.empty() && !is_outside(href) && archive_.find(prefix + "content.xml") != nullptr;
        if (!is_inside) return std::string();
        auto const known = objects_.find(prefix);
        if (known != objects_.end()) return known->second;
        objects_[prefix] = {};
        Folder inner;
        auto const was_used = used_;
        TRY(read_folder(prefix, inner));
        auto const root = inner.content.document_element();
        bool const is_formula = root.name() == "math:math"sv;
        bool const is_chart = static_cast<bool>(root.child("office:body").child("office:chart"));
        if (!is_formula && !is_chart) {
            used_ = was_used;  // told with what does not stay
            return std::string();
        }
        auto const name = "Object " + std::to_string(++object_count_);
        Document chart(gate_);
        chart.folder_ = prefix;
        chart.output_prefix_ = name + "/";
        chart.outer_survey_ = survey_;
        chart.archive_ = archive_;
        TRY(chart.settle({inner.styles.document_element(), root}));
        TRY(chart.walk_folder(prefix, inner));
        used_.insert(chart.used_.begin(), chart.used_.end());
        files_.push_back({name + "/", std::string(is_formula ? ODF "formula" : ODF "chart"), std::nullopt, {}, false});
        for (auto& file : chart.files_) {
            if (file.name.starts_with("Pictures/")) file.name = name + "/" + file.name;
            files_.push_back(std::move(file));
        }
        objects_[prefix] = "./" + name;
        return objects_[prefix];
    }

    // --- what stands for references ---

    Result<xml::Admission> admits_font(xml::Attributes attributes) {
        auto family = xml::value_of(attributes, "font-family");
        auto const name = xml::value_of(attributes, "name");
        if (family.empty()) family = name;
        if (!is_known_font(family)) {
            TRY(gate_.drop(kFont, family.size(), {{}, family, 1}));
            return xml::Admission::no;
        }
        fonts_.emplace(name, is_known_font(name) && first_family(name).size() + 2 >= name.size() ? std::string(name) : font_names_.of(name));
        return xml::Admission::yes;
    }

    static std::string_view first_family(std::string_view family) {
        family = family.substr(0, family.find_first_of(",;:"));
        while (!family.empty() && (family.front() == '\'' || family.front() == '"' || family.front() == ' ')) family.remove_prefix(1);
        while (!family.empty() && (family.back() == '\'' || family.back() == '"' || family.back() == ' ' || (family.back() >= '0' && family.back() <= '9'))) family.remove_suffix(1);
        return family;
    }
    static bool is_known_font(std::string_view family) { return grammar().is_typeface(first_family(family)); }

    static std::optional<Made> as_it_is(std::string_view value) { return xml::written(std::string(value)); }

    Result<std::optional<Made>> reference(xml::Element const& element, std::string_view attribute, std::string_view value) {
        if (attribute == "#") return as_it_is(value);  // pictures in base64, which were vetted
        if (attribute == "office:mimetype") return as_it_is(flat_type_.view());
        if (attribute == "style:display-name") return TRY(display_name(value));
        switch (reference_of(attribute)) {
            case Reference::style: return TRY(style(element, value));
            case Reference::name: return TRY(other_name(element, value));
            case Reference::font: return TRY(font(attribute, value));
            case Reference::id: return TRY(id(value));
            case Reference::object: return TRY(object_name(element, value));
            case Reference::table: return TRY(table_name(element, value));
            case Reference::shape: return TRY(checked(element, attribute, value, is_shape(value)));
            case Reference::path: return TRY(checked(element, attribute, value, is_path(value)));
            case Reference::time: return TRY(checked(element, attribute, value, is_time(value)));
            case Reference::formula: return TRY(shown(value));
            case Reference::condition: return TRY(checked(element, attribute, value, value.find('"') == std::string_view::npos && value.size() <= 256));
            case Reference::address: return TRY(checked(element, attribute, value, is_address(value)));
            case Reference::link: return link(value);
            case Reference::shown: return TRY(shown(value));
            case Reference::none: break;
        }
        return TRY(checked(element, attribute, value, false));
    }

    Result<std::optional<Made>> checked(xml::Element const& element, std::string_view attribute, std::string_view value, bool fits) {
        if (fits) return as_it_is(value);
        TRY(gate_.drop(kOddValue, value.size(), {std::string(element.name.view()) + "@" + std::string(attribute), value, 1}));
        return std::optional<Made>{};
    }

    Result<std::optional<Made>> shown(std::string_view value) {
        if (gate_.is_doomed()) return std::optional<Made>{};
        auto const kept = TRY(marks::pass_text(value, marks::Spaces::kinds, gate_));
        gate_.shows(engine::text(kept.bytes()));
        return std::optional<Made>(xml::copy_of(kept));
    }

    // A name that somebody chose is told once.
    Result<std::string> renamed(Rule const& rule, Numbering& numbering, std::string_view name) {
        auto const fresh = numbering.of(name);
        if (name == fresh || is_of_a_program(name) || name.empty() || told_.contains(name)) return fresh;
        told_.emplace(name);
        TRY(gate_.drop(rule, name.size(), {{}, name, 1}));
        return fresh;
    }

    Result<std::optional<Made>> style(xml::Element const& element, std::string_view value) {
        if (element.name == "style:font-face") return font({}, value);
        if (value.empty()) return std::optional<Made>(Made());
        auto const known = style_names_.find(value);
        if (known != style_names_.end()) return std::optional<Made>(xml::written(known->second));
        auto const given = value;
        std::string out;
        while (!value.empty()) {  // lists of names, as draw:stroke-dash-names has them
            auto const end = std::min(value.find(' '), value.size());
            auto const name = value.substr(0, end);
            auto const ending = master_ending(name);
            auto const stem = name.substr(0, name.size() - ending.size());
            if (!out.empty()) out += ' ';
            if (is_standard_name(name)) out += name;
            else if (is_standard_name(stem)) out += std::string(stem) + std::string(ending);
            else out += TRY(renamed(kStyleName, styles_, stem)) + std::string(ending);
            value.remove_prefix(std::min(end + 1, value.size()));
        }
        style_names_.emplace(given, out);
        return std::optional<Made>(xml::written(std::move(out)));
    }

    // Readers make it of the name.
    Result<std::optional<Made>> display_name(std::string_view) { return std::optional<Made>{}; }

    Result<std::optional<Made>> other_name(xml::Element const& element, std::string_view value) {
        (void)element;
        if (is_standard_name(value)) return as_it_is(value);
        return std::optional<Made>(xml::written(TRY(renamed(kOtherName, names_, value))));
    }

    Result<std::optional<Made>> font(std::string_view attribute, std::string_view value) {
        if (attribute.find("font-family") != std::string_view::npos) {
            if (is_known_font(value)) return as_it_is("'" + numbered_family(value) + "'");
            TRY(gate_.drop(kFont, value.size(), {{}, value, 1}));
            return std::optional<Made>{};
        }
        auto const declared = fonts_.find(value);
        if (declared != fonts_.end()) return as_it_is(declared->second);
        return is_known_font(value) ? as_it_is(first_family(value)) : std::nullopt;
    }

    // "Arial1": a name that programs make up, for which readers choose another font than for "Arial".
    static std::string numbered_family(std::string_view value) {
        auto const family = first_family(value);
        auto const behind = value.substr(static_cast<std::size_t>(family.data() - value.data()) + family.size());
        return std::string(family) + std::string(behind.substr(0, !behind.empty() && behind[0] >= '0' && behind[0] <= '9' ? 1 : 0));
    }

    Result<std::optional<Made>> id(std::string_view value) {
        if (survey_.wanted_ids.contains(value)) return std::optional<Made>(xml::written(ids_.of(value)));
        if (!is_of_a_program(value)) TRY(gate_.drop(kId, value.size(), {{}, value, 1}));
        return std::optional<Made>{};
    }

    Result<std::optional<Made>> object_name(xml::Element const& element, std::string_view value) {
        constexpr std::string_view kDefinitions[] = {"draw:gradient", "draw:hatch", "draw:fill-image", "draw:marker", "draw:stroke-dash", "draw:opacity", "draw:layer", "svg:linearGradient", "svg:radialGradient"};
        if (std::find(std::begin(kDefinitions), std::end(kDefinitions), element.name.view()) != std::end(kDefinitions)) return TRY(style(element, value));
        bool const is_of_shape = element.name == "draw:equation" && value.size() <= 8 && is_of_a_program(value);  // formulas refer to it
        if (is_of_shape) return as_it_is(value);
        if (element.name == "draw:page") return std::optional<Made>(xml::written(page_name(value)));
        if (!value.empty()) TRY(gate_.drop(kObjectName, value.size(), {{}, value, 1}));
        return std::optional<Made>{};
    }

    std::string page_name(std::string_view name) const {
        auto const page = survey_.pages.find(name);
        return page == survey_.pages.end() ? "page" : "page" + std::to_string(page->second);
    }

    // Of a sheet a reader sees it; formulas name ranges.
    Result<std::optional<Made>> table_name(xml::Element const& element, std::string_view value) {
        bool const is_seen = element.name == "table:table" ? survey_.sheets.contains(value) : element.name != "table:database-range";
        if (is_seen) return TRY(shown(value));
        return TRY(other_name(element, value));
    }

    std::optional<Made> link(std::string_view value) {
        if (!value.starts_with('#')) return as_it_is(value);
        auto const bar = std::min(value.find('|'), value.size());
        auto const name = value.substr(1, bar - 1);
        if (survey_.pages.contains(name)) return xml::written("#" + page_name(name) + std::string(value.substr(bar)));
        if (survey_.targets.contains(name) && !is_standard_name(name)) return xml::written("#" + names_.of(name) + std::string(value.substr(bar)));
        return as_it_is(value);
    }

    // --- values ---

    // Outlines, formulas of shapes, and relative widths: numbers, signs, and short words of the vocabulary.
    static bool is_path(std::string_view value) {
        constexpr std::size_t kLongestWord = 10;
        for (std::size_t at = 0; at < value.size();) {
            char const c = value[at];
            bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!is_letter) {
                if ("0123456789 \t\r\n,.+-*/()?$;:!%"sv.find(c) == std::string_view::npos) return false;
                ++at;
                continue;
            }
            auto end = at;
            while (end < value.size() && ((value[end] >= 'a' && value[end] <= 'z') || (value[end] >= 'A' && value[end] <= 'Z'))) ++end;
            auto const word = value.substr(at, end - at);
            if (word.size() > kLongestWord || (word.size() > 2 && !grammar().is_word(word))) return false;
            at = end;
        }
        return true;
    }

    // Of OpenDocument, of OOXML, or a number of old Office programs.
    static bool is_shape(std::string_view value) {
        if (value.starts_with("mso-spt")) return value.size() <= 10 && is_number(value.substr(7));
        if (!value.starts_with("ooxml-")) return grammar().is_word(value);
        auto const presets = ooxml::words();
        return std::find_if(presets.begin(), presets.end(), [&](Literal word) { return word == value.substr(6); }) != presets.end();
    }

    static bool is_time(std::string_view value) {
        return value.size() <= 40 && value.find_first_not_of("0123456789PTHMSYDZ:.,+-") == std::string_view::npos;
    }

    // Cells of sheets that are there: "$Sheet1.$A$1:.B2 'My sheet'.C3".
    bool is_address(std::string_view value) const {
        std::string sheet;
        bool is_quoted = false;
        for (std::size_t at = 0; at <= value.size(); ++at) {
            char const c = at < value.size() ? value[at] : ' ';
            if (is_quoted && c != '\'') {
                sheet += c;
            } else if (c == '\'') {
                is_quoted = !is_quoted;
            } else if (c == '.') {
                if (!sheet.empty() && !survey_.sheets.contains(sheet) && !survey_.targets.contains(sheet) && sheet != "local-table") return false;
                sheet.clear();
            } else if (c == ' ' || c == ':') {
                bool const is_cell = sheet.size() <= 10 && std::all_of(sheet.begin(), sheet.end(), [](char d) { return (d >= '0' && d <= '9') || (d >= 'A' && d <= 'Z'); });
                if (!is_cell) return false;
                sheet.clear();
            } else if (c != '$') {
                sheet += c;
            }
        }
        return !is_quoted;
    }

    // --- settings, and what is left ---

    // Of hundreds of settings, those that change the layout stay.
    Result<void> settings() {
        auto const* const entry = archive_.find("settings.xml");
        if (entry == nullptr) return {};
        used_.insert(entry->name);
        Gate::Scope const scope(gate_, entry->name);
        auto const data = TRY(zip::read_entry(*entry, gate_));
        pugi::xml_document document;
        if (!codec::parse_xml(data.bytes(), gate_.budget(), codec::White::lone, document)) return gate_.slack(*find(kFiles, "settings.xml"), data.bytes());
        gate_.look_into(*find(kFiles, "settings.xml"), data.bytes(), &name_values_of, {"inside"});
        std::map<std::string_view, std::string> kept;
        find_settings(document, kept);
        codec::XmlWriter writer(false);
        writer.open("office:document-settings");
        writer.declare("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0");
        writer.declare("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0");
        writer.declare("ooo", "http://openoffice.org/2004/office");
        writer.attribute("office:version", "1.2");
        writer.open("office:settings");
        writer.open("config:config-item-set");
        writer.attribute("config:name", "ooo:configuration-settings");
        for (auto const name : odf::settings()) {
            auto const found = kept.find(name.view());
            if (found == kept.end()) continue;
            writer.open("config:config-item");
            writer.attribute("config:name", name);
            bool const is_flag = found->second == "true" || found->second == "false";
            bool const is_int = is_number(found->second);
            writer.attribute("config:type", is_flag ? Literal("boolean") : !is_int ? Literal("string") : name == "CharacterCompressionType" ? Literal("short") : Literal("int"));
            writer.text(xml::written(found->second));
            writer.close();
        }
        writer.close();
        writer.close();
        writer.close();
        files_.push_back({"settings.xml", "text/xml", std::nullopt, writer.take(), false});
        return {};
    }

    static void find_settings(pugi::xml_node node, std::map<std::string_view, std::string>& kept) {
        for (auto const child : node.children()) {
            std::string_view const name = child.attribute("config:name").value();
            auto const all = odf::settings();
            auto const known = std::find_if(all.begin(), all.end(), [&](Literal n) { return n == name; });
            std::string_view const value = child.child_value();
            bool const is_plain = value == "true" || value == "false" || value == "high-resolution" || value == "low-resolution" || value == "disabled" || (value.size() <= 10 && is_number(value));
            if (known != all.end() && is_plain) kept.emplace(known->view(), std::string(value));
            find_settings(child, kept);
        }
    }

    Result<void> report_unused() {
        for (auto const& entry : archive_.entries) {
            if (used_.contains(entry.name)) continue;
            auto const* const row = std::find_if(std::begin(kFiles), std::end(kFiles), [&](Rule const& r) { return entry.name.starts_with(r.name.view()); });
            Rule const& rule = row == std::end(kFiles) ? kFile : *row;
            Gate::Scope const scope(gate_, entry.name);
            auto const data = zip::read_entry(entry, gate_);
            if (!data) {
                if (data.error().code == Errc::over_budget) return Failure{data.error()};
                TRY(gate_.drop(rule, entry.size_bytes, {{}, data.error().what, 1}));
                continue;
            }
            TRY(gate_.slack(rule, data->bytes()));
            if (data->bytes().empty()) TRY(gate_.drop(rule, 0));
            if (entry.name == "meta.xml") gate_.look_into(rule, data->bytes(), &name_values_of, {"inside"});
        }
        return {};
    }

    Result<void> write(Variant const& variant, Sink& out) {
        using Pack = codec::ZipWriter::Pack;
        codec::ZipWriter zip(out, gate_.budget());
        zip.add("mimetype", variant.written, Pack::store);
        codec::XmlWriter manifest(false);
        manifest.open("manifest:manifest");
        manifest.declare("manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0");
        manifest.attribute("manifest:version", "1.2");
        auto const list = [&](Vetted name, Vetted type) {
            manifest.open("manifest:file-entry");
            manifest.attribute("manifest:full-path", name);
            manifest.attribute("manifest:media-type", type);
            manifest.close();
        };
        list("/", variant.written);
        for (auto& file : files_) {
            auto const name = xml::written(file.name);
            list(name, xml::written(file.media_type));
            if (file.kept) zip.add(name, *file.kept, file.is_packed_already ? Pack::store : Pack::deflate);
            else if (!file.made.empty()) zip.add(name, file.made, Pack::deflate);
        }
        manifest.close();
        zip.add("META-INF/manifest.xml", manifest.take(), Pack::deflate);
        return zip.finish();
    }

    Gate& gate_;
    codec::ZipArchive archive_;
    std::string folder_;         // of the input, with its slash; empty for the document itself
    std::string output_prefix_;  // the same of the output
    Survey survey_, outer_survey_;  // of the document around a chart
    Names used_;                 // entries of the archive
    Names told_;
    std::map<std::string, std::string, std::less<>> style_names_;  // as they become
    std::map<std::string, std::string, std::less<>> fonts_;  // declared names, and what they become
    Numbering font_names_{"f"};
    std::deque<File> files_;
    std::map<std::string, std::string> pictures_, objects_;
    std::uint64_t picture_count_ = 0, object_count_ = 0;
    Numbering styles_{"s"}, names_{"n"}, ids_{"id"};
    Literal flat_type_ = "";
    std::uint64_t words_before_ = 0, words_after_ = 0;
};

}  // namespace

Result<void> walk_package(Bytes in, Sink& out, Gate& gate) { return Document(gate).run_package(in, out); }

Result<void> walk_flat(Bytes in, Sink& out, Gate& gate) { return Document(gate).run_flat(in, out); }

RuleList document_rules() {
    return list_rules(kFiles, kFile, kPicture, kLinked, kDangling, kPart, kAside, kStyleName, kOtherName, kObjectName, kId, kFont, kOddValue, kKept, kValues, attribute_rules());
}

}  // namespace scrub::engine::odf
