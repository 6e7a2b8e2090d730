// The words of the report in each language.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <scrub/scrub.hpp>

namespace scrub::words {

enum class Language : std::uint8_t { english, spanish };

/// "en" or "es"; English for everything else.
Language language_from(std::string_view code) noexcept;

/// What the report itself says; what is between braces is filled in.
enum class Phrase : std::uint8_t {
    scrubbed,
    already_clean,
    inspected,
    nothing_found,
    refused,
    failed,
    nothing_written,
    removed,
    would_be_removed,
    look_at,
    kept,
    residue,
    residue_more,
    lost,
    not_inspected,
    remarks,
    before_after,
    unchanged,
    no_tool_can_judge,
    and_more,
    omitted,
    verified,
    not_verified,
    promise_publish,
    promise_but,
    promise_intake,
    policy,
    isolation,
    no_isolation,
    hashes,
    none,
    last = none,
};

std::string_view phrase(Phrase phrase, Language language) noexcept;
/// The kind as a plural that begins a line: "places and GPS positions".
std::string_view label(Kind kind, Language language) noexcept;
/// Why a job ended without an output: a clause that a sentence begins with.
std::string_view clause(Reason reason, Language language) noexcept;

/// A sentence of the engine (a rule's reason, a note, the name of a fact) in the language. English when the table
/// lacks it: the report would rather be mixed than silent.
std::string translated(std::string_view english, Language language);
/// Whether the table has it. For the test that it is complete.
bool has_spanish(std::string_view english) noexcept;

}  // namespace scrub::words
