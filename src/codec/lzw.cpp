// LZW with codes of up to 12 bits.
#include "codec/lzw.hpp"

#include <array>
#include <memory>

namespace scrub::engine::codec {
namespace {

constexpr unsigned kMaxBits = 12;
constexpr std::uint32_t kMaxCodes = 1U << kMaxBits;

/// Codes out of bytes, the first in the lowest bits (GIF and old TIFF writers) or in the highest (TIFF).
class CodeReader {
public:
    CodeReader(Bytes in, bool is_low_first) : in_(in), is_low_first_(is_low_first) {}

    bool next(unsigned bits, std::uint32_t& code) {
        while (count_ < bits) {
            if (at_ == in_.size()) return false;
            if (is_low_first_) held_ |= std::uint32_t{in_[at_]} << count_;
            else held_ = held_ << 8 | in_[at_];
            ++at_;
            count_ += 8;
        }
        std::uint32_t const mask = (1U << bits) - 1;
        count_ -= bits;
        if (is_low_first_) {
            code = held_ & mask;
            held_ >>= bits;
        } else {
            code = held_ >> count_ & mask;
        }
        return true;
    }
    std::size_t used() const { return at_; }
    /// The bits of the last byte that no code took.
    bool has_only_zeros_left() const { return is_low_first_ ? held_ == 0 : (held_ & ((1U << count_) - 1)) == 0; }

private:
    Bytes in_;
    bool is_low_first_;
    std::size_t at_ = 0;
    std::uint32_t held_ = 0;
    unsigned count_ = 0;
};

/// The codes that stand for more than one byte: each is an earlier one and a byte more.
class Dictionary {
public:
    explicit Dictionary(unsigned literal_bits) : first_free_((1U << literal_bits) + 2), next_(first_free_) {
        for (std::uint32_t i = 0; i < 1U << literal_bits; ++i) entries_[i] = {0, 1, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i)};
    }
    void clear() { next_ = first_free_; }
    std::uint32_t next() const { return next_; }
    bool is_full() const { return next_ == kMaxCodes; }
    bool knows(std::uint32_t code) const { return code < next_ && (code < first_free_ - 2 || code >= first_free_); }
    std::uint32_t length(std::uint32_t code) const { return entries_[code].length; }
    std::uint8_t first(std::uint32_t code) const { return entries_[code].first; }
    void add(std::uint32_t before, std::uint8_t last) {
        entries_[next_++] = {static_cast<std::uint16_t>(before), entries_[before].length + 1, entries_[before].first, last};
    }
    void expand(std::uint32_t code, Blob& out) const {
        auto at = out.size() + length(code);
        out.resize(at);
        for (auto left = length(code); left > 0; --left) {
            out[--at] = entries_[code].last;
            code = entries_[code].before;
        }
    }

private:
    struct Entry {
        std::uint16_t before;
        std::uint32_t length;
        std::uint8_t first, last;
    };
    std::array<Entry, kMaxCodes> entries_{};
    std::uint32_t first_free_;
    std::uint32_t next_;
};

constexpr std::uint32_t kNone = UINT32_MAX;

/// Follows the codes of a GIF stream and calls run(code) for each that stands for pixels; run says false to stop.
struct GifCodes {
    bool ended = false;   // by the end code
    bool broken = false;  // by a code that cannot be
    bool idle = false;    // a clear code did nothing

    template <class Run>
    void follow(CodeReader& in, Dictionary& known, unsigned code_size, Run run) {
        std::uint32_t const clear = 1U << code_size;
        std::uint32_t const end = clear + 1;
        unsigned bits = code_size + 1;
        std::uint32_t previous = kNone;
        bool was_cleared = false;
        std::uint32_t code = 0;
        while (in.next(bits, code)) {
            if (code == end) {
                ended = true;
                return;
            }
            if (code == clear) {
                idle = idle || was_cleared;
                was_cleared = true;
                known.clear();
                bits = code_size + 1;
                previous = kNone;
                continue;
            }
            was_cleared = false;
            bool const is_next = code == known.next() && previous != kNone && !known.is_full();
            if (!is_next && !known.knows(code)) {
                broken = true;
                return;
            }
            if (previous != kNone && !known.is_full()) known.add(previous, known.first(is_next ? previous : code));
            if (known.next() == 1U << bits && bits < kMaxBits) ++bits;
            previous = code;
            if (!run(code)) return;
        }
    }
};

/// Codes into bytes, the first in the lowest bits.
class CodeWriter {
public:
    void put(std::uint32_t code, unsigned bits) {
        held_ |= code << count_;
        count_ += bits;
        for (; count_ >= 8; count_ -= 8, held_ >>= 8) bytes_.push_back(static_cast<std::uint8_t>(held_ & 0xFF));
    }
    Blob take() {
        if (count_ > 0) bytes_.push_back(static_cast<std::uint8_t>(held_ & 0xFF));
        return std::move(bytes_);
    }

private:
    Blob bytes_;
    std::uint32_t held_ = 0;
    unsigned count_ = 0;
};

}  // namespace

// A string of the dictionary is made of pixels that came before, so the literals alone tell which colours occur.
LzwWalk walk_gif_lzw(Bytes data, unsigned code_size, std::uint64_t wanted_pixels) {
    CodeReader in(data, true);
    auto const known = std::make_unique<Dictionary>(code_size);
    LzwWalk walk;
    GifCodes codes;
    bool is_too_much = false;
    codes.follow(in, *known, code_size, [&](std::uint32_t code) {
        if (walk.pixels == wanted_pixels) {
            is_too_much = true;
            return false;
        }
        if (code < 256 && known->length(code) == 1) walk.colours.set(code);
        is_too_much = known->length(code) > wanted_pixels - walk.pixels;
        walk.pixels += is_too_much ? wanted_pixels - walk.pixels : known->length(code);
        walk.used = in.used();
        return !is_too_much;
    });
    if (codes.ended) walk.used = in.used();
    walk.is_broken = walk.pixels < wanted_pixels;
    walk.is_proven = codes.ended && !codes.broken && !codes.idle && !is_too_much && !walk.is_broken && in.has_only_zeros_left() && in.used() == data.size();
    return walk;
}

Blob decode_gif_lzw(Bytes data, unsigned code_size, std::uint64_t wanted_pixels) {
    CodeReader in(data, true);
    auto const known = std::make_unique<Dictionary>(code_size);
    Blob pixels;
    GifCodes().follow(in, *known, code_size, [&](std::uint32_t code) {
        known->expand(code, pixels);
        return pixels.size() < wanted_pixels;
    });
    if (pixels.size() > wanted_pixels) pixels.resize(static_cast<std::size_t>(wanted_pixels));
    return pixels;
}

Made encode_gif_lzw(Bytes pixels, unsigned code_size) {
    std::uint32_t const clear = 1U << code_size;
    // The code of a string and a byte more, by hash; 0 where there is none.
    constexpr std::size_t kSlots = 1U << 14;
    struct Slot {
        std::uint32_t key;
        std::uint32_t code;
    };
    std::vector<Slot> slots(kSlots);
    auto const slot_of = [&](std::uint32_t key) {
        std::size_t at = (key * 2654435761U) >> 18;
        while (slots[at].code != 0 && slots[at].key != key) at = (at + 1) % kSlots;
        return at;
    };
    CodeWriter out;
    unsigned bits = code_size + 1;
    std::uint32_t next = clear + 2;
    out.put(clear, bits);
    std::uint32_t string = kNone;
    for (auto const pixel : pixels) {
        if (string == kNone) {
            string = pixel;
            continue;
        }
        std::uint32_t const key = string << 8 | pixel;
        auto const at = slot_of(key);
        if (slots[at].code != 0) {
            string = slots[at].code;
            continue;
        }
        out.put(string, bits);
        string = pixel;
        if (next < kMaxCodes) {
            slots[at] = {key, next};
            if (next == 1U << bits) ++bits;
            ++next;
        } else {
            out.put(clear, bits);
            slots.assign(kSlots, {});
            bits = code_size + 1;
            next = clear + 2;
        }
    }
    if (string != kNone) out.put(string, bits);
    if (next == 1U << bits && bits < kMaxBits) ++bits;
    out.put(clear + 1, bits);
    return Made::by_encoder(out.take());
}

LzwDecoded decode_tiff_lzw(Bytes data, std::uint64_t at_most) {
    constexpr std::uint32_t kClear = 256;
    constexpr std::uint32_t kEnd = 257;
    constexpr unsigned kLiteralBits = 8;
    // Writers before TIFF 5.0 put the first code into the low bits; theirs is 256 too, and begins with a zero byte.
    bool const is_old = data.size() >= 2 && data[0] == 0 && (data[1] & 1) != 0;
    unsigned const early = is_old ? 0 : 1;  // newer ones make codes longer one code too soon
    CodeReader in(data, is_old);
    auto const known = std::make_unique<Dictionary>(kLiteralBits);
    LzwDecoded decoded;
    unsigned bits = kLiteralBits + 1;
    std::uint32_t previous = kNone;
    std::uint32_t code = 0;
    while (decoded.data.size() < at_most && in.next(bits, code)) {
        decoded.used = in.used();
        if (code == kEnd) {
            decoded.is_complete = true;
            return decoded;
        }
        if (code == kClear) {
            known->clear();
            bits = kLiteralBits + 1;
            previous = kNone;
            continue;
        }
        bool const is_next = code == known->next() && previous != kNone && !known->is_full();
        if (!is_next && !known->knows(code)) return decoded;
        if (previous != kNone && !known->is_full()) known->add(previous, known->first(is_next ? previous : code));
        if (known->next() + early >= 1U << bits && bits < kMaxBits) ++bits;
        previous = code;
        known->expand(code, decoded.data);
    }
    if (decoded.data.size() >= at_most) {
        decoded.data.resize(static_cast<std::size_t>(at_most));
        decoded.is_complete = true;
        CodeReader peek = in;  // the end code may follow
        if (peek.next(bits, code) && code == kEnd) decoded.used = peek.used();
    }
    return decoded;
}

}  // namespace scrub::engine::codec
