// Tokens of PDF syntax (ISO 32000-1, 7.2 and 7.3), for files and for content streams; and direct objects made of them.
#pragma once

#include <string>

#include "core/result.hpp"
#include "format/pdf/object.hpp"

namespace scrub::engine::pdf {

constexpr bool is_white(std::uint8_t c) noexcept { return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32; }
constexpr bool is_delimiter(std::uint8_t c) noexcept {
    return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}
constexpr bool is_regular(std::uint8_t c) noexcept { return !is_white(c) && !is_delimiter(c); }
constexpr bool is_digit(std::uint8_t c) noexcept { return c >= '0' && c <= '9'; }

enum class TokenType : std::uint8_t { end, integer, real, name, string, array_open, array_close, dict_open, dict_close, keyword };

struct Token {
    TokenType type = TokenType::end;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text{};  ///< name, string: decoded; keyword: as it stands
    std::size_t begin = 0, end = 0;
};

/// Never fails: what is no token becomes a keyword that nobody knows.
class Lexer {
public:
    Lexer(Bytes in, Arena& arena, std::size_t at = 0) noexcept : in_(in), arena_(arena), at_(at) {}

    Token next();
    std::size_t at() const noexcept { return at_; }
    void seek(std::size_t at) noexcept { at_ = at < in_.size() ? at : in_.size(); }
    Bytes in() const noexcept { return in_; }
    Arena& arena() noexcept { return arena_; }

    std::uint64_t comments() const noexcept { return comments_; }
    std::uint64_t comment_bytes() const noexcept { return comment_bytes_; }

private:
    void skip_white();
    Token number_or_keyword();
    Token literal_string();
    Token hex_string();
    Token name();

    Bytes in_;
    Arena& arena_;
    std::size_t at_;
    std::uint64_t comments_ = 0, comment_bytes_ = 0;
};

/// The object that starts with `first`. References are objects in files, and none in content streams.
enum class References : std::uint8_t { none, known };
Result<Value> parse_object(Lexer& lexer, Token const& first, References references, unsigned depth = 0);

}  // namespace scrub::engine::pdf
