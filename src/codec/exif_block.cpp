// Exif by libexif.
#include "codec/exif_block.hpp"

#include <libexif/exif-data.h>

#include <array>
#include <memory>

namespace scrub::engine::codec {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxBlockBytes = 1 << 20;
constexpr unsigned kMaxMakerNoteFields = 512;

struct Unref {
    void operator()(ExifData* data) const { exif_data_unref(data); }
};

Ifd to_ifd(ExifIfd ifd) {
    switch (ifd) {
        case EXIF_IFD_0: return Ifd::image;
        case EXIF_IFD_1: return Ifd::thumbnail;
        case EXIF_IFD_EXIF: return Ifd::exif;
        case EXIF_IFD_GPS: return Ifd::gps;
        case EXIF_IFD_INTEROPERABILITY: return Ifd::interoperability;
        case EXIF_IFD_COUNT: break;
    }
    return Ifd::image;
}

std::string text_of(ExifEntry* entry) {
    std::array<char, 1024> buffer{};
    if (entry->format == EXIF_FORMAT_ASCII && entry->data != nullptr) {  // libexif cuts and changes texts
        std::string value(reinterpret_cast<char const*>(entry->data), entry->size);
        return value.substr(0, value.find('\0'));
    }
    char const* const value = exif_entry_get_value(entry, buffer.data(), buffer.size());
    return value != nullptr ? value : "";
}

struct Collector {
    ExifBlock* block;
    Ifd ifd;
};

void collect_field(ExifEntry* entry, void* user) {
    auto const& [block, ifd] = *static_cast<Collector*>(user);
    if (entry->data == nullptr) return;
    ExifIfd const exif_ifd = exif_entry_get_ifd(entry);
    char const* const name = exif_tag_get_name_in_ifd(entry->tag, exif_ifd);
    block->fields.push_back({ifd, static_cast<std::uint16_t>(entry->tag), static_cast<std::uint16_t>(entry->format),
                             static_cast<std::uint32_t>(entry->components), Blob(entry->data, entry->data + entry->size),
                             name != nullptr ? name : "", text_of(entry)});
}

void collect_maker_note(ExifData* data, ExifBlock& block) {
    ExifMnoteData* const note = exif_data_get_mnote_data(data);
    if (note == nullptr) return;
    unsigned const count = std::min(exif_mnote_data_count(note), kMaxMakerNoteFields);
    for (unsigned i = 0; i < count; ++i) {
        std::array<char, 256> buffer{};
        char const* const name = exif_mnote_data_get_name(note, i);
        char const* const value = exif_mnote_data_get_value(note, i, buffer.data(), buffer.size());
        block.maker_note.push_back({name != nullptr ? name : "unnamed field", value != nullptr ? value : ""});
    }
}

}  // namespace

std::optional<ExifBlock> read_exif(Bytes tiff) {
    bool const is_little = starts_with(tiff, "II*\0"sv);
    if ((!is_little && !starts_with(tiff, "MM\0*"sv)) || tiff.size() > kMaxBlockBytes) return std::nullopt;

    std::unique_ptr<ExifData, Unref> const data(exif_data_new());
    if (!data) return std::nullopt;
    // The options would add tags that a specification asks for and leave out those it does not know.
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
    Blob prefixed = {'E', 'x', 'i', 'f', 0, 0};  // libexif looks at nothing without it
    prefixed.insert(prefixed.end(), tiff.begin(), tiff.end());
    exif_data_load_data(data.get(), prefixed.data(), static_cast<unsigned>(prefixed.size()));

    ExifBlock block;
    block.endian = is_little ? Endian::little : Endian::big;
    for (int i = 0; i < EXIF_IFD_COUNT; ++i) {
        Collector collector{&block, to_ifd(static_cast<ExifIfd>(i))};
        if (data->ifd[i] != nullptr) exif_content_foreach_entry(data->ifd[i], &collect_field, &collector);
    }
    collect_maker_note(data.get(), block);
    if (data->data != nullptr) block.thumbnail.assign(data->data, data->data + data->size);
    return block;
}

std::string exif_tag_name(std::uint16_t tag, bool is_gps) {
    char const* const name = exif_tag_get_name_in_ifd(static_cast<ExifTag>(tag), is_gps ? EXIF_IFD_GPS : EXIF_IFD_EXIF);
    return name != nullptr ? name : "";
}

}  // namespace scrub::engine::codec
