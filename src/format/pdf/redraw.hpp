// Pages that become pictures: all of them where the policy says so, else those that hold something that structure alone
// cannot vet. A page that is such a picture already stays as it is, so that an output gives itself again.
#pragma once

#include <map>
#include <set>

#include "core/gate.hpp"
#include "format/pdf/document.hpp"
#include "format/pdf/writer.hpp"

namespace scrub::engine::pdf {

/// A page as it is drawn, coded for a PDF.
struct PagePicture {
    double width = 0, height = 0;  ///< points
    std::uint32_t columns = 0, rows = 0;
    bool is_grey = false;          ///< four bits a pixel, else three bytes
    bool is_jpeg = false;
    Blob data;

    /// The picture as an object in the syntax of the input, so that it takes the way of all pictures.
    Value as_object(Arena& arena) const;
};

class Redraw {
public:
    explicit Redraw(bool wants_all) : wants_all_(wants_all) {}

    // --- for the builder ---
    /// A page cannot be vetted. The document has to be written again.
    void give_up(std::size_t page, std::string_view why);
    bool is_given_up(std::size_t page) const { return reasons_.contains(page); }
    PagePicture const* picture(std::size_t page) const;
    /// Whether the policy wants a page drawn that is not yet a picture.
    bool wants_all() const noexcept { return wants_all_; }
    void want(std::size_t page) { wanted_.insert(page); }
    /// How many pixels a side of a page has, as it is drawn.
    static double dpi_of(double width, double height);
    static bool is_size_of(double points, double dpi, std::int64_t pixels);

    bool is_spoilt() const noexcept { return is_spoilt_; }

    // --- for the walk ---
    /// Says whether a page has been given up since the last question.
    bool begin_anew() { return std::exchange(is_spoilt_, false); }
    bool is_empty() const noexcept { return reasons_.empty() && wanted_.empty(); }
    std::map<std::size_t, std::string_view> const& reasons() const noexcept { return reasons_; }
    std::size_t count() const noexcept { return reasons_.size() + wanted_.size(); }
    /// Draws the pages: those that were given up from the input, the others as they were written.
    Result<void> draw(PageRenderer& renderer, Bytes input, Bytes written);

private:
    bool wants_all_;
    bool is_spoilt_ = false;
    std::map<std::size_t, std::string_view> reasons_;
    std::set<std::size_t> wanted_;
    std::map<std::size_t, PagePicture> pictures_;
};

/// The content of a page that is one picture.
Made picture_content(double width, double height, Budget& budget);

}  // namespace scrub::engine::pdf
