// The rewriting of content streams: state that tells what shows, and a writer that keeps q/Q and text positions in balance.
#include "format/pdf/rewrite.hpp"

#include <algorithm>
#include <cmath>

#include "format/pdf/rules.hpp"

namespace scrub::engine::pdf {

std::size_t UsedResources::use(Category category, std::uint32_t number) {
    auto const c = static_cast<std::size_t>(category);
    auto const [entry, is_new] = known_[c].emplace(number, numbers_[c].size());
    if (is_new) numbers_[c].push_back(number);
    return entry->second;
}

bool UsedResources::empty() const noexcept {
    return std::all_of(numbers_.begin(), numbers_.end(), [](auto const& list) { return list.empty(); });
}

namespace {

constexpr std::size_t kMaxStates = 2000;
constexpr double kTinyPoints = 1.0;           // smaller than this nobody reads on a page
constexpr std::size_t kInlineBytes = 4096;    // larger inline pictures become objects
constexpr double kFaint = 0.5;                // opacity from which on things cover others

constexpr Literal kCategoryNames[kCategories] = {"ColorSpace", "ExtGState", "Font", "Pattern", "Shading", "XObject"};
constexpr Literal kPrefixes[kCategories] = {"C", "G", "F", "P", "S", "X"};

struct Paint {
    double alpha = 1;
    std::optional<Colour> colour = Colour{};
    bool is_tint = false, is_plain = true;  // of its colour space: one ink from none to black; as many parts as it says
};

struct State {
    Matrix ctm;
    Box clip = Box::everything();
    bool clips_to_box = true;   // and to nothing less
    bool is_masked = false, is_blended = false;
    double line_width = 1;
    Paint fill, stroke;
    FontInfo* font = nullptr;
    double size = 0, char_space = 0, word_space = 0, scale = 1, leading = 0, rise = 0;
    int mode = 0;
};

struct Segment {
    Op op;
    std::array<double, 6> at{};
    std::size_t count = 0;
};

class Rewriter {
public:
    Rewriter(ContentJob const& job, Document& document, Layers const& layers, ContentHost& host, Gate& gate)
        : job_(job), document_(document), layers_(layers), host_(host), gate_(gate), parser_(job.content, arena_, document.budget()), out_(document.budget()) {
        state_.clip = job.visible;
    }

    Result<Rewritten> run() {
        Instruction instruction;
        while (TRY(parser_.next(instruction))) {
            index_ = instruction.index;
            size_ = instruction.end - instruction.begin;
            TRY(take(instruction));
        }
        if (in_text_) out_.word("ET");
        for (; !stack_.empty(); stack_.pop_back()) out_.word("Q");
        TRY(report());
        result_.content = out_.take();
        return std::move(result_);
    }

private:
    struct Run {
        double advance = 0;
        std::string text;
        Box box;
        Matrix start;
        std::vector<PaintLog::Glyph> glyphs;
    };

    // --- dispatch ---
    Result<void> take(Instruction const& in) {
        auto const n = in.operands;
        switch (in.op) {
            case Op::save: return save();
            case Op::restore: return restore();
            case Op::concat:
                state_.ctm = Matrix::of(n).times(state_.ctm);
                return plain(in);
            case Op::line_width:
                state_.line_width = n[0].number();
                return plain(in);
            case Op::line_cap:
            case Op::line_join:
            case Op::miter_limit:
            case Op::flatness: return plain(in);
            case Op::dash: return dash(in);
            case Op::intent: return intent(in);
            case Op::ext_state: return ext_state(in);
            case Op::move:
            case Op::line:
            case Op::curve:
            case Op::curve_v:
            case Op::curve_y:
            case Op::close:
            case Op::rectangle: return segment(in);
            case Op::stroke:
            case Op::close_stroke:
            case Op::fill:
            case Op::fill_even_odd:
            case Op::fill_stroke:
            case Op::fill_stroke_even_odd:
            case Op::close_fill_stroke:
            case Op::close_fill_stroke_even_odd:
            case Op::end_path: return paint(in);
            case Op::clip:
            case Op::clip_even_odd:
                pending_clip_ = in.op;
                return {};
            case Op::begin_text:
                if (in_text_) return waste();
                in_text_ = true;
                text_matrix_ = line_matrix_ = {};
                pending_shift_ = 0;
                return plain(in);
            case Op::end_text:
                if (!in_text_) return waste();
                in_text_ = false;
                pending_shift_ = 0;
                end_word();
                return plain(in);
            case Op::char_space:
                state_.char_space = n[0].number();
                return plain(in);
            case Op::word_space:
                state_.word_space = n[0].number();
                return plain(in);
            case Op::scale:
                if (n[0].number() != 0) pending_shift_ *= state_.scale / (n[0].number() / 100);
                state_.scale = n[0].number() / 100;
                return plain(in);
            case Op::leading:
                state_.leading = n[0].number();
                return plain(in);
            case Op::font: return font(in);
            case Op::render_mode:
                state_.mode = static_cast<int>(std::clamp<std::int64_t>(n[0].whole(), 0, 7));
                out_.integer(state_.mode).word("Tr");
                return {};
            case Op::rise:
                state_.rise = n[0].number();
                return plain(in);
            case Op::next_line: return next_line(in, n[0].number(), n[1].number());
            case Op::next_line_leading:
                state_.leading = -n[1].number();
                return next_line(in, n[0].number(), n[1].number());
            case Op::text_matrix:
                text_matrix_ = line_matrix_ = Matrix::of(n);
                pending_shift_ = 0;
                end_word();
                return plain(in);
            case Op::next: return next_line(in, 0, -state_.leading);
            case Op::show: return show(n.subspan(0, 1), false, in);
            case Op::show_array: return show(*n[0].items, true, in);
            case Op::show_line: return show_line(in, n.subspan(0, 1));
            case Op::show_line_spaced:
                state_.word_space = n[0].number();
                state_.char_space = n[1].number();
                out_.number(state_.word_space).word("Tw").number(state_.char_space).word("Tc");
                return show_line(in, n.subspan(2, 1));
            case Op::glyph_width:
            case Op::glyph_box: return job_.is_page ? waste() : plain(in);
            case Op::stroke_space:
            case Op::fill_space: return colour_space(in);
            case Op::stroke_colour:
            case Op::stroke_colour_n:
            case Op::fill_colour:
            case Op::fill_colour_n: return colour(in);
            case Op::stroke_grey:
            case Op::fill_grey:
            case Op::stroke_rgb:
            case Op::fill_rgb:
            case Op::stroke_cmyk:
            case Op::fill_cmyk: {
                auto& paint = in.op == Op::stroke_grey || in.op == Op::stroke_rgb || in.op == Op::stroke_cmyk ? state_.stroke : state_.fill;
                paint.is_plain = true;
                paint.is_tint = false;
                paint.colour = colour_of(n);
                return plain(in);
            }
            case Op::shading: return shading(in);
            case Op::inline_image: return inline_image(in);
            case Op::object: return object(in);
            case Op::mark_point:
                ++marks_;
                return {};
            case Op::mark_point_list:
                ++marks_;
                return mark_properties(in.operands[1]);
            case Op::begin_mark: return begin_mark(in, false);
            case Op::begin_mark_list: return begin_mark(in, true);
            case Op::end_mark: return end_mark();
            case Op::begin_compat:
            case Op::end_compat:
            case Op::unknown: return waste();
        }
        return {};
    }

    Result<void> plain(Instruction const& in) {
        for (auto const& operand : in.operands) out_.number(operand.number());
        out_.word(row_of(in.op).name);
        return {};
    }
    Result<void> waste() {
        ++waste_;
        return {};
    }
    bool is_layer_hidden() const { return hidden_marks_ > 0; }
    /// Content that a survey has condemned.
    Edits::Edit const* edit() const {
        for (auto const* const edits : {job_.stamps, job_.edits}) {
            if (edits == nullptr) continue;
            auto const found = edits->by_index.find(index_);
            if (found != edits->by_index.end()) return &found->second;
        }
        return nullptr;
    }
    /// Shows a hidden thing to the gate; true when it goes.
    Result<bool> goes(Rule const& rule) {
        auto const* const condemned = edit();
        auto const action = TRY(gate_.judge(rule, size_, {{}, condemned != nullptr && condemned->rule == &rule ? std::string_view(condemned->text) : std::string_view{}}));
        return action != Action::kept;
    }

    // --- state ---
    Result<void> save() {
        if (stack_.size() >= kMaxStates) return fail(Errc::over_budget, "graphics states nested too deep");
        stack_.push_back(state_);
        out_.word("q");
        return {};
    }
    Result<void> restore() {
        if (stack_.empty()) return waste();
        state_ = stack_.back();
        stack_.pop_back();
        out_.word("Q");
        return {};
    }
    Result<void> dash(Instruction const& in) {
        out_.open_array();
        for (auto const& item : *in.operands[0].items) out_.number(item.number());
        out_.close_array().number(in.operands[1].number()).word("d");
        return {};
    }
    Result<void> intent(Instruction const& in) {
        constexpr Literal kIntents[] = {"AbsoluteColorimetric", "Perceptual", "RelativeColorimetric", "Saturation"};
        for (auto const intent : kIntents) {
            if (intent == in.operands[0].text) {
                out_.name(intent).word("ri");
                return {};
            }
        }
        return waste();
    }

    // Resources: the value that a name stands for; null when there is none.
    Value resource(Category category, std::string_view name) {
        auto const group = document_.lookup(job_.resources, kCategoryNames[static_cast<std::size_t>(category)].view());
        return document_.raw(group, name);
    }
    /// Writes the new name of a resource; false, and nothing, when it cannot be kept.
    Result<bool> put_resource(Category category, Value const& raw) {
        auto const number = TRY(host_.resource(category, raw, job_.resources));
        if (number != 0) put_number(category, number);
        return number != 0;
    }
    UsedResources& resources() { return job_.shared != nullptr ? *job_.shared : result_.resources; }
    void put_number(Category category, std::uint32_t number) {
        out_.name(kPrefixes[static_cast<std::size_t>(category)], resources().use(category, number));
    }

    Result<void> ext_state(Instruction const& in) {
        auto const name = in.operands[0].text;
        auto const raw = resource(Category::ext_state, name);
        auto const dict = document_.resolve(raw);
        if (!dict.is_dict()) return waste();
        if (auto const alpha = document_.lookup(dict, "ca"); alpha.is_number()) state_.fill.alpha = alpha.number();
        if (auto const alpha = document_.lookup(dict, "CA"); alpha.is_number()) state_.stroke.alpha = alpha.number();
        if (auto const width = document_.lookup(dict, "LW"); width.is_number()) state_.line_width = width.number();
        if (auto const mask = document_.lookup(dict, "SMask"); !mask.is_null()) state_.is_masked = document_.lookup(mask, "G").is(Type::stream);
        if (auto const blend = document_.lookup(dict, "BM"); !blend.is_null()) state_.is_blended = blends(blend);
        if (auto const font = document_.lookup(dict, "Font"); font.is(Type::array) && font.items->size() == 2) {
            state_.font = TRY(host_.font(font.items->front()));
            state_.size = (*font.items)[1].number();
        }
        if (!TRY(put_resource(Category::ext_state, raw))) return waste();
        out_.word("gs");
        return {};
    }

    bool blends(Value const& mode) {
        if (mode.is(Type::array)) {  // the first that a reader knows
            for (auto const& item : *mode.items)
                if (is_blend_mode(document_.resolve(item).name())) return blends(document_.resolve(item));
            return false;
        }
        return is_blend_mode(mode.name()) && !mode.is_name("Normal") && !mode.is_name("Compatible");
    }
    static bool is_blend_mode(std::string_view name) {
        return std::any_of(std::begin(kBlendModes), std::end(kBlendModes), [&](Literal known) { return known == name; });
    }

    // --- paths ---
    Result<void> segment(Instruction const& in) {
        Segment segment{in.op, {}, in.operands.size()};
        for (std::size_t i = 0; i < segment.count; ++i) segment.at[i] = in.operands[i].number();
        auto const add = [&](double x, double y) {
            auto const& m = state_.ctm;
            path_box_.add(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
        };
        auto const& p = segment.at;
        if (in.op == Op::rectangle) {
            for (auto const x : {p[0], p[0] + p[2]})
                for (auto const y : {p[1], p[1] + p[3]}) add(x, y);
        } else {
            for (std::size_t i = 0; i + 1 < segment.count; i += 2) add(p[i], p[i + 1]);
        }
        path_.push_back(segment);
        return {};
    }

    void put_path() {
        for (auto const& segment : path_) {
            for (std::size_t i = 0; i < segment.count; ++i) out_.number(segment.at[i]);
            out_.word(row_of(segment.op).name);
        }
    }

    Result<void> paint(Instruction const& in) {
        auto op = in.op;
        bool const strokes = op == Op::stroke || op == Op::close_stroke || op == Op::fill_stroke || op == Op::fill_stroke_even_odd || op == Op::close_fill_stroke || op == Op::close_fill_stroke_even_odd;
        if (op != Op::end_path && !path_.empty()) {
            constexpr double kMiter = 10;
            auto const reach = strokes ? state_.line_width * std::sqrt(std::fabs(state_.ctm.determinant())) * kMiter + 2 : 1;
            Rule const* rule = nullptr;
            if (is_layer_hidden()) rule = &rule::hidden_layer;
            else if (auto const* const condemned = edit()) rule = condemned->rule;
            else if (!path_box_.grown(reach).meets(job_.visible)) rule = &rule::outside_object;
            if (rule != nullptr && TRY(goes(*rule))) op = Op::end_path;
        }
        if (op != Op::end_path && !path_.empty()) log_path(in.op, strokes);
        if (pending_clip_ != Op::unknown && !path_.empty()) {
            state_.clip = state_.clip.cut(path_box_);
            state_.clips_to_box = state_.clips_to_box && is_path_a_box();
        }
        if (op != Op::end_path || pending_clip_ != Op::unknown) {
            put_path();
            if (pending_clip_ != Op::unknown) out_.word(row_of(pending_clip_).name);
            out_.word(row_of(op).name);
        }
        path_.clear();
        path_box_ = {};
        pending_clip_ = Op::unknown;
        return {};
    }

    // --- what a survey is told ---
    /// Nothing but its colour says how a thing looks.
    bool is_odd() const { return state_.is_masked || state_.is_blended || !state_.clips_to_box; }

    bool is_path_a_box() const {
        std::vector<std::pair<double, double>> corners;
        for (auto const& segment : path_) {
            if (segment.op == Op::close && &segment == &path_.back()) break;
            if (segment.op == Op::rectangle) {
                if (path_.size() != 1) return false;
                auto const& p = segment.at;
                corners = {{p[0], p[1]}, {p[0] + p[2], p[1]}, {p[0] + p[2], p[1] + p[3]}, {p[0], p[1] + p[3]}};
            } else if ((segment.op == Op::move && corners.empty()) || (segment.op == Op::line && !corners.empty())) {
                corners.emplace_back(segment.at[0], segment.at[1]);
            } else {
                return false;
            }
            if (corners.size() > 5) return false;
        }
        if (corners.size() == 5 && corners.back() == corners.front()) corners.pop_back();
        if (corners.size() != 4) return false;
        auto const& m = state_.ctm;
        constexpr double kClose = 1e-3;
        for (std::size_t i = 0; i < 4; ++i) {
            auto const dx = corners[(i + 1) % 4].first - corners[i].first, dy = corners[(i + 1) % 4].second - corners[i].second;
            if (std::fabs(m.a * dx + m.c * dy) > kClose && std::fabs(m.b * dx + m.d * dy) > kClose) return false;
        }
        return true;
    }

    void log_path(Op op, bool strokes) {
        if (job_.log == nullptr) return;
        bool const fills = op != Op::stroke && op != Op::close_stroke;
        PaintLog::Paint paint;
        paint.index = index_;
        auto const& how = fills ? state_.fill : state_.stroke;
        auto const width = strokes ? state_.line_width * std::sqrt(std::fabs(state_.ctm.determinant())) : 0;
        paint.box = path_box_.grown(width / 2).cut(state_.clip);
        paint.colour = how.colour;
        if (strokes && fills && state_.stroke.alpha > how.alpha) paint.is_faint = false;
        else paint.is_faint = how.alpha < kFaint;
        paint.is_blended = state_.is_blended;
        paint.is_full = fills && how.alpha >= 1 && how.colour && !is_odd() && is_path_a_box();
        job_.log->add(std::move(paint));
    }

    void log_picture(Box const& where, bool is_opaque) {
        if (job_.log == nullptr) return;
        PaintLog::Paint paint;
        paint.index = index_;
        paint.box = where.cut(state_.clip);
        paint.is_picture = true;
        paint.is_faint = state_.fill.alpha < kFaint;
        paint.is_blended = state_.is_blended;
        auto const& m = state_.ctm;
        bool const is_upright = (std::fabs(m.b) < 1e-6 && std::fabs(m.c) < 1e-6) || (std::fabs(m.a) < 1e-6 && std::fabs(m.d) < 1e-6);
        paint.is_full = is_opaque && is_upright && state_.fill.alpha >= 1 && !is_odd();
        job_.log->add(std::move(paint));
    }

    void log_show(Run const& run) {
        if (job_.log == nullptr) return;
        PaintLog::Show show;
        show.index = index_;
        show.matrix = run.start;
        show.size = std::fabs(state_.size);
        show.is_vertical = state_.font->is_vertical();
        show.is_type3 = state_.font->is_type3();
        auto const mode = state_.mode & 3;
        auto const& paint = mode == 1 ? state_.stroke : state_.fill;
        show.colour = paint.colour;
        show.is_blended = state_.is_blended;
        show.is_odd = is_odd() || paint.alpha < kFaint || show.is_type3 || state_.mode >= 4;
        show.height = show.size * std::sqrt(std::fabs(run.start.determinant()));
        auto const low = std::min(0.0, run.advance), high = std::max(0.0, run.advance);
        show.core = show.is_vertical ? Box{-show.size / 2, -high, show.size / 2, -low}.under(run.start) : Box{low, 0, high, show.size / 2}.under(run.start);
        if (!show.core.is_empty()) {
            auto const part = show.core.cut(state_.clip).cut(job_.visible);
            constexpr double kClose = 1e-3;
            show.is_odd = show.is_odd || part.x0 > show.core.x0 + kClose || part.y0 > show.core.y0 + kClose || part.x1 < show.core.x1 - kClose || part.y1 < show.core.y1 - kClose;
        }
        show.glyphs = run.glyphs;
        job_.log->add(std::move(show));
    }

    std::optional<Colour> colour_of(std::span<Value const> parts) const {
        switch (parts.size()) {
            case 1: return Colour::grey(parts[0].number());
            case 3: return Colour{parts[0].number(), parts[1].number(), parts[2].number()};
            case 4: return Colour::cmyk(parts[0].number(), parts[1].number(), parts[2].number(), parts[3].number());
            default: return std::nullopt;
        }
    }

    // --- text ---
    Result<void> font(Instruction const& in) {
        auto const name = in.operands[0].text;
        auto const raw = resource(Category::font, name);
        state_.size = in.operands[1].number();
        if (!document_.resolve(raw).is_dict()) {
            state_.font = nullptr;
            out_.name("None").number(state_.size).word("Tf");
            return {};
        }
        state_.font = TRY(host_.font(raw));
        if (!TRY(put_resource(Category::font, raw))) return waste();
        out_.number(state_.size).word("Tf");
        return {};
    }

    Result<void> next_line(Instruction const& in, double x, double y) {
        line_matrix_ = Matrix{1, 0, 0, 1, x, y}.times(line_matrix_);
        text_matrix_ = line_matrix_;
        pending_shift_ = 0;
        end_word();
        return plain(in);
    }

    Result<void> show_line(Instruction const& in, std::span<Value const> string) {
        line_matrix_ = Matrix{1, 0, 0, 1, 0, -state_.leading}.times(line_matrix_);
        text_matrix_ = line_matrix_;
        pending_shift_ = 0;
        end_word();
        out_.word("T*");
        return show(string, false, in);
    }

    void end_word() {
        if (!result_.text.empty() && result_.text.back() != ' ') result_.text += ' ';
    }

    /// How far a glyph moves the pen, in unscaled text space.
    double advance(FontInfo::Glyph const& glyph) const {
        double const spaced = state_.char_space + (glyph.bytes == 1 && glyph.code == 32 ? state_.word_space : 0);
        return glyph.width / 1000 * state_.size + spaced;
    }
    void move_pen(double by) {
        bool const is_vertical = state_.font != nullptr && state_.font->is_vertical();
        text_matrix_ = Matrix{1, 0, 0, 1, is_vertical ? 0 : by * state_.scale, is_vertical ? -by : 0}.times(text_matrix_);
    }

    static bool is_space(std::string_view letter) { return letter == " " || letter == "\t" || letter == "\xC2\xA0"; }

    Run measure(std::span<Value const> pieces) {
        Run run;
        auto const matrix = [&] { return Matrix{state_.scale, 0, 0, 1, 0, state_.rise}.times(text_matrix_).times(state_.ctm); };
        auto const around = [&] {
            double const size = std::fabs(state_.size);
            run.box.add(Box{-size, -size, size, size}.under(matrix()));
        };
        around();
        run.start = matrix();
        for (auto const& piece : pieces) {
            if (piece.is_number()) {
                double const by = -piece.number() / 1000 * state_.size;
                if (by > 0.2 * std::fabs(state_.size)) run.text += ' ';
                run.advance += by;
                move_pen(by);
                continue;
            }
            if (!piece.is(Type::string) || state_.font == nullptr) continue;
            for (auto rest = bytes_of(piece.text); !rest.empty();) {
                auto const glyph = state_.font->next(rest);
                rest = rest.subspan(std::min<std::size_t>(glyph.bytes == 0 ? 1 : glyph.bytes, rest.size()));
                auto const by = advance(glyph);
                auto const letter = state_.font->unicode(glyph.code);
                if (job_.log != nullptr) run.glyphs.push_back({static_cast<float>(run.advance), static_cast<float>(glyph.width / 1000 * state_.size), is_space(letter)});
                run.advance += by;
                run.text += letter;
                move_pen(by);
            }
            around();
        }
        around();
        return run;
    }

    /// Why nobody sees a text; null when it shows.
    Rule const* why_hidden(Run const& run) const {
        if (is_layer_hidden()) return &rule::hidden_layer;
        auto const* const condemned = edit();
        auto const* const covered = condemned != nullptr && condemned->glyphs.empty() ? condemned->rule : nullptr;
        if (state_.font == nullptr || state_.font->is_type3()) return covered;
        auto const mode = state_.mode;
        if (mode == 3) return &rule::hidden_text;
        bool const fills = mode == 0 || mode == 2 || mode == 4 || mode == 6;
        bool const strokes = mode == 1 || mode == 2 || mode == 5 || mode == 6;
        bool const is_clear = (!fills || state_.fill.alpha <= 0) && (!strokes || state_.stroke.alpha <= 0);
        if (mode < 4 && is_clear) return &rule::hidden_text;
        auto const text_scale = Matrix{state_.size * state_.scale, 0, 0, state_.size, 0, 0}.times(text_matrix_).times(state_.ctm);
        auto const height = std::sqrt(std::fabs(text_scale.determinant()));
        if (mode < 4 && job_.is_page && height * job_.unit < kTinyPoints) return &rule::hidden_text;
        if (mode < 4 && !run.box.meets(job_.visible)) return &rule::outside_text;
        if (mode < 4 && !run.box.meets(state_.clip)) return &rule::hidden_text;
        return covered;
    }

    void mark_used(std::span<Value const> pieces) {
        if (state_.font == nullptr) return;
        for (auto const& piece : pieces) {
            if (!piece.is(Type::string)) continue;
            for (auto rest = bytes_of(piece.text); !rest.empty();) {
                auto const glyph = state_.font->next(rest);
                rest = rest.subspan(std::min<std::size_t>(glyph.bytes == 0 ? 1 : glyph.bytes, rest.size()));
                state_.font->mark_used(glyph.code);
            }
        }
    }

    Result<void> show(std::span<Value const> pieces, bool is_array, Instruction const&) {
        auto const run = measure(pieces);
        auto const* const hidden_by = why_hidden(run);
        if (hidden_by != nullptr && TRY(goes(*hidden_by))) {
            pending_shift_ += run.advance;
            hidden_text_ += run.text;
            hidden_text_ += ' ';
            return {};
        }
        if (state_.font == nullptr) return waste();  // no reader shows it
        if (job_.is_mute) {
            pending_shift_ += run.advance;
            return {};
        }
        if (auto const* const condemned = edit(); condemned != nullptr && !condemned->glyphs.empty() && TRY(goes(*condemned->rule))) return show_rest(pieces, condemned->glyphs);
        if (hidden_by == nullptr) log_show(run);
        mark_used(pieces);
        result_.text += run.text;
        if (!is_array && !has_shift()) {
            TRY(put_string(pieces[0]));
            out_.word("Tj");
            return {};
        }
        out_.open_array();
        put_shift();
        for (auto const& piece : pieces) {
            if (piece.is_number()) out_.number(piece.number());
            else if (piece.is(Type::string)) TRY(put_string(piece));
        }
        out_.close_array().word("TJ");
        return {};
    }

    bool has_shift() const { return std::fabs(pending_shift_) > 1e-6 && std::fabs(state_.size) > 1e-9; }
    void put_shift() {
        if (has_shift()) out_.number(-pending_shift_ / state_.size * 1000);
        pending_shift_ = 0;
    }

    /// The glyphs of a show that stay, where they are.
    Result<void> show_rest(std::span<Value const> pieces, std::vector<bool> const& gone) {
        std::size_t at = 0;
        bool is_open = false;
        for (auto const& piece : pieces) {
            if (piece.is_number()) {
                pending_shift_ -= piece.number() / 1000 * state_.size;
                continue;
            }
            if (!piece.is(Type::string)) continue;
            std::string_view const all = piece.text;
            for (std::size_t from = 0; from < all.size();) {
                auto const next = [&](std::size_t begin) { return std::min<std::size_t>(begin + std::max(1U, state_.font->next(bytes_of(all.substr(begin))).bytes), all.size()); };
                if (at < gone.size() && gone[at]) {
                    auto const glyph = state_.font->next(bytes_of(all.substr(from)));
                    pending_shift_ += advance(glyph);
                    hidden_text_ += state_.font->unicode(glyph.code);
                    from = next(from);
                    ++at;
                    continue;
                }
                auto to = from;
                for (; to < all.size() && (at >= gone.size() || !gone[at]); ++at) to = next(to);
                Value kept = piece;
                kept.text = all.substr(from, to - from);
                from = to;
                if (!is_open) out_.open_array();
                is_open = true;
                put_shift();
                mark_used({&kept, 1});
                for (auto rest = bytes_of(kept.text); !rest.empty();) {
                    auto const glyph = state_.font->next(rest);
                    rest = rest.subspan(std::min<std::size_t>(std::max(1U, glyph.bytes), rest.size()));
                    result_.text += state_.font->unicode(glyph.code);
                }
                TRY(put_string(kept));
            }
        }
        hidden_text_ += ' ';
        if (is_open) out_.close_array().word("TJ");
        return {};
    }

    Result<void> put_string(Value const& string) {
        auto const kept = TRY(gate_.pass(rule::text, string.data()));
        if (kept) out_.string(*kept);
        return {};
    }

    // --- colours ---
    Result<void> colour_space(Instruction const& in) {
        auto const& operand = in.operands[0];
        auto const raw = resource(Category::colour_space, operand.text);
        auto const space = raw.is_null() ? operand : raw;  // a device space, unless the resources say otherwise
        auto const number = TRY(host_.resource(Category::colour_space, space, job_.resources));
        if (number == 0) return waste();
        note_space(in.op == Op::stroke_space ? state_.stroke : state_.fill, space);
        if (number >= ContentHost::kNamedSpace) out_.name(ContentHost::kDeviceSpaces[number - ContentHost::kNamedSpace]);
        else put_number(Category::colour_space, number);
        out_.word(row_of(in.op).name);
        return {};
    }
    void note_space(Paint& paint, Value const& raw) {
        auto const space = document_.resolve(raw);
        auto const item = [&](std::size_t at) { return space.is(Type::array) && space.items->size() > at ? document_.resolve((*space.items)[at]) : Value{}; };
        auto const name = space.is(Type::name) ? space.name() : item(0).name();
        paint.is_tint = name == "Separation" && (item(1).is_name("Black") || item(1).is_name("All"));
        paint.is_plain = paint.is_tint || name == "ICCBased" || name.starts_with("Device") || name == "CalGray" || name == "CalRGB" || name == "G" || name == "RGB" || name == "CMYK";
        paint.colour = paint.is_plain ? std::optional(Colour{}) : std::nullopt;
    }
    Result<void> colour(Instruction const& in) {
        auto& paint = in.op == Op::stroke_colour || in.op == Op::stroke_colour_n ? state_.stroke : state_.fill;
        paint.colour = paint.is_plain ? colour_of(in.operands) : std::nullopt;
        if (paint.is_tint && paint.colour) paint.colour = Colour::grey(1 - paint.colour->red);
        std::uint32_t pattern = 0;
        for (auto const& operand : in.operands) {
            if (operand.is_number()) continue;
            pattern = TRY(host_.resource(Category::pattern, resource(Category::pattern, operand.text), job_.resources));
            if (pattern == 0) return waste();
        }
        for (auto const& operand : in.operands) {
            if (operand.is_number()) out_.number(operand.number());
            else put_number(Category::pattern, pattern);
        }
        out_.word(row_of(in.op).name);
        return {};
    }
    Result<void> shading(Instruction const& in) {
        auto const name = in.operands[0].text;
        auto const raw = resource(Category::shading, name);
        if (!document_.resolve(raw).is_dict()) return waste();
        if (is_layer_hidden() && TRY(goes(rule::hidden_layer))) return {};
        if (auto const* const condemned = edit(); condemned != nullptr && TRY(goes(*condemned->rule))) return {};
        if (!TRY(put_resource(Category::shading, raw))) return waste();
        if (job_.log != nullptr) {
            PaintLog::Paint paint;
            paint.index = index_;
            paint.box = state_.clip.cut(job_.visible);
            paint.is_blended = state_.is_blended;
            paint.is_faint = state_.fill.alpha < kFaint;
            job_.log->add(std::move(paint));
        }
        out_.word("sh");
        return {};
    }

    // --- objects ---
    Result<bool> is_object_hidden(Box const& where) {
        if (is_layer_hidden()) return goes(rule::hidden_layer);
        if (auto const* const condemned = edit()) return goes(*condemned->rule);
        if (!where.grown(1).meets(job_.visible) || !where.grown(1).meets(state_.clip)) return goes(rule::outside_object);
        return false;
    }

    Result<void> object(Instruction const& in) {
        auto const name = in.operands[0].text;
        auto const raw = resource(Category::xobject, name);
        auto const stream = document_.resolve(raw);
        if (!stream.is(Type::stream)) return waste();
        auto const subtype = document_.lookup(stream, "Subtype").name();
        if (subtype != "Form" && subtype != "Image") return waste();
        Box where = Box{0, 0, 1, 1};
        if (subtype == "Form") {
            where = box_of(document_.lookup(stream, "BBox"));
            if (auto const matrix = document_.lookup(stream, "Matrix"); matrix.is(Type::array) && matrix.items->size() == 6) where = where.under(matrix_of(matrix));
        }
        if (TRY(is_object_hidden(where.under(state_.ctm)))) return {};
        if (!layers_.is_visible(document_, document_.raw(stream, "OC")) && TRY(goes(rule::hidden_layer))) return {};
        end_word();
        if (subtype == "Image") ++result_.pictures;
        auto const number = TRY(host_.resource(Category::xobject, raw, job_.resources));
        if (number == 0) return waste();
        put_number(Category::xobject, number);
        out_.word("Do");
        if (job_.log == nullptr) return {};
        if (subtype == "Image") {
            bool const has_holes = document_.lookup(stream, "SMask").is(Type::stream) || !document_.lookup(stream, "Mask").is_null() || document_.lookup(stream, "ImageMask").is_true() ||
                                   document_.lookup(stream, "SMaskInData").whole() != 0;
            log_picture(where.under(state_.ctm), !has_holes);
            return {};
        }
        auto matrix = state_.ctm;
        if (auto const own = document_.lookup(stream, "Matrix"); own.is(Type::array) && own.items->size() == 6) matrix = matrix_of(own).times(matrix);
        job_.log->add(PaintLog::Place{number, matrix, where.under(state_.ctm).cut(state_.clip), is_odd() || state_.fill.alpha < kFaint, state_.is_blended});
        return {};
    }

    Matrix matrix_of(Value const& array) {
        Array numbers;
        for (auto const& item : *array.items) numbers.push_back(document_.resolve(item));
        return Matrix::of(numbers);
    }
    Box box_of(Value const& array) {
        if (!array.is(Type::array) || array.items->size() < 4) return Box::everything();
        Box box;
        box.add(document_.resolve((*array.items)[0]).number(), document_.resolve((*array.items)[1]).number());
        box.add(document_.resolve((*array.items)[2]).number(), document_.resolve((*array.items)[3]).number());
        return box;
    }

    Result<void> inline_image(Instruction const& in) {
        if (TRY(is_object_hidden(Box{0, 0, 1, 1}.under(state_.ctm)))) return {};
        for (auto const& entry : in.image.entries->list) {
            if (std::find(kInlineImageKeys.begin(), kInlineImageKeys.end(), entry.key) == kInlineImageKeys.end())
                TRY(gate_.drop(rule_of_key(entry.key), 0, {entry.key, {}}));
        }
        ++result_.pictures;
        log_picture(Box{0, 0, 1, 1}.under(state_.ctm), !document_.lookup(in.image, "ImageMask").is_true());
        if (TRY(put_small_image(in.image))) return {};
        auto const number = TRY(host_.inline_picture(in.image, job_.resources));
        if (number == 0) return waste();
        put_number(Category::xobject, number);
        out_.word("Do");
        return {};
    }

    // Bits and bytes of a known colour model stay in the content, in hexadecimal, so that no reader takes them for more.
    Result<bool> put_small_image(Value const& image) {
        auto const steps = TRY(document_.filters(image));
        auto decoded = decode(image.data(), steps, document_.budget());
        if (!decoded) {
            if (decoded.error().code == Errc::over_budget) return Failure{decoded.error()};
            return false;
        }
        if (decoded->coding != PictureCoding::none) return false;
        auto const width = document_.lookup(image, "Width").whole(), height = document_.lookup(image, "Height").whole();
        bool const is_mask = document_.lookup(image, "ImageMask").is_true();
        auto const bits = is_mask ? 1 : document_.lookup(image, "BitsPerComponent").whole();
        auto const space = document_.lookup(image, "ColorSpace");
        std::int64_t colours = 1;
        Literal model = "G";
        if (!is_mask) {
            auto const name = space.name();
            if (name == "G" || name == "DeviceGray") {
            } else if (name == "RGB" || name == "DeviceRGB") {
                colours = 3;
                model = "RGB";
            } else if (name == "CMYK" || name == "DeviceCMYK") {
                colours = 4;
                model = "CMYK";
            } else {
                return false;
            }
        }
        if (width <= 0 || height <= 0 || width > 1 << 16 || height > 1 << 16 || (bits != 1 && bits != 2 && bits != 4 && bits != 8)) return false;
        auto const row_bits = static_cast<std::size_t>(width * bits * colours);
        auto const row_bytes = (row_bits + 7) / 8;
        auto const size = row_bytes * static_cast<std::size_t>(height);
        if (size > kInlineBytes) return false;
        auto& data = decoded->data;
        if (data.size() > size) TRY(gate_.drop(rule::extra_rows, data.size() - size));
        data.resize(size);
        if (auto const spare = row_bytes * 8 - row_bits; spare != 0) {
            auto const mask = static_cast<std::uint8_t>(0xFFU << spare);
            for (auto at = row_bytes - 1; at < size; at += row_bytes) data[at] &= mask;
        }
        out_.word("BI").name("W").integer(width).name("H").integer(height).name("BPC").integer(bits);
        if (is_mask) out_.name("IM").boolean(true);
        else out_.name("CS").name(model);
        if (auto const decode_array = document_.lookup(image, "Decode"); decode_array.is(Type::array) && decode_array.items->size() >= static_cast<std::size_t>(2 * colours)) {
            out_.name("D").open_array();
            for (std::size_t i = 0; i < static_cast<std::size_t>(2 * colours); ++i) out_.number((*decode_array.items)[i].number());
            out_.close_array();
        }
        if (document_.lookup(image, "Interpolate").is_true()) out_.name("I").boolean(true);
        out_.name("F").name("AHx").word("ID").line();
        auto const kept = TRY(gate_.pass(rule::picture_data, data));
        if (kept) out_.hex(*kept);
        out_.word("EI").line();  // readers look for white space behind it
        return true;
    }

    // --- marks ---
    Result<void> begin_mark(Instruction const& in, bool has_list) {
        ++marks_;
        bool hides = false;
        if (has_list) {
            auto const& list = in.operands[1];
            auto const raw = list.is(Type::name) ? document_.raw(document_.lookup(job_.resources, "Properties"), list.text) : list;
            if (in.operands[0].is_name("OC")) hides = !layers_.is_visible(document_, raw);
            else TRY(mark_properties(raw));
        }
        mark_hides_.push_back(hides);
        hidden_marks_ += hides ? 1 : 0;
        if (mark_hides_.size() > 100'000) return fail(Errc::over_budget, "marked content nested too deep");
        return {};
    }
    Result<void> mark_properties(Value const& raw) {
        auto const dict = raw.is(Type::name) ? document_.lookup(document_.lookup(job_.resources, "Properties"), raw.text) : document_.resolve(raw);
        if (!dict.is_dict()) return {};
        for (auto const& entry : dict.entries->list) {
            auto const value = document_.resolve(entry.value);
            if (value.is(Type::string)) TRY(gate_.drop(rule::mark_properties, value.text.size(), {entry.key, utf8_of(value.text)}));
            else if (entry.key == "Metadata") TRY(gate_.drop(rule_of_key(entry.key), value.text.size()));
        }
        return {};
    }
    Result<void> end_mark() {
        if (mark_hides_.empty()) return {};
        hidden_marks_ -= mark_hides_.back() ? 1 : 0;
        mark_hides_.pop_back();
        return {};
    }

    // --- report ---
    static std::uint64_t words(std::string_view text) {
        std::uint64_t count = 0;
        bool is_in = false;
        for (auto const c : text) {
            bool const is_word = c != ' ' && c != '\n' && c != '\t';
            count += is_word && !is_in ? 1U : 0U;
            is_in = is_word;
        }
        return count;
    }
    Result<void> report() {
        auto const& waste = parser_.waste();
        if (parser_.comments() > 0) TRY(gate_.drop(rule::content_comment, parser_.comment_bytes(), {{}, {}, parser_.comments()}));
        auto const unknown = waste.unknown_operators + waste.wrong_operands + waste_;
        if (unknown > 0) TRY(gate_.drop(rule::unknown_operator, waste.bytes, {{}, {}, unknown}));
        if (waste.inline_extras > 0) TRY(gate_.drop(rule::inline_extra, 0, {{}, {}, waste.inline_extras}));
        if (marks_ > 0) TRY(gate_.drop(rule::mark, 0, {{}, {}, marks_}));
        result_.hidden_words = words(hidden_text_);
        return {};
    }

    ContentJob const& job_;
    Document& document_;
    Layers const& layers_;
    ContentHost& host_;
    Gate& gate_;
    Arena arena_;
    ContentParser parser_;
    Emit out_;
    Rewritten result_;
    State state_;
    std::vector<State> stack_;
    std::vector<Segment> path_;
    Box path_box_;
    Op pending_clip_ = Op::unknown;
    bool in_text_ = false;
    Matrix text_matrix_, line_matrix_;
    double pending_shift_ = 0;  // of text that went, in unscaled text space
    std::string hidden_text_;
    std::vector<bool> mark_hides_;
    std::uint64_t hidden_marks_ = 0, marks_ = 0, waste_ = 0;
    std::uint64_t index_ = 0, size_ = 0;
};

}  // namespace

Result<Rewritten> rewrite(ContentJob const& job, Document& document, Layers const& layers, ContentHost& host, Gate& gate) {
    return Rewriter(job, document, layers, host, gate).run();
}

}  // namespace scrub::engine::pdf
