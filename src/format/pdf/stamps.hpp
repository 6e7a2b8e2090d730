// Finds visible stamps of one copy: "Downloaded by N from 10.1.2.3", names across the page, watermarks of any producer.
// What a page paints is scored by what it says, how it looks and on how many pages it comes again; running headers,
// page numbers and the like score too low. Marks of producers (/Artifact /Watermark, layers of that name) are taken at their word.
#pragma once

#include <map>

#include "format/pdf/rewrite.hpp"
#include "format/pdf/survey.hpp"

namespace scrub::engine::pdf {

class Stamps {
public:
    struct Page {
        Bytes content;
        Value resources;
        Box shown;
    };

    Stamps(Document& document, Layers const& layers) : document_(document), layers_(layers) {}

    /// One page after the other; then `decide`. Stops where there is too much to look at.
    Result<void> look_at(std::size_t page, Page const& source);
    void decide();

    /// What goes of a content, and what it says.
    Edits const* edits(ContentId const& content) const {
        auto const found = edits_.find(content);
        return found == edits_.end() ? nullptr : &found->second;
    }
    /// Pages with lines that may be stamps, but look like ordinary headers.
    std::vector<std::size_t> const& doubtful() const noexcept { return doubtful_; }
    bool is_cut_short() const noexcept { return is_cut_short_; }

private:
    struct Line {
        std::size_t page = 0;
        ContentId content;
        std::vector<std::uint64_t> shows;
        std::string text;
        double angle = 0, size = 0, alpha = 1;
        bool is_grey = false, is_at_edge = false;
        FontInfo const* font = nullptr;
        Matrix end{};  // where the next letter would stand
    };
    struct Gang;
    class Reader;

    FontInfo const* font(Value const& raw);
    int score(std::vector<Line const*> const& same, std::size_t page_count) const;
    void condemn(ContentId const& content, std::uint64_t index, std::string_view text);

    Document& document_;
    Layers const& layers_;
    std::vector<Line> lines_;
    std::map<std::pair<std::uint64_t, void const*>, std::unique_ptr<FontInfo>> fonts_;
    std::map<std::pair<std::size_t, FontInfo const*>, std::size_t> uses_;  // of fonts, by page
    std::map<ContentId, Edits> edits_;
    std::vector<std::size_t> doubtful_;
    std::size_t page_count_ = 0;
    std::uint64_t instructions_ = 0;
    bool is_cut_short_ = false;
};

/// The name that a survey and the builder have for a form.
ContentId id_of_form(Value const& raw, Value const& inherited_resources);

}  // namespace scrub::engine::pdf
