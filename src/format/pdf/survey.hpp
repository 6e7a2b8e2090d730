// Finds what a page hides by covering it: text and pictures under boxes and other pictures (the failed redaction), text
// in the colour of its ground, text that is clipped or blended away. Geometry says which pages could hide something;
// these alone are drawn, with and without their text. What makes no difference is condemned, and goes in a second walk;
// a third picture proves that a reader misses nothing.
#pragma once

#include <map>

#include "core/gate.hpp"
#include "format/pdf/rewrite.hpp"

namespace scrub::engine::pdf {

/// A content stream of the input.
struct ContentId {
    enum class Is : std::uint8_t { page, form } is = Is::page;
    std::uint64_t id = 0;
    void const* context = nullptr;  ///< whose resources it uses
    friend auto operator<=>(ContentId const&, ContentId const&) = default;
};

class Survey {
public:
    enum class Pass : std::uint8_t {
        first,   ///< everything is written down
        mute,    ///< the pages that are drawn, without their text
        edited,  ///< what is condemned goes
    };

    // --- for the builder ---
    PaintLog* log(ContentId const& content) { return pass_ == Pass::first ? &logs_[content] : nullptr; }
    Edits const* edits(ContentId const& content) const;
    bool is_mute() const noexcept { return pass_ == Pass::mute; }
    bool leaves_out(std::size_t page) const { return pass_ == Pass::mute && !looks_.contains(page); }
    void note_form(std::uint32_t number, ContentId const& content) {
        if (pass_ == Pass::first) forms_[number] = &logs_[content];
    }
    /// The page and all its forms are written. True when it has to be drawn. `shown` and `turn`: its crop box, in the
    /// space of its content, and its rotation.
    bool needs_look(std::size_t page, Box const& shown, int turn);
    /// Pages with too much on them.
    std::vector<std::size_t> const& unjudged() const noexcept { return unjudged_; }

    // --- for the walk ---
    void begin(Pass pass) noexcept { pass_ = pass; }
    bool has_looks() const noexcept { return !looks_.empty(); }
    /// Compares the pages with and without text.
    Result<void> judge(PageRenderer::Document& clean, PageRenderer::Document& mute);
    bool has_edits() const noexcept { return !edits_.empty(); }
    /// Compares the pages before and after. True when they look the same; else what made a difference is pardoned.
    /// `pardons_pages`: everything on a page that looks different.
    Result<bool> prove(PageRenderer::Document& clean, PageRenderer::Document& edited, bool pardons_pages);

private:
    struct Look {
        Box shown;
        int turn = 0;
        double finest = 1e9;  // height of its smallest letters
    };
    struct Placed {
        PaintLog::What what;
        PaintLog* log;
        std::uint32_t at;
        Matrix matrix;
        Box clip;
        bool is_odd, is_blended;
    };
    struct Canvas;

    /// Everything that a page paints, in order, forms opened up. False when that is too much.
    bool lay_out(std::size_t page, Box const& shown, std::vector<Placed>& placed);
    bool lay_out(PaintLog& log, Placed const& where, unsigned depth, std::vector<Placed>& placed);
    static bool may_hide(std::vector<Placed> const& placed, double& finest);
    static void judge_pictures(std::vector<Placed> const& placed);
    static void judge_blends(std::vector<Placed> const& placed);
    enum class Pardon : std::uint8_t { near, parts, page };  // to a difference; of shows that were cut; on the whole page
    static std::size_t pardon(Canvas const& canvas, std::vector<Placed> const& placed, Pardon which);
    void condemn();
    Result<Raster> draw(PageRenderer::Document& document, std::size_t page, Look const& look) const;

    Pass pass_ = Pass::first;
    std::map<ContentId, PaintLog> logs_;
    std::map<std::uint32_t, PaintLog*> forms_;  // by the number of their object
    std::map<std::size_t, Look> looks_;         // by page
    std::map<ContentId, Edits> edits_;
    std::vector<std::size_t> unjudged_;
};

}  // namespace scrub::engine::pdf
