// Instructions of content streams.
#include "format/pdf/content.hpp"

#include <algorithm>
#include <unordered_map>

namespace scrub::engine::pdf {
namespace {

constexpr std::size_t kMaxOperands = 64;  // DeviceN has at most 32 colours

// Table A.1, in the order of Op.
constexpr OpRow kOps[] = {
    {"q", Op::save, ""}, {"Q", Op::restore, ""}, {"cm", Op::concat, "nnnnnn"}, {"w", Op::line_width, "n"}, {"J", Op::line_cap, "n"},
    {"j", Op::line_join, "n"}, {"M", Op::miter_limit, "n"}, {"d", Op::dash, "an"}, {"ri", Op::intent, "N"}, {"i", Op::flatness, "n"}, {"gs", Op::ext_state, "N"},
    {"m", Op::move, "nn"}, {"l", Op::line, "nn"}, {"c", Op::curve, "nnnnnn"}, {"v", Op::curve_v, "nnnn"}, {"y", Op::curve_y, "nnnn"}, {"h", Op::close, ""}, {"re", Op::rectangle, "nnnn"},
    {"S", Op::stroke, ""}, {"s", Op::close_stroke, ""}, {"f", Op::fill, ""}, {"f*", Op::fill_even_odd, ""}, {"B", Op::fill_stroke, ""}, {"B*", Op::fill_stroke_even_odd, ""},
    {"b", Op::close_fill_stroke, ""}, {"b*", Op::close_fill_stroke_even_odd, ""}, {"n", Op::end_path, ""}, {"W", Op::clip, ""}, {"W*", Op::clip_even_odd, ""},
    {"BT", Op::begin_text, ""}, {"ET", Op::end_text, ""}, {"Tc", Op::char_space, "n"}, {"Tw", Op::word_space, "n"}, {"Tz", Op::scale, "n"}, {"TL", Op::leading, "n"},
    {"Tf", Op::font, "Nn"}, {"Tr", Op::render_mode, "n"}, {"Ts", Op::rise, "n"}, {"Td", Op::next_line, "nn"}, {"TD", Op::next_line_leading, "nn"}, {"Tm", Op::text_matrix, "nnnnnn"},
    {"T*", Op::next, ""}, {"Tj", Op::show, "s"}, {"TJ", Op::show_array, "a"}, {"'", Op::show_line, "s"}, {"\"", Op::show_line_spaced, "nns"},
    {"d0", Op::glyph_width, "nn"}, {"d1", Op::glyph_box, "nnnnnn"},
    {"CS", Op::stroke_space, "N"}, {"cs", Op::fill_space, "N"}, {"SC", Op::stroke_colour, "*"}, {"SCN", Op::stroke_colour_n, "*"}, {"sc", Op::fill_colour, "*"}, {"scn", Op::fill_colour_n, "*"},
    {"G", Op::stroke_grey, "n"}, {"g", Op::fill_grey, "n"}, {"RG", Op::stroke_rgb, "nnn"}, {"rg", Op::fill_rgb, "nnn"}, {"K", Op::stroke_cmyk, "nnnn"}, {"k", Op::fill_cmyk, "nnnn"},
    {"sh", Op::shading, "N"}, {"BI", Op::inline_image, ""}, {"Do", Op::object, "N"},
    {"MP", Op::mark_point, "N"}, {"DP", Op::mark_point_list, "Nd"}, {"BMC", Op::begin_mark, "N"}, {"BDC", Op::begin_mark_list, "Nd"}, {"EMC", Op::end_mark, ""},
    {"BX", Op::begin_compat, ""}, {"EX", Op::end_compat, ""},
    {"", Op::unknown, ""},
};

static_assert([] {
    for (std::size_t i = 0; i < std::size(kOps); ++i)
        if (static_cast<std::size_t>(kOps[i].op) != i) return false;
    return true;
}(), "kOps stands in the order of Op");

OpRow const* find_op(std::string_view keyword) {
    static std::unordered_map<std::string_view, OpRow const*> const kByName = [] {
        std::unordered_map<std::string_view, OpRow const*> map;
        for (auto const& row : kOps)
            if (row.op != Op::unknown) map.emplace(row.name.view(), &row);
        map.emplace("F", &kOps[static_cast<std::size_t>(Op::fill)]);
        return map;
    }();
    auto const found = kByName.find(keyword);
    return found == kByName.end() ? nullptr : found->second;
}

bool fits(char kind, Value const& value) {
    switch (kind) {
        case 'n': return value.is_number();
        case 's': return value.is(Type::string);
        case 'a': return value.is(Type::array);
        case 'N': return value.is(Type::name);
        case 'd': return value.is(Type::name) || value.is(Type::dict);
        default: return false;
    }
}

// Abbreviations in inline pictures (tables 93 and 94).
constexpr std::pair<std::string_view, std::string_view> kInlineKeys[] = {
    {"BPC", "BitsPerComponent"}, {"CS", "ColorSpace"}, {"D", "Decode"}, {"DP", "DecodeParms"}, {"F", "Filter"},
    {"H", "Height"}, {"I", "Interpolate"}, {"IM", "ImageMask"}, {"L", "Length"}, {"W", "Width"},
};

std::string_view long_key(std::string_view key) {
    for (auto const& [brief, full] : kInlineKeys)
        if (key == brief) return full;
    return key;
}

// The length of data that is not compressed; 0 when it is not known.
std::uint64_t raw_length(Dict const& dict) {
    auto const* const filter = dict.find("Filter");
    if (filter != nullptr && !filter->is_null() && !(filter->is(Type::array) && filter->items->empty())) return 0;
    auto const number = [&](std::string_view key) {
        auto const* const value = dict.find(key);
        return value == nullptr ? std::int64_t{0} : value->whole();
    };
    auto const width = number("Width"), height = number("Height");
    auto const* const mask = dict.find("ImageMask");
    bool const is_mask = mask != nullptr && mask->is_true();
    auto const bits = is_mask ? 1 : number("BitsPerComponent");
    std::int64_t colours = 1;
    if (auto const* const space = dict.find("ColorSpace"); space != nullptr && !is_mask) {
        auto const name = space->name();
        if (name == "RGB" || name == "DeviceRGB") colours = 3;
        else if (name == "CMYK" || name == "DeviceCMYK") colours = 4;
        else if (name == "G" || name == "DeviceGray" || space->is(Type::array)) colours = 1;
        else return 0;
    }
    if (width <= 0 || height <= 0 || bits <= 0 || bits > 16 || width > 1 << 24 || height > 1 << 24) return 0;
    return static_cast<std::uint64_t>((width * bits * colours + 7) / 8 * height);
}

// What follows looks like content again: "EI", white space, and then some text without odd bytes.
bool is_end_of_image(Bytes in, std::size_t at) {
    if (at + 2 > in.size() || in[at] != 'E' || in[at + 1] != 'I') return false;
    if (at > 0 && !is_white(in[at - 1])) return false;
    if (at + 2 < in.size() && !is_white(in[at + 2])) return false;
    for (auto const c : head(after(in, at + 2), 16))
        if (c > 126 || (c < 32 && !is_white(c))) return false;
    return true;
}

}  // namespace

OpRow const& row_of(Op op) { return kOps[static_cast<std::size_t>(op)]; }

bool ContentParser::fit_operands(OpRow const& row, Instruction& instruction) {
    auto const wanted = row.operands.size();
    std::span<Value const> const given = operands_;
    if (row.operands == "*") {
        for (std::size_t i = 0; i < given.size(); ++i)
            if (!given[i].is_number() && !(given[i].is(Type::name) && i + 1 == given.size())) return false;
        instruction.operands = given;
        return true;
    }
    if (given.size() < wanted) return false;
    auto const last = given.last(wanted);  // more than needed: the last count
    for (std::size_t i = 0; i < wanted; ++i)
        if (!fits(row.operands[i], last[i])) return false;
    if (given.size() > wanted) ++waste_.wrong_operands;
    instruction.operands = last;
    return true;
}

Result<bool> ContentParser::next(Instruction& instruction) {
    operands_.clear();
    for (;;) {
        auto const token = lexer_.next();
        if (operands_.empty()) instruction.begin = token.begin;
        switch (token.type) {
            case TokenType::end: return false;
            case TokenType::array_close:
            case TokenType::dict_close: continue;
            case TokenType::keyword: break;
            case TokenType::integer:
            case TokenType::real:
            case TokenType::name:
            case TokenType::string:
            case TokenType::array_open:
            case TokenType::dict_open: {
                auto const value = parse_object(lexer_, token, References::none);
                if (operands_.size() == kMaxOperands) operands_.erase(operands_.begin());
                operands_.push_back(value ? *value : Value{});
                continue;
            }
        }
        if (token.text == "true" || token.text == "false" || token.text == "null") {
            operands_.emplace_back();
            continue;
        }
        instruction.end = lexer_.at();
        instruction.index = count_++;
        instruction.keyword = token.text;
        auto const* const row = find_op(token.text);
        if (row == nullptr) {
            ++waste_.unknown_operators;
            waste_.bytes += instruction.end - instruction.begin;
            operands_.clear();
            continue;
        }
        instruction.op = row->op;
        if (row->op == Op::inline_image) {
            if (TRY(read_inline_image(instruction))) return true;
            operands_.clear();
            continue;
        }
        if (fit_operands(*row, instruction)) return true;
        ++waste_.wrong_operands;
        waste_.bytes += instruction.end - instruction.begin;
        operands_.clear();
    }
}

Result<bool> ContentParser::read_inline_image(Instruction& instruction) {
    Dict dict;
    for (;;) {
        auto const key = lexer_.next();
        if (key.type == TokenType::end) return false;
        if (key.type == TokenType::keyword && key.text == "ID") break;
        if (key.type == TokenType::keyword && key.text == "EI") return false;
        if (key.type != TokenType::name) continue;
        auto const value = parse_object(lexer_, lexer_.next(), References::none);
        dict.list.push_back({long_key(key.text), value ? *value : Value{}});
    }
    auto const in = lexer_.in();
    auto start = lexer_.at();
    if (start < in.size() && is_white(in[start])) ++start;
    auto const known = raw_length(dict);
    std::size_t end = in.size();
    auto from = start;
    if (known > 0 && known <= in.size() - start) from = start + static_cast<std::size_t>(known);
    for (auto at = from; at < in.size(); ++at) {
        auto const found = text(in).find("EI", at);
        if (found == std::string_view::npos) break;
        if (is_end_of_image(in, found) || (known > 0 && found == from)) {
            end = found;
            break;
        }
        at = found;
    }
    auto data = in.subspan(start, end - start);
    lexer_.seek(end + 2);
    instruction.end = lexer_.at();
    if (known > 0 && data.size() > known) {
        auto const extra = after(data, static_cast<std::size_t>(known));
        if (std::any_of(extra.begin(), extra.end(), [](std::uint8_t c) { return !is_white(c); })) {
            ++waste_.inline_extras;
            waste_.bytes += extra.size();
        }
        data = data.first(static_cast<std::size_t>(known));
    }
    instruction.image.type = Type::stream;
    instruction.image.text = text(data);
    instruction.image.entries = lexer_.arena().keep(std::move(dict));
    return true;
}

}  // namespace scrub::engine::pdf
