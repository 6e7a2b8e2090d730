// Tokens and direct objects.
#include "format/pdf/lexer.hpp"

#include <array>

namespace scrub::engine::pdf {
namespace {

constexpr unsigned kMaxNesting = 100;  // of direct arrays and dictionaries

int hex_digit(std::uint8_t c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A number as readers take it: sign, digits, a point, digits; a second sign inside is taken as its end.
bool parse_number(std::string_view word, Token& token) noexcept {
    std::size_t at = 0;
    bool is_negative = false;
    while (at < word.size() && (word[at] == '+' || word[at] == '-')) {  // "--5" is -5 to readers
        is_negative = is_negative || word[at] == '-';
        ++at;
    }
    constexpr std::int64_t kLimit = 100'000'000'000'000'000;
    std::int64_t digits = 0;
    std::size_t count = 0;
    double scale = 1, overflow = 1;
    bool has_point = false;
    for (; at < word.size(); ++at) {
        auto const c = static_cast<std::uint8_t>(word[at]);
        if (c == '.') {
            if (has_point) break;
            has_point = true;
        } else if (is_digit(c)) {
            ++count;
            if (digits < kLimit) {
                digits = digits * 10 + (c - '0');
                if (has_point) scale *= 10;
            } else if (!has_point) {
                overflow *= 10;
                if (overflow > 1e30) overflow = 1e30;
            }
        } else if (c == '-' && count > 0) {
            break;  // "12-34" is 12 to readers
        } else {
            return false;
        }
    }
    if (count == 0 && !has_point && at == 0) return false;
    if (count == 0 && !has_point) return false;
    double const value = static_cast<double>(digits) / scale * overflow;
    token.real = is_negative ? -value : value;
    if (has_point || overflow > 1) {
        token.type = TokenType::real;
    } else {
        token.type = TokenType::integer;
        token.integer = is_negative ? -digits : digits;
    }
    return true;
}

}  // namespace

void Lexer::skip_white() {
    while (at_ < in_.size()) {
        if (is_white(in_[at_])) {
            ++at_;
        } else if (in_[at_] == '%') {
            auto const start = at_;
            while (at_ < in_.size() && in_[at_] != '\n' && in_[at_] != '\r') ++at_;
            ++comments_;
            comment_bytes_ += at_ - start;
        } else {
            return;
        }
    }
}

Token Lexer::next() {
    skip_white();
    Token token;
    token.begin = token.end = at_;
    if (at_ >= in_.size()) return token;
    auto const finish = [&](TokenType type, std::size_t size) {
        token.type = type;
        token.text = text(in_.subspan(at_, size));
        at_ += size;
        token.end = at_;
        return token;
    };
    auto const c = in_[at_];
    auto const following = at_ + 1 < in_.size() ? in_[at_ + 1] : std::uint8_t{0};
    switch (c) {
        case '[': return finish(TokenType::array_open, 1);
        case ']': return finish(TokenType::array_close, 1);
        case '<':
            if (following == '<') return finish(TokenType::dict_open, 2);
            return hex_string();
        case '>':
            if (following == '>') return finish(TokenType::dict_close, 2);
            return finish(TokenType::keyword, 1);
        case '(': return literal_string();
        case '/': return name();
        case ')':
        case '{':
        case '}': return finish(TokenType::keyword, 1);
        default: return number_or_keyword();
    }
}

Token Lexer::number_or_keyword() {
    Token token;
    token.begin = at_;
    while (at_ < in_.size() && is_regular(in_[at_])) ++at_;
    token.end = at_;
    auto const word = text(in_.subspan(token.begin, at_ - token.begin));
    auto const c = static_cast<std::uint8_t>(word[0]);
    if ((is_digit(c) || c == '+' || c == '-' || c == '.') && parse_number(word, token)) return token;
    token.type = TokenType::keyword;
    token.text = word;
    return token;
}

Token Lexer::name() {
    Token token;
    token.type = TokenType::name;
    token.begin = at_++;
    auto const start = at_;
    bool has_escape = false;
    while (at_ < in_.size() && is_regular(in_[at_])) has_escape = in_[at_++] == '#' || has_escape;
    token.end = at_;
    token.text = text(in_.subspan(start, at_ - start));
    if (!has_escape) return token;
    std::string decoded;
    auto const raw = bytes_of(token.text);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        int const high = raw[i] == '#' && i + 2 < raw.size() + 0 ? hex_digit(raw[i + 1]) : -1;
        int const low = high >= 0 ? hex_digit(raw[i + 2]) : -1;
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += static_cast<char>(raw[i]);
        }
    }
    token.text = arena_.keep(std::move(decoded));
    return token;
}

Token Lexer::hex_string() {
    Token token;
    token.type = TokenType::string;
    token.begin = at_++;
    std::string decoded;
    int high = -1;
    while (at_ < in_.size() && in_[at_] != '>') {
        int const digit = hex_digit(in_[at_++]);
        if (digit < 0) continue;
        if (high < 0) {
            high = digit;
        } else {
            decoded += static_cast<char>(high * 16 + digit);
            high = -1;
        }
    }
    if (high >= 0) decoded += static_cast<char>(high * 16);
    if (at_ < in_.size()) ++at_;
    token.end = at_;
    token.text = arena_.keep(std::move(decoded));
    return token;
}

Token Lexer::literal_string() {
    Token token;
    token.type = TokenType::string;
    token.begin = at_++;
    auto const start = at_;
    std::size_t depth = 1;
    bool is_plain = true;
    for (; at_ < in_.size(); ++at_) {
        auto const c = in_[at_];
        if (c == '\\') {
            is_plain = false;
            ++at_;
        } else if (c == '\r') {
            is_plain = false;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')' && --depth == 0) {
            break;
        }
    }
    auto const stop = at_ < in_.size() ? at_ : in_.size();
    at_ = at_ < in_.size() ? at_ + 1 : in_.size();
    token.end = at_;
    auto const raw = in_.subspan(start, stop - start);
    token.text = text(raw);
    if (is_plain) return token;
    std::string decoded;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        auto c = raw[i];
        if (c == '\r') {  // an end of line is one line feed, however it is written
            if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
            decoded += '\n';
            continue;
        }
        if (c != '\\') {
            decoded += static_cast<char>(c);
            continue;
        }
        if (++i >= raw.size()) break;
        c = raw[i];
        if (c >= '0' && c <= '7') {
            unsigned value = 0;
            std::size_t digits = 0;
            for (; digits < 3 && i < raw.size() && raw[i] >= '0' && raw[i] <= '7'; ++digits, ++i) value = value * 8 + (raw[i] - '0');
            --i;
            decoded += static_cast<char>(value & 0xFF);
            continue;
        }
        switch (c) {
            case 'n': decoded += '\n'; break;
            case 'r': decoded += '\r'; break;
            case 't': decoded += '\t'; break;
            case 'b': decoded += '\b'; break;
            case 'f': decoded += '\f'; break;
            case '\r':
                if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
                break;
            case '\n': break;
            default: decoded += static_cast<char>(c);
        }
    }
    token.text = arena_.keep(std::move(decoded));
    return token;
}

namespace {

Result<Value> parse_array(Lexer& lexer, References references, unsigned depth) {
    Array array;
    for (;;) {
        auto const token = lexer.next();
        if (token.type == TokenType::array_close || token.type == TokenType::end) break;
        if (token.type == TokenType::keyword && (token.text == "endobj" || token.text == "stream" || token.text == "endstream")) {
            lexer.seek(token.begin);
            break;
        }
        if (token.type == TokenType::dict_close) continue;
        array.push_back(TRY(parse_object(lexer, token, references, depth + 1)));
    }
    Value value;
    value.type = Type::array;
    value.items = lexer.arena().keep(std::move(array));
    return value;
}

Result<Value> parse_dict(Lexer& lexer, References references, unsigned depth) {
    Dict dict;
    for (;;) {
        auto const key = lexer.next();
        if (key.type == TokenType::dict_close || key.type == TokenType::end) break;
        if (key.type == TokenType::keyword && (key.text == "endobj" || key.text == "stream" || key.text == "endstream")) {
            lexer.seek(key.begin);
            break;
        }
        if (key.type != TokenType::name) continue;
        auto const token = lexer.next();
        if (token.type == TokenType::dict_close) {
            dict.list.push_back({key.text, {}});
            break;
        }
        if (token.type == TokenType::end) break;
        dict.list.push_back({key.text, TRY(parse_object(lexer, token, references, depth + 1))});
    }
    Value value;
    value.type = Type::dict;
    value.entries = lexer.arena().keep(std::move(dict));
    return value;
}

}  // namespace

Result<Value> parse_object(Lexer& lexer, Token const& first, References references, unsigned depth) {
    if (depth > kMaxNesting) return fail(Errc::malformed, "objects nested too deep", first.begin);
    Value value;
    switch (first.type) {
        case TokenType::integer: {
            value = Value::of_integer(first.integer);
            if (references == References::none || first.integer < 0 || first.integer > 0xFFFFFFF) return value;
            auto const back = lexer.at();
            auto const generation = lexer.next();
            if (generation.type == TokenType::integer && generation.integer >= 0 && generation.integer <= 0xFFFF) {
                auto const keyword = lexer.next();
                if (keyword.type == TokenType::keyword && keyword.text == "R")
                    return Value::of_ref({static_cast<std::uint32_t>(first.integer), static_cast<std::uint16_t>(generation.integer)});
            }
            lexer.seek(back);
            return value;
        }
        case TokenType::real: return Value::of_number(first.real);
        case TokenType::name: return Value::of_name(first.text);
        case TokenType::string:
            value.type = Type::string;
            value.text = first.text;
            return value;
        case TokenType::array_open: return parse_array(lexer, references, depth);
        case TokenType::dict_open: return parse_dict(lexer, references, depth);
        case TokenType::keyword:
            if (first.text == "true" || first.text == "false") {
                value.type = Type::boolean;
                value.integer = first.text == "true" ? 1 : 0;
            }
            return value;
        case TokenType::array_close:
        case TokenType::dict_close:
        case TokenType::end: return value;
    }
    return value;
}

}  // namespace scrub::engine::pdf
