// What the writers of font programs share.
#pragma once

#include <set>
#include <string>

#include "core/rule.hpp"
#include "format/pdf/font_program.hpp"

namespace scrub::engine::pdf {

/// The row of outlines, measures and names that stay.
Rule const& program_part() noexcept;

/// `names`: glyph names that stay although they say nothing, because an encoding uses them.
Result<Made> rewritten_cff(Bytes in, std::set<std::string> const& names, Gate& gate);
Result<FontProgram> rewritten_type1(Bytes in, std::set<std::string> const& names, Gate& gate);

}  // namespace scrub::engine::pdf
