// Writes JSON (RFC 8259). Strings go through escaped() first, so that the text is fit for a terminal too.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <scrub/report.hpp>

namespace scrub {

class Json {
public:
    /// Begins and ends an object or array. `is_spread` puts each member on a line of its own.
    Json& open(char bracket, bool is_spread = false) {
        element();
        out_ += bracket;
        levels_ += is_spread ? 'S' : 'c';
        is_first_ = true;
        return *this;
    }
    Json& close(char bracket) {
        bool const is_spread = levels_.back() == 'S';
        levels_.pop_back();
        if (is_spread && !is_first_) new_line();
        out_ += bracket;
        is_first_ = false;
        return *this;
    }
    Json& key(std::string_view name) {
        element();
        quote(name);
        out_ += ": ";
        has_key_ = true;
        return *this;
    }
    Json& value(std::string_view untrusted_text) {
        element();
        quote(untrusted_text);
        return *this;
    }
    template <std::unsigned_integral Number>
        requires(!std::same_as<Number, bool>)
    Json& value(Number number) {
        element();
        out_ += std::to_string(number);
        return *this;
    }
    Json& value(std::same_as<bool> auto is_true) {
        element();
        out_ += is_true ? "true" : "false";
        return *this;
    }
    Json& value(char const* text) { return value(std::string_view(text)); }

    template <class T>
    Json& member(std::string_view name, T const& item) {
        return key(name).value(item);
    }

    std::string take() { return std::move(out_); }

private:
    void element() {
        if (has_key_) {
            has_key_ = false;
            return;
        }
        if (levels_.empty()) return;
        if (!is_first_) out_ += levels_.back() == 'S' ? "," : ", ";
        is_first_ = false;
        if (levels_.back() == 'S') new_line();
    }
    void new_line() { out_.append(1, '\n').append(2 * levels_.size(), ' '); }

    void quote(std::string_view untrusted_text) {
        out_ += '"';
        for (char const c : escaped(untrusted_text)) {
            if (c == '"' || c == '\\') out_ += '\\';
            out_ += c;
        }
        out_ += '"';
    }

    std::string out_;
    std::string levels_;  // S: spread over lines, c: compact
    bool is_first_ = true;
    bool has_key_ = false;
};

}  // namespace scrub
