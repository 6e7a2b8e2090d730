// Coded pictures of HEIF and AVIF, unit by unit.
#include "format/bmff_coded.hpp"

#include <algorithm>

#include "codec/hevc.hpp"
#include "core/reader.hpp"

namespace scrub::engine::bmff {
namespace {

namespace hevc = codec::hevc;
namespace av1 = codec::av1;

constexpr Rule kSlices{"picture data", "HE-PIX", Kind::content, "pixels"};
constexpr Rule kSei{"SEI message", "HE-NAL", Kind::software, "message of the encoder: its settings, times, free data"};
constexpr Rule kOtherUnit{"unit", "HE-NAL", Kind::unknown, "no decoder needs it"};
constexpr Rule kFiller{"filler", "HE-NAL", Kind::slack, "decoders skip it"};
constexpr Rule kLayer{"unit of another layer", "HE-NAL", Kind::hidden_content, "a second picture in the same data"};
constexpr Rule kFurtherPicture{"further picture", "HE-NAL", Kind::hidden_content, "follows the picture in the same data; viewers show the first"};
constexpr Rule kBehindUnits{"bytes behind the picture data", "HE-NAL", Kind::slack, "belong to no unit"};
constexpr Rule kSetExtras{"parameter set", "HE-NAL", Kind::slack, "held more than its picture needs: clocks, windows, private data", Form::replace};
constexpr Rule kMetadataUnit{"metadata unit", "HE-OBU", Kind::metadata, "message beside the picture"};
constexpr Rule kConfigUnits{"units of the configuration", "HE-OBU", Kind::slack, "stand in the picture data too"};

bool is_same(Bytes a, Bytes b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

// --- HEVC -----------------------------------------------------------------------

// What an SEI message says in letters, for the report: encoders write their settings there.
std::string words_in(Bytes nal) {
    std::string longest, run;
    for (auto const byte : nal) {
        if (byte >= 0x20 && byte < 0x7F) {
            run += static_cast<char>(byte);
            if (run.size() > longest.size()) longest = run;
        } else {
            run.clear();
        }
        if (longest.size() > 256) break;
    }
    return longest.size() < 8 ? std::string() : longest;
}

Result<void> drop_unit(Bytes nal, std::optional<hevc::NalHead> const& head, Gate& gate) {
    if (!head) return gate.slack(kBehindUnits, nal);
    if (head->layer != 0) return gate.drop(kLayer, nal.size());
    switch (head->type) {
        case hevc::kPrefixSei:
        case hevc::kSuffixSei: return gate.drop(kSei, nal.size(), {{}, words_in(nal.subspan(3))});
        case hevc::kFiller: return gate.drop(kFiller, nal.size());
        default: return gate.drop(kOtherUnit, nal.size(), {"unit of type " + std::to_string(head->type), {}});
    }
}

// A parameter set in its one form. Nothing for units that are none; `unsupported` for sets that cannot be read.
Result<std::optional<Made>> canonical_set(Bytes nal, hevc::NalHead const& head, HevcConfig& config, Gate& gate) {
    std::optional<Made> fresh;
    if (head.layer != 0) return fresh;
    if (head.type == hevc::kVps) {
        fresh = hevc::canonical_video_set(nal);
    } else if (head.type == hevc::kSps) {
        auto set = hevc::canonical_sequence_set(nal);
        if (set) {
            TRY(gate.budget().pixels(set->width, set->height));
            config.is_extended = config.is_extended || set->luma_depth > 8 || set->chroma_depth > 8 || set->chroma_format != 1;
            fresh = std::move(set->nal);
        }
    } else if (head.type == hevc::kPps) {
        auto set = hevc::canonical_picture_set(nal);
        if (set) {
            config.has_slice_extensions = config.has_slice_extensions || set->has_slice_extensions;
            fresh = std::move(set->nal);
        }
    } else {
        return fresh;
    }
    if (!fresh) return fail(Errc::unsupported, "HEVC picture with an unusual parameter set");
    if (!is_same(fresh->bytes(), nal)) TRY(gate.drop(kSetExtras, nal.size()));
    return fresh;
}

struct Sets {
    std::vector<Made> video, sequence, picture;
    std::vector<Made>& of(std::uint8_t type) { return type == hevc::kVps ? video : type == hevc::kSps ? sequence : picture; }
};

void put_sets(Sink& out, std::uint8_t type, std::vector<Made> const& sets) {
    constexpr std::uint8_t kIsComplete = 0x80;
    out.u8(kIsComplete | type);
    out.be16(static_cast<std::uint16_t>(sets.size()));
    for (auto const& set : sets) {
        out.be16(static_cast<std::uint16_t>(set.size()));
        out.put(set);
    }
}

// HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1), from what the sequence set says.
Result<Made> config_record(Sets const& sets, Gate& gate) {
    auto const sequence = hevc::canonical_sequence_set(sets.sequence.front().bytes());
    if (!sequence) return fail(Errc::internal_error, "a parameter set of our own cannot be read");
    Sink out(gate.budget());
    out.u8(1);
    for (auto const byte : sequence->profile) out.u8(byte);
    out.be16(0xF000);  // no hint about slices
    out.u8(0xFC);      // nor about parallel decoding
    out.u8(static_cast<std::uint8_t>(0xFC | sequence->chroma_format));
    out.u8(static_cast<std::uint8_t>(0xF8 | (sequence->luma_depth - 8)));
    out.u8(static_cast<std::uint8_t>(0xF8 | (sequence->chroma_depth - 8)));
    out.be16(0);  // no frame rate
    out.u8(static_cast<std::uint8_t>(sequence->temporal_layers << 3 | (sequence->is_temporally_nested ? 4 : 0) | 3));
    out.u8(3);
    put_sets(out, hevc::kVps, sets.video);
    put_sets(out, hevc::kSps, sets.sequence);
    put_sets(out, hevc::kPps, sets.picture);
    return out.take();
}

class HevcPicture {
public:
    HevcPicture(HevcConfig const& config, Sink& out, Gate& gate) : config_(config), out_(out), gate_(gate) {}

    Result<void> run(Bytes item) {
        Reader in(item);
        while (!in.is_empty()) {
            TRY(gate_.budget().part());
            auto const at = in.at();
            std::uint64_t size = 0;
            for (unsigned i = 0; i < config_.length_size && in.left() > 0; ++i) size = size << 8 | TRY(in.u8());
            if (size == 0 || size > in.left()) {
                if (!has_slice_) return fail(Errc::truncated, "the picture ends early");
                return gate_.slack(kBehindUnits, item.subspan(at));
            }
            TRY(unit(TRY(in.take(size))));
        }
        if (!has_slice_) return fail(Errc::malformed, "HEVC picture without pixels");
        return {};
    }

private:
    Result<void> unit(Bytes nal) {
        auto const head = hevc::read_head(nal);
        if (!head || head->layer != 0) return drop_unit(nal, head, gate_);
        if (head->is_slice()) return slice(nal, *head);
        HevcConfig ignored;
        auto const set = TRY(canonical_set(nal, *head, ignored, gate_));
        if (!set) return drop_unit(nal, head, gate_);
        if (ignored.has_slice_extensions) return fail(Errc::unsupported, "HEVC picture with room beside its pixels");
        bool const is_known = std::any_of(config_.sets.begin(), config_.sets.end(), [&](Blob const& known) { return is_same(known, set->bytes()); });
        if (is_known) return {};
        if (has_slice_) return gate_.drop(kFurtherPicture, nal.size());
        put(*set);
        return {};
    }

    Result<void> slice(Bytes nal, hevc::NalHead const& head) {
        bool const starts_picture = (nal[2] & 0x80) != 0;
        if (starts_picture) is_over_ = has_slice_;
        if (is_over_ || !head.is_intra_slice()) return gate_.drop(kFurtherPicture, nal.size());
        has_slice_ = true;
        // Zeros behind a slice (cabac_zero_words, 7.3.2.11) are not its pixels.
        auto used = nal;
        while (used.size() > 3 && (used.back() == 0 || (used.back() == 3 && used[used.size() - 2] == 0))) used = used.first(used.size() - 1);
        if (used.size() < nal.size()) TRY(gate_.drop(kFiller, nal.size() - used.size()));
        if (auto const kept = TRY(gate_.pass(kSlices, used))) put(*kept);
        return {};
    }

    template <class Piece>
    void put(Piece const& piece) {
        out_.be32(static_cast<std::uint32_t>(piece.size()));
        out_.put(piece);
    }

    HevcConfig const& config_;
    Sink& out_;
    Gate& gate_;
    bool has_slice_ = false;
    bool is_over_ = false;
};

// --- AV1 ------------------------------------------------------------------------

Result<Made> av1_config(av1::SequenceHeader const& sequence, Gate& gate) {
    Sink out(gate.budget());
    out.u8(0x81);
    out.u8(static_cast<std::uint8_t>(sequence.profile << 5 | sequence.level));
    out.u8(static_cast<std::uint8_t>(sequence.tier << 7 | (sequence.is_high_depth ? 0x40 : 0) | (sequence.is_twelve_bit ? 0x20 : 0) |
                                     (sequence.is_monochrome ? 0x10 : 0) | sequence.subsampling_x << 3 | sequence.subsampling_y << 2 | sequence.chroma_position));
    out.u8(0);
    return out.take();
}

class Av1Walk {
public:
    Av1Walk(Sink& out, Gate& gate) : out_(out), gate_(gate) {}

    Result<void> run(std::vector<av1::Unit> const& units) {
        for (auto const& unit : units) {
            TRY(gate_.budget().part());
            TRY(take(unit));
        }
        if (!has_frame_) return fail(Errc::malformed, "AV1 picture without pixels");
        return {};
    }
    av1::SequenceHeader const& sequence() const { return *sequence_; }

private:
    Result<void> take(av1::Unit const& unit) {
        switch (unit.type) {
            case av1::kSequence: return sequence_header(unit);
            case av1::kFrame:
            case av1::kFrameHead: return frame(unit);
            case av1::kTileGroup: return keep(unit);
            case av1::kDelimiter:
            case av1::kRepeatedHead: return unit.data.empty() || unit.type == av1::kRepeatedHead ? Result<void>{} : gate_.slack(kBehindUnits, unit.data);
            case av1::kMetadata: return gate_.drop(kMetadataUnit, unit.data.size(), {{}, words_in(unit.data)});
            case av1::kPadding: return gate_.drop(kFiller, unit.data.size());
            default: return gate_.drop(kOtherUnit, unit.data.size(), {"unit of type " + std::to_string(unit.type), {}});
        }
    }

    Result<void> sequence_header(av1::Unit const& unit) {
        auto fresh = av1::canonical_sequence_header(unit.data);
        if (!fresh) return fail(Errc::unsupported, "AV1 picture with an unusual header");
        if (sequence_) {
            if (!is_same(fresh->data.bytes(), sequence_->data.bytes())) TRY(gate_.drop(kFurtherPicture, unit.data.size()));
            return {};
        }
        if (!is_same(fresh->data.bytes(), unit.data)) TRY(gate_.drop(kSetExtras, unit.data.size()));
        sequence_ = std::move(fresh);
        av1::put_unit_head(out_, {av1::kSequence, 0, 0, false, {}}, sequence_->data.size());
        out_.put(sequence_->data);
        return {};
    }

    // The first picture that is shown ends the data, but for finer layers of the same one.
    Result<void> frame(av1::Unit const& unit) {
        if (!sequence_) return fail(Errc::malformed, "AV1 picture without its header");
        if (shown_layer_ && !(unit.has_layers && unit.temporal_layer == 0 && unit.spatial_layer > *shown_layer_)) is_over_ = true;
        if (!is_over_ && av1::is_shown(unit.data, *sequence_)) shown_layer_ = unit.spatial_layer;
        has_frame_ = true;
        return keep(unit);
    }

    Result<void> keep(av1::Unit const& unit) {
        if (is_over_ || !has_frame_) return gate_.drop(kFurtherPicture, unit.data.size());
        auto const kept = TRY(gate_.pass(kSlices, unit.data));
        if (!kept) return {};
        av1::put_unit_head(out_, unit, kept->size());
        out_.put(*kept);
        return {};
    }

    Sink& out_;
    Gate& gate_;
    std::optional<av1::SequenceHeader> sequence_;
    std::optional<std::uint8_t> shown_layer_;
    bool has_frame_ = false;
    bool is_over_ = false;
};

}  // namespace

Result<HevcConfig> hevc_config(Bytes record, Gate& gate) {
    HevcConfig config;
    Reader in(record);
    if (TRY(in.u8()) != 1) return fail(Errc::unsupported, "HEVC configuration of an unknown version");
    TRY(in.skip(20));
    config.length_size = (TRY(in.u8()) & 3) + 1;
    auto const arrays = TRY(in.u8());
    Sets sets;
    for (unsigned a = 0; a < arrays; ++a) {
        TRY(in.skip(1));
        auto const count = TRY(in.u16());
        for (unsigned i = 0; i < count; ++i) {
            TRY(gate.budget().part());
            auto const nal = TRY(in.take(TRY(in.u16())));
            auto const head = hevc::read_head(nal);
            auto set = head ? TRY(canonical_set(nal, *head, config, gate)) : std::nullopt;
            if (set) sets.of(head->type).push_back(std::move(*set));
            else TRY(drop_unit(nal, head, gate));
        }
    }
    TRY(gate.slack(kBehindUnits, in.rest()));
    if (sets.sequence.empty() || sets.picture.empty()) return fail(Errc::unsupported, "HEVC picture without its parameter sets");
    config.record = TRY(config_record(sets, gate));
    for (auto* const list : {&sets.video, &sets.sequence, &sets.picture})
        for (auto& set : *list) config.sets.push_back(std::move(set).take());
    return config;
}

Result<Made> hevc_picture(Bytes item, HevcConfig const& config, Gate& gate) {
    Sink out(gate.budget());
    TRY(HevcPicture(config, out, gate).run(item));
    return out.take();
}

Result<Av1Picture> av1_picture(Bytes item, Bytes old_config, Gate& gate) {
    Sink out(gate.budget());
    Av1Walk walk(out, gate);
    TRY(walk.run(TRY(av1::read_units(item))));
    auto const units = av1::read_units(after(old_config, 4));
    bool is_plain = units.operator bool();
    for (std::size_t i = 0; is_plain && i < units->size(); ++i) {
        auto const& unit = (*units)[i];
        is_plain = unit.type == av1::kSequence && is_same(unit.data, walk.sequence().data.bytes());
    }
    if (!is_plain) TRY(gate.drop(kConfigUnits, old_config.size(), {{}, words_in(old_config)}));
    return Av1Picture{TRY(av1_config(walk.sequence(), gate)), out.take()};
}

RuleList coded_rules() {
    return list_rules(kSlices, kSei, kOtherUnit, kFiller, kLayer, kFurtherPicture, kBehindUnits, kSetExtras, kMetadataUnit, kConfigUnits);
}

}  // namespace scrub::engine::bmff
