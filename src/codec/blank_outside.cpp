// PNG: ISO/IEC 15948, filters in 9.2. JPEG: T.81, frame header in B.2.2.
#include "codec/blank_outside.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "codec/inflate.hpp"
#include "codec/jpeg_recode.hpp"
#include "codec/png_write.hpp"

namespace scrub::engine::codec {
namespace {

constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1A\n";

// In pixels, without the end.
struct Window {
    std::uint64_t left, top, right, bottom;
    bool holds(std::uint64_t x, std::uint64_t y) const noexcept { return x >= left && x < right && y >= top && y < bottom; }
};

Window window_of(Visible const& visible, std::uint64_t width, std::uint64_t height, std::uint64_t margin) {
    auto const from = [&](double part, std::uint64_t size) {
        auto const at = static_cast<std::uint64_t>(std::floor(std::clamp(part, 0.0, 1.0) * static_cast<double>(size)));
        return at > margin ? at - margin : 0;
    };
    auto const to = [&](double part, std::uint64_t size) { return std::min(size, static_cast<std::uint64_t>(std::ceil(std::clamp(part, 0.0, 1.0) * static_cast<double>(size))) + margin); };
    return {from(visible.left, width), from(visible.top, height), to(visible.right, width), to(visible.bottom, height)};
}

std::uint32_t be32(Bytes in, std::size_t at) { return std::uint32_t{in[at]} << 24 | std::uint32_t{in[at + 1]} << 16 | std::uint32_t{in[at + 2]} << 8 | in[at + 3]; }
std::uint32_t be16(Bytes in, std::size_t at) { return std::uint32_t{in[at]} << 8 | in[at + 1]; }

// --- PNG --------------------------------------------------------------------------------------------------

class Png {
public:
    /// False for what this does not read.
    bool open(Bytes in) {
        for (std::size_t at = kPngSignature.size(); in.size() - at >= 12;) {
            auto const length = be32(in, at);
            if (length > in.size() - at - 12) return false;
            auto const type = text(in.subspan(at + 4, 4));
            auto const data = in.subspan(at + 8, length);
            if (type == "IHDR" && length == 13) read_header(data);
            if (type == "IDAT") data_.insert(data_.end(), data.begin(), data.end());
            else chunks_.push_back({type, data});
            at += std::size_t{12} + length;
        }
        return width_ > 0 && height_ > 0 && bits_ > 0;
    }

    Result<Blanked> blank(Visible const& visible, Budget& budget) {
        TRY(budget.pixels(width_, height_));
        auto const row_bytes = (std::size_t{width_} * bits_ + 7) / 8;
        auto inflated = inflate_exactly(data_, (row_bytes + 1) * height_, Wrapper::zlib, budget);
        if (!inflated) {
            if (inflated.error().code == Errc::over_budget) return Failure{inflated.error()};
            return Blanked{Blanked::State::impossible, {}};
        }
        auto& rows = inflated->data;
        auto const pixel_bytes = std::max<std::size_t>(1, bits_ / 8);
        unfilter(rows, row_bytes, pixel_bytes);
        constexpr std::uint64_t kMargin = 2;
        if (!clear(rows, row_bytes, window_of(visible, width_, height_, kMargin))) return Blanked{};
        return Blanked{Blanked::State::done, write(rows, row_bytes, pixel_bytes)};
    }

private:
    struct Chunk {
        std::string_view type;
        Bytes data;
    };

    void read_header(Bytes data) {
        constexpr unsigned kChannels[] = {1, 0, 3, 1, 2, 0, 4};
        bool const is_plain = data[9] < std::size(kChannels) && data[12] == 0;
        width_ = be32(data, 0);
        height_ = be32(data, 4);
        bits_ = is_plain ? kChannels[data[9]] * data[8] : 0;
    }

    void unfilter(Blob& rows, std::size_t row_bytes, std::size_t pixel_bytes) const {
        Blob const zero(row_bytes, 0);
        std::uint8_t const* above = zero.data();
        for (std::uint32_t y = 0; y < height_; ++y) {
            auto* const row = &rows[y * (row_bytes + 1) + 1];
            auto const filter = rows[y * (row_bytes + 1)];
            for (std::size_t i = 0; i < row_bytes; ++i) {
                int const left = i >= pixel_bytes ? row[i - pixel_bytes] : 0;
                int const corner = i >= pixel_bytes ? above[i - pixel_bytes] : 0;
                int const up = above[i];
                int const guess = left + up - corner;
                int const by_left = std::abs(guess - left), by_up = std::abs(guess - up), by_corner = std::abs(guess - corner);
                int const paeth = by_left <= by_up && by_left <= by_corner ? left : by_up <= by_corner ? up : corner;
                int const predicted = filter == 1 ? left : filter == 2 ? up : filter == 3 ? (left + up) / 2 : filter == 4 ? paeth : 0;
                row[i] = static_cast<std::uint8_t>(row[i] + predicted);
            }
            above = row;
        }
    }

    // False when all that is outside has one colour already.
    bool clear(Blob& rows, std::size_t row_bytes, Window const& window) const {
        std::optional<std::uint64_t> first;
        bool is_one_colour = true;
        for_outside(window, [&](std::uint32_t x, std::uint32_t y) {
            auto const value = pixel(&rows[y * (row_bytes + 1) + 1], x);
            if (!first) first = value;
            is_one_colour = is_one_colour && *first == value;
        });
        if (is_one_colour) return false;
        for_outside(window, [&](std::uint32_t x, std::uint32_t y) { zero(&rows[y * (row_bytes + 1) + 1], x); });
        return true;
    }

    template <class Visit>
    void for_outside(Window const& window, Visit visit) const {
        for (std::uint32_t y = 0; y < height_; ++y)
            for (std::uint32_t x = 0; x < width_; ++x)
                if (!window.holds(x, y)) visit(x, y);
    }

    std::uint64_t pixel(std::uint8_t const* row, std::uint32_t x) const {
        auto const at = std::size_t{x} * bits_;
        if (bits_ < 8) return static_cast<std::uint64_t>(row[at / 8] >> (8 - bits_ - at % 8)) & ((1U << bits_) - 1);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bits_ / 8; ++i) value = value << 8 | row[at / 8 + i];
        return value;
    }

    void zero(std::uint8_t* row, std::uint32_t x) const {
        auto const at = std::size_t{x} * bits_;
        if (bits_ < 8) {
            auto const mask = ((1U << bits_) - 1) << (8 - bits_ - at % 8);
            row[at / 8] = static_cast<std::uint8_t>(row[at / 8] & ~mask);
            return;
        }
        std::fill_n(row + at / 8, bits_ / 8, std::uint8_t{0});
    }

    Made write(Blob const& rows, std::size_t row_bytes, std::size_t pixel_bytes) const {
        Blob filtered;
        Blob above(row_bytes, 0);
        for (std::uint32_t y = 0; y < height_; ++y) {
            auto const* const from = &rows[y * (row_bytes + 1) + 1];
            Blob row(from, from + row_bytes);
            filter_png_row(row, above, pixel_bytes, filtered);
            above = std::move(row);
        }
        Blob out(kPngSignature.begin(), kPngSignature.end());
        for (auto const& chunk : chunks_) {
            if (chunk.type == "IEND") put(out, "IDAT", deflate(filtered, Wrapper::zlib).bytes());
            put(out, chunk.type, chunk.data);
        }
        return Made::by_encoder(std::move(out));
    }

    static void put(Blob& out, std::string_view type, Bytes data) {
        auto const number = [&](std::uint32_t value) {
            for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
        };
        number(static_cast<std::uint32_t>(data.size()));
        auto const start = out.size();
        out.insert(out.end(), type.begin(), type.end());
        out.insert(out.end(), data.begin(), data.end());
        number(crc32(Bytes(out).subspan(start)));
    }

    std::uint32_t width_ = 0, height_ = 0;
    unsigned bits_ = 0;  // of a pixel
    Blob data_;
    std::vector<Chunk> chunks_;
};

// --- JPEG -------------------------------------------------------------------------------------------------

struct Frame {
    std::uint32_t width = 0, height = 0;
    bool is_progressive = false;
    std::vector<std::pair<unsigned, unsigned>> sampling;  // of components
};

std::optional<Frame> frame_of(Bytes in) {
    for (std::size_t at = 2; in.size() - at >= 4 && in[at] == 0xFF;) {
        auto const marker = in[at + 1];
        auto const length = be16(in, at + 2);
        if (length < 2 || length > in.size() - at - 2) return std::nullopt;
        if (marker >= 0xC0 && marker <= 0xC2) {
            auto const data = in.subspan(at + 4, length - 2);
            if (data.size() < 6 || data.size() < 6 + std::size_t{data[5]} * 3) return std::nullopt;
            Frame frame{be16(data, 3), be16(data, 1), marker == 0xC2, {}};
            for (std::size_t i = 0; i < data[5]; ++i) frame.sampling.emplace_back(data[6 + i * 3 + 1] >> 4, data[6 + i * 3 + 1] & 15);
            bool const is_odd = std::any_of(frame.sampling.begin(), frame.sampling.end(), [](auto const& s) { return s.first == 0 || s.second == 0; });
            if (is_odd || frame.sampling.empty() || frame.width == 0 || frame.height == 0) return std::nullopt;
            return frame;
        }
        at += std::size_t{2} + length;
    }
    return std::nullopt;
}

Result<Blanked> blank_jpeg(Bytes in, Visible const& visible, Budget& budget) {
    auto const frame = frame_of(in);
    if (!frame) return Blanked{Blanked::State::impossible, {}};
    TRY(budget.pixels(frame->width, frame->height));
    unsigned most_h = 1, most_v = 1;
    for (auto const& [h, v] : frame->sampling) most_h = std::max(most_h, h), most_v = std::max(most_v, v);
    constexpr std::uint64_t kMargin = 16;
    auto const window = window_of(visible, frame->width, frame->height, kMargin);
    bool is_changed = false;
    Recoding recoding;
    recoding.is_progressive = frame->is_progressive;
    recoding.visit = [&](std::size_t component, std::uint32_t column, std::uint32_t row, BlockCoefficients& block) {
        auto const [h, v] = frame->sampling[std::min(component, frame->sampling.size() - 1)];
        auto const width = std::uint64_t{8} * most_h / h, height = std::uint64_t{8} * most_v / v;
        bool const is_outside = (column + std::uint64_t{1}) * width <= window.left || column * width >= window.right || (row + std::uint64_t{1}) * height <= window.top || row * height >= window.bottom;
        if (!is_outside || std::all_of(block.begin(), block.end(), [](std::int16_t c) { return c == 0; })) return;
        block.fill(0);
        is_changed = true;
    };
    auto recoded = recode_jpeg(in, recoding);
    if (!recoded) {
        if (recoded.error().code == Errc::over_budget) return Failure{recoded.error()};
        return Blanked{Blanked::State::impossible, {}};
    }
    if (!is_changed) return Blanked{};
    return Blanked{Blanked::State::done, std::move(recoded->jpeg)};
}

}  // namespace

void Visible::join(Visible const& other) noexcept {
    left = std::min(left, other.left);
    top = std::min(top, other.top);
    right = std::max(right, other.right);
    bottom = std::max(bottom, other.bottom);
}

Result<Blanked> blank_outside(Bytes picture, Visible const& visible, Budget& budget) {
    if (visible.is_all()) return Blanked{};
    if (starts_with(picture, "\xFF\xD8\xFF")) return blank_jpeg(picture, visible, budget);
    Png png;
    if (starts_with(picture, kPngSignature) && png.open(picture)) return png.blank(visible, budget);
    return Blanked{Blanked::State::impossible, {}};
}

}  // namespace scrub::engine::codec
