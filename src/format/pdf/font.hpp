// Fonts as far as content streams need them: how strings split into codes, how wide these are, and what they say.
#pragma once

#include <optional>
#include <unordered_map>

#include "format/pdf/document.hpp"

namespace scrub::engine::pdf {

/// A character map (ISO 32000-1, 9.7.5; ToUnicode, 9.10.3) as ranges.
struct CMap {
    struct Space {
        std::uint32_t low, high;
        unsigned bytes;
    };
    struct Range {
        std::uint32_t low, high;
        unsigned bytes;
        std::uint32_t cid;       // of low
        std::u16string unicode;  // of low; its last unit counts up
    };
    std::vector<Space> spaces;
    std::vector<Range> ranges;   // sorted by low
    std::string_view based_on{};
    bool is_vertical = false;

    Range const* find(std::uint32_t code) const noexcept;
};

enum class CMapUse : std::uint8_t { to_cid, to_unicode };
Result<CMap> parse_cmap(Bytes in, CMapUse use, Arena& arena, Budget& budget);

/// The character of a glyph name; 0 when the name is not of the Adobe Glyph List, "uniXXXX" or "uXXXX".
char32_t unicode_of_glyph(std::string_view name) noexcept;

/// The code of the standard Latin encodings (annex D) as a character; 0 when there is none.
enum class BaseEncoding : std::uint8_t { standard, win_ansi, mac_roman };
char32_t unicode_of_code(BaseEncoding encoding, std::uint8_t code) noexcept;

class FontInfo {
public:
    static Result<FontInfo> read(Document& document, Value const& font);

    struct Glyph {
        std::uint32_t code = 0;
        unsigned bytes = 1;
        double width = 0;  ///< thousandths of the font size
    };
    /// The glyph at the start of a string that is not empty.
    Glyph next(Bytes string) const noexcept;
    /// UTF-8; empty when it is not known.
    std::string unicode(std::uint32_t code) const;

    void mark_used(std::uint32_t code);
    bool is_used(std::uint32_t code) const noexcept;
    bool is_type3() const noexcept { return is_type3_; }
    bool is_composite() const noexcept { return is_composite_; }
    bool is_vertical() const noexcept { return is_vertical_; }
    CMap const& to_unicode() const noexcept { return to_unicode_; }
    bool has_to_unicode() const noexcept { return has_to_unicode_; }
    CMap const& encoding() const noexcept { return encoding_; }
    std::vector<CMap::Space> const& code_spaces() const noexcept { return spaces_; }
    /// Codes at and above this are not used.
    std::uint32_t code_limit() const noexcept { return static_cast<std::uint32_t>(used_.size()); }
    /// False for the character maps that the standard names and that only readers have.
    bool knows_cids() const noexcept { return is_identity_ || !encoding_.ranges.empty(); }
    std::unordered_map<std::uint32_t, double> const& cid_widths() const noexcept { return cid_widths_; }
    std::uint32_t cid(std::uint32_t code) const noexcept;
    /// Of composite fonts; nothing where the default holds.
    std::optional<double> cid_width(std::uint32_t cid) const noexcept;

private:
    Result<void> read_simple(Document& document, Value const& font);
    Result<void> read_composite(Document& document, Value const& font);

    bool is_type3_ = false, is_composite_ = false, is_vertical_ = false, has_to_unicode_ = false;
    unsigned code_bytes_ = 1;            // 0: as the spaces say
    std::vector<CMap::Space> spaces_;
    std::vector<double> widths_;         // simple: by code
    std::unordered_map<std::uint32_t, double> cid_widths_;
    double default_width_ = 0;
    double width_scale_ = 1;             // of Type 3
    bool is_identity_ = true;            // codes are CIDs
    CMap encoding_;                      // composite
    CMap to_unicode_;
    std::vector<char32_t> characters_;   // simple: by code
    std::vector<bool> used_ = std::vector<bool>(256);
};

void append_utf8(std::string& out, char32_t c);

/// A text string (7.9.2.2) as UTF-8.
std::string utf8_of(std::string_view pdf_text);

}  // namespace scrub::engine::pdf
