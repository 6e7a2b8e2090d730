// Netpbm pictures (pbm, pgm, ppm and pam of the Netpbm manuals): a header of text, then samples. Written anew in the
// raw form without comments; a reader sees the first picture of a file, and only that stays.
#include <algorithm>

#include "core/format.hpp"
#include "core/reader.hpp"

namespace scrub::engine::pnm {
namespace {

using namespace std::string_view_literals;

constexpr Rule kHeader{"header", "PM-PIX", Kind::structure, "size and pixel format"};
constexpr Rule kSamples{"samples", "PM-PIX", Kind::content, "pixels"};
constexpr Rule kComment{"comment", "PM-TEXT", Kind::comment, "free text"};
constexpr Rule kPadding{"padding bits", "PM-TAIL", Kind::slack, "lie behind the last pixel of a row", Form::replace};
constexpr Rule kTail{"bytes after the end", "PM-TAIL", Kind::slack, "no viewer shows them"};
constexpr Rule kUnlisted{"header line", "PM-TEXT", Kind::unknown, "no rule knows the line"};

bool is_space(std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct Header {
    char kind = '6';  // the second byte of the file
    std::uint64_t width = 0, height = 0, depth = 1, greatest = 1;
    std::optional<Literal> tuple;  // of a pam
    bool is_text() const { return kind <= '3'; }
    bool is_bitmap() const { return kind == '1' || kind == '4'; }
    std::uint64_t sample_bytes() const { return greatest > 255 ? 2 : 1; }
    std::uint64_t row_bytes() const { return is_bitmap() ? (width + 7) / 8 : width * depth * sample_bytes(); }
};

class Parser {
public:
    explicit Parser(Bytes in) : in_(in) {}

    Result<Header> header() {
        TRY(in_.skip(1));
        Header header;
        header.kind = static_cast<char>(TRY(in_.u8()));
        if (header.kind == '7') {
            TRY(pam(header));
        } else {
            header.width = TRY(number());
            header.height = TRY(number());
            if (!header.is_bitmap()) header.greatest = TRY(number());
            if (header.kind == '3' || header.kind == '6') header.depth = 3;
            // One white space, then the samples; text has any number of them.
            if (!header.is_text()) TRY(in_.skip(1));
        }
        bool const is_size = header.width > 0 && header.height > 0 && header.width <= INT32_MAX && header.height <= INT32_MAX;
        if (!is_size || header.greatest == 0 || header.greatest > 65535 || header.depth == 0 || header.depth > 4) return fail(Errc::malformed, "Netpbm header that cannot be");
        return header;
    }

    // The next number; comments in front of it are kept aside.
    Result<std::uint64_t> number() {
        TRY(skip_space());
        std::uint64_t value = 0;
        std::size_t digits = 0;
        while (in_.peek() && *in_.peek() >= '0' && *in_.peek() <= '9') {
            value = value * 10 + static_cast<std::uint64_t>(TRY(in_.u8()) - '0');
            if (++digits > 10) return fail(Errc::malformed, "Netpbm number that cannot be", in_.at());
        }
        if (digits == 0) return fail(in_.is_empty() ? Errc::truncated : Errc::malformed, "Netpbm picture without its numbers", in_.at());
        return value;
    }
    // A pixel of a bitmap as text: digits need no space between them.
    Result<std::uint64_t> bit() {
        TRY(skip_space());
        auto const digit = TRY(in_.u8());
        if (digit != '0' && digit != '1') return fail(Errc::malformed, "Netpbm picture without its numbers", in_.at());
        return std::uint64_t{digit} - '0';
    }
    Reader& in() { return in_; }

    std::vector<Bytes> comments;
    std::vector<Bytes> unlisted;

private:
    Result<void> skip_space() {
        while (auto const c = in_.peek()) {
            if (*c == '#') comments.push_back(line());
            else if (!is_space(*c)) break;
            else TRY(in_.skip(1));
        }
        return {};
    }
    Bytes line() {
        auto const rest = in_.rest();
        auto const end = std::find(rest.begin(), rest.end(), std::uint8_t{'\n'});
        auto const taken = rest.first(static_cast<std::size_t>(end - rest.begin()));
        auto const all = std::min(taken.size() + 1, rest.size());
        return *in_.take(all);
    }

    Result<void> pam(Header& header) {
        constexpr Literal kTuples[] = {"BLACKANDWHITE", "BLACKANDWHITE_ALPHA", "GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA"};
        while (!in_.is_empty()) {
            auto const whole = line();
            auto said = text(whole);
            auto const first = said.find_first_not_of(" \t\r\n");
            if (first == std::string_view::npos) continue;
            said = said.substr(first, said.find_last_not_of(" \t\r\n") + 1 - first);
            if (said == "ENDHDR"sv) return {};
            if (said[0] == '#') {
                comments.push_back(whole);
                continue;
            }
            auto const space = said.find_first_of(" \t");
            auto const word = said.substr(0, space);
            auto const value = space == std::string_view::npos ? std::string_view{} : said.substr(said.find_first_not_of(" \t", space));
            auto* const field = word == "WIDTH" ? &header.width : word == "HEIGHT" ? &header.height : word == "DEPTH" ? &header.depth : word == "MAXVAL" ? &header.greatest : nullptr;
            if (field != nullptr) {
                Parser digits(bytes_of(value));
                *field = TRY(digits.number());
            } else if (word == "TUPLTYPE") {
                auto const known = std::find_if(std::begin(kTuples), std::end(kTuples), [&](Literal t) { return t == value; });
                if (known == std::end(kTuples)) return fail(Errc::unsupported, "PAM of an unknown kind");
                header.tuple = *known;
            } else {
                unlisted.push_back(whole);
            }
        }
        return fail(Errc::truncated, "Netpbm header without an end");
    }

    Reader in_;
};

// The samples of a picture that is written as text, in the raw form. What is missing at the end is black.
Result<Blob> samples_of_text(Header const& header, Parser& parser, Gate& gate, bool& is_cut) {
    auto const size = header.row_bytes() * header.height;
    TRY(gate.budget().inflated(size));
    Blob raw(static_cast<std::size_t>(size));
    auto const row_samples = header.width * header.depth;
    for (std::uint64_t y = 0; y < header.height; ++y) {
        auto* const row = raw.data() + y * header.row_bytes();
        for (std::uint64_t x = 0; x < row_samples; ++x) {
            auto const value = header.is_bitmap() ? parser.bit() : parser.number();
            if (!value) {
                is_cut = value.error().code == Errc::truncated;
                if (!is_cut || (y == 0 && x == 0)) return Failure{value.error()};
                return raw;
            }
            auto const level = std::min(*value, header.greatest);
            if (header.is_bitmap()) row[x / 8] = static_cast<std::uint8_t>(row[x / 8] | level << (7 - x % 8));
            else if (header.sample_bytes() == 1) row[x] = static_cast<std::uint8_t>(level);
            else row[2 * x] = static_cast<std::uint8_t>(level >> 8), row[2 * x + 1] = static_cast<std::uint8_t>(level & 0xFF);
        }
    }
    return raw;
}

void put_header(Header const& header, Sink& out) {
    auto const field = [&](Literal name, std::uint64_t value) {
        out.put(name);
        out.decimal(value);
        out.put("\n");
    };
    if (header.kind == '7') {
        out.put("P7\n");
        field("WIDTH ", header.width);
        field("HEIGHT ", header.height);
        field("DEPTH ", header.depth);
        field("MAXVAL ", header.greatest);
        if (header.tuple) {
            out.put("TUPLTYPE ");
            out.put(*header.tuple);
            out.put("\n");
        }
        return out.put("ENDHDR\n");
    }
    out.put("P");
    out.decimal(static_cast<std::uint64_t>(header.is_text() ? header.kind + 3 - '0' : header.kind - '0'));
    out.put("\n");
    out.decimal(header.width);
    out.put(" ");
    field("", header.height);
    if (!header.is_bitmap()) field("", header.greatest);
}

// Writes raw samples; rows of a bitmap lose the bits behind their last pixel.
Result<void> put_samples(Header const& header, Bytes samples, Sink& out, Gate& gate) {
    auto const unused = header.is_bitmap() ? static_cast<unsigned>((8 - header.width % 8) % 8) : 0U;
    Sink clean(gate.budget());
    bool is_dirty = false;
    if (unused > 0) {
        auto const mask = static_cast<std::uint8_t>(0xFF << unused);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            bool const is_last = (i + 1) % header.row_bytes() == 0;
            auto const byte = is_last ? static_cast<std::uint8_t>(samples[i] & mask) : samples[i];
            is_dirty = is_dirty || byte != samples[i];
            clean.u8(byte);
        }
    }
    if (is_dirty) {
        out.put(TRY(gate.replace(kPadding, samples, clean.take())));
        return {};
    }
    if (auto const kept = TRY(gate.pass(kSamples, samples))) out.put(*kept);
    return {};
}

}  // namespace

bool sniff(Bytes in) {
    if (in.size() < 4 || in[0] != 'P' || in[1] < '1' || in[1] > '7' || !(is_space(in[2]) || in[2] == '#')) return false;
    if (starts_with(in, "P7\nWIDTH"sv)) return true;  // what is wrong with it is for the walk to say
    // A header that is cut short is no text either: a line end behind it would complete it.
    auto const header = Parser(head(in, 4096)).header();
    return header || header.error().code == Errc::truncated;
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    gate.identified("pnm", "pnm");
    Parser parser(in);
    auto const header = TRY(parser.header());
    TRY(gate.budget().pixels(header.width, header.height));
    TRY(gate.judge(kHeader, parser.in().at()));
    put_header(header, out);
    bool is_cut = false;
    auto const size = header.row_bytes() * header.height;
    if (header.is_text()) {
        auto const raw = TRY(samples_of_text(header, parser, gate, is_cut));
        TRY(put_samples(header, raw, out, gate));
    } else if (size <= parser.in().left()) {
        TRY(put_samples(header, TRY(parser.in().take(size)), out, gate));
    } else {
        if (parser.in().is_empty()) return fail(Errc::truncated, "Netpbm picture without pixels");
        is_cut = true;
        TRY(gate.budget().inflated(size));
        auto const there = TRY(parser.in().take(parser.in().left()));
        Blob whole(there.begin(), there.end());
        whole.resize(static_cast<std::size_t>(size));
        TRY(put_samples(header, whole, out, gate));
    }
    if (is_cut) gate.remark("the picture ended early; the output shows what there was, and nothing for the rest");
    for (auto const comment : parser.comments) TRY(gate.drop(kComment, comment.size(), {{}, text(comment)}));
    for (auto const line : parser.unlisted) TRY(gate.drop(kUnlisted, line.size(), {{}, text(line)}));
    auto const rest = parser.in().rest();
    bool const is_blank = header.is_text() && std::all_of(rest.begin(), rest.end(), &is_space);
    if (!is_blank) TRY(gate.slack(kTail, rest));
    gate.note_fact("pixels", header.width * header.height, header.width * header.height);
    return {};
}

RuleList rules() { return list_rules(kHeader, kSamples, kComment, kPadding, kTail, kUnlisted); }

}  // namespace scrub::engine::pnm
