// Reading the boxes that say which items there are and where their bytes lie. Everything is read, nothing is judged.
#include "format/bmff_survey.hpp"

#include <algorithm>

namespace scrub::engine::bmff {
namespace {

using codec::Box;
using codec::read_box;
using codec::read_full_head;

constexpr std::size_t kMaxItems = 1000;

// A number of 0, 4 or 8 bytes (8.11.3).
Result<std::uint64_t> sized(Reader& in, unsigned size) {
    switch (size) {
        case 0: return std::uint64_t{0};
        case 4: return std::uint64_t{TRY(in.u32())};
        case 8: return in.u64();
        default: return fail(Errc::malformed, "item location of an unknown form", in.at());
    }
}

Bytes zero_terminated(Reader& in) {
    auto const end = text(in.rest()).find('\0');
    auto const size = end == std::string_view::npos ? in.left() : end;
    auto const taken = *in.take(size);
    if (!in.is_empty()) in.skip(1).take();
    return taken;
}

class Surveyor {
public:
    Surveyor(Bytes in, Gate& gate) : gate_(gate) { survey_.file = in; }

    Result<Survey> run() {
        Reader in(survey_.file);
        while (!in.is_empty()) {
            TRY(gate_.budget().part());
            auto const start = in.at();
            auto const box = read_box(in);
            // What is no box behind a whole picture is a tail; before one it is damage.
            bool const is_box = box && (!box->is_cut || box->type == "mdat");
            if (!is_box && has_meta_) {
                survey_.tail = survey_.file.subspan(start);
                break;
            }
            if (!box) return Failure{box.error()};
            if (box->is_cut && box->type != "mdat") return fail(Errc::truncated, "the picture ends early", start);
            TRY(take(*box));
        }
        if (!has_meta_) return fail(Errc::unsupported, survey_.sequence.empty() ? "HEIF file without a picture" : "animation without a still picture");
        return std::move(survey_);
    }

private:
    Result<void> take(Box const& box) {
        if (box.type == "ftyp" && survey_.brands.empty()) return file_type(box.data);
        if (box.type == "meta" && !has_meta_) return meta(box.data);
        if (box.type == "moov" && survey_.sequence.empty()) {
            survey_.sequence = box.data;
        } else if (box.type == "mdat") {
            survey_.media.push_back(box.data);
            survey_.media_at.push_back(box.at);
        } else {
            survey_.strays.push_back({box.type, box.data});
        }
        return {};
    }

    Result<void> file_type(Bytes data) {
        Reader in(data);
        survey_.brands.push_back(text(TRY(in.take(4))));
        TRY(in.skip(4));
        while (in.left() >= 4) survey_.brands.push_back(text(TRY(in.take(4))));
        return {};
    }

    Result<void> meta(Bytes data) {
        has_meta_ = true;
        Reader in(data);
        TRY(read_full_head(in));
        while (!in.is_empty()) {
            TRY(gate_.budget().part());
            auto const box = TRY(read_box(in));
            if (box.is_cut) return fail(Errc::truncated, "a box ends beyond the one around it");
            TRY(meta_box(box));
        }
        return {};
    }

    Result<void> meta_box(Box const& box) {
        Reader in(box.data);
        bool const is_repeated = std::find(seen_.begin(), seen_.end(), box.type) != seen_.end();
        if (!is_repeated) {
            seen_.push_back(box.type);
            if (box.type == "hdlr") return handler(in);
            if (box.type == "pitm") return primary(in);
            if (box.type == "iinf") return item_infos(in);
            if (box.type == "iloc") return locations(in);
            if (box.type == "iref") return references(in);
            if (box.type == "iprp") return properties(in);
            if (box.type == "idat") {
                survey_.item_data = box.data;
                return {};
            }
        } else if (box.type == "iinf" || box.type == "iloc" || box.type == "pitm" || box.type == "iprp") {
            return fail(Errc::malformed, "picture with two tables of its items");
        }
        survey_.strays.push_back({box.type, box.data});
        return {};
    }

    Result<void> handler(Reader in) {
        TRY(in.skip(8));  // version, flags, pre_defined
        if (text(TRY(in.take(4))) != "pict") return fail(Errc::unsupported, "a media file, not a picture");
        TRY(in.skip(12));
        survey_.handler_name = text(zero_terminated(in));
        if (!in.is_empty()) survey_.strays.push_back({"hdlr", in.rest()});
        return {};
    }

    Result<void> primary(Reader in) {
        auto const head = TRY(read_full_head(in));
        survey_.primary = head.version == 0 ? TRY(in.u16()) : TRY(in.u32());
        return {};
    }

    Result<void> item_infos(Reader in) {
        auto const head = TRY(read_full_head(in));
        TRY(head.version == 0 ? in.skip(2) : in.skip(4));  // the number of items is counted
        while (!in.is_empty()) {
            TRY(gate_.budget().part());
            auto const box = TRY(read_box(in));
            if (box.type == "infe" && !box.is_cut) TRY(item_info(box.data));
            else survey_.strays.push_back({box.type, box.data});
        }
        return {};
    }

    Result<void> item_info(Bytes data) {
        Reader in(data);
        auto const head = TRY(read_full_head(in));
        if (head.version != 2 && head.version != 3) {  // items of files, not of pictures
            survey_.strays.push_back({"infe", data});
            return {};
        }
        ItemId const id = head.version == 2 ? TRY(in.u16()) : TRY(in.u32());
        Item item;
        item.is_hidden = (head.flags & 1) != 0;
        item.is_protected = TRY(in.u16()) != 0;
        item.type = text(TRY(in.take(4)));
        item.name = in.rest();
        zero_terminated(in);
        if (item.type == "mime" || item.type == "uri ") item.content_type = text(zero_terminated(in));
        if (survey_.items.size() >= kMaxItems) return fail(Errc::over_budget, "picture of too many items");
        if (!survey_.items.emplace(id, std::move(item)).second) return fail(Errc::malformed, "two items of one number");
        return {};
    }

    // Boxes may come in any order, so locations and properties wait for their items.
    Result<void> locations(Reader in) {
        auto const head = TRY(read_full_head(in));
        auto const sizes = TRY(in.u16());
        unsigned const offset_size = sizes >> 12, length_size = sizes >> 8 & 15, base_size = sizes >> 4 & 15;
        unsigned const index_size = head.version == 1 || head.version == 2 ? sizes & 15 : 0;
        std::uint32_t const count = head.version < 2 ? TRY(in.u16()) : TRY(in.u32());
        for (std::uint32_t i = 0; i < count; ++i) {
            TRY(gate_.budget().part());
            ItemId const id = head.version < 2 ? TRY(in.u16()) : TRY(in.u32());
            Item location;
            location.has_location = true;
            location.construction = head.version == 0 ? 0 : TRY(in.u16()) & 15;
            location.is_elsewhere = TRY(in.u16()) != 0;
            auto const base = TRY(sized(in, base_size));
            auto const extents = TRY(in.u16());
            for (unsigned e = 0; e < extents; ++e) {
                TRY(gate_.budget().part());
                Extent extent{};
                extent.index = TRY(sized(in, index_size));
                auto const offset = TRY(sized(in, offset_size));
                if (offset > UINT64_MAX - base) return fail(Errc::malformed, "item location that cannot be");
                extent.offset = base + offset;
                extent.length = TRY(sized(in, length_size));
                location.extents.push_back(extent);
            }
            if (!locations_.emplace(id, std::move(location)).second) return fail(Errc::malformed, "two places of one item");
        }
        if (!in.is_empty()) survey_.strays.push_back({"iloc", in.rest()});
        return {};
    }

    Result<void> references(Reader in) {
        auto const head = TRY(read_full_head(in));
        auto const id = [&](Reader& r) -> Result<ItemId> {
            if (head.version == 0) return ItemId{TRY(r.u16())};
            return r.u32();
        };
        while (!in.is_empty()) {
            auto const box = TRY(read_box(in));
            Reader inside(box.data);
            Reference reference;
            reference.type = box.type;
            reference.from = TRY(id(inside));
            auto const count = TRY(inside.u16());
            for (unsigned i = 0; i < count; ++i) {
                TRY(gate_.budget().part());
                reference.to.push_back(TRY(id(inside)));
            }
            if (!inside.is_empty()) survey_.strays.push_back({"iref", inside.rest()});
            survey_.references.push_back(std::move(reference));
        }
        return {};
    }

    Result<void> properties(Reader in) {
        while (!in.is_empty()) {
            auto const box = TRY(read_box(in));
            if (box.is_cut) return fail(Errc::truncated, "a box ends beyond the one around it");
            if (box.type == "ipco") TRY(property_list(Reader(box.data)));
            else if (box.type == "ipma") TRY(associations(Reader(box.data)));
            else survey_.strays.push_back({box.type, box.data});
        }
        return {};
    }

    Result<void> property_list(Reader in) {
        if (!survey_.properties.empty()) return fail(Errc::malformed, "picture with two tables of its properties");
        while (!in.is_empty()) {
            TRY(gate_.budget().part());
            auto const box = TRY(read_box(in));
            if (box.is_cut) return fail(Errc::truncated, "a box ends beyond the one around it");
            survey_.properties.push_back({box.type, box.data});
        }
        return {};
    }

    Result<void> associations(Reader in) {
        auto const head = TRY(read_full_head(in));
        auto const count = TRY(in.u32());
        bool const is_wide = (head.flags & 1) != 0;
        for (std::uint32_t i = 0; i < count; ++i) {
            ItemId const id = head.version == 0 ? TRY(in.u16()) : TRY(in.u32());
            auto const properties = TRY(in.u8());
            for (unsigned p = 0; p < properties; ++p) {
                TRY(gate_.budget().part());
                unsigned const word = is_wide ? TRY(in.u16()) : TRY(in.u8());
                unsigned const mark = is_wide ? 0x8000 : 0x80;
                auto const index = word & (mark - 1);
                if (index > 0) associations_[id].push_back({index - 1, (word & mark) != 0});
            }
        }
        if (!in.is_empty()) survey_.strays.push_back({"ipma", in.rest()});
        return {};
    }

public:
    /// Locations and properties come to their items.
    static Result<Survey> join(Surveyor& surveyor) {
        auto survey = TRY(surveyor.run());
        for (auto& [id, item] : survey.items) {
            if (auto const place = surveyor.locations_.find(id); place != surveyor.locations_.end()) {
                item.has_location = true;
                item.construction = place->second.construction;
                item.is_elsewhere = place->second.is_elsewhere;
                item.extents = place->second.extents;
            }
            for (auto const& association : surveyor.associations_[id]) {
                if (association.property >= survey.properties.size()) return fail(Errc::malformed, "item with a property that is not there");
                item.properties.push_back(association);
            }
        }
        // Animations often leave out which picture is the main one; where there is one, it is.
        if (survey.primary == 0 && survey.items.size() == 1) survey.primary = survey.items.begin()->first;
        if (!survey.items.contains(survey.primary)) return fail(Errc::malformed, "HEIF file without its main picture");
        return survey;
    }

private:
    Gate& gate_;
    Survey survey_;
    std::vector<std::string_view> seen_;
    std::map<ItemId, Item> locations_;
    std::map<ItemId, std::vector<Association>> associations_;
    bool has_meta_ = false;
};

}  // namespace

bool Survey::has_brand(std::string_view brand) const { return std::find(brands.begin(), brands.end(), brand) != brands.end(); }

std::vector<ItemId> Survey::targets(std::string_view type, ItemId from) const {
    std::vector<ItemId> all;
    for (auto const& reference : references)
        if (reference.type == type && reference.from == from) all.insert(all.end(), reference.to.begin(), reference.to.end());
    return all;
}

Property const* Survey::property_of(Item const& item, std::string_view type) const {
    for (auto const& association : item.properties)
        if (properties[association.property].type == type) return &properties[association.property];
    return nullptr;
}

Result<Bytes> Survey::payload(ItemId id, Blob& joined, unsigned depth) const {
    constexpr unsigned kMaxDepth = 3;
    if (depth > kMaxDepth) return fail(Errc::over_budget, "items nested too deep");
    auto const known = items.find(id);
    if (known == items.end()) return fail(Errc::malformed, "reference to an item that is not there");
    Item const& item = known->second;
    if (item.is_elsewhere) return fail(Errc::unsupported, "picture with parts in another file");
    if (item.construction > 2) return fail(Errc::unsupported, "item built in an unknown way");
    auto const sources = item.construction == 2 ? targets("iloc", id) : std::vector<ItemId>{};
    Blob scattered, of_source;
    for (auto const& extent : item.extents) {
        Bytes source = item.construction == 0 ? file : item_data;
        if (item.construction == 2) {
            auto const index = extent.index == 0 ? 1 : extent.index;
            if (index > sources.size()) return fail(Errc::malformed, "item built from an item that is not there");
            of_source.clear();
            source = TRY(payload(sources[index - 1], of_source, depth + 1));
        }
        auto const length = extent.length == 0 && item.construction != 0 && extent.offset <= source.size() ? source.size() - extent.offset : extent.length;
        if (extent.offset > source.size() || length > source.size() - extent.offset) return fail(Errc::truncated, "the picture ends early");
        auto const part = source.subspan(extent.offset, length);
        if (item.extents.size() == 1 && of_source.empty()) return part;
        if (scattered.size() + part.size() > file.size()) return fail(Errc::malformed, "item larger than its file");
        scattered.insert(scattered.end(), part.begin(), part.end());
    }
    joined = std::move(scattered);
    return Bytes(joined);
}

std::vector<Bytes> Survey::gaps() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> used;
    for (auto const& [id, item] : items) {
        if (item.construction != 0) continue;
        for (auto const& extent : item.extents)
            if (extent.length > 0 && extent.offset < file.size()) used.emplace_back(extent.offset, extent.offset + std::min(extent.length, file.size() - extent.offset));
    }
    std::sort(used.begin(), used.end());
    std::vector<Bytes> gaps;
    for (std::size_t i = 0; i < media.size(); ++i) {
        std::uint64_t at = media_at[i];
        auto const end = at + media[i].size();
        for (auto const& [from, to] : used) {
            if (to <= at) continue;
            if (from >= end) break;
            if (from > at) gaps.push_back(file.subspan(at, from - at));
            at = std::min(std::max(at, to), end);
        }
        if (at < end) gaps.push_back(file.subspan(at, end - at));
    }
    return gaps;
}

Result<Survey> survey(Bytes in, Gate& gate) {
    Surveyor surveyor(in, gate);
    return Surveyor::join(surveyor);
}

}  // namespace scrub::engine::bmff
