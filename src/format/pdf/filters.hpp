// Stream filters of PDF (ISO 32000-1, 7.4), decoded under the budget. Picture codings are left to others.
#pragma once

#include "core/budget.hpp"
#include "format/pdf/object.hpp"

namespace scrub::engine::pdf {

enum class PictureCoding : std::uint8_t { none, ccitt, dct, jbig2, jpx };

struct FilterStep {
    std::string_view name;
    std::int64_t predictor = 1, colours = 1, bits = 8, columns = 1, early_change = 1;
    Value parameters{};  // for picture codings
};

struct Decoded {
    Blob data;
    PictureCoding coding = PictureCoding::none;  ///< what `data` is still coded with
    Value parameters{};                          ///< of that coding
    std::uint64_t tail_bytes = 0;                ///< behind the end of coded data, where no reader looks
    bool is_damaged = false;                     ///< some of it could not be decoded
};

/// Applies the filters in order. `unsupported` for filters that nobody knows, or too many.
Result<Decoded> decode(Bytes raw, std::span<FilterStep const> steps, Budget& budget);

}  // namespace scrub::engine::pdf
