// Reading a bit string and writing it anew at the same time: what is not copied is left out, what follows the end is gone.
#pragma once

#include "codec/bits.hpp"

namespace scrub::engine::codec {

class BitCopier {
public:
    explicit BitCopier(Bytes bytes) noexcept : in_(bytes) {}

    /// Copies up to 32 bits.
    std::uint32_t copy(unsigned count) {
        auto const value = in_.bits(count);
        put(count, value);
        return value;
    }
    bool copy_flag() { return copy(1) != 0; }
    std::uint32_t copy_golomb() {
        auto const value = in_.golomb();
        put_golomb(value);
        return value;
    }
    std::int64_t copy_signed_golomb() {
        auto const code = std::int64_t{copy_golomb()};
        return code % 2 != 0 ? (code + 1) / 2 : -(code / 2);
    }
    /// Reads without copying.
    std::uint32_t skip(unsigned count) { return in_.bits(count); }
    std::uint32_t skip_golomb() { return in_.golomb(); }
    /// Reads bits and writes others in their place.
    void replace(unsigned count, std::uint32_t value) {
        in_.skip(count);
        put(count, value);
    }
    /// Writes without reading.
    void put(unsigned count, std::uint32_t value) {
        for (unsigned i = count; i-- > 0;) {
            if (bits_ % 8 == 0) out_.push_back(0);
            if ((value >> i & 1) != 0) out_.back() = static_cast<std::uint8_t>(out_.back() | 0x80 >> bits_ % 8);
            ++bits_;
        }
    }
    /// A one and zeros up to the next byte.
    void finish() {
        put(1, 1);
        while (bits_ % 8 != 0) put(1, 0);
    }
    bool is_over() const noexcept { return in_.is_over(); }
    Blob take() { return std::move(out_); }

private:
    void put_golomb(std::uint32_t value) {
        unsigned length = 0;
        while (length < 32 && (std::uint64_t{value} + 1) >> (length + 1) != 0) ++length;
        put(length, 0);
        auto const code = std::uint64_t{value} + 1;
        for (unsigned i = length + 1; i-- > 0;) put(1, static_cast<std::uint32_t>(code >> i & 1));
    }

    BitReader in_;
    Blob out_;
    std::size_t bits_ = 0;
};

}  // namespace scrub::engine::codec
