// The command line, read with CLI11 after the table of options. The only file that sees CLI11.
#include "parse.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace scrub::command {
namespace {

std::string names_of(OptionRow const& row) {
    auto const long_name = "--" + std::string(row.name);
    return row.letter == 0 ? long_name : std::string("-") + row.letter + "," + long_name;
}

CLI::Option* declare(CLI::App& app, OptionRow const& row) {
    if (row.value.empty()) return app.add_flag(names_of(row))->disable_flag_override()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    return app.add_option(names_of(row))->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// The words of the command line that CLI11 may see. What follows "--" are names, whatever they look like.
std::vector<std::string> split_at_dashes(int argc, char const* const* argv, std::vector<std::string>& names) {
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    auto const dashes = std::find(words.begin(), words.end(), "--");
    if (dashes == words.end()) return words;
    names.assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
    return words;
}

// CLI11's message begins with the option: "--output: 1 required  missing", "quiet was given a disallowed flag override".
std::string sentence_of(CLI::ParseError const& error) {
    std::string const message = error.what();
    for (auto const& row : option_rows()) {
        auto const name = "--" + std::string(row.name);
        if (message.rfind(name + ": ", 0) == 0) return name + " needs a value: " + std::string(row.value);
        if (message.rfind(std::string(row.name) + " was ", 0) == 0) return name + " takes no value";
    }
    return escaped(message);
}

// A verb comes before all names of files; a file of that name is written ./inspect.
void take_verb(Settings& settings, std::vector<std::string>& words) {
    if (words.empty()) return;
    for (auto const& row : verb_rows()) {
        if (row.name != words.front()) continue;
        words.erase(words.begin());
        if (settings.verb == Verb::scrub) settings.verb = row.verb;
        return;
    }
}

std::string apply_policy(Settings& settings) {
    auto policy = Policy::from(settings.policy).value_or(Policy::publish());
    for (auto const& [kind, disposition] : settings.overrides) {
        if (policy.set(kind, disposition)) continue;
        return in_quotes(to_string(kind)) + (disposition == Disposition::remove ? " cannot be removed" : " cannot be kept");
    }
    settings.options.policy = policy;
    return {};
}

// What no single option can see.
std::string check(Settings const& s) {
    bool const is_list = s.verb == Verb::formats || s.verb == Verb::kinds || s.verb == Verb::limits;
    if (s.verb == Verb::help || s.verb == Verb::version) return {};
    if (is_list) return s.files.empty() ? std::string() : "unexpected " + in_quotes(s.files.front());
    if (s.files.empty()) return "no input file";
    auto const stdins = std::count(s.files.begin(), s.files.end(), "-");
    if (std::any_of(s.files.begin(), s.files.end(), [](auto const& f) { return f.empty(); })) return "an input has no name";
    if (stdins > 1) return "standard input is named twice";
    if (s.verb == Verb::inspect && !s.output.empty()) return "inspect writes nothing, so --output makes no sense";
    if (s.verb == Verb::inspect && !s.output_dir.empty()) return "inspect writes nothing, so --output-dir makes no sense";
    if (!s.output.empty() && !s.output_dir.empty()) return "both --output and --output-dir";
    if (!s.output.empty() && s.files.size() > 1) return "--output names one output, but there are " + std::to_string(s.files.size()) + " inputs; use --output-dir";
    if (s.verb == Verb::scrub && stdins == 1 && s.files.size() > 1) return "standard input must be the only input";
    if (stdins == 1 && s.password_descriptor == 0) return "both the password and the input on standard input";
    if (!s.output_dir.empty() && stdins == 1) return "standard input has no name to put into a folder; use --output";
    if (s.writes_document_to_stdout() && s.prints_json) return "both the output and the JSON on standard output; use --report FILE";
    return {};
}

}  // namespace

std::variant<Settings, UsageError> parse(int argc, char const* const* argv) {
    Settings settings;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    std::vector<std::pair<OptionRow const*, CLI::Option*>> options;
    for (auto const& row : option_rows()) options.emplace_back(&row, declare(app, row));

    std::vector<std::string> names;
    auto words = split_at_dashes(argc, argv, names);
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    try {
        app.parse(words);
    } catch (CLI::ParseError const& error) {
        return UsageError{sentence_of(error)};
    }
    for (auto const& [row, option] : options) {
        auto const values = option->results();
        if (values.size() > 1 && !row->is_repeatable && !row->value.empty()) return UsageError{"--" + std::string(row->name) + " is given twice"};
        for (auto const& value : values)
            if (auto sentence = row->apply(settings, value); !sentence.empty()) return UsageError{sentence};
    }
    auto rest = app.remaining();
    for (auto const& word : rest)
        if (word.size() > 1 && word.front() == '-') return UsageError{"unknown option " + in_quotes(word) + "; before names that begin with '-' write --"};
    take_verb(settings, rest);
    settings.files = std::move(rest);
    settings.files.insert(settings.files.end(), names.begin(), names.end());
    bool const is_filter = settings.verb == Verb::scrub && settings.files == std::vector<std::string>{"-"};
    if (is_filter && settings.output.empty() && settings.output_dir.empty()) settings.output = "-";
    for (auto sentence : {apply_policy(settings), check(settings)})
        if (!sentence.empty()) return UsageError{sentence};
    return settings;
}

}  // namespace scrub::command
