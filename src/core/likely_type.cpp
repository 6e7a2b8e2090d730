// What unknown bytes look like, by the first of them. For the wording of reports only: nothing is decided by it.
#include <algorithm>

#include "core/format.hpp"

namespace scrub::engine {
namespace {

struct Signature {
    std::size_t at;
    std::string_view bytes;
    std::string_view type;
};

using namespace std::string_view_literals;

constexpr Signature kSignatures[] = {
    {0, "\x00\x00\x01\x00"sv, "Windows icon"},
    {0, "\x1A\x45\xDF\xA3"sv, "Matroska or WebM video"},
    {0, "\x1F\x8B"sv, "gzip data"},
    {0, "\x28\xB5\x2F\xFD"sv, "Zstandard data"},
    {0, "\x7F" "ELF"sv, "program"},
    {0, "\x89PNG\r\n\x1A\n"sv, "PNG picture"},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "OLE2 file (old Office format)"},
    {0, "\xFD" "7zXZ\x00"sv, "xz data"},
    {0, "\xFF\xD8\xFF"sv, "JPEG picture"},
    {0, "%!PS"sv, "PostScript"},
    {0, "%PDF-"sv, "PDF document"},
    {0, "7z\xBC\xAF\x27\x1C"sv, "7z archive"},
    {0, "<?xml"sv, "XML"},
    {0, "<html"sv, "HTML"},
    {0, "<svg"sv, "SVG picture"},
    {0, "<x:xmpmeta"sv, "XMP metadata"},
    {0, "BM"sv, "BMP picture"},
    {0, "Exif\x00\x00"sv, "Exif metadata"},
    {0, "GIF87a"sv, "GIF picture"},
    {0, "GIF89a"sv, "GIF picture"},
    {0, "ICC_PROFILE"sv, "colour profile"},
    {0, "ID3"sv, "MP3 audio"},
    {0, "II*\x00"sv, "TIFF structure"},
    {0, "MM\x00*"sv, "TIFF structure"},
    {0, "MZ"sv, "Windows program"},
    {0, "PK\x03\x04"sv, "ZIP archive"},
    {0, "RIFF"sv, "RIFF container (WebP, WAV or AVI)"},
    {0, "Rar!\x1A\x07"sv, "RAR archive"},
    {0, "SEFH"sv, "Samsung trailer"},
    {0, "fLaC"sv, "FLAC audio"},
    {0, "{\\rtf"sv, "RTF document"},
    {4, "ftypavif"sv, "AVIF picture"},
    {4, "ftypheic"sv, "HEIC picture"},
    {4, "ftyp"sv, "MP4 video"},
    {36, "acsp"sv, "colour profile"},
};

bool is_text(Bytes bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b >= 0x20 || b == '\n' || b == '\r' || b == '\t'; });
}

bool is_one_value(Bytes bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [&](std::uint8_t b) { return b == bytes[0]; });
}

}  // namespace

std::string_view likely_type(Bytes bytes) {
    auto const known = std::find_if(std::begin(kSignatures), std::end(kSignatures), [&](Signature const& s) {
        return starts_with(after(bytes, s.at), s.bytes);
    });
    if (known != std::end(kSignatures)) return known->type;
    if (bytes.size() >= 4 && text(bytes.last(4)) == "SEFT") return "Samsung trailer";
    auto const sample = head(bytes, 4096);
    if (sample.size() < 2) return {};
    if (is_one_value(sample)) return "padding";
    if (is_text(sample)) return "text";
    return {};
}

}  // namespace scrub::engine
