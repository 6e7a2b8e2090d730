// Rows of PNG pictures.
#include "format/png_rows.hpp"

#include <algorithm>

#include "codec/inflate.hpp"
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

// Undoes the filter of a row in place (9.2). `above` is the row before it, undone, or empty.
void undo_filter(std::uint8_t filter, std::span<std::uint8_t> row, Bytes above, std::size_t pixel_bytes) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        std::uint8_t const a = i >= pixel_bytes ? row[i - pixel_bytes] : std::uint8_t{0};
        std::uint8_t const b = above.empty() ? std::uint8_t{0} : above[i];
        std::uint8_t const c = above.empty() || i < pixel_bytes ? std::uint8_t{0} : above[i - pixel_bytes];
        std::uint8_t guess = 0;
        switch (filter) {
            case 1: guess = a; break;
            case 2: guess = b; break;
            case 3: guess = static_cast<std::uint8_t>((a + b) / 2); break;
            case 4: guess = paeth(a, b, c); break;
            default: break;
        }
        row[i] = static_cast<std::uint8_t>(row[i] + guess);
    }
}

// Takes decompressed bytes as they come and checks the rows in them.
class RowChecker {
public:
    RowChecker(Header const& header, std::vector<Pass> passes)
        : passes_(std::move(passes)), bits_per_pixel_(header.bits_per_pixel()), wants_rows_(bits_per_pixel_ < 8) {
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
    /// The rows without filters and with empty padding: what `take` saw, for pictures of less than 8 bits a pixel.
    Blob& plain_rows() { return plain_; }

private:
    void end_row() {
        if (wants_rows_) check_padding();
        if (++rows_done_ == passes_[pass_].height) {
            ++pass_;
            next_pass();
        }
    }
    void check_padding() {
        if (!good_) return;
        undo_filter(filter_, row_, above_, 1);
        auto const& pass = passes_[pass_];
        unsigned const used = static_cast<unsigned>(std::uint64_t{pass.width} * bits_per_pixel_ % 8);
        auto const mask = static_cast<std::uint8_t>(used == 0 ? 0xFF : 0xFF << (8 - used));
        above_ = row_;
        std::uint8_t const last = row_.back() & mask;
        if (last != row_.back()) ++padding_rows_;
        row_.back() = last;
        plain_.push_back(0);
        plain_.insert(plain_.end(), row_.begin(), row_.end());
    }
    void next_pass() {
        rows_done_ = 0;
        above_.clear();
    }

    std::vector<Pass> passes_;
    unsigned bits_per_pixel_;
    bool wants_rows_;
    std::size_t pass_ = 0;
    std::uint64_t rows_done_ = 0;
    std::uint64_t row_left_ = 0;
    std::uint8_t filter_ = 0;
    Blob row_, above_, plain_;
    std::uint64_t padding_rows_ = 0;
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

Result<RowCheck> check_rows(std::vector<Bytes> const& pieces, Header const& header, Budget& budget) {
    auto passes = passes_of(header);
    auto const expected = bytes_of(passes);
    RowChecker rows(header, std::move(passes));
    Blob const whole = pieces.size() == 1 ? Blob{} : joined(pieces);
    Bytes const in = pieces.size() == 1 ? pieces.front() : Bytes(whole);

    // The usual case: the stream gives exactly the rows. libdeflate is twice as fast as a streaming decoder.
    RowCheck check;
    constexpr std::uint64_t kMaxAtOnce = std::uint64_t{256} << 20;
    if (expected <= kMaxAtOnce && expected <= budget.inflatable()) {
        if (auto const exact = codec::inflate_exactly(in, static_cast<std::size_t>(expected), codec::Wrapper::zlib, budget)) {
            rows.take(exact->data);
            check.used = exact->used;
            if (!rows.is_good()) check.state = RowCheck::State::broken;
            check.padding_rows = rows.padding_rows();
            if (check.padding_rows > 0) check.fresh = codec::deflate(rows.plain_rows(), codec::Wrapper::zlib);
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
    if (got < expected) {
        check.state = result.used == in.size() ? RowCheck::State::truncated : RowCheck::State::broken;
        return check;
    }
    if (!rows.is_good()) {
        check.state = RowCheck::State::broken;
        return check;
    }
    check.extra_bytes = got - expected;
    check.padding_rows = rows.padding_rows();
    // A stream without a proper end holds all pixels; what follows in it belongs to nothing.
    check.used = result.is_complete ? result.used : in.size();
    if (check.extra_bytes > 0 || check.padding_rows > 0 || !result.is_complete) {
        if (!keeps_rows) return fail(Errc::over_budget, "picture too large to be compressed anew");
        check.fresh = codec::deflate(check.padding_rows > 0 ? Bytes(rows.plain_rows()) : Bytes(kept), codec::Wrapper::zlib);
    }
    return check;
}

}  // namespace scrub::engine::png
