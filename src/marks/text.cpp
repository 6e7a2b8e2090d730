// The canonical form of a text: passes over its code points until none changes anything.
#include "marks/text.hpp"

#include <algorithm>
#include <numeric>

#include "marks/characters.hpp"
#include "model/utf8.hpp"

namespace scrub::engine::marks {
namespace {

// A code point and the piece that it came in.
struct Cell {
    char32_t c;
    std::uint32_t piece;
};
using Cells = std::vector<Cell>;
using Counts = std::array<std::uint64_t, kMarkCount>;

constexpr char32_t kNone = 0xFFFFFFFF;
constexpr char32_t kNoBreakSpace = 0xA0;

// One text on its way. Passes note what they change.
class Pass {
public:
    Pass(Cells& cells, Spaces spaces, Counts& counts) : cells_(cells), spaces_(spaces), counts_(counts) {}

    void run() {
        drop_manifests();
        drop_invisible();
        drop_directions();
        compose();
        fold_variants();
        if (spaces_ != Spaces::kept) unify_spaces();
        if (spaces_ != Spaces::kept && spaces_ != Spaces::kinds) thin_spaces();
        replace_look_alikes();
    }

    std::uint64_t mixed_words() const { return mixed_words_; }

private:
    void note(Mark mark, std::uint64_t n = 1) { counts_[static_cast<std::size_t>(mark)] += n; }
    char32_t at(std::size_t i) const { return i < cells_.size() ? cells_[i].c : kNone; }

    // --- C2PA's manifest for text: a block between two lines, which may be a comment of some language ---

    std::size_t find_text(std::string_view ascii, std::size_t from) const {
        auto const equals = [](Cell const& cell, char c) { return cell.c == static_cast<unsigned char>(c); };
        auto const hit = std::search(cells_.begin() + static_cast<std::ptrdiff_t>(from), cells_.end(), ascii.begin(), ascii.end(), equals);
        return static_cast<std::size_t>(hit - cells_.begin());
    }

    void drop_manifests() {
        constexpr std::string_view kBegin = "-----BEGIN C2PA MANIFEST-----";
        constexpr std::string_view kEnd = "-----END C2PA MANIFEST-----";
        for (std::size_t from = find_text(kBegin, 0); from < cells_.size(); from = find_text(kBegin, from)) {
            auto const end = find_text(kEnd, from);
            auto const to = end < cells_.size() ? end + kEnd.size() : from + kBegin.size();
            cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(from), cells_.begin() + static_cast<std::ptrdiff_t>(to));
            note(Mark::manifest);
        }
    }

    // --- code points that nobody sees ---

    void drop_invisible() {
        Cells kept;
        kept.reserve(cells_.size());
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (auto const length = flag_length(kept, i); length > 0) {
                kept.insert(kept.end(), cells_.begin() + static_cast<std::ptrdiff_t>(i), cells_.begin() + static_cast<std::ptrdiff_t>(i + length));
                i += length - 1;
                continue;
            }
            if (auto const mark = why_drop(kept, i)) {
                note(*mark);
                continue;
            }
            kept.push_back(cells_[i]);
        }
        cells_ = std::move(kept);
    }

    // The flags of England, Scotland and Wales are the only sequences of tags in general use (UTS #51, ED-14a).
    std::size_t flag_length(Cells const& before, std::size_t i) const {
        if (cells_[i].c < 0xE0020 || cells_[i].c > 0xE007E || before.empty() || before.back().c != 0x1F3F4) return 0;
        for (auto const* const name : {U"gbeng", U"gbsct", U"gbwls"}) {
            std::size_t n = 0;
            while (name[n] != 0 && at(i + n) == 0xE0000 + name[n]) ++n;
            if (name[n] == 0 && at(i + n) == 0xE007F) return n + 1;
        }
        return 0;
    }

    std::optional<Mark> why_drop(Cells const& before, std::size_t i) const {
        char32_t const c = cells_[i].c;
        if (c >= 0x20 && c < 0x7F) return std::nullopt;
        if (is_control(c)) return Mark::control;
        if (c < 0xAD) return std::nullopt;
        if (c == 0x200C && !may_part(before, i)) return Mark::zero_width;
        if (c == 0x200D && !may_join(before, i)) return Mark::zero_width;
        if (c == 0x200C || c == 0x200D) return std::nullopt;
        if (c == 0x200B) return parts_words(before, i) ? std::nullopt : std::optional(Mark::zero_width);
        if (c == 0x2060 || c == 0xFEFF) return Mark::zero_width;
        if (is_variation_selector(c)) return may_vary(before, i) ? std::nullopt : std::optional(Mark::variation);
        if (c >= 0xE0000 && c <= 0xE007F) return Mark::tag;
        if (is_direction_mark(c)) return std::nullopt;  // a pass of their own
        if (is_ignorable(c) || (c >= 0xFFF9 && c <= 0xFFFB)) return has_use(before, i) ? std::nullopt : std::optional(Mark::invisible);
        return std::nullopt;
    }

    static char32_t last(Cells const& before) { return before.empty() ? kNone : before.back().c; }

    // The last character on which shaping depends.
    static char32_t last_joining(Cells const& before) {
        for (auto cell = before.rbegin(); cell != before.rend(); ++cell)
            if (!is_transparent(cell->c) || cell->c == 0x200C || cell->c == 0x200D) return cell->c;
        return kNone;
    }
    char32_t next_joining(std::size_t i) const {
        for (++i; i < cells_.size(); ++i)
            if (!is_transparent(cells_[i].c) && !is_ignorable(cells_[i].c)) return cells_[i].c;
        return kNone;
    }
    char32_t next_visible(std::size_t i) const {
        for (++i; i < cells_.size(); ++i)
            if (!is_ignorable(cells_[i].c)) return cells_[i].c;
        return kNone;
    }

    // Zero-width non-joiner: between letters that would join, or after a virama before a letter (UAX #31, A1 and A2).
    bool may_part(Cells const& before, std::size_t i) const {
        if (joins_left(last_joining(before)) && joins_right(next_joining(i))) return true;
        return is_virama(last(before)) && is_letter(next_visible(i));
    }

    // Zero-width joiner: in emoji sequences, at a virama, and where it gives a letter the form that it would not have.
    bool may_join(Cells const& before, std::size_t i) const {
        if (is_pictograph(last_emoji(before)) && is_pictograph(at(i + 1))) return true;
        auto const previous = last(before);
        if (is_virama(previous)) return true;
        auto const next = next_visible(i);
        if (is_virama(next) && is_letter(previous)) return true;
        auto const left = last_joining(before);
        if (left == 0x200C || left == 0x200D) return false;
        auto const right = next_joining(i);
        return joins_left(left) ? !joins(right) : !joins(left) && joins_right(right);
    }
    static char32_t last_emoji(Cells const& before) {
        for (auto cell = before.rbegin(); cell != before.rend(); ++cell)
            if (cell->c != 0xFE0F && !is_skin_tone(cell->c)) return cell->c;
        return kNone;
    }

    // Zero-width space: between words of scripts that write none (Thai, Khmer, Lao, Burmese).
    bool parts_words(Cells const& before, std::size_t i) const { return breaks_by_word(last(before)) && breaks_by_word(at(i + 1)); }

    bool may_vary(Cells const& before, std::size_t i) const {
        auto const c = cells_[i].c;
        auto const base = last(before);
        if (c == 0xFE0F) return is_emoji(base) && !is_shown_as_emoji(base) && (base > 0x7F || at(i + 1) == 0x20E3);
        if (c == 0xFE0E) return is_shown_as_emoji(base);
        if ((c >= 0x180B && c <= 0x180D) || c == 0x180F) return is_mongolian(base);
        return false;
    }

    // Other ignorable code points without which some scripts cannot be written.
    bool has_use(Cells const& before, std::size_t i) const {
        auto const previous = last(before);
        switch (cells_[i].c) {
            case 0x34F: {  // keeps marks from being reordered
                auto const left = combining_class(previous);
                auto const right = combining_class(at(i + 1));
                return left != 0 && right != 0 && left > right;
            }
            case 0x115F: return is_vowel_jamo(at(i + 1)) || (at(i + 1) == 0x1160 && is_final_jamo(at(i + 2)));
            case 0x1160: return is_initial_jamo(previous) || (previous == 0x115F && is_final_jamo(at(i + 1)));
            case 0x180E: return is_mongolian(previous) && (at(i + 1) == 0x1820 || at(i + 1) == 0x1821);
            default: return false;
        }
    }

    // --- direction ---

    template <class Do>
    void each_line(Do line) {
        for (std::size_t from = 0; from < cells_.size();) {
            auto to = from;
            while (to < cells_.size() && cells_[to].c != '\n' && cells_[to].c != 0x2029) ++to;
            line(from, to);
            from = to + 1;
        }
    }

    void drop_directions() {
        if (std::none_of(cells_.begin(), cells_.end(), [](Cell const& cell) { return is_direction_mark(cell.c); })) return;
        std::vector<bool> drops(cells_.size());
        each_line([&](std::size_t from, std::size_t to) {
            std::u32string line;
            for (auto i = from; i < to; ++i) line += cells_[i].c;
            for (auto const i : useless_directions(line)) drops[from + i] = true;
        });
        std::size_t kept = 0;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (drops[i]) note(Mark::direction);
            else cells_[kept++] = cells_[i];
        }
        cells_.resize(kept);
    }

    // --- spellings of the same letter ---

    void compose() {
        if (std::all_of(cells_.begin(), cells_.end(), [](Cell const& cell) { return cell.c < 0x300; })) return;
        Cells composed;
        composed.reserve(cells_.size());
        for (std::size_t i = 0; i < cells_.size();) {
            auto end = i + 1;
            while (end < cells_.size() && !starts_composition(cells_[end].c)) ++end;
            if (end == i + 1 && cells_[i].c < 0x300) {
                composed.push_back(cells_[i++]);
                continue;
            }
            std::u32string piece;
            for (auto k = i; k < end; ++k) piece += cells_[k].c;
            if (auto const canonical = nfc(piece); canonical != piece) {
                for (auto const c : canonical) composed.push_back({c, cells_[i].piece});
                note(Mark::composition);
            } else {
                composed.insert(composed.end(), cells_.begin() + static_cast<std::ptrdiff_t>(i), cells_.begin() + static_cast<std::ptrdiff_t>(end));
            }
            i = end;
        }
        cells_ = std::move(composed);
    }

    // Ligatures that fonts make by themselves, and two more code points for the hyphen.
    void fold_variants() {
        constexpr std::u32string_view kLigatures[] = {U"ff", U"fi", U"fl", U"ffi", U"ffl", U"st", U"st"};
        Cells folded;
        bool is_changed = false;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            auto const [c, piece] = cells_[i];
            bool const is_ligature = c >= 0xFB00 && c <= 0xFB06;
            bool const is_hyphen = c == 0x2010 || c == 0x2011;
            if ((is_ligature || is_hyphen) && !is_changed) {
                folded.assign(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(i));
                is_changed = true;
            }
            if (is_ligature || is_hyphen) note(Mark::variant);
            if (!is_changed) continue;
            if (is_ligature)
                for (auto const letter : kLigatures[c - 0xFB00]) folded.push_back({letter, piece});
            else folded.push_back({is_hyphen ? U'-' : c, piece});
        }
        if (is_changed) cells_ = std::move(folded);
    }

    // --- spaces ---

    // A space whose kind is a choice. Others are wide on purpose, or letters of their script.
    bool is_choice(std::size_t i) const {
        auto const c = cells_[i].c;
        if (c == ' ' || c == kNoBreakSpace) return true;
        auto const previous = i > 0 ? cells_[i - 1].c : kNone;
        auto const next = at(i + 1);
        switch (c) {
            case 0x2800: return !is_braille(previous) && !is_braille(next);
            case 0x3000: return !is_wide_at(i);
            case 0x1680: return !is_ogham(previous) && !is_ogham(next);
            case 0x202F: return !is_mongolian(next);
            default: return is_space(c);
        }
    }
    // Japanese and Chinese text indents and separates with the wide space.
    bool is_wide_at(std::size_t i) const {
        auto from = i;
        while (from > 0 && cells_[from - 1].c == 0x3000) --from;
        auto to = i + 1;
        while (at(to) == 0x3000) ++to;
        return (from > 0 && is_wide(cells_[from - 1].c)) || is_wide(at(to));
    }

    void unify_spaces() {
        for (std::size_t i = 0; i < cells_.size();) {
            if (!is_choice(i)) {
                ++i;
                continue;
            }
            auto end = i + 1;
            while (end < cells_.size() && is_choice(end)) ++end;
            auto const unlike = [&](Cell const& cell) { return cell.c != ' '; };
            auto const first = cells_.begin() + static_cast<std::ptrdiff_t>(i);
            auto const last = cells_.begin() + static_cast<std::ptrdiff_t>(end);
            if (std::any_of(first, last, unlike)) {
                auto const kind = end - i == 1 ? lone_space(i) : kNoBreakSpace;  // a run is layout, and stays as wide as it was
                for (auto cell = first; cell != last; ++cell) {
                    if (cell->c != kind) note(Mark::space_kind);
                    cell->c = kind;
                }
            }
            i = end;
        }
    }

    // What a single special space becomes. French sets signs and thousands apart by one that does not break.
    char32_t lone_space(std::size_t i) const {
        constexpr std::u32string_view kAfter = U";:!?\u00BB%\u2030\u20AC\u00B0";
        auto const c = cells_[i].c;
        auto const previous = i > 0 ? cells_[i - 1].c : kNone;
        auto const next = at(i + 1);
        auto const is_edge = [](char32_t n) { return n == kNone || n == '\n' || n == '\r' || n == '\t' || n == 0x2028 || n == 0x2029; };
        if (is_edge(previous) || is_edge(next)) return kNoBreakSpace;
        bool const is_narrow = c == kNoBreakSpace || c == 0x202F || c == 0x2009 || c == 0x2007;
        bool const is_french = kAfter.find(next) != std::u32string_view::npos || previous == 0xAB || (is_digit(previous) && is_digit(next));
        return is_narrow && is_french ? kNoBreakSpace : U' ';
    }

    static bool is_blank(char32_t c) { return c == ' ' || c == kNoBreakSpace; }

    void thin_spaces() {
        std::vector<bool> drops(cells_.size());
        each_line([&](std::size_t from, std::size_t to) { thin_line(from, to, drops); });
        std::size_t kept = 0;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (drops[i]) note(Mark::space_run);
            else cells_[kept++] = cells_[i];
        }
        cells_.resize(kept);
    }

    void thin_line(std::size_t from, std::size_t to, std::vector<bool>& drops) {
        if (to > from && cells_[to - 1].c == '\r') --to;
        auto const is_white = [&](char32_t c) { return is_blank(c) || (spaces_ == Spaces::lines && c == '\t'); };
        auto end = to;
        while (end > from && is_white(cells_[end - 1].c)) --end;
        if (end == from && spaces_ == Spaces::prose) {  // an empty paragraph: no-break spaces may hold its place
            bool const holds_place = std::any_of(cells_.begin() + static_cast<std::ptrdiff_t>(from), cells_.begin() + static_cast<std::ptrdiff_t>(to),
                                                 [](Cell const& cell) { return cell.c == kNoBreakSpace; });
            if (holds_place) return;
        }
        for (auto i = end; i < to; ++i) drops[i] = true;
        auto start = from;
        while (start < end && (is_blank(cells_[start].c) || cells_[start].c == '\t')) ++start;
        if (spaces_ == Spaces::rows || has_columns(start, end)) return;
        for (auto i = start; i < end; ++i) {
            bool const is_pair = is_blank(cells_[i].c) && i + 1 < end && is_blank(cells_[i + 1].c);
            if (!is_pair) continue;
            if (spaces_ == Spaces::lines && !ends_sentence(start, i)) continue;
            drops[i + 1] = true;
            if (cells_[i].c != ' ') {
                note(Mark::space_kind);
                cells_[i].c = ' ';
            }
            ++i;
        }
    }

    bool has_columns(std::size_t from, std::size_t to) const {
        for (auto i = from; i < to; ++i) {
            if (cells_[i].c == '\t') return true;
            if (i + 2 < to && is_blank(cells_[i].c) && is_blank(cells_[i + 1].c) && is_blank(cells_[i + 2].c)) return true;
        }
        return false;
    }

    bool ends_sentence(std::size_t from, std::size_t i) const {
        constexpr std::u32string_view kClosing = U"\"')]\u2019\u201D\u00BB";
        while (i > from && kClosing.find(cells_[i - 1].c) != std::u32string_view::npos) --i;
        return i > from && (cells_[i - 1].c == '.' || cells_[i - 1].c == '?' || cells_[i - 1].c == '!' || cells_[i - 1].c == ':');
    }

    // --- look-alike letters ---

    struct Word {
        std::size_t from;
        std::size_t to;
        std::array<std::size_t, 4> letters{};  // by Script; others last

        std::size_t total() const { return std::accumulate(letters.begin(), letters.end(), std::size_t{0}); }
        bool is_only(Script script) const { return total() > 0 && letters[static_cast<std::size_t>(script)] == total(); }
    };

    void replace_look_alikes() {
        if (std::all_of(cells_.begin(), cells_.end(), [](Cell const& cell) { return cell.c < 0x370; })) return;
        for (auto const& word : split_words()) replace_in(word);
        replace_whole_words(split_words());
    }

    std::vector<Word> split_words() const {
        std::vector<Word> words;
        for (std::size_t i = 0; i < cells_.size();) {
            if (!is_letter(cells_[i].c)) {
                ++i;
                continue;
            }
            Word word{i, i};
            while (i < cells_.size() && (is_letter(cells_[i].c) || combining_class(cells_[i].c) != 0)) {
                if (auto const script = script_of(cells_[i].c); script != Script::none) ++word.letters[static_cast<std::size_t>(script)];
                ++i;
            }
            word.to = i;
            words.push_back(word);
        }
        return words;
    }

    static Script majority(Word const& word) {
        auto const most = std::max_element(word.letters.begin(), word.letters.end() - 1);  // ties: Latin first
        return static_cast<Script>(most - word.letters.begin());
    }

    void replace_in(Word const& word) {
        auto const script = majority(word);
        auto const wanted = word.letters[static_cast<std::size_t>(script)];
        if (wanted <= word.letters[static_cast<std::size_t>(Script::other)] || wanted == word.total()) return;
        bool is_mixed = false;
        for (auto i = word.from; i < word.to; ++i) {
            auto const found = script_of(cells_[i].c);
            if (found == Script::none || found == script) continue;
            auto const letter = look_alike(cells_[i].c, script);
            if (letter == 0 || is_symbol(word, i)) {
                is_mixed = is_mixed || script == Script::cyrillic || found == Script::cyrillic;  // Greek ones are symbols
                continue;
            }
            cells_[i].c = letter;
            note(Mark::look_alike);
        }
        if (is_mixed) ++mixed_words_;
    }

    // In "TNF\u03B1" or "\u03C1gh" a small Greek letter is a symbol of a formula, not a look-alike.
    bool is_symbol(Word const& word, std::size_t i) const {
        auto const c = cells_[i].c;
        if (c < 0x3B1 || c > 0x3C9 || c == 0x3BF) return false;
        auto const is_small = [&](std::size_t k) { return cells_[k].c >= 'a' && cells_[k].c <= 'z'; };
        return i == word.from || i + 1 >= word.to || !is_small(i - 1) || !is_small(i + 1);
    }

    // Words written with look-alikes throughout ("pope" in Cyrillic), between words that are Latin.
    void replace_whole_words(std::vector<Word> const& words) {
        for (std::size_t i = 0; i < words.size();) {
            if (!is_disguised(words[i])) {
                ++i;
                continue;
            }
            auto end = i + 1;
            while (end < words.size() && is_disguised(words[end])) ++end;
            bool const after_latin = i > 0 && is_latin(words[i - 1]);
            bool const before_latin = end < words.size() && is_latin(words[end]);
            bool const is_between = (after_latin || i == 0) && (before_latin || end == words.size()) && (after_latin || before_latin);
            for (; i < end; ++i) {
                if (is_between) spell_latin(words[i]);
            }
        }
    }
    bool is_latin(Word const& word) const {
        for (auto i = word.from; i < word.to; ++i) {
            auto const script = script_of(cells_[i].c);
            if (script != Script::latin && script != Script::none) return false;
        }
        return true;
    }
    bool is_disguised(Word const& word) const {
        if (!word.is_only(Script::cyrillic)) return false;
        for (auto i = word.from; i < word.to; ++i)
            if (script_of(cells_[i].c) == Script::cyrillic && look_alike(cells_[i].c, Script::latin) == 0) return false;
        return true;
    }
    void spell_latin(Word const& word) {
        for (auto i = word.from; i < word.to; ++i) {
            if (script_of(cells_[i].c) != Script::cyrillic) continue;
            cells_[i].c = look_alike(cells_[i].c, Script::latin);
            note(Mark::look_alike);
        }
    }

    Cells& cells_;
    Spaces spaces_;
    Counts& counts_;
    std::uint64_t mixed_words_ = 0;
};

Cells decoded(std::span<std::string_view const> pieces, Counts& counts) {
    Cells cells;
    for (std::uint32_t piece = 0; piece < pieces.size(); ++piece) {
        auto rest = pieces[piece];
        while (!rest.empty()) {
            auto const [c, length] = utf8::decode(rest);
            rest.remove_prefix(length);
            bool const is_noncharacter = c != utf8::kInvalid && ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF));
            if (c == utf8::kInvalid || is_noncharacter) ++counts[static_cast<std::size_t>(Mark::broken)];
            if (c == utf8::kInvalid) cells.push_back({0xFFFD, piece});
            else if (!is_noncharacter) cells.push_back({c, piece});
        }
    }
    return cells;
}

bool equal(Cells const& a, Cells const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](Cell const& x, Cell const& y) { return x.c == y.c; });
}

}  // namespace

bool Normalised::is_changed() const noexcept {
    return std::any_of(counts.begin(), counts.end(), [](std::uint64_t n) { return n > 0; });
}

namespace {

Normalised normalised_once(std::span<std::string_view const> pieces, Spaces spaces) {
    constexpr int kMaxPasses = 16;
    Normalised result;
    auto cells = decoded(pieces, result.counts);
    for (int i = 0; i < kMaxPasses; ++i) {  // what one pass removes may have been what another looked at
        auto const before = cells;
        Pass pass(cells, spaces, result.counts);
        pass.run();
        result.mixed_words = pass.mixed_words();
        if (equal(before, cells)) break;
    }
    result.pieces.resize(pieces.size());
    for (auto const& cell : cells) utf8::append(result.pieces[cell.piece], cell.c);
    return result;
}

void add(Normalised& sum, Normalised const& more) {
    for (std::size_t i = 0; i < kMarkCount; ++i) sum.counts[i] += more.counts[i];
    sum.mixed_words += more.mixed_words;
}

bool has_manifest(std::string_view text) { return text.find("-----BEGIN C2PA MANIFEST-----") != std::string_view::npos; }

// Plain text line by line, which costs no more than the longest of them. Manifests alone go over several lines.
Normalised normalised_lines(std::string_view text, Spaces spaces) {
    Normalised sum;
    if (has_manifest(text)) {
        sum = normalised_once(std::span(&text, 1), Spaces::kept);
        auto const rest = std::move(sum.pieces.front());
        auto const lines = normalised_lines(rest, spaces);
        add(sum, lines);
        sum.pieces = lines.pieces;
        return sum;
    }
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        auto const end = std::min(line.size() + 1, text.size());  // with its line end
        if (is_plain(line, spaces)) {
            out += text.substr(0, end);
        } else {
            auto const clean = normalised_once(std::span(&line, 1), spaces);
            add(sum, clean);
            out += clean.pieces.front();
            out += text.substr(line.size(), end - line.size());
        }
        text.remove_prefix(end);
    }
    sum.pieces.push_back(std::move(out));
    return sum;
}

}  // namespace

Normalised normalised(std::span<std::string_view const> pieces, Spaces spaces) {
    if (pieces.size() == 1) return normalised_text(pieces[0], spaces);
    return normalised_once(pieces, spaces);
}

Normalised normalised_text(std::string_view text, Spaces spaces) {
    if (is_plain(text, spaces)) {
        Normalised same;
        same.pieces.emplace_back(text);
        return same;
    }
    if (spaces != Spaces::lines && spaces != Spaces::rows) return normalised_once(std::span(&text, 1), spaces);
    auto clean = normalised_lines(text, spaces);
    if (has_manifest(clean.pieces.front())) {  // one whose mark was broken up by what is gone now
        auto again = normalised_text(clean.pieces.front(), spaces);
        add(again, clean);
        return again;
    }
    return clean;
}

std::string normalised(std::string_view utf8, Spaces spaces) { return std::move(normalised_text(utf8, spaces).pieces.front()); }

}  // namespace scrub::engine::marks
