// Raw files of cameras (DNG, CR2, CR3, NEF, ARW, ORF, RW2, RAF, PEF, ...): sensor data in forms that makers keep to themselves,
// full of serial numbers. The camera's own JPEG of the same picture, which each of them holds, goes through the JPEG walk and takes
// their place; where there is none of a useful size, the file is refused.
#include <algorithm>
#include <set>

#include "codec/exif_block.hpp"
#include "codec/jpeg_recode.hpp"
#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/exif.hpp"

namespace scrub::engine::raw {
namespace {

using namespace std::string_view_literals;

constexpr Rule kSensor{"sensor data", "RAW", Kind::device, "what the sensor saw, with the marks of this one camera; the camera's own JPEG takes its place"};
constexpr Rule kFields{"camera data", "RAW", Kind::metadata, "fields of the raw file"};
constexpr Rule kPreview{"preview", "RAW", Kind::content, "the picture as the camera developed it"};
constexpr Rule kSmaller{"smaller preview", "RAW", Kind::thumbnail, "small picture, perhaps from before an edit"};

struct Signature {
    std::size_t at;
    std::string_view bytes;
};
constexpr Signature kSignatures[] = {
    {0, "FUJIFILMCCD-RAW"sv}, {0, "IIRO"sv}, {0, "IIRS"sv}, {0, "MMOR"sv}, {0, "IIU\0"sv}, {0, "FOVb"sv}, {0, "\0MRM"sv}, {4, "ftypcrx "sv}, {6, "HEAPCCDR"sv},
};

bool is_tiff(Bytes in) { return starts_with(in, "II*\0"sv) || starts_with(in, "MM\0*"sv); }

// A directory of TIFF tells a raw file from a picture by a few fields.
class Directories {
public:
    explicit Directories(Bytes in) : in_(in, starts_with(in, "II") ? Endian::little : Endian::big) {}

    bool are_raw() {
        if (starts_with(after(in_.all(), 8), "CR\x02"sv)) return true;
        Reader head = in_;
        if (!head.skip(4)) return false;
        auto const first = head.u32();
        if (!first) return false;
        queue_.push_back(*first);
        for (std::size_t i = 0; i < queue_.size() && i < kMost; ++i)
            if (is_raw(queue_[i])) return true;
        return false;
    }

private:
    static constexpr std::size_t kMost = 16;

    bool is_raw(std::uint32_t at) {
        constexpr std::uint16_t kCompression = 0x103, kPhotometric = 0x106, kSubDirectories = 0x14A, kDngVersion = 0xC612;
        constexpr std::uint32_t kRawCompressions[] = {32767, 32769, 32770, 34713, 65535}, kRawColours[] = {32803, 34892};
        auto const is_in = [](std::uint32_t value, auto const& list) { return std::find(std::begin(list), std::end(list), value) != std::end(list); };
        Reader in = in_;
        if (!in.seek(at)) return false;
        auto const count = in.u16();
        if (!count) return false;
        for (unsigned i = 0; i < *count; ++i) {
            auto const tag = in.u16(), type = in.u16();
            auto const values = in.u32();
            Reader value = in;
            if (!in.skip(4)) return false;
            auto const number = *type == 3 ? std::uint32_t{*value.u16()} : *value.u32();
            if (*tag == kDngVersion) return true;
            if (*tag == kCompression && is_in(number, kRawCompressions)) return true;
            if (*tag == kPhotometric && is_in(number, kRawColours)) return true;
            if (*tag == kSubDirectories) add_directories(*values, number);
        }
        auto const next = in.u32();
        if (next && *next != 0) queue_.push_back(*next);
        return false;
    }

    void add_directories(std::uint32_t count, std::uint32_t at) {
        if (count == 1) return queue_.push_back(at);
        Reader in = in_;
        if (!in.seek(at)) return;
        for (std::uint32_t i = 0; i < count && i < kMost; ++i)
            if (auto const offset = in.u32()) queue_.push_back(*offset);
    }

    Reader in_;
    std::vector<std::uint32_t> queue_;
};

// --- JPEG pictures in the file ------------------------------------------------------------

struct Preview {
    Bytes jpeg;
    std::uint32_t width = 0, height = 0;
    bool is_progressive = false;
    std::uint64_t pixels() const { return std::uint64_t{width} * height; }
};

// From a start of image to its end; nothing when it is no JPEG that viewers show (raw data is often lossless JPEG).
std::optional<Preview> read_jpeg(Bytes from) {
    constexpr std::uint8_t kSos = 0xDA, kEoi = 0xD9;
    Preview preview;
    Reader in(from);
    if (!in.skip(2)) return std::nullopt;
    for (;;) {
        auto const mark = in.u8();
        auto const type = in.u8();
        if (!mark || !type || *mark != 0xFF || *type < 0xC0 || *type == 0xFF) return std::nullopt;
        if (*type == kEoi) break;
        auto const size = in.u16();
        if (!size || *size < 2) return std::nullopt;
        auto const data = in.take(*size - 2U);
        if (!data) return std::nullopt;
        bool const is_frame = *type >= 0xC0 && *type <= 0xCF && *type != 0xC4 && *type != 0xC8 && *type != 0xCC;
        if (is_frame) {
            Reader frame(*data);
            auto const precision = frame.u8();
            auto const height = frame.u16(), width = frame.u16();
            if (*type > 0xC2 || !width || *precision != 8) return std::nullopt;
            preview.width = *width;
            preview.height = *height;
            preview.is_progressive = *type == 0xC2;
        }
        if (*type != kSos) continue;
        while (in.left() >= 2) {
            auto const rest = in.rest();
            auto const next = text(rest).find('\xFF');
            if (next == std::string_view::npos || next + 1 >= rest.size()) return std::nullopt;
            bool const is_inside = rest[next + 1] == 0 || (rest[next + 1] >= 0xD0 && rest[next + 1] <= 0xD7);
            in.skip(next + (is_inside ? 2 : 0)).take();
            if (!is_inside) break;
        }
    }
    if (preview.pixels() == 0) return std::nullopt;
    preview.jpeg = from.first(in.at());
    return preview;
}

Result<std::vector<Preview>> previews_of(Bytes in, Gate& gate) {
    std::vector<Preview> previews;
    for (std::size_t at = 0;;) {
        at = text(in).find("\xFF\xD8\xFF"sv, at);
        if (at == std::string_view::npos) break;
        TRY(gate.budget().part());
        if (auto const preview = read_jpeg(in.subspan(at))) {
            previews.push_back(*preview);
            at += preview->jpeg.size();
        } else {
            ++at;
        }
    }
    return previews;
}

exif::Orientation orientation_of(Bytes in) {
    if (!is_tiff(in)) return 1;
    auto const block = codec::read_exif(in);
    return block ? exif::orientation_of(*block) : exif::Orientation{1};
}

bool says_orientation(Bytes jpeg) { return text(head(jpeg, 64)).find("Exif\0"sv) != std::string_view::npos; }

}  // namespace

bool sniff(Bytes in) {
    bool const has_signature = std::any_of(std::begin(kSignatures), std::end(kSignatures), [&](Signature const& s) { return starts_with(after(in, s.at), s.bytes); });
    return has_signature || (is_tiff(in) && Directories(in).are_raw());
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    constexpr std::uint64_t kUseful = 480'000;  // 800 x 600
    gate.identified("raw", "jpg");
    auto const previews = TRY(previews_of(in, gate));
    auto const best = std::max_element(previews.begin(), previews.end(), [](Preview const& a, Preview const& b) { return a.pixels() < b.pixels(); });
    if (best == previews.end() || best->pixels() < kUseful)
        return fail(Errc::unsupported, "a raw file of a camera without a preview of a useful size; develop it and save it as JPEG or TIFF first");

    if (is_tiff(in)) gate.look_into(kFields, in, [](Bytes block, Sink& sink, Gate& inner) { return exif::walk(block, false, sink, inner); });
    TRY(gate.drop(kSensor, in.size() - best->jpeg.size()));
    for (auto const& other : previews)
        if (&other != &*best) TRY(gate.drop(kSmaller, other.jpeg.size()));

    // The raw file says which side is up where the preview does not.
    auto const orientation = orientation_of(in);
    std::optional<codec::RecodedJpeg> turned;
    if (orientation != 1 && !says_orientation(best->jpeg) && !gate.is_doomed()) {
        auto recoded = codec::recode_jpeg(best->jpeg, {orientation, best->is_progressive, {}});
        if (recoded) turned = std::move(recoded).take();
        else gate.remark("the picture may lie on its side: its turn could not be made without loss");
    }
    auto const kept = TRY(gate.pass_file(kPreview, turned ? turned->jpeg.bytes() : best->jpeg));
    if (!kept) return fail(Errc::malformed, "a raw file of a camera whose preview cannot be read");
    out.put(*kept);
    gate.note_lost("raw sensor data");
    gate.remark("the camera's own JPEG takes the place of the raw data");
    gate.note_fact("pixels", best->pixels(), best->pixels());
    return {};
}

RuleList rules() { return list_rules(kSensor, kFields, kPreview, kSmaller, exif::rules()); }

}  // namespace scrub::engine::raw
