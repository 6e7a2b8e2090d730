// What the fuzzers check. The same functions serve libFuzzer (entry.cpp) and the replay of old finds (replay.cpp).
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.hpp"

namespace scrub::engine::fuzzing {

/// What is wrong, as a sentence; empty when all is well.
using Complaint = std::string;

/// The four properties of a file of one format. Files of other formats pass.
Complaint check_format(std::string_view format, Bytes input);
/// Answers and requests of the protocol: what decodes, encodes to something that decodes to the same.
Complaint check_wire(Bytes input);
/// XML that the strict check accepts is parsed, within the budget.
Complaint check_xml(Bytes input);
/// Every removed value is found wherever it stands.
Complaint check_needles(Bytes input);

/// The target by name: "wire", "xml", "needles", or that of a format.
Complaint check(std::string_view target, Bytes input);

}  // namespace scrub::engine::fuzzing
