// Content streams (ISO 32000-1, 7.8.2 and annex A): instructions read by a lexer of our own under a cap, and the
// graphics state that they build up.
#pragma once

#include <array>

#include "core/budget.hpp"
#include "format/pdf/lexer.hpp"

namespace scrub::engine::pdf {

enum class Op : std::uint8_t {
    // state
    save, restore, concat, line_width, line_cap, line_join, miter_limit, dash, intent, flatness, ext_state,
    // paths
    move, line, curve, curve_v, curve_y, close, rectangle,
    stroke, close_stroke, fill, fill_even_odd, fill_stroke, fill_stroke_even_odd, close_fill_stroke, close_fill_stroke_even_odd, end_path,
    clip, clip_even_odd,
    // text
    begin_text, end_text, char_space, word_space, scale, leading, font, render_mode, rise,
    next_line, next_line_leading, text_matrix, next, show, show_array, show_line, show_line_spaced,
    // glyphs of Type 3 fonts
    glyph_width, glyph_box,
    // colours
    stroke_space, fill_space, stroke_colour, stroke_colour_n, fill_colour, fill_colour_n,
    stroke_grey, fill_grey, stroke_rgb, fill_rgb, stroke_cmyk, fill_cmyk,
    // objects
    shading, inline_image, object,
    // marks
    mark_point, mark_point_list, begin_mark, begin_mark_list, end_mark, begin_compat, end_compat,
    unknown,
};

struct OpRow {
    Literal name;
    Op op;
    std::string_view operands;  ///< n number, s string, a array, N name, d dictionary or name; * any colour operands
};

OpRow const& row_of(Op op);

struct Instruction {
    Op op = Op::unknown;
    std::span<Value const> operands{};   ///< as many as the row says, of the right types; for colours any number
    Value image{};                       ///< of an inline picture: a stream with its dictionary
    std::string_view keyword{};
    std::size_t begin = 0, end = 0;      ///< in the content
    std::uint64_t index = 0;             ///< counts all instructions of the content
};

/// What had no meaning and was left out.
struct ContentWaste {
    std::uint64_t unknown_operators = 0, wrong_operands = 0, inline_extras = 0;
    std::uint64_t bytes = 0;
};

class ContentParser {
public:
    /// `content` must stay while instructions are used.
    ContentParser(Bytes content, Arena& arena, Budget& budget) : lexer_(content, arena), budget_(budget) {}

    /// The next instruction that makes sense; false at the end.
    Result<bool> next(Instruction& instruction);
    ContentWaste const& waste() const noexcept { return waste_; }
    std::uint64_t comments() const noexcept { return lexer_.comments(); }
    std::uint64_t comment_bytes() const noexcept { return lexer_.comment_bytes(); }

private:
    bool fit_operands(OpRow const& row, Instruction& instruction);
    Result<bool> read_inline_image(Instruction& instruction);

    Lexer lexer_;
    Budget& budget_;
    std::vector<Value> operands_;
    ContentWaste waste_;
    std::uint64_t count_ = 0;
    std::uint64_t charged_ = 0;
};

struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
    /// First this one, then `then`.
    Matrix times(Matrix const& then) const noexcept {
        return {a * then.a + b * then.c, a * then.b + b * then.d, c * then.a + d * then.c, c * then.b + d * then.d, e * then.a + f * then.c + then.e, e * then.b + f * then.d + then.f};
    }
    double determinant() const noexcept { return a * d - b * c; }
    static Matrix of(std::span<Value const> six) noexcept {
        return {six[0].number(), six[1].number(), six[2].number(), six[3].number(), six[4].number(), six[5].number()};
    }
};

/// An upright box; empty when its low edge lies above its high edge.
struct Box {
    double x0 = 1e30, y0 = 1e30, x1 = -1e30, y1 = -1e30;
    static Box everything() noexcept { return {-1e30, -1e30, 1e30, 1e30}; }
    bool is_empty() const noexcept { return x0 > x1 || y0 > y1; }
    void add(double x, double y) noexcept {
        x0 = x < x0 ? x : x0;
        y0 = y < y0 ? y : y0;
        x1 = x > x1 ? x : x1;
        y1 = y > y1 ? y : y1;
    }
    void add(Box const& other) noexcept {
        if (other.is_empty()) return;
        add(other.x0, other.y0);
        add(other.x1, other.y1);
    }
    Box grown(double by) const noexcept { return {x0 - by, y0 - by, x1 + by, y1 + by}; }
    Box cut(Box const& other) const noexcept {
        return {x0 > other.x0 ? x0 : other.x0, y0 > other.y0 ? y0 : other.y0, x1 < other.x1 ? x1 : other.x1, y1 < other.y1 ? y1 : other.y1};
    }
    bool meets(Box const& other) const noexcept { return !cut(other).is_empty(); }
    /// The box around this one, turned by a matrix.
    Box under(Matrix const& m) const noexcept {
        if (is_empty() || x1 >= 1e29) return *this;
        Box box;
        for (auto const x : {x0, x1})
            for (auto const y : {y0, y1}) box.add(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
        return box;
    }
};

}  // namespace scrub::engine::pdf
