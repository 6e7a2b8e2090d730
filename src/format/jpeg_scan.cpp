// The walk over entropy-coded data.
#include "format/jpeg_scan.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace scrub::engine::jpeg {

std::optional<HuffmanTable> HuffmanTable::make(std::span<std::uint8_t const, 16> counts, Bytes symbols) {
    HuffmanTable table;
    std::copy(counts.begin(), counts.end(), table.counts_.begin());
    table.symbols_.assign(symbols.begin(), symbols.end());
    std::int32_t code = 0;
    std::int32_t index = 0;
    for (unsigned length = 1; length <= 16; ++length) {
        std::int32_t const count = counts[length - 1];
        if (code + count > std::int32_t{1} << length || index + count > static_cast<std::int32_t>(symbols.size())) return std::nullopt;
        table.offset_[length] = index - code;
        for (std::int32_t i = 0; i < count && length <= kFastBits; ++i) {
            auto const first = static_cast<std::size_t>(code + i) << (kFastBits - length);
            auto const run = std::size_t{1} << (kFastBits - length);
            std::fill_n(table.fast_.begin() + static_cast<std::ptrdiff_t>(first), run,
                        Fast{static_cast<std::uint8_t>(length), symbols[static_cast<std::size_t>(index + i)], static_cast<std::uint8_t>(index + i)});
        }
        code += count;
        index += count;
        table.end_[length] = code << (16 - length);
        code <<= 1;
    }
    if (index != static_cast<std::int32_t>(symbols.size())) return std::nullopt;
    return table;
}

namespace {

/// Bits of coded data, with stuffed zeros taken out. Stops in front of a marker.
class BitReader {
public:
    BitReader(Bytes file, std::size_t at) : file_(file), at_(at) {}

    /// At least 32 bits ahead, zeros behind the end.
    void fill() {
        if (count_ > 32) return;
        if (file_.size() - at_ >= 4) {
            std::uint32_t const word = std::uint32_t{file_[at_]} << 24 | std::uint32_t{file_[at_ + 1]} << 16 | std::uint32_t{file_[at_ + 2]} << 8 | file_[at_ + 3];
            if (((~word - 0x01010101U) & word & 0x80808080U) == 0) {  // no byte is FF
                bits_ |= std::uint64_t{word} << (32 - count_);
                count_ += 32;
                at_ += 4;
                return;
            }
        }
        while (count_ <= 56 && at_ < file_.size()) {
            std::uint8_t const byte = file_[at_];
            if (byte == 0xFF) {
                if (at_ + 1 >= file_.size() || file_[at_ + 1] != 0) return;
                ++at_;
            }
            ++at_;
            bits_ |= std::uint64_t{byte} << (56 - count_);
            count_ += 8;
        }
    }
    std::uint32_t peek16() const { return static_cast<std::uint32_t>(bits_ >> 48); }
    /// Takes up to 32 bits that `fill` has provided; false behind the end.
    bool skip(unsigned n) {
        bits_ <<= n;
        count_ -= static_cast<int>(n);
        return count_ >= 0;
    }
    bool take_bit(bool& bit) {
        if (count_ < 1) fill();
        bit = (bits_ >> 63) != 0;
        return skip(1);
    }
    unsigned take(unsigned n) {
        auto const value = n == 0 ? 0U : static_cast<unsigned>(bits_ >> (64 - n));
        skip(n);
        return value;
    }
    bool ran_out() const { return count_ < 0; }

    /// Gives back whole bytes that were read ahead; then at() is behind the last byte that was used.
    void settle() {
        while (count_ >= 8) {
            at_ -= at_ >= 2 && file_[at_ - 1] == 0 && file_[at_ - 2] == 0xFF ? 2 : 1;
            count_ -= 8;
        }
    }
    std::size_t at() const { return at_; }
    unsigned unused_bits() const { return static_cast<unsigned>(count_); }
    void restart_at(std::size_t at) {
        at_ = at;
        bits_ = 0;
        count_ = 0;
    }

private:
    Bytes file_;
    std::size_t at_;
    std::uint64_t bits_ = 0;  // left-aligned
    int count_ = 0;           // of them; negative when more were taken than there are
};

}  // namespace

/// One scan.
class ScanWalk {
public:
    ScanWalk(Picture& picture, Bytes file, std::size_t at, ScanHeader const& header, Picture::Tables const& dc, Picture::Tables const& ac)
        : picture_(picture), file_(file), header_(header), dc_(dc), ac_(ac), in_(file, at), run_start_(at) {}

    ScanResult run() {
        bool const is_good = header_.parts.size() == 1 ? walk_single() : walk_interleaved();
        if (is_good) finish_run(false);
        if (!is_good) result_.state = in_.ran_out() && at_end_of_file() ? ScanResult::State::truncated : ScanResult::State::damaged;
        result_.end = in_.at();
        return std::move(result_);
    }

private:
    using Part = ScanHeader::Part;

    bool at_end_of_file() const { return file_.size() - in_.at() < 2; }

    bool symbol(HuffmanTable& table, unsigned& out) {
        in_.fill();
        auto const bits = in_.peek16();
        auto const fast = table.fast_[bits >> (16 - HuffmanTable::kFastBits)];
        if (fast.length != 0) {
            out = fast.symbol;
            table.is_used_[fast.index] = true;
            return in_.skip(fast.length);
        }
        unsigned length = HuffmanTable::kFastBits + 1;
        while (length <= 16 && static_cast<std::int32_t>(bits) >= table.end_[length]) ++length;
        if (length > 16) return false;
        auto const index = static_cast<std::int32_t>(bits >> (16 - length)) + table.offset_[length];
        if (index < 0 || static_cast<std::size_t>(index) >= table.symbols_.size()) return false;
        out = table.symbols_[static_cast<std::size_t>(index)];
        table.is_used_[static_cast<std::size_t>(index)] = true;
        return in_.skip(length);
    }

    // --- blocks: T.81 F.2.2 (sequential), G.1.2 (progressive) ---

    // The number that `size` bits stand for (T.81 F.2.2.1).
    std::int32_t number(unsigned size) {
        if (size == 0) return 0;
        auto const bits = static_cast<std::int32_t>(in_.take(size));
        return bits < std::int32_t{1} << (size - 1) ? bits - (std::int32_t{1} << size) + 1 : bits;
    }

    bool constant_part(HuffmanTable& dc, std::size_t component) {
        unsigned s = 0;
        if (!symbol(dc, s) || s > 15) return false;
        difference_ = number(s);
        constant_[component] = static_cast<std::int16_t>(constant_[component] + difference_);  // as wide as decoders hold it
        return !in_.ran_out();
    }

    bool sequential_block(HuffmanTable& dc, HuffmanTable& ac, std::size_t component) {
        if (!constant_part(dc, component)) return false;
        unsigned s = 0;
        for (unsigned k = 1; k <= 63; ++k) {
            if (!symbol(ac, s)) return false;
            unsigned const run = s >> 4;
            unsigned const size = s & 15;
            if (size == 0) {
                if (run == 0) return true;
                if (run != 15) return false;  // no other code without bits exists here
                k += 15;
                if (k > 63) return false;
                continue;
            }
            k += run;
            if (k > 63 || !in_.skip(size)) return false;
        }
        return true;
    }

    // The same for a block whose coefficients matter: one that reaches beyond the picture.
    bool edge_block(HuffmanTable& dc, HuffmanTable& ac, std::size_t component, codec::BlockCoefficients& block) {
        if (!constant_part(dc, component)) return false;
        unsigned s = 0;
        for (unsigned k = 1; k <= 63; ++k) {
            if (!symbol(ac, s)) return false;
            unsigned const run = s >> 4;
            unsigned const size = s & 15;
            if (size == 0) {
                if (run == 0) return true;
                if (run != 15) return false;
                k += 15;
                if (k > 63) return false;
                continue;
            }
            k += run;
            if (k > 63) return false;
            block[codec::kZigzag[k]] = static_cast<std::int16_t>(number(size));
            if (in_.ran_out()) return false;
        }
        return true;
    }

    // A block that reaches beyond the picture, or lies wholly outside of it.
    bool outer_block(Part const& part, HuffmanTable& dc, HuffmanTable& ac, std::uint32_t column, std::uint32_t row) {
        auto const& plane = picture_.planes_[part.component];
        codec::BlockCoefficients block{};
        if (!edge_block(dc, ac, part.component, block)) return false;
        if (column >= plane.width_blocks || row >= plane.height_blocks) {
            bool const is_filling = difference_ == 0 && std::all_of(block.begin(), block.end(), [](auto c) { return c == 0; });
            if (!is_filling) ++result_.blocks_beyond;
            return true;
        }
        auto& edges = picture_.edges_;
        ++edges.blocks;
        if (part.quantisers == nullptr) return true;
        auto const excess = codec::hidden_excess(block, *part.quantisers, picture_.shape_of(part.component, column, row));
        if (excess > 1) ++edges.odd;
        edges.greatest = std::max(edges.greatest, excess);
        return true;
    }

    void look_at(Part const& part, std::uint32_t column, std::uint32_t row) {
        auto const& plane = picture_.planes_[part.component];
        auto const step = part.quantisers != nullptr ? std::int64_t{(*part.quantisers)[0]} : 1;
        auto const value = std::int64_t{constant_[part.component]} * step * (1 << header_.low);
        constexpr std::int64_t kBrightest = 1 << 11;
        picture_.look_.add(column, row, plane.width_blocks, plane.height_blocks, static_cast<std::int32_t>(std::clamp(value, -kBrightest, kBrightest)));
    }

    bool dc_first(HuffmanTable& dc, Part const& part, bool is_beyond) {
        if (!constant_part(dc, part.component)) return false;
        if (is_beyond && difference_ != 0) ++result_.blocks_beyond;
        return true;
    }

    // Encoders repeat the block before in the blocks beyond the picture, so each of their bits is that of the block before.
    bool dc_refine(bool is_beyond) {
        bool bit = false;
        if (!in_.take_bit(bit)) return false;
        if (is_beyond && bit != last_bit_) ++result_.blocks_beyond;
        last_bit_ = bit;
        return true;
    }

    bool end_of_band_run(unsigned run) {
        in_.fill();
        end_of_bands_ = (1U << run) + in_.take(run) - 1;  // this block is one of them
        return !in_.ran_out();
    }

    bool ac_first(HuffmanTable& ac, std::uint64_t& nonzero) {
        if (end_of_bands_ > 0) {
            --end_of_bands_;
            return true;
        }
        for (unsigned k = header_.first; k <= header_.last; ++k) {
            unsigned s = 0;
            if (!symbol(ac, s)) return false;
            unsigned const run = s >> 4;
            unsigned const size = s & 15;
            if (size == 0) {
                if (run < 15) return end_of_band_run(run);
                k += 15;
                if (k > header_.last) return false;
                continue;
            }
            k += run;
            if (k > header_.last || !in_.skip(size)) return false;
            nonzero |= std::uint64_t{1} << k;
        }
        return true;
    }

    // A correction bit for each coefficient that is already there, from k on, over `zeros` that are not.
    bool refine(unsigned& k, unsigned zeros, std::uint64_t nonzero) {
        bool bit = false;
        for (; k <= header_.last; ++k) {
            if ((nonzero >> k & 1) != 0) {
                if (!in_.take_bit(bit)) return false;
            } else if (zeros-- == 0) {
                return true;
            }
        }
        return true;
    }

    bool ac_refine(HuffmanTable& ac, std::uint64_t& nonzero) {
        unsigned k = header_.first;
        std::uint64_t const before = nonzero;
        while (end_of_bands_ == 0 && k <= header_.last) {
            unsigned s = 0;
            if (!symbol(ac, s)) return false;
            unsigned const run = s >> 4;
            unsigned const size = s & 15;
            if (size > 1) return false;
            if (size == 0 && run < 15) {
                if (!end_of_band_run(run)) return false;
                return refine(k, 64, before);
            }
            bool sign = false;
            if (size == 1 && !in_.take_bit(sign)) return false;
            if (!refine(k, run, before)) return false;
            if (k > header_.last) return false;  // the run leads out of the band
            if (size == 1) nonzero |= std::uint64_t{1} << k;
            ++k;
        }
        if (end_of_bands_ > 0 && k == header_.first) {
            --end_of_bands_;
            return refine(k, 64, before);
        }
        return true;
    }

    bool block(Part const& part, std::uint32_t column, std::uint32_t row) {
        auto* const dc = dc_[part.dc];
        auto* const ac = ac_[part.ac];
        auto& plane = picture_.planes_[part.component];
        bool const is_beyond = column >= plane.width_blocks || row >= plane.height_blocks;
        if (!picture_.frame_.is_progressive()) {
            bool const is_inner = 8 * (column + 1) <= plane.width && 8 * (row + 1) <= plane.height;
            bool const is_good = is_inner ? sequential_block(*dc, *ac, part.component) : outer_block(part, *dc, *ac, column, row);
            if (is_good && part.component == 0 && !is_beyond) look_at(part, column, row);
            return is_good;
        }
        if (header_.first == 0) {
            if (header_.high != 0) return dc_refine(is_beyond);
            bool const is_good = dc_first(*dc, part, is_beyond);
            if (is_good && part.component == 0 && !is_beyond) look_at(part, column, row);
            return is_good;
        }
        auto& nonzero = plane.nonzero[std::size_t{row} * plane.stride + column];
        return header_.high == 0 ? ac_first(*ac, nonzero) : ac_refine(*ac, nonzero);
    }

    bool has_tables() const {
        return std::all_of(header_.parts.begin(), header_.parts.end(), [&](Part const& part) {
            bool const needs_dc = header_.first == 0 && header_.high == 0;
            bool const needs_ac = header_.last > 0;
            return (!needs_dc || dc_[part.dc] != nullptr) && (!needs_ac || ac_[part.ac] != nullptr);
        });
    }

    // --- order of blocks: T.81 A.2 ---

    bool walk_single() {
        if (!has_tables()) return false;
        auto const& part = header_.parts[0];
        auto const& plane = picture_.planes_[part.component];
        for (std::uint32_t row = 0; row < plane.height_blocks; ++row)
            for (std::uint32_t column = 0; column < plane.width_blocks; ++column)
                if (!next_unit() || !block(part, column, row)) return false;
        return end_of_bands_ == 0;
    }

    bool walk_interleaved() {
        if (!has_tables()) return false;
        for (std::uint32_t y = 0; y < picture_.mcus_high_; ++y)
            for (std::uint32_t x = 0; x < picture_.mcus_wide_; ++x)
                if (!next_unit() || !unit(x, y)) return false;
        return true;
    }

    bool unit(std::uint32_t x, std::uint32_t y) {
        for (auto const& part : header_.parts) {
            auto const& component = picture_.frame_.components[part.component];
            for (std::uint32_t v = 0; v < component.v; ++v)
                for (std::uint32_t h = 0; h < component.h; ++h)
                    if (!block(part, x * component.h + h, y * component.v + v)) return false;
        }
        return true;
    }

    // --- restarts: T.81 F.2.2.5 ---

    bool next_unit() {
        ++result_.units;
        if (header_.restart_interval == 0) return true;
        if (units_left_ == 0) {
            if (units_done_ && (end_of_bands_ != 0 || !take_restart())) return false;
            units_left_ = header_.restart_interval;
        }
        --units_left_;
        units_done_ = true;
        return true;
    }

    bool take_restart() {
        finish_run(true);
        auto const at = in_.at();
        auto marker = at;
        while (marker + 1 < file_.size() && file_[marker] == 0xFF && file_[marker + 1] == 0xFF) ++marker;
        if (marker + 1 >= file_.size() || file_[marker] != 0xFF || file_[marker + 1] != 0xD0 + next_restart_) return false;
        result_.fill_bytes += marker - at;
        next_restart_ = (next_restart_ + 1) % 8;
        in_.restart_at(marker + 2);
        constant_.fill(0);
        run_start_ = marker + 2;
        return true;
    }

    // Ends a run of coded bytes: all bits of the last byte that no code uses become ones.
    void finish_run(bool restarts) {
        in_.settle();
        auto const end = in_.at();
        unsigned const unused = in_.unused_bits();
        CodedRun run;
        run.restarts = restarts;
        if (end > run_start_) {
            bool const is_stuffed = end - run_start_ >= 2 && file_[end - 1] == 0 && file_[end - 2] == 0xFF;
            auto const last_at = is_stuffed ? end - 2 : end - 1;
            auto const ones = static_cast<std::uint8_t>((1U << unused) - 1);
            run.bytes = file_.subspan(run_start_, last_at - run_start_);
            run.last = file_[last_at] | ones;
            run.has_last = true;
            if (run.last != file_[last_at]) result_.padding_bits += unused;
        }
        result_.runs.push_back(run);
        run_start_ = end;
    }

    Picture& picture_;
    Bytes file_;
    ScanHeader const& header_;
    Picture::Tables const& dc_;
    Picture::Tables const& ac_;
    BitReader in_;
    std::size_t run_start_;
    ScanResult result_;
    std::array<std::int16_t, 4> constant_{};  // by component: the constant part of its last block
    std::int32_t difference_ = 0;             // of the last block's to that
    bool last_bit_ = false;
    std::uint32_t end_of_bands_ = 0;
    std::uint32_t units_left_ = 0;
    bool units_done_ = false;
    unsigned next_restart_ = 0;
};

namespace {

std::uint32_t divided_up(std::uint32_t a, std::uint32_t b) { return (a + b - 1) / b; }

}  // namespace

Picture::Picture(Frame frame) : frame_(std::move(frame)) {
    std::uint32_t h_max = 1;
    std::uint32_t v_max = 1;
    for (auto const& component : frame_.components) {
        h_max = std::max<std::uint32_t>(h_max, component.h);
        v_max = std::max<std::uint32_t>(v_max, component.v);
    }
    mcus_wide_ = divided_up(frame_.width, 8 * h_max);
    mcus_high_ = divided_up(frame_.height, 8 * v_max);
    for (auto const& component : frame_.components) {
        Plane plane;
        plane.width = divided_up(std::uint32_t{frame_.width} * component.h, h_max);
        plane.height = divided_up(std::uint32_t{frame_.height} * component.v, v_max);
        plane.width_blocks = divided_up(plane.width, 8);
        plane.height_blocks = divided_up(plane.height, 8);
        plane.stride = mcus_wide_ * component.h;
        plane.precision.fill(-1);
        if (frame_.is_progressive()) plane.nonzero.resize(std::size_t{plane.stride} * mcus_high_ * component.v);
        planes_.push_back(std::move(plane));
    }
}

// A scan brings coefficients that did not come yet, or the next bit of those that did (T.81 G.1.1.1).
// Anything else would overwrite what an earlier scan showed.
bool Picture::accept(ScanHeader const& header) {
    if (!frame_.is_progressive() && (header.first != 0 || header.last != 63 || header.high != 0 || header.low != 0)) return false;
    if (header.first > header.last || header.last > 63 || header.low > 13) return false;
    if (frame_.is_progressive() && header.first == 0 && header.last != 0) return false;
    if (header.first > 0 && header.parts.size() != 1) return false;
    if (header.high != 0 && header.high != header.low + 1) return false;
    for (auto const& part : header.parts) {
        auto& plane = planes_[part.component];
        for (std::size_t k = header.first; k <= header.last; ++k) {
            if (plane.precision[k] != (header.high == 0 ? -1 : static_cast<std::int8_t>(header.high))) return false;
            plane.precision[k] = static_cast<std::int8_t>(header.low);
        }
    }
    return true;
}

ScanResult Picture::walk(Bytes file, std::size_t at, ScanHeader const& header, Tables const& dc, Tables const& ac) {
    if (!accept(header)) {
        ScanResult refused;
        refused.state = ScanResult::State::damaged;
        refused.end = at;
        return refused;
    }
    return ScanWalk(*this, file, at, header, dc, ac).run();
}

bool Picture::is_complete() const {
    return std::all_of(planes_.begin(), planes_.end(), [](Plane const& plane) {
        return std::all_of(plane.precision.begin(), plane.precision.end(), [](std::int8_t p) { return p == 0; });
    });
}

bool Picture::has_edges() const {
    return std::any_of(planes_.begin(), planes_.end(), [](Plane const& plane) { return plane.width % 8 != 0 || plane.height % 8 != 0; });
}

codec::BlockShape Picture::shape_of(std::size_t component, std::uint32_t column, std::uint32_t row) const {
    auto const& plane = planes_[component];
    return {std::min(8U, plane.width - 8 * column), std::min(8U, plane.height - 8 * row)};
}

std::array<double, CoarseLook::kFields * CoarseLook::kFields> CoarseLook::means() const {
    std::array<double, kFields * kFields> means{};
    for (std::size_t i = 0; i < means.size(); ++i) means[i] = counts_[i] == 0 ? 0 : static_cast<double>(sums_[i]) / counts_[i];
    return means;
}

bool CoarseLook::is_complete() const {
    return std::all_of(counts_.begin(), counts_.end(), [](std::uint32_t c) { return c > 0; });
}

double CoarseLook::likeness(CoarseLook const& a, CoarseLook const& b) {
    auto const centred = [](std::array<double, kFields * kFields> fields, double& spread) {
        double mean = 0;
        for (auto const v : fields) mean += v / static_cast<double>(fields.size());
        spread = 0;
        for (auto& v : fields) {
            v -= mean;
            spread += v * v;
        }
        return fields;
    };
    double spread_a = 0;
    double spread_b = 0;
    auto const fields_a = centred(a.means(), spread_a);
    auto fields_b = centred(b.means(), spread_b);
    constexpr double kPlain = 64.0 * 64 * kFields * kFields;  // a standard deviation of 8 levels, in units of 1/8 level
    if (spread_a < kPlain || spread_b < kPlain) return 1;
    double best = -1;
    for (int turn = 0; turn < 4; ++turn) {
        double product = 0;
        for (std::size_t i = 0; i < fields_a.size(); ++i) product += fields_a[i] * fields_b[i];
        best = std::max(best, product / std::sqrt(spread_a * spread_b));
        auto const before = fields_b;
        for (std::size_t y = 0; y < kFields; ++y)
            for (std::size_t x = 0; x < kFields; ++x) fields_b[x * kFields + (kFields - 1 - y)] = before[y * kFields + x];
    }
    return best;
}

}  // namespace scrub::engine::jpeg
