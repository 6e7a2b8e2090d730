// Writing PNG (ISO/IEC 15948). Each row takes the filter with the smallest sum of absolute values (12.8).
#include "codec/png_write.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "codec/inflate.hpp"

namespace scrub::engine::codec {
namespace {

void be32(Blob& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_chunk(Blob& out, std::string_view type, Bytes data) {
    be32(out, static_cast<std::uint32_t>(data.size()));
    auto const start = out.size();
    out.insert(out.end(), type.begin(), type.end());
    out.insert(out.end(), data.begin(), data.end());
    be32(out, crc32(Bytes(out).subspan(start)));
}

// What a picture needs of its channels.
struct Layout {
    unsigned from_channels, channels, sample_bytes;
    bool has_alpha() const { return channels % 2 == 0; }
};

class Samples {
public:
    explicit Samples(DecodedPicture const& picture) : picture_(picture), sample_bytes_(picture.depth / 8) {}

    bool is_opaque() const {
        if (picture_.channels % 2 == 1) return true;
        return all([&](std::uint8_t const* pixel) {
            auto const* const alpha = pixel + (picture_.channels - 1) * sample_bytes_;
            return std::all_of(alpha, alpha + sample_bytes_, [](std::uint8_t b) { return b == 0xFF; });
        });
    }
    bool is_grey() const {
        if (picture_.channels < 3) return true;
        return all([&](std::uint8_t const* pixel) {
            return std::equal(pixel, pixel + sample_bytes_, pixel + sample_bytes_) && std::equal(pixel, pixel + sample_bytes_, pixel + 2 * sample_bytes_);
        });
    }

private:
    template <class Says>
    bool all(Says says) const {
        auto const step = picture_.channels * sample_bytes_;
        for (std::size_t at = 0; at + step <= picture_.samples.size(); at += step)
            if (!says(picture_.samples.data() + at)) return false;
        return true;
    }
    DecodedPicture const& picture_;
    std::size_t sample_bytes_;
};

Blob row_of(DecodedPicture const& picture, Layout const& layout, std::uint32_t y) {
    auto const from_bytes = std::size_t{layout.from_channels} * layout.sample_bytes;
    auto const colour_bytes = std::size_t{layout.has_alpha() ? layout.channels - 1 : layout.channels} * layout.sample_bytes;
    auto const* pixel = picture.samples.data() + std::size_t{y} * picture.width * from_bytes;
    Blob row;
    row.reserve(std::size_t{picture.width} * layout.channels * layout.sample_bytes);
    for (std::uint32_t x = 0; x < picture.width; ++x, pixel += from_bytes) {
        auto const* const alpha = pixel + from_bytes - layout.sample_bytes;
        bool const is_invisible = layout.has_alpha() && std::all_of(alpha, pixel + from_bytes, [](std::uint8_t b) { return b == 0; });
        if (is_invisible) row.insert(row.end(), colour_bytes, 0);
        else row.insert(row.end(), pixel, pixel + colour_bytes);
        if (layout.has_alpha()) row.insert(row.end(), alpha, pixel + from_bytes);
    }
    return row;
}

std::uint8_t paeth(int left, int up, int corner) {
    int const guess = left + up - corner;
    int const by_left = std::abs(guess - left), by_up = std::abs(guess - up), by_corner = std::abs(guess - corner);
    return static_cast<std::uint8_t>(by_left <= by_up && by_left <= by_corner ? left : by_up <= by_corner ? up : corner);
}

std::uint8_t predicted(unsigned filter, std::uint8_t left, std::uint8_t up, std::uint8_t corner) {
    switch (filter) {
        case 1: return left;
        case 2: return up;
        case 3: return static_cast<std::uint8_t>((left + up) / 2);
        case 4: return paeth(left, up, corner);
        default: return 0;
    }
}

}  // namespace

void filter_png_row(Blob const& row, Blob const& above, std::size_t pixel_bytes, Blob& out) {
    std::array<Blob, 5> filtered;
    std::size_t best = 0;
    std::uint64_t best_cost = UINT64_MAX;
    for (unsigned filter = 0; filter < filtered.size(); ++filter) {
        auto& candidate = filtered[filter];
        candidate.resize(row.size());
        std::uint64_t cost = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            bool const has_left = i >= pixel_bytes;
            auto const left = has_left ? row[i - pixel_bytes] : std::uint8_t{0};
            auto const corner = has_left ? above[i - pixel_bytes] : std::uint8_t{0};
            candidate[i] = static_cast<std::uint8_t>(row[i] - predicted(filter, left, above[i], corner));
            cost += static_cast<std::uint64_t>(std::abs(static_cast<std::int8_t>(candidate[i])));
        }
        if (cost < best_cost) {
            best_cost = cost;
            best = filter;
        }
    }
    out.push_back(static_cast<std::uint8_t>(best));
    out.insert(out.end(), filtered[best].begin(), filtered[best].end());
}

Made write_png(DecodedPicture const& picture, Made const& profile) {
    Samples const samples(picture);
    bool const has_profile = !profile.empty();
    bool const is_grey = picture.channels < 3 || (!has_profile && samples.is_grey());
    bool const has_alpha = !samples.is_opaque();
    Layout const layout{picture.channels, (is_grey ? 1U : 3U) + (has_alpha ? 1U : 0U), picture.depth / 8};

    Blob rows;
    auto const row_bytes = std::size_t{picture.width} * layout.channels * layout.sample_bytes;
    rows.reserve((row_bytes + 1) * picture.height);
    Blob above(row_bytes, 0);
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto row = row_of(picture, layout, y);
        filter_png_row(row, above, std::size_t{layout.channels} * layout.sample_bytes, rows);
        above = std::move(row);
    }

    Blob out;
    constexpr std::string_view kSignature = "\x89PNG\r\n\x1A\n";
    out.insert(out.end(), kSignature.begin(), kSignature.end());
    Blob header;
    be32(header, picture.width);
    be32(header, picture.height);
    header.push_back(static_cast<std::uint8_t>(picture.depth));
    header.push_back(static_cast<std::uint8_t>((is_grey ? 0 : 2) + (has_alpha ? 4 : 0)));
    header.insert(header.end(), 3, 0);
    put_chunk(out, "IHDR", header);
    if (has_profile) {
        Blob named{'I', 'C', 'C', 0, 0};
        auto const packed = deflate(profile.bytes(), Wrapper::zlib);
        named.insert(named.end(), packed.bytes().begin(), packed.bytes().end());
        put_chunk(out, "iCCP", named);
    } else {
        put_chunk(out, "sRGB", Blob{0});
    }
    put_chunk(out, "IDAT", deflate(rows, Wrapper::zlib).bytes());
    put_chunk(out, "IEND", {});
    return Made::by_encoder(std::move(out));
}

}  // namespace scrub::engine::codec
