// Pictures of programs that few people use: GIMP, games, film, old systems. They are drawn anew in the raster tier, and what they
// hold beside the picture is named where its place is known. What cannot be drawn safely is refused in words that say what to do.
#include <algorithm>

#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/flatten.hpp"

namespace scrub::engine::odd {
namespace {

using namespace std::string_view_literals;

struct Coding {
    std::string_view begins;
    std::string_view name;
    PictureCoding coding;
    Rule rule;  ///< what goes with the old file
};

constexpr Coding kCodings[] = {
    {"gimp xcf file"sv, "xcf", PictureCoding::xcf, {"layers and settings", "PX-FILE", Kind::hidden_content, "layers, their names, comments and settings of GIMP"}},
    {"gimp xcf v00"sv, "xcf", PictureCoding::xcf, {"layers and settings", "PX-FILE", Kind::hidden_content, "layers, their names, comments and settings of GIMP"}},
    {"DDS "sv, "dds", PictureCoding::dds, {"header and further textures", "PX-FILE", Kind::metadata, "reserved fields, smaller copies of the picture"}},
    {"\x76\x2F\x31\x01"sv, "exr", PictureCoding::exr, {"attributes and channels", "PX-FILE", Kind::metadata, "owner, comments, times, places, channels beside the colours"}},
    {"#?RADIANCE"sv, "hdr", PictureCoding::hdr, {"header lines", "PX-FILE", Kind::metadata, "programs, commands, comments"}},
    {"#?RGBE"sv, "hdr", PictureCoding::hdr, {"header lines", "PX-FILE", Kind::metadata, "programs, commands, comments"}},
    {"\x8AMNG\r\n\x1A\n"sv, "mng", PictureCoding::mng, {"chunks", "PX-FILE", Kind::metadata, "texts, times, private chunks"}},
    {"SDPX"sv, "dpx", PictureCoding::dpx, {"headers", "PX-FILE", Kind::metadata, "names, times, serial numbers of film and camera"}},
    {"XPDS"sv, "dpx", PictureCoding::dpx, {"headers", "PX-FILE", Kind::metadata, "names, times, serial numbers of film and camera"}},
    {"\x59\xA6\x6A\x95"sv, "sun", PictureCoding::sun, {"header", "PX-FILE", Kind::metadata, "fields and bytes beside the picture"}},
    {"\x01\xDA"sv, "sgi", PictureCoding::sgi, {"header", "PX-FILE", Kind::metadata, "name of the picture, free bytes"}},
    {"\x0A"sv, "pcx", PictureCoding::pcx, {"header", "PX-FILE", Kind::metadata, "free bytes"}},
};
constexpr Rule kTargaId{"image id", "PX-FILE", Kind::metadata, "free text"};
constexpr Rule kTargaAuthor{"author", "PX-FILE", Kind::author, "who made it"};
constexpr Rule kTargaComment{"comment", "PX-FILE", Kind::comment, "free text"};
constexpr Rule kTargaJob{"job", "PX-FILE", Kind::metadata, "name of the job"};
constexpr Rule kTargaSoftware{"software", "PX-FILE", Kind::software, "program that made it"};
constexpr Rule kTargaTime{"time", "PX-FILE", Kind::timestamp, "when it was made"};
constexpr Rule kTargaRest{"bytes behind the picture", "PX-FILE", Kind::slack, "developer area, small copy, unused bytes"};

// What is refused, and what its owner can do about it.
struct Refusal {
    std::size_t at;
    std::string_view begins;
    std::string_view sentence;
};
constexpr Refusal kRefusals[] = {
    {0, "gimp xcf v01"sv, "a picture of GIMP 2.10 or later, which nothing here decodes; export it as PNG first"},
    {0, "gimp xcf v02"sv, "a picture of GIMP 2.10 or later, which nothing here decodes; export it as PNG first"},
    {0, "\x8BJNG\r\n"sv, "a JNG picture, which cannot be decoded without temporary files; save it as PNG first"},
    {0, "II\xBC"sv, "a JPEG XR picture, which nothing here decodes; save it as PNG or JPEG first"},
    {0, "AT&TFORM"sv, "a DjVu document, which nothing here decodes; print it to PDF first"},
    {0, "SIMPLE  ="sv, "a FITS picture, which nothing here decodes; save it as PNG first"},
    {128, "DICM"sv, "a medical picture (DICOM) that names its patient; export the picture alone as PNG first"},
};

// --- Targa, which has no signature (Truevision TGA 2.0) ------------------------------

struct Targa {
    std::uint8_t id_size = 0;
    bool has_footer = false;
};
constexpr auto kTargaFooter = "TRUEVISION-XFILE."sv;
constexpr std::size_t kTargaHead = 18, kTargaFooterSize = 26;

bool has_targa_footer(Bytes in) {
    return in.size() > kTargaHead + kTargaFooterSize && starts_with(in.last(kTargaFooterSize).subspan(8), kTargaFooter);
}

std::optional<Targa> read_targa(Bytes in) {
    if (in.size() < kTargaHead) return std::nullopt;
    Targa targa{in[0], has_targa_footer(in)};
    Reader fields(in, Endian::little);
    fields.skip(1).take();
    auto const map = *fields.u8(), type = *fields.u8();
    auto const map_start = *fields.u16(), map_length = *fields.u16();
    auto const map_depth = *fields.u8();
    fields.skip(4).take();
    auto const width = *fields.u16(), height = *fields.u16();
    auto const depth = *fields.u8(), flags = *fields.u8();
    constexpr std::uint8_t kTypes[] = {1, 2, 3, 9, 10, 11}, kDepths[] = {8, 15, 16, 24, 32};
    auto const is_in = [](std::uint8_t value, auto const& list) { return std::find(std::begin(list), std::end(list), value) != std::end(list); };
    bool const is_mapped = type == 1 || type == 9;
    bool fits = is_in(type, kTypes) && is_in(depth, kDepths) && width > 0 && height > 0 && map <= 1 && (flags & 0xC0) == 0 && (!is_mapped || map == 1);
    if (map == 1) fits = fits && map_length > 0 && map_length <= 4096 && is_in(map_depth, kDepths);
    else fits = fits && (targa.has_footer || (map_start == 0 && map_length == 0 && map_depth == 0));
    auto const pixels = std::uint64_t{width} * height * ((depth + 7U) / 8);
    auto const left = in.size() - kTargaHead;
    fits = fits && (type < 8 ? left >= pixels : left >= pixels / 256 && left < 2 * pixels + (std::uint64_t{1} << 20));
    if (!fits) return std::nullopt;
    return targa;
}

std::string_view until_zero(Bytes field) {
    auto const said = text(field);
    auto const end = said.find('\0');
    auto const last = said.substr(0, end).find_last_not_of(' ');
    return said.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

Result<void> name_targa(Bytes in, Targa const& targa, Gate& gate) {
    auto const tell = [&](Rule const& rule, Bytes field) -> Result<void> {
        auto const said = until_zero(field);
        if (said.empty()) return {};
        return gate.drop(rule, field.size(), {{}, said});
    };
    TRY(tell(kTargaId, head(after(in, kTargaHead), targa.id_size)));
    if (!targa.has_footer) return {};
    TRY(gate.drop(kTargaRest, kTargaFooterSize));
    Reader footer(in.last(kTargaFooterSize), Endian::little);
    auto const extension = after(in, TRY(footer.u32()));
    if (extension.size() < 495) return {};
    TRY(tell(kTargaAuthor, extension.subspan(2, 41)));
    for (std::size_t line = 0; line < 4; ++line) TRY(tell(kTargaComment, extension.subspan(43 + 81 * line, 81)));
    TRY(tell(kTargaJob, extension.subspan(379, 41)));
    TRY(tell(kTargaSoftware, extension.subspan(426, 41)));
    auto const time = extension.subspan(367, 12);
    bool const has_time = std::any_of(time.begin(), time.end(), [](std::uint8_t b) { return b != 0; });
    if (has_time) TRY(gate.drop(kTargaTime, time.size()));
    return {};
}

// --- the others ------------------------------------------------------------------------

// Signatures of one or two bytes need the fields behind them.
bool is_plausible(PictureCoding coding, Bytes in) {
    if (coding == PictureCoding::sgi) return in.size() > 512 && in[2] <= 1 && (in[3] == 1 || in[3] == 2) && in[4] == 0 && in[5] >= 1 && in[5] <= 3;
    if (coding != PictureCoding::pcx) return true;
    constexpr std::uint8_t kVersions[] = {0, 2, 3, 4, 5}, kDepths[] = {1, 2, 4, 8};
    auto const is_in = [](std::uint8_t value, auto const& list) { return std::find(std::begin(list), std::end(list), value) != std::end(list); };
    return in.size() > 128 && is_in(in[1], kVersions) && in[2] == 1 && is_in(in[3], kDepths) && in[64] == 0 && in[65] >= 1 && in[65] <= 4;
}

Coding const* coding_of(Bytes in) {
    auto const* const row = std::find_if(std::begin(kCodings), std::end(kCodings), [&](Coding const& c) { return starts_with(in, c.begins) && is_plausible(c.coding, in); });
    return row == std::end(kCodings) ? nullptr : row;
}

Refusal const* refusal_of(Bytes in) {
    auto const* const row = std::find_if(std::begin(kRefusals), std::end(kRefusals), [&](Refusal const& r) { return starts_with(after(in, r.at), r.begins); });
    return row == std::end(kRefusals) ? nullptr : row;
}

}  // namespace

bool sniff(Bytes in) { return coding_of(in) != nullptr || refusal_of(in) != nullptr || read_targa(in).has_value(); }

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    if (auto const* const refusal = refusal_of(in); refusal != nullptr) return fail(Errc::unsupported, refusal->sentence);
    if (auto const* const coding = coding_of(in); coding != nullptr) {
        gate.identified(coding->name, "png");
        TRY(gate.drop(coding->rule, in.size()));
        if (coding->coding == PictureCoding::mng) gate.note_lost("animations beyond their first frame");
        return flatten_to_png(in, coding->coding, out, gate);
    }
    auto const targa = read_targa(in);
    if (!targa) return fail(Errc::malformed, "picture that cannot be read");
    gate.identified("tga", "png");
    TRY(name_targa(in, *targa, gate));
    return flatten_to_png(in, PictureCoding::tga, out, gate);
}

RuleList rules() {
    return list_rules(kCodings, kTargaId, kTargaAuthor, kTargaComment, kTargaJob, kTargaSoftware, kTargaTime, kTargaRest, flatten_rules());
}

}  // namespace scrub::engine::odd
