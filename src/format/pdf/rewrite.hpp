// Writes a content stream anew: the same marks on the page, without anything that a reader does not see.
#pragma once

#include <map>

#include "core/gate.hpp"
#include "format/pdf/content.hpp"
#include "format/pdf/font.hpp"
#include "format/pdf/layers.hpp"
#include "format/pdf/paint_log.hpp"
#include "format/pdf/writer.hpp"

namespace scrub::engine::pdf {

enum class Category : std::uint8_t { colour_space, ext_state, font, pattern, shading, xobject };
inline constexpr std::size_t kCategories = 6;

/// Blend modes (11.3.5); others are taken for Normal.
inline constexpr Literal kBlendModes[] = {"Color", "ColorBurn", "ColorDodge", "Compatible", "Darken", "Difference", "Exclusion", "HardLight", "Hue", "Lighten", "Luminosity", "Multiply", "Normal", "Overlay", "Saturation", "Screen", "SoftLight"};

/// What a content stream uses of its resources, in the order of first use; that is its new name.
class UsedResources {
public:
    /// The index of an object of the output.
    std::size_t use(Category category, std::uint32_t number);
    std::vector<std::uint32_t> const& of(Category category) const { return numbers_[static_cast<std::size_t>(category)]; }
    bool empty() const noexcept;

private:
    std::array<std::vector<std::uint32_t>, kCategories> numbers_;
    std::array<std::unordered_map<std::uint32_t, std::size_t>, kCategories> known_;
};

/// Instructions that a survey has condemned, by their index in the content; for shows, perhaps single glyphs of them.
struct Edits {
    struct Edit {
        Rule const* rule = nullptr;
        std::vector<bool> glyphs{};  ///< which go; empty: all
        std::string text{};          ///< what it says, for the report; of what everybody sees only
    };
    std::unordered_map<std::uint64_t, Edit> by_index;
};

/// What the rewriting needs from the walk around it.
class ContentHost {
public:
    /// Colour spaces that turn out to be device spaces have no object: this and an index of kDeviceSpaces.
    static constexpr std::uint32_t kNamedSpace = 0xFFFFFF00;
    static constexpr Literal kDeviceSpaces[] = {"DeviceCMYK", "DeviceGray", "DeviceRGB", "Pattern"};

    virtual ~ContentHost() = default;
    virtual Result<FontInfo*> font(Value const& raw) = 0;
    /// The number of an object of the output for what a resource is; 0 when nothing can be kept of it.
    virtual Result<std::uint32_t> resource(Category category, Value const& raw, Value const& resources) = 0;
    /// Writes an inline picture as an object; 0 when nothing can be kept of it.
    virtual Result<std::uint32_t> inline_picture(Value const& image, Value const& resources) = 0;
};

struct ContentJob {
    Bytes content{};
    Value resources{};
    Box visible = Box::everything();  ///< what shows, in the space of the content
    bool is_page = false;             ///< sizes and places are those on the page
    double unit = 1;                  ///< points per unit of the content, for pages
    Edits const* edits = nullptr;
    Edits const* stamps = nullptr;
    PaintLog* log = nullptr;          ///< what is painted is written down here
    bool is_mute = false;             ///< text is left out, as a survey compares pages with and without it
    UsedResources* shared = nullptr;  ///< where several contents share their resources
};

struct Rewritten {
    Made content{};
    UsedResources resources{};
    std::string text{};               ///< what it says, UTF-8
    std::uint64_t hidden_words = 0;   ///< of the text that went
    std::uint64_t pictures = 0;
};

Result<Rewritten> rewrite(ContentJob const& job, Document& document, Layers const& layers, ContentHost& host, Gate& gate);

}  // namespace scrub::engine::pdf
