// The entropy-coded data of JPEG scans (ITU-T T.81, annexes F and G): a walk over the Huffman codes, without any
// arithmetic on coefficients, that proves where a scan ends and that nothing hides in it.
#pragma once

#include <array>
#include <vector>

#include "codec/jpeg_edge.hpp"
#include "core/bytes.hpp"
#include "core/result.hpp"

namespace scrub::engine::jpeg {

/// T.81 B.2.2.
struct Component {
    std::uint8_t id;
    std::uint8_t h, v;      ///< sampling factors, 1 to 4
    std::uint8_t quantiser; ///< table number, 0 to 3
};

struct Frame {
    std::uint8_t marker = 0;  ///< the second byte of the SOF marker: 0xC0, 0xC1, 0xC2, ...
    std::uint8_t precision = 8;
    std::uint16_t height = 0, width = 0;
    std::vector<Component> components;

    bool is_progressive() const { return marker == 0xC2; }
};

/// T.81 B.2.4.2. Codes of up to 16 bits for symbols of 8 bits.
class HuffmanTable {
public:
    /// Nothing when the code lengths do not make a prefix code.
    static std::optional<HuffmanTable> make(std::span<std::uint8_t const, 16> counts, Bytes symbols);

    std::array<std::uint8_t, 16> const& counts() const { return counts_; }
    Bytes symbols() const { return symbols_; }
    /// Whether a code of a walked scan stood for the symbol of this index.
    bool is_used(std::size_t index) const { return is_used_[index]; }

private:
    friend class ScanWalk;
    static constexpr unsigned kFastBits = 10;
    struct Fast {
        std::uint8_t length = 0;  // 0: the code is longer
        std::uint8_t symbol = 0;
        std::uint8_t index = 0;   // of the symbol
    };
    std::array<std::uint8_t, 16> counts_{};
    Blob symbols_;
    std::array<bool, 256> is_used_{};
    std::array<Fast, 1U << kFastBits> fast_{};
    std::array<std::int32_t, 17> end_{};     // by length: one more than the greatest code, left-aligned to 16 bits
    std::array<std::int32_t, 17> offset_{};  // by length: index of the first symbol minus the first code
};

/// What a scan header says, with the tables that are in force.
struct ScanHeader {
    struct Part {
        std::size_t component;  // index in the frame
        std::uint8_t dc, ac;    // table numbers
        codec::BlockQuantisers const* quantisers = nullptr;  // in force; null where none was defined
    };
    std::vector<Part> parts;
    std::uint8_t first = 0, last = 63;  // spectral selection
    std::uint8_t high = 0, low = 0;     // successive approximation
    std::uint32_t restart_interval = 0; // MCUs; 0: none
};

/// A run of entropy-coded bytes. `last` is its last byte with the padding set to 1 bits (T.81 F.1.2.3).
struct CodedRun {
    Bytes bytes;             ///< without the last byte
    std::uint8_t last = 0;
    bool has_last = false;
    bool restarts = false;   ///< a restart marker follows
};

struct ScanResult {
    enum class State : std::uint8_t {
        proven,     ///< the runs hold the scan and nothing else
        damaged,    ///< codes that make no sense, or markers in the wrong place
        truncated,  ///< the file ends inside the scan
    } state = State::proven;
    std::vector<CodedRun> runs;
    std::size_t end = 0;             ///< offset behind the scan in the file: where the next marker should be
    std::uint64_t padding_bits = 0;  ///< padding that was not all ones
    std::uint64_t fill_bytes = 0;    ///< bytes between the coded data and restart markers
    std::uint64_t blocks_beyond = 0; ///< blocks wholly beyond the picture that hold more than an encoder's filling
    std::uint64_t units = 0;         ///< that were decoded
};

/// The brightness of a picture in 8 x 8 fields, from the constant part of its blocks: enough to tell whether two
/// pictures show the same.
class CoarseLook {
public:
    static constexpr std::size_t kFields = 8;
    void add(std::uint32_t column, std::uint32_t row, std::uint32_t columns, std::uint32_t rows, std::int32_t value) {
        auto const at = std::size_t{row} * kFields / rows * kFields + std::size_t{column} * kFields / columns;
        sums_[at] += value;
        ++counts_[at];
    }
    std::array<double, kFields * kFields> means() const;
    bool is_complete() const;
    /// The likeness of two pictures, -1 to 1, in the turn in which they are most alike; 1 where one of them is plain.
    static double likeness(CoarseLook const& a, CoarseLook const& b);

private:
    std::array<std::int64_t, kFields * kFields> sums_{};
    std::array<std::uint32_t, kFields * kFields> counts_{};
};

/// What lies beyond the edge of a picture inside the blocks of its edge.
struct EdgeCount {
    std::uint64_t blocks = 0;
    std::uint64_t odd = 0;         ///< more than the coding's own error explains
    float greatest = 0;
    /// Blocks of a picture that was padded by an encoder stay well below both bounds.
    bool hides_pixels() const { return greatest > 2.5F || (odd >= 4 && odd * 10 > blocks); }
};

/// State that lasts from scan to scan: which coefficients a progressive picture has so far.
class Picture {
public:
    explicit Picture(Frame frame);
    Frame const& frame() const { return frame_; }

    /// Walks the scan that begins at `at`. `dc` and `ac` are the tables in force; null where none was defined.
    using Tables = std::array<HuffmanTable*, 4>;
    ScanResult walk(Bytes file, std::size_t at, ScanHeader const& header, Tables const& dc, Tables const& ac);

    /// Every coefficient of every component came, to the last bit.
    bool is_complete() const;
    CoarseLook const& look() const { return look_; }
    /// Of sequential pictures only; progressive ones have to be decoded for it.
    EdgeCount const& edges() const { return edges_; }
    /// Whether blocks reach beyond the picture.
    bool has_edges() const;
    bool has_block(std::size_t component, std::uint32_t column, std::uint32_t row) const {
        return component < planes_.size() && column < planes_[component].width_blocks && row < planes_[component].height_blocks;
    }
    codec::BlockShape shape_of(std::size_t component, std::uint32_t column, std::uint32_t row) const;

private:
    friend class ScanWalk;
    struct Plane {
        std::uint32_t width, height;                // samples inside the picture
        std::uint32_t width_blocks, height_blocks;  // as a scan of its own sees them
        std::uint32_t stride;                       // padded to whole MCUs
        std::vector<std::uint64_t> nonzero;         // one bit per coefficient; progressive pictures only
        std::array<std::int8_t, 64> precision{};    // successive approximation so far: -1 nothing, 0 exact
    };
    bool accept(ScanHeader const& header);

    Frame frame_;
    std::uint32_t mcus_wide_ = 0, mcus_high_ = 0;
    std::vector<Plane> planes_;
    CoarseLook look_;
    EdgeCount edges_;
};

}  // namespace scrub::engine::jpeg
