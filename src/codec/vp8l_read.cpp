// Lossless WebP streams, read.
#include <algorithm>
#include <array>

#include "codec/vp8l.hpp"
#include "codec/vp8l_near.hpp"

namespace scrub::engine::codec {
namespace {

using Pixels = std::vector<std::uint32_t>;

// Bits, the lowest of each byte first. Beyond the end there are zeros, and `is_over` says so.
class LowBits {
public:
    explicit LowBits(Bytes in) noexcept : in_(in) {}

    /// At most 32.
    std::uint32_t bits(unsigned count) noexcept {
        auto const value = peek(count);
        skip(count);
        return value;
    }
    std::uint32_t peek(unsigned count) noexcept {
        while (have_ < count) {
            window_ |= std::uint64_t{next_ < in_.size() ? in_[next_] : 0U} << have_;
            ++next_;
            have_ += 8;
        }
        return static_cast<std::uint32_t>(window_ & ((std::uint64_t{1} << count) - 1));
    }
    void skip(unsigned count) noexcept {
        window_ >>= count;
        have_ -= count;
    }
    std::size_t at() const noexcept { return next_ * 8 - have_; }
    bool is_over() const noexcept { return at() > in_.size() * 8; }

private:
    Bytes in_;
    std::uint64_t window_ = 0;
    unsigned have_ = 0;
    std::size_t next_ = 0;
};

constexpr unsigned kMaxLength = 15;

// A canonical prefix code. Short codes are looked up; long ones are counted through.
class PrefixCode {
public:
    static Result<PrefixCode> make(std::vector<std::uint8_t> const& lengths, Budget& budget) {
        PrefixCode code;
        for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol)
            if (lengths[symbol] > 0) ++code.count_[lengths[symbol]];
        std::array<std::uint32_t, kMaxLength + 2> first{};  // in `symbols_`, by length
        std::uint32_t open = 1;
        for (unsigned length = 1; length <= kMaxLength; ++length) {
            first[length + 1] = first[length] + code.count_[length];
            open <<= 1;
            if (code.count_[length] > open) return fail(Errc::malformed, "prefix code with too many codes");
            open -= code.count_[length];
            if (code.count_[length] > 0) code.longest_ = length;
        }
        auto const total = first[kMaxLength + 1];
        if (total == 0 || (total > 1 && open > 0)) return fail(Errc::malformed, "prefix code with gaps");
        code.symbols_.resize(total);
        for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol)
            if (lengths[symbol] > 0) code.symbols_[first[lengths[symbol]]++] = static_cast<std::uint16_t>(symbol);
        if (total == 1) code.longest_ = 0;
        TRY(code.fill_table(budget));
        return code;
    }

    std::uint32_t read(LowBits& in) const noexcept {
        if (longest_ == 0) return symbols_[0];
        auto const entry = table_[in.peek(table_bits_)];
        if (entry.length > 0) {
            in.skip(entry.length);
            return entry.symbol;
        }
        std::uint32_t code = 0, first = 0, index = 0;
        for (unsigned length = 1; length <= longest_; ++length) {
            code |= in.bits(1);
            if (code - first < count_[length]) return symbols_[index + (code - first)];
            index += count_[length];
            first = (first + count_[length]) << 1;
            code <<= 1;
        }
        return symbols_[0];  // a complete code ends before
    }

private:
    struct Entry {
        std::uint16_t symbol = 0;
        std::uint8_t length = 0;  // 0: a longer code
    };

    Result<void> fill_table(Budget& budget) {
        table_bits_ = std::min(longest_, 8U);
        if (longest_ == 0) return {};
        TRY(budget.inflated((std::uint64_t{4} << table_bits_) + 2 * symbols_.size()));
        table_.resize(std::size_t{1} << table_bits_);
        std::uint32_t code = 0, index = 0;
        for (unsigned length = 1; length <= table_bits_; ++length) {
            for (std::uint32_t i = 0; i < count_[length]; ++i, ++code, ++index) {
                std::uint32_t reversed = 0;
                for (unsigned bit = 0; bit < length; ++bit) reversed |= (code >> bit & 1) << (length - 1 - bit);
                for (std::size_t at = reversed; at < table_.size(); at += std::size_t{1} << length) table_[at] = {symbols_[index], static_cast<std::uint8_t>(length)};
            }
            code <<= 1;
        }
        return {};
    }

    std::array<std::uint32_t, kMaxLength + 1> count_{};
    unsigned longest_ = 0;
    unsigned table_bits_ = 0;
    std::vector<std::uint16_t> symbols_;
    std::vector<Entry> table_;
};

constexpr std::size_t kLiterals = 256;
constexpr std::size_t kLengthCodes = 24;
constexpr std::size_t kDistanceCodes = 40;

// Five codes that go together (6.2.2): green with lengths and cache, red, blue, alpha, distance.
using CodeGroup = std::array<PrefixCode, 5>;

// The pixels seen last, by hash (5.2.3).
class ColourCache {
public:
    explicit ColourCache(unsigned bits) : bits_(bits), colours_(bits == 0 ? 0 : std::size_t{1} << bits) {}
    void add(std::uint32_t colour) noexcept {
        if (bits_ > 0) colours_[(0x1E35A7BDU * colour) >> (32 - bits_)] = colour;
    }
    std::size_t size() const noexcept { return colours_.size(); }
    std::uint32_t operator[](std::size_t i) const noexcept { return colours_[i]; }

private:
    unsigned bits_;
    Pixels colours_;
};

std::uint32_t tiles(std::uint32_t size, unsigned bits) { return (size + (1U << bits) - 1) >> bits; }

enum class Transform : std::uint8_t { predictor, colour, subtract_green, palette };

struct TransformData {
    Transform type;
    unsigned bits = 0;       // of tiles; of a palette, how many pixels share one, as a power of two
    std::uint32_t width = 0; // of the picture that comes out
    Pixels data;
};

class Decoder {
public:
    Decoder(LowBits& in, Budget& budget) : in_(in), budget_(budget) {}

    Result<Pixels> picture(std::uint32_t width, std::uint32_t height) {
        std::vector<TransformData> transforms;
        std::uint32_t coded_width = width;
        while (in_.bits(1) != 0) {
            auto const type = static_cast<Transform>(in_.bits(2));
            bool const is_repeated = std::any_of(transforms.begin(), transforms.end(), [&](TransformData const& t) { return t.type == type; });
            if (is_repeated) return fail(Errc::malformed, "lossless WebP with a transform twice");
            transforms.push_back(TRY(transform(type, coded_width, height)));
            if (type == Transform::palette) coded_width = tiles(coded_width, transforms.back().bits);
        }
        auto pixels = TRY(coded(coded_width, height, true));
        if (in_.is_over()) return fail(Errc::truncated, "the picture ends early");
        for (auto step = transforms.rbegin(); step != transforms.rend(); ++step) {
            if (step->type == Transform::palette) TRY(budget_.inflated(std::uint64_t{4} * step->width * height));
            undo(*step, pixels, height);
        }
        return pixels;
    }

private:
    // Clause 4.
    Result<TransformData> transform(Transform type, std::uint32_t width, std::uint32_t height) {
        TransformData made{type, 0, width, {}};
        if (type == Transform::predictor || type == Transform::colour) {
            made.bits = in_.bits(3) + 2;
            made.data = TRY(coded(tiles(width, made.bits), tiles(height, made.bits), false));
        } else if (type == Transform::palette) {
            auto const size = in_.bits(8) + 1;
            made.bits = size <= 2 ? 3 : size <= 4 ? 2 : size <= 16 ? 1 : 0;
            made.data = TRY(coded(size, 1, false));
            for (std::size_t i = 1; i < made.data.size(); ++i) made.data[i] = add(made.data[i], made.data[i - 1]);
        }
        return made;
    }

    // A picture of coded pixels (5 and 6): the main one, which may change its codes from tile to tile, or one that tells something.
    Result<Pixels> coded(std::uint32_t width, std::uint32_t height, bool is_main) {
        unsigned const cache_bits = in_.bits(1) != 0 ? in_.bits(4) : 0;
        if (cache_bits > 11) return fail(Errc::malformed, "lossless WebP with too large a cache");
        ColourCache cache(cache_bits);
        unsigned tile_bits = 0;
        Pixels group_of_tile;
        std::uint32_t groups = 1;
        if (is_main && in_.bits(1) != 0) {
            tile_bits = in_.bits(3) + 2;
            group_of_tile = TRY(coded(tiles(width, tile_bits), tiles(height, tile_bits), false));
            for (auto& tile : group_of_tile) {
                tile = tile >> 8 & 0xFFFF;
                groups = std::max(groups, tile + 1);
            }
        }
        TRY(budget_.part(groups));
        std::vector<CodeGroup> codes(groups);
        for (auto& group : codes) {
            if (in_.is_over()) return fail(Errc::truncated, "the picture ends early");
            std::size_t const sizes[] = {kLiterals + kLengthCodes + cache.size(), kLiterals, kLiterals, kLiterals, kDistanceCodes};
            for (std::size_t i = 0; i < 5; ++i) group[i] = TRY(prefix_code(sizes[i]));
        }
        return pixels(width, height, cache, codes, group_of_tile, tile_bits);
    }

    // 6.2.1.
    Result<PrefixCode> prefix_code(std::size_t size) {
        std::vector<std::uint8_t> lengths(size);
        if (in_.bits(1) != 0) {
            bool const has_two = in_.bits(1) != 0;
            std::size_t const first = in_.bits(in_.bits(1) != 0 ? 8 : 1);
            std::size_t const second = has_two ? in_.bits(8) : first;
            if (first >= size || second >= size) return fail(Errc::malformed, "prefix code of a symbol that cannot be");
            lengths[first] = lengths[second] = 1;
            return PrefixCode::make(lengths, budget_);
        }
        static constexpr std::uint8_t kOrder[] = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        std::vector<std::uint8_t> length_lengths(std::size(kOrder));
        auto const count = 4 + in_.bits(4);
        for (std::size_t i = 0; i < count; ++i) length_lengths[kOrder[i]] = static_cast<std::uint8_t>(in_.bits(3));
        auto const length_code = TRY(PrefixCode::make(length_lengths, budget_));
        std::size_t tokens = size;
        if (in_.bits(1) != 0) {
            unsigned const bits = 2 + 2 * in_.bits(3);
            tokens = 2 + in_.bits(bits);
            if (tokens > size) return fail(Errc::malformed, "prefix code with too many codes");
        }
        std::uint8_t previous = 8;
        for (std::size_t symbol = 0; symbol < size && tokens > 0; --tokens) {
            auto const token = length_code.read(in_);
            if (token < 16) {
                lengths[symbol++] = static_cast<std::uint8_t>(token);
                if (token != 0) previous = static_cast<std::uint8_t>(token);
                continue;
            }
            std::size_t const repeat = token == 16 ? 3 + in_.bits(2) : token == 17 ? 3 + in_.bits(3) : 11 + in_.bits(7);
            if (repeat > size - symbol) return fail(Errc::malformed, "prefix code with too many codes");
            std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(symbol), repeat, token == 16 ? previous : std::uint8_t{0});
            symbol += repeat;
        }
        return PrefixCode::make(lengths, budget_);
    }

    // 5.2.2: numbers of more bits behind a prefix.
    std::size_t number(std::uint32_t prefix) {
        if (prefix < 4) return prefix + 1;
        unsigned const extra = (prefix - 2) >> 1;
        return (std::size_t{2 + (prefix & 1)} << extra) + in_.bits(extra) + 1;
    }

    static std::size_t distance(std::size_t code, std::uint32_t width) {
        return code > std::size(kNear) ? code - std::size(kNear) : near_distance(code - 1, width);
    }

    Result<Pixels> pixels(std::uint32_t width, std::uint32_t height, ColourCache& cache, std::vector<CodeGroup> const& codes, Pixels const& group_of_tile, unsigned tile_bits) {
        auto const count = std::size_t{width} * height;
        TRY(budget_.inflated(std::uint64_t{count} * 4));
        Pixels out;
        out.reserve(count);
        std::uint32_t const tiles_across = tiles(width, tile_bits);
        std::uint32_t x = 0, y = 0;
        while (out.size() < count) {
            auto const& group = group_of_tile.empty() ? codes[0] : codes[group_of_tile[std::size_t{y >> tile_bits} * tiles_across + (x >> tile_bits)]];
            auto const symbol = group[0].read(in_);
            std::size_t done = 1;
            if (symbol < kLiterals) {
                auto const red = group[1].read(in_);
                auto const blue = group[2].read(in_);
                out.push_back(group[3].read(in_) << 24 | red << 16 | symbol << 8 | blue);
                cache.add(out.back());
            } else if (symbol < kLiterals + kLengthCodes) {
                done = number(symbol - static_cast<std::uint32_t>(kLiterals));
                auto const back = distance(number(group[4].read(in_)), width);
                if (back > out.size() || done > count - out.size()) return fail(Errc::malformed, "lossless WebP that copies pixels from nowhere");
                for (std::size_t i = 0; i < done; ++i) {
                    out.push_back(out[out.size() - back]);
                    cache.add(out.back());
                }
            } else {
                out.push_back(cache[symbol - kLiterals - kLengthCodes]);
                cache.add(out.back());
            }
            if (done >= width - x) {
                if (in_.is_over()) return fail(Errc::truncated, "the picture ends early");
                y += static_cast<std::uint32_t>((x + done) / width);
                x = static_cast<std::uint32_t>((x + done) % width);
            } else {
                x += static_cast<std::uint32_t>(done);
            }
        }
        return out;
    }

    // --- transforms undone (clause 4) ---

    static std::uint32_t add(std::uint32_t a, std::uint32_t b) {
        return (((a & 0xFF00FF00U) + (b & 0xFF00FF00U)) & 0xFF00FF00U) | (((a & 0x00FF00FFU) + (b & 0x00FF00FFU)) & 0x00FF00FFU);
    }
    static std::uint32_t average(std::uint32_t a, std::uint32_t b) { return (((a ^ b) & 0xFEFEFEFEU) >> 1) + (a & b); }
    template <class Combine>
    static std::uint32_t by_channel(Combine const& combine) {
        std::uint32_t made = 0;
        for (unsigned shift = 0; shift < 32; shift += 8) made |= static_cast<std::uint32_t>(std::clamp(combine(shift), 0, 255)) << shift;
        return made;
    }
    static int channel(std::uint32_t pixel, unsigned shift) { return static_cast<int>(pixel >> shift & 0xFF); }
    static std::uint32_t select(std::uint32_t left, std::uint32_t above, std::uint32_t corner) {
        int to_left = 0, to_above = 0;
        for (unsigned shift = 0; shift < 32; shift += 8) {
            to_left += std::abs(channel(above, shift) - channel(corner, shift));
            to_above += std::abs(channel(left, shift) - channel(corner, shift));
        }
        return to_left < to_above ? left : above;
    }
    static std::uint32_t predict(std::uint32_t mode, std::uint32_t left, std::uint32_t corner, std::uint32_t above, std::uint32_t above_right) {
        switch (mode) {
            case 1: return left;
            case 2: return above;
            case 3: return above_right;
            case 4: return corner;
            case 5: return average(average(left, above_right), above);
            case 6: return average(left, corner);
            case 7: return average(left, above);
            case 8: return average(corner, above);
            case 9: return average(above, above_right);
            case 10: return average(average(left, corner), average(above, above_right));
            case 11: return select(left, above, corner);
            case 12: return by_channel([&](unsigned s) { return channel(left, s) + channel(above, s) - channel(corner, s); });
            case 13: {
                auto const mean = average(left, above);
                return by_channel([&](unsigned s) { return channel(mean, s) + (channel(mean, s) - channel(corner, s)) / 2; });
            }
            default: return 0xFF000000U;
        }
    }

    static void undo_predictor(TransformData const& step, Pixels& pixels) {
        std::size_t const width = step.width;
        auto const tiles_across = tiles(step.width, step.bits);
        for (std::size_t at = 0; at < pixels.size(); ++at) {
            std::size_t const x = at % width, y = at / width;
            std::uint32_t guess = 0xFF000000U;
            if (y == 0 && x > 0) guess = pixels[at - 1];
            else if (y > 0 && x == 0) guess = pixels[at - width];
            else if (y > 0) guess = predict(step.data[(y >> step.bits) * tiles_across + (x >> step.bits)] >> 8 & 0xF, pixels[at - 1], pixels[at - width - 1], pixels[at - width], pixels[at - width + 1]);
            pixels[at] = add(pixels[at], guess);
        }
    }

    static void undo_colour(TransformData const& step, Pixels& pixels) {
        auto const tiles_across = tiles(step.width, step.bits);
        auto const delta = [](std::uint32_t factor, std::uint32_t level) { return static_cast<std::uint32_t>(static_cast<std::int8_t>(factor) * static_cast<std::int8_t>(level) >> 5); };
        for (std::size_t at = 0; at < pixels.size(); ++at) {
            auto const factors = step.data[(at / step.width >> step.bits) * tiles_across + (at % step.width >> step.bits)];
            auto const pixel = pixels[at];
            auto const green = pixel >> 8 & 0xFF;
            auto const red = ((pixel >> 16) + delta(factors & 0xFF, green)) & 0xFF;
            auto const blue = (pixel + delta(factors >> 8 & 0xFF, green) + delta(factors >> 16 & 0xFF, red)) & 0xFF;
            pixels[at] = (pixel & 0xFF00FF00U) | red << 16 | blue;
        }
    }

    static void undo_palette(TransformData const& step, Pixels& pixels, std::uint32_t height) {
        auto const colour = [&](std::uint32_t index) { return index < step.data.size() ? step.data[index] : 0U; };
        std::uint32_t const narrow = tiles(step.width, step.bits);
        unsigned const index_bits = 8U >> step.bits;
        Pixels out(std::size_t{step.width} * height);
        for (std::size_t y = 0, at = 0; y < height; ++y)
            for (std::uint32_t x = 0; x < step.width; ++x, ++at) {
                auto const packed = pixels[y * narrow + (x >> step.bits)] >> 8 & 0xFF;
                out[at] = colour(packed >> index_bits * (x & ((1U << step.bits) - 1)) & ((1U << index_bits) - 1));
            }
        pixels = std::move(out);
    }

    static void undo(TransformData const& step, Pixels& pixels, std::uint32_t height) {
        switch (step.type) {
            case Transform::predictor: return undo_predictor(step, pixels);
            case Transform::colour: return undo_colour(step, pixels);
            case Transform::palette: return undo_palette(step, pixels, height);
            case Transform::subtract_green:
                for (auto& pixel : pixels) {
                    auto const green = pixel >> 8 & 0xFF;
                    pixel = (pixel & 0xFF00FF00U) | (((pixel & 0x00FF00FFU) + (green << 16 | green)) & 0x00FF00FFU);
                }
        }
    }

    LowBits& in_;
    Budget& budget_;
};

Result<Vp8lPicture> read(LowBits& in, Bytes bytes, Vp8lPicture picture, Budget& budget) {
    TRY(budget.pixels(picture.width, picture.height));
    picture.pixels = TRY(Decoder(in, budget).picture(picture.width, picture.height));
    picture.used = (in.at() + 7) / 8;
    auto const spare = static_cast<unsigned>(picture.used * 8 - in.at());
    picture.last_byte = static_cast<std::uint8_t>(bytes[picture.used - 1] & 0xFFU >> spare);
    return picture;
}

}  // namespace

Result<Vp8lPicture> read_vp8l(Bytes in, Budget& budget) {
    constexpr std::size_t kHeaderBytes = 5;
    if (in.size() <= kHeaderBytes) return fail(Errc::truncated, "the picture ends early");
    LowBits bits(in);
    if (bits.bits(8) != 0x2F) return fail(Errc::malformed, "lossless WebP without its signature");
    Vp8lPicture picture;
    picture.width = bits.bits(14) + 1;
    picture.height = bits.bits(14) + 1;
    picture.has_alpha = bits.bits(1) != 0;
    if (bits.bits(3) != 0) return fail(Errc::unsupported, "lossless WebP of a later version");
    return read(bits, in, std::move(picture), budget);
}

Result<Vp8lPicture> read_vp8l_stream(Bytes in, std::uint32_t width, std::uint32_t height, Budget& budget) {
    if (in.empty()) return fail(Errc::truncated, "the picture ends early");
    LowBits bits(in);
    Vp8lPicture picture;
    picture.width = width;
    picture.height = height;
    return read(bits, in, std::move(picture), budget);
}

}  // namespace scrub::engine::codec
