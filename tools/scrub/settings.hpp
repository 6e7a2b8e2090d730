// What the command line asks for, and the one table of options: the parser, the help, the manual page and the shell
// completion all follow from it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <scrub/scrub.hpp>

namespace scrub::command {

enum class Verb : std::uint8_t { scrub, inspect, formats, kinds, limits, help, version };

struct Settings {
    Verb verb = Verb::scrub;
    Options options;
    std::vector<std::string> files;  ///< as given; "-" is standard input
    std::string output;              ///< -o; "-" is standard output
    std::string output_dir;
    std::string report_file;
    std::string language = "en";
    std::string policy = "publish";
    std::vector<std::pair<Kind, Disposition>> overrides;  ///< --keep and --remove, in their order
    int password_descriptor = -1;    ///< where the password is read from; -1: there is none
    unsigned jobs = 0;               ///< 0: as many as there are processors
    bool prints_json = false;
    bool is_quiet = false;
    bool is_strict = false;

    bool writes_document_to_stdout() const { return output == "-"; }
};

/// One option. `apply` gives a sentence when the value is wrong, and nothing when it is right.
struct OptionRow {
    std::string_view name;     ///< long name, without dashes
    char letter;               ///< short name, or 0
    std::string_view value;    ///< what stands for the value in the help; empty for a switch
    bool is_repeatable;
    std::string_view choices;  ///< for the completion: words; "FILE" or "DIR" for names of files
    std::string_view help;
    std::string (*apply)(Settings& settings, std::string const& value);
};
std::span<OptionRow const> option_rows() noexcept;

struct VerbRow {
    std::string_view name;
    Verb verb;
    std::string_view help;
};
std::span<VerbRow const> verb_rows() noexcept;

struct ExitRow {
    int status;
    std::string_view help;
};
std::span<ExitRow const> exit_rows() noexcept;

/// A word of the command line in a sentence, fit for a terminal.
std::string in_quotes(std::string_view untrusted_text);

inline constexpr int kExitFound = 1;
inline constexpr int kExitRefused = 2;
inline constexpr int kExitFailed = 3;
inline constexpr int kExitUsage = 64;

}  // namespace scrub::command
