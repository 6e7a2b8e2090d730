// PNG (ISO/IEC 15948:2003, with the APNG chunks of the third edition): a signature, then chunks up to IEND.
// Pixels are not decoded: one capped inflate proves that the compressed data holds exactly the rows that the header
// promises; where it holds more, it is compressed anew without it. Chunks are written anew with fresh checksums.
#include <algorithm>
#include <array>
#include <bitset>

#include "codec/colour.hpp"
#include "codec/inflate.hpp"
#include "core/format.hpp"
#include "format/exif.hpp"
#include "format/png_rows.hpp"
#include "format/resolution.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::png {
namespace {

using namespace std::string_view_literals;

constexpr auto kSignature = "\x89PNG\r\n\x1A\n"sv;

// --- rules ------------------------------------------------------------------

constexpr Rule kChunks[] = {
    {"IHDR", "PN-PIX", Kind::structure, "size and pixel format"},
    {"PLTE", "PN-PIX", Kind::structure, "palette"},
    {"IDAT", "PN-PIX", Kind::content, "pixels"},
    {"IEND", "PN-PIX", Kind::structure, "end"},
    {"tRNS", "PN-PIX", Kind::structure, "transparency"},
    {"acTL", "PN-FRAMES", Kind::structure, "animation"},
    {"fcTL", "PN-FRAMES", Kind::structure, "frame of an animation"},
    {"fdAT", "PN-FRAMES", Kind::content, "pixels of a frame"},
    {"cHRM", "PN-ICC", Kind::presentation, "primary colours"},
    {"cICP", "PN-ICC", Kind::presentation, "colour space by number"},
    {"gAMA", "PN-ICC", Kind::presentation, "gamma"},
    {"iCCP", "PN-ICC", Kind::colour_profile, "colours, and the name of a device", Form::replace},
    {"sRGB", "PN-ICC", Kind::presentation, "colour space"},
    {"pHYs", "PN-PHYS", Kind::presentation, "resolution"},
    {"tEXt", "PN-TEXT", Kind::metadata, "text"},
    {"zTXt", "PN-TEXT", Kind::metadata, "compressed text"},
    {"iTXt", "PN-TEXT", Kind::metadata, "text in any language"},
    {"eXIf", "PN-EXIF", Kind::metadata, "camera data"},
    {"tIME", "PN-EXIF", Kind::timestamp, "last change"},
    {"CgBI", "PN-PRIV", Kind::software, "mark of Apple's own form of PNG"},
    {"bKGD", "PN-PRIV", Kind::software, "background of the editor"},
    {"caBX", "PN-PRIV", Kind::signature, "signed provenance: who made and changed it"},
    {"dSIG", "PN-PRIV", Kind::signature, "digital signature"},
    {"hIST", "PN-PRIV", Kind::metadata, "histogram"},
    {"iDOT", "PN-PRIV", Kind::software, "mark of Apple's screenshots"},
    {"mkBF", "PN-PRIV", Kind::hidden_content, "layers of Fireworks"},
    {"mkBS", "PN-PRIV", Kind::hidden_content, "layers of Fireworks"},
    {"mkBT", "PN-PRIV", Kind::hidden_content, "layers of Fireworks"},
    {"mkTS", "PN-PRIV", Kind::hidden_content, "layers of Fireworks"},
    {"prVW", "PN-PRIV", Kind::hidden_content, "original picture of Fireworks"},
    {"sBIT", "PN-PRIV", Kind::device, "precision of the scanner"},
    {"sPLT", "PN-PRIV", Kind::metadata, "suggested palette"},
    {"skMf", "PN-PRIV", Kind::hidden_content, "picture from before the annotations of Skitch"},
    {"skRf", "PN-PRIV", Kind::hidden_content, "picture from before the annotations of Skitch"},
    {"vpAg", "PN-PRIV", Kind::software, "page size of ImageMagick"},
};
constexpr Rule kUnlisted{"chunk", "PN-PRIV", Kind::unknown, "no rule knows the chunk"};
constexpr Rule kTail{"bytes after the end", "PN-TAIL", Kind::slack, "no viewer shows them; remains of a larger picture before cropping, perhaps"};
constexpr Rule kBehindStream{"bytes behind the pixels", "PN-TAIL", Kind::slack, "follow the end of the compressed data"};
constexpr Rule kExtraRows{"rows beyond the picture", "PN-TAIL", Kind::hidden_content, "compressed with the pixels, but outside the picture"};
constexpr Rule kPaddingBits{"padding bits of rows", "PN-TAIL", Kind::slack, "lie behind the last pixel of a row", Form::replace};
constexpr Rule kHiddenColours{"colours under transparency", "PN-ALPHA", Kind::hidden_content, "nobody sees them until the transparency is taken away", Form::replace};
constexpr Rule kUnusedColours{"unused colours", "PN-ALPHA", Kind::slack, "entries of the palette that no visible pixel uses", Form::replace};
constexpr Rule kUnusedBits{"unused bits", "PN-ALPHA", Kind::slack, "beyond the precision of the picture", Form::replace};
constexpr Rule kRepeated{"repeated chunk", "PN-PRIV", Kind::slack, "may stand once only; the first counts"};
constexpr Rule kMisplaced{"misplaced chunk", "PN-PRIV", Kind::slack, "has no meaning where it stands"};
constexpr Rule kBadProfile{"iCCP", "PN-ICC", Kind::slack, "cannot be read, or is for another kind of picture: viewers ignore it"};
constexpr Rule kOverruled{"overruled colour data", "PN-ICC", Kind::slack, "another chunk says how the colours look"};
constexpr Rule kResolution{"pHYs", "PN-PHYS", Kind::device, "unusual figures tell scanners and programs apart", Form::replace};
constexpr Rule kSuggestedPalette{"PLTE", "PN-PRIV", Kind::metadata, "palette that the picture does not use"};

// Keywords of text chunks (11.3.4.2, and what programs write). Sorted by what they tell.
constexpr Rule kKeywords[] = {
    {"Author", "PN-TEXT", Kind::author, "who made it"},
    {"Artist", "PN-TEXT", Kind::author, "who made it"},
    {"Copyright", "PN-TEXT", Kind::author, "owner of the rights"},
    {"Creation Time", "PN-TEXT", Kind::timestamp, "when it was made"},
    {"date:create", "PN-TEXT", Kind::timestamp, "time of the file"},
    {"date:modify", "PN-TEXT", Kind::timestamp, "time of the file"},
    {"date:timestamp", "PN-TEXT", Kind::timestamp, "time of the conversion"},
    {"Software", "PN-TEXT", Kind::software, "program that made it"},
    {"Source", "PN-TEXT", Kind::device, "device that made it"},
    {"Comment", "PN-TEXT", Kind::comment, "free text"},
    {"parameters", "PN-TEXT", Kind::metadata, "prompt of a picture generator"},
    {"prompt", "PN-TEXT", Kind::metadata, "prompt of a picture generator"},
    {"workflow", "PN-TEXT", Kind::metadata, "workflow of a picture generator"},
    {"Dream", "PN-TEXT", Kind::metadata, "prompt of a picture generator"},
    {"invokeai_metadata", "PN-TEXT", Kind::metadata, "prompt of a picture generator"},
    {"sd-metadata", "PN-TEXT", Kind::metadata, "prompt of a picture generator"},
    {"mxfile", "PN-TEXT", Kind::hidden_content, "source of the drawing"},
    {"Thumb::URI", "PN-TEXT", Kind::path, "name of the original file"},
    {"Raw profile type exif", "PN-TEXT", Kind::metadata, "camera data as text"},
    {"Raw profile type APP1", "PN-TEXT", Kind::metadata, "camera data as text"},
    {"Raw profile type iptc", "PN-TEXT", Kind::metadata, "IPTC records as text"},
    {"Raw profile type xmp", "PN-TEXT", Kind::metadata, "XMP as text"},
    {"XML:com.adobe.xmp", "PN-TEXT", Kind::metadata, "XMP"},
};

Rule const& rule_of(std::string_view type) {
    auto const* const row = find(kChunks, type);
    return row != nullptr ? *row : kUnlisted;
}

// --- survey -------------------------------------------------------------------

struct Chunk {
    std::string_view type;
    Bytes data;
};

// One compressed picture: that of IDAT, or that of a frame.
struct Stream {
    std::vector<Bytes> pieces;
    std::uint64_t size() const {
        std::uint64_t total = 0;
        for (auto const piece : pieces) total += piece.size();
        return total;
    }
};

struct FrameControl {
    std::uint32_t width, height, x, y;
    Bytes rest;  // delays, disposal, blending
};

struct AnimationFrame {
    std::optional<FrameControl> control;  // none: the picture for viewers without animations
    Stream stream;
    bool is_idat = false;
};

struct Survey {
    Header header;
    Bytes header_data;
    std::vector<Chunk> colour;       // cHRM, cICP, gAMA, iCCP, sRGB
    std::vector<Chunk> others;       // text, eXIf, tIME, private
    std::vector<std::pair<Rule const*, Chunk>> strays;
    Bytes palette, transparency, resolution;
    std::optional<std::uint32_t> plays;  // of an animation
    std::vector<AnimationFrame> frames;
    Bytes tail;
    std::uint64_t bad_checksums = 0;
};

class Surveyor {
public:
    Surveyor(Bytes in, Gate& gate) : reader_(in), gate_(gate) {}

    Result<Survey> run() {
        TRY(reader_.skip(kSignature.size()));
        while (!has_end_) {
            if (reader_.is_empty() && is_whole()) break;  // nothing but IEND is missing
            if (is_whole() && reader_.left() < 12) break;
            auto const start = reader_.at();
            auto const size = TRY(reader_.u32());
            auto const type = text(TRY(reader_.take(4)));
            bool const is_cut = size > 0x7FFFFFFF || size > reader_.left() || reader_.left() - size < 4;
            if (is_cut && has_header_ && type == "IDAT") {  // viewers show the rows that came
                TRY(take({type, head(reader_.rest(), size)}));
                TRY(reader_.seek(reader_.all().size()));
                break;
            }
            if (is_cut && is_whole()) {
                TRY(reader_.seek(start));
                break;
            }
            if (is_cut) return fail(Errc::truncated, "the picture ends early", reader_.at());
            auto const data = TRY(reader_.take(size));
            auto const checksum = TRY(reader_.u32());
            auto const bytes = Bytes(reader_.all()).subspan(reader_.at() - 8 - size, 4 + size);
            if (checksum != codec::crc32(bytes)) ++survey_.bad_checksums;
            TRY(take({type, data}));
        }
        survey_.tail = reader_.rest();
        if (!has_header_) return fail(Errc::malformed, "PNG without a header");
        if (!is_whole()) return fail(Errc::truncated, "PNG without pixels");
        return std::move(survey_);
    }

private:
    bool is_whole() const { return has_header_ && has_pixels_; }

    Result<void> take(Chunk const& chunk) {
        auto const type = chunk.type;
        if (!has_header_) {
            if (type == "CgBI") return fail(Errc::unsupported, "Apple's own form of PNG");
            if (type != "IHDR") return fail(Errc::malformed, "PNG without a header");
            return take_header(chunk.data);
        }
        if (type == "IHDR") return stray(kRepeated, chunk);
        if (type == "IEND") {
            has_end_ = true;
            if (!chunk.data.empty()) return stray(kMisplaced, chunk);
            return {};
        }
        if (type == "IDAT") return take_pixels(chunk);
        if (type == "fdAT") return take_frame_pixels(chunk);
        if (type == "fcTL") return take_frame_control(chunk);
        if (type == "acTL") return take_animation(chunk);
        if (type == "PLTE") return once(survey_.palette, chunk);
        if (type == "tRNS") return once(survey_.transparency, chunk);
        if (type == "pHYs") return once(survey_.resolution, chunk);
        if (type == "cHRM" || type == "cICP" || type == "gAMA" || type == "iCCP" || type == "sRGB") return take_colour(chunk);
        bool const is_critical = (static_cast<unsigned char>(type[0]) & 0x20U) == 0;
        if (is_critical && find(kChunks, type) == nullptr) return fail(Errc::unsupported, "PNG with an unknown critical chunk");
        survey_.others.push_back(chunk);
        return {};
    }

    Result<void> stray(Rule const& rule, Chunk const& chunk) {
        survey_.strays.emplace_back(&rule, chunk);
        return {};
    }

    Result<void> once(Bytes& place, Chunk const& chunk) {
        if (has_pixels_) return stray(kMisplaced, chunk);
        if (!place.empty()) return stray(kRepeated, chunk);
        place = chunk.data;
        return {};
    }

    Result<void> take_header(Bytes data) {
        auto const header = Header::read(data);
        if (!header) return fail(Errc::malformed, "PNG header that cannot be");
        survey_.header = *header;
        survey_.header_data = data;
        has_header_ = true;
        return gate_.budget().pixels(header->width, header->height);
    }

    Result<void> take_colour(Chunk const& chunk) {
        bool const is_repeated = std::any_of(survey_.colour.begin(), survey_.colour.end(), [&](Chunk const& c) { return c.type == chunk.type; });
        if (has_pixels_) return stray(kMisplaced, chunk);
        if (is_repeated) return stray(kRepeated, chunk);
        survey_.colour.push_back(chunk);
        return {};
    }

    Result<void> take_pixels(Chunk const& chunk) {
        auto& frames = survey_.frames;
        if (!has_pixels_) {
            if (frames.empty()) frames.emplace_back();  // else the frame whose control came before
            auto const& control = frames.back().control;
            if (control && (control->width != survey_.header.width || control->height != survey_.header.height)) return fail(Errc::malformed, "first frame of another size");
            frames.back().is_idat = true;
            has_pixels_ = true;
        } else if (!frames.back().is_idat) {
            return stray(kMisplaced, chunk);
        }
        frames.back().stream.pieces.push_back(chunk.data);
        return {};
    }

    Result<void> take_frame_pixels(Chunk const& chunk) {
        bool const is_in_place = survey_.plays && has_pixels_ && survey_.frames.back().control && !survey_.frames.back().is_idat && chunk.data.size() > 4;
        if (!is_in_place) return stray(kMisplaced, chunk);
        survey_.frames.back().stream.pieces.push_back(chunk.data.subspan(4));  // the sequence number is written anew
        return {};
    }

    Result<void> take_frame_control(Chunk const& chunk) {
        if (!survey_.plays || chunk.data.size() != 26) return stray(kMisplaced, chunk);
        Reader in(chunk.data);
        TRY(in.skip(4));
        FrameControl control{TRY(in.u32()), TRY(in.u32()), TRY(in.u32()), TRY(in.u32()), in.rest()};
        auto const& header = survey_.header;
        bool const fits = control.width > 0 && control.height > 0 && control.x <= header.width && control.width <= header.width - control.x &&
                          control.y <= header.height && control.height <= header.height - control.y && control.rest[4] <= 2 && control.rest[5] <= 1;
        if (!fits) return fail(Errc::malformed, "frame outside the picture");
        if (!survey_.frames.empty() && survey_.frames.back().stream.pieces.empty()) return fail(Errc::malformed, "frame without pixels");
        survey_.frames.push_back({control, {}, false});
        return {};
    }

    Result<void> take_animation(Chunk const& chunk) {
        if (survey_.plays || has_pixels_ || chunk.data.size() != 8) return stray(kMisplaced, chunk);
        Reader in(chunk.data);
        TRY(in.skip(4));  // the number of frames is counted anew
        survey_.plays = TRY(in.u32());
        return {};
    }

    Reader reader_;
    Gate& gate_;
    Survey survey_;
    bool has_header_ = false;
    bool has_end_ = false;
    bool has_pixels_ = false;
};

// --- walk -----------------------------------------------------------------------

class Walk {
public:
    Walk(Survey const& survey, Sink& out, Gate& gate) : survey_(survey), out_(out), gate_(gate) {}

    Result<void> run() {
        TRY(check());
        out_.put("\x89PNG\r\n\x1A\n");
        TRY(pass("IHDR", survey_.header_data));
        TRY(animation());
        TRY(colours());
        TRY(palette());
        TRY(resolution());
        for (auto const& chunk : survey_.others) TRY(other(chunk));
        TRY(pixels());
        TRY(gate_.judge(rule_of("IEND"), 0));
        put_chunk("IEND", [](Sink&) {});
        for (auto const& [rule, chunk] : survey_.strays) TRY(gate_.drop(*rule, chunk.data.size(), {chunk.type, {}}));
        TRY(gate_.slack(kTail, survey_.tail));
        auto const count = std::uint64_t{survey_.header.width} * survey_.header.height;
        gate_.note_fact("pixels", count, count);
        if (survey_.plays) gate_.note_fact("frames", survey_.frames.size(), survey_.frames.size());
        if (survey_.bad_checksums > 0) gate_.remark("checksums in the picture were wrong and are right in the output");
        return {};
    }

private:
    // A chunk of our own making: `body` writes its data.
    template <class Body>
    void put_chunk(Literal type, Body body) {
        Sink chunk(gate_.budget());
        chunk.put(type);
        body(chunk);
        out_.be32(static_cast<std::uint32_t>(chunk.size() - 4));
        auto const checksum = codec::crc32(chunk.collected());
        out_.put(chunk.take());
        out_.be32(checksum);
    }

    // A large chunk without another copy of it. Pieces are Kept or Made.
    template <class Pieces>
    void put_pixels(Literal type, std::optional<std::uint32_t> sequence, Pieces const& pieces) {
        std::uint64_t size = sequence ? 4 : 0;
        for (auto const& piece : pieces) size += piece.size();
        out_.be32(static_cast<std::uint32_t>(size));
        Sink start(gate_.budget());
        start.put(type);
        if (sequence) start.be32(*sequence);
        auto checksum = codec::crc32(start.collected());
        out_.put(start.take());
        for (auto const& piece : pieces) {
            checksum = codec::crc32(piece.bytes(), checksum);
            out_.put(piece);
        }
        out_.be32(checksum);
    }

    Result<void> pass(Literal type, Bytes data) {
        if (data.empty()) return {};
        auto const kept = TRY(gate_.pass(rule_of(type.view()), data));
        if (kept) put_chunk(type, [&](Sink& chunk) { chunk.put(*kept); });
        return {};
    }

    Result<void> animation() {
        if (!survey_.plays) return {};
        auto const count = std::count_if(survey_.frames.begin(), survey_.frames.end(), [](AnimationFrame const& f) { return f.control.has_value(); });
        if (count == 0) return fail(Errc::malformed, "animation without frames");
        TRY(gate_.judge(rule_of("acTL"), 8));
        TRY(gate_.judge(rule_of("fcTL"), 26, {{}, {}, static_cast<std::uint64_t>(count)}));
        put_chunk("acTL", [&](Sink& chunk) {
            chunk.be32(static_cast<std::uint32_t>(count));
            chunk.be32(*survey_.plays);
        });
        return {};
    }

    Bytes colour(std::string_view type) const {
        auto const chunk = std::find_if(survey_.colour.begin(), survey_.colour.end(), [&](Chunk const& c) { return c.type == type; });
        return chunk == survey_.colour.end() ? Bytes{} : chunk->data;
    }

    // cICP overrules iCCP, iCCP overrules sRGB, sRGB overrules gAMA and cHRM (third edition, 4.3): one answer is kept.
    Result<void> colours() {
        bool is_decided = false;
        if (auto const data = colour("cICP"); data.size() == 4) {
            TRY(pass("cICP", data));
            is_decided = true;
        }
        if (auto const data = colour("iCCP"); !data.empty()) {
            if (is_decided) TRY(gate_.drop(kOverruled, data.size(), {"iCCP", {}}));
            else is_decided = TRY(profile(data));
        }
        if (auto const data = colour("sRGB"); data.size() == 1 && data[0] <= 3) {
            if (is_decided) TRY(gate_.drop(kOverruled, data.size(), {"sRGB", {}}));
            else TRY(pass("sRGB", data));
            is_decided = true;
        }
        for (auto const& [type, size] : {std::pair{"gAMA"sv, std::size_t{4}}, std::pair{"cHRM"sv, std::size_t{32}}}) {
            auto const data = colour(type);
            if (data.empty()) continue;
            if (is_decided || data.size() != size) TRY(gate_.drop(kOverruled, data.size(), {type, {}}));
            else if (type == "gAMA") TRY(pass("gAMA", data));
            else TRY(pass("cHRM", data));
        }
        return {};
    }

    // Says whether the picture has a profile afterwards.
    Result<bool> profile(Bytes data) {
        auto const name_end = text(data).find('\0');
        auto const profile = name_end == std::string_view::npos || data.size() < name_end + 2 || data[name_end + 1] != 0
                                 ? fail(Errc::malformed, "no profile")
                                 : codec::inflate(data.subspan(name_end + 2), codec::Wrapper::zlib, gate_.budget(), 8 << 20);
        auto canonical = profile && profile->is_complete ? codec::canonical_profile(profile->data, survey_.header.is_grey() ? codec::ColourModel::grey : codec::ColourModel::rgb)
                                                         : std::nullopt;
        if (!canonical) {
            TRY(gate_.drop(kBadProfile, data.size()));
            return false;
        }
        bool const has_tail = data.size() - name_end - 2 != profile->used;
        if (gate_.policy(Kind::colour_profile) == Disposition::remove && canonical->is_srgb && !survey_.header.is_grey()) {
            TRY(gate_.judge(rule_of("iCCP"), data.size(), {{}, canonical->description}));
            put_chunk("sRGB", [](Sink& chunk) { chunk.u8(0); });
            return true;
        }
        auto const kept = TRY(gate_.replace(rule_of("iCCP"), profile->data, std::move(canonical->profile), {{}, canonical->description}));
        auto const packed = codec::deflate(kept.bytes(), codec::Wrapper::zlib);
        if (has_tail) TRY(gate_.slack(kBehindStream, data.subspan(name_end + 2 + profile->used)));
        put_chunk("iCCP", [&](Sink& chunk) {
            chunk.put("ICC\0\0");
            chunk.put(packed);
        });
        return true;
    }

    Result<void> palette() {
        auto const& header = survey_.header;
        if (header.has_palette()) {
            if (survey_.palette.size() < 3 || survey_.palette.size() > 770) return fail(Errc::malformed, "PNG without its palette");
            return indexed_colours();
        }
        if (!survey_.palette.empty()) TRY(gate_.drop(kSuggestedPalette, survey_.palette.size()));
        if (survey_.transparency.empty()) return {};
        bool const fits = !header.has_alpha() && survey_.transparency.size() == (header.is_grey() ? 2U : 6U);
        if (!fits) return gate_.drop(kMisplaced, survey_.transparency.size(), {"tRNS", {}});
        return transparent_colour();
    }

    // One colour that is transparent, in samples of 16 bits of which those beyond the picture's depth mean nothing.
    Result<void> transparent_colour() {
        auto const mask = static_cast<std::uint16_t>((1U << survey_.header.depth) - 1);
        Sink made(gate_.budget());
        Reader in(survey_.transparency);
        while (!in.is_empty()) made.be16(static_cast<std::uint16_t>(TRY(in.u16()) & mask));
        auto const kept = TRY(gate_.replace(kUnusedBits, survey_.transparency, made.take(), {"tRNS", {}}));
        TRY(gate_.judge(rule_of("tRNS"), 0));
        put_chunk("tRNS", [&](Sink& chunk) { chunk.put(kept); });
        return {};
    }

    // Entries that no pixel uses, or that are transparent, have no colour; the opacity of those at the end is left out.
    Result<void> indexed_colours() {
        std::bitset<256> used;
        for (auto const& check : checks_) used |= check.colours;
        auto const count = survey_.palette.size() / 3;
        auto alpha = survey_.transparency;
        if (alpha.size() > count) {
            TRY(gate_.drop(kMisplaced, alpha.size() - count, {"tRNS", {}}));
            alpha = alpha.first(count);
        }
        Sink colours(gate_.budget());
        Sink opacity(gate_.budget());
        std::size_t last = 0;
        for (std::size_t i = 0; i < count; ++i) {
            auto const opaque = i < alpha.size() && used[i] ? alpha[i] : std::uint8_t{255};
            for (auto const level : survey_.palette.subspan(3 * i, 3)) colours.u8(used[i] && opaque != 0 ? level : std::uint8_t{0});
            if (opaque != 255) last = i + 1;
        }
        for (std::size_t i = 0; i < last; ++i) opacity.u8(i < alpha.size() && used[i] ? alpha[i] : std::uint8_t{255});
        auto const palette = TRY(gate_.replace(kUnusedColours, survey_.palette, colours.take(), {"PLTE", {}}));
        TRY(gate_.judge(rule_of("PLTE"), 0));
        put_chunk("PLTE", [&](Sink& chunk) { chunk.put(palette); });
        if (last == 0 && alpha.empty()) return {};
        auto const kept = TRY(gate_.replace(kUnusedColours, alpha, opacity.take(), {"tRNS", {}}));
        TRY(gate_.judge(rule_of("tRNS"), 0));
        if (kept.size() > 0) put_chunk("tRNS", [&](Sink& chunk) { chunk.put(kept); });
        return {};
    }

    Result<void> resolution() {
        if (survey_.resolution.empty()) return {};
        if (survey_.resolution.size() != 9 || survey_.resolution[8] > 1) return gate_.drop(kMisplaced, survey_.resolution.size(), {"pHYs", {}});
        Reader in(survey_.resolution);
        auto const x = TRY(in.u32());
        auto const y = TRY(in.u32());
        bool const is_metric = TRY(in.u8()) == 1;
        constexpr double kInch = 0.0254;
        auto const usual = [&](std::uint32_t v) { return static_cast<std::uint32_t>(usual_dpi(v * kInch) / kInch + 0.5); };
        std::uint32_t const new_x = is_metric ? usual(x) : x <= 64 && y <= 64 && y > 0 ? x : 1;
        std::uint32_t const new_y = is_metric ? (x == y ? new_x : usual(y)) : x <= 64 && y <= 64 && y > 0 ? y : 1;
        // Programs round 11811.02 pixels a metre up or down.
        auto const is_near = [](std::uint32_t a, std::uint32_t b) { return a == b || a + 1 == b || a == b + 1; };
        if (!is_near(x, new_x) || !is_near(y, new_y)) TRY(gate_.judge(kResolution, 9, {{}, std::to_string(x) + " x " + std::to_string(y)}));
        TRY(gate_.judge(rule_of("pHYs"), 9));
        put_chunk("pHYs", [&](Sink& chunk) {
            chunk.be32(new_x);
            chunk.be32(new_y);
            chunk.u8(is_metric ? 1 : 0);
        });
        return {};
    }

    Result<void> other(Chunk const& chunk) {
        if (chunk.type == "eXIf") return exif(chunk.data);
        if (chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt") return text_chunk(chunk);
        auto const& rule = rule_of(chunk.type);
        if (&rule == &kUnlisted) return gate_.drop(rule, chunk.data.size(), {chunk.type, {}});
        auto const kept = TRY(gate_.pass(rule, chunk.data, {{}, chunk.type == "tIME" ? time_of(chunk.data) : std::string()}));
        if (kept) put_chunk(rule.name, [&](Sink& body) { body.put(*kept); });
        return {};
    }

    static std::string time_of(Bytes data) {
        if (data.size() != 7) return {};
        auto const two = [](unsigned v) { return (v < 10 ? "0" : "") + std::to_string(v); };
        return std::to_string(data[0] << 8 | data[1]) + "-" + two(data[2]) + "-" + two(data[3]) + " " + two(data[4]) + ":" + two(data[5]) + ":" + two(data[6]);
    }

    Result<void> exif(Bytes data) {
        Bytes const tiff = starts_with(data, "Exif\0\0"sv) ? data.subspan(6) : data;
        auto const walk = [](Bytes in, Sink& out, Gate& gate) { return exif::walk(in, true, out, gate); };
        auto const kept = TRY(gate_.pass_block(rule_of("eXIf"), tiff, walk));
        if (kept) put_chunk("eXIf", [&](Sink& chunk) { chunk.put(*kept); });
        return {};
    }

    struct Text {
        std::string_view keyword;
        std::string value;
        std::size_t behind = 0;  // bytes that follow the compressed text
    };

    // What a text chunk says; its value is empty when it cannot be read.
    Text read_text(Chunk const& chunk) {
        auto const data = text(chunk.data);
        auto const end = data.find('\0');
        if (end == std::string_view::npos) return {data.substr(0, 79), {}, 0};
        Text result{data.substr(0, end), {}, 0};
        Bytes rest = chunk.data.subspan(end + 1);
        bool is_compressed = false;
        if (chunk.type == "zTXt") {
            is_compressed = true;
            rest = after(rest, 1);
        } else if (chunk.type == "iTXt") {
            is_compressed = !rest.empty() && rest[0] == 1;
            rest = after(rest, 2);
            for (int i = 0; i < 2; ++i) rest = after(rest, text(rest).find('\0') + 1);  // language, translated keyword
        }
        if (!is_compressed) {
            result.value = text(rest);
        } else if (auto const inflated = codec::inflate(rest, codec::Wrapper::zlib, gate_.budget(), kMaxText)) {
            result.value = text(inflated->data);
            result.behind = rest.size() - inflated->used;
        }
        return result;
    }

    Result<void> text_chunk(Chunk const& chunk) {
        auto const said = read_text(chunk);
        auto const* const keyword = find(kKeywords, said.keyword);
        Rule const& rule = keyword != nullptr ? *keyword : rule_of(chunk.type);
        auto const name = std::string(chunk.type) + " " + std::string(said.keyword);
        if (said.behind > 0) TRY(gate_.slack(kBehindStream, chunk.data.last(said.behind)));
        auto const kept = TRY(gate_.pass(rule, chunk.data.first(chunk.data.size() - said.behind), {name, said.value}));
        if (kept) put_chunk(rule_of(chunk.type).name, [&](Sink& body) { body.put(*kept); });
        else if (said.keyword == "XML:com.adobe.xmp") gate_.look_into(rule, engine::bytes_of(said.value), &xmp::walk, {name});
        return {};
    }

    // --- pixels ---

    // Decompresses every stream, since the palette in front of them depends on what they use.
    Result<void> check() {
        for (auto const& frame : survey_.frames) {
            if (frame.stream.pieces.empty()) return fail(Errc::truncated, "frame without pixels");
            if (frame.stream.size() > 0x7FFFFFF0) return fail(Errc::over_budget, "picture too large");
            checks_.push_back(TRY(check_rows(frame.stream.pieces, header_of(frame), gate_.budget())));
            auto const& checked = checks_.back();
            if (checked.state == RowCheck::State::truncated) return fail(Errc::truncated, "the picture ends early");
            if (checked.state == RowCheck::State::broken) return fail(Errc::malformed, "pixels that cannot be decompressed");
            if (checked.state == RowCheck::State::completed) gate_.remark("the picture ended early; the output shows what there was, and nothing for the rest");
        }
        auto const& frames = survey_.frames;
        if (survey_.plays && frames.size() > 1 && !frames.front().control) gate_.remark("viewers without animations show a picture of its own, which stays in the output");
        return {};
    }

    Header header_of(AnimationFrame const& frame) const {
        auto header = survey_.header;
        if (frame.control && !frame.is_idat) {
            header.width = frame.control->width;
            header.height = frame.control->height;
        }
        return header;
    }

    Result<void> pixels() {
        std::uint32_t sequence = 0;
        for (std::size_t i = 0; i < survey_.frames.size(); ++i) {
            auto const& frame = survey_.frames[i];
            if (frame.control) put_chunk("fcTL", [&](Sink& chunk) { put_control(chunk, *frame.control, sequence++); });
            auto const number = frame.is_idat ? std::nullopt : std::optional(sequence);
            TRY(stream(frame.stream, checks_[i], frame.is_idat ? Literal("IDAT") : Literal("fdAT"), number));
            if (number) ++sequence;
        }
        return {};
    }

    static void put_control(Sink& chunk, FrameControl const& control, std::uint32_t sequence) {
        chunk.be32(sequence);
        for (auto const v : {control.width, control.height, control.x, control.y}) chunk.be32(v);
        Reader rest(control.rest);
        chunk.be16(*rest.u16());
        chunk.be16(*rest.u16());
        chunk.u8(*rest.u8());
        chunk.u8(*rest.u8());
    }

    Result<void> stream(Stream const& stream, RowCheck const& checked, Literal type, std::optional<std::uint32_t> sequence) {
        if (checked.extra_bytes > 0) TRY(gate_.drop(kExtraRows, checked.extra_bytes));
        if (checked.padding_rows > 0) TRY(gate_.judge(kPaddingBits, checked.padding_rows));
        bool const has_colours = checked.hidden_colours > 0;
        bool const keeps_colours = has_colours && TRY(gate_.judge(kHiddenColours, 0, {{}, {}, checked.hidden_colours})) == Action::kept;
        if (checked.used < stream.size()) TRY(drop_behind(stream, checked.used));
        bool const is_only_colours = checked.extra_bytes == 0 && checked.padding_rows == 0 && checked.state == RowCheck::State::good;
        if (checked.fresh && !(keeps_colours && is_only_colours)) {
            put_pixels(type, sequence, std::span<Made const>(&*checked.fresh, 1));
            return {};
        }
        std::vector<Kept> kept;
        auto left = checked.used;
        for (auto const piece : stream.pieces) {
            auto const part = head(piece, left);
            left -= part.size();
            if (part.empty()) continue;
            if (auto passed = TRY(gate_.pass(rule_of(type.view()), part))) kept.push_back(std::move(*passed));
        }
        put_pixels(type, sequence, kept);
        return {};
    }

    Result<void> drop_behind(Stream const& stream, std::uint64_t used) {
        Blob behind;
        for (auto const piece : stream.pieces) {
            auto const skipped = std::min<std::uint64_t>(used, piece.size());
            used -= skipped;
            behind.insert(behind.end(), piece.begin() + static_cast<std::ptrdiff_t>(skipped), piece.end());
        }
        return gate_.slack(kBehindStream, behind);
    }

    static constexpr std::uint64_t kMaxText = 4 << 20;

    Survey const& survey_;
    Sink& out_;
    Gate& gate_;
    std::vector<RowCheck> checks_;  // by frame
};

}  // namespace

bool sniff(Bytes in) { return starts_with(in, kSignature); }

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("png", "png");
    auto const survey = TRY(Surveyor(in, gate).run());
    return Walk(survey, out, gate).run();
}

RuleList rules() {
    return list_rules(kChunks, kUnlisted, kTail, kBehindStream, kExtraRows, kPaddingBits, kHiddenColours, kUnusedColours, kUnusedBits, kRepeated, kMisplaced, kBadProfile, kOverruled,
                      kResolution, kSuggestedPalette, kKeywords, exif::rules(), xmp::rules());
}

}  // namespace scrub::engine::png
