// Embedded font programs: written anew without names, owners, dates, numbers and private tables.
#pragma once

#include <set>
#include <string>

#include "core/gate.hpp"

namespace scrub::engine::pdf {

enum class ProgramKind : std::uint8_t { type1, true_type, cff, open_type };

struct FontProgram {
    Made data{};
    ProgramKind kind = ProgramKind::true_type;
    std::uint64_t length1 = 0, length2 = 0, length3 = 0;  ///< of Type 1: clear text, encrypted part, zeros
};

/// `names`: those by which an encoding looks glyphs up; they stay.
/// Malformed programs fail: the font goes, and readers take another.
Result<FontProgram> rewritten_program(Bytes program, ProgramKind kind, std::set<std::string> const& names, Gate& gate);

RuleList font_program_rules();

}  // namespace scrub::engine::pdf
