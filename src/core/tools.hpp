// What the heavier tiers of worker can do for a walk. A tier loads no more than it needs, so a walk asks for a tool
// only when structure is not enough; where the tool is missing the job goes to the worker of the tier that has it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace scrub::engine {

/// Pixels of a page on opaque white, row by row without gaps, three bytes each: red, green, blue.
struct Raster {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Blob rgb;

    std::uint8_t const* pixel(std::uint32_t x, std::uint32_t y) const { return &rgb[(std::size_t{y} * width + x) * 3]; }
};

/// Draws pages of a PDF (src/render).
class PageRenderer {
public:
    enum class Edges : std::uint8_t { smooth, hard };         ///< hard: every pixel has a colour that the page names
    enum class Annotations : std::uint8_t { shown, left_out };

    struct Size {
        double width = 0;   ///< points, as the page is shown: cropped and rotated
        double height = 0;
    };

    class Document {
    public:
        virtual ~Document() = default;
        virtual std::uint32_t page_count() const = 0;
        virtual Result<Size> page_size(std::uint32_t page) = 0;
        /// Draws at `dpi`. Malformed when the renderer gives something else than a picture of the expected size.
        virtual Result<Raster> draw(std::uint32_t page, double dpi, Edges edges, Annotations annotations) = 0;
        /// The text that a reader can select, UTF-8.
        virtual Result<std::string> text(std::uint32_t page) = 0;
    };

    virtual ~PageRenderer() = default;
    /// The bytes must outlive the document.
    virtual Result<std::unique_ptr<Document>> open(Bytes pdf) = 0;
};

/// Decodes pictures that no structural walk carries over (src/raster).
class PictureDecoder;

/// The tools of one worker. Not owned; null where the tier has none.
struct Tools {
    PageRenderer* renderer = nullptr;
    PictureDecoder* decoder = nullptr;
};

}  // namespace scrub::engine
