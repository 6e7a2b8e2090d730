// Edge blocks of JPEG pictures, by the discrete cosine transform of T.81 A.3.3.
#include "codec/jpeg_edge.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace scrub::engine::codec {
namespace {

using Pixels = std::array<float, 64>;

/// basis[u][x]: the value at x of the wave of frequency u.
using Basis = std::array<std::array<float, 8>, 8>;

Basis make_basis() {
    Basis basis{};
    for (unsigned u = 0; u < 8; ++u)
        for (unsigned x = 0; x < 8; ++x)
            basis[u][x] = static_cast<float>((u == 0 ? std::sqrt(0.125) : 0.5) * std::cos((2 * x + 1) * u * std::numbers::pi / 16));
    return basis;
}

Basis const& basis() {
    static Basis const kBasis = make_basis();
    return kBasis;
}

Pixels to_pixels(BlockCoefficients const& block, BlockQuantisers const& quantisers) {
    auto const& wave = basis();
    Pixels rows{};
    for (unsigned v = 0; v < 8; ++v) {
        for (unsigned u = 0; u < 8; ++u) {
            auto const value = static_cast<float>(block[8 * v + u]) * static_cast<float>(quantisers[8 * v + u]);
            if (value == 0) continue;
            for (unsigned x = 0; x < 8; ++x) rows[8 * v + x] += value * wave[u][x];
        }
    }
    Pixels pixels{};
    for (unsigned v = 0; v < 8; ++v)
        for (unsigned y = 0; y < 8; ++y)
            for (unsigned x = 0; x < 8; ++x) pixels[8 * y + x] += rows[8 * v + x] * wave[v][y];
    return pixels;
}

BlockCoefficients to_coefficients(Pixels const& pixels, BlockQuantisers const& quantisers) {
    auto const& wave = basis();
    Pixels rows{};
    for (unsigned y = 0; y < 8; ++y)
        for (unsigned u = 0; u < 8; ++u)
            for (unsigned x = 0; x < 8; ++x) rows[8 * y + u] += pixels[8 * y + x] * wave[u][x];
    BlockCoefficients block{};
    for (unsigned v = 0; v < 8; ++v) {
        for (unsigned u = 0; u < 8; ++u) {
            float sum = 0;
            for (unsigned y = 0; y < 8; ++y) sum += rows[8 * y + u] * wave[v][y];
            auto const quantiser = static_cast<float>(std::max<std::uint16_t>(quantisers[8 * v + u], 1));
            block[8 * v + u] = static_cast<std::int16_t>(std::lround(std::clamp(sum / quantiser, -1023.0F, 1023.0F)));
        }
    }
    return block;
}

std::size_t nearest_visible(std::size_t at, BlockShape shape) {
    return 8 * std::min<std::size_t>(at / 8, shape.rows - 1) + std::min<std::size_t>(at % 8, shape.columns - 1);
}

bool is_visible(std::size_t at, BlockShape shape) { return nearest_visible(at, shape) == at; }

float visible_error(Pixels const& a, Pixels const& b, BlockShape shape) {
    float error = 0;
    for (std::size_t i = 0; i < 64; ++i)
        if (is_visible(i, shape)) error = std::max(error, std::abs(a[i] - b[i]));
    return error;
}

}  // namespace

// The error of a coefficient that is there is spread evenly over its quantiser's step (variance step^2 / 12); that of
// one that is zero is mostly far smaller. The factors were measured on pictures of several encoders and qualities.
float hidden_excess(BlockCoefficients const& block, BlockQuantisers const& quantisers, BlockShape shape) {
    if (shape.is_whole() || std::all_of(block.begin() + 1, block.end(), [](auto c) { return c == 0; })) return 0;
    constexpr float kSmallest = 2.0F;
    constexpr float kOfPresent = 6.0F;
    constexpr float kOfAbsent = 0.5F;
    auto const pixels = to_pixels(block, quantisers);
    float difference = 0;
    unsigned hidden = 0;
    float noise = 0;
    for (std::size_t i = 0; i < 64; ++i) {
        auto const step = static_cast<float>(quantisers[i]);
        if (i > 0) noise += step * step / 12 / 64 * (block[i] != 0 ? kOfPresent : kOfAbsent);  // the constant part moves all pixels alike
        if (is_visible(i, shape)) continue;
        auto const d = pixels[i] - pixels[nearest_visible(i, shape)];
        difference += d * d;
        ++hidden;
    }
    return difference / (static_cast<float>(hidden) * (kSmallest + noise));
}

// Projections onto two sets in turn: blocks with these visible pixels, and blocks that the quantisers can give.
// The hidden pixels begin as copies of visible ones, so that nothing of the old ones has a part in the result.
BlockCoefficients without_hidden_pixels(BlockCoefficients const& block, BlockQuantisers const& quantisers, BlockShape shape, float allowed) {
    constexpr int kRounds = 24;
    auto const old = to_pixels(block, quantisers);
    Pixels wanted{};
    for (std::size_t i = 0; i < 64; ++i) wanted[i] = old[nearest_visible(i, shape)];
    BlockCoefficients best{};
    BlockCoefficients closest{};
    float best_error = -1;
    float closest_error = -1;
    for (int round = 0; round < kRounds; ++round) {
        auto const candidate = to_coefficients(wanted, quantisers);
        auto const pixels = to_pixels(candidate, quantisers);
        auto const error = visible_error(pixels, old, shape);
        if ((best_error < 0 || error < best_error) && hidden_excess(candidate, quantisers, shape) <= allowed) {
            best = candidate;
            best_error = error;
        }
        if (closest_error < 0 || error < closest_error) {
            closest = candidate;
            closest_error = error;
        }
        for (std::size_t i = 0; i < 64; ++i)
            if (!is_visible(i, shape)) wanted[i] = pixels[i];
    }
    if (best_error >= 0) return best;
    if (allowed > 1) return closest;
    float sum = 0;
    for (std::size_t i = 0; i < 64; ++i) sum += old[nearest_visible(i, shape)];
    Pixels mean{};
    mean.fill(sum / 64);
    return to_coefficients(mean, quantisers);
}

}  // namespace scrub::engine::codec
