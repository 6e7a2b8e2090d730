// Rows of PNG pictures.
#include "format/png_rows.hpp"

#include <algorithm>

#include "codec/inflate.hpp"
#include "codec/png_write.hpp"
#include "core/reader.hpp"

namespace scrub::engine::png {
namespace {

constexpr std::uint8_t kMaxFilter = 4;

std::uint8_t paeth(std::uint8_t a, std::uint8_t b, std::uint8_t c) {
    int const p = a + b - c;
    int const pa = std::abs(p - a);
    int const pb = std::abs(p - b);
    int const pc = std::abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

// Undoes the filter of a row in place (9.2). `above` is the row before it, undone; zeros for the first.
void undo_filter(std::uint8_t filter, std::span<std::uint8_t> row, Bytes above, std::size_t pixel_bytes) {
    auto const start = std::min(pixel_bytes, row.size());
    auto const add = [](std::uint8_t& byte, int more) { byte = static_cast<std::uint8_t>(byte + more); };
    switch (filter) {
        case 1:
            for (std::size_t i = start; i < row.size(); ++i) add(row[i], row[i - pixel_bytes]);
            break;
        case 2:
            for (std::size_t i = 0; i < row.size(); ++i) add(row[i], above[i]);
            break;
        case 3:
            for (std::size_t i = 0; i < start; ++i) add(row[i], above[i] / 2);
            for (std::size_t i = start; i < row.size(); ++i) add(row[i], (row[i - pixel_bytes] + above[i]) / 2);
            break;
        case 4:
            for (std::size_t i = 0; i < start; ++i) add(row[i], above[i]);
            for (std::size_t i = start; i < row.size(); ++i) add(row[i], paeth(row[i - pixel_bytes], above[i], above[i - pixel_bytes]));
            break;
        default: break;
    }
}

// Takes decompressed bytes as they come and checks the rows in them.
class RowChecker {
public:
    /// `keeps_rows`: for pictures that have to be compressed anew.
    RowChecker(Header const& header, std::vector<Pass> passes, bool keeps_rows)
        : header_(header), passes_(std::move(passes)), keeps_rows_(keeps_rows), sample_bytes_(header.depth == 16 ? 2 : 1),
          pixel_bytes_(std::max(1U, header.bits_per_pixel() / 8)), wants_rows_(keeps_rows || header.bits_per_pixel() < 8 || header.has_palette() || header.has_alpha()) {
        next_pass();
    }

    void take(Bytes bytes) {
        while (!bytes.empty() && !is_done()) {
            if (row_left_ == 0) {
                good_ = good_ && bytes[0] <= kMaxFilter;
                filter_ = bytes[0];
                row_left_ = passes_[pass_].row_bytes;
                bytes = bytes.subspan(1);
                row_.clear();
                continue;
            }
            auto const part = head(bytes, row_left_);
            if (wants_rows_) row_.insert(row_.end(), part.begin(), part.end());
            row_left_ -= part.size();
            bytes = bytes.subspan(part.size());
            if (row_left_ == 0) end_row();
        }
    }
    bool is_good() const { return good_; }
    bool is_done() const { return pass_ == passes_.size(); }
    std::uint64_t padding_rows() const { return padding_rows_; }
    std::uint64_t hidden_colours() const { return hidden_colours_; }
    bool is_dirty() const { return padding_rows_ > 0 || hidden_colours_ > 0; }
    std::bitset<256> const& colours() const { return colours_; }
    /// The rows as they should be, filtered; only when they are kept.
    Blob const& clean_rows() const { return clean_; }

private:
    void end_row() {
        if (wants_rows_ && good_) look_at_row();
        if (++rows_done_ == passes_[pass_].height) {
            ++pass_;
            next_pass();
        }
    }
    void look_at_row() {
        undo_filter(filter_, row_, above_, pixel_bytes_);
        if (keeps_rows_) std::swap(shown_above_, shown_);
        if (keeps_rows_) shown_ = row_;
        if (header_.bits_per_pixel() < 8) check_padding();
        if (header_.has_palette()) note_colours();
        if (header_.has_alpha()) check_colours();
        if (keeps_rows_) codec::filter_png_row(shown_, shown_above_, pixel_bytes_, clean_);
        std::swap(above_, row_);
    }
    void check_padding() {
        unsigned const used = static_cast<unsigned>(std::uint64_t{passes_[pass_].width} * header_.bits_per_pixel() % 8);
        auto const mask = static_cast<std::uint8_t>(used == 0 ? 0xFF : 0xFF << (8 - used));
        if ((row_.back() & mask) != row_.back()) ++padding_rows_;
        if (keeps_rows_) shown_.back() &= mask;
    }
    void note_colours() {
        unsigned const depth = header_.depth;
        unsigned const mask = (1U << depth) - 1;
        std::uint64_t left = passes_[pass_].width;
        for (auto const byte : row_)
            for (unsigned shift = 8; shift >= depth && left > 0; shift -= depth, --left) colours_.set(byte >> (shift - depth) & mask);
    }
    // Colours of pixels that are wholly transparent.
    void check_colours() {
        std::size_t const colour_bytes = pixel_bytes_ - sample_bytes_;
        for (std::size_t at = 0; at + pixel_bytes_ <= row_.size(); at += pixel_bytes_) {
            if (row_[at + colour_bytes] != 0 || row_[at + pixel_bytes_ - 1] != 0) continue;
            bool const has_colour = std::any_of(row_.begin() + static_cast<std::ptrdiff_t>(at), row_.begin() + static_cast<std::ptrdiff_t>(at + colour_bytes), [](std::uint8_t b) { return b != 0; });
            if (!has_colour) continue;
            ++hidden_colours_;
            if (keeps_rows_) std::fill_n(shown_.begin() + static_cast<std::ptrdiff_t>(at), colour_bytes, std::uint8_t{0});
        }
    }
    void next_pass() {
        rows_done_ = 0;
        if (is_done() || !wants_rows_) return;
        above_.assign(passes_[pass_].row_bytes, 0);
        shown_ = above_;
    }

    Header header_;
    std::vector<Pass> passes_;
    bool keeps_rows_;
    std::size_t sample_bytes_, pixel_bytes_;
    bool wants_rows_;
    std::size_t pass_ = 0;
    std::uint64_t rows_done_ = 0;
    std::uint64_t row_left_ = 0;
    std::uint8_t filter_ = 0;
    Blob row_, above_;           // as the file has them
    Blob shown_, shown_above_;   // as they are written
    Blob clean_;
    std::uint64_t padding_rows_ = 0;
    std::uint64_t hidden_colours_ = 0;
    std::bitset<256> colours_;
    bool good_ = true;
};

Blob joined(std::vector<Bytes> const& pieces) {
    Blob whole;
    for (auto const piece : pieces) whole.insert(whole.end(), piece.begin(), piece.end());
    return whole;
}

}  // namespace

std::optional<Header> Header::read(Bytes data) {
    Reader in(data);
    if (data.size() != 13) return std::nullopt;
    Header header;
    header.width = *in.u32();
    header.height = *in.u32();
    header.depth = *in.u8();
    header.colour_type = *in.u8();
    auto const compression = *in.u8();
    auto const filter = *in.u8();
    auto const interlace = *in.u8();
    header.is_interlaced = interlace == 1;
    constexpr std::uint32_t kMaxSide = 0x7FFFFFFF;
    bool const has_size = header.width > 0 && header.height > 0 && header.width <= kMaxSide && header.height <= kMaxSide;
    auto const is_one_of = [&](std::initializer_list<int> depths) { return std::find(depths.begin(), depths.end(), header.depth) != depths.end(); };
    bool has_depth = false;
    switch (header.colour_type) {  // table 11.1
        case 0: has_depth = is_one_of({1, 2, 4, 8, 16}); break;
        case 3: has_depth = is_one_of({1, 2, 4, 8}); break;
        case 2:
        case 4:
        case 6: has_depth = is_one_of({8, 16}); break;
        default: break;
    }
    if (!has_size || !has_depth || compression != 0 || filter != 0 || interlace > 1) return std::nullopt;
    return header;
}

unsigned Header::bits_per_pixel() const {
    unsigned const channels = colour_type == 2 ? 3 : colour_type == 4 ? 2 : colour_type == 6 ? 4 : 1;
    return channels * depth;
}

std::vector<Pass> passes_of(Header const& header) {
    struct Adam7 {
        std::uint32_t x, y, dx, dy;
    };
    constexpr Adam7 kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    constexpr Adam7 kWhole[] = {{0, 0, 1, 1}};
    std::vector<Pass> passes;
    for (auto const& [x, y, dx, dy] : header.is_interlaced ? std::span<Adam7 const>(kAdam7) : std::span<Adam7 const>(kWhole)) {
        if (header.width <= x || header.height <= y) continue;
        std::uint32_t const width = (header.width - x - 1) / dx + 1;
        std::uint32_t const height = (header.height - y - 1) / dy + 1;
        passes.push_back({width, height, (std::uint64_t{width} * header.bits_per_pixel() + 7) / 8});
    }
    return passes;
}

std::uint64_t bytes_of(std::vector<Pass> const& passes) {
    std::uint64_t total = 0;
    for (auto const& pass : passes) total += pass.height * (pass.row_bytes + 1);  // below 2^29 pixels of 64 bits
    return total;
}

namespace {

constexpr std::uint64_t kMaxAtOnce = std::uint64_t{256} << 20;

// The rows without what nobody sees, compressed anew.
Result<Made> clean_stream(Bytes in, Header const& header, std::uint64_t expected, Budget& budget) {
    if (expected > kMaxAtOnce) return fail(Errc::over_budget, "picture too large to be compressed anew");
    RowChecker rows(header, passes_of(header), true);
    std::uint64_t got = 0;
    TRY(codec::inflate_pieces(in, codec::Wrapper::zlib, budget, [&](Bytes piece) {
        rows.take(head(piece, expected - got));
        got += head(piece, expected - got).size();
        return got < expected;
    }));
    return codec::deflate(rows.clean_rows(), codec::Wrapper::zlib);
}

// A picture that ends early: the rows that came, and nothing for the rest, as viewers show it.
Result<RowCheck> completed(Blob rows, std::uint64_t got, Header const& header, std::uint64_t expected, RowCheck check, Budget& budget) {
    auto const first_row = passes_of(header).front().row_bytes + 1;
    check.state = got < first_row ? RowCheck::State::truncated : RowCheck::State::completed;
    if (check.state == RowCheck::State::truncated) return check;
    if (expected > kMaxAtOnce) return fail(Errc::over_budget, "picture too large to be compressed anew");
    rows.resize(static_cast<std::size_t>(got));
    rows.resize(static_cast<std::size_t>(expected), 0);
    auto const whole = codec::deflate(rows, codec::Wrapper::zlib);
    auto again = TRY(check_rows({whole.bytes()}, header, budget));
    if (again.state != RowCheck::State::good) return again;
    check.padding_rows = again.padding_rows;
    check.hidden_colours = again.hidden_colours;
    check.colours = again.colours;
    check.fresh = again.fresh ? std::move(again.fresh) : codec::deflate(rows, codec::Wrapper::zlib);
    return check;
}

}  // namespace

Result<RowCheck> check_rows(std::vector<Bytes> const& pieces, Header const& header, Budget& budget) {
    auto passes = passes_of(header);
    auto const expected = bytes_of(passes);
    RowChecker rows(header, std::move(passes), false);
    Blob const whole = pieces.size() == 1 ? Blob{} : joined(pieces);
    Bytes const in = pieces.size() == 1 ? pieces.front() : Bytes(whole);
    auto const finish = [&](RowCheck& check) {
        check.padding_rows = rows.padding_rows();
        check.hidden_colours = rows.hidden_colours();
        check.colours = rows.colours();
    };

    // The usual case: the stream gives exactly the rows. libdeflate is twice as fast as a streaming decoder.
    RowCheck check;
    if (expected <= kMaxAtOnce && expected <= budget.inflatable()) {
        if (auto const exact = codec::inflate_exactly(in, static_cast<std::size_t>(expected), codec::Wrapper::zlib, budget)) {
            rows.take(exact->data);
            check.used = exact->used;
            if (!rows.is_good()) check.state = RowCheck::State::broken;
            finish(check);
            if (rows.is_good() && rows.is_dirty()) check.fresh = TRY(clean_stream(in, header, expected, budget));
            return check;
        }
    }

    // More, less, or broken: piece by piece, keeping the rows only when they have to be compressed anew.
    bool const keeps_rows = expected <= kMaxAtOnce;
    Blob kept;
    std::uint64_t got = 0;
    constexpr std::uint64_t kMaxExtra = 64 << 20;
    auto const result = TRY(codec::inflate_pieces(in, codec::Wrapper::zlib, budget, [&](Bytes piece) {
        auto const wanted = head(piece, expected - std::min(expected, got));
        rows.take(wanted);
        if (keeps_rows) kept.insert(kept.end(), wanted.begin(), wanted.end());
        got += piece.size();
        return got < expected + kMaxExtra;
    }));
    check.used = result.is_complete ? result.used : in.size();
    if (got < expected) return completed(std::move(kept), got, header, expected, std::move(check), budget);
    if (!rows.is_good()) {
        check.state = RowCheck::State::broken;
        return check;
    }
    check.extra_bytes = got - expected;
    finish(check);
    // A stream without a proper end holds all pixels; what follows in it belongs to nothing.
    if (rows.is_dirty()) {
        check.fresh = TRY(clean_stream(in, header, expected, budget));
    } else if (check.extra_bytes > 0 || !result.is_complete) {
        if (!keeps_rows) return fail(Errc::over_budget, "picture too large to be compressed anew");
        check.fresh = codec::deflate(kept, codec::Wrapper::zlib);
    }
    return check;
}

}  // namespace scrub::engine::png
