// What the three worker programs differ in.
#pragma once

#include "worker/serve.hpp"

namespace scrub::worker {

/// What drawing pages reads: fonts, their configuration and cache, character maps of PDF.
inline constexpr char const* kFonts[] = {
    "/etc/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/usr/share/fonts",
    "/usr/share/ghostscript/fonts",
    "/usr/share/poppler",
    "/var/cache/fontconfig",
};

/// How far the workers of this program reach, and their tools, ready for use.
Setup setup_of_this_tier();

}  // namespace scrub::worker
