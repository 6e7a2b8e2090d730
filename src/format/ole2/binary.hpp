// What the binary formats hold about people: Word ([MS-DOC]), Excel ([MS-XLS]) and PowerPoint ([MS-PPT]).
#pragma once

#include "codec/cfb.hpp"
#include "core/gate.hpp"

namespace scrub::engine::ole2 {

/// Judge what the main streams name. `encrypted` when a password is needed to read them.
Result<void> judge_word(codec::Cfb const& file, Gate& gate);
Result<void> judge_excel(codec::Cfb const& file, codec::CfbEntry const& workbook, Gate& gate);
Result<void> judge_powerpoint(codec::Cfb const& file, Gate& gate);

RuleList binary_rules();

}  // namespace scrub::engine::ole2
