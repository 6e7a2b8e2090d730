// What a content stream paints, in its order and in the space of the stream: enough to tell what may cover what.
#pragma once

#include <optional>

#include "format/pdf/content.hpp"

namespace scrub::engine::pdf {

struct Colour {
    double red = 0, green = 0, blue = 0;
    static Colour grey(double level) noexcept { return {level, level, level}; }
    static Colour cmyk(double c, double m, double y, double k) noexcept { return {(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)}; }
};

struct PaintLog {
    /// A text show that stayed. Its glyphs stand side by side along the pen's way.
    struct Glyph {
        float at = 0, width = 0;     ///< in unscaled text space, from where the show starts
        bool is_space = false;
        bool was_seen = false, was_missed = false;  ///< by a survey, on some page
    };
    struct Show {
        std::uint64_t index = 0;     ///< of its instruction
        Matrix matrix;               ///< from unscaled text space at its start
        double size = 0;             ///< of the font, in unscaled text space
        Box core;                    ///< where most of its ink is
        double height = 0;           ///< of its letters
        std::optional<Colour> colour;
        bool is_odd = false;         ///< how it looks depends on more than its colour
        bool is_blended = false;
        bool is_vertical = false, is_type3 = false;
        std::vector<Glyph> glyphs;
    };
    struct Paint {
        std::uint64_t index = 0;
        Box box;
        std::optional<Colour> colour;
        bool is_faint = false;       ///< what is beneath shines through
        bool is_blended = false;     ///< mixed with what is beneath, as a highlighter is
        bool is_full = false;        ///< nothing of what is beneath its box is seen
        bool is_picture = false, was_seen = false, was_missed = false;
    };
    /// A form that is drawn.
    struct Place {
        std::uint32_t number = 0;    ///< of its object in the output
        Matrix matrix;
        Box clip;
        bool is_odd = false, is_blended = false;
    };
    enum class What : std::uint8_t { show, paint, place };
    struct Step {
        What what;
        std::uint32_t at;            ///< in the list of its kind
    };

    std::vector<Show> shows;
    std::vector<Paint> paints;
    std::vector<Place> places;
    std::vector<Step> order;
    bool is_cut_short = false;       ///< there was too much of it
    bool is_drawn_elsewhere = false; ///< where no survey looks

    void add(Show&& show) { add_to(shows, What::show, std::move(show)); }
    void add(Paint&& paint) { add_to(paints, What::paint, std::move(paint)); }
    void add(Place&& place) { add_to(places, What::place, std::move(place)); }

private:
    static constexpr std::size_t kMaxSteps = 400'000;

    template <class T>
    void add_to(std::vector<T>& list, What what, T&& thing) {
        if (order.size() >= kMaxSteps) {
            is_cut_short = true;
            return;
        }
        order.push_back({what, static_cast<std::uint32_t>(list.size())});
        list.push_back(std::move(thing));
    }
};

}  // namespace scrub::engine::pdf
