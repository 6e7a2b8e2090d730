// Reading bits, first the highest of each byte, as the coded pictures of ITU-T H.265 and AV1 are written.
#pragma once

#include <optional>

#include "core/bytes.hpp"

namespace scrub::engine::codec {

/// A position in bits that never leaves its bytes. Reading beyond them gives zeros, and `is_over` says so.
class BitReader {
public:
    explicit BitReader(Bytes bytes) noexcept : bytes_(bytes) {}

    std::uint32_t bit() noexcept {
        if (at_ >= bytes_.size() * 8) {
            is_over_ = true;
            return 0;
        }
        auto const value = bytes_[at_ / 8] >> (7 - at_ % 8) & 1U;
        ++at_;
        return value;
    }
    /// At most 32 bits.
    std::uint32_t bits(unsigned count) noexcept {
        std::uint32_t value = 0;
        for (unsigned i = 0; i < count; ++i) value = value << 1 | bit();
        return value;
    }
    void skip(std::size_t count) noexcept {
        is_over_ = is_over_ || count > bytes_.size() * 8 - at_;
        at_ = is_over_ ? bytes_.size() * 8 : at_ + count;
    }
    /// Exponential Golomb code (H.265, 9.2; AV1's uvlc is the same).
    std::uint32_t golomb() noexcept {
        unsigned zeros = 0;
        while (!is_over_ && bit() == 0) ++zeros;
        if (zeros >= 32) {
            is_over_ = true;
            return 0;
        }
        return (std::uint32_t{1} << zeros) - 1 + bits(zeros);
    }
    bool is_over() const noexcept { return is_over_; }
    std::size_t at() const noexcept { return at_; }
    /// What is left is a one and zeros up to the end of the bytes.
    bool ends_here() noexcept {
        if (is_over_ || bit() != 1) return false;
        while (at_ < bytes_.size() * 8)
            if (bit() != 0) return false;
        return !is_over_;
    }

private:
    Bytes bytes_;
    std::size_t at_ = 0;
    bool is_over_ = false;
};

}  // namespace scrub::engine::codec
