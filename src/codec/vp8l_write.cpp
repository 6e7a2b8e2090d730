// Lossless WebP streams, written: a palette where the colours are few, else predictors and green subtracted; then repetitions
// and one group of prefix codes. Only for pictures that cannot stay as they are coded, so simple comes before small.
#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <queue>

#include "codec/vp8l.hpp"
#include "codec/vp8l_near.hpp"

namespace scrub::engine::codec {
namespace {

using Pixels = std::vector<std::uint32_t>;

class LowBitWriter {
public:
    void bits(std::uint32_t value, unsigned count) {
        window_ |= std::uint64_t{value} << have_;
        have_ += count;
        for (; have_ >= 8; have_ -= 8, window_ >>= 8) out_.push_back(static_cast<std::uint8_t>(window_));
    }
    Blob take() {
        if (have_ > 0) out_.push_back(static_cast<std::uint8_t>(window_));
        return std::move(out_);
    }

private:
    Blob out_;
    std::uint64_t window_ = 0;
    unsigned have_ = 0;
};

// --- prefix codes ---------------------------------------------------------------

// Lengths of Huffman's code, none above `longest`: rare symbols count for more until that holds.
std::vector<std::uint8_t> code_lengths(std::vector<std::uint64_t> counts, unsigned longest) {
    for (;;) {
        struct Node {
            std::uint64_t count;
            std::size_t left, right;
        };
        std::vector<Node> nodes;
        using Ranked = std::pair<std::uint64_t, std::size_t>;
        std::priority_queue<Ranked, std::vector<Ranked>, std::greater<>> open;
        std::vector<std::uint8_t> lengths(counts.size());
        for (std::size_t symbol = 0; symbol < counts.size(); ++symbol)
            if (counts[symbol] > 0) open.emplace(counts[symbol], symbol);
        if (open.size() == 1) lengths[open.top().second] = 1;
        if (open.size() <= 1) return lengths;
        while (open.size() > 1) {
            auto const a = open.top();
            open.pop();
            auto const b = open.top();
            open.pop();
            nodes.push_back({a.first + b.first, a.second, b.second});
            open.emplace(a.first + b.first, counts.size() + nodes.size() - 1);
        }
        std::vector<unsigned> depth(nodes.size());
        unsigned deepest = 0;
        for (std::size_t i = nodes.size(); i-- > 0;)
            for (auto const child : {nodes[i].left, nodes[i].right}) {
                deepest = std::max(deepest, depth[i] + 1);
                if (child >= counts.size()) depth[child - counts.size()] = depth[i] + 1;
                else lengths[child] = static_cast<std::uint8_t>(std::min(depth[i] + 1, 255U));
            }
        if (deepest <= longest) return lengths;
        for (auto& count : counts)
            if (count > 0) count = count / 2 + 1;
    }
}

// Codes of those lengths, their first bit lowest.
struct PrefixWriter {
    explicit PrefixWriter(std::vector<std::uint8_t> of) : lengths(std::move(of)), codes(lengths.size()) {
        std::uint32_t code = 0;
        for (unsigned length = 1; length <= 15; ++length, code <<= 1)
            for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
                if (lengths[symbol] != length) continue;
                for (unsigned bit = 0; bit < length; ++bit) codes[symbol] |= (code >> bit & 1) << (length - 1 - bit);
                ++code;
            }
        is_single = std::count_if(lengths.begin(), lengths.end(), [](std::uint8_t length) { return length > 0; }) < 2;
    }
    void put(LowBitWriter& out, std::size_t symbol) const {
        if (!is_single) out.bits(codes[symbol], lengths[symbol]);
    }

    std::vector<std::uint8_t> lengths;
    std::vector<std::uint32_t> codes;
    bool is_single = false;
};

// 6.2.1: lengths by another code, runs of zeros shortened. A symbol that stands alone has a simple form.
void put_code(LowBitWriter& out, PrefixWriter const& code) {
    if (code.is_single) {  // a pixel that is no repetition comes first: below 256
        out.bits(1, 1);
        out.bits(0, 1);
        out.bits(1, 1);
        out.bits(static_cast<std::uint32_t>(std::max_element(code.lengths.begin(), code.lengths.end()) - code.lengths.begin()), 8);
        return;
    }
    struct Token {
        std::uint8_t symbol, extra, extra_bits;
    };
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < code.lengths.size();) {
        std::size_t zeros = 0;
        while (zeros < 138 && i + zeros < code.lengths.size() && code.lengths[i + zeros] == 0) ++zeros;
        if (zeros >= 11) tokens.push_back({18, static_cast<std::uint8_t>(zeros - 11), 7});
        else if (zeros >= 3) tokens.push_back({17, static_cast<std::uint8_t>(zeros - 3), 3});
        else tokens.push_back({code.lengths[i], 0, 0});
        i += zeros >= 3 ? zeros : 1;
    }
    std::vector<std::uint64_t> counts(19);
    for (auto const& token : tokens) ++counts[token.symbol];
    PrefixWriter const inner(code_lengths(counts, 7));
    out.bits(0, 1);
    out.bits(15, 4);
    for (auto const symbol : {17U, 18U, 0U, 1U, 2U, 3U, 4U, 5U, 16U, 6U, 7U, 8U, 9U, 10U, 11U, 12U, 13U, 14U, 15U}) out.bits(inner.lengths[symbol], 3);
    out.bits(0, 1);
    for (auto const& token : tokens) {
        inner.put(out, token.symbol);
        out.bits(token.extra, token.extra_bits);
    }
}

// --- pixels as symbols ------------------------------------------------------------

// 5.2.2: a number as a prefix and more bits.
struct Number {
    explicit Number(std::size_t value) {
        auto const v = static_cast<std::uint32_t>(value - 1);
        if (v < 4) {
            prefix = v;
            return;
        }
        auto const top = static_cast<unsigned>(std::bit_width(v)) - 1;
        extra_bits = top - 1;
        prefix = 2 * top + (v >> (top - 1) & 1);
        extra = v & ((1U << extra_bits) - 1);
    }
    std::uint32_t prefix = 0, extra = 0;
    unsigned extra_bits = 0;
};

// A pixel, or so many pixels from so far back.
struct Symbol {
    std::uint32_t pixel = 0;
    std::uint32_t length = 0, distance_code = 0;
};

std::vector<Symbol> repetitions(Pixels const& pixels, std::uint32_t width) {
    constexpr std::size_t kLongest = 4096, kShortest = 3, kTries = 16, kHashBits = 16;
    std::map<std::size_t, std::uint32_t> near;
    for (std::uint32_t i = 0; i < std::size(kNear); ++i) near.emplace(near_distance(i, width), i + 1);
    std::vector<std::int64_t> newest(std::size_t{1} << kHashBits, -1), before(pixels.size(), -1);
    auto const hash = [&](std::size_t at) { return (pixels[at] * 0x9E3779B1U ^ pixels[at + 1] * 0x85EBCA6BU ^ pixels[at + 2] * 0xC2B2AE35U) >> (32 - kHashBits); };
    auto const remember = [&](std::size_t at) {
        if (at + kShortest > pixels.size()) return;
        auto& head = newest[hash(at)];
        before[at] = head;
        head = static_cast<std::int64_t>(at);
    };
    std::vector<Symbol> symbols;
    for (std::size_t at = 0; at < pixels.size();) {
        std::size_t best = 0, from = 0;
        auto const room = std::min(kLongest, pixels.size() - at);
        auto candidate = room < kShortest ? -1 : newest[hash(at)];
        for (std::size_t tries = 0; candidate >= 0 && tries < kTries; ++tries, candidate = before[static_cast<std::size_t>(candidate)]) {
            auto const other = static_cast<std::size_t>(candidate);
            if (at - other >= (std::size_t{1} << 20) - 120) break;
            std::size_t length = 0;
            while (length < room && pixels[other + length] == pixels[at + length]) ++length;
            if (length > best) best = length, from = other;
        }
        if (best < kShortest) {
            symbols.push_back({pixels[at], 0, 0});
            remember(at++);
            continue;
        }
        auto const distance = at - from;
        auto const code = near.find(distance);
        symbols.push_back({0, static_cast<std::uint32_t>(best), code != near.end() ? code->second : static_cast<std::uint32_t>(distance + 120)});
        for (auto const end = at + best; at < end; ++at) remember(at);
    }
    return symbols;
}

// A coded picture: no cache, one group of codes.
void put_coded(LowBitWriter& out, Pixels const& pixels, std::uint32_t width, bool is_main) {
    auto const symbols = repetitions(pixels, width);
    std::array<std::vector<std::uint64_t>, 5> counts;
    std::size_t const sizes[] = {280, 256, 256, 256, 40};
    for (std::size_t i = 0; i < 5; ++i) counts[i].resize(sizes[i]);
    for (auto const& symbol : symbols) {
        if (symbol.length > 0) {
            ++counts[0][256 + Number(symbol.length).prefix];
            ++counts[4][Number(symbol.distance_code).prefix];
            continue;
        }
        ++counts[0][symbol.pixel >> 8 & 0xFF];
        ++counts[1][symbol.pixel >> 16 & 0xFF];
        ++counts[2][symbol.pixel & 0xFF];
        ++counts[3][symbol.pixel >> 24];
    }
    std::vector<PrefixWriter> codes;
    for (auto& count : counts) codes.emplace_back(code_lengths(std::move(count), 15));
    out.bits(0, 1);               // no cache
    if (is_main) out.bits(0, 1);  // no tiles
    for (auto const& code : codes) put_code(out, code);
    auto const put_number = [&](Number const& number, PrefixWriter const& code, std::size_t base) {
        code.put(out, base + number.prefix);
        out.bits(number.extra, number.extra_bits);
    };
    for (auto const& symbol : symbols) {
        if (symbol.length > 0) {
            put_number(Number(symbol.length), codes[0], 256);
            put_number(Number(symbol.distance_code), codes[4], 0);
            continue;
        }
        codes[0].put(out, symbol.pixel >> 8 & 0xFF);
        codes[1].put(out, symbol.pixel >> 16 & 0xFF);
        codes[2].put(out, symbol.pixel & 0xFF);
        codes[3].put(out, symbol.pixel >> 24);
    }
}

// --- transforms -------------------------------------------------------------------

std::uint32_t subtract(std::uint32_t a, std::uint32_t b) {
    return ((0x00FF00FFU + (a & 0xFF00FF00U) - (b & 0xFF00FF00U)) & 0xFF00FF00U) | ((0xFF00FF00U + (a & 0x00FF00FFU) - (b & 0x00FF00FFU)) & 0x00FF00FFU);
}

// The colours, sorted; none where they are more than a palette holds.
Pixels palette_of(Pixels const& pixels) {
    Pixels colours;
    std::uint32_t last = ~pixels[0];
    for (auto const pixel : pixels) {
        if (pixel == last) continue;
        last = pixel;
        auto const place = std::lower_bound(colours.begin(), colours.end(), pixel);
        if (place != colours.end() && *place == pixel) continue;
        if (colours.size() == 256) return {};
        colours.insert(place, pixel);
    }
    return colours;
}

void put_with_palette(LowBitWriter& out, Vp8lPicture const& picture, Pixels const& colours) {
    unsigned const bits = colours.size() <= 2 ? 3 : colours.size() <= 4 ? 2 : colours.size() <= 16 ? 1 : 0;
    out.bits(1, 1);
    out.bits(3, 2);
    out.bits(static_cast<std::uint32_t>(colours.size()) - 1, 8);
    Pixels steps(colours);
    for (std::size_t i = steps.size() - 1; i > 0; --i) steps[i] = subtract(steps[i], steps[i - 1]);
    put_coded(out, steps, static_cast<std::uint32_t>(steps.size()), false);
    out.bits(0, 1);
    std::uint32_t const narrow = (picture.width + (1U << bits) - 1) >> bits;
    Pixels packed(std::size_t{narrow} * picture.height, 0xFF000000U);
    for (std::size_t y = 0, at = 0; y < picture.height; ++y)
        for (std::uint32_t x = 0; x < picture.width; ++x, ++at) {
            auto const index = static_cast<std::uint32_t>(std::lower_bound(colours.begin(), colours.end(), picture.pixels[at]) - colours.begin());
            packed[y * narrow + (x >> bits)] |= index << (8 + (8 >> bits) * (x & ((1U << bits) - 1)));
        }
    put_coded(out, packed, narrow, true);
}

// Green is subtracted first, then each row is predicted from its left neighbours or from the row above, whichever fits a tile better.
void put_predicted(LowBitWriter& out, Vp8lPicture const& picture) {
    constexpr unsigned kTileBits = 4;
    std::size_t const width = picture.width;
    auto pixels = picture.pixels;
    for (auto& pixel : pixels) {
        auto const green = pixel >> 8 & 0xFF;
        pixel = (pixel & 0xFF00FF00U) | (subtract(pixel, green << 16 | green) & 0x00FF00FFU);
    }
    std::size_t const across = (width + (1U << kTileBits) - 1) >> kTileBits;
    std::size_t const down = (picture.height + (1U << kTileBits) - 1) >> kTileBits;
    auto const average = [](std::uint32_t a, std::uint32_t b) { return (((a ^ b) & 0xFEFEFEFEU) >> 1) + (a & b); };
    auto const residual = [&](std::size_t x, std::size_t y, std::uint32_t mode) {
        auto const at = y * width + x;
        std::uint32_t guess = 0xFF000000U;
        if (y == 0 && x > 0) guess = pixels[at - 1];
        else if (y > 0 && x == 0) guess = pixels[at - width];
        else if (y > 0) guess = mode == 1 ? pixels[at - 1] : mode == 2 ? pixels[at - width] : average(pixels[at - 1], pixels[at - width]);
        return subtract(pixels[at], guess);
    };
    auto const cost = [](std::uint32_t r) {
        unsigned sum = 0;
        for (unsigned shift = 0; shift < 32; shift += 8) sum += static_cast<unsigned>(std::abs(static_cast<std::int8_t>(r >> shift)));
        return sum;
    };
    Pixels modes(across * down), residuals(pixels.size());
    for (std::size_t tile = 0; tile < modes.size(); ++tile) {
        auto const left = tile % across << kTileBits, top = tile / across << kTileBits;
        auto const right = std::min<std::size_t>(width, left + (1U << kTileBits)), bottom = std::min<std::size_t>(picture.height, top + (1U << kTileBits));
        std::uint64_t best = UINT64_MAX;
        std::uint32_t chosen = 1;
        for (std::uint32_t const mode : {1U, 2U, 7U}) {
            std::uint64_t sum = 0;
            for (auto y = top; y < bottom; ++y)
                for (auto x = left; x < right; ++x) sum += cost(residual(x, y, mode));
            if (sum < best) best = sum, chosen = mode;
        }
        modes[tile] = 0xFF000000U | chosen << 8;
        for (auto y = top; y < bottom; ++y)
            for (auto x = left; x < right; ++x) residuals[y * width + x] = residual(x, y, chosen);
    }
    out.bits(1, 1);
    out.bits(2, 2);
    out.bits(1, 1);
    out.bits(0, 2);
    out.bits(kTileBits - 2, 3);
    put_coded(out, modes, static_cast<std::uint32_t>(across), false);
    out.bits(0, 1);
    put_coded(out, residuals, picture.width, true);
}

}  // namespace

Made write_vp8l(Vp8lPicture const& picture) {
    LowBitWriter out;
    out.bits(0x2F, 8);
    out.bits(picture.width - 1, 14);
    out.bits(picture.height - 1, 14);
    out.bits(picture.has_alpha ? 1 : 0, 1);
    out.bits(0, 3);
    auto const colours = palette_of(picture.pixels);
    if (colours.empty()) put_predicted(out, picture);
    else put_with_palette(out, picture, colours);
    return Made::by_encoder(out.take());
}

}  // namespace scrub::engine::codec
