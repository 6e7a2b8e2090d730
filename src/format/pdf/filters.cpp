// Decoders: Flate and LZW with predictors, run lengths, ASCII-85, hexadecimal.
#include "format/pdf/filters.hpp"

#include <cstdlib>

#include "codec/inflate.hpp"
#include "format/pdf/lexer.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr std::size_t kMaxFilters = 8;
constexpr std::uint64_t kMaxStreamBytes = std::uint64_t{192} << 20;
constexpr std::uint64_t kMaxRowBytes = std::uint64_t{1} << 26;

struct Step {
    Blob data;
    std::size_t used = 0;
    bool is_damaged = false;
};

std::uint64_t visible_tail(Bytes in, std::size_t used) {
    auto const tail = after(in, used);
    for (auto const c : tail)
        if (!is_white(c)) return tail.size();
    return 0;
}

Result<Step> flate(Bytes in, Budget& budget) {
    std::size_t blank = 0;
    while (blank < in.size() && is_white(in[blank])) ++blank;
    if (blank == in.size()) return Step{{}, in.size(), false};
    auto inflated = TRY(codec::inflate(in, codec::Wrapper::zlib, budget, kMaxStreamBytes));
    if (inflated.data.empty() && !inflated.is_complete && blank > 0)  // some writers put a line feed in front
        inflated = TRY(codec::inflate(after(in, blank), codec::Wrapper::zlib, budget, kMaxStreamBytes));
    return Step{std::move(inflated.data), inflated.used, !inflated.is_complete};
}

Result<Step> lzw(Bytes in, bool early, Budget& budget) {
    struct Entry {
        std::uint16_t previous;
        std::uint16_t length;
        std::uint8_t last;
    };
    constexpr unsigned kClear = 256, kEnd = 257, kFirst = 258, kCodes = 4096;
    std::vector<Entry> table(kCodes);
    for (unsigned i = 0; i < 256; ++i) table[i] = {0, 1, static_cast<std::uint8_t>(i)};
    Step step;
    unsigned next = kFirst, width = 9, previous = kClear;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t at = 0;
    std::uint64_t charged = 0;
    step.is_damaged = true;
    for (;;) {
        while (held < width && at < in.size()) {
            bits = bits << 8 | in[at++];
            held += 8;
        }
        if (held < width) break;
        unsigned const code = bits >> (held - width) & ((1U << width) - 1);
        held -= width;
        if (code == kEnd) {
            step.is_damaged = false;
            break;
        }
        if (code == kClear) {
            next = kFirst;
            width = 9;
            previous = kClear;
            continue;
        }
        if (code > next || (code == next && previous == kClear) || code == kClear) break;
        bool const is_new = code == next;
        auto const source = is_new ? previous : code;
        std::size_t const length = table[source].length + (is_new ? 1U : 0U);
        auto const start = step.data.size();
        step.data.resize(start + length);
        auto fill = start + table[source].length;
        for (unsigned walk = source; fill > start; walk = table[walk].previous) step.data[--fill] = table[walk].last;
        if (is_new) step.data[start + length - 1] = step.data[start];
        if (previous != kClear && next < kCodes) {
            table[next] = {static_cast<std::uint16_t>(previous), static_cast<std::uint16_t>(table[previous].length + 1), step.data[start]};
            ++next;
        }
        unsigned const grown = next + (early ? 1U : 0U);
        width = grown >= 2048 ? 12 : grown >= 1024 ? 11 : grown >= 512 ? 10 : 9;
        previous = code;
        if (step.data.size() > kMaxStreamBytes) return fail(Errc::over_budget, "inflates too much");
        if (step.data.size() - charged > (1U << 16)) {
            TRY(budget.inflated(step.data.size() - charged));
            charged = step.data.size();
        }
    }
    TRY(budget.inflated(step.data.size() - charged));
    step.used = at;
    return step;
}

Result<Step> run_lengths(Bytes in, Budget& budget) {
    Step step;
    std::size_t at = 0;
    step.is_damaged = true;
    while (at < in.size()) {
        auto const code = in[at++];
        if (code == 128) {
            step.is_damaged = false;
            break;
        }
        if (code < 128) {
            auto const run = head(after(in, at), code + 1U);
            step.data.insert(step.data.end(), run.begin(), run.end());
            at += run.size();
        } else if (at < in.size()) {
            step.data.insert(step.data.end(), 257U - code, in[at++]);
        }
        if (step.data.size() > kMaxStreamBytes) return fail(Errc::over_budget, "inflates too much");
    }
    if (at == in.size()) step.is_damaged = false;  // many writers leave the end mark out
    TRY(budget.inflated(step.data.size()));
    step.used = at;
    return step;
}

Result<Step> ascii_hex(Bytes in, Budget& budget) {
    Step step;
    int high = -1;
    std::size_t at = 0;
    for (; at < in.size(); ++at) {
        auto const c = in[at];
        if (c == '>') {
            ++at;
            break;
        }
        int digit = -1;
        if (is_digit(c)) digit = c - '0';
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') digit = (c | 0x20) - 'a' + 10;
        else {
            step.is_damaged = step.is_damaged || !is_white(c);
            continue;
        }
        if (high < 0) {
            high = digit;
        } else {
            step.data.push_back(static_cast<std::uint8_t>(high * 16 + digit));
            high = -1;
        }
    }
    if (high >= 0) step.data.push_back(static_cast<std::uint8_t>(high * 16));
    TRY(budget.inflated(step.data.size()));
    step.used = at;
    return step;
}

Result<Step> ascii_85(Bytes in, Budget& budget) {
    Step step;
    std::uint32_t group = 0;
    unsigned count = 0;
    std::size_t at = 0;
    auto const emit = [&](unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i) step.data.push_back(static_cast<std::uint8_t>(group >> (24 - 8 * i)));
    };
    for (; at < in.size(); ++at) {
        auto const c = in[at];
        if (c == '~') {
            ++at;
            if (at < in.size() && in[at] == '>') ++at;
            break;
        }
        if (c == 'z' && count == 0) {
            group = 0;
            emit(4);
        } else if (c >= '!' && c <= 'u') {
            group = group * 85 + (c - '!');
            if (++count == 5) {
                emit(4);
                group = 0;
                count = 0;
            }
        } else {
            step.is_damaged = step.is_damaged || !is_white(c);
        }
    }
    if (count > 1) {
        for (unsigned i = count; i < 5; ++i) group = group * 85 + 84;
        emit(count - 1);
    }
    TRY(budget.inflated(step.data.size()));
    step.used = at;
    return step;
}

// --- predictors (7.4.4.4) -----------------------------------------------------------

std::uint8_t paeth(int a, int b, int c) {
    int const p = a + b - c;
    int const pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
    return static_cast<std::uint8_t>(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

void undo_png_row(std::uint8_t filter, std::span<std::uint8_t> row, Bytes above, std::size_t pixel_bytes) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        int const left = i >= pixel_bytes ? row[i - pixel_bytes] : 0;
        int const up = above.empty() ? 0 : above[i];
        int const corner = !above.empty() && i >= pixel_bytes ? above[i - pixel_bytes] : 0;
        int add = 0;
        switch (filter) {
            case 1: add = left; break;
            case 2: add = up; break;
            case 3: add = (left + up) / 2; break;
            case 4: add = paeth(left, up, corner); break;
            default: return;
        }
        row[i] = static_cast<std::uint8_t>(row[i] + add);
    }
}

Blob undo_png(Bytes in, std::size_t row_bytes, std::size_t pixel_bytes) {
    auto const rows = (in.size() + row_bytes) / (row_bytes + 1);
    Blob out;
    out.reserve(in.size());
    std::size_t above = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        auto const row = head(after(in, r * (row_bytes + 1)), row_bytes + 1);
        if (row.size() < 2) break;
        auto const start = out.size();
        out.insert(out.end(), row.begin() + 1, row.end());
        auto const made = std::span(out).subspan(start);
        auto const previous = r == 0 ? Bytes{} : Bytes(out).subspan(above, made.size());
        undo_png_row(row[0], made, previous, pixel_bytes);
        above = start;
    }
    return out;
}

void undo_tiff(std::span<std::uint8_t> all, std::size_t row_bytes, std::size_t colours, std::size_t bits) {
    for (std::size_t start = 0; start < all.size(); start += row_bytes) {
        auto const row = all.subspan(start, row_bytes < all.size() - start ? row_bytes : all.size() - start);
        if (bits == 8) {
            for (std::size_t i = colours; i < row.size(); ++i) row[i] = static_cast<std::uint8_t>(row[i] + row[i - colours]);
        } else if (bits == 16) {
            for (std::size_t i = 2 * colours; i + 1 < row.size(); i += 2) {
                unsigned const sum = (row[i] << 8U | row[i + 1]) + (row[i - 2 * colours] << 8U | row[i - 2 * colours + 1]);
                row[i] = static_cast<std::uint8_t>(sum >> 8);
                row[i + 1] = static_cast<std::uint8_t>(sum);
            }
        } else {
            std::vector<unsigned> last(colours, 0);
            unsigned const mask = (1U << bits) - 1;
            std::size_t const samples = row.size() * 8 / bits;
            for (std::size_t s = 0; s < samples; ++s) {
                auto const at = s * bits;
                auto const shift = 8 - bits - at % 8;
                auto& byte = row[at / 8];
                auto& sum = last[s % colours];
                sum = (sum + (byte >> shift)) & mask;
                byte = static_cast<std::uint8_t>((byte & ~(mask << shift)) | sum << shift);
            }
        }
    }
}

Result<void> undo_predictor(Blob& data, FilterStep const& step, Budget& budget) {
    if (step.predictor < 2) return {};
    auto const colours = step.colours, bits = step.bits, columns = step.columns;
    bool const is_sane = colours >= 1 && colours <= 64 && (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16) && columns >= 1;
    if (!is_sane) return fail(Errc::malformed, "stream with parameters that cannot be");
    if (static_cast<std::uint64_t>(columns) > kMaxRowBytes) return fail(Errc::over_budget, "stream with rows too long");
    auto const row_bits = static_cast<std::uint64_t>(columns * colours * bits);
    if (row_bits / 8 > kMaxRowBytes) return fail(Errc::over_budget, "stream with rows too long");
    auto const row_bytes = static_cast<std::size_t>((row_bits + 7) / 8);
    auto const pixel_bytes = static_cast<std::size_t>((colours * bits + 7) / 8);
    if (step.predictor == 2) {
        undo_tiff(data, row_bytes, static_cast<std::size_t>(colours), static_cast<std::size_t>(bits));
    } else {
        TRY(budget.inflated(data.size()));
        data = undo_png(data, row_bytes, pixel_bytes);
    }
    return {};
}

PictureCoding coding_of(std::string_view name) {
    if (name == "DCTDecode" || name == "DCT") return PictureCoding::dct;
    if (name == "JPXDecode") return PictureCoding::jpx;
    if (name == "CCITTFaxDecode" || name == "CCF") return PictureCoding::ccitt;
    if (name == "JBIG2Decode") return PictureCoding::jbig2;
    return PictureCoding::none;
}

Result<Step> run(FilterStep const& step, Bytes in, Budget& budget) {
    auto const name = step.name;
    if (name == "FlateDecode" || name == "Fl") return flate(in, budget);
    if (name == "LZWDecode" || name == "LZW") return lzw(in, step.early_change != 0, budget);
    if (name == "RunLengthDecode" || name == "RL") return run_lengths(in, budget);
    if (name == "ASCII85Decode" || name == "A85") return ascii_85(in, budget);
    if (name == "ASCIIHexDecode" || name == "AHx") return ascii_hex(in, budget);
    return fail(Errc::unsupported, "stream with an unknown filter");
}

}  // namespace

Result<Decoded> decode(Bytes raw, std::span<FilterStep const> steps, Budget& budget) {
    if (steps.size() > kMaxFilters) return fail(Errc::over_budget, "stream with too many filters");
    Decoded decoded;
    bool is_raw = true;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        auto const& step = steps[i];
        if (step.name == "Crypt") continue;  // only /Identity is left here
        if (auto const coding = coding_of(step.name); coding != PictureCoding::none) {
            if (i + 1 != steps.size()) return fail(Errc::unsupported, "stream with filters in an odd order");
            decoded.coding = coding;
            decoded.parameters = step.parameters;
            break;
        }
        Bytes const in = is_raw ? raw : Bytes(decoded.data);
        auto done = TRY(run(step, in, budget));
        decoded.tail_bytes += visible_tail(in, done.used);
        decoded.is_damaged = decoded.is_damaged || done.is_damaged;
        decoded.data = std::move(done.data);
        is_raw = false;
        bool const has_predictor = step.name == "FlateDecode" || step.name == "Fl" || step.name == "LZWDecode" || step.name == "LZW";
        if (has_predictor) TRY(undo_predictor(decoded.data, step, budget));
    }
    if (is_raw) decoded.data.assign(raw.begin(), raw.end());
    return decoded;
}

}  // namespace scrub::engine::pdf
