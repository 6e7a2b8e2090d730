// Internal general entities (XML 1.0, 4.2.1). Nothing is ever loaded, and parameter entities are refused.
#include "format/svg_entities.hpp"

#include <map>

namespace scrub::engine::svg {
namespace {

using Entities = std::map<std::string, std::string, std::less<>>;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Where the DOCTYPE starts, or npos: behind the declaration, comments and instructions, before the root.
std::size_t doctype_start(std::string_view in) {
    std::size_t at = in.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (;;) {
        while (at < in.size() && is_space(in[at])) ++at;
        auto const rest = in.substr(at);
        if (rest.starts_with("<!DOCTYPE")) return at;
        auto const end = rest.starts_with("<!--") ? rest.find("-->") : rest.starts_with("<?") ? rest.find("?>") : std::string_view::npos;
        if (end == std::string_view::npos) return end;
        at += end;
        at = in.find('>', at) + 1;
    }
}

class Subset {
public:
    Subset(std::string_view in, std::size_t at) : in_(in), at_(at + std::string_view("<!DOCTYPE").size()) {}

    // Reads up to the end of the DOCTYPE.
    Result<std::size_t> read(Entities& entities, Budget& budget) {
        bool is_inside = false;
        while (at_ < in_.size()) {
            char const c = in_[at_];
            if (c == '"' || c == '\'') {
                TRY(quoted());
            } else if (in_.substr(at_).starts_with("<!--")) {
                at_ = in_.find("-->", at_);
                if (at_ == std::string_view::npos) break;
                at_ += 3;
            } else if (in_.substr(at_).starts_with("<!ENTITY")) {
                TRY(budget.part());
                TRY(entity(entities));
            } else if (c == '%') {
                return fail(Errc::unsupported, "SVG with a DOCTYPE of an unusual form", at_);
            } else if (c == '>' && !is_inside) {
                return at_ + 1;
            } else if (c == '<') {
                at_ = in_.find('>', at_);
            } else {
                if (c == '[') is_inside = true;
                if (c == ']') is_inside = false;
                ++at_;
            }
        }
        return fail(Errc::malformed, "DOCTYPE without an end");
    }

private:
    void skip_space() {
        while (at_ < in_.size() && is_space(in_[at_])) ++at_;
    }
    Result<std::string_view> quoted() {
        auto const end = at_ < in_.size() ? in_.find(in_[at_], at_ + 1) : std::string_view::npos;
        if (end == std::string_view::npos || (in_[at_] != '"' && in_[at_] != '\'')) return fail(Errc::malformed, "entity without an end", at_);
        auto const value = in_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return value;
    }
    Result<void> entity(Entities& entities) {
        at_ += 8;
        skip_space();
        auto const start = at_;
        while (at_ < in_.size() && !is_space(in_[at_]) && in_[at_] != '"' && in_[at_] != '\'') ++at_;
        auto const name = in_.substr(start, at_ - start);
        skip_space();
        bool const is_internal = at_ < in_.size() && (in_[at_] == '"' || in_[at_] == '\'');
        if (name == "%" || !is_internal) return fail(Errc::unsupported, "SVG with entities from elsewhere", start);
        entities.try_emplace(std::string(name), TRY(quoted()));
        at_ = in_.find('>', at_);
        if (at_ == std::string_view::npos) return fail(Errc::malformed, "entity without an end");
        ++at_;
        return {};
    }

    std::string_view in_;
    std::size_t at_;
};

Result<void> expand(std::string_view in, Entities const& entities, unsigned depth, Budget& budget, std::string& out) {
    constexpr unsigned kMaxDepth = 8;
    if (depth > kMaxDepth) return fail(Errc::over_budget, "entities nested too deep");
    for (;;) {
        auto const start = in.find('&');
        out += in.substr(0, start);
        if (start == std::string_view::npos) return {};
        in.remove_prefix(start);
        auto const end = in.substr(0, 64).find(';');
        auto const known = end == std::string_view::npos ? entities.end() : entities.find(in.substr(1, end - 1));
        if (known == entities.end()) {
            out += '&';
            in.remove_prefix(1);
            continue;
        }
        TRY(budget.inflated(known->second.size()));
        TRY(budget.xml_nodes());
        TRY(expand(known->second, entities, depth + 1, budget, out));
        in.remove_prefix(end + 1);
    }
}

}  // namespace

Result<std::size_t> expand_entities(std::string_view in, Budget& budget, std::string& expanded) {
    auto const start = doctype_start(in);
    if (start == std::string_view::npos) return std::size_t{0};
    Entities entities;
    auto const end = TRY(Subset(in, start).read(entities, budget));
    expanded = in.substr(0, start);
    TRY(expand(in.substr(end), entities, 0, budget, expanded));
    return end - start;
}

}  // namespace scrub::engine::svg
