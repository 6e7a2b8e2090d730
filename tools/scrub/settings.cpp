// The table of options.
#include "settings.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace scrub::command {
namespace {

std::optional<std::uint64_t> number_from(std::string_view text) {
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// "250", "64K", "100M", "2G": powers of 1024.
std::optional<std::uint64_t> size_from(std::string_view text) {
    constexpr std::string_view kUnits = "KMG";
    int shift = 0;
    if (!text.empty() && kUnits.find(text.back()) != std::string_view::npos) {
        shift = 10 * (static_cast<int>(kUnits.find(text.back())) + 1);
        text.remove_suffix(1);
    }
    auto const number = number_from(text);
    if (!number || *number > std::numeric_limits<std::uint64_t>::max() >> shift) return std::nullopt;
    return *number << shift;
}

std::string set_policy(Settings& settings, std::string const& value) {
    auto const policy = Policy::from(value);
    if (!policy) return "unknown policy " + in_quotes(value) + "; there are intake, publish and pixels";
    settings.policy = value;
    return {};
}

std::string override_kind(Settings& settings, std::string const& value, Disposition disposition) {
    auto const kind = kind_from(value);
    if (!kind) return "unknown kind " + in_quotes(value) + "; 'scrub kinds' lists them";
    auto const differs = [&](auto const& pair) { return pair.first == *kind && pair.second != disposition; };
    if (std::any_of(settings.overrides.begin(), settings.overrides.end(), differs)) return "both --keep and --remove for " + in_quotes(value);
    settings.overrides.emplace_back(*kind, disposition);
    return {};
}

std::string set_keep(Settings& settings, std::string const& value) { return override_kind(settings, value, Disposition::keep); }
std::string set_remove(Settings& settings, std::string const& value) { return override_kind(settings, value, Disposition::remove); }

std::string set_values(Settings& settings, std::string const& value) {
    if (value == "none") settings.options.values = Values::none;
    else if (value == "masked") settings.options.values = Values::masked;
    else if (value == "full") settings.options.values = Values::full;
    else return "--values is none, masked or full, not " + in_quotes(value);
    return {};
}

std::string set_jobs(Settings& settings, std::string const& value) {
    auto const number = number_from(value);
    if (!number || *number < 1 || *number > 256) return "--jobs is a number from 1 to 256, not " + in_quotes(value);
    settings.jobs = static_cast<unsigned>(*number);
    return {};
}

std::string set_password(Settings& settings, std::string const& value) {
    auto const number = number_from(value);
    if (!number || *number > 1'000'000) return "--password-fd is the number of an open descriptor, not " + in_quotes(value);
    settings.password_descriptor = static_cast<int>(*number);
    return {};
}

std::string set_limit(Settings& settings, std::string const& value) {
    auto const equals = value.find('=');
    auto const name = value.substr(0, equals);
    auto const rows = limit_rows();
    auto const row = std::find_if(rows.begin(), rows.end(), [&](LimitRow const& r) { return r.name == name; });
    if (row == rows.end()) return "unknown limit " + in_quotes(name) + "; 'scrub limits' lists them";
    auto const size = equals == std::string::npos ? std::nullopt : size_from(std::string_view(value).substr(equals + 1));
    if (!size) return "--limit " + in_quotes(name) + " takes a number, as in " + std::string(row->name) + "=64M";
    settings.options.limits.*row->value = *size;
    return {};
}

std::string set_language(Settings& settings, std::string const& value) {
    if (value != "en" && value != "es") return "--lang is en or es, not " + in_quotes(value);
    settings.language = value;
    return {};
}

std::string set_text(std::string& text, std::string_view option, std::string const& value) {
    if (value.empty()) return std::string(option) + " needs a name";
    text = value;
    return {};
}

std::string set_output(Settings& s, std::string const& value) { return set_text(s.output, "--output", value); }
std::string set_output_dir(Settings& s, std::string const& value) { return set_text(s.output_dir, "--output-dir", value); }

std::string set_report(Settings& settings, std::string const& value) {
    if (value != "-") return set_text(settings.report_file, "--report", value);
    settings.prints_json = true;
    return {};
}

template <auto Member>
std::string set_switch(Settings& settings, std::string const&) {
    settings.*Member = true;
    return {};
}

template <auto Member>
std::string set_option(Settings& settings, std::string const&) {
    settings.options.*Member = true;
    return {};
}

template <Verb V>
std::string set_verb(Settings& settings, std::string const&) {
    settings.verb = V;
    return {};
}

constexpr OptionRow kOptions[] = {
    {"output", 'o', "OUT", false, "FILE", "Write the output of one input to OUT; '-' is standard output.", set_output},
    {"output-dir", 0, "DIR", false, "DIR", "Write the outputs into DIR, which must exist, instead of beside the inputs.", set_output_dir},
    {"force", 'f', "", false, "", "Replace an output or report that exists already. An input is never replaced.", set_option<&Options::overwrite>},
    {"policy", 'p', "NAME", false, "intake publish pixels",
     "What may stay: intake (remove what harms whoever opens the file, keep what a leak is verified by), publish (nothing that identifies anybody; "
     "the default) or pixels (as publish, and every page and picture is drawn anew).", set_policy},
    {"keep", 0, "KIND", true, "KIND", "Keep this kind of thing, whatever the policy says. May be repeated. 'scrub kinds' lists the kinds.", set_keep},
    {"remove", 0, "KIND", true, "KIND", "Remove this kind of thing, whatever the policy says. May be repeated.", set_remove},
    {"strict", 0, "", false, "", "Exit with status 1 when something was kept that a person should judge.", set_switch<&Settings::is_strict>},
    {"report", 0, "FILE", false, "FILE", "Write the reports of all inputs to FILE as JSON, readable by its owner only.", set_report},
    {"json", 0, "", false, "", "Print the reports as JSON on standard output instead of text.", set_switch<&Settings::prints_json>},
    {"values", 0, "HOW", false, "none masked full",
     "How much of a removed value reports tell: none, masked (the first letter of each word; the default) or full. A report with full values is as sensitive as the "
     "document.", set_values},
    {"hashes", 0, "", false, "", "Put the SHA-256 of input and output into the reports. The hash of a leak identifies it.", set_option<&Options::with_hashes>},
    {"lang", 0, "CODE", false, "en es", "Language of the text reports: en or es.", set_language},
    {"quiet", 'q', "", false, "", "Print nothing but why an input was refused or failed.", set_switch<&Settings::is_quiet>},
    {"jobs", 'j', "N", false, "", "Treat N inputs at a time; by default as many as there are processors, at most 8.", set_jobs},
    {"limit", 0, "NAME=VALUE", true, "LIMIT", "Change a limit of one job: NAME=100M. A file that hits a limit is refused. 'scrub limits' lists them.", set_limit},
    {"password-fd", 0, "N", false, "",
     "Read the password of encrypted documents from descriptor N, up to the end of its first line. An argument would be seen by every user of the machine.", set_password},
    {"no-rerender", 0, "", false, "", "Refuse a file with a page that cannot be vetted, instead of drawing that page anew as a picture.", set_option<&Options::no_rerender>},
    {"require-isolation", 0, "", false, "", "Fail when a layer of the workers' sandbox is missing on this system.", set_option<&Options::require_isolation>},
    {"version", 'V', "", false, "", "Print the version and the layers of the sandbox that are in force here, and exit.", set_verb<Verb::version>},
    {"help", 'h', "", false, "", "Print this help and exit.", set_verb<Verb::help>},
};

constexpr VerbRow kVerbs[] = {
    {"inspect", Verb::inspect, "Report what scrubbing would find; write nothing."},
    {"formats", Verb::formats, "List the kinds of files that can be scrubbed."},
    {"kinds", Verb::kinds, "List the kinds of things that policies speak of, and what they do with each."},
    {"limits", Verb::limits, "List the limits of one job."},
};

constexpr ExitRow kExits[] = {
    {0, "Every file was scrubbed and its output verified. With inspect: nothing to remove was found."},
    {kExitFound, "With inspect: something to remove was found. With --strict: something was kept that a person should judge."},
    {kExitRefused, "At least one file was refused: it cannot be treated, and nothing was written for it."},
    {kExitFailed, "At least one file failed: reading or writing failed, or a worker died."},
    {kExitUsage, "The command line makes no sense; nothing was done."},
};

}  // namespace

std::string in_quotes(std::string_view untrusted_text) { return "'" + escaped(untrusted_text) + "'"; }

std::span<OptionRow const> option_rows() noexcept { return kOptions; }
std::span<VerbRow const> verb_rows() noexcept { return kVerbs; }
std::span<ExitRow const> exit_rows() noexcept { return kExits; }

}  // namespace scrub::command
