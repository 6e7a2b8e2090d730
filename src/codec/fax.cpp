// Fax codings.
#include "codec/fax.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace scrub::engine::codec {
namespace {

// T.4, tables 2 and 3: runs of 0 to 63 pixels, then of 64, 128, ... to 1728, then those of both colours up to 2560.
constexpr std::string_view kWhite[] = {
    "00110101", "000111", "0111", "1000", "1011", "1100", "1110", "1111", "10011", "10100", "00111", "01000", "001000", "000011", "110100",
    "110101", "101010", "101011", "0100111", "0001100", "0001000", "0010111", "0000011", "0000100", "0101000", "0101011", "0010011",
    "0100100", "0011000", "00000010", "00000011", "00011010", "00011011", "00010010", "00010011", "00010100", "00010101", "00010110",
    "00010111", "00101000", "00101001", "00101010", "00101011", "00101100", "00101101", "00000100", "00000101", "00001010", "00001011",
    "01010010", "01010011", "01010100", "01010101", "00100100", "00100101", "01011000", "01011001", "01011010", "01011011", "01001010",
    "01001011", "00110010", "00110011", "00110100", "11011", "10010", "010111", "0110111", "00110110", "00110111", "01100100", "01100101",
    "01101000", "01100111", "011001100", "011001101", "011010010", "011010011", "011010100", "011010101", "011010110", "011010111",
    "011011000", "011011001", "011011010", "011011011", "010011000", "010011001", "010011010", "011000", "010011011",
};
constexpr std::string_view kBlack[] = {
    "0000110111", "010", "11", "10", "011", "0011", "0010", "00011", "000101", "000100", "0000100", "0000101", "0000111", "00000100",
    "00000111", "000011000", "0000010111", "0000011000", "0000001000", "00001100111", "00001101000", "00001101100", "00000110111",
    "00000101000", "00000010111", "00000011000", "000011001010", "000011001011", "000011001100", "000011001101", "000001101000",
    "000001101001", "000001101010", "000001101011", "000011010010", "000011010011", "000011010100", "000011010101", "000011010110",
    "000011010111", "000001101100", "000001101101", "000011011010", "000011011011", "000001010100", "000001010101", "000001010110",
    "000001010111", "000001100100", "000001100101", "000001010010", "000001010011", "000000100100", "000000110111", "000000111000",
    "000000100111", "000000101000", "000001011000", "000001011001", "000000101011", "000000101100", "000001011010", "000001100110",
    "000001100111", "0000001111", "000011001000", "000011001001", "000001011011", "000000110011", "000000110100", "000000110101",
    "0000001101100", "0000001101101", "0000001001010", "0000001001011", "0000001001100", "0000001001101", "0000001110010", "0000001110011",
    "0000001110100", "0000001110101", "0000001110110", "0000001110111", "0000001010010", "0000001010011", "0000001010100", "0000001010101",
    "0000001011010", "0000001011011", "0000001100100", "0000001100101",
};
constexpr std::string_view kBoth[] = {
    "00000001000", "00000001100", "00000001101", "000000010010", "000000010011", "000000010100", "000000010101", "000000010110",
    "000000010111", "000000011100", "000000011101", "000000011110", "000000011111",
};

constexpr unsigned kMaxCode = 13;

/// From the next 13 bits to a run.
class RunTable {
public:
    explicit RunTable(std::span<std::string_view const> codes) {
        constexpr std::size_t kTerminating = 64;
        for (std::size_t i = 0; i < codes.size(); ++i) add(codes[i], i < kTerminating ? i : (i - kTerminating + 1) * 64);
        for (std::size_t i = 0; i < std::size(kBoth); ++i) add(kBoth[i], 1792 + i * 64);
    }
    struct Entry {
        std::uint8_t length = 0;  // 0: no code
        std::uint16_t run = 0;
    };
    Entry operator[](std::uint32_t bits) const { return entries_[bits]; }

private:
    void add(std::string_view code, std::size_t run) {
        std::uint32_t bits = 0;
        for (auto const c : code) bits = bits << 1 | (c == '1' ? 1U : 0U);
        auto const spare = kMaxCode - static_cast<unsigned>(code.size());
        Entry const entry{static_cast<std::uint8_t>(code.size()), static_cast<std::uint16_t>(run)};
        std::fill_n(entries_.begin() + (bits << spare), std::size_t{1} << spare, entry);
    }
    std::array<Entry, 1U << kMaxCode> entries_{};
};

class Bits {
public:
    explicit Bits(Bytes in) : in_(in) {}
    /// The next n bits, at most 16; zeros behind the end.
    std::uint32_t peek(unsigned n) const {
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < 4; ++i) word = word << 8 | (at_ / 8 + i < in_.size() ? in_[at_ / 8 + i] : 0U);
        return word << (at_ % 8) >> (32 - n);
    }
    void skip(unsigned n) { at_ += n; }
    bool is_past_end() const { return at_ > in_.size() * 8; }
    bool is_at_end() const { return at_ >= in_.size() * 8; }
    void align() { at_ = (at_ + 7) / 8 * 8; }
    std::size_t used() const { return std::min((at_ + 7) / 8, in_.size()); }

private:
    Bytes in_;
    std::size_t at_ = 0;
};

/// The places where a row changes its colour; the first change is to black.
using Changes = std::vector<std::uint32_t>;

class Decoder {
public:
    Decoder(Bytes data, FaxCoding coding, std::uint32_t width) : in_(data), coding_(coding), width_(width) {}

    FaxPicture run(std::uint32_t height) {
        FaxPicture picture;
        auto const row_bytes = (std::size_t{width_} + 7) / 8;
        picture.rows.resize(row_bytes * height);
        Changes above;
        for (std::uint32_t row = 0; row < height && next_row(above); ++row) {
            paint(above, std::span(picture.rows).subspan(row * row_bytes, row_bytes));
            ++picture.good_rows;
            picture.used = in_.used();
        }
        skip_end();
        picture.used = in_.used();
        return picture;
    }

private:
    bool next_row(Changes& above) {
        bool is_plain = coding_ != FaxCoding::group4;
        if (coding_ == FaxCoding::modified_huffman) in_.align();
        if (coding_ == FaxCoding::group3_1d || coding_ == FaxCoding::group3_2d) {
            bool const has_mark = skip_mark();
            if (coding_ == FaxCoding::group3_2d && has_mark) {
                is_plain = in_.peek(1) == 1;
                in_.skip(1);
            }
        }
        if (in_.is_at_end()) return false;
        Changes row;
        bool const is_good = is_plain ? plain_row(row) : relative_row(above, row);
        if (!is_good || in_.is_past_end()) return false;
        above = std::move(row);
        return true;
    }

    // An end-of-line mark: at least eleven zeros and a one.
    bool skip_mark() {
        if (in_.peek(11) != 0) return false;
        Bits ahead = in_;
        ahead.skip(11);
        while (ahead.peek(1) == 0 && !ahead.is_past_end()) ahead.skip(1);
        if (ahead.is_past_end()) return false;
        ahead.skip(1);
        in_ = ahead;
        return true;
    }
    // Marks that end a page.
    void skip_end() {
        for (int i = 0; i < 6 && skip_mark(); ++i)
            if (coding_ == FaxCoding::group3_2d) in_.skip(1);
    }

    bool run_of(bool is_black, std::uint32_t& length) {
        length = 0;
        for (;;) {
            auto const entry = (is_black ? black() : white())[in_.peek(kMaxCode)];
            if (entry.length == 0 || in_.is_past_end()) return false;
            in_.skip(entry.length);
            length += entry.run;
            if (length > width_) return false;
            if (entry.run < 64) return true;
        }
    }

    bool plain_row(Changes& row) {
        std::uint32_t at = 0;
        for (bool is_black = false; at < width_; is_black = !is_black) {
            std::uint32_t length = 0;
            if (!run_of(is_black, length) || length > width_ - at) return false;
            at += length;
            row.push_back(at);
        }
        return true;
    }

    // T.4, 4.2: changes told by those of the row above.
    bool relative_row(Changes const& above, Changes& row) {
        std::int64_t at = -1;
        bool is_black = false;
        std::size_t seen = 0;
        while (at < std::int64_t{width_}) {
            while (seen > 0 && change(above, seen - 1) > at) --seen;
            while (seen < above.size() && (std::int64_t{above[seen]} <= at || (seen % 2 == 1) != is_black)) ++seen;
            auto const b1 = change(above, seen);
            auto const b2 = change(above, seen + 1);
            if (in_.peek(4) == 1) {  // pass
                in_.skip(4);
                at = b2;
                continue;
            }
            if (in_.peek(3) == 1) {  // horizontal
                in_.skip(3);
                std::uint32_t first = 0;
                std::uint32_t second = 0;
                if (!run_of(is_black, first) || !run_of(!is_black, second)) return false;
                auto const start = std::max<std::int64_t>(at, 0);
                if (start + first + second > width_) return false;
                row.push_back(static_cast<std::uint32_t>(start + first));
                row.push_back(static_cast<std::uint32_t>(start + first + second));
                at = start + first + second;
                continue;
            }
            int offset = 0;
            if (!vertical(offset)) return false;
            auto const next = b1 + offset;
            if (next < std::max<std::int64_t>(at, 0) || next > width_) return false;
            row.push_back(static_cast<std::uint32_t>(next));
            at = next;
            is_black = !is_black;
        }
        return true;
    }
    std::int64_t change(Changes const& row, std::size_t index) const { return index < row.size() ? row[index] : width_; }

    bool vertical(int& offset) {
        struct Mode {
            unsigned length;
            std::uint32_t bits;
            int offset;
        };
        constexpr Mode kModes[] = {{1, 1, 0}, {3, 3, 1}, {3, 2, -1}, {6, 3, 2}, {6, 2, -2}, {7, 3, 3}, {7, 2, -3}};
        for (auto const& mode : kModes) {
            if (in_.peek(mode.length) != mode.bits) continue;
            in_.skip(mode.length);
            offset = mode.offset;
            return true;
        }
        return false;
    }

    void paint(Changes const& row, std::span<std::uint8_t> out) const {
        for (std::size_t i = 0; i < row.size(); i += 2) {
            auto const end = static_cast<std::uint32_t>(change(row, i + 1));
            for (auto x = row[i]; x < end; ++x) out[x / 8] = static_cast<std::uint8_t>(out[x / 8] | 0x80U >> (x % 8));
        }
    }

    static RunTable const& white() {
        static RunTable const kTable{kWhite};
        return kTable;
    }
    static RunTable const& black() {
        static RunTable const kTable{kBlack};
        return kTable;
    }

    Bits in_;
    FaxCoding coding_;
    std::uint32_t width_;
};

}  // namespace

FaxPicture decode_fax(Bytes data, FaxCoding coding, std::uint32_t width, std::uint32_t height) { return Decoder(data, coding, width).run(height); }

}  // namespace scrub::engine::codec
