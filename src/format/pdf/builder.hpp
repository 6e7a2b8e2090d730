// Builds the new document: each kind of object is written anew from what its table allows, in the order in which
// it is reached. Split by subject: graphics.cpp, images.cpp, fonts.cpp, annotations.cpp, navigation.cpp, walk.cpp.
#pragma once

#include <deque>
#include <set>

#include "core/format.hpp"
#include "format/pdf/font_program.hpp"
#include "format/pdf/redraw.hpp"
#include "format/pdf/rewrite.hpp"
#include "format/pdf/rules.hpp"
#include "format/pdf/stamps.hpp"
#include "format/pdf/survey.hpp"

namespace scrub::engine::pdf {

class Builder final : public ContentHost {
public:
    /// Both may be null: then nothing tells what is covered, and no page becomes a picture.
    Builder(Document& document, Sink& out, Gate& gate, Survey* survey, Redraw* redraw);

    /// Stops early where pages were given up: what has been written then is not whole.
    Result<void> run();

    struct Facts {
        std::uint64_t pages = 0, words = 0, hidden_words = 0, pictures = 0;
    };
    Facts const& facts() const noexcept { return facts_; }

    Result<FontInfo*> font(Value const& raw) override;
    Result<std::uint32_t> resource(Category category, Value const& raw, Value const& resources) override;
    Result<std::uint32_t> inline_picture(Value const& image, Value const& resources) override;

private:
    // --- common ---
    enum class Role : std::uint8_t { form, tiling, picture, soft_mask, shading, shading_pattern, ext_state, colour_space, function, font, program, named_program, icc };
    struct Key {
        Role role;
        std::uint64_t id;
        void const* context;
        friend auto operator<=>(Key const&, Key const&) = default;
    };
    struct Task {
        Role role;
        Value raw{};
        Value resources{};
        std::uint32_t number = 0;
        std::string place{};
    };

    /// Reports the keys that do not stay. `what` is the path component.
    Result<void> sift(Value const& dict, Keys keys);
    Result<void> report_key(std::string_view key, Value const& raw);
    Result<void> drop_stream_waste(Decoded const& decoded);
    /// Decodes a stream fully; nothing when that cannot be done.
    Result<std::optional<Decoded>> decoded(Value const& stream);

    static Key key_of(Role role, Value const& raw, Value const& resources);
    /// An object that is written later.
    Result<std::uint32_t> later(Role role, Value const& raw, Value const& resources);
    /// An object that is written at once, or 0. `make` gives the number or 0.
    template <class Make>
    Result<std::uint32_t> once(Role role, Value const& raw, Make make);
    Result<void> drain();
    /// What cannot be kept must not have left a part of it in the output, which nothing would refer to.
    Result<void> nothing_since(std::uint32_t allocated) const {
        if (writer_.allocated() != allocated) return fail(Errc::malformed, "a damaged resource that can be kept in part only");
        return {};
    }

    bool numbers(Emit& out, Value const& array, std::size_t least, std::size_t most);
    std::vector<double> list_of(Value const& raw, std::size_t at_most = 4096);
    std::optional<Box> box_of(Value const& raw);
    void put_box(Emit& out, Box const& box);
    void put_matrix(Emit& out, Value const& raw);
    template <std::size_t N>
    bool put_name_of(Emit& out, Literal key, Value const& value, Literal const (&allowed)[N]);
    void put_stream(std::uint32_t number, Emit& entries, Bytes data);

    // --- graphics ---
    Result<void> put_resources(Emit& out, UsedResources const& used, Value const& source);
    Result<void> write_form(Task const& task);
    Result<void> write_tiling(Task const& task);
    void note_text(Rewritten const& result);
    Result<Rewritten> rewritten(Value const& stream, Value const& resources, ContentId const* id = nullptr);
    /// What a survey has to say of a content, and wants to know of it.
    void consult_survey(ContentJob& job, ContentId const& id);
    Result<void> put_group(Emit& out, Value const& raw);
    Result<bool> put_colour_space(Emit& out, Value const& raw, Value const& resources, unsigned depth = 0);
    Result<bool> put_icc(Emit& out, Value const& raw);
    Result<bool> put_special_space(Emit& out, Array const& items, Value const& resources, unsigned depth);
    std::size_t colours_of(Value const& space, unsigned depth = 0);
    Result<bool> put_function(Emit& out, Value const& raw, unsigned depth = 0);
    Result<bool> put_calculator(Emit& entries, Value const& stream, std::uint32_t& number);
    Result<bool> put_functions(Emit& out, Value const& raw);
    Result<std::uint32_t> shading(Value const& raw, Value const& resources);
    Result<std::uint32_t> shading_pattern(Value const& raw, Value const& resources);
    Result<std::uint32_t> ext_state(Value const& raw, Value const& resources);
    Result<bool> put_soft_mask(Emit& out, Value const& raw, Value const& resources);

    // --- pictures ---
    Result<std::uint32_t> picture(Value const& raw, Value const& resources, bool is_mask_of_other);
    Result<std::uint32_t> write_picture(Value const& stream, Value const& resources, bool is_mask_of_other);
    struct Picture {
        std::int64_t width = 0, height = 0, bits = 0;
        std::size_t colours = 0;
        bool is_mask = false;
        Value space{};
    };
    Result<void> take_fax(Picture const& picture, Decoded& decoded);
    Result<bool> take_jpeg2000(Picture& picture, Blob& data);
    Result<bool> fit_samples(Picture const& picture, Blob& data);
    Result<void> put_picture_entries(Emit& entries, Picture const& picture, Value const& stream, Value const& resources, bool is_mask_of_other);

    // --- fonts ---
    struct FontEntry {
        std::unique_ptr<FontInfo> info;
        Value raw{};
        std::uint32_t number = 0;  // of the output; 0 while nothing refers to it
        bool is_written = false;
        std::size_t name_index = 0;
    };
    Result<void> write_fonts(bool type3);
    Result<void> write_font(FontEntry& entry);
    Result<void> write_type3(FontEntry& entry);
    Result<void> write_simple(FontEntry& entry);
    Result<void> write_composite(FontEntry& entry);
    void put_font_name(Emit& out, Literal key, Value const& name, bool is_embedded, std::size_t index);
    void put_widths(Emit& out, Value const& font, FontInfo const& info, bool is_embedded);
    Result<void> put_encoding(Emit& out, Value const& font, FontInfo const& info, std::map<std::string, std::string>* renamed);
    Result<void> put_to_unicode(Emit& out, FontInfo const& info, Value const& font);
    Result<void> put_cmap(Emit& out, Value const& font, FontInfo const& info);
    Result<std::uint32_t> descriptor(Value const& font, std::size_t index, std::set<std::string> const& names, bool& is_embedded);
    Result<std::uint32_t> font_program(Value const& descriptor, Emit& out, std::set<std::string> const& names);
    std::set<std::string> used_glyph_names(Value const& font, FontInfo const& info);
    void put_cid_widths(Emit& out, Value const& font, FontInfo const& info);
    void put_vertical_widths(Emit& out, Value const& raw);

    // --- pages ---
    struct Page {
        Value dict{};
        Ref ref{};
        Value resources{}, media_box{}, crop_box{}, rotate{};
        std::uint32_t number = 0;
    };
    Result<void> collect_pages(Value const& root);
    Result<void> find_stamps();
    Result<void> write_pages();
    Result<void> write_page(Page const& page, std::size_t index);
    Result<void> write_picture_page(Page const& page, PagePicture const& picture);
    bool may_give_up(Error const& error);
    bool is_picture_already(Value const& resources, Box const& shown) ;
    Result<Blob> content_of(Value const& page);

    // --- annotations, forms ---
    Result<void> annotations(Page const& page, Emit& drawing, UsedResources& used, std::vector<std::uint32_t>& links);
    Result<void> annotation(Value const& raw, Emit& drawing, UsedResources& used, std::vector<std::uint32_t>& links);
    /// A key of a field, or of one above it.
    Value inherited(Value const& field, std::string_view key);
    Result<bool> flatten(Value const& annotation, Emit& drawing, UsedResources& used);
    Value made_font();
    Value made_form(std::string content, Box const& box, bool multiplies, double alpha = 1);
    std::string field_frame(Value const& annotation, Box const& rect);
    Value made_appearance(Value const& annotation, Box const& rect);
    Value made_text(Value const& annotation, Box const& rect);
    std::string colour_text(Value const& raw, bool strokes);
    Result<std::uint32_t> link(Value const& annotation);

    // --- navigation ---
    std::vector<std::pair<std::string_view, Value>> name_tree(Value const& root);
    Value named_destination(std::string_view name);
    Result<bool> put_destination(Emit& out, Value const& raw);
    Result<bool> put_action(Emit& out, Value const& raw);
    Result<std::optional<Kept>> pass_link(std::string_view url);
    Result<void> report_actions(Value const& raw, unsigned depth = 0);
    Result<std::uint32_t> outlines(Value const& root);
    Result<void> report_catalog(Value const& catalog);
    Result<void> report_names(Value const& names);
    Result<void> report_file(Value const& specification);
    Result<void> report_form(Value const& form);
    Result<void> report_info(Value const& info);
    Result<void> report_leftovers();

    static constexpr std::uint32_t kPagesNumber = 2;

    Document& document_;
    Gate& gate_;
    Survey* survey_;
    Redraw* redraw_;
    PaintLog* page_log_ = nullptr;  // of the page being written, where there is one
    Budget& budget_;
    Writer writer_;
    Layers layers_;
    std::optional<Stamps> stamps_;
    Value catalog_{};

    std::map<Key, std::uint32_t> numbers_;
    std::deque<Task> tasks_;
    std::map<Key, std::size_t> font_index_;
    std::deque<FontEntry> fonts_;
    std::size_t named_fonts_ = 0;
    std::map<std::uint32_t, ProgramKind> program_kinds_;
    std::map<Blob, std::uint32_t> profiles_;  // canonical ones that have been written
    std::vector<Page> pages_;
    std::map<std::uint32_t, std::uint32_t> page_numbers_;  // of the input to those of the output
    std::unordered_map<std::string_view, Value> destinations_;
    bool has_destinations_ = false;
    Value made_font_{};
    std::set<std::uint32_t> listed_objects_;  // forms and pictures that pages list, drawn or not
    Facts facts_;
    std::uint64_t damaged_streams_ = 0;
};

template <std::size_t N>
bool Builder::put_name_of(Emit& out, Literal key, Value const& value, Literal const (&allowed)[N]) {
    for (auto const name : allowed) {
        if (value.is_name(name.view())) {
            out.name(key).name(name);
            return true;
        }
    }
    return false;
}

template <class Make>
Result<std::uint32_t> Builder::once(Role role, Value const& raw, Make make) {
    auto const key = key_of(role, raw, {});
    if (auto const known = numbers_.find(key); known != numbers_.end()) return known->second;
    numbers_[key] = 0;  // while it is being made: what refers to itself cannot be kept
    auto const before = writer_.allocated();
    auto const number = TRY(make());
    if (number == 0) TRY(nothing_since(before));
    numbers_[key] = number;
    return number;
}

}  // namespace scrub::engine::pdf
