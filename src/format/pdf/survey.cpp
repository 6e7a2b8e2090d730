// Geometry in the space of pages first, then pixels.
#include "format/pdf/survey.hpp"

#include <algorithm>
#include <cmath>

#include "format/pdf/rules.hpp"

namespace scrub::engine::pdf {
namespace {

constexpr unsigned kMaxDepth = 12;              // of forms in forms
constexpr std::size_t kMaxPlaced = 1'000'000;
constexpr std::size_t kMaxComparisons = 40'000'000;
constexpr double kLikeness = 0.16;              // of colours that are hard to tell apart
constexpr int kContrast = 18;                   // of 255: what differs by less nobody sees
constexpr double kMaxPixels = 6e6;
constexpr double kDpi = 100, kFineDpi = 160, kFineLetters = 6, kTinyLetters = 2;

bool is_like(std::optional<Colour> const& a, std::optional<Colour> const& b) {
    if (!a || !b) return true;
    return std::fabs(a->red - b->red) < kLikeness && std::fabs(a->green - b->green) < kLikeness && std::fabs(a->blue - b->blue) < kLikeness;
}

bool holds(Box const& outer, Box const& inner) {
    constexpr double kClose = 0.05;
    return inner.x0 >= outer.x0 - kClose && inner.y0 >= outer.y0 - kClose && inner.x1 <= outer.x1 + kClose && inner.y1 <= outer.y1 + kClose;
}

double scale_of(Matrix const& m) { return std::sqrt(std::fabs(m.determinant())); }

}  // namespace

Edits const* Survey::edits(ContentId const& content) const {
    if (pass_ != Pass::edited) return nullptr;
    auto const found = edits_.find(content);
    return found == edits_.end() ? nullptr : &found->second;
}

// --- geometry ---------------------------------------------------------------------------------------

bool Survey::lay_out(std::size_t page, Box const& shown, std::vector<Placed>& placed) {
    return lay_out(logs_[{ContentId::Is::page, page, nullptr}], {PaintLog::What::place, nullptr, 0, {}, shown, false, false}, 0, placed);
}

bool Survey::lay_out(PaintLog& log, Placed const& where, unsigned depth, std::vector<Placed>& placed) {
    if (depth > kMaxDepth || log.is_cut_short) return false;
    for (auto const& step : log.order) {
        if (placed.size() >= kMaxPlaced) return false;
        if (step.what != PaintLog::What::place) {
            placed.push_back({step.what, &log, step.at, where.matrix, where.clip, where.is_odd, where.is_blended});
            continue;
        }
        auto const& place = log.places[step.at];
        auto const form = forms_.find(place.number);
        if (form == forms_.end()) continue;
        Placed const inside{step.what, nullptr, 0, place.matrix.times(where.matrix), place.clip.under(where.matrix).cut(where.clip), where.is_odd || place.is_odd, where.is_blended || place.is_blended};
        if (!lay_out(*form->second, inside, depth + 1, placed)) return false;
    }
    return true;
}

/// Whether something on the page could hide text, or hides a picture. May say so too often, never too rarely.
bool Survey::may_hide(std::vector<Placed> const& placed, double& finest) {
    struct Text {
        Box core;
        double height;
        unsigned strips = 0;
    };
    struct Ground {
        Box box;
        std::optional<Colour> colour;
    };
    constexpr unsigned kMaxStrips = 8;
    std::vector<Text> texts;
    std::vector<Ground> grounds;
    std::vector<Box> pictures;
    Box all_texts;
    std::size_t comparisons = 0;
    bool may = false;
    for (auto const& item : placed) {
        if (item.what == PaintLog::What::show) {
            auto const& show = item.log->shows[item.at];
            if (show.glyphs.empty()) continue;
            auto const core = show.core.under(item.matrix);
            auto const height = show.height * scale_of(item.matrix);
            finest = std::min(finest, height);
            if (std::all_of(show.glyphs.begin(), show.glyphs.end(), [](PaintLog::Glyph const& g) { return g.is_space; })) continue;
            if (show.is_odd || item.is_odd || height < kTinyLetters || !holds(item.clip, core) || is_like(show.colour, Colour::grey(1))) may = true;
            for (auto const& ground : grounds)
                if (ground.box.meets(core) && is_like(ground.colour, show.colour)) may = true;
            comparisons += grounds.size();
            texts.push_back({core, height});
            all_texts.add(core);
        } else {
            auto const& paint = item.log->paints[item.at];
            auto const box = paint.box.under(item.matrix).cut(item.clip);
            if (box.is_empty()) continue;
            if (paint.is_full && !item.is_odd) {
                for (auto const& picture : pictures) may = may || holds(box, picture);
                comparisons += pictures.size();
            }
            if (paint.is_picture) pictures.push_back(box);
            grounds.push_back({box, paint.colour});
            if (paint.is_faint || !box.meets(all_texts)) continue;
            comparisons += texts.size();
            for (auto& text : texts) {
                auto const part = box.cut(text.core);
                if (part.is_empty()) continue;
                bool const is_strip = part.x1 - part.x0 < 0.25 * text.height || part.y1 - part.y0 < 0.2 * text.height;
                if (!is_strip || ++text.strips > kMaxStrips) may = true;
            }
        }
        if (may && finest < kFineLetters) return true;
        if (comparisons > kMaxComparisons) return true;
    }
    return may;
}

bool Survey::needs_look(std::size_t page, Box const& shown, int turn) {
    if (pass_ != Pass::first) return false;
    auto& log = logs_[{ContentId::Is::page, page, nullptr}];
    std::vector<Placed> placed;
    Look look{shown, turn};
    bool const is_laid = lay_out(page, shown, placed);
    if (!is_laid) unjudged_.push_back(page);
    if (!is_laid || !may_hide(placed, look.finest)) {
        for (auto const& item : placed) item.log->is_drawn_elsewhere = true;
        log = {};
        return false;
    }
    looks_.emplace(page, look);
    return true;
}

/// A picture is hidden where a later thing that lets nothing through lies over all of it.
void Survey::judge_pictures(std::vector<Placed> const& placed) {
    std::size_t comparisons = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (placed[i].what != PaintLog::What::paint) continue;
        auto& picture = placed[i].log->paints[placed[i].at];
        if (!picture.is_picture) continue;
        auto const box = picture.box.under(placed[i].matrix).cut(placed[i].clip);
        bool is_covered = false;
        for (std::size_t k = i + 1; k < placed.size() && !is_covered && comparisons < kMaxComparisons; ++k, ++comparisons) {
            if (placed[k].what != PaintLog::What::paint) continue;
            auto const& cover = placed[k].log->paints[placed[k].at];
            is_covered = cover.is_full && !placed[k].is_odd && !box.is_empty() && holds(cover.box.under(placed[k].matrix).cut(placed[k].clip), box);
        }
        (is_covered ? picture.was_missed : picture.was_seen) = true;
    }
}

/// Renderers differ in how they blend inside groups, so no picture of a page can tell what a highlighter hides. Text
/// that is blended, or under something that is, is taken for seen, but where the colours leave no doubt.
void Survey::judge_blends(std::vector<Placed> const& placed) {
    struct Blend {
        Box box;
        std::optional<Colour> colour;
    };
    std::vector<Blend> later;
    std::size_t comparisons = 0;
    for (auto item = placed.rbegin(); item != placed.rend(); ++item) {
        if (item->what == PaintLog::What::paint) {
            auto const& paint = item->log->paints[item->at];
            if (paint.is_blended || item->is_blended) later.push_back({paint.box.under(item->matrix).cut(item->clip), paint.colour});
            continue;
        }
        auto& show = item->log->shows[item->at];
        bool is_seen = (show.is_blended || item->is_blended) && show.colour && !is_like(show.colour, Colour::grey(1));
        for (auto const& blend : later) {
            if (is_seen || ++comparisons > kMaxComparisons) break;
            is_seen = blend.box.meets(show.core.under(item->matrix)) && !(blend.colour && is_like(blend.colour, show.colour));
        }
        if (!is_seen) continue;
        for (auto& glyph : show.glyphs) glyph.was_seen = true;
    }
}

// --- pixels -------------------------------------------------------------------------------------------

/// A page as a grid of pixels that differ between two pictures of it.
struct Survey::Canvas {
    Box shown;
    int turn;
    std::uint32_t width, height;
    std::vector<bool> differs;
    bool is_same = true;

    Canvas(Look const& look, Raster const& a, Raster const& b) : shown(look.shown), turn(look.turn), width(a.width), height(a.height), differs(std::size_t{a.width} * a.height) {
        for (std::size_t i = 0; i < differs.size(); ++i) {
            int most = 0;
            for (std::size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(int{a.rgb[i * 3 + c]} - int{b.rgb[i * 3 + c]}));
            if (most <= kContrast) continue;
            differs[i] = true;
            is_same = false;
        }
    }

    /// From the space of the page to pixels.
    Matrix to_pixels() const {
        auto const w = shown.x1 - shown.x0, h = shown.y1 - shown.y0;
        bool const is_lying = turn % 180 != 0;
        double const sx = width / (is_lying ? h : w), sy = height / (is_lying ? w : h);
        switch (turn) {
            case 90: return {0, sy, sx, 0, -shown.y0 * sx, -shown.x0 * sy};
            case 180: return {-sx, 0, 0, sy, shown.x1 * sx, -shown.y0 * sy};
            case 270: return {0, -sy, -sx, 0, shown.y1 * sx, shown.x1 * sy};
            default: return {sx, 0, 0, -sy, -shown.x0 * sx, shown.y1 * sy};
        }
    }

    /// Whether a pixel differs inside a box of a space that `m` leads out of, to pixels.
    bool differs_in(Box const& box, Matrix const& m) const {
        auto const det = m.determinant();
        if (std::fabs(det) < 1e-12) return false;
        auto const around = box.under(m);
        // Half a pixel in the space of the box; what is smaller than two pixels is given that much around it.
        auto const half_u = 0.5 * std::hypot(m.d, m.c) / std::fabs(det), half_v = 0.5 * std::hypot(m.a, m.b) / std::fabs(det);
        auto const slack_u = box.x1 - box.x0 < 4 * half_u ? half_u : 0, slack_v = box.y1 - box.y0 < 4 * half_v ? half_v : 0;
        auto const low = [](double v, std::uint32_t end) { return static_cast<std::int64_t>(std::clamp(std::floor(v), 0.0, static_cast<double>(end))); };
        auto const high = [](double v, std::uint32_t end) { return static_cast<std::int64_t>(std::clamp(std::ceil(v), 0.0, static_cast<double>(end))); };
        auto const x1 = high(around.x1, width), y1 = high(around.y1, height);
        for (auto y = low(around.y0, height); y < y1; ++y) {
            for (auto x = low(around.x0, width); x < x1; ++x) {
                if (!differs[static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)]) continue;
                auto const px = static_cast<double>(x) + 0.5 - m.e, py = static_cast<double>(y) + 0.5 - m.f;
                auto const u = (px * m.d - py * m.c) / det, v = (py * m.a - px * m.b) / det;
                if (u + slack_u > box.x0 && u - slack_u < box.x1 && v + slack_v > box.y0 && v - slack_v < box.y1) return true;
            }
        }
        return false;
    }
};

namespace {

/// Where a glyph's ink is to be looked for, in unscaled text space: not so near to its neighbours that theirs is taken for its own.
Box ink_of(PaintLog::Show const& show, PaintLog::Glyph const& glyph) {
    double const low = std::min<double>(glyph.at, glyph.at + glyph.width), high = std::max<double>(glyph.at, glyph.at + glyph.width);
    auto const em = show.is_type3 ? std::max(show.size, high - low) : show.size;
    if (show.is_vertical) return {-em / 2, -high, em / 2, -low};
    auto const inset = (high - low) * 0.12;
    return {low + inset, -0.18 * em, high - inset, 0.72 * em};
}

/// All that could be its ink.
Box reach_of(PaintLog::Show const& show, PaintLog::Glyph const& glyph) {
    auto const em = std::max<double>(show.size, std::fabs(glyph.width));
    return ink_of(show, glyph).grown(em * 0.4);
}

}  // namespace

Result<Raster> Survey::draw(PageRenderer::Document& document, std::size_t page, Look const& look) const {
    auto const number = static_cast<std::uint32_t>(page);
    auto const size = TRY(document.page_size(number));
    double dpi = look.finest < kFineLetters ? kFineDpi : kDpi;
    auto const pixels = size.width * size.height * (dpi / 72) * (dpi / 72);
    if (pixels > kMaxPixels) dpi *= std::sqrt(kMaxPixels / pixels);
    return document.draw(number, dpi, PageRenderer::Edges::smooth, PageRenderer::Annotations::shown);
}

Result<void> Survey::judge(PageRenderer::Document& clean, PageRenderer::Document& mute) {
    for (auto const& [page, look] : looks_) {
        std::vector<Placed> placed;
        lay_out(page, look.shown, placed);
        judge_pictures(placed);
        judge_blends(placed);
        bool const has_text = std::any_of(placed.begin(), placed.end(), [](Placed const& p) { return p.what == PaintLog::What::show; });
        if (!has_text) continue;
        auto const with = TRY(draw(clean, page, look)), without = TRY(draw(mute, page, look));
        if (with.width != without.width || with.height != without.height) return fail(Errc::malformed, "a page that the renderer draws in two sizes");
        Canvas const canvas(look, with, without);
        auto const to_pixels = canvas.to_pixels();
        for (auto const& item : placed) {
            if (item.what != PaintLog::What::show) continue;
            auto& show = item.log->shows[item.at];
            auto const matrix = show.matrix.times(item.matrix).times(to_pixels);
            for (auto& glyph : show.glyphs) {
                if (glyph.is_space || glyph.was_seen) continue;
                (canvas.differs_in(ink_of(show, glyph), matrix) ? glyph.was_seen : glyph.was_missed) = true;
            }
        }
    }
    condemn();
    return {};
}

void Survey::condemn() {
    edits_.clear();
    for (auto const& [content, log] : logs_) {
        if (log.is_drawn_elsewhere) continue;
        Edits edits;
        for (auto const& paint : log.paints)
            if (paint.was_missed && !paint.was_seen) edits.by_index[paint.index].rule = &rule::covered_picture;
        for (auto const& show : log.shows) {
            std::vector<bool> gone(show.glyphs.size());
            bool any = false, all = true;
            for (std::size_t i = 0; i < gone.size(); ++i) {
                auto const& glyph = show.glyphs[i];
                gone[i] = !glyph.is_space && glyph.was_missed && !glyph.was_seen;
                any = any || gone[i];
                all = all && (gone[i] || glyph.is_space);
            }
            if (!any) continue;
            // Spaces between what goes go as well.
            for (std::size_t i = 0; i < gone.size(); ++i) {
                if (!show.glyphs[i].is_space) continue;
                auto end = i;
                while (end < gone.size() && show.glyphs[end].is_space) ++end;
                bool const goes = (i == 0 || gone[i - 1]) && (end == gone.size() || gone[end]);
                for (; i < end; ++i) gone[i] = goes;
                --i;
            }
            edits.by_index[show.index] = {&rule::covered_text, all ? std::vector<bool>{} : std::move(gone)};
        }
        if (!edits.by_index.empty()) edits_.emplace(content, std::move(edits));
    }
}

/// What could have made a difference is taken for seen.
std::size_t Survey::pardon(Canvas const& canvas, std::vector<Placed> const& placed, Pardon which) {
    auto const to_pixels = canvas.to_pixels();
    std::size_t pardoned = 0;
    auto const judge = [&](auto& thing, Box const& reach, Matrix const& matrix) {
        if (!thing.was_missed || thing.was_seen || !(which != Pardon::near || canvas.differs_in(reach, matrix))) return;
        thing.was_seen = true;
        ++pardoned;
    };
    for (auto const& item : placed) {
        auto const matrix = item.matrix.times(to_pixels);
        if (item.what == PaintLog::What::paint) {
            if (which != Pardon::parts) judge(item.log->paints[item.at], item.log->paints[item.at].box, matrix);
        } else {
            auto& show = item.log->shows[item.at];
            bool const is_part = std::any_of(show.glyphs.begin(), show.glyphs.end(), [](PaintLog::Glyph const& g) { return g.was_seen; });
            if (which == Pardon::parts && !is_part) continue;  // only what stays of a show can have moved
            for (auto& glyph : show.glyphs) judge(glyph, reach_of(show, glyph), show.matrix.times(matrix));
        }
    }
    return pardoned;
}

Result<bool> Survey::prove(PageRenderer::Document& clean, PageRenderer::Document& edited, bool pardons_pages) {
    bool is_same = true;
    for (auto const& [page, look] : looks_) {
        std::vector<Placed> placed;
        lay_out(page, look.shown, placed);
        auto const is_gone = [&](Placed const& item) {
            if (item.what == PaintLog::What::paint) return item.log->paints[item.at].was_missed && !item.log->paints[item.at].was_seen;
            auto const& glyphs = item.log->shows[item.at].glyphs;
            return std::any_of(glyphs.begin(), glyphs.end(), [](PaintLog::Glyph const& g) { return g.was_missed && !g.was_seen; });
        };
        if (std::none_of(placed.begin(), placed.end(), is_gone)) continue;
        auto const before = TRY(draw(clean, page, look)), after = TRY(draw(edited, page, look));
        if (before.width != after.width || before.height != after.height) return fail(Errc::malformed, "a page that the renderer draws in two sizes");
        Canvas const canvas(look, before, after);
        if (canvas.is_same) continue;
        is_same = false;
        for (auto const which : {Pardon::near, Pardon::parts, Pardon::page})
            if ((which == Pardon::page || !pardons_pages) && pardon(canvas, placed, which) > 0) break;
    }
    if (!is_same) condemn();
    return is_same;
}

}  // namespace scrub::engine::pdf
