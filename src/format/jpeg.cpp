// JPEG (ITU-T T.81, JFIF 1.02): marker segments and entropy-coded scans, up to EOI. Pixels are never decoded:
// scans are proved to hold nothing else and copied, or coded anew with the same coefficients; every header is written anew.
#include <algorithm>
#include <array>
#include <map>

#include "codec/colour.hpp"
#include "codec/jpeg_recode.hpp"
#include "core/format.hpp"
#include "format/exif.hpp"
#include "format/jpeg_scan.hpp"
#include "format/photoshop.hpp"
#include "format/resolution.hpp"
#include "format/xmp.hpp"

namespace scrub::engine::jpeg {

bool sniff(Bytes in) { return starts_with(in, "\xFF\xD8\xFF"); }

namespace {

using namespace std::string_view_literals;

// The second byte of markers (T.81 table B.1).
enum Marker : std::uint8_t {
    kTem = 0x01, kSof0 = 0xC0, kDht = 0xC4, kJpg = 0xC8, kDac = 0xCC, kSof15 = 0xCF, kRst0 = 0xD0, kRst7 = 0xD7, kSoi = 0xD8, kEoi = 0xD9,
    kSos = 0xDA, kDqt = 0xDB, kDnl = 0xDC, kDri = 0xDD, kDhp = 0xDE, kExp = 0xDF, kApp0 = 0xE0, kApp15 = 0xEF, kCom = 0xFE,
};

// --- rules ------------------------------------------------------------------

struct SegmentRule {
    std::uint8_t marker;
    std::string_view begins;  // what its data begins with
    Rule rule;
};

// Segments that carry something about the picture. All others have no row and go.
constexpr SegmentRule kSegments[] = {
    {0xE0, "JFIF\0"sv, {"APP0 JFIF", "JP-APPX", Kind::presentation, "resolution and colour model"}},
    {0xE0, "JFXX\0"sv, {"APP0 JFXX", "JP-APPX", Kind::thumbnail, "small picture, perhaps from before an edit"}},
    {0xE1, "Exif\0"sv, {"Exif", "JP-EXIF", Kind::metadata, "camera data"}},
    {0xE1, "http://ns.adobe.com/xap/1.0/\0"sv, {"XMP", "JP-XMP", Kind::metadata, "description of the picture"}},
    {0xE1, "http://ns.adobe.com/xmp/extension/\0"sv, {"Extended XMP", "JP-XMP", Kind::metadata, "description of the picture, second part"}},
    {0xE1, "FLIR\0"sv, {"APP1 FLIR", "JP-APPX", Kind::device, "raw data of a thermal camera"}},
    {0xE2, "ICC_PROFILE\0"sv, {"ICC profile", "JP-ICC", Kind::colour_profile, "colours, and the name of a device", Form::replace}},
    {0xE2, "MPF\0"sv, {"APP2 MPF", "JP-MPF", Kind::slack, "index of further pictures behind this one, which go"}},
    {0xE2, "FPXR\0"sv, {"APP2 FlashPix", "JP-MPF", Kind::metadata, "further data streams"}},
    {0xE2, "urn:iso:std:iso:ts:21496"sv, {"APP2 gain map", "JP-MPF", Kind::slack, "belongs to a second picture for bright screens, which goes"}},
    {0xE3, "Meta"sv, {"APP3 Meta", "JP-APPX", Kind::metadata, "Kodak's camera data"}},
    {0xE3, "_JPSJPS_"sv, {"APP3 stereo", "JP-APPX", Kind::metadata, "stereo layout"}},
    {0xE4, "SCALADO\0"sv, {"APP4 Scalado", "JP-APPX", Kind::software, "data of the phone's picture library"}},
    {0xE5, "RMETA\0"sv, {"APP5 Ricoh", "JP-APPX", Kind::location, "labels that a survey camera adds"}},
    {0xE5, "ssuniqueid\0"sv, {"APP5 Samsung", "JP-APPX", Kind::identifier, "number of this very picture"}},
    {0xE6, "GoPro\0"sv, {"APP6 GoPro", "JP-APPX", Kind::device, "telemetry: serial number, position, motion"}},
    {0xE6, "EPPIM\0"sv, {"APP6 Toshiba", "JP-APPX", Kind::device, "camera data"}},
    {0xE8, "SPIFF\0"sv, {"APP8 SPIFF", "JP-APPX", Kind::metadata, "header of another standard"}},
    {0xE9, "Media Jukebox\0"sv, {"APP9 Media Jukebox", "JP-APPX", Kind::metadata, "data of a media manager"}},
    {0xEA, "UNICODE\0"sv, {"APP10 comment", "JP-APPX", Kind::comment, "free text"}},
    {0xEB, "HDR_RI"sv, {"APP11 JPEG-HDR", "JP-C2PA", Kind::hidden_content, "second picture for bright screens"}},
    {0xEB, "JP"sv, {"APP11 JUMBF", "JP-C2PA", Kind::signature, "signed provenance: who made and changed it, with pictures of earlier states"}},
    {0xEC, "Ducky"sv, {"APP12 Ducky", "JP-APPX", Kind::software, "export settings of Photoshop"}},
    {0xEC, ""sv, {"APP12 picture info", "JP-APPX", Kind::device, "camera data"}},
    {0xED, "Photoshop 3.0\0"sv, {"Photoshop", "JP-IPTC", Kind::metadata, "editor's data and IPTC records"}},
    {0xEE, "Adobe"sv, {"APP14 Adobe", "JP-APPX", Kind::structure, "colour model"}},
    {0xEF, "GraphicConverter"sv, {"APP15 GraphicConverter", "JP-APPX", Kind::software, "program that wrote it"}},
    {0xFE, ""sv, {"COM", "JP-APPX", Kind::comment, "free text"}},
};

constexpr Rule kUnlisted{"segment", "JP-APPX", Kind::unknown, "no rule knows the segment"};
constexpr Rule kTable{"tables", "JP-QT", Kind::structure, "needed to decode the pixels"};
constexpr Rule kScan{"scan", "JP-SCAN", Kind::content, "pixels"};
constexpr Rule kTail{"bytes after the end", "JP-TAIL", Kind::slack, "no viewer of pictures shows them"};
constexpr Rule kBetween{"bytes between segments", "JP-TAIL", Kind::slack, "belong to no segment"};
constexpr Rule kBehindScan{"bytes behind the pixels", "JP-TAIL", Kind::slack, "follow the last pixel of a scan"};
constexpr Rule kPadding{"padding bits", "JP-TAIL", Kind::slack, "bits that no code uses", Form::replace};
constexpr Rule kInTables{"bytes in tables", "JP-TAIL", Kind::slack, "belong to no table"};
constexpr Rule kUnusedTable{"unused table", "JP-TAIL", Kind::slack, "no scan uses it"};
constexpr Rule kUnusedCodes{"unused codes", "JP-TAIL", Kind::slack, "entries of a table that no pixel needs", Form::replace};
constexpr Rule kBeyond{"blocks beyond the edge", "JP-TAIL", Kind::slack, "hold more than the filling of an encoder", Form::replace};
constexpr Rule kEdge{"pixels beyond the edge", "JP-EDGE", Kind::hidden_content, "remains of what a lossless crop cut away", Form::replace};
constexpr Rule kTailPicture{"picture behind the end", "JP-TAIL", Kind::slack, "another picture: a preview, a gain map for bright screens, or the one before an edit"};
constexpr Rule kTailVideo{"video behind the end", "JP-TAIL", Kind::slack, "moving part of a motion photo, often with sound"};
constexpr Rule kTailSamsung{"Samsung trailer", "JP-TAIL", Kind::slack, "the phone's own data about the shot"};
constexpr Rule kResolution{"resolution", "JP-APPX", Kind::device, "unusual figures tell scanners and programs apart", Form::replace};
constexpr Rule kBadProfile{"ICC profile", "JP-ICC", Kind::slack, "cannot be read, or is for another kind of picture: viewers ignore it"};
constexpr Rule kJfifThumbnail{"JFIF thumbnail", "JP-APPX", Kind::thumbnail, "small picture, perhaps from before an edit"};

// --- survey: what the file is made of ------------------------------------------

struct Segment {
    std::uint8_t marker;
    Bytes data;
    SegmentRule const* row;
};

constexpr std::size_t kNone = SIZE_MAX;

// A table as it is defined at one place of the file.
struct Table {
    std::uint8_t marker;  // kDqt or kDht
    std::uint8_t selector;
    Bytes data;           // values, or counts and symbols
    bool is_used = false;
};

struct Scan {
    ScanHeader header;
    std::vector<std::array<std::size_t, 2>> tables;  // by part: the DC and AC table, or kNone where it needs none
    ScanResult result;
};

struct Slack {
    Rule const* rule;
    Bytes bytes;
    std::uint64_t size;  // where it is not one run
};

struct Survey {
    std::optional<Picture> picture;
    std::vector<Segment> segments;
    std::vector<Table> tables;
    std::vector<Scan> scans;
    std::vector<Slack> slack;
    std::map<std::size_t, HuffmanTable> huffman;                // by index into `tables`
    std::map<std::size_t, codec::BlockQuantisers> quantisers;   // by index into `tables`
    std::array<std::size_t, 4> quantiser_of{kNone, kNone, kNone, kNone};  // by component: its table at its first scan
    std::uint64_t unneeded_intervals = 0;
    Bytes tail;                  // behind EOI
    std::size_t sound_bytes = SIZE_MAX;  // of the file, up to a segment that makes no sense
    bool needs_recode = false;   // damage, or a coding that the walk does not know
    bool is_truncated = false;
    bool has_end = false;
};

constexpr std::size_t kMaxScans = 100;

class Surveyor {
public:
    Surveyor(Bytes in, Gate& gate) : in_(in), gate_(gate), reader_(in) {}

    Result<Survey> run() {
        TRY(reader_.skip(2));  // SOI
        while (!survey_.has_end) {
            auto const marker = TRY(next_marker());
            if (!marker) break;
            TRY(take(*marker));
        }
        survey_.tail = reader_.rest();
        if (!survey_.picture) return fail(Errc::malformed, "JPEG without a frame");
        if (survey_.scans.empty()) return fail(Errc::truncated, "JPEG without pixels");
        auto const& scans = survey_.scans;
        if (scans.front().result.state == ScanResult::State::truncated && scans.front().result.units < 2) return fail(Errc::truncated, "JPEG without pixels");
        auto const& quantisers = survey_.quantiser_of;
        auto const count = static_cast<std::ptrdiff_t>(survey_.picture->frame().components.size());
        bool const lacks_colour = std::count(quantisers.begin(), quantisers.begin() + count, kNone) > 0;
        bool const is_partial = !survey_.picture->is_complete();
        if (!survey_.has_end && is_partial) survey_.is_truncated = true;
        if (lacks_colour || (is_partial && !survey_.picture->frame().is_progressive())) survey_.needs_recode = true;
        return std::move(survey_);
    }

private:
    void add_slack(Rule const& rule, Bytes bytes) {
        if (!bytes.empty()) survey_.slack.push_back({&rule, bytes, bytes.size()});
    }

    // The next marker; bytes in front of it belong to nothing. Nothing at the end of the file.
    Result<std::optional<std::uint8_t>> next_marker() {
        auto const start = reader_.at();
        auto at = start;
        while (at + 1 < in_.size() && !(in_[at] == 0xFF && in_[at + 1] != 0x00 && in_[at + 1] != 0xFF)) ++at;
        if (at + 1 >= in_.size()) {
            TRY(reader_.seek(in_.size()));
            add_slack(survey_.scans.empty() ? kBetween : kBehindScan, after(in_, start));
            return std::optional<std::uint8_t>{};
        }
        auto const gap = in_.subspan(start, at - start);
        add_slack(behind_scan_ ? kBehindScan : kBetween, gap);
        behind_scan_ = false;
        TRY(reader_.seek(at + 2));
        TRY(gate_.budget().part());
        return std::optional<std::uint8_t>(in_[at + 1]);
    }

    Result<void> take(std::uint8_t marker) {
        if (marker == kEoi) {
            survey_.has_end = true;
            return {};
        }
        if (marker == kSoi) return fail(Errc::malformed, "second picture inside the first", reader_.at());
        if (marker == kTem || (marker >= kRst0 && marker <= kRst7)) {
            add_slack(kBetween, in_.subspan(reader_.at() - 2, 2));
            return {};
        }
        auto const at = reader_.at();
        auto const size = reader_.u16();
        bool const is_short = size && *size < 2 && (marker >= kApp0);  // viewers take it for an empty one
        if (is_short) add_slack(kBetween, in_.subspan(at - 2, 4));
        if (!size || (*size < 2 && !is_short) || *size - std::min<unsigned>(*size, 2) > reader_.left()) return bad_length(at);
        if (is_short) return {};
        auto const data = TRY(reader_.take(*size - 2U));
        switch (marker) {
            case kDht: return take_huffman(data);
            case kDqt: return take_quantisers(data);
            case kDri: return take_restart_interval(data);
            case kSos: return take_scan(data);
            case kDac: survey_.needs_recode = true; return {};
            case kDnl: add_slack(kBetween, data); return {};
            case kDhp:
            case kExp: return fail(Errc::unsupported, "hierarchical JPEG");
            default: break;
        }
        if (marker >= kSof0 && marker <= kSof15 && marker != kJpg) return take_frame(marker, data);
        survey_.segments.push_back({marker, data, row_of(marker, data)});
        return {};
    }

    // A length that makes no sense. In front of the pixels nothing can be made of the file; behind some it is junk.
    Result<void> bad_length(std::size_t at) {
        bool const has_pixels = survey_.picture && !survey_.scans.empty();
        if (!has_pixels) return fail(reader_.left() < 2 ? Errc::truncated : Errc::malformed, "segment with a length that cannot be", at);
        survey_.sound_bytes = at - 2;
        TRY(reader_.seek(at));
        return {};
    }

    static SegmentRule const* row_of(std::uint8_t marker, Bytes data) {
        auto const* const row = std::find_if(std::begin(kSegments), std::end(kSegments), [&](SegmentRule const& r) {
            return r.marker == marker && starts_with(data, r.begins);
        });
        return row == std::end(kSegments) ? nullptr : row;
    }

    Result<void> take_frame(std::uint8_t marker, Bytes data) {
        if (survey_.picture) return fail(Errc::malformed, "JPEG with two frames", reader_.at());
        if (marker > 0xC2 && marker != 0xC9 && marker != 0xCA) return fail(Errc::unsupported, "lossless or hierarchical JPEG");
        if (marker == 0xC9 || marker == 0xCA) survey_.needs_recode = true;  // arithmetic coding
        Reader in(data);
        Frame frame;
        frame.marker = marker;
        frame.precision = TRY(in.u8());
        frame.height = TRY(in.u16());
        frame.width = TRY(in.u16());
        auto const count = TRY(in.u8());
        if (frame.width == 0 || frame.height == 0) return fail(Errc::malformed, "JPEG without a size");
        if (frame.precision != 8 && !(frame.precision == 12 && marker != 0xC0)) return fail(Errc::unsupported, "JPEG of an unusual precision");
        if (count == 0 || count > 4) return fail(Errc::unsupported, "JPEG with an unusual number of colours");
        for (unsigned i = 0; i < count; ++i) {
            auto const id = TRY(in.u8());
            auto const sampling = TRY(in.u8());
            auto const quantiser = TRY(in.u8());
            Component const component{id, static_cast<std::uint8_t>(sampling >> 4), static_cast<std::uint8_t>(sampling & 15), quantiser};
            if (component.h < 1 || component.h > 4 || component.v < 1 || component.v > 4 || quantiser > 3) return fail(Errc::malformed, "frame that cannot be");
            frame.components.push_back(component);
        }
        add_slack(kInTables, in.rest());
        TRY(gate_.budget().pixels(frame.width, frame.height));
        survey_.picture.emplace(std::move(frame));
        return {};
    }

    Result<void> take_quantisers(Bytes data) {
        Reader in(data);
        while (!in.is_empty()) {
            auto const selector = TRY(in.u8());
            if ((selector & 15) > 3 || selector > 0x1F) return fail(Errc::malformed, "quantisation table that cannot be", reader_.at());
            auto const values = in.take((selector >> 4) == 0 ? 64 : 128);
            if (!values) return fail(Errc::malformed, "quantisation table that ends early", reader_.at());
            define(kDqt, selector, *values);
            auto const index = survey_.tables.size() - 1;
            quantiser_[selector & 15] = index;
            Reader numbers(*values);
            auto& quantisers = survey_.quantisers[index];
            for (auto const place : codec::kZigzag) quantisers[place] = (selector >> 4) == 0 ? TRY(numbers.u8()) : TRY(numbers.u16());
        }
        return {};
    }

    Result<void> take_huffman(Bytes data) {
        Reader in(data);
        while (!in.is_empty()) {
            auto const rest = in.rest();
            auto const selector = TRY(in.u8());
            auto const counts = in.take(16);
            if (!counts || (selector & 15) > 3 || selector > 0x1F) {
                add_slack(kInTables, rest);
                return {};
            }
            unsigned total = 0;
            for (auto const count : *counts) total += count;
            auto const symbols = in.take(total);
            if (!symbols || total > 256) {
                survey_.needs_recode = true;
                add_slack(kInTables, rest);
                return {};
            }
            define(kDht, selector, data.subspan(static_cast<std::size_t>(counts->data() - data.data()), 16 + total));
            auto const index = survey_.tables.size() - 1;
            if (auto table = HuffmanTable::make(counts->first<16>(), *symbols)) survey_.huffman.emplace(index, std::move(*table));
            (selector >> 4 == 0 ? dc_ : ac_)[selector & 15] = index;
        }
        return {};
    }

    void define(std::uint8_t marker, std::uint8_t selector, Bytes data) {
        survey_.tables.push_back({marker, selector, data});
    }

    Result<void> take_restart_interval(Bytes data) {
        Reader in(data);
        restart_interval_ = TRY(in.u16());
        add_slack(kInTables, in.rest());
        return {};
    }

    Result<void> take_scan(Bytes data) {
        if (!survey_.picture) return fail(Errc::malformed, "scan before the frame", reader_.at());
        if (survey_.scans.size() >= kMaxScans) return fail(Errc::over_budget, "more scans than any camera writes");
        auto header = TRY(scan_header(data));
        auto tables = use_tables(header);
        auto const start = reader_.at();
        ScanResult result;
        if (survey_.needs_recode) {
            result.state = ScanResult::State::damaged;
            result.end = start;
        } else {
            result = survey_.picture->walk(in_, start, header, in_force(dc_), in_force(ac_));
        }
        survey_.is_truncated = survey_.is_truncated || result.state == ScanResult::State::truncated;
        if (result.state != ScanResult::State::proven) {
            survey_.needs_recode = true;
            result.end = end_of_coded_data(start);
        } else if (result.padding_bits > 0) {
            survey_.slack.push_back({&kPadding, {}, (result.padding_bits + 7) / 8});
        }
        if (result.blocks_beyond > 0) {
            survey_.needs_recode = true;
            survey_.slack.push_back({&kBeyond, {}, result.blocks_beyond});
        }
        if (result.fill_bytes > 0) survey_.slack.push_back({&kBehindScan, {}, result.fill_bytes});
        TRY(reader_.seek(result.end));
        survey_.scans.push_back({std::move(header), std::move(tables), std::move(result)});
        behind_scan_ = true;
        return {};
    }

    Result<ScanHeader> scan_header(Bytes data) {
        Reader in(data);
        ScanHeader header;
        auto const count = TRY(in.u8());
        auto const& components = survey_.picture->frame().components;
        if (count == 0 || count > components.size()) return fail(Errc::malformed, "scan of no colour", reader_.at());
        for (unsigned i = 0; i < count; ++i) {
            auto const id = TRY(in.u8());
            auto const tables = TRY(in.u8());
            auto const component = std::find_if(components.begin(), components.end(), [&](Component const& c) { return c.id == id; });
            if (component == components.end() || (tables >> 4) > 3 || (tables & 15) > 3) return fail(Errc::malformed, "scan of an unknown colour", reader_.at());
            header.parts.push_back({static_cast<std::size_t>(component - components.begin()), static_cast<std::uint8_t>(tables >> 4), static_cast<std::uint8_t>(tables & 15)});
        }
        header.first = TRY(in.u8());
        header.last = TRY(in.u8());
        auto const approximation = TRY(in.u8());
        header.high = approximation >> 4;
        header.low = approximation & 15;
        header.restart_interval = restart_interval_;
        // Baseline files exist whose spectral selection is nonsense; every decoder ignores it there (T.81 table B.3).
        if (!survey_.picture->frame().is_progressive()) {
            header.first = 0;
            header.last = 63;
            header.high = header.low = 0;
        }
        add_slack(kInTables, in.rest());
        for (auto& part : header.parts) {
            auto& latched = survey_.quantiser_of[part.component];
            if (latched == kNone) latched = quantiser_[components[part.component].quantiser];  // decoders look once
            if (latched != kNone) part.quantisers = &survey_.quantisers[latched];
        }
        return header;
    }

    Picture::Tables in_force(std::array<std::size_t, 4> const& defined) {
        Picture::Tables tables{};
        for (std::size_t i = 0; i < 4; ++i) {
            auto const found = survey_.huffman.find(defined[i]);
            if (defined[i] != kNone && found != survey_.huffman.end()) tables[i] = &found->second;
        }
        return tables;
    }

    // The Huffman tables of each part of a scan.
    std::vector<std::array<std::size_t, 2>> use_tables(ScanHeader const& header) {
        std::vector<std::array<std::size_t, 2>> used;
        auto const use = [&](bool is_needed, std::size_t index) {
            if (!is_needed) return kNone;
            if (index != kNone) survey_.tables[index].is_used = true;
            return index;
        };
        for (auto const& part : header.parts) {
            use(true, survey_.quantiser_of[part.component]);
            auto const dc = use(header.first == 0 && header.high == 0, dc_[part.dc]);
            used.push_back({dc, use(header.last > 0, ac_[part.ac])});
        }
        return used;
    }

    std::size_t end_of_coded_data(std::size_t at) const {
        while (at + 1 < in_.size() && !(in_[at] == 0xFF && in_[at + 1] != 0 && in_[at + 1] != 0xFF && !(in_[at + 1] >= kRst0 && in_[at + 1] <= kRst7))) ++at;
        return at + 1 < in_.size() ? at : in_.size();
    }

    Bytes in_;
    Gate& gate_;
    Reader reader_;
    Survey survey_;
    std::array<std::size_t, 4> quantiser_{kNone, kNone, kNone, kNone};
    std::array<std::size_t, 4> dc_{kNone, kNone, kNone, kNone};
    std::array<std::size_t, 4> ac_{kNone, kNone, kNone, kNone};
    std::uint32_t restart_interval_ = 0;
    bool behind_scan_ = false;
};

// --- colours -----------------------------------------------------------------

// What the components mean, by the rules that every libjpeg follows.
enum class Colours : std::uint8_t { grey, ycc, rgb, cmyk, cmyk_adobe, ycck, other };

struct Jfif {
    std::uint8_t unit = 0;  // 0 aspect ratio, 1 per inch, 2 per centimetre
    std::uint16_t x = 1, y = 1;
    std::size_t thumbnail_bytes = 0;
};

struct Headers {
    std::optional<Jfif> jfif;
    std::optional<std::uint8_t> adobe_transform;
};

Headers headers_of(Survey const& survey) {
    Headers headers;
    for (auto const& segment : survey.segments) {
        if (segment.marker == 0xE0 && starts_with(segment.data, "JFIF\0"sv) && segment.data.size() >= 14 && !headers.jfif) {
            auto const& d = segment.data;
            headers.jfif = Jfif{d[7], static_cast<std::uint16_t>(d[8] << 8 | d[9]), static_cast<std::uint16_t>(d[10] << 8 | d[11]), d.size() - 14};
        } else if (segment.marker == 0xEE && starts_with(segment.data, "Adobe") && segment.data.size() >= 12) {
            headers.adobe_transform = segment.data[11];
        }
    }
    return headers;
}

Colours colours_of(Frame const& frame, Headers const& headers) {
    switch (frame.components.size()) {
        case 1: return Colours::grey;
        case 3:
            if (headers.jfif) return Colours::ycc;
            if (headers.adobe_transform) return *headers.adobe_transform == 0 ? Colours::rgb : Colours::ycc;
            return frame.components[0].id == 'R' && frame.components[1].id == 'G' && frame.components[2].id == 'B' ? Colours::rgb : Colours::ycc;
        case 4:
            if (!headers.adobe_transform) return Colours::cmyk;
            return *headers.adobe_transform == 0 ? Colours::cmyk_adobe : Colours::ycck;
        default: return Colours::other;
    }
}

codec::ColourModel model_of(Colours colours) {
    switch (colours) {
        case Colours::grey: return codec::ColourModel::grey;
        case Colours::ycc:
        case Colours::rgb:
        case Colours::other: return codec::ColourModel::rgb;
        case Colours::cmyk:
        case Colours::cmyk_adobe:
        case Colours::ycck: return codec::ColourModel::cmyk;
    }
    return codec::ColourModel::rgb;
}

// The tables of T.81 annex K.3, which most encoders use whether or not a picture needs all of their codes.
constexpr std::string_view kUsualTables[] = {
    "\0\1\5\1\1\1\1\1\1\0\0\0\0\0\0\0\0\1\2\3\4\5\6\7\x8\x9\xA\xB"sv,
    "\0\3\1\1\1\1\1\1\1\1\1\0\0\0\0\0\0\1\2\3\4\5\6\7\x8\x9\xA\xB"sv,
    "\000\002\001\003\003\002\004\003\005\005\004\004\000\000\001\175\001\002\003\000\004\021\005\022\041\061\101\006\023\121\141\007"
    "\042\161\024\062\201\221\241\010\043\102\261\301\025\122\321\360\044\063\142\162\202\011\012\026\027\030\031\032\045\046\047\050"
    "\051\052\064\065\066\067\070\071\072\103\104\105\106\107\110\111\112\123\124\125\126\127\130\131\132\143\144\145\146\147\150\151"
    "\152\163\164\165\166\167\170\171\172\203\204\205\206\207\210\211\212\222\223\224\225\226\227\230\231\232\242\243\244\245\246\247"
    "\250\251\252\262\263\264\265\266\267\270\271\272\302\303\304\305\306\307\310\311\312\322\323\324\325\326\327\330\331\332\341\342"
    "\343\344\345\346\347\350\351\352\361\362\363\364\365\366\367\370\371\372"sv,
    "\000\002\001\002\004\004\003\004\007\005\004\004\000\001\002\167\000\001\002\003\021\004\005\041\061\006\022\101\121\007\141\161"
    "\023\042\062\201\010\024\102\221\241\261\301\011\043\063\122\360\025\142\162\321\012\026\044\064\341\045\361\027\030\031\032\046"
    "\047\050\051\052\065\066\067\070\071\072\103\104\105\106\107\110\111\112\123\124\125\126\127\130\131\132\143\144\145\146\147\150"
    "\151\152\163\164\165\166\167\170\171\172\202\203\204\205\206\207\210\211\212\222\223\224\225\226\227\230\231\232\242\243\244\245"
    "\246\247\250\251\252\262\263\264\265\266\267\270\271\272\302\303\304\305\306\307\310\311\312\322\323\324\325\326\327\330\331\332"
    "\342\343\344\345\346\347\350\351\352\362\363\364\365\366\367\370\371\372"sv,
};
bool is_usual(Bytes table) { return std::find(std::begin(kUsualTables), std::end(kUsualTables), text(table)) != std::end(kUsualTables); }

// --- writing -----------------------------------------------------------------

void put_segment(Sink& out, std::uint8_t marker, std::size_t size) {
    out.u8(0xFF);
    out.u8(marker);
    out.be16(static_cast<std::uint16_t>(size + 2));
}

Result<Jfif> canonical_jfif(std::optional<Jfif> const& old, bool is_turned, Gate& gate) {
    Jfif jfif;
    if (!old) return jfif;
    jfif.unit = old->unit <= 2 ? old->unit : 0;
    auto x = is_turned ? old->y : old->x;
    auto y = is_turned ? old->x : old->y;
    constexpr double kCentimetres = 2.54;
    if (jfif.unit == 0) {  // a ratio: only that of pixels that are not square means something
        bool const is_square = x == y || x == 0 || y == 0 || x > 64 || y > 64;
        jfif.x = is_square ? std::uint16_t{1} : x;
        jfif.y = is_square ? std::uint16_t{1} : y;
    } else {
        double const scale = jfif.unit == 2 ? kCentimetres : 1.0;
        jfif.unit = 1;
        jfif.x = static_cast<std::uint16_t>(usual_dpi(x * scale));
        jfif.y = x == y ? jfif.x : static_cast<std::uint16_t>(usual_dpi(y * scale));
    }
    bool const is_same = jfif.unit == old->unit && jfif.x == x && jfif.y == y;
    if (!is_same) TRY(gate.judge(kResolution, 5, {{}, std::to_string(old->x) + " x " + std::to_string(old->y)}));
    return jfif;
}

class Writer {
public:
    Writer(Survey const& survey, Colours colours, Sink& out, Gate& gate) : survey_(survey), colours_(colours), out_(out), gate_(gate) {}

    void colour_headers(Jfif const& jfif) {
        if (colours_ == Colours::grey || colours_ == Colours::ycc) {
            put_segment(out_, 0xE0, 14);
            out_.put("JFIF\0\x01\x01");
            out_.u8(jfif.unit);
            out_.be16(jfif.x);
            out_.be16(jfif.y);
            out_.be16(0);  // no thumbnail
        } else if (colours_ == Colours::rgb || colours_ == Colours::cmyk_adobe || colours_ == Colours::ycck) {
            put_segment(out_, 0xEE, 12);
            out_.put("Adobe\0\x64\0\0\0\0");
            out_.u8(colours_ == Colours::ycck ? 2 : 0);
        }
    }

    // Tables are numbered in the order of their use, and stand in front of the scan that needs them.
    Result<void> picture() {
        TRY(quantisers());
        frame(survey_.picture->frame());
        for (auto const& one : survey_.scans) TRY(scan(one));
        return {};
    }

private:
    // Two components with equal tables share one. Values that fit into a byte take one.
    Result<void> quantisers() {
        std::vector<codec::BlockQuantisers> written;
        for (std::size_t i = 0; i < survey_.picture->frame().components.size(); ++i) {
            auto const index = survey_.quantiser_of[i];
            if (index == kNone) return fail(Errc::malformed, "JPEG without its quantisation tables");
            auto const& table = survey_.quantisers.at(index);
            auto const known = std::find(written.begin(), written.end(), table);
            quantiser_ids_.push_back(static_cast<std::uint8_t>(known - written.begin()));
            if (known != written.end()) continue;
            written.push_back(table);
            bool const is_wide = std::any_of(table.begin(), table.end(), [](auto v) { return v > 255; });
            TRY(gate_.judge(kTable, 64));
            put_segment(out_, kDqt, is_wide ? 129 : 65);
            out_.u8(static_cast<std::uint8_t>((is_wide ? 16 : 0) | quantiser_ids_.back()));
            for (auto const place : codec::kZigzag) {
                if (is_wide) out_.be16(table[place]);
                else out_.u8(static_cast<std::uint8_t>(table[place]));
            }
        }
        return {};
    }

    // The number under which a scan finds a table; writes it where it is not yet in force.
    Result<std::uint8_t> huffman(std::size_t index, unsigned kind, std::vector<std::size_t>& of_scan) {
        if (index == kNone) return std::uint8_t{0};
        auto const known = std::find(of_scan.begin(), of_scan.end(), index);
        auto const id = static_cast<std::size_t>(known - of_scan.begin());
        if (known != of_scan.end()) return static_cast<std::uint8_t>(id);
        of_scan.push_back(index);
        auto const codes = TRY(needed_codes(survey_.tables[index], survey_.huffman.at(index)));
        auto& in_force = in_force_[kind][id];
        Blob data(codes.bytes().begin(), codes.bytes().end());
        if (in_force != data) {
            put_segment(out_, kDht, 1 + codes.size());
            out_.u8(static_cast<std::uint8_t>(kind << 4 | id));
            out_.put(codes);
            in_force = std::move(data);
        }
        return static_cast<std::uint8_t>(id);
    }

    // Codes behind the last one that is used go; those between get the smallest symbols that the table does not use,
    // since they keep the others in their places. The usual tables of the standard's annex stay whole.
    Result<Kept> needed_codes(Table const& table, HuffmanTable const& huffman) {
        auto const symbols = huffman.symbols();
        std::size_t used = symbols.size();
        if (!is_usual(table.data))
            while (used > 1 && !huffman.is_used(used - 1)) --used;
        std::array<bool, 256> is_taken{};
        for (std::size_t i = 0; i < used; ++i)
            if (huffman.is_used(i)) is_taken[symbols[i]] = true;
        Sink made(gate_.budget());
        std::size_t before = 0;
        for (auto const count : huffman.counts()) {
            made.u8(static_cast<std::uint8_t>(std::min<std::size_t>(count, used - before)));
            before += std::min<std::size_t>(count, used - before);
        }
        unsigned next = 0;
        for (std::size_t i = 0; i < used; ++i) {
            if (huffman.is_used(i) || is_usual(table.data)) {
                made.u8(symbols[i]);
                continue;
            }
            while (next < 255 && is_taken[next]) ++next;
            made.u8(static_cast<std::uint8_t>(next));
            is_taken[next] = true;
        }
        return gate_.replace(kUnusedCodes, table.data, made.take());
    }

    // Component identifiers are free; those written are the ones that decoders take as a hint (JFIF, libjpeg).
    std::uint8_t id_of(std::size_t component) const {
        constexpr std::uint8_t kRgb[] = {'R', 'G', 'B'};
        return colours_ == Colours::rgb && component < 3 ? kRgb[component] : static_cast<std::uint8_t>(component + 1);
    }

    void frame(Frame const& frame) {
        put_segment(out_, frame.marker, 6 + 3 * frame.components.size());
        out_.u8(frame.precision);
        out_.be16(frame.height);
        out_.be16(frame.width);
        out_.u8(static_cast<std::uint8_t>(frame.components.size()));
        for (std::size_t i = 0; i < frame.components.size(); ++i) {
            auto const& component = frame.components[i];
            out_.u8(id_of(i));
            bool const is_alone = frame.components.size() == 1;  // then they mean nothing
            out_.u8(is_alone ? std::uint8_t{0x11} : static_cast<std::uint8_t>(component.h << 4 | component.v));
            out_.u8(quantiser_ids_[i]);
        }
    }

    Result<void> scan(Scan const& scan) {
        auto const& header = scan.header;
        bool const restarts = std::any_of(scan.result.runs.begin(), scan.result.runs.end(), [](CodedRun const& run) { return run.restarts; });
        auto const interval = restarts ? header.restart_interval : 0;
        if (interval != interval_) {
            put_segment(out_, kDri, 2);
            out_.be16(static_cast<std::uint16_t>(interval));
            interval_ = interval;
        }
        std::vector<std::size_t> dc;
        std::vector<std::size_t> ac;
        std::vector<std::uint8_t> selectors;
        for (auto const& [dc_table, ac_table] : scan.tables) {
            auto const high = TRY(huffman(dc_table, 0, dc));
            selectors.push_back(static_cast<std::uint8_t>(high << 4 | TRY(huffman(ac_table, 1, ac))));
        }
        put_segment(out_, kSos, 4 + 2 * header.parts.size());
        out_.u8(static_cast<std::uint8_t>(header.parts.size()));
        for (std::size_t i = 0; i < header.parts.size(); ++i) {
            out_.u8(id_of(header.parts[i].component));
            out_.u8(selectors[i]);
        }
        out_.u8(header.first);
        out_.u8(header.last);
        out_.u8(static_cast<std::uint8_t>(header.high << 4 | header.low));
        unsigned restart = 0;
        for (auto const& run : scan.result.runs) {
            auto const kept = TRY(gate_.pass(kScan, run.bytes));
            if (kept) out_.put(*kept);
            if (run.has_last) out_.u8(run.last);
            if (run.has_last && run.last == 0xFF) out_.u8(0);
            if (!run.restarts) continue;
            out_.u8(0xFF);
            out_.u8(static_cast<std::uint8_t>(kRst0 + restart));
            restart = (restart + 1) % 8;
        }
        return {};
    }

    Survey const& survey_;
    Colours colours_;
    Sink& out_;
    Gate& gate_;
    std::vector<std::uint8_t> quantiser_ids_;  // by component
    std::array<std::array<Blob, 4>, 2> in_force_;  // Huffman tables as written, by kind and number
    std::uint32_t interval_ = 0;
};

// --- metadata ----------------------------------------------------------------

Rule const& rule_of(std::uint8_t marker, std::string_view begins) {
    for (auto const& row : kSegments)
        if (row.marker == marker && row.begins == begins) return row.rule;
    return kUnlisted;
}

constexpr auto kExifBegin = "Exif\0"sv;
constexpr auto kXmpBegin = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr auto kExtendedXmpBegin = "http://ns.adobe.com/xmp/extension/\0"sv;
constexpr auto kIccBegin = "ICC_PROFILE\0"sv;
constexpr auto kPhotoshopBegin = "Photoshop 3.0\0"sv;
constexpr std::size_t kExifPrefix = 6;

// The data of all segments of one row, in order, without their prefix.
std::vector<Bytes> data_of(Survey const& survey, std::string_view begins, std::size_t prefix) {
    std::vector<Bytes> all;
    for (auto const& segment : survey.segments)
        if (segment.row != nullptr && segment.row->begins == begins && !begins.empty()) all.push_back(after(segment.data, prefix));
    return all;
}

Blob joined(std::vector<Bytes> const& pieces) {
    Blob whole;
    for (auto const piece : pieces) whole.insert(whole.end(), piece.begin(), piece.end());
    return whole;
}

// Profiles of more than a segment come in numbered chunks (ICC.1, B.4).
std::optional<Blob> icc_profile(Survey const& survey) {
    std::map<unsigned, Bytes> chunks;
    unsigned total = 0;
    for (auto const chunk : data_of(survey, kIccBegin, kIccBegin.size())) {
        if (chunk.size() < 2 || chunk[0] == 0 || !chunks.emplace(chunk[0], chunk.subspan(2)).second) return std::nullopt;
        total = chunk[1];
    }
    if (chunks.empty() || chunks.size() != total || chunks.rbegin()->first != total) return std::nullopt;
    Blob whole;
    for (auto const& [number, bytes] : chunks) whole.insert(whole.end(), bytes.begin(), bytes.end());
    return whole;
}

class Metadata {
public:
    Metadata(Survey const& survey, Colours colours, bool keeps_orientation, Sink& out, Gate& gate)
        : survey_(survey), colours_(colours), keeps_orientation_(keeps_orientation), out_(out), gate_(gate) {}

    Result<void> write() {
        TRY(exif());
        TRY(xmp());
        TRY(extended_xmp());
        TRY(icc());
        TRY(photoshop());
        for (auto const& segment : survey_.segments) TRY(other(segment));
        return {};
    }

private:
    Result<void> exif() {
        auto const blocks = data_of(survey_, kExifBegin, kExifPrefix);
        for (std::size_t i = 0; i < blocks.size(); ++i) {  // viewers look at the first
            bool const keeps_orientation = keeps_orientation_ && i == 0;
            auto const walk = [&](Bytes in, Sink& out, Gate& gate) { return exif::walk(in, keeps_orientation, out, gate); };
            auto const kept = TRY(gate_.pass_block(rule_of(0xE1, kExifBegin), blocks[i], walk));
            TRY(put(kept, 0xE1, "Exif\0\0"));
        }
        return {};
    }
    Result<void> xmp() {
        for (auto const packet : data_of(survey_, kXmpBegin, kXmpBegin.size()))
            TRY(put(TRY(gate_.pass_block(rule_of(0xE1, kXmpBegin), packet, &xmp::walk)), 0xE1, "http://ns.adobe.com/xap/1.0/\0"));
        return {};
    }
    // Parts of 40 bytes of header (GUID, full length, offset) and text. Named, and dropped: what the first packet
    // holds is enough for evidence, and the parts can be as large as the file.
    Result<void> extended_xmp() {
        std::map<std::string, std::map<std::uint32_t, Bytes>> packets;
        for (auto const part : data_of(survey_, kExtendedXmpBegin, kExtendedXmpBegin.size())) {
            if (part.size() < 40) continue;
            Reader offset(part.subspan(36));
            packets[std::string(text(part.first(32)))].emplace(TRY(offset.u32()), part.subspan(40));
        }
        Rule const& rule = rule_of(0xE1, kExtendedXmpBegin);
        for (auto const part : data_of(survey_, kExtendedXmpBegin, kExtendedXmpBegin.size())) TRY(gate_.drop(rule, part.size()));
        for (auto const& [guid, parts] : packets) {
            Blob whole;
            for (auto const& [offset, bytes] : parts) whole.insert(whole.end(), bytes.begin(), bytes.end());
            gate_.look_into(rule, whole, &xmp::walk);
        }
        return {};
    }
    Result<void> icc() {
        auto const chunks = data_of(survey_, kIccBegin, kIccBegin.size());
        if (chunks.empty()) return {};
        auto const profile = icc_profile(survey_);
        auto canonical = profile ? codec::canonical_profile(*profile, model_of(colours_)) : std::nullopt;
        if (!canonical) {
            for (auto const chunk : chunks) TRY(gate_.drop(kBadProfile, chunk.size()));
            return {};
        }
        auto const kept = TRY(gate_.replace(rule_of(0xE2, kIccBegin), *profile, std::move(canonical->profile), {{}, canonical->description}));
        return put_icc(kept.bytes(), kept);
    }
    Result<void> put_icc(Bytes bytes, Kept const& whole) {
        constexpr std::size_t kMaxChunk = 65'519;
        auto const count = (bytes.size() + kMaxChunk - 1) / kMaxChunk;
        if (count > 255) return {};
        for (std::size_t i = 0; i < count; ++i) {
            auto const size = std::min(kMaxChunk, bytes.size() - i * kMaxChunk);
            put_segment(out_, 0xE2, 14 + size);
            out_.put("ICC_PROFILE\0");
            out_.u8(static_cast<std::uint8_t>(i + 1));
            out_.u8(static_cast<std::uint8_t>(count));
            out_.put(whole, i * kMaxChunk, size);
        }
        return {};
    }
    Result<void> photoshop() {
        auto const whole = joined(data_of(survey_, kPhotoshopBegin, kPhotoshopBegin.size()));
        if (whole.empty()) return {};
        return put(TRY(gate_.pass_block(rule_of(0xED, kPhotoshopBegin), whole, &photoshop::walk)), 0xED, "Photoshop 3.0\0");
    }
    Result<void> other(Segment const& segment) {
        if (segment.row == nullptr) {
            std::string name = segment.marker >= kApp0 && segment.marker <= kApp15 ? "APP" + std::to_string(segment.marker - kApp0) : "marker " + std::to_string(segment.marker);
            return gate_.drop(kUnlisted, segment.data.size(), {name, text(head(segment.data, 16)).substr(0, text(head(segment.data, 16)).find('\0'))});
        }
        auto const& [marker, begins, rule] = *segment.row;
        if (begins == kExifBegin || begins == kXmpBegin || begins == kExtendedXmpBegin || begins == kIccBegin || begins == kPhotoshopBegin) return {};
        if (marker == 0xE0 && begins == "JFIF\0"sv) {
            if (segment.data.size() > 14) TRY(gate_.drop(kJfifThumbnail, segment.data.size() - 14));
            TRY(gate_.judge(rule, 14));
            return {};  // written anew
        }
        if (marker == 0xEE) {
            TRY(gate_.judge(rule, segment.data.size()));
            return {};  // written anew where the colours need it
        }
        auto const kept = TRY(gate_.pass(rule, segment.data, {{}, marker == kCom ? text(segment.data) : std::string_view{}}));
        return put(kept, marker, "");
    }
    Result<void> put(std::optional<Kept> const& kept, std::uint8_t marker, Literal prefix) {
        if (!kept) return {};
        if (kept->size() + prefix.view().size() > 65'533) return fail(Errc::unsupported, "metadata too large for a segment");
        put_segment(out_, marker, prefix.view().size() + kept->size());
        out_.put(prefix);
        out_.put(*kept);
        return {};
    }

    Survey const& survey_;
    Colours colours_;
    bool keeps_orientation_;
    Sink& out_;
    Gate& gate_;
};

// --- further pictures ----------------------------------------------------------

// A picture behind EOI, up to its own; nothing when it cannot be followed.
std::optional<Bytes> leading_jpeg(Bytes bytes) {
    Reader in(bytes);
    if (!in.skip(2)) return std::nullopt;
    while (in.left() >= 4) {
        auto const rest = in.rest();
        if (rest[0] != 0xFF) {  // coded data: on to the next marker
            auto at = std::size_t{0};
            while (at + 1 < rest.size() && !(rest[at] == 0xFF && rest[at + 1] != 0 && !(rest[at + 1] >= kRst0 && rest[at + 1] <= kRst7))) ++at;
            if (!in.skip(std::max<std::size_t>(at, 1))) return std::nullopt;
            continue;
        }
        if (rest[1] == kEoi) return bytes.first(in.at() + 2);
        bool const is_alone = rest[1] == 0xFF || rest[1] == 0 || rest[1] == kTem || (rest[1] >= kRst0 && rest[1] <= kRst7);
        std::size_t const size = is_alone ? (rest[1] == 0xFF ? 1U : 2U) : 2U + (std::size_t{rest[2]} << 8 | rest[3]);
        if (!in.skip(size)) return std::nullopt;
    }
    if (in.left() >= 2 && in.rest()[0] == 0xFF && in.rest()[1] == kEoi) return bytes.first(in.at() + 2);
    return std::nullopt;
}

// What lies behind EOI, piece by piece: phones put pictures, a video and a trailer there.
Result<void> judge_tail(Bytes tail, Gate& gate) {
    constexpr std::size_t kMaxPieces = 16;
    for (std::size_t piece = 0; piece < kMaxPieces && !tail.empty(); ++piece) {
        auto const begin = text(tail);
        if (begin.starts_with("\xFF\xD8\xFF"sv)) {
            auto const picture = leading_jpeg(tail);
            TRY(gate.slack(kTailPicture, picture.value_or(tail)));
            tail = picture ? tail.subspan(picture->size()) : Bytes{};
            continue;
        }
        bool const has_trailer = begin.ends_with("SEFT"sv);
        auto const trailer = has_trailer ? begin.rfind("SEFH"sv) : std::string_view::npos;
        if (begin.size() > 8 && begin.substr(4, 4) == "ftyp"sv) {
            auto const video = trailer == std::string_view::npos ? tail : tail.first(trailer);
            TRY(gate.slack(kTailVideo, video));
            tail = tail.subspan(video.size());
            continue;
        }
        if (has_trailer) return gate.slack(kTailSamsung, tail);
        // Padding in front of the next piece, or the last one.
        auto const next = std::min(begin.find("\xFF\xD8\xFF"sv, 1), begin.find("ftyp"sv, 5) == std::string_view::npos ? std::string_view::npos : begin.find("ftyp"sv, 5) - 4);
        auto const size = std::min(next, tail.size());
        TRY(gate.slack(kTail, tail.first(size)));
        tail = tail.subspan(size);
    }
    return gate.slack(kTail, tail);
}

// A thumbnail is made once, and many editors leave it as it was.
void compare_thumbnail(Survey const& survey, Bytes thumbnail, Gate& gate) {
    if (!sniff(thumbnail) || gate.is_doomed()) return;
    auto const small = Surveyor(thumbnail, gate).run();
    if (!small || !small->picture->look().is_complete() || !survey.picture->look().is_complete()) return;
    constexpr double kAlike = 0.8;
    if (CoarseLook::likeness(survey.picture->look(), small->picture->look()) < kAlike)
        gate.remark("a thumbnail showed something else than the picture: perhaps what was cut off or painted over since");
}

void compare_thumbnails(Survey const& survey, Gate& gate) {
    for (auto const block : data_of(survey, kExifBegin, kExifPrefix)) {
        auto const exif = codec::read_exif(block);
        if (exif && !exif->thumbnail.empty()) compare_thumbnail(survey, exif->thumbnail, gate);
    }
    constexpr std::size_t kJfxxHeader = 6;
    for (auto const data : data_of(survey, "JFXX\0"sv, kJfxxHeader)) compare_thumbnail(survey, data, gate);
    auto const whole = joined(data_of(survey, kPhotoshopBegin, kPhotoshopBegin.size()));
    for (auto const& thumbnail : photoshop::thumbnails(whole)) compare_thumbnail(survey, thumbnail, gate);
}

// --- coding anew ----------------------------------------------------------------

exif::Orientation orientation_of(Survey const& survey) {
    auto const blocks = data_of(survey, kExifBegin, kExifPrefix);
    if (blocks.empty()) return 1;
    auto const block = codec::read_exif(blocks.front());
    return block ? exif::orientation_of(*block) : exif::Orientation{1};
}

// Calls `each` for the blocks of a picture that reach beyond its edge.
template <class Each>
codec::BlockVisitor edge_visitor(Survey const& survey, Each each) {
    return [&survey, each](std::size_t component, std::uint32_t column, std::uint32_t row, codec::BlockCoefficients& block) {
        auto const& picture = *survey.picture;
        auto const index = component < 4 ? survey.quantiser_of[component] : kNone;
        if (index == kNone || !picture.has_block(component, column, row)) return;
        auto const shape = picture.shape_of(component, column, row);
        if (!shape.is_whole()) each(block, survey.quantisers.at(index), shape);
    };
}

// A picture on its way into the output: as it is in the file, or coded anew.
struct Pixels {
    std::size_t sound_bytes = SIZE_MAX;  // of the file
    std::optional<codec::RecodedJpeg> recoded{};
    std::optional<Survey> fresh{};
    bool is_turned = false;
    bool is_damaged = false;

    Result<void> recode(Bytes in, codec::Recoding const& recoding, Gate& gate) {
        auto next = TRY(codec::recode_jpeg(recoded ? recoded->jpeg.bytes() : head(in, sound_bytes), recoding));
        is_damaged = is_damaged || next.was_damaged;
        recoded = std::move(next);
        fresh = TRY(Surveyor(recoded->jpeg.bytes(), gate).run());
        if (fresh->needs_recode || fresh->is_truncated) return fail(Errc::malformed, "JPEG that cannot be decoded");
        return {};
    }
};

// What lies beyond the edge of a picture. A progressive one has to be decoded for it.
Result<EdgeCount> edges_of(Bytes jpeg, Survey const& survey) {
    if (!survey.picture->has_edges() || survey.picture->frame().precision != 8) return EdgeCount{};
    if (!survey.picture->frame().is_progressive()) return survey.picture->edges();
    EdgeCount edges;
    auto const count = [&](codec::BlockCoefficients const& block, codec::BlockQuantisers const& quantisers, codec::BlockShape shape) {
        auto const excess = codec::hidden_excess(block, quantisers, shape);
        ++edges.blocks;
        if (excess > 1) ++edges.odd;
        edges.greatest = std::max(edges.greatest, excess);
    };
    TRY(codec::recode_jpeg(jpeg, {1, true, edge_visitor(survey, count)}));
    return edges;
}

// Takes the hidden pixels out of the blocks that show them.
Result<void> clean_edges(Bytes in, Survey const& survey, Pixels& pixels, Gate& gate) {
    auto const& current = pixels.fresh ? *pixels.fresh : survey;
    auto const edges = TRY(edges_of(pixels.recoded ? pixels.recoded->jpeg.bytes() : head(in, survey.sound_bytes), current));
    if (!edges.hides_pixels()) return {};
    constexpr std::uint64_t kBlock = 64;
    if (TRY(gate.judge(kEdge, edges.odd * kBlock, {{}, {}, edges.odd})) == Action::kept) return {};
    // As an encoder would leave them; where that is too coarse to be told from remains, as plainly as it takes.
    for (float const allowed : {2.0F, 1.0F}) {
        Survey const shown = pixels.fresh ? *pixels.fresh : survey;
        auto const clean = [allowed](codec::BlockCoefficients& block, codec::BlockQuantisers const& quantisers, codec::BlockShape shape) {
            if (codec::hidden_excess(block, quantisers, shape) > 1) block = codec::without_hidden_pixels(block, quantisers, shape, allowed);
        };
        TRY(pixels.recode(in, {1, shown.picture->frame().is_progressive(), edge_visitor(shown, clean)}, gate));
        if (!TRY(edges_of(pixels.recoded->jpeg.bytes(), *pixels.fresh)).hides_pixels()) break;
    }
    gate.remark("pixels beyond the edge were taken out; the visible ones of the same blocks changed by no more than JPEG's own error");
    return {};
}

Result<Pixels> pixels_of(Bytes in, Survey const& survey, exif::Orientation orientation, Gate& gate) {
    Pixels pixels{survey.sound_bytes};
    auto const& frame = survey.picture->frame();
    if (gate.is_doomed()) return pixels;
    bool const can_recode = frame.precision == 8;
    // Inside a document the picture is shown as it is stored, and the field stays for those who look at it.
    if (orientation != 1 && can_recode && !gate.is_nested()) {
        auto const turned = pixels.recode(in, {orientation, frame.is_progressive(), {}}, gate);
        if (turned) pixels.is_turned = true;
        else if (turned.error().code != Errc::unsupported) return Failure{turned.error()};
    }
    if (!pixels.recoded && survey.needs_recode) {
        if (!can_recode) return fail(Errc::unsupported, "damaged JPEG of an unusual precision");
        TRY(pixels.recode(in, {1, frame.is_progressive(), {}}, gate));
    }
    TRY(clean_edges(in, survey, pixels, gate));
    if (pixels.is_turned) gate.remark("the picture was turned upright without loss");
    if (survey.is_truncated) gate.remark("the picture ended early; the output shows what there was, and grey for the rest");
    else if (survey.needs_recode && pixels.is_damaged) gate.remark("the picture was damaged; the output shows it as a tolerant viewer does");
    return pixels;
}

Result<void> judge_slack(Survey const& survey, Gate& gate) {
    for (auto const& table : survey.tables)
        if (!table.is_used) TRY(gate.drop(kUnusedTable, table.data.size()));
    for (auto const& slack : survey.slack) {
        if (!slack.bytes.empty()) TRY(gate.slack(*slack.rule, slack.bytes));
        else TRY(gate.judge(*slack.rule, slack.size));
    }
    return judge_tail(survey.tail, gate);
}

}  // namespace

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("jpeg", "jpg");
    auto const survey = TRY(Surveyor(in, gate).run());
    auto const orientation = orientation_of(survey);
    auto const result = TRY(pixels_of(in, survey, orientation, gate));
    auto const headers = headers_of(survey);
    auto const colours = colours_of(survey.picture->frame(), headers);
    compare_thumbnails(survey, gate);

    out.put("\xFF\xD8");
    Survey const& pixels = result.fresh ? *result.fresh : survey;
    Writer writer(pixels, colours, out, gate);
    bool const swaps_sides = result.is_turned && orientation >= 5;
    writer.colour_headers(TRY(canonical_jfif(headers.jfif, swaps_sides, gate)));
    TRY(Metadata(survey, colours, !result.is_turned, out, gate).write());
    if (!pixels.needs_recode) TRY(writer.picture());  // else it goes anyway
    out.put("\xFF\xD9");

    TRY(judge_slack(survey, gate));
    auto const area = [](Survey const& s) { return std::uint64_t{s.picture->frame().width} * s.picture->frame().height; };
    gate.note_fact("pixels", area(survey), area(pixels));
    return {};
}

RuleList rules() {
    return list_rules(kSegments, kUnlisted, kTable, kScan, kTail, kTailPicture, kTailVideo, kTailSamsung, kBetween, kBehindScan, kPadding, kInTables, kUnusedTable, kUnusedCodes, kBeyond, kEdge, kResolution, kBadProfile,
                      kJfifThumbnail, exif::rules(), xmp::rules(), photoshop::rules());
}

}  // namespace scrub::engine::jpeg
