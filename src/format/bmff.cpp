// HEIF, HEIC and AVIF (ISO/IEC 14496-12, 23008-12, AVIF 1.1): a graph of items with properties, in boxes. The main picture, its
// tiles and its transparency are carried over as they are coded; every box is written anew, and what nobody needs to see them goes.
#include <algorithm>
#include <array>
#include <numeric>

#include "codec/colour.hpp"
#include "core/format.hpp"
#include "format/bmff_coded.hpp"
#include "format/bmff_survey.hpp"
#include "format/exif.hpp"
#include "format/flatten.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::bmff {
namespace {

using namespace std::string_view_literals;
using codec::put_box;
using codec::put_full_box;

// --- rules ------------------------------------------------------------------

constexpr Rule kPicture{"picture", "HE-PIX", Kind::content, "the picture"};
constexpr Rule kTiles{"layout of tiles", "HE-PIX", Kind::structure, "how the tiles lie"};
constexpr Rule kCut{"cut-off part", "HE-CLAP", Kind::hidden_content, "the picture is cut for viewers only, and is whole in the file", Form::flatten};
constexpr Rule kOverlay{"covered parts", "HE-CLAP", Kind::hidden_content, "pictures lie over each other, and each is whole in the file", Form::flatten};

// Items that are no part of the main picture.
constexpr Rule kExif{"Exif", "HE-EXIF", Kind::metadata, "camera data"};
constexpr Rule kXmp{"XMP", "HE-XMP", Kind::metadata, "description of the picture"};
constexpr Rule kThumbnail{"thumbnail", "HE-THMB", Kind::thumbnail, "small picture, perhaps from before an edit"};
constexpr Rule kDepth{"depth map", "HE-AUX", Kind::hidden_content, "distances in the scene"};
constexpr Rule kGainMap{"gain map", "HE-AUX", Kind::hidden_content, "second picture for bright screens"};
constexpr Rule kAuxiliary{"auxiliary picture", "HE-AUX", Kind::hidden_content, "picture that viewers do not show: masks of people, mattes, maps"};
constexpr Rule kOtherPicture{"further picture", "HE-ITEM", Kind::hidden_content, "most viewers show the main picture alone"};
constexpr Rule kMime{"mime item", "HE-ITEM", Kind::metadata, "data of any kind"};
constexpr Rule kUri{"uri item", "HE-ITEM", Kind::metadata, "data of any kind"};
constexpr Rule kIptc{"iptc item", "HE-ITEM", Kind::metadata, "IPTC records"};
constexpr Rule kOtherItem{"item", "HE-ITEM", Kind::unknown, "no rule knows the item"};
constexpr Rule kItemName{"name of an item", "HE-ITEM", Kind::metadata, "free text"};
constexpr Rule kHandlerName{"name of the handler", "HE-BOX", Kind::software, "program that wrote the file"};

struct PropertyRule {
    Rule rule;
    bool is_essential;  ///< readers that do not know it must not show the item
};

// Item properties (23008-12, 6.5; AVIF 2.2). What is not listed is unknown and goes.
constexpr PropertyRule kProperties[] = {
    {{"ispe", "HE-PROP", Kind::structure, "size"}, false},
    {{"pixi", "HE-PROP", Kind::structure, "depth of the channels"}, false},
    {{"hvcC", "HE-PROP", Kind::structure, "configuration of the decoder"}, true},
    {{"av1C", "HE-PROP", Kind::structure, "configuration of the decoder"}, true},
    {{"a1op", "HE-PROP", Kind::structure, "operating point"}, true},
    {{"lsel", "HE-PROP", Kind::structure, "layer to show"}, true},
    {{"a1lx", "HE-PROP", Kind::structure, "sizes of the layers, which are found again"}, false},
    {{"auxC", "HE-PROP", Kind::structure, "kind of an auxiliary picture"}, true},
    {{"colr", "HE-ICC", Kind::presentation, "colours"}, false},
    {{"pasp", "HE-PROP", Kind::presentation, "shape of the pixels"}, false},
    {{"clli", "HE-PROP", Kind::presentation, "brightness of the content"}, false},
    {{"clap", "HE-CLAP", Kind::hidden_content, "cuts the picture for viewers only"}, true},
    {{"irot", "HE-PROP", Kind::presentation, "which side is up"}, true},
    {{"imir", "HE-PROP", Kind::presentation, "mirrored"}, true},
    {{"mdcv", "HE-PROP", Kind::device, "monitor that it was made on"}, false},
    {{"cclv", "HE-PROP", Kind::device, "brightness that it was made for"}, false},
    {{"amve", "HE-PROP", Kind::device, "light in the room that it was made in"}, false},
    {{"reve", "HE-PROP", Kind::device, "monitor and room that it was made for"}, false},
    {{"ndwt", "HE-PROP", Kind::device, "white of the monitor that it was made on"}, false},
    {{"udes", "HE-PROP", Kind::metadata, "name, description and tags"}, false},
    {{"altt", "HE-PROP", Kind::metadata, "text for people who do not see the picture"}, false},
    {{"crtt", "HE-PROP", Kind::timestamp, "when it was made"}, false},
    {{"mdft", "HE-PROP", Kind::timestamp, "last change"}, false},
    {{"cmin", "HE-PROP", Kind::device, "properties of the lens"}, false},
    {{"cmex", "HE-PROP", Kind::location, "where the camera stood"}, false},
    {{"uuid", "HE-PROP", Kind::unknown, "private data"}, false},
};
constexpr Rule kOtherProperty{"property", "HE-PROP", Kind::unknown, "no rule knows the property"};
constexpr Rule kUnusedProperty{"unused property", "HE-PROP", Kind::slack, "belongs to no item"};
constexpr Rule kProfile{"ICC profile", "HE-ICC", Kind::colour_profile, "colours, and the name of a device", Form::replace};
constexpr Rule kBadProfile{"ICC profile", "HE-ICC", Kind::slack, "cannot be read, or is for another kind of picture"};
constexpr Rule kOddValue{"property", "HE-PROP", Kind::slack, "held more than its values", Form::replace};

// Boxes that are not carried over.
constexpr Rule kBoxes[] = {
    {"dinf", "HE-BOX", Kind::structure, "where the data lies: in this file"},
    {"free", "HE-BOX", Kind::slack, "free space"},
    {"skip", "HE-BOX", Kind::slack, "free space"},
    {"wide", "HE-BOX", Kind::slack, "free space"},
    {"grpl", "HE-BOX", Kind::metadata, "groups of pictures"},
    {"ipro", "HE-BOX", Kind::metadata, "protection of items"},
    {"udta", "HE-BOX", Kind::metadata, "user data"},
    {"uuid", "HE-BOX", Kind::metadata, "private data: provenance, camera data"},
    {"jumb", "HE-BOX", Kind::signature, "signed provenance: who made and changed it"},
    {"meta", "HE-BOX", Kind::metadata, "second description of the file"},
    {"moof", "HE-SEQ", Kind::content, "part of an animation"},
    {"mfra", "HE-SEQ", Kind::structure, "index of an animation"},
    {"sidx", "HE-SEQ", Kind::structure, "index of an animation"},
    {"styp", "HE-SEQ", Kind::structure, "type of a part of an animation"},
    {"pdin", "HE-BOX", Kind::metadata, "hints for downloads"},
    {"mpvd", "HE-SEQ", Kind::hidden_content, "video of a motion photo"},
    {"sefd", "HE-BOX", Kind::device, "Samsung's data about the picture"},
    {"hdlr", "HE-BOX", Kind::slack, "bytes behind the handler"},
    {"iloc", "HE-BOX", Kind::slack, "bytes behind the places of items"},
    {"iref", "HE-BOX", Kind::slack, "bytes behind the references"},
    {"ipma", "HE-BOX", Kind::slack, "bytes behind the list of properties"},
    {"infe", "HE-BOX", Kind::metadata, "item of an old form"},
    {"ftyp", "HE-BOX", Kind::slack, "second type of the file"},
    {"moov", "HE-SEQ", Kind::slack, "second animation"},
};
constexpr Rule kOtherBox{"box", "HE-BOX", Kind::unknown, "no rule knows the box"};
constexpr Rule kAnimation{"animation", "HE-SEQ", Kind::hidden_content, "frames beside the still picture, with times, names and sound"};
constexpr Rule kGap{"bytes between items", "HE-SLACK", Kind::slack, "belong to no item"};
constexpr Rule kTail{"bytes after the end", "HE-SLACK", Kind::slack, "no viewer of pictures shows them"};

constexpr std::string_view kAlphaTypes[] = {"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:avc:2015:auxid:1"};
constexpr unsigned kMaxDepth = 3;

std::string_view aux_type(Survey const& survey, Item const& item) {
    auto const* const property = survey.property_of(item, "auxC");
    if (property == nullptr || property->data.size() < 5) return {};
    auto const said = text(property->data.subspan(4));
    return said.substr(0, said.find('\0'));
}

bool is_alpha(std::string_view type) { return std::find(std::begin(kAlphaTypes), std::end(kAlphaTypes), type) != std::end(kAlphaTypes); }

bool is_derived(std::string_view type) { return type == "grid" || type == "iovl" || type == "iden"; }
bool is_picture(std::string_view type) { return is_derived(type) || type == "hvc1" || type == "av01" || type == "jpeg"; }

// --- numbers of properties --------------------------------------------------------

struct Size {
    std::uint32_t width = 0, height = 0;
};

std::optional<Size> size_of(Survey const& survey, Item const& item) {
    auto const* const property = survey.property_of(item, "ispe");
    if (property == nullptr || property->data.size() < 12) return std::nullopt;
    Reader in(property->data.subspan(4));
    return Size{*in.u32(), *in.u32()};
}

// Clean aperture (14496-12, 12.1.4): eight numbers, width and height first, as fractions.
bool cuts(Bytes clap, Size const& size) {
    Reader in(clap);
    std::array<std::uint32_t, 8> n{};
    for (auto& number : n)
        if (auto const read = in.u32()) number = *read;
    return n[0] != std::uint64_t{size.width} * n[1] || n[2] != std::uint64_t{size.height} * n[3] || n[4] != 0 || n[6] != 0;
}

// --- what stays --------------------------------------------------------------------

/// The items that make up a picture, in the order in which they are written, and what stands in the way of carrying them over.
struct Selection {
    std::vector<ItemId> pictures;  ///< the main one first
    std::set<ItemId> tiles;        ///< not shown by themselves
    std::vector<ItemId> blocks;    ///< Exif and XMP that may stay in part
    Rule const* flatten = nullptr; ///< why the picture has to be drawn anew
    bool has(ItemId id) const { return std::find(pictures.begin(), pictures.end(), id) != pictures.end(); }
};

class Selector {
public:
    Selector(Survey const& survey, Gate& gate) : survey_(survey), gate_(gate) {}

    Result<Selection> run() {
        TRY(add(survey_.primary, 0));
        TRY(add_auxiliaries([&](Item const& item) { return is_alpha(aux_type(survey_, item)); }));
        if (gate_.policy(Kind::hidden_content) != Disposition::remove) {
            for (auto const& [id, item] : survey_.items)
                if (is_picture(item.type) && !is_thumbnail(id)) TRY(add(id, 0));
        }
        for (auto const& [id, item] : survey_.items)
            if (item.type == "Exif" || is_xmp(item)) selection_.blocks.push_back(id);
        return std::move(selection_);
    }

    static bool is_xmp(Item const& item) { return item.type == "mime" && item.content_type == "application/rdf+xml"; }

private:
    Result<void> add(ItemId id, unsigned depth) {
        if (depth > kMaxDepth) return fail(Errc::over_budget, "pictures nested too deep");
        if (std::find(path_.begin(), path_.end(), id) != path_.end()) return fail(Errc::malformed, "picture that is made of itself");
        if (selection_.has(id)) return {};
        auto const known = survey_.items.find(id);
        if (known == survey_.items.end()) return fail(Errc::malformed, "reference to an item that is not there");
        Item const& item = known->second;
        if (item.is_protected) return fail(Errc::encrypted, "the picture is encrypted");
        if (!is_picture(item.type)) return fail(Errc::unsupported, "picture coded in a way that is not known");
        TRY(check_properties(item));
        selection_.pictures.push_back(id);
        if (item.type == "iovl" && hides()) selection_.flatten = &kOverlay;
        if (!is_derived(item.type)) return {};
        path_.push_back(id);
        for (auto const source : survey_.targets("dimg", id)) {
            TRY(gate_.budget().part());
            TRY(add(source, depth + 1));
            selection_.tiles.insert(source);
        }
        path_.pop_back();
        return {};
    }

    bool hides() const { return gate_.policy(Kind::hidden_content) == Disposition::remove; }

    Result<void> check_properties(Item const& item) {
        auto const size = size_of(survey_, item);
        if (!size || size->width == 0 || size->height == 0) return fail(Errc::malformed, "picture without a size");
        TRY(gate_.budget().pixels(size->width, size->height));
        for (auto const& association : item.properties) {
            auto const& property = survey_.properties[association.property];
            bool const is_known = std::any_of(std::begin(kProperties), std::end(kProperties), [&](PropertyRule const& r) { return r.rule.name == property.type; });
            if (association.is_essential && !is_known) return fail(Errc::unsupported, "picture with an essential property that is not known");
            if (property.type == "clap" && hides() && cuts(property.data, *size)) selection_.flatten = &kCut;
        }
        return {};
    }

    template <class Wanted>
    Result<void> add_auxiliaries(Wanted wanted) {
        for (auto const& reference : survey_.references) {
            if (reference.type != "auxl" || reference.to.empty() || !selection_.has(reference.to.front())) continue;
            auto const known = survey_.items.find(reference.from);
            if (known != survey_.items.end() && wanted(known->second)) TRY(add(reference.from, 0));
        }
        return {};
    }

    bool is_thumbnail(ItemId id) const {
        return std::any_of(survey_.references.begin(), survey_.references.end(), [&](Reference const& r) { return r.type == "thmb" && r.from == id; });
    }

    Survey const& survey_;
    Gate& gate_;
    Selection selection_;
    std::vector<ItemId> path_;
};

// --- writing the picture --------------------------------------------------------------

struct NewProperty {
    Literal type;
    Made data;
    bool is_essential;
};

struct NewItem {
    ItemId old;
    Literal type;
    bool is_hidden;
    Made data;
    std::vector<std::size_t> properties;
};

class Builder {
public:
    /// What is built for the decoder is cut by it, and is not an output.
    enum class For : std::uint8_t { output, decoder };
    Builder(Survey const& survey, Selection const& selection, For purpose, Sink& out, Gate& gate)
        : survey_(survey), selection_(selection), purpose_(purpose), out_(out), gate_(gate) {}

    Result<void> build() {
        for (auto const id : selection_.pictures) TRY(picture(id));
        for (auto const id : selection_.blocks) TRY(block(id));
        TRY(check_sizes());
        write();
        return {};
    }
    bool is_avif() const { return is_avif_; }
    bool covers_pixels() const { return covers_pixels_; }

private:
    // --- items ---

    Result<void> picture(ItemId id) {
        Item const& item = survey_.items.at(id);
        Blob joined;
        auto const payload = TRY(survey_.payload(id, joined));
        auto& fresh = items_.emplace_back(NewItem{id, "iden", selection_.tiles.contains(id), {}, {}});
        if (item.type == "hvc1") TRY(hevc(item, payload, fresh));
        else if (item.type == "av01") TRY(av1(item, payload, fresh));
        else if (item.type == "jpeg") TRY(jpeg(item, payload, fresh));
        else TRY(derived(id, item, payload, fresh));
        return properties(item, fresh);
    }

    Result<void> hevc(Item const& item, Bytes payload, NewItem& fresh) {
        auto const* const record = survey_.property_of(item, "hvcC");
        if (record == nullptr) return fail(Errc::malformed, "HEVC picture without its parameter sets");
        auto known = hevc_.find(record);
        if (known == hevc_.end()) known = hevc_.emplace(record, TRY(hevc_config(record->data, gate_))).first;
        auto const& config = known->second;
        if (config.has_slice_extensions) return fail(Errc::unsupported, "HEVC picture with room beside its pixels");
        is_extended_ = is_extended_ || config.is_extended;
        has_hevc_ = true;
        fresh.type = "hvc1";
        fresh.data = TRY(hevc_picture(payload, config, gate_));
        Sink copy(gate_.budget());
        copy.put(config.record);
        attach(fresh, "hvcC", copy.take(), true);
        return {};
    }

    Result<void> av1(Item const& item, Bytes payload, NewItem& fresh) {
        auto const* const record = survey_.property_of(item, "av1C");
        auto picture = TRY(av1_picture(payload, record == nullptr ? Bytes{} : record->data, gate_));
        is_avif_ = true;
        fresh.type = "av01";
        fresh.data = std::move(picture.data);
        attach(fresh, "av1C", std::move(picture.config), true);
        return {};
    }

    Result<void> jpeg(Item const& item, Bytes payload, NewItem& fresh) {
        if (survey_.property_of(item, "jpgC") != nullptr) return fail(Errc::unsupported, "JPEG picture with tables apart");
        auto const kept = TRY(gate_.pass_file(kPicture, payload));
        if (!kept || !starts_with(kept->bytes(), "\xFF\xD8")) return fail(Errc::malformed, "JPEG picture that cannot be read");
        fresh.type = "jpeg";
        Sink data(gate_.budget());
        data.put(*kept);
        fresh.data = data.take();
        return {};
    }

    // Grids and overlays (23008-12, 6.6.2): a few numbers.
    Result<void> derived(ItemId id, Item const& item, Bytes payload, NewItem& fresh) {
        auto const sources = survey_.targets("dimg", id);
        if (sources.empty()) return fail(Errc::malformed, "picture that is made of nothing");
        fresh.type = item.type == "grid" ? Literal("grid") : item.type == "iovl" ? Literal("iovl") : Literal("iden");
        if (item.type == "iden") {
            if (sources.size() != 1) return fail(Errc::malformed, "picture that is made of nothing");
            return gate_.slack(kGap, payload);
        }
        Reader in(payload);
        Sink out(gate_.budget());
        if (TRY(in.u8()) != 0) return fail(Errc::unsupported, "layout of tiles of an unknown version");
        bool const is_wide = (TRY(in.u8()) & 1) != 0;
        auto const number = [&]() -> Result<std::uint32_t> {
            if (is_wide) return in.u32();
            return std::uint32_t{TRY(in.u16())};
        };
        out.u8(0);
        out.u8(1);
        if (item.type == "grid") {
            auto const rows = TRY(in.u8());
            auto const columns = TRY(in.u8());
            if (sources.size() != (rows + std::size_t{1}) * (columns + std::size_t{1})) return fail(Errc::malformed, "tiles do not fill their picture");
            out.u8(rows);
            out.u8(columns);
            Size const whole{TRY(number()), TRY(number())};
            TRY(gate_.budget().pixels(whole.width, whole.height));
            out.be32(whole.width);
            out.be32(whole.height);
            TRY(check_grid(whole, rows + 1U, columns + 1U, survey_.items.at(sources.front())));
        } else {
            for (int channel = 0; channel < 4; ++channel) out.be16(TRY(in.u16()));
            for (std::size_t n = 0; n < 2 + 2 * sources.size(); ++n) out.be32(TRY(number()));
        }
        TRY(gate_.slack(kGap, in.rest()));
        fresh.data = out.take();
        return {};
    }

    Result<void> check_grid(Size const& whole, std::uint32_t rows, std::uint32_t columns, Item const& tile) {
        auto const size = size_of(survey_, tile);
        if (!size) return fail(Errc::malformed, "picture without a size");
        auto const width = std::uint64_t{size->width} * columns, height = std::uint64_t{size->height} * rows;
        if (width < whole.width || height < whole.height) return fail(Errc::malformed, "tiles do not fill their picture");
        if (width - whole.width >= size->width || height - whole.height >= size->height) return fail(Errc::unsupported, "picture with tiles that nobody sees");
        covers_pixels_ = covers_pixels_ || width > whole.width || height > whole.height;
        return {};
    }

    // --- properties ---

    // Two kinds of them: those that describe come first, those that transform follow in their order.
    Result<void> properties(Item const& item, NewItem& fresh) {
        for (bool const transforms : {false, true}) {
            for (auto const& association : item.properties) {
                auto const& property = survey_.properties[association.property];
                bool const is_transform = property.type == "irot" || property.type == "imir" || property.type == "clap";
                if (is_transform != transforms || property.type == "hvcC" || property.type == "av1C") continue;
                TRY(one_property(item, association.property, fresh));
            }
        }
        return {};
    }

    Result<void> one_property(Item const& item, std::size_t index, NewItem& fresh) {
        auto const& property = survey_.properties[index];
        if (auto const known = done_.find(index); known != done_.end()) {  // judged already, for another item
            if (known->second) add(fresh, *known->second);
            return {};
        }
        auto const row = std::find_if(std::begin(kProperties), std::end(kProperties), [&](PropertyRule const& r) { return r.rule.name == property.type; });
        if (row == std::end(kProperties)) {
            TRY(gate_.drop(kOtherProperty, property.data.size(), {property.type, {}}));
            done_[index] = std::nullopt;
            return {};
        }
        auto made = TRY(value(item, property, row->rule));
        if (made.empty()) {
            done_[index] = std::nullopt;
        } else {
            attach(fresh, row->rule.name, std::move(made), row->is_essential);
            done_[index] = fresh.properties.back();
        }
        return {};
    }

    // The value of a property in its one form; empty when it goes.
    Result<Made> value(Item const& item, Property const& property, Rule const& rule) {
        auto const type = property.type;
        Reader in(property.data);
        Sink out(gate_.budget());
        if (type == "ispe") {
            TRY(in.skip(4));
            out.be32(0);
            out.be32(TRY(in.u32()));
            out.be32(TRY(in.u32()));
        } else if (type == "pixi") {
            TRY(in.skip(4));
            auto const channels = TRY(in.u8());
            if (channels == 0 || channels > 4) return fail(Errc::malformed, "picture with too many channels");
            out.be32(0);
            out.u8(channels);
            for (unsigned i = 0; i < channels; ++i) out.u8(TRY(in.u8()));
        } else if (type == "irot") {
            out.u8(TRY(in.u8()) & 3);
        } else if (type == "imir") {
            out.u8(TRY(in.u8()) & 1);
        } else if (type == "a1op") {
            out.u8(TRY(in.u8()) & 31);
        } else if (type == "lsel") {
            out.be16(TRY(in.u16()));
        } else if (type == "clli") {
            out.be16(TRY(in.u16()));
            out.be16(TRY(in.u16()));
        } else if (type == "a1lx") {
            return Made{};
        } else if (type == "pasp") {
            return pixel_shape(in);
        } else if (type == "colr") {
            return colours(property.data);
        } else if (type == "auxC") {
            return auxiliary_type(item, property.data);
        } else if (type == "clap") {
            return aperture(item, property.data);
        } else {
            auto const kept = TRY(gate_.pass(rule, property.data, {{}, printable(property.data)}));
            if (kept) out.put(*kept);
            return out.take();
        }
        if (!in.is_empty()) TRY(gate_.drop(kOddValue, in.left(), {type, {}}));
        return out.take();
    }

    static std::string printable(Bytes data) {
        std::string said;
        for (auto const byte : after(data, 4)) {
            if (byte >= 0x20) said += static_cast<char>(byte);
            else if (!said.empty() && said.back() != ' ') said += ' ';
        }
        return said;
    }

    Result<Made> pixel_shape(Reader in) {
        auto const horizontal = TRY(in.u32());
        auto const vertical = TRY(in.u32());
        if (!in.is_empty()) TRY(gate_.drop(kOddValue, in.left(), {"pasp", {}}));
        auto const common = std::gcd(horizontal, vertical);
        constexpr std::uint32_t kMost = 255;
        if (horizontal == 0 || vertical == 0 || horizontal / common > kMost || vertical / common > kMost) {
            TRY(gate_.drop(kOddValue, 8, {"pasp", {}}));
            return Made{};
        }
        if (horizontal == vertical) return Made{};  // as without it
        Sink out(gate_.budget());
        out.be32(horizontal / common);
        out.be32(vertical / common);
        return out.take();
    }

    Result<Made> colours(Bytes data) {
        auto const kind = text(head(data, 4));
        Sink out(gate_.budget());
        if (kind == "nclx") {
            Reader in(after(data, 4));
            out.put("nclx");
            for (int field = 0; field < 3; ++field) out.be16(TRY(in.u16()));
            out.u8(TRY(in.u8()) & 0x80);
            if (!in.is_empty()) TRY(gate_.drop(kOddValue, in.left(), {"colr", {}}));
            return out.take();
        }
        if (kind != "prof" && kind != "rICC") {
            TRY(gate_.drop(kOtherProperty, data.size(), {"colr", {}}));
            return Made{};
        }
        auto const icc = data.subspan(4);
        bool const is_grey = text(head(after(icc, 16), 4)) == "GRAY";
        auto canonical = codec::canonical_profile(icc, is_grey ? codec::ColourModel::grey : codec::ColourModel::rgb);
        if (!canonical) {
            TRY(gate_.drop(kBadProfile, icc.size()));
            return Made{};
        }
        auto const kept = TRY(gate_.replace(kProfile, icc, std::move(canonical->profile), {{}, canonical->description}));
        out.put("prof");
        out.put(kept);
        return out.take();
    }

    Result<Made> auxiliary_type(Item const& item, Bytes data) {
        Sink out(gate_.budget());
        if (!is_alpha(aux_type(survey_, item))) {  // a picture that the policy keeps
            auto const kept = TRY(gate_.pass(kAuxiliary, data));
            if (kept) out.put(*kept);
            return out.take();
        }
        out.be32(0);
        out.put("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0");
        auto const used = 4 + aux_type(survey_, item).size() + 1;
        if (used < data.size()) TRY(gate_.drop(kOddValue, data.size() - used, {"auxC", {}}));
        return out.take();
    }

    Result<Made> aperture(Item const& item, Bytes data) {
        auto const size = size_of(survey_, item);
        if (!size || !cuts(data, *size)) {
            if (data.size() > 32) TRY(gate_.drop(kOddValue, data.size() - 32, {"clap", {}}));
            return Made{};
        }
        Sink out(gate_.budget());
        if (purpose_ == For::decoder) {
            Reader in(data);
            for (int number = 0; number < 8; ++number) out.be32(TRY(in.u32()));
        } else if (auto const kept = TRY(gate_.pass(kCut, head(data, 32)))) {
            out.put(*kept);
        }
        return out.take();
    }

    void attach(NewItem& item, Literal type, Made data, bool is_essential) {
        auto const same = std::find_if(properties_.begin(), properties_.end(), [&](NewProperty const& p) {
            return p.type == type.view() && std::equal(p.data.bytes().begin(), p.data.bytes().end(), data.bytes().begin(), data.bytes().end());
        });
        auto const index = static_cast<std::size_t>(same - properties_.begin());
        if (same == properties_.end()) properties_.push_back({type, std::move(data), is_essential});
        add(item, index);
    }
    static void add(NewItem& item, std::size_t property) {
        auto& list = item.properties;
        if (std::find(list.begin(), list.end(), property) == list.end()) list.push_back(property);
    }

    // --- Exif and XMP that the policy lets be ---

    Result<void> block(ItemId id) {
        Item const& item = survey_.items.at(id);
        Blob joined;
        auto const payload = survey_.payload(id, joined);
        bool const is_exif = item.type == "Exif";
        if (!payload) return gate_.drop(is_exif ? kExif : kXmp, 0, {{}, payload.error().what});
        auto const kept = TRY(judged_block(is_exif, *payload, gate_));
        if (!kept) return {};
        auto& fresh = items_.emplace_back(NewItem{id, is_exif ? Literal("Exif") : Literal("mime"), false, {}, {}});
        Sink out(gate_.budget());
        if (is_exif) out.be32(0);
        out.put(*kept);
        fresh.data = out.take();
        return {};
    }

public:
    // The Exif item begins with the offset of its TIFF header (23008-12, annex A.2.1). Its orientation has no meaning in HEIF.
    static Result<std::optional<Kept>> judged_block(bool is_exif, Bytes payload, Gate& gate) {
        if (!is_exif) return gate.pass_block(kXmp, payload, &xmp::walk);
        Reader in(payload);
        auto const offset = in.u32();
        auto const tiff = offset ? after(in.rest(), *offset) : Bytes{};
        if (offset && *offset > 0) TRY(gate.slack(kGap, starts_with(in.rest(), "Exif\0\0"sv) ? after(head(in.rest(), *offset), 6) : head(in.rest(), *offset)));
        return gate.pass_block(kExif, tiff, [](Bytes block, Sink& out, Gate& g) { return exif::walk(block, false, out, g); });
    }

private:
    // --- boxes ---

    Result<void> check_sizes() const {
        std::uint64_t total = 0;
        for (auto const& item : items_) total += item.data.size();
        if (total > 0xF0000000) return fail(Errc::over_budget, "picture too large");
        return {};
    }

    std::uint16_t new_id(ItemId old) const {
        auto const item = std::find_if(items_.begin(), items_.end(), [&](NewItem const& i) { return i.old == old; });
        return static_cast<std::uint16_t>(item == items_.end() ? 0 : item - items_.begin() + 1);
    }

    void write() {
        file_type();
        auto const meta_size = meta(0).size();
        out_.put(meta(static_cast<std::uint32_t>(out_.size() + meta_size + 8)));
        std::uint64_t total = 8;
        for (auto const& item : items_) total += item.data.size();
        out_.be32(static_cast<std::uint32_t>(total));
        out_.put("mdat");
        for (auto const& item : items_) out_.put(item.data);
    }

    void file_type() {
        put_box(out_, gate_.budget(), "ftyp", [&](Sink& box) {
            Literal const major = is_avif_ ? Literal("avif") : !has_hevc_ ? Literal("mif1") : is_extended_ ? Literal("heix") : Literal("heic");
            box.put(major);
            box.be32(0);
            box.put("mif1");
            if (has_hevc_ || is_avif_) box.put(major);
            else box.put("jpeg");
            box.put("miaf");
        });
    }

    Made meta(std::uint32_t data_at) {
        Sink out(gate_.budget());
        put_full_box(out, gate_.budget(), "meta", 0, 0, [&](Sink& box) {
            put_full_box(box, gate_.budget(), "hdlr", 0, 0, [](Sink& handler) {
                handler.be32(0);
                handler.put("pict");
                handler.fill(0, 13);
            });
            put_full_box(box, gate_.budget(), "pitm", 0, 0, [](Sink& main) { main.be16(1); });
            put_full_box(box, gate_.budget(), "iloc", 0, 0, [&](Sink& places) { locations(places, data_at); });
            put_full_box(box, gate_.budget(), "iinf", 0, 0, [&](Sink& infos) { item_infos(infos); });
            Sink references(gate_.budget());
            this->references(references);
            if (references.size() > 0)
                put_full_box(box, gate_.budget(), "iref", 0, 0, [&](Sink& inside) { inside.put(references.take()); });
            put_box(box, gate_.budget(), "iprp", [&](Sink& inside) { property_boxes(inside); });
        });
        return out.take();
    }

    void locations(Sink& out, std::uint32_t at) const {
        out.be16(0x4400);
        out.be16(static_cast<std::uint16_t>(items_.size()));
        for (std::size_t i = 0; i < items_.size(); ++i) {
            out.be16(static_cast<std::uint16_t>(i + 1));
            out.be16(0);
            out.be16(1);
            out.be32(at);
            out.be32(static_cast<std::uint32_t>(items_[i].data.size()));
            at += static_cast<std::uint32_t>(items_[i].data.size());
        }
    }

    void item_infos(Sink& out) {
        out.be16(static_cast<std::uint16_t>(items_.size()));
        for (std::size_t i = 0; i < items_.size(); ++i) {
            put_full_box(out, gate_.budget(), "infe", 2, items_[i].is_hidden ? 1 : 0, [&](Sink& info) {
                info.be16(static_cast<std::uint16_t>(i + 1));
                info.be16(0);
                info.put(items_[i].type);
                info.u8(0);
                if (items_[i].type == "mime"sv) info.put("application/rdf+xml\0");
            });
        }
    }

    // References between items that are still there.
    void references(Sink& out) {
        static constexpr Literal kTypes[] = {"dimg", "auxl", "prem", "cdsc"};
        for (auto const& type : kTypes) {
            for (auto const& item : items_) {
                std::vector<std::uint16_t> to;
                for (auto const target : survey_.targets(type.view(), item.old))
                    if (auto const id = new_id(target); id != 0) to.push_back(id);
                if (to.empty()) continue;
                put_box(out, gate_.budget(), type, [&](Sink& box) {
                    box.be16(new_id(item.old));
                    box.be16(static_cast<std::uint16_t>(to.size()));
                    for (auto const id : to) box.be16(id);
                });
            }
        }
    }

    void property_boxes(Sink& out) {
        put_box(out, gate_.budget(), "ipco", [&](Sink& list) {
            for (auto const& property : properties_)
                put_box(list, gate_.budget(), property.type, [&](Sink& box) { box.put(property.data); });
        });
        put_full_box(out, gate_.budget(), "ipma", 0, 1, [&](Sink& box) {
            auto const count = std::count_if(items_.begin(), items_.end(), [](NewItem const& i) { return !i.properties.empty(); });
            box.be32(static_cast<std::uint32_t>(count));
            for (std::size_t i = 0; i < items_.size(); ++i) {
                if (items_[i].properties.empty()) continue;
                box.be16(static_cast<std::uint16_t>(i + 1));
                box.u8(static_cast<std::uint8_t>(items_[i].properties.size()));
                for (auto const index : items_[i].properties)
                    box.be16(static_cast<std::uint16_t>((properties_[index].is_essential ? 0x8000 : 0) | (index + 1)));
            }
        });
    }

    Survey const& survey_;
    Selection const& selection_;
    For purpose_;
    Sink& out_;
    Gate& gate_;
    std::vector<NewItem> items_;
    std::vector<NewProperty> properties_;
    std::map<std::size_t, std::optional<std::size_t>> done_;  // old property, new property
    std::map<Property const*, HevcConfig> hevc_;
    bool is_avif_ = false, has_hevc_ = false, is_extended_ = false, covers_pixels_ = false;
};

// --- what goes ----------------------------------------------------------------------

class Rest {
public:
    Rest(Survey const& survey, Selection const& selection, Gate& gate) : survey_(survey), selection_(selection), gate_(gate) {}

    Result<void> judge() {
        std::uint64_t pictures = 0;
        for (auto const& [id, item] : survey_.items) {
            if (has_name(item)) TRY(gate_.drop(kItemName, item.name.size(), {{}, first_text(item.name)}));
            bool const stays = selection_.has(id) || std::find(selection_.blocks.begin(), selection_.blocks.end(), id) != selection_.blocks.end();
            if (stays) continue;
            Rule const& rule = rule_of(id, item);
            TRY(gate_.drop(rule, size_of_item(item), {name_of(rule, item), value_of(id, item)}));
            TRY(look_into(rule, id, item));
            if (&rule == &kOtherPicture && !is_part(id)) ++pictures;
        }
        gate_.note_lost("pictures beside the main one", pictures);
        return leftovers();
    }

private:
    Result<void> leftovers() {
        std::set<std::size_t> used;
        for (auto const& [id, item] : survey_.items)
            for (auto const& association : item.properties) used.insert(association.property);
        for (std::size_t i = 0; i < survey_.properties.size(); ++i)
            if (!used.contains(i)) TRY(gate_.drop(kUnusedProperty, survey_.properties[i].data.size(), {survey_.properties[i].type, {}}));
        if (!survey_.handler_name.empty()) TRY(gate_.drop(kHandlerName, survey_.handler_name.size(), {{}, survey_.handler_name}));
        for (auto const& stray : survey_.strays) {
            auto const* const row = find(kBoxes, stray.type);
            bool const is_silent = row != nullptr && row->kind == Kind::structure;
            if (!is_silent && !stray.data.empty()) TRY(gate_.drop(row != nullptr ? *row : kOtherBox, stray.data.size(), {stray.type, {}}));
        }
        if (!survey_.sequence.empty()) {
            TRY(gate_.drop(kAnimation, survey_.sequence.size()));
            gate_.note_lost("animations beside the still picture");
        } else {
            for (auto const gap : survey_.gaps()) TRY(gate_.slack(kGap, gap));
        }
        return gate_.slack(kTail, survey_.tail);
    }

    static std::uint64_t size_of_item(Item const& item) {
        std::uint64_t size = 0;
        for (auto const& extent : item.extents) size += std::min<std::uint64_t>(extent.length, UINT32_MAX);
        return size;
    }
    static std::string_view first_text(Bytes bytes) { return text(bytes).substr(0, text(bytes).find('\0')); }
    // Names that libraries give to every picture say nothing; whatever else stands there is told.
    static bool has_name(Item const& item) {
        constexpr std::string_view kUsual[] = {"", "Color", "Alpha", "Image", "HEVC Image", "Exif", "XMP", "GMap"};
        auto const name = first_text(item.name);
        return std::find(std::begin(kUsual), std::end(kUsual), name) == std::end(kUsual);
    }
    static std::string name_of(Rule const& rule, Item const& item) { return &rule == &kOtherItem ? "item " + std::string(item.type) : std::string(); }
    std::string_view value_of(ItemId id, Item const& item) const {
        if (item.type == "mime" || item.type == "uri ") return item.content_type;
        if (auto const type = aux_type(survey_, item); !type.empty()) return type;
        (void)id;
        return {};
    }

    bool refers(std::string_view type, ItemId from) const { return !survey_.targets(type, from).empty(); }
    bool is_part(ItemId id) const {
        return std::any_of(survey_.references.begin(), survey_.references.end(), [&](Reference const& r) {
            return r.type == "dimg" && std::find(r.to.begin(), r.to.end(), id) != r.to.end();
        });
    }

    Rule const& rule_of(ItemId id, Item const& item) const {
        if (refers("thmb", id)) return kThumbnail;
        if (item.type == "mime") return kMime;
        if (item.type == "uri ") return kUri;
        if (item.type == "iptc") return kIptc;
        if (item.type == "tmap") return kGainMap;
        if (refers("auxl", id)) {
            auto const type = aux_type(survey_, item);
            if (type.find("depth") != std::string_view::npos || type.ends_with(":auxid:2")) return kDepth;
            return type.find("gainmap") != std::string_view::npos ? kGainMap : kAuxiliary;
        }
        if (!is_picture(item.type)) return kOtherItem;
        for (auto const& reference : survey_.references) {
            bool const uses = reference.type == "dimg" && std::find(reference.to.begin(), reference.to.end(), id) != reference.to.end();
            if (uses && survey_.items.contains(reference.from) && survey_.items.at(reference.from).type == "tmap") return kGainMap;
        }
        return kOtherPicture;
    }

    // Pictures and data that go are looked into where they are files of their own.
    Result<void> look_into(Rule const& rule, ItemId id, Item const& item) {
        bool const is_data = item.type == "mime" || item.type == "uri " || item.type == "jpeg";
        if (!is_data || item.is_elsewhere) return {};
        Blob joined;
        auto const payload = survey_.payload(id, joined);
        if (payload && !payload->empty()) return gate_.slack(rule, *payload);
        return {};
    }

    Survey const& survey_;
    Selection const& selection_;
    Gate& gate_;
};

// A gain map on top of the base picture is not the main picture, whatever the file says: the base is.
void settle_primary(Survey& survey) {
    auto const known = survey.items.find(survey.primary);
    if (known == survey.items.end() || known->second.type != "tmap") return;
    auto const sources = survey.targets("dimg", survey.primary);
    if (!sources.empty()) survey.primary = sources.front();
}

// Only by decoding: everything that is beside the picture is still told. The decoder sees a file that is built anew where one
// can be built, so that what it reads has no loops and nothing in it but the picture.
Result<void> flatten(Bytes in, Survey const& survey, Selection& selection, Sink& out, Gate& gate) {
    for (auto const id : selection.blocks) {
        bool const is_exif = survey.items.at(id).type == "Exif";
        gate.look_into(is_exif ? kExif : kXmp, in, [&](Bytes, Sink&, Gate& inner) -> Result<void> {
            Blob joined;
            auto const payload = TRY(survey.payload(id, joined));
            TRY(Builder::judged_block(is_exif, payload, inner));
            return {};
        });
    }
    TRY(Rest(survey, selection, gate).judge());
    gate.identified(survey.items.at(survey.primary).type == "av01" ? "avif" : "heif", "png");
    selection.blocks.clear();
    Sink rebuilt(gate.budget());
    auto const is_rebuilt = Builder(survey, selection, Builder::For::decoder, rebuilt, gate).build();
    if (!is_rebuilt && is_rebuilt.error().code != Errc::unsupported) return is_rebuilt;
    auto const clean = rebuilt.take();
    return flatten_to_png(is_rebuilt ? clean.bytes() : in, PictureCoding::heif, out, gate);
}

}  // namespace

bool sniff(Bytes in) {
    if (text(head(after(in, 4), 4)) != "ftyp") return false;
    constexpr std::string_view kBrands[] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1", "avif", "avis", "avio", "miaf", "jpeg"};
    Reader box(in);
    auto const size = box.u32();
    auto const brands = after(head(in, size ? std::min<std::size_t>(*size, 1024) : 0), 8);
    for (std::size_t at = 0; at + 4 <= brands.size(); at += 4) {
        if (at == 4) continue;  // the minor version
        if (std::find(std::begin(kBrands), std::end(kBrands), text(brands.subspan(at, 4))) != std::end(kBrands)) return true;
    }
    return false;
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("heif", "heic");
    auto survey = TRY(bmff::survey(in, gate));
    settle_primary(survey);
    auto selection = TRY(Selector(survey, gate).run());
    if (selection.flatten != nullptr) {
        TRY(gate.judge(*selection.flatten, 0));
        return flatten(in, survey, selection, out, gate);
    }
    // Built apart: a coding that turns out to be unusual in the middle is drawn anew instead.
    Sink picture(gate.budget());
    Builder builder(survey, selection, Builder::For::output, picture, gate);
    if (auto const built = builder.build(); !built) {
        if (built.error().code != Errc::unsupported || gate.is_doomed()) return built;
        return flatten(in, survey, selection, out, gate);
    }
    if (builder.is_avif()) gate.identified("avif", "avif");
    out.put(picture.take());
    TRY(Rest(survey, selection, gate).judge());
    auto const size = size_of(survey, survey.items.at(survey.primary));
    auto const count = std::uint64_t{size->width} * size->height;
    gate.note_fact("pixels", count, count);
    if (builder.covers_pixels()) gate.note_beyond("the outer tiles of the picture are larger than what is seen of them; that margin stays coded in the file");
    return {};
}

RuleList rules() {
    return list_rules(kPicture, kTiles, kCut, kOverlay, kExif, kXmp, kThumbnail, kDepth, kGainMap, kAuxiliary, kOtherPicture, kMime, kUri, kIptc, kOtherItem,
                      kItemName, kHandlerName, kProperties, kOtherProperty, kUnusedProperty, kProfile, kBadProfile, kOddValue, kBoxes, kOtherBox,
                      kAnimation, kGap, kTail, coded_rules(), flatten_rules(), exif::rules(), xmp::rules());
}

}  // namespace scrub::engine::bmff
