// Blocks at the right and lower edge of a JPEG reach beyond the picture. Encoders repeat the last pixel there; after a
// lossless crop they still hold what was cut away. This tells the two apart, and takes the hidden pixels out of a block.
#pragma once

#include <array>
#include <cstdint>

namespace scrub::engine::codec {

/// Quantised coefficients, or quantisers, of one block: row by row, lowest frequency first.
using BlockCoefficients = std::array<std::int16_t, 64>;
using BlockQuantisers = std::array<std::uint16_t, 64>;

/// From the order in which a file holds them (T.81 figure A.6) to row by row.
inline constexpr std::uint8_t kZigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
                                             41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
                                             30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

/// How much of a block lies inside the picture, 1 to 8 each.
struct BlockShape {
    unsigned columns = 8, rows = 8;
    bool is_whole() const { return columns >= 8 && rows >= 8; }
};

/// How far the hidden pixels differ from the visible ones beside them, as a multiple of what the coding's own error
/// explains: above 1 they may be remains of something.
float hidden_excess(BlockCoefficients const& block, BlockQuantisers const& quantisers, BlockShape shape);

/// A block with nearly the same visible pixels, whose hidden ones follow from them. Its excess is at most `allowed`
/// where that can be had; always when `allowed` is 1.
BlockCoefficients without_hidden_pixels(BlockCoefficients const& block, BlockQuantisers const& quantisers, BlockShape shape, float allowed);

}  // namespace scrub::engine::codec
