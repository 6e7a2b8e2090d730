// The only way to an output. Bytes get in as numbers, as literals of the source code, as what the gate kept,
// or as what an encoder of ours made; bytes of the input have no other way.
#pragma once

#include <bit>
#include <cstring>
#include <utility>

#include "core/budget.hpp"
#include "core/bytes.hpp"

namespace scrub::engine {

/// Bytes that the gate let pass. Only the gate makes one; it may refer to the input.
class Kept {
public:
    Kept(Kept&&) noexcept = default;
    Kept& operator=(Kept&&) noexcept = default;
    Kept(Kept const&) = delete;
    Kept& operator=(Kept const&) = delete;
    ~Kept() = default;

    Bytes bytes() const noexcept { return owned_.empty() ? view_ : Bytes(owned_); }
    std::size_t size() const noexcept { return bytes().size(); }

private:
    friend class Gate;
    explicit Kept(Bytes view) noexcept : view_(view) {}
    explicit Kept(Blob owned) noexcept : owned_(std::move(owned)) {}
    Bytes view_;
    Blob owned_;
};

/// Bytes that were written anew: by a Sink, or by an encoder out of such bytes.
class Made {
public:
    Made() = default;
    Bytes bytes() const noexcept { return blob_; }
    std::size_t size() const noexcept { return blob_.size(); }
    bool empty() const noexcept { return blob_.empty(); }
    Blob take() && { return std::move(blob_); }
    /// For src/codec only: what an encoder gave.
    static Made by_encoder(Blob blob) { return Made(std::move(blob)); }

private:
    friend class Sink;
    explicit Made(Blob blob) noexcept : blob_(std::move(blob)) {}
    Blob blob_;
};

/// A view of bytes that may be written: kept by the gate, written anew, or standing in the source code.
/// For the length of a call.
class Vetted {
public:
    // NOLINTBEGIN(google-explicit-constructor): all of them are vetted
    Vetted(Kept const& kept) noexcept : text_(text(kept.bytes())) {}
    Vetted(Made const& made) noexcept : text_(text(made.bytes())) {}
    Vetted(Literal literal) noexcept : text_(literal.view()) {}
    template <std::size_t N>
    consteval Vetted(char const (&literal)[N]) : text_(literal, N - 1) {}
    // NOLINTEND(google-explicit-constructor)
    Bytes bytes() const noexcept { return bytes_of(text_); }
    std::size_t size() const noexcept { return text_.size(); }

private:
    std::string_view text_;
};

/// Where a sink sends its bytes.
class Drain {
public:
    virtual ~Drain() = default;
    virtual void take(Bytes bytes) = 0;
};

class Sink {
public:
    /// Collects in memory; `take` gives what was written.
    explicit Sink(Budget& budget) noexcept : budget_(budget) {}
    /// Sends on to a drain, in order; `flush` at the end.
    Sink(Budget& budget, Drain& drain) noexcept : budget_(budget), drain_(&drain) {}
    Sink(Sink const&) = delete;
    Sink& operator=(Sink const&) = delete;
    ~Sink() = default;

    void u8(std::uint8_t value) { append({&value, 1}); }
    void be16(std::uint16_t value) { number<Endian16::big>(value); }
    void be32(std::uint32_t value) { number<Endian16::big>(value); }
    void be64(std::uint64_t value) { number<Endian16::big>(value); }
    void le16(std::uint16_t value) { number<Endian16::little>(value); }
    void le32(std::uint32_t value) { number<Endian16::little>(value); }
    void le64(std::uint64_t value) { number<Endian16::little>(value); }

    void put(Literal literal) { append(bytes_of(literal.view())); }
    void put(Kept const& kept) { append(kept.bytes()); }
    /// A part of it.
    void put(Kept const& kept, std::size_t from, std::size_t size) { append(kept.bytes().subspan(from, size)); }
    void put(Made const& made) { append(made.bytes()); }
    void put_vetted(Vetted vetted) { append(vetted.bytes()); }
    void put(Made const& made, std::size_t from, std::size_t size) { append(made.bytes().subspan(from, size)); }
    /// A decimal number.
    void decimal(std::uint64_t value) { append(bytes_of(std::to_string(value))); }
    /// The same byte n times.
    void fill(std::uint8_t value, std::size_t n) {
        Blob const run(n, value);
        append(run);
    }

    /// Bytes written so far.
    std::uint64_t size() const noexcept { return size_; }
    /// What a collecting sink holds, for checksums of it.
    Bytes collected() const noexcept { return buffer_; }
    Made take() {
        size_ = 0;
        return Made(std::exchange(buffer_, {}));
    }
    void flush() {
        if (drain_ == nullptr || buffer_.empty()) return;
        drain_->take(buffer_);
        buffer_.clear();
    }

private:
    enum class Endian16 : std::uint8_t { big, little };
    static constexpr std::size_t kBufferBytes = 64 << 10;

    template <Endian16 E, class T>
    void number(T value) {
        std::uint8_t raw[sizeof(T)];
        for (std::size_t i = 0; i < sizeof(T); ++i)
            raw[i] = static_cast<std::uint8_t>(value >> 8 * (E == Endian16::little ? i : sizeof(T) - 1 - i));
        append(raw);
    }
    void append(Bytes bytes) {
        size_ += bytes.size();
        if (!budget_.may_write(bytes.size())) return;
        if (drain_ != nullptr && bytes.size() + buffer_.size() > kBufferBytes) {
            flush();
            if (bytes.size() > kBufferBytes / 4) return drain_->take(bytes);
        }
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    }

    Budget& budget_;
    Drain* drain_ = nullptr;
    Blob buffer_;
    std::uint64_t size_ = 0;
};

}  // namespace scrub::engine
