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
constexpr Rule kResolution{"resolution", "JP-APPX", Kind::device, "unusual figures tell scanners and programs apart", Form::replace};
constexpr Rule kBadProfile{"ICC profile", "JP-ICC", Kind::slack, "cannot be read, or is for another kind of picture: viewers ignore it"};
constexpr Rule kJfifThumbnail{"JFIF thumbnail", "JP-APPX", Kind::thumbnail, "small picture, perhaps from before an edit"};

// --- survey: what the file is made of ------------------------------------------

struct Segment {
    std::uint8_t marker;
    Bytes data;
    SegmentRule const* row;
};

// A table as it is defined at one place of the file.
struct Table {
    std::uint8_t marker;  // kDqt or kDht
    std::uint8_t selector;
    Bytes data;           // values, or counts and symbols
    bool is_used = false;
};

struct Scan {
    ScanHeader header;
    ScanResult result;
};

struct RestartInterval {
    std::uint16_t mcus;
};

// What is written between the headers and EOI, in order.
struct Item {
    enum class Is : std::uint8_t { table, frame, scan, restart_interval } is;
    std::size_t index;
};

struct Slack {
    Rule const* rule;
    Bytes bytes;
    std::uint64_t size;  // where it is not one run
};

struct Survey {
    std::optional<Picture> picture;
    std::vector<Item> items;
    std::vector<Segment> segments;
    std::vector<Table> tables;
    std::vector<Scan> scans;
    std::vector<RestartInterval> intervals;
    std::vector<Slack> slack;
    std::map<unsigned, HuffmanTable> huffman;  // by index into `tables`
    bool needs_recode = false;   // damage, or a coding that the walk does not know
    bool is_truncated = false;
    bool has_end = false;
};

constexpr std::size_t kMaxScans = 100;
constexpr std::size_t kNone = SIZE_MAX;

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
        add_slack(kTail, reader_.rest());
        if (!survey_.picture) return fail(Errc::malformed, "JPEG without a frame");
        if (survey_.scans.empty()) return fail(Errc::truncated, "JPEG without pixels");
        if (!survey_.has_end && !survey_.picture->is_complete()) survey_.is_truncated = true;
        if (!survey_.picture->is_complete()) survey_.needs_recode = survey_.needs_recode || !survey_.picture->frame().is_progressive();
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
            add_slack(kTail, after(in_, start));
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
        if (!size || *size < 2 || *size - 2U > reader_.left()) return bad_length(at);
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

    // A length that makes no sense. In front of the pixels nothing can be made of the file; behind them it is junk.
    Result<void> bad_length(std::size_t at) {
        bool const is_whole = survey_.picture && !survey_.scans.empty() && survey_.picture->is_complete();
        if (!is_whole) return fail(reader_.left() < 2 ? Errc::truncated : Errc::malformed, "segment with a length that cannot be", at);
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
        survey_.items.push_back({Item::Is::frame, 0});
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
            quantiser_[selector & 15] = survey_.tables.size() - 1;
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
            if (auto table = HuffmanTable::make(counts->first<16>(), *symbols)) survey_.huffman.emplace(static_cast<unsigned>(index), std::move(*table));
            (selector >> 4 == 0 ? dc_ : ac_)[selector & 15] = index;
        }
        return {};
    }

    void define(std::uint8_t marker, std::uint8_t selector, Bytes data) {
        survey_.items.push_back({Item::Is::table, survey_.tables.size()});
        survey_.tables.push_back({marker, selector, data});
    }

    Result<void> take_restart_interval(Bytes data) {
        Reader in(data);
        restart_interval_ = TRY(in.u16());
        survey_.items.push_back({Item::Is::restart_interval, survey_.intervals.size()});
        survey_.intervals.push_back({static_cast<std::uint16_t>(restart_interval_)});
        add_slack(kInTables, in.rest());
        return {};
    }

    Result<void> take_scan(Bytes data) {
        if (!survey_.picture) return fail(Errc::malformed, "scan before the frame", reader_.at());
        if (survey_.scans.size() >= kMaxScans) return fail(Errc::over_budget, "more scans than any camera writes");
        auto header = TRY(scan_header(data));
        use_tables(header);
        survey_.items.push_back({Item::Is::scan, survey_.scans.size()});
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
        if (result.fill_bytes > 0) survey_.slack.push_back({&kBehindScan, {}, result.fill_bytes});
        TRY(reader_.seek(result.end));
        survey_.scans.push_back({std::move(header), std::move(result)});
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
        return header;
    }

    Picture::Tables in_force(std::array<std::size_t, 4> const& defined) const {
        Picture::Tables tables{};
        for (std::size_t i = 0; i < 4; ++i) {
            auto const found = survey_.huffman.find(static_cast<unsigned>(defined[i]));
            if (defined[i] != kNone && found != survey_.huffman.end()) tables[i] = &found->second;
        }
        return tables;
    }

    void use_tables(ScanHeader const& header) {
        auto const use = [&](std::size_t index) {
            if (index != kNone) survey_.tables[index].is_used = true;
        };
        for (auto const& part : header.parts) {
            use(quantiser_[survey_.picture->frame().components[part.component].quantiser]);
            if (header.first == 0 && header.high == 0) use(dc_[part.dc]);
            if (header.last > 0) use(ac_[part.ac]);
        }
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

    Result<void> picture() {
        for (auto const& item : survey_.items) {
            switch (item.is) {
                case Item::Is::table: TRY(table(survey_.tables[item.index])); break;
                case Item::Is::frame: frame(survey_.picture->frame()); break;
                case Item::Is::scan: TRY(scan(survey_.scans[item.index])); break;
                case Item::Is::restart_interval:
                    put_segment(out_, kDri, 2);
                    out_.be16(survey_.intervals[item.index].mcus);
                    break;
            }
        }
        return {};
    }

private:
    Result<void> table(Table const& table) {
        if (!table.is_used) return gate_.drop(kUnusedTable, table.data.size());
        auto const kept = TRY(gate_.pass(kTable, table.data));
        if (!kept) return {};
        put_segment(out_, table.marker, 1 + kept->size());
        out_.u8(table.selector);
        out_.put(*kept);
        return {};
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
            out_.u8(static_cast<std::uint8_t>(component.h << 4 | component.v));
            out_.u8(component.quantiser);
        }
    }

    Result<void> scan(Scan const& scan) {
        auto const& header = scan.header;
        put_segment(out_, kSos, 4 + 2 * header.parts.size());
        out_.u8(static_cast<std::uint8_t>(header.parts.size()));
        for (auto const& part : header.parts) {
            out_.u8(id_of(part.component));
            out_.u8(static_cast<std::uint8_t>(part.dc << 4 | part.ac));
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
            return {};  // written anew
        }
        if (marker == 0xEE) return {};  // written anew where the colours need it
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

exif::Orientation orientation_of(Survey const& survey) {
    auto const blocks = data_of(survey, kExifBegin, kExifPrefix);
    if (blocks.empty()) return 1;
    auto const block = codec::read_exif(blocks.front());
    return block ? exif::orientation_of(*block) : exif::Orientation{1};
}

}  // namespace

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("jpeg", "jpg");
    auto survey = TRY(Surveyor(in, gate).run());
    if (survey.is_truncated) return fail(Errc::truncated, "the picture ends early");

    // Pixels that must be coded anew, and a turn that can be done at the same time. Inside a document the picture
    // is shown as it is stored, and the field stays for those who look at it.
    auto const orientation = orientation_of(survey);
    auto const& frame = survey.picture->frame();
    bool const can_recode = frame.precision == 8;
    std::optional<codec::RecodedJpeg> recoded;
    if (orientation != 1 && can_recode && !gate.is_nested()) {
        auto turned = codec::recode_jpeg(in, orientation, frame.is_progressive());
        if (turned) recoded = std::move(turned).take();
        else if (turned.error().code != Errc::unsupported) return Failure{turned.error()};
    }
    bool const is_turned = recoded.has_value();
    if (!recoded && survey.needs_recode && !gate.is_doomed()) {
        if (!can_recode) return fail(Errc::unsupported, "damaged JPEG of an unusual precision");
        recoded = TRY(codec::recode_jpeg(in, 1, frame.is_progressive()));
    }
    std::optional<Survey> fresh;
    if (recoded) {
        fresh = TRY(Surveyor(recoded->jpeg.bytes(), gate).run());
        if (fresh->needs_recode || fresh->is_truncated) return fail(Errc::malformed, "JPEG that cannot be decoded");
        if (is_turned) gate.remark("the picture was turned upright without loss");
        if (recoded->was_damaged) gate.remark("the picture was damaged; the output shows it as a tolerant viewer does");
    }

    auto const headers = headers_of(survey);
    auto const colours = colours_of(frame, headers);
    bool const swaps_sides = is_turned && orientation >= 5;
    out.put("\xFF\xD8");
    Survey const& pixels = fresh ? *fresh : survey;
    Writer writer(pixels, colours, out, gate);
    writer.colour_headers(TRY(canonical_jfif(headers.jfif, swaps_sides, gate)));
    TRY(Metadata(survey, colours, !is_turned, out, gate).write());
    TRY(writer.picture());
    out.put("\xFF\xD9");

    for (auto const& slack : survey.slack) {
        if (!slack.bytes.empty()) TRY(gate.slack(*slack.rule, slack.bytes));
        else TRY(gate.judge(*slack.rule, slack.size));
    }
    gate.note_fact("pixels", std::uint64_t{frame.width} * frame.height, std::uint64_t{pixels.picture->frame().width} * pixels.picture->frame().height);
    return {};
}

RuleList rules() {
    return list_rules(kSegments, kUnlisted, kTable, kScan, kTail, kBetween, kBehindScan, kPadding, kInTables, kUnusedTable, kResolution, kBadProfile,
                      kJfifThumbnail, exif::rules(), xmp::rules(), photoshop::rules());
}

}  // namespace scrub::engine::jpeg
