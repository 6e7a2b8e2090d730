// Bytes of a document: views and owned blobs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrub::engine {

using Bytes = std::span<std::uint8_t const>;
using Blob = std::vector<std::uint8_t>;

inline std::string_view text(Bytes bytes) noexcept { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }
inline Bytes bytes_of(std::string_view text) noexcept { return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}; }

inline bool starts_with(Bytes bytes, std::string_view prefix) noexcept { return text(bytes).starts_with(prefix); }

/// At most the first n bytes.
inline Bytes head(Bytes bytes, std::size_t n) noexcept { return bytes.first(n < bytes.size() ? n : bytes.size()); }

/// What follows the first n bytes; nothing when there are fewer.
inline Bytes after(Bytes bytes, std::size_t n) noexcept { return bytes.subspan(n < bytes.size() ? n : bytes.size()); }

/// A text that stands in the source code. Tables hold it, so that their names may be written without a gate.
class Literal {
public:
    template <std::size_t N>
    consteval Literal(char const (&text)[N]) : text_(text, N - 1) {}  // NOLINT(google-explicit-constructor): a literal is one
    constexpr std::string_view view() const noexcept { return text_; }
    constexpr bool empty() const noexcept { return text_.empty(); }
    /// A piece of it, which stands in the source code too.
    constexpr Literal part(std::size_t from, std::size_t size = std::string_view::npos) const { return Literal(text_.substr(from, size)); }
    friend constexpr bool operator==(Literal a, std::string_view b) noexcept { return a.text_ == b; }

private:
    constexpr explicit Literal(std::string_view text) noexcept : text_(text) {}
    std::string_view text_;
};

}  // namespace scrub::engine
