// WebP (RFC 9649): RIFF chunks around one picture, or around the frames of an animation, each lossy (VP8) or lossless (VP8L).
// The container is written anew. Coded pictures are decoded to prove where they end; lossless ones are coded anew where colours hide in them.
#include <algorithm>

#include "codec/colour.hpp"
#include "codec/vp8.hpp"
#include "codec/vp8l.hpp"
#include "core/format.hpp"
#include "format/exif.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::webp {
namespace {

using namespace std::string_view_literals;

// --- rules ------------------------------------------------------------------

constexpr Rule kChunks[] = {
    {"VP8 ", "WP-PIX", Kind::content, "lossy picture"},
    {"VP8L", "WP-PIX", Kind::content, "lossless picture"},
    {"VP8X", "WP-PIX", Kind::structure, "size and features"},
    {"ALPH", "WP-PIX", Kind::content, "transparency of a lossy picture"},
    {"ANIM", "WP-FRAMES", Kind::structure, "how often an animation is played"},
    {"ANMF", "WP-FRAMES", Kind::structure, "frame of an animation"},
    {"ICCP", "WP-ICC", Kind::colour_profile, "colours, and the name of a device", Form::replace},
    {"EXIF", "WP-META", Kind::metadata, "camera data"},
    {"XMP ", "WP-META", Kind::metadata, "description of the picture"},
    {"C2PA", "WP-CHUNK", Kind::signature, "signed provenance: who made and changed it"},
};
constexpr Rule kUnlisted{"chunk", "WP-CHUNK", Kind::unknown, "no rule knows the chunk"};
constexpr Rule kRepeated{"repeated chunk", "WP-CHUNK", Kind::slack, "may stand once only; the first counts"};
constexpr Rule kMisplaced{"misplaced chunk", "WP-CHUNK", Kind::slack, "has no meaning where it stands"};
constexpr Rule kHiddenPicture{"picture that is not shown", "WP-CHUNK", Kind::hidden_content, "second picture, or frame of a picture that is no animation"};
constexpr Rule kBadProfile{"ICCP", "WP-ICC", Kind::slack, "cannot be read, or is for another kind of picture: viewers ignore it"};
constexpr Rule kBackground{"background colour", "WP-FRAMES", Kind::software, "of the editor; viewers use their own", Form::replace};
constexpr Rule kReserved{"reserved bits", "WP-TAIL", Kind::slack, "mean nothing", Form::replace};
constexpr Rule kTail{"bytes after the end", "WP-TAIL", Kind::slack, "no viewer shows them"};
constexpr Rule kBehind{"bytes behind the pixels", "WP-TAIL", Kind::slack, "follow the end of the coded picture"};
constexpr Rule kSpareBits{"spare bits", "WP-TAIL", Kind::slack, "follow the end of the coded picture in its last byte", Form::replace};
constexpr Rule kHiddenColours{"colours under transparency", "WP-ALPHA", Kind::hidden_content, "nobody sees them until the transparency is taken away", Form::replace};
constexpr Rule kHiddenChannels{"unused channels", "WP-ALPHA", Kind::hidden_content, "coded with the pixels, but no viewer shows them", Form::replace};

Rule const& rule_of(std::string_view type) {
    auto const* const row = find(kChunks, type);
    return row != nullptr ? *row : kUnlisted;
}

// --- survey -------------------------------------------------------------------

struct Chunk {
    std::string_view type;
    Bytes data;
};

// Chunks of a file or of a frame; `rest` is what is too short to be one.
struct Chunks {
    std::vector<Chunk> list;
    Bytes rest;
    std::uint64_t odd_padding = 0;  // padding bytes that are not zero
    bool is_cut = false;
};

Result<Chunks> read_chunks(Bytes data, Budget& budget) {
    Chunks chunks;
    Reader in(data, Endian::little);
    while (in.left() >= 8) {
        TRY(budget.part());
        auto const type = text(TRY(in.take(4)));
        auto const size = TRY(in.u32());
        chunks.is_cut = size > in.left();
        chunks.list.push_back({type, TRY(in.take(std::min<std::size_t>(size, in.left())))});
        if (size % 2 == 1 && !in.is_empty() && TRY(in.u8()) != 0) ++chunks.odd_padding;
    }
    chunks.rest = in.rest();
    return chunks;
}

// One picture: that of the file, or of a frame.
struct Picture {
    std::optional<Bytes> alpha;
    std::optional<Chunk> coded;
};

struct Frame {
    std::uint32_t x = 0, y = 0, width = 0, height = 0, duration = 0;
    std::uint8_t flags = 0;
    Picture picture;
};

struct Survey {
    std::uint32_t width = 0, height = 0;  // of the canvas; 0: that of the picture
    bool is_extended = false;
    bool has_animation = false;  // as VP8X says
    bool has_profile = false;
    Picture still;
    std::vector<Frame> frames;
    Bytes animation, profile;
    std::vector<Chunk> others;
    std::vector<std::pair<Rule const*, Chunk>> strays;
    std::vector<Bytes> slack;
    std::uint64_t reserved = 0;  // fields with reserved bits that are set
};

std::uint32_t u24(Bytes data, std::size_t at) { return data[at] | std::uint32_t{data[at + 1]} << 8 | std::uint32_t{data[at + 2]} << 16; }

class Surveyor {
public:
    explicit Surveyor(Gate& gate) : gate_(gate) {}

    Result<Survey> run(Bytes in) {
        Reader reader(in, Endian::little);
        TRY(reader.skip(4));
        auto const size = TRY(reader.u32());
        if (size < 12) return fail(Errc::malformed, "WebP without a picture");
        auto const body = TRY(reader.take(std::min<std::size_t>(size, reader.left())));
        auto const chunks = TRY(read_chunks(after(body, 4), gate_.budget()));
        take_slack(chunks);
        if (!reader.is_empty()) survey_.slack.push_back(reader.rest());
        if (chunks.list.empty()) return fail(Errc::malformed, "WebP without a picture");
        for (auto const& chunk : chunks.list) {
            auto const taken = take(chunk, &chunk == &chunks.list.front());
            bool const is_harmless = chunks.is_cut && &chunk == &chunks.list.back() && is_whole();
            if (!taken && !is_harmless) return Failure{taken.error()};
            if (!taken) survey_.strays.emplace_back(&kMisplaced, chunk);
        }
        if (!is_whole()) return fail(Errc::malformed, "WebP without a picture");
        return std::move(survey_);
    }

private:
    bool is_whole() const { return is_animation() ? !survey_.frames.empty() : survey_.still.coded.has_value(); }
    bool is_animation() const { return survey_.has_animation; }

    void take_slack(Chunks const& chunks) {
        if (!chunks.rest.empty()) survey_.slack.push_back(chunks.rest);
        survey_.reserved += chunks.odd_padding;
    }

    Result<void> stray(Rule const& rule, Chunk const& chunk) {
        survey_.strays.emplace_back(&rule, chunk);
        return {};
    }

    Result<void> take(Chunk const& chunk, bool is_first) {
        auto const type = chunk.type;
        if (is_first && type == "VP8X") return features(chunk.data);
        if (is_first && type != "VP8 " && type != "VP8L") return fail(Errc::malformed, "WebP without a picture");
        if (type == "VP8X") return stray(kRepeated, chunk);
        if (type == "VP8 " || type == "VP8L") {
            if (is_animation() || survey_.still.coded) return stray(kHiddenPicture, chunk);
            survey_.still.coded = chunk;
            return {};
        }
        if (type == "ALPH") {
            if (is_animation() || !survey_.is_extended || survey_.still.coded) return stray(kMisplaced, chunk);
            return once(survey_.still.alpha, chunk);
        }
        if (type == "ANMF") return is_animation() ? frame(chunk.data) : stray(kHiddenPicture, chunk);
        if (type == "ANIM") {
            if (!is_animation() || chunk.data.size() < 6) return stray(kMisplaced, chunk);
            return once(survey_.animation, chunk);
        }
        if (type == "ICCP") return survey_.has_profile ? once(survey_.profile, chunk) : stray(kMisplaced, chunk);
        survey_.others.push_back(chunk);
        return {};
    }

    Result<void> once(Bytes& place, Chunk const& chunk) {
        if (!place.empty()) return stray(kRepeated, chunk);
        place = chunk.data;
        return {};
    }
    Result<void> once(std::optional<Bytes>& place, Chunk const& chunk) {
        if (place) return stray(kRepeated, chunk);
        place = chunk.data;
        return {};
    }

    // 2.7: flags, three reserved bytes, the canvas.
    Result<void> features(Bytes data) {
        if (data.size() < 10) return fail(Errc::malformed, "WebP with features that cannot be read");
        survey_.is_extended = true;
        survey_.has_animation = (data[0] & 0x02) != 0;
        survey_.has_profile = (data[0] & 0x20) != 0;
        if ((data[0] & 0xC1) != 0 || u24(data, 1) != 0) ++survey_.reserved;
        if (data.size() > 10) survey_.slack.push_back(data.subspan(10));
        survey_.width = u24(data, 4) + 1;
        survey_.height = u24(data, 7) + 1;
        return gate_.budget().pixels(survey_.width, survey_.height);
    }

    Result<void> frame(Bytes data) {
        constexpr std::size_t kHeaderBytes = 16;
        if (data.size() < kHeaderBytes) return fail(Errc::malformed, "WebP with a frame that cannot be read");
        Frame made{2 * u24(data, 0), 2 * u24(data, 3), u24(data, 6) + 1, u24(data, 9) + 1, u24(data, 12), static_cast<std::uint8_t>(data[15] & 3), {}};
        bool const fits = made.x < survey_.width && made.width <= survey_.width - made.x && made.y < survey_.height && made.height <= survey_.height - made.y;
        if (!fits) return fail(Errc::malformed, "frame outside the picture");
        if (data[15] > 3) ++survey_.reserved;
        auto const chunks = TRY(read_chunks(data.subspan(kHeaderBytes), gate_.budget()));
        take_slack(chunks);
        for (auto const& chunk : chunks.list) {
            bool const is_picture = chunk.type == "VP8 " || chunk.type == "VP8L";
            if (is_picture && !made.picture.coded) made.picture.coded = chunk;
            else if (is_picture) TRY(stray(kHiddenPicture, chunk));
            else if (chunk.type == "ALPH" && !made.picture.coded) TRY(once(made.picture.alpha, chunk));
            else TRY(stray(chunk.type == "ALPH" ? kMisplaced : kUnlisted, chunk));
        }
        if (!made.picture.coded) return fail(Errc::malformed, "frame without pixels");
        survey_.frames.push_back(made);
        return {};
    }

    Gate& gate_;
    Survey survey_;
};

// --- walk -----------------------------------------------------------------------

class Walk {
public:
    Walk(Survey const& survey, Sink& out, Gate& gate) : survey_(survey), out_(out), gate_(gate) {}

    Result<void> run() {
        Sink body(gate_.budget());
        TRY(profile());
        if (survey_.has_animation) TRY(animation(body));
        else TRY(still(body));
        for (auto const& chunk : survey_.others) TRY(other(chunk));
        TRY(slack());
        write(body.take());
        auto const count = std::uint64_t{width_} * height_;
        gate_.note_fact("pixels", count, count);
        if (survey_.has_animation) gate_.note_fact("frames", survey_.frames.size(), survey_.frames.size());
        return {};
    }

private:
    // A chunk: `body` writes its data.
    template <class Body>
    void put_chunk(Sink& out, Literal type, Body body) {
        Sink chunk(gate_.budget());
        body(chunk);
        auto const made = chunk.take();
        out.put(type);
        out.le32(static_cast<std::uint32_t>(made.size()));
        out.put(made);
        if (made.size() % 2 == 1) out.u8(0);
    }

    static void le24(Sink& out, std::uint32_t value) {
        out.le16(static_cast<std::uint16_t>(value));
        out.u8(static_cast<std::uint8_t>(value >> 16));
    }

    Result<void> profile() {
        if (survey_.profile.empty()) return {};
        auto canonical = codec::canonical_profile(survey_.profile, codec::ColourModel::rgb);
        if (!canonical) return gate_.drop(kBadProfile, survey_.profile.size());
        if (gate_.policy(Kind::colour_profile) == Disposition::remove && canonical->is_srgb) {
            TRY(gate_.judge(rule_of("ICCP"), survey_.profile.size(), {{}, canonical->description}));
            return {};  // pictures without a profile are sRGB
        }
        profile_ = TRY(gate_.replace(rule_of("ICCP"), survey_.profile, std::move(canonical->profile), {{}, canonical->description}));
        return {};
    }

    Result<void> still(Sink& body) {
        auto const size = TRY(picture(survey_.still, body));
        bool const fits = !survey_.is_extended || (size.width == survey_.width && size.height == survey_.height);
        if (!fits) return fail(Errc::malformed, "picture of another size than its canvas");
        width_ = size.width;
        height_ = size.height;
        return {};
    }

    Result<void> animation(Sink& body) {
        width_ = survey_.width;
        height_ = survey_.height;
        TRY(gate_.judge(rule_of("ANIM"), 6));
        TRY(gate_.judge(rule_of("ANMF"), 16 * survey_.frames.size(), {{}, {}, survey_.frames.size()}));
        std::uint32_t background = 0;
        std::uint16_t plays = 0;
        if (!survey_.animation.empty()) {
            Reader in(survey_.animation, Endian::little);
            background = TRY(in.u32());
            plays = TRY(in.u16());
            bool const is_usual = background == 0 || background == 0xFFFFFFFF;
            if (is_usual || TRY(gate_.judge(kBackground, 4)) != Action::kept) background = 0;
            if (!in.is_empty()) TRY(gate_.slack(kBehind, in.rest()));
        }
        put_chunk(body, "ANIM", [&](Sink& chunk) {
            chunk.le32(background);
            chunk.le16(plays);
        });
        for (auto const& frame : survey_.frames) {
            Sink pixels(gate_.budget());
            auto const size = TRY(picture(frame.picture, pixels));
            if (size.width != frame.width || size.height != frame.height) return fail(Errc::malformed, "frame of another size than its picture");
            put_chunk(body, "ANMF", [&](Sink& chunk) {
                for (auto const v : {frame.x / 2, frame.y / 2, frame.width - 1, frame.height - 1, frame.duration}) le24(chunk, v);
                chunk.u8(frame.flags);
                chunk.put(pixels.take());
            });
        }
        return {};
    }

    struct Size {
        std::uint32_t width, height;
    };

    Result<Size> picture(Picture const& picture, Sink& out) {
        if (picture.coded->type == "VP8 ") return lossy(picture, out);
        if (picture.alpha) TRY(gate_.drop(kMisplaced, picture.alpha->size(), {"ALPH", {}}));
        return lossless(picture.coded->data, out);
    }

    Result<Size> lossy(Picture const& picture, Sink& out) {
        auto const data = picture.coded->data;
        auto const frame = TRY(codec::read_vp8(data, gate_.budget()));
        if (picture.alpha) TRY(transparency(*picture.alpha, {frame.width, frame.height}, out));
        TRY(gate_.judge(rule_of("VP8 "), frame.frame.size()));
        TRY(gate_.slack(kBehind, frame.behind));
        if (frame.spare_bits > 0) TRY(gate_.judge(kSpareBits, frame.spare_bits, {{}, {}, frame.spare_bits}));
        if (frame.has_scale) TRY(gate_.judge(kReserved, 1));
        put_chunk(out, "VP8 ", [&](Sink& chunk) { chunk.put(frame.frame); });
        return Size{frame.width, frame.height};
    }

    Result<Size> lossless(Bytes data, Sink& out) {
        auto coded = TRY(codec::read_vp8l(data, gate_.budget()));
        Size const size{coded.width, coded.height};
        has_alpha_ = has_alpha_ || coded.has_alpha;
        std::uint64_t hidden = 0;
        for (auto& pixel : coded.pixels) {
            std::uint32_t const seen = !coded.has_alpha ? pixel | 0xFF000000U : pixel >> 24 == 0 ? 0 : pixel;
            if (seen != pixel) ++hidden;
            pixel = seen;
        }
        auto const& rule = coded.has_alpha ? kHiddenColours : kHiddenChannels;
        bool const is_fresh = hidden > 0 && TRY(gate_.judge(rule, 0, {{}, {}, hidden})) != Action::kept;
        TRY(stream("VP8L", data, {}, coded, is_fresh ? std::optional(codec::write_vp8l(coded)) : std::nullopt, out));
        return size;
    }

    // A lossless stream up to its end, or coded anew; `start` stands in front of it.
    Result<void> stream(Literal type, Bytes data, std::optional<std::uint8_t> start, codec::Vp8lPicture const& coded, std::optional<Made> fresh, Sink& out) {
        TRY(gate_.slack(kBehind, after(data, coded.used)));
        bool const has_spare_bits = data[coded.used - 1] != coded.last_byte;
        if (has_spare_bits) TRY(gate_.judge(kSpareBits, 1));
        auto const kept = TRY(gate_.pass(rule_of(type.view()), head(data, coded.used)));
        if (!kept) return {};
        constexpr std::size_t kHeaderBytes = 5;  // of VP8L; the stream of ALPH has none
        put_chunk(out, type, [&](Sink& chunk) {
            if (start) chunk.u8(*start);
            if (fresh) return chunk.put(*fresh, start ? kHeaderBytes : 0, fresh->size() - (start ? kHeaderBytes : 0));
            chunk.put(*kept, 0, kept->size() - 1);
            chunk.u8(coded.last_byte);
        });
        return {};
    }

    // 2.7.1.2: two bits each for the coding, the filter, what was done before, and nothing.
    Result<void> transparency(Bytes data, Size size, Sink& out) {
        if (data.empty()) return fail(Errc::truncated, "the picture ends early");
        auto const coding = data[0] & 3;
        if (coding > 1 || (data[0] >> 4 & 3) > 1) return fail(Errc::unsupported, "WebP with transparency of a later version");
        auto const start = static_cast<std::uint8_t>(data[0] & 0x3F);
        if (data[0] != start) TRY(gate_.judge(kReserved, 1));
        has_alpha_ = needs_features_ = true;
        auto const pixels = data.subspan(1);
        if (coding == 1) return coded_transparency(pixels, start, size, out);
        auto const count = std::size_t{size.width} * size.height;
        if (pixels.size() < count) return fail(Errc::truncated, "the picture ends early");
        TRY(gate_.slack(kBehind, pixels.subspan(count)));
        auto const kept = TRY(gate_.pass(rule_of("ALPH"), pixels.first(count)));
        if (!kept) return {};
        put_chunk(out, "ALPH", [&](Sink& chunk) {
            chunk.u8(start);
            chunk.put(*kept);
        });
        return {};
    }

    // Only green counts.
    Result<void> coded_transparency(Bytes data, std::uint8_t start, Size size, Sink& out) {
        auto coded = TRY(codec::read_vp8l_stream(data, size.width, size.height, gate_.budget()));
        auto const alpha = coded.pixels[0] & 0xFF000000U;
        std::uint64_t hidden = 0;
        for (auto& pixel : coded.pixels) {
            if ((pixel & 0xFFFF00FFU) != alpha) ++hidden;
            pixel &= 0x0000FF00U;
        }
        bool const is_fresh = hidden > 0 && TRY(gate_.judge(kHiddenChannels, 0, {{}, {}, hidden})) != Action::kept;
        return stream("ALPH", data, start, coded, is_fresh ? std::optional(codec::write_vp8l(coded)) : std::nullopt, out);
    }

    Result<void> other(Chunk const& chunk) {
        if (chunk.type == "EXIF") {
            auto const tiff = starts_with(chunk.data, "Exif\0\0"sv) ? chunk.data.subspan(6) : chunk.data;
            auto const walk = [](Bytes in, Sink& block, Gate& gate) { return exif::walk(in, true, block, gate); };
            auto kept = TRY(gate_.pass_block(rule_of("EXIF"), tiff, walk));
            if (kept && exif_) return gate_.drop(kRepeated, chunk.data.size(), {"EXIF", {}});
            if (kept) exif_ = std::move(kept);
            return {};
        }
        if (chunk.type == "XMP ") {
            auto kept = TRY(gate_.pass_block(rule_of("XMP "), chunk.data, &xmp::walk));
            if (kept && xmp_) return gate_.drop(kRepeated, chunk.data.size(), {"XMP ", {}});
            if (kept) xmp_ = std::move(kept);
            return {};
        }
        return gate_.drop(rule_of(chunk.type), chunk.data.size(), {chunk.type, {}});
    }

    Result<void> slack() {
        for (auto const& [rule, chunk] : survey_.strays) TRY(gate_.drop(*rule, chunk.data.size(), {chunk.type, {}}));
        for (auto const bytes : survey_.slack) TRY(gate_.slack(kTail, bytes));
        if (survey_.reserved > 0) TRY(gate_.judge(kReserved, survey_.reserved, {{}, {}, survey_.reserved}));
        return {};
    }

    void write(Made const& body) {
        Sink file(gate_.budget());
        file.put("WEBP");
        bool const is_extended = needs_features_ || survey_.has_animation || profile_ || exif_ || xmp_;
        if (is_extended) {
            unsigned const flags = (profile_ ? 0x20U : 0U) | (has_alpha_ ? 0x10U : 0U) | (exif_ ? 0x08U : 0U) | (xmp_ ? 0x04U : 0U) | (survey_.has_animation ? 0x02U : 0U);
            put_chunk(file, "VP8X", [&](Sink& chunk) {
                chunk.le32(flags);
                le24(chunk, width_ - 1);
                le24(chunk, height_ - 1);
            });
        }
        if (profile_) put_chunk(file, "ICCP", [&](Sink& chunk) { chunk.put(*profile_); });
        file.put(body);
        if (exif_) put_chunk(file, "EXIF", [&](Sink& chunk) { chunk.put(*exif_); });
        if (xmp_) put_chunk(file, "XMP ", [&](Sink& chunk) { chunk.put(*xmp_); });
        auto const made = file.take();
        out_.put("RIFF");
        out_.le32(static_cast<std::uint32_t>(made.size()));
        out_.put(made);
    }

    Survey const& survey_;
    Sink& out_;
    Gate& gate_;
    std::uint32_t width_ = 0, height_ = 0;
    bool has_alpha_ = false;
    bool needs_features_ = false;
    std::optional<Kept> profile_, exif_, xmp_;
};

}  // namespace

bool sniff(Bytes in) { return in.size() >= 12 && starts_with(in, "RIFF"sv) && starts_with(in.subspan(8), "WEBP"sv); }

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("webp", "webp");
    auto const survey = TRY(Surveyor(gate).run(in));
    return Walk(survey, out, gate).run();
}

RuleList rules() {
    return list_rules(kChunks, kUnlisted, kRepeated, kMisplaced, kHiddenPicture, kBadProfile, kBackground, kReserved, kTail, kBehind, kSpareBits, kHiddenColours, kHiddenChannels,
                      exif::rules(), xmp::rules());
}

}  // namespace scrub::engine::webp
