// Help and lists, from the tables.
#include "lists.hpp"

#include <algorithm>
#include <vector>

#include "report/json.hpp"

namespace scrub::command {
namespace {

constexpr std::size_t kColumns = 96;
constexpr std::size_t kHelpColumn = 26;

// A term and its explanation, which is wrapped beside or below it.
std::string entry(std::string const& term, std::string_view explanation) {
    std::string out = "  " + term;
    std::size_t column = out.size();
    if (column + 2 > kHelpColumn) {
        out += "\n";
        column = 0;
    }
    out.append(kHelpColumn - column, ' ');
    column = kHelpColumn;
    for (std::size_t at = 0; at < explanation.size();) {
        auto const end = std::min(explanation.find(' ', at), explanation.size());
        if (column > kHelpColumn && column + 1 + (end - at) > kColumns) {
            out += "\n" + std::string(kHelpColumn, ' ');
            column = kHelpColumn;
        } else if (column > kHelpColumn) {
            out += ' ';
            ++column;
        }
        out += explanation.substr(at, end - at);
        column += end - at;
        at = end + 1;
    }
    return out + "\n";
}

std::string term_of(OptionRow const& row) {
    std::string term = row.letter == 0 ? "    " : std::string("-") + row.letter + ", ";
    term += "--" + std::string(row.name);
    if (!row.value.empty()) term += " " + std::string(row.value);
    return term;
}

using Table = std::vector<std::vector<std::string>>;

Table table_of(Verb verb) {
    Table table;
    if (verb == Verb::formats) {
        table.push_back({"format", "extensions", "media type", "description"});
        for (auto const& f : formats()) table.push_back({std::string(f.name), std::string(f.extensions), std::string(f.media_type), std::string(f.description)});
    } else if (verb == Verb::kinds) {
        table.push_back({"kind", "intake", "publish", "description"});
        for (auto const& k : kinds()) table.push_back({std::string(k.name), std::string(to_string(k.intake)), std::string(to_string(k.publish)), std::string(k.description)});
    } else {
        Limits const limits;
        table.push_back({"limit", "default", "description"});
        for (auto const& l : limit_rows()) table.push_back({std::string(l.name), std::to_string(limits.*l.value), std::string(l.description)});
    }
    return table;
}

}  // namespace

std::string help() {
    std::string out =
        "Removes from documents and pictures what identifies people, what is hidden and what acts by itself,\n"
        "verifies the output, and reports what was done and what no tool can judge.\n\n"
        "Usage: scrub [OPTIONS] FILE...            writes NAME.scrubbed.EXT beside each FILE\n"
        "       scrub [OPTIONS] -o OUT FILE        '-' is standard input or output\n"
        "       scrub inspect [OPTIONS] FILE...    reports only\n"
        "       scrub formats | kinds | limits     lists what there is\n\nOptions:\n";
    for (auto const& row : option_rows()) out += entry(term_of(row), row.help);
    out += "\nCommands:\n";
    for (auto const& row : verb_rows()) out += entry(std::string(row.name), row.help);
    out += "\nExit status, the worst of all files:\n";
    for (auto const& row : exit_rows()) out += entry(std::to_string(row.status), row.help);
    return out;
}

std::string version_text() {
    std::string why_not;
    auto const isolation = Scrubber().isolation(&why_not);
    auto text = "scrub " + std::string(version()) + "\nisolation: " + isolation.describe();
    if (!isolation.is_complete()) text += why_not.empty() ? " (incomplete)" : " (" + escaped(why_not) + ")";
    return text + "\n";
}

std::string list_text(Verb verb) {
    auto const table = table_of(verb);
    std::vector<std::size_t> widths(table.front().size(), 0);
    for (auto const& row : table)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    std::string out;
    for (auto const& row : table) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += row[i];
            if (i + 1 < row.size()) out.append(widths[i] - row[i].size() + 2, ' ');
        }
        out += '\n';
    }
    return out;
}

std::string list_json(Verb verb) {
    auto const table = table_of(verb);
    Json json;
    json.open('[', true);
    for (auto row = table.begin() + 1; row != table.end(); ++row) {
        json.open('{');
        for (std::size_t i = 0; i < row->size(); ++i) {
            auto key = table.front()[i];
            std::replace(key.begin(), key.end(), ' ', '_');
            json.member(key, (*row)[i]);
        }
        json.close('}');
    }
    return json.close(']').take() + "\n";
}

}  // namespace scrub::command
