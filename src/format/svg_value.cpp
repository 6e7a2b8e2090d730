// A small reader of CSS (CSS 2.1, 4.1) that gives up at whatever it does not know.
#include "format/svg_value.hpp"

#include <algorithm>

#include "format/svg_rows.hpp"

namespace scrub::engine::svg {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
// Letters above ASCII may stand in names.
bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view unquoted(std::string_view text) {
    text = trimmed(text);
    bool const is_quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.front() == text.back();
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

class Cleaner {
public:
    explicit Cleaner(std::string_view in) : in_(trimmed(in)) {}

    std::optional<std::string> clean() {
        while (at_ < in_.size())
            if (!step()) return std::nullopt;
        return out_;
    }

private:
    char now() const { return at_ < in_.size() ? in_[at_] : '\0'; }
    char next() const { return at_ + 1 < in_.size() ? in_[at_ + 1] : '\0'; }

    bool step() {
        if (is_space(now())) {
            while (is_space(now())) ++at_;
            out_ += ' ';
            return true;
        }
        bool const is_signed = now() == '+' || now() == '-';
        if (is_digit(now()) || (now() == '.' && is_digit(next())) || (is_signed && (is_digit(next()) || next() == '.'))) return number();
        if (now() == '#') return colour();
        if (is_letter(now()) || (now() == '-' && is_letter(next()))) return word();
        constexpr std::string_view kMarks = ",/();:+*!-";
        if (kMarks.find(now()) == std::string_view::npos) return false;
        out_ += now();
        ++at_;
        return true;
    }

    bool number() {
        auto const start = at_++;
        while (is_digit(now()) || now() == '.') ++at_;
        bool const has_exponent = (now() == 'e' || now() == 'E') && (is_digit(next()) || ((next() == '-' || next() == '+') && at_ + 2 < in_.size() && is_digit(in_[at_ + 2])));
        if (has_exponent) {
            at_ += 2;
            while (is_digit(now())) ++at_;
        }
        auto const unit = at_;
        if (now() == '%') {
            ++at_;
        } else {
            while (is_letter(now())) ++at_;
            if (at_ > unit && !is_unit(in_.substr(unit, at_ - unit))) return false;
        }
        out_ += in_.substr(start, at_ - start);
        return true;
    }

    bool colour() {
        auto const start = at_++;
        while (is_hex(now())) ++at_;
        auto const digits = at_ - start - 1;
        if (is_name(now()) || (digits != 3 && digits != 4 && digits != 6 && digits != 8)) return false;
        out_ += in_.substr(start, at_ - start);
        return true;
    }

    bool word() {
        auto const start = at_;
        while (is_name(now())) ++at_;
        auto const word = in_.substr(start, at_ - start);
        if (now() != '(') {
            if (!is_known_word(word)) return false;
            out_ += word;
            return true;
        }
        if (word == "url" || word == "URL") return reference();
        if (!is_known_function(word)) return false;
        out_ += word;
        return true;
    }

    // Only to a part of the same picture.
    bool reference() {
        auto const end = in_.find(')', at_);
        if (end == std::string_view::npos) return false;
        auto const target = unquoted(in_.substr(at_ + 1, end - at_ - 1));
        if (target.size() < 2 || target.front() != '#' || target.find_first_of("()\"' ") != std::string_view::npos) return false;
        out_ += "url(" + std::string(target) + ")";
        at_ = end + 1;
        return true;
    }

    std::string_view in_;
    std::string out_;
    std::size_t at_ = 0;
};

std::string without_comments(std::string_view text) {
    std::string out;
    for (;;) {
        auto const start = text.find("/*");
        out += text.substr(0, start);
        if (start == std::string_view::npos) return out;
        auto const end = text.find("*/", start + 2);
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 2);
    }
}

std::optional<Selector> clean_selector(std::string_view text) {
    Selector selector;
    text = trimmed(text);
    for (std::size_t at = 0; at < text.size();) {
        char const c = text[at];
        if (is_space(c) || c == '>' || c == '+' || c == '~') {
            char combinator = ' ';
            for (; at < text.size() && (is_space(text[at]) || text[at] == '>' || text[at] == '+' || text[at] == '~'); ++at)
                if (!is_space(text[at])) combinator = text[at];
            selector.push_back({'c', std::string(1, combinator)});
            continue;
        }
        if (c == '*') {
            selector.push_back({'t', "*"});
            ++at;
            continue;
        }
        bool const is_marked = c == '#' || c == '.';
        auto const start = is_marked ? at + 1 : at;
        at = start;
        while (at < text.size() && is_name(text[at])) ++at;
        auto const name = text.substr(start, at - start);
        if (name.empty() || (!is_marked && find_element(name) == nullptr)) return std::nullopt;
        selector.push_back({is_marked ? c : 't', std::string(name)});
    }
    if (selector.empty()) return std::nullopt;
    return selector;
}

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const end = text.find(mark);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<std::string> clean_style(std::string_view value) { return Cleaner(value).clean(); }

std::optional<std::string> clean_fonts(std::string_view value) {
    std::string out;
    for (auto const part : split(value, ',')) {
        auto const font = usual_font(unquoted(part));
        auto const word = trimmed(part);
        if (font.empty() && word != "inherit") continue;
        if (!out.empty()) out += ',';
        bool const has_space = font.find(' ') != std::string_view::npos;
        out += has_space ? "'" + std::string(font) + "'" : std::string(font.empty() ? word : font);
    }
    if (out.empty()) return std::nullopt;
    return out;
}

std::optional<std::string> clean_path(std::string_view value) {
    constexpr std::string_view kKnown = "MmZzLlHhVvCcSsQqTtAaEe0123456789+-., ";
    std::string out;
    for (char const c : trimmed(value)) {
        char const plain = is_space(c) ? ' ' : c;
        if (kKnown.find(plain) == std::string_view::npos) return std::nullopt;
        if (plain != ' ' || out.empty() || out.back() != ' ') out += plain;
    }
    return out;
}

std::optional<std::string> clean_times(std::string_view value) {
    std::string out;
    for (auto const part : split(value, ';')) {
        auto const time = trimmed(part);
        auto const dot = time.find('.');
        bool const is_clock = !time.empty() && (is_digit(time.front()) || time.front() == '+' || time.front() == '-' || time == "indefinite");
        if (is_clock) {
            if (!clean_style(time)) return std::nullopt;
        } else {
            if (dot == std::string_view::npos || !std::all_of(time.begin(), time.begin() + static_cast<std::ptrdiff_t>(dot), is_name)) return std::nullopt;
            auto const event = time.substr(dot + 1);
            auto const shift = event.find_first_of("+- ");
            auto const name = event.substr(0, shift);
            constexpr std::string_view kEvents[] = {"begin", "end", "click", "mouseover", "mouseout", "focus", "activate"};
            if (std::find(std::begin(kEvents), std::end(kEvents), name) == std::end(kEvents)) return std::nullopt;
            if (shift != std::string_view::npos && !clean_style(trimmed(event.substr(shift)))) return std::nullopt;
        }
        if (!out.empty()) out += ';';
        out += time;
    }
    return out;
}

std::string renamed_style(std::string_view value, Renames const& rename) {
    std::string out;
    for (;;) {
        auto const start = value.find("url(#");
        out += value.substr(0, start);
        if (start == std::string_view::npos) return out;
        auto const end = value.find(')', start);
        auto const name = rename(value.substr(start + 5, end - start - 5));
        out += name.empty() ? "none" : "url(#" + name + ")";
        value.remove_prefix(end + 1);
    }
}

std::string renamed_times(std::string_view value, Renames const& rename) {
    std::string out;
    for (auto const time : split(value, ';')) {
        if (!out.empty()) out += ';';
        bool const is_event = !time.empty() && !is_digit(time.front()) && time.front() != '+' && time.front() != '-' && time != "indefinite";
        auto const dot = time.find('.');
        if (!is_event || dot == std::string_view::npos) {
            out += time;
            continue;
        }
        auto const name = rename(time.substr(0, dot));
        out += name.empty() ? "indefinite" : name + std::string(time.substr(dot));
    }
    return out;
}

std::vector<Declaration> clean_declarations(std::string_view text, std::vector<Dropped>& dropped) {
    std::vector<Declaration> declarations;
    for (auto const part : split(text, ';')) {
        auto const declaration = trimmed(part);
        if (declaration.empty()) continue;
        auto const colon = declaration.find(':');
        auto const name = trimmed(declaration.substr(0, colon));
        auto const value = colon == std::string_view::npos ? std::string_view{} : declaration.substr(colon + 1);
        auto const* const property = find_property(name);
        auto clean = property == nullptr ? std::nullopt : property->name == "font-family" ? clean_fonts(value) : clean_style(value);
        if (clean && !clean->empty()) declarations.push_back({property->name.view(), std::move(*clean)});
        else dropped.push_back({std::string(name), std::string(trimmed(value))});
    }
    return declarations;
}

std::vector<StyleRule> clean_sheet(std::string_view text, std::vector<Dropped>& dropped) {
    auto const plain = without_comments(text);
    if (plain.size() != text.size()) dropped.push_back({"comment", {}});
    std::vector<StyleRule> rules;
    std::string_view rest = plain;
    for (;;) {
        rest = trimmed(rest);
        if (rest.starts_with("<!--")) rest.remove_prefix(4);
        if (rest.starts_with("-->")) rest.remove_prefix(3);
        rest = trimmed(rest);
        if (rest.empty()) return rules;
        auto const open = rest.find('{');
        if (rest.front() == '@') {
            auto const semicolon = rest.find(';');
            auto end = semicolon;
            if (open != std::string_view::npos && open < semicolon) {
                int depth = 0;
                for (end = open; end < rest.size(); ++end) {
                    depth += rest[end] == '{' ? 1 : rest[end] == '}' ? -1 : 0;
                    if (depth == 0) break;
                }
            }
            dropped.push_back({std::string(rest.substr(0, rest.find_first_of(" {;\"("))), std::string(rest.substr(0, std::min<std::size_t>(end, 200)))});
            if (end >= rest.size()) return rules;
            rest.remove_prefix(end + 1);
            continue;
        }
        auto const close = rest.find('}');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
            dropped.push_back({"style", std::string(rest)});
            return rules;
        }
        StyleRule rule;
        for (auto const part : split(rest.substr(0, open), ',')) {
            auto selector = clean_selector(part);
            if (selector) rule.selectors.push_back(std::move(*selector));
            else dropped.push_back({"selector", std::string(trimmed(part))});
        }
        rule.declarations = clean_declarations(rest.substr(open + 1, close - open - 1), dropped);
        if (!rule.selectors.empty() && !rule.declarations.empty()) rules.push_back(std::move(rule));
        rest.remove_prefix(close + 1);
    }
}

}  // namespace scrub::engine::svg
