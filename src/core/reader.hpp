// The only way to read numbers and runs out of a document's bytes.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace scrub::engine {

/// Byte order of a structure.
enum class Endian : std::uint8_t { big, little };

/// A position in bytes that never leaves them. Cheap to copy.
class Reader {
public:
    explicit Reader(Bytes all, Endian endian = Endian::big) noexcept : all_(all), endian_(endian) {}

    std::size_t at() const noexcept { return at_; }
    std::size_t left() const noexcept { return all_.size() - at_; }
    bool is_empty() const noexcept { return left() == 0; }
    Bytes all() const noexcept { return all_; }
    Bytes rest() const noexcept { return all_.subspan(at_); }

    Result<Bytes> take(std::uint64_t n) {
        if (n > left()) return fail(Errc::truncated, "a structure ends beyond the file", at_);
        auto const taken = all_.subspan(at_, static_cast<std::size_t>(n));
        at_ += taken.size();
        return taken;
    }
    Result<void> skip(std::uint64_t n) {
        TRY(take(n));
        return {};
    }
    Result<void> seek(std::uint64_t offset) {
        if (offset > all_.size()) return fail(Errc::truncated, "an offset points beyond the file", at_);
        at_ = static_cast<std::size_t>(offset);
        return {};
    }
    Result<std::uint8_t> u8() { return static_cast<std::uint8_t>(TRY(number(1))); }
    Result<std::uint16_t> u16() { return static_cast<std::uint16_t>(TRY(number(2))); }
    Result<std::uint32_t> u32() { return static_cast<std::uint32_t>(TRY(number(4))); }
    Result<std::uint64_t> u64() { return number(8); }

    /// The next byte without taking it; nothing at the end.
    std::optional<std::uint8_t> peek() const noexcept {
        if (is_empty()) return std::nullopt;
        return all_[at_];
    }

private:
    Result<std::uint64_t> number(std::size_t n) {
        Bytes const raw = TRY(take(n));
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < n; ++i) value |= std::uint64_t{raw[i]} << 8 * (endian_ == Endian::little ? i : n - 1 - i);
        return value;
    }

    Bytes all_;
    std::size_t at_ = 0;
    Endian endian_;
};

}  // namespace scrub::engine
