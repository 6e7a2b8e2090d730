// The items of a HEIF file (ISO/IEC 23008-12, ISO/IEC 14496-12 clause 8.11): what there is, before anything is judged.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "codec/boxes.hpp"
#include "core/gate.hpp"

namespace scrub::engine::bmff {

using ItemId = std::uint32_t;

struct Extent {
    std::uint64_t offset, length, index;
};

struct Association {
    std::size_t property;  ///< index into Survey::properties
    bool is_essential;
};

struct Item {
    std::string_view type;  ///< four bytes: "hvc1", "grid", "Exif"
    bool is_hidden = false;
    bool is_protected = false;
    bool has_location = false;
    bool is_elsewhere = false;  ///< its bytes are in another file
    std::uint8_t construction = 0;
    std::vector<Extent> extents;
    std::vector<Association> properties;
    Bytes name;          ///< with what follows: content type, encoding, URI
    std::string_view content_type;  ///< of "mime" and "uri " items
};

struct Reference {
    std::string_view type;
    ItemId from;
    std::vector<ItemId> to;
};

struct Property {
    std::string_view type;
    Bytes data;
};

/// A box that is not carried over.
struct Stray {
    std::string_view type;
    Bytes data;
};

struct Survey {
    Bytes file;
    std::vector<std::string_view> brands;
    ItemId primary = 0;
    std::map<ItemId, Item> items;
    std::vector<Reference> references;
    std::vector<Property> properties;
    Bytes item_data;             ///< idat
    std::vector<Bytes> media;    ///< mdat
    std::vector<std::size_t> media_at;
    std::vector<Stray> strays;
    Bytes sequence;              ///< moov
    std::string_view handler_name;
    Bytes tail;

    bool has_brand(std::string_view brand) const;
    /// What references of a type from an item point to; empty when there is none.
    std::vector<ItemId> targets(std::string_view type, ItemId from) const;
    Property const* property_of(Item const& item, std::string_view type) const;
    /// The bytes of an item; `joined` holds them when they are scattered.
    Result<Bytes> payload(ItemId id, Blob& joined, unsigned depth = 0) const;
    /// Parts of the media boxes that belong to no item.
    std::vector<Bytes> gaps() const;
};

Result<Survey> survey(Bytes in, Gate& gate);

}  // namespace scrub::engine::bmff
