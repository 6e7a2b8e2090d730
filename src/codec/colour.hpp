// ICC profiles (ICC.1:2010): read by Little CMS, compared with well-known colour spaces, and written anew by us
// with the same colours and without names, dates, device data or private tags.
// lcms2 (MIT; 1 CVE fixed in Debian 12) sees the profile only; without it colours could only be dropped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/sink.hpp"

namespace scrub::engine::codec {

enum class ColourModel : std::uint8_t { grey, rgb, cmyk };

struct CanonicalProfile {
    Made profile;
    std::string_view name;  ///< "sRGB", "Display P3", ...; "device curves" where no well-known space is near
    bool is_srgb = false;   ///< within 1/255 of sRGB
    std::string description;  ///< what the old profile calls itself
};

/// The canonical profile for pictures that carry `icc`. Nothing when the profile cannot be read or is for another
/// model: viewers ignore such a profile. Giving it its own result gives the same bytes.
std::optional<CanonicalProfile> canonical_profile(Bytes icc, ColourModel model);

/// Our own sRGB profile.
Made srgb_profile();

}  // namespace scrub::engine::codec
