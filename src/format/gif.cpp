// GIF (CompuServe, 1989): a screen, then blocks up to a trailer. Every block is written anew; pixels are not decoded:
// a walk over the LZW codes proves that a picture holds its pixels and nothing else, or the picture is coded anew.
#include <algorithm>
#include <bit>
#include <array>
#include <bitset>

#include "codec/colour.hpp"
#include "codec/lzw.hpp"
#include "core/format.hpp"
#include "core/reader.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::gif {

bool sniff(Bytes in) { return starts_with(in, "GIF87a") || starts_with(in, "GIF89a"); }

namespace {

using namespace std::string_view_literals;

// --- rules ------------------------------------------------------------------

constexpr Rule kScreen{"screen", "GI-PIX", Kind::structure, "size of the picture"};
constexpr Rule kPalette{"palette", "GI-PIX", Kind::structure, "colours"};
constexpr Rule kPixels{"picture", "GI-PIX", Kind::content, "pixels"};
constexpr Rule kComment{"comment", "GI-TEXT", Kind::comment, "free text"};
constexpr Rule kPlainText{"plain text", "GI-TEXT", Kind::hidden_content, "text over the picture, which no viewer shows"};
constexpr Rule kUnknownExtension{"extension", "GI-APP", Kind::unknown, "no rule knows the extension"};
constexpr Rule kUnlistedApplication{"application data", "GI-APP", Kind::unknown, "no rule knows the program"};
constexpr Rule kLoopTail{"bytes behind the loop count", "GI-APP", Kind::slack, "belong to no field"};
constexpr Rule kBadProfile{"ICC profile", "GI-APP", Kind::slack, "cannot be read, or is for another kind of picture: viewers ignore it"};
constexpr Rule kTail{"bytes after the end", "GI-TAIL", Kind::slack, "no viewer shows them"};
constexpr Rule kBetween{"bytes between blocks", "GI-TAIL", Kind::slack, "belong to no block"};
constexpr Rule kBehindPixels{"bytes behind the pixels", "GI-TAIL", Kind::slack, "follow the end of the compressed data"};
constexpr Rule kCoding{"compressed data", "GI-PIX", Kind::slack, "holds codes or bits that stand for no pixel", Form::replace};
constexpr Rule kOutside{"pixels outside the picture", "GI-FRAME", Kind::hidden_content, "cut off by every viewer"};
constexpr Rule kUnusedColours{"unused colours", "GI-PAL", Kind::slack, "no pixel uses them", Form::replace};
constexpr Rule kReserved{"unused fields", "GI-PAL", Kind::slack, "bits that mean nothing to viewers", Form::replace};
constexpr Rule kStrayControl{"graphic control", "GI-APP", Kind::slack, "belongs to no picture, or another one takes its place"};

// Application extensions by identifier and authentication code (26); Exif and C2PA register none.
constexpr Rule kApplications[] = {
    {"ANIMEXTS1.0", "GI-APP", Kind::structure, "how often the animation runs"},
    {"NETSCAPE2.0", "GI-APP", Kind::structure, "how often the animation runs"},
    {"XMP DataXMP", "GI-APP", Kind::metadata, "description of the picture"},
    {"ICCRGBG1012", "GI-APP", Kind::colour_profile, "colours, and the name of a device", Form::replace},
    {"C2PA_GIF\1\0\0", "GI-APP", Kind::signature, "signed provenance: who made and changed it"},
    {"ImageMagick", "GI-APP", Kind::software, "data of the program that wrote it"},
    {"MGK8BIM0000", "GI-APP", Kind::metadata, "editor's data"},
    {"MGKIPTC0000", "GI-APP", Kind::metadata, "IPTC records"},
    {"ZGATEXTI5\0\0", "GI-APP", Kind::software, "data of the program that wrote it"},
    {"ZGATILEI5\0\0", "GI-APP", Kind::software, "data of the program that wrote it"},
    {"ZGACTRLI5\0\0", "GI-APP", Kind::software, "data of the program that wrote it"},
    {"ADOBE:IR1.0", "GI-APP", Kind::software, "data of the program that wrote it"},
    {"fractint001", "GI-APP", Kind::software, "data of the program that wrote it"},
};

// --- survey -------------------------------------------------------------------

struct Control {
    std::uint8_t disposal = 0;  // 0 to 3
    std::uint16_t delay = 0;    // hundredths of a second
    std::optional<std::uint8_t> transparent;
    bool operator==(Control const&) const = default;
};

struct Frame {
    std::optional<Control> control;
    std::uint16_t x = 0, y = 0, width = 0, height = 0;
    Bytes palette;
    bool is_interlaced = false;
    unsigned code_size = 0;
    Blob data;  // its sub-blocks joined
    codec::LzwWalk walk;
};

struct Application {
    Rule const* rule;
    std::string name;
    Bytes raw;  // the sub-blocks as they stand, length bytes and terminator included
    Blob data;  // joined
};

struct Leftover {
    Rule const* rule;
    Bytes bytes;
    std::uint64_t size;
    std::string value;
};

struct Survey {
    std::uint16_t width = 0, height = 0;
    std::uint8_t background = 0;
    Bytes palette;
    std::vector<Frame> frames;
    std::vector<Application> applications;
    std::vector<Blob> comments;
    std::optional<std::uint16_t> loops;
    std::vector<Rule const*> loop_rules;
    std::vector<Leftover> leftovers;
    Bytes tail;
    unsigned odd_fields = 0;
    bool is_damaged = false;
};

class Surveyor {
public:
    Surveyor(Bytes in, Gate& gate) : reader_(in, Endian::little), gate_(gate) {}

    Result<Survey> run() {
        TRY(screen());
        while (!has_end_ && !reader_.is_empty()) {
            TRY(gate_.budget().part());
            if (auto const done = block(); !done) {
                if (done.error().code != Errc::truncated) return Failure{done.error()};
                survey_.is_damaged = true;  // viewers show what came until then
                break;
            }
        }
        if (control_) leave(kStrayControl, 4);
        if (has_end_) survey_.tail = reader_.rest();
        else survey_.is_damaged = true;
        if (survey_.frames.empty()) return fail(survey_.is_damaged ? Errc::truncated : Errc::malformed, "GIF without a picture");
        return std::move(survey_);
    }

private:
    void leave(Rule const& rule, std::uint64_t size, Bytes bytes = {}, std::string value = {}) {
        survey_.leftovers.push_back({&rule, bytes, size, std::move(value)});
    }
    void expect(bool is_usual) {
        if (!is_usual) ++survey_.odd_fields;
    }

    Result<Bytes> palette(std::uint8_t packed) { return reader_.take(std::size_t{3} << ((packed & 7U) + 1)); }

    Result<void> screen() {
        TRY(reader_.skip(6));
        survey_.width = TRY(reader_.u16());
        survey_.height = TRY(reader_.u16());
        auto const packed = TRY(reader_.u8());
        survey_.background = TRY(reader_.u8());
        auto const aspect = TRY(reader_.u8());
        bool const has_palette = (packed & 0x80) != 0;
        expect((packed & 0x78) == 0x70 && (has_palette || (packed & 7) == 0) && aspect == 0);
        if (has_palette) survey_.palette = TRY(palette(packed));
        if (survey_.background >= survey_.palette.size() / 3) {
            expect(survey_.background == 0);
            survey_.background = 0;
        }
        return {};
    }

    Result<void> block() {
        auto const at = reader_.at();
        auto const introducer = TRY(reader_.u8());
        switch (introducer) {
            case 0x2C: return picture();
            case 0x21: return extension();
            case 0x3B: has_end_ = true; return {};
            default: break;
        }
        // Zero bytes between blocks are common; viewers skip them, and stop at anything else.
        if (introducer == 0) {
            auto const run = reader_.rest();
            auto const zeros = std::find_if(run.begin(), run.end(), [](std::uint8_t b) { return b != 0; }) - run.begin();
            TRY(reader_.skip(static_cast<std::uint64_t>(zeros)));
            leave(kBetween, static_cast<std::uint64_t>(zeros) + 1, reader_.all().subspan(at, static_cast<std::size_t>(zeros) + 1));
            return {};
        }
        TRY(reader_.seek(at));
        has_end_ = true;
        return {};
    }

    // Sub-blocks up to the empty one; what there is when the file ends inside.
    struct SubBlocks {
        Blob data;
        Bytes raw;
        bool is_complete = false;
    };
    Result<SubBlocks> sub_blocks() {
        SubBlocks all;
        auto const start = reader_.at();
        while (auto const size = reader_.peek()) {
            TRY(reader_.skip(1));
            all.is_complete = *size == 0;
            if (all.is_complete) break;
            auto const part = TRY(reader_.take(std::min<std::size_t>(*size, reader_.left())));
            all.data.insert(all.data.end(), part.begin(), part.end());
        }
        all.raw = reader_.all().subspan(start, reader_.at() - start);
        return all;
    }

    Result<void> extension() {
        auto const label = TRY(reader_.u8());
        auto blocks = TRY(sub_blocks());
        if (label == 0xF9) return control(blocks.data);
        if (label == 0xFF) return application(std::move(blocks));
        if (label == 0xFE) {
            survey_.comments.push_back(std::move(blocks.data));
        } else if (label == 0x01) {
            auto const said = text(after(blocks.data, 12));
            leave(kPlainText, blocks.raw.size(), {}, std::string(said));
        } else {
            leave(kUnknownExtension, blocks.raw.size());
        }
        return {};
    }

    Result<void> control(Bytes data) {
        if (control_) leave(kStrayControl, 4);
        if (data.size() < 4) {
            leave(kStrayControl, data.size());
            return {};
        }
        Reader in(data, Endian::little);
        auto const packed = TRY(in.u8());
        Control control;
        control.delay = TRY(in.u16());
        auto const transparent = TRY(in.u8());
        unsigned const disposal = packed >> 2 & 7U;
        constexpr std::uint8_t kDisposals[] = {0, 1, 2, 3, 3, 0, 0, 0};  // 4 is what some write for 3
        control.disposal = kDisposals[disposal];
        if ((packed & 1) != 0) control.transparent = transparent;
        expect((packed & 0xE2) == 0 && disposal < 4 && (control.transparent || transparent == 0));
        if (!in.is_empty()) leave(kReserved, in.left());
        control_ = control;
        return {};
    }

    Result<void> application(SubBlocks blocks) {
        auto const name = std::string(text(head(blocks.data, 11)));
        auto const* const known = find(kApplications, name);
        Blob rest(after(blocks.data, 11).begin(), after(blocks.data, 11).end());
        bool const is_loop = known != nullptr && known->kind == Kind::structure;
        if (is_loop) survey_.loop_rules.push_back(known);
        if (!is_loop) {
            survey_.applications.push_back({known != nullptr ? known : &kUnlistedApplication, name, after(blocks.raw, 12), std::move(rest)});
            return {};
        }
        if (rest.size() >= 3 && (rest[0] & 7) == 1) {
            survey_.loops = static_cast<std::uint16_t>(rest[1] | rest[2] << 8);
            if (rest.size() > 3) leave(kLoopTail, rest.size() - 3);
        } else {
            leave(kLoopTail, rest.size());
        }
        return {};
    }

    Result<void> picture() {
        Frame frame;
        frame.x = TRY(reader_.u16());
        frame.y = TRY(reader_.u16());
        frame.width = TRY(reader_.u16());
        frame.height = TRY(reader_.u16());
        auto const packed = TRY(reader_.u8());
        bool const has_palette = (packed & 0x80) != 0;
        frame.is_interlaced = (packed & 0x40) != 0;
        expect((packed & 0x38) == 0 && (has_palette || (packed & 7) == 0));
        if (has_palette) frame.palette = TRY(palette(packed));
        frame.code_size = TRY(reader_.u8());
        if (frame.code_size < 1 || frame.code_size > 8) return fail(Errc::malformed, "GIF picture with codes that cannot be", reader_.at());
        auto blocks = TRY(sub_blocks());
        survey_.is_damaged = survey_.is_damaged || !blocks.is_complete;
        frame.data = std::move(blocks.data);
        frame.control = std::exchange(control_, std::nullopt);
        TRY(fit(frame));
        std::uint64_t const wanted = std::uint64_t{frame.width} * frame.height;
        TRY(gate_.budget().pixels(frame.width, frame.height));
        TRY(gate_.budget().inflated(wanted / 8 + frame.data.size()));  // the walk costs by the code, not by the pixel
        frame.walk = codec::walk_gif_lzw(frame.data, frame.code_size, wanted);
        if (frame.walk.pixels == 0) {
            survey_.is_damaged = true;
            leave(kBehindPixels, frame.data.size());
            return {};
        }
        survey_.frames.push_back(std::move(frame));
        return {};
    }

    // The first frame makes the picture as large as it needs to be, as browsers do it. A side of 0 is that of the picture.
    Result<void> fit(Frame& frame) {
        if (frame.width == 0) frame.width = survey_.width;
        if (frame.height == 0) frame.height = survey_.height;
        if (frame.width == 0 || frame.height == 0) return fail(Errc::malformed, "GIF picture without a size", reader_.at());
        if (!survey_.frames.empty()) return {};
        std::uint32_t const right = std::uint32_t{frame.x} + frame.width;
        std::uint32_t const bottom = std::uint32_t{frame.y} + frame.height;
        if (right > 0xFFFF || bottom > 0xFFFF) return fail(Errc::malformed, "GIF picture that lies nowhere", reader_.at());
        if (right > survey_.width || bottom > survey_.height) gate_.remark("the picture is as large as its first frame, larger than its header says");
        survey_.width = std::max(survey_.width, static_cast<std::uint16_t>(right));
        survey_.height = std::max(survey_.height, static_cast<std::uint16_t>(bottom));
        return {};
    }

    Reader reader_;
    Gate& gate_;
    Survey survey_;
    std::optional<Control> control_;
    bool has_end_ = false;
};

// --- pixels of frames that have to be coded anew -----------------------------------

// The order in which the rows of an interlaced picture are stored (appendix E).
std::vector<std::uint32_t> row_order(std::uint32_t height, bool is_interlaced) {
    struct Pass {
        std::uint32_t first, step;
    };
    constexpr Pass kInterlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
    constexpr Pass kPlain[] = {{0, 1}};
    std::vector<std::uint32_t> order;
    for (auto const& [first, step] : is_interlaced ? std::span<Pass const>(kInterlaced) : std::span<Pass const>(kPlain))
        for (auto row = first; row < height; row += step) order.push_back(row);
    return order;
}

struct Visible {
    std::uint32_t width, height;  // of the frame, as far as it lies in the picture
    bool operator==(Visible const&) const = default;
};

Visible visible_part(Frame const& frame, Survey const& survey) {
    auto const part = [](std::uint32_t at, std::uint32_t size, std::uint32_t limit) { return at >= limit ? 0U : std::min(size, limit - at); };
    return {part(frame.x, frame.width, survey.width), part(frame.y, frame.height, survey.height)};
}

// What a viewer sees of a frame, row by row from the top. Rows that never came are left out at the bottom, or are
// transparent where the frame has a transparent colour.
Blob visible_pixels(Frame const& frame, Visible& part) {
    auto pixels = codec::decode_gif_lzw(frame.data, frame.code_size, std::uint64_t{frame.width} * frame.height);
    auto const transparent = frame.control ? frame.control->transparent : std::nullopt;
    bool const is_cut = pixels.size() < std::size_t{frame.width} * frame.height;
    if (is_cut && !transparent && !frame.is_interlaced)
        part.height = std::min(part.height, static_cast<std::uint32_t>((pixels.size() + frame.width - 1) / frame.width));
    pixels.resize(std::size_t{frame.width} * frame.height, transparent.value_or(0));
    auto const order = row_order(frame.height, frame.is_interlaced);
    Blob rows(std::size_t{part.width} * part.height);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] >= part.height) continue;
        auto const from = pixels.begin() + static_cast<std::ptrdiff_t>(i * frame.width);
        std::copy(from, from + part.width, rows.begin() + static_cast<std::ptrdiff_t>(std::size_t{order[i]} * part.width));
    }
    return rows;
}

// --- walk -----------------------------------------------------------------------

// A frame as it is written.
struct Coded {
    Visible size{};
    bool is_interlaced = false;
    unsigned code_size = 0;
    std::optional<Made> fresh;  // none: the old data, up to the end of its walk
    std::bitset<256> colours;
};

class Walk {
public:
    Walk(Survey const& survey, Sink& out, Gate& gate) : survey_(survey), out_(out), gate_(gate) {}

    Result<void> run() {
        for (auto const& frame : survey_.frames) coded_.push_back(TRY(code(frame)));
        TRY(gate_.judge(kScreen, 0));
        for (auto const* const rule : survey_.loop_rules) TRY(gate_.judge(*rule, 0));
        out_.put("GIF89a");
        out_.le16(survey_.width);
        out_.le16(survey_.height);
        auto const palette = TRY(clean_palette(survey_.palette, global_colours()));
        out_.u8(packed_size(palette) | 0x70);
        out_.u8(survey_.background);
        out_.u8(0);
        if (palette) out_.put(*palette);
        loop();
        for (auto const& application : survey_.applications) TRY(application_data(application));
        for (auto const& comment : survey_.comments) TRY(passed(kComment, comment));
        for (std::size_t i = 0; i < survey_.frames.size(); ++i) TRY(frame(survey_.frames[i], coded_[i]));
        out_.u8(0x3B);
        return report();
    }

private:
    Result<void> report() {
        for (auto const& left : survey_.leftovers) {
            if (left.bytes.empty()) TRY(gate_.drop(*left.rule, left.size, {{}, left.value}));
            else TRY(gate_.slack(*left.rule, left.bytes));
        }
        if (survey_.odd_fields > 0) TRY(gate_.drop(kReserved, survey_.odd_fields, {{}, {}, survey_.odd_fields}));
        TRY(gate_.slack(kTail, survey_.tail));
        if (survey_.is_damaged) gate_.remark("the picture was damaged; the output shows it as a tolerant viewer does");
        auto const is_passed_over = [](Frame const& f) { return f.control && f.control->delay == 0; };
        bool const passes_over = survey_.frames.size() > 1 && std::any_of(survey_.frames.begin(), survey_.frames.end() - 1, is_passed_over);
        if (passes_over) gate_.remark("some frames are shown for no time, so that a viewer may pass over them: look at each frame");
        auto const pixels = std::uint64_t{survey_.width} * survey_.height;
        gate_.note_fact("pixels", pixels, pixels);
        if (survey_.frames.size() > 1) gate_.note_fact("frames", survey_.frames.size(), survey_.frames.size());
        return {};
    }

    // How a frame is written: as it is when the walk has proved it, else coded anew from what a viewer sees of it.
    Result<Coded> code(Frame const& frame) {
        Coded coded;
        coded.size = visible_part(frame, survey_);
        coded.is_interlaced = frame.is_interlaced;
        coded.code_size = frame.code_size;
        coded.colours = frame.walk.colours;
        bool const is_whole = coded.size == Visible{frame.width, frame.height};
        auto const behind = after(frame.data, frame.walk.used);
        TRY(gate_.slack(kBehindPixels, behind));
        if (is_whole && frame.walk.is_proven) return coded;
        if (!is_whole) TRY(gate_.drop(kOutside, (std::uint64_t{frame.width} * frame.height) - std::uint64_t{coded.size.width} * coded.size.height));
        else if (behind.empty()) TRY(gate_.drop(kCoding, frame.data.size()));
        auto const transparent = frame.control ? frame.control->transparent : std::nullopt;
        if (coded.size.width == 0 || coded.size.height == 0) return nothing(transparent);
        TRY(gate_.budget().inflated(std::uint64_t{frame.width} * frame.height));
        auto const pixels = visible_pixels(frame, coded.size);
        coded.is_interlaced = false;
        coded.colours.reset();
        for (auto const pixel : pixels) coded.colours.set(pixel);
        // The transparent colour that fills up a picture cut short may be beyond the palette.
        auto const largest = pixels.empty() ? 0U : unsigned{*std::max_element(pixels.begin(), pixels.end())};
        coded.code_size = std::max({coded.code_size, 2U, static_cast<unsigned>(std::bit_width(largest))});
        coded.fresh = codec::encode_gif_lzw(pixels, coded.code_size);
        return coded;
    }

    // A frame that nobody sees still takes its time: one pixel that nobody sees either.
    static Coded nothing(std::optional<std::uint8_t> transparent) {
        Coded coded;
        coded.size = {1, 1};
        std::uint8_t const pixel = transparent.value_or(0);
        coded.code_size = std::max(2U, static_cast<unsigned>(std::bit_width(unsigned{pixel})));
        coded.fresh = codec::encode_gif_lzw({&pixel, 1}, coded.code_size);
        return coded;
    }
    bool is_nothing(Frame const& frame) const {
        auto const part = visible_part(frame, survey_);
        return part.width == 0 || part.height == 0;
    }

    std::bitset<256> visible_colours(Frame const& frame, Coded const& coded) const {
        auto colours = coded.colours;
        if (frame.control && frame.control->transparent) colours.reset(*frame.control->transparent);
        return colours;
    }
    std::bitset<256> global_colours() const {
        std::bitset<256> colours;
        colours.set(survey_.background);
        for (std::size_t i = 0; i < survey_.frames.size(); ++i)
            if (survey_.frames[i].palette.empty()) colours |= visible_colours(survey_.frames[i], coded_[i]);
        return colours;
    }

    // Colours that nobody sees become black.
    Result<std::optional<Kept>> clean_palette(Bytes palette, std::bitset<256> const& used) {
        if (palette.empty()) return std::optional<Kept>{};
        Sink clean(gate_.budget());
        std::uint64_t unused = 0;
        for (std::size_t i = 0; i < palette.size() / 3; ++i) {
            auto const colour = palette.subspan(3 * i, 3);
            bool const is_black = (colour[0] | colour[1] | colour[2]) == 0;
            if (!used[i] && !is_black) ++unused;
            for (auto const level : colour) clean.u8(used[i] ? level : std::uint8_t{0});
        }
        if (unused == 0) return gate_.pass(kPalette, palette);
        return std::optional<Kept>(TRY(gate_.replace(kUnusedColours, palette, clean.take(), {{}, {}, unused})));
    }

    static std::uint8_t packed_size(std::optional<Kept> const& palette) {
        if (!palette) return 0;
        unsigned bits = 0;
        while (std::size_t{3} << (bits + 1) < palette->size()) ++bits;
        return static_cast<std::uint8_t>(0x80U | bits);
    }

    void loop() {
        if (!survey_.loops) return;
        out_.put("\x21\xFF\x0BNETSCAPE2.0\x03\x01");
        out_.le16(*survey_.loops);
        out_.u8(0);
    }

    // Sub-blocks of the greatest size, and the empty one. Data is Kept or Made.
    template <class Data>
    void put_sub_blocks(Data const& data) {
        constexpr std::size_t kMax = 255;
        for (std::size_t at = 0; at < data.size(); at += kMax) {
            auto const size = std::min(kMax, data.size() - at);
            out_.u8(static_cast<std::uint8_t>(size));
            out_.put(data, at, size);
        }
        out_.u8(0);
    }

    Result<void> passed(Rule const& rule, Bytes data) {
        auto const kept = TRY(gate_.pass(rule, data, {{}, text(data)}));
        if (!kept) return {};
        out_.put("\x21\xFE");
        put_sub_blocks(*kept);
        return {};
    }

    Result<void> application_data(Application const& application) {
        auto const& rule = *application.rule;
        if (&rule == &kUnlistedApplication) return gate_.drop(rule, application.raw.size(), {application.name, {}});
        if (rule.name == "XMP DataXMP"sv) return xmp_data(rule, application.raw);
        if (rule.name == "ICCRGBG1012"sv) return profile(rule, application.data);
        auto const printable = application.name.substr(0, application.name.find_first_of("\0\1"sv));
        auto const kept = TRY(gate_.pass(rule, application.data, {printable, {}}));
        if (!kept) return {};
        out_.put("\x21\xFF\x0B");
        out_.put(rule.name);
        put_sub_blocks(*kept);
        return {};
    }

    // The packet stands without sub-blocks in front of 257 bytes that lead every reader of sub-blocks to the end
    // (XMP part 3, 1.1.2).
    Result<void> xmp_data(Rule const& rule, Bytes raw) {
        auto const trailer = text(raw).rfind("\x01\xFF\xFE\xFD"sv);
        auto const packet = trailer == std::string_view::npos ? raw : raw.first(trailer);
        auto const kept = TRY(gate_.pass_block(rule, packet, &xmp::walk));
        if (!kept) return gate_.drop(rule, 0);
        out_.put("\x21\xFF\x0BXMP DataXMP");
        out_.put(*kept);
        out_.u8(1);
        for (int i = 255; i >= 0; --i) out_.u8(static_cast<std::uint8_t>(i));
        out_.u8(0);
        return {};
    }

    Result<void> profile(Rule const& rule, Bytes icc) {
        auto canonical = codec::canonical_profile(icc, codec::ColourModel::rgb);
        if (!canonical) return gate_.drop(kBadProfile, icc.size());
        if (canonical->is_srgb && gate_.policy(Kind::colour_profile) == Disposition::remove)  // as every viewer takes it anyway
            return gate_.drop(rule, icc.size(), {{}, canonical->description});
        auto const kept = TRY(gate_.replace(rule, icc, std::move(canonical->profile), {{}, canonical->description}));
        out_.put("\x21\xFF\x0BICCRGBG1012");
        put_sub_blocks(kept);
        return {};
    }

    void control(Frame const& frame) {
        Control control = frame.control.value_or(Control{});
        if (is_nothing(frame)) {
            control.disposal = 1;
            if (!control.transparent) control.transparent = 0;  // a colour that every palette has
        }
        if (control == Control{}) return;
        out_.put("\x21\xF9\x04");
        out_.u8(static_cast<std::uint8_t>(control.disposal << 2 | (control.transparent ? 1 : 0)));
        out_.le16(control.delay);
        out_.u8(control.transparent.value_or(0));
        out_.u8(0);
    }

    Result<void> frame(Frame const& frame, Coded const& coded) {
        control(frame);
        bool const is_outside = is_nothing(frame);
        auto const palette = is_outside ? std::optional<Kept>{} : TRY(clean_palette(frame.palette, visible_colours(frame, coded)));
        out_.u8(0x2C);
        out_.le16(is_outside ? std::uint16_t{0} : frame.x);
        out_.le16(is_outside ? std::uint16_t{0} : frame.y);
        out_.le16(static_cast<std::uint16_t>(coded.size.width));
        out_.le16(static_cast<std::uint16_t>(coded.size.height));
        out_.u8(static_cast<std::uint8_t>(packed_size(palette) | (coded.is_interlaced ? 0x40 : 0)));
        if (palette) out_.put(*palette);
        out_.u8(static_cast<std::uint8_t>(coded.code_size));
        if (coded.fresh) {
            put_sub_blocks(*coded.fresh);
            return {};
        }
        auto const kept = TRY(gate_.pass(kPixels, head(frame.data, frame.walk.used)));
        if (kept) put_sub_blocks(*kept);
        return {};
    }

    Survey const& survey_;
    Sink& out_;
    Gate& gate_;
    std::vector<Coded> coded_;
};

}  // namespace

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("gif", "gif");
    auto const survey = TRY(Surveyor(in, gate).run());
    return Walk(survey, out, gate).run();
}

RuleList rules() {
    return list_rules(kScreen, kPalette, kPixels, kComment, kPlainText, kUnknownExtension, kUnlistedApplication, kLoopTail, kBadProfile, kTail,
                      kBetween, kBehindPixels, kCoding, kOutside, kUnusedColours, kReserved, kStrayControl, kApplications, xmp::rules());
}

}  // namespace scrub::engine::gif
