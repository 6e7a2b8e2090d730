// Marks in text, as the gate judges them.
#include <algorithm>

#include "marks/text.hpp"

namespace scrub::engine::marks {
namespace {

constexpr Rule kText{"text", "GEN-14", Kind::content, "what a reader reads"};

// In the order of Mark.
constexpr Rule kRows[] = {
    {"zero-width character", "GEN-14", Kind::tracking_mark, "invisible, and can number a copy", Form::replace},
    {"variation selector", "GEN-14", Kind::tracking_mark, "invisible here, and can hide a byte each", Form::replace},
    {"tag character", "GEN-14", Kind::tracking_mark, "invisible, and can hide a text", Form::replace},
    {"directional character", "GEN-14", Kind::tracking_mark, "without effect on the order of the text, or a way to forge it", Form::replace},
    {"invisible character", "GEN-14", Kind::tracking_mark, "invisible, and can number a copy", Form::replace},
    {"control character", "GEN-14", Kind::tracking_mark, "no part of a text", Form::replace},
    {"broken character", "GEN-14", Kind::tracking_mark, "bytes that are no character", Form::replace},
    {"C2PA text manifest", "GEN-14", Kind::tracking_mark, "signed origin of the text, with an address that is asked for it", Form::replace},
    {"composition of letters", "GEN-14", Kind::tracking_mark, "one of several spellings of the same letter", Form::replace},
    {"form of a letter or hyphen", "GEN-14", Kind::tracking_mark, "one of several that look the same", Form::replace},
    {"kind of space", "GEN-14", Kind::tracking_mark, "one of several that look the same", Form::replace},
    {"number of spaces", "GEN-14", Kind::tracking_mark, "extra spaces can number a copy", Form::replace},
    {"look-alike letter", "GEN-14", Kind::tracking_mark, "a letter of another script in the place of one that looks the same", Form::replace},
};
static_assert(std::size(kRows) == kMarkCount);

Result<Kept> pass_plain(std::string_view utf8, Gate& gate) {
    auto kept = TRY(gate.pass(kText, bytes_of(utf8)));
    if (!kept) return fail(Errc::internal_error, "content cannot be removed");
    return std::move(*kept);
}

// Judges every channel that was used; all are of one kind, so the answer is one.
Result<bool> may_stay(Normalised const& clean, std::uint64_t size_bytes, Gate& gate) {
    bool stays = false;
    for (std::size_t i = 0; i < kMarkCount; ++i) {
        if (clean.counts[i] == 0) continue;
        stays = TRY(gate.judge(kRows[i], size_bytes, {{}, {}, clean.counts[i]})) == Action::kept;
        size_bytes = 0;  // counted once
    }
    return stays;
}

Rule const& first_row(Normalised const& clean) {
    auto const used = std::find_if(clean.counts.begin(), clean.counts.end(), [](std::uint64_t n) { return n > 0; });
    return kRows[used - clean.counts.begin()];
}

}  // namespace

Result<std::vector<Kept>> pass_texts(std::span<std::string_view const> pieces, Spaces spaces, Gate& gate) {
    std::vector<Kept> kept;
    kept.reserve(pieces.size());
    auto clean = normalised(pieces, spaces);
    if (clean.mixed_words > 0) gate.remark("words that mix letters of several scripts were left as they are");
    std::uint64_t size_bytes = 0;
    for (auto const piece : pieces) size_bytes += piece.size();
    bool const stays = !clean.is_changed() || TRY(may_stay(clean, size_bytes, gate));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (stays || clean.pieces[i] == pieces[i]) {
            kept.push_back(TRY(pass_plain(pieces[i], gate)));
            continue;
        }
        auto made = Made::by_encoder(Blob(clean.pieces[i].begin(), clean.pieces[i].end()));
        kept.push_back(TRY(gate.replace(first_row(clean), {}, std::move(made), {{}, {}, 0})));  // counted already
    }
    return kept;
}

Result<Kept> pass_text(std::string_view utf8, Spaces spaces, Gate& gate) {
    if (is_plain(utf8, spaces)) return pass_plain(utf8, gate);
    auto kept = TRY(pass_texts(std::span(&utf8, 1), spaces, gate));
    return std::move(kept.front());
}

RuleList text_rules() { return list_rules(kRows, kText); }

}  // namespace scrub::engine::marks
