// The coded pictures inside HEIF items: HEVC units (ISO/IEC 14496-15, 8) and AV1 units (AV1 in ISOBMFF, AVIF 1.1).
// What decoders skip goes; parameter sets are written anew; slices and tiles stay as they are coded.
#pragma once

#include <optional>

#include "codec/av1.hpp"
#include "core/gate.hpp"

namespace scrub::engine::bmff {

/// What hvcC says, written anew.
struct HevcConfig {
    Made record;
    unsigned length_size = 4;  ///< of the units in the items of the old file; four in the new one
    bool is_extended = false;  ///< more than 8 bits or not 4:2:0, which readers want to know from the brand
    bool has_slice_extensions = false;
    std::vector<Blob> sets;    ///< the parameter sets
};
Result<HevcConfig> hevc_config(Bytes record, Gate& gate);
Result<Made> hevc_picture(Bytes item, HevcConfig const& config, Gate& gate);

struct Av1Picture {
    Made config;  ///< av1C
    Made data;
};
/// `old_config` is the item's av1C, whose units go.
Result<Av1Picture> av1_picture(Bytes item, Bytes old_config, Gate& gate);

RuleList coded_rules();

}  // namespace scrub::engine::bmff
