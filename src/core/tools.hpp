// What the heavier tiers of worker can do for a walk. A tier loads no more than it needs, so a walk asks for a tool
// only when structure is not enough; where the tool is missing the job goes to the worker of the tier that has it.
#pragma once

#include <cstdint>

namespace scrub::engine {

/// Draws pages of a PDF (src/render).
class PageRenderer;
/// Decodes pictures that no structural walk carries over (src/raster).
class PictureDecoder;

/// The tools of one worker. Not owned; null where the tier has none.
struct Tools {
    PageRenderer* renderer = nullptr;
    PictureDecoder* decoder = nullptr;
};

}  // namespace scrub::engine
