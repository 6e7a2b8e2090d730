// Exif (CIPA DC-008, a TIFF structure): what a block holds, by name. To report and to write anew, never to edit.
// libexif (LGPL-2.1; 3 CVEs fixed in Debian 12) sees the block only; without it nothing could be named.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/reader.hpp"

namespace scrub::engine::codec {

enum class Ifd : std::uint8_t { image, thumbnail, exif, gps, interoperability };

struct ExifField {
    Ifd ifd;
    std::uint16_t tag;
    std::uint16_t type;   ///< TIFF 6.0 field type, 1 to 12
    std::uint32_t count;  ///< of values
    Blob raw;             ///< in the block's byte order
    std::string name;     ///< "GPSLatitude"; empty when nobody knows the tag
    std::string value;    ///< for people
};

struct MakerNoteField {
    std::string name;
    std::string value;
};

struct ExifBlock {
    Endian endian = Endian::big;
    std::vector<ExifField> fields;
    std::vector<MakerNoteField> maker_note;  ///< as far as libexif knows the maker
    Blob thumbnail;
};

/// Reads a block that begins with the TIFF header ("II*\0" or "MM\0*"). Nothing when it is not one.
std::optional<ExifBlock> read_exif(Bytes tiff);

/// "GPSLatitude"; empty when nobody knows the tag.
std::string exif_tag_name(std::uint16_t tag, bool is_gps);

}  // namespace scrub::engine::codec
