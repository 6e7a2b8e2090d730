// The manual page and the shell completion, from the tables.
#include <algorithm>

#include "lists.hpp"

namespace scrub::command {
namespace {

std::string roff(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '-') out += "\\-";
        else if (c == '\\') out += "\\e";
        else if (c == '\'') out += "\\(aq";
        else out += c;
    }
    return out;
}

// The words that complete an option's value.
std::string completion_of(OptionRow const& row) {
    if (row.choices == "FILE") return "mapfile -t COMPREPLY < <(compgen -f -- \"$word\")";
    if (row.choices == "DIR") return "mapfile -t COMPREPLY < <(compgen -d -- \"$word\")";
    std::string words;
    if (row.choices == "KIND") {
        for (auto const& kind : kinds()) words += std::string(kind.name) + " ";
    } else if (row.choices == "LIMIT") {
        for (auto const& limit : limit_rows()) words += std::string(limit.name) + "= ";
    } else {
        words = std::string(row.choices) + " ";
    }
    words.pop_back();
    return "mapfile -t COMPREPLY < <(compgen -W \"" + words + "\" -- \"$word\")";
}

}  // namespace

std::string manual_page() {
    std::string out = ".TH SCRUB 1 \"\" \"scrub " + std::string(version()) +
                      "\" \"User Commands\"\n.SH NAME\nscrub \\- remove what identifies people from documents and pictures\n"
                      ".SH SYNOPSIS\n.B scrub\n[\\fIOPTIONS\\fR] \\fIFILE\\fR...\n.br\n.B scrub inspect\n[\\fIOPTIONS\\fR] \\fIFILE\\fR...\n.br\n"
                      ".B scrub formats\n|\n.B kinds\n|\n.B limits\n"
                      ".SH DESCRIPTION\nFor each \\fIFILE\\fR a new file is written beside it,\n.IR NAME .scrubbed. EXT ,\n"
                      "from which what identifies people, what is hidden and what acts by itself has been removed, as the policy says. "
                      "Each file is read by a process of its own, without files, network or privileges; a second one reads the output again. "
                      "A file that cannot be treated is refused, with the reason, and nothing is written for it. Inputs are never changed.\n.PP\n"
                      "The text report goes to standard output, reasons for refusals to standard error. The report lists what was removed, what was kept, "
                      "what a person must look at, and what no program can judge.\n.PP\n"
                      "A \\fIFILE\\fR of \\(aq\\-\\(aq is standard input; its output goes to standard output unless \\fB\\-o\\fR names another place. "
                      "Before names that begin with \\(aq\\-\\(aq write \\fB\\-\\-\\fR. A file that is called like a command is written ./inspect.\n.SH COMMANDS\n";
    for (auto const& row : verb_rows()) out += ".TP\n.B " + roff(row.name) + "\n" + roff(row.help) + "\n";
    out += ".SH OPTIONS\nOptions stand before or after the command and between the files.\n";
    for (auto const& row : option_rows()) {
        out += ".TP\n";
        if (row.letter != 0) out += "\\fB\\-" + std::string(1, row.letter) + "\\fR, ";
        out += "\\fB\\-\\-" + roff(row.name) + "\\fR";
        if (!row.value.empty()) out += " \\fI" + roff(row.value) + "\\fR";
        out += "\n" + roff(row.help) + "\n";
    }
    out += ".SH EXIT STATUS\nThe worst of all files.\n";
    for (auto const& row : exit_rows()) out += ".TP\n.B " + std::to_string(row.status) + "\n" + roff(row.help) + "\n";
    out += ".SH OUTPUT FILES\nAn output is a new file with mode 0600, a fixed modification time and no extended attributes. It appears under its name when it is whole, "
           "verified and synced, or not at all. An existing file is replaced with \\fB\\-\\-force\\fR only, an input never.\n.PP\n"
           "The extension is that of the input when it fits what the file is, else the usual one. "
           "Reports name inputs and outputs as they were given; a report with full values is as sensitive as the document.\n"
           ".SH EXAMPLES\n.nf\nscrub leak.jpg memo.docx\nscrub inspect \\-\\-values full leak.jpg\n"
           "scrub \\-\\-policy intake \\-\\-output\\-dir checked \\-\\-report report.json inbox/*\nscrub \\-o \\- leak.pdf | lp\n.fi\n";
    return out;
}

std::string bash_completion() {
    std::string cases, words;
    for (auto const& row : option_rows()) {
        words += "--" + std::string(row.name) + " ";
        if (row.choices.empty()) continue;
        std::string pattern = "--" + std::string(row.name);
        if (row.letter != 0) pattern += "|-" + std::string(1, row.letter);
        cases += "        " + pattern + ") " + completion_of(row) + "; return ;;\n";
    }
    std::string verbs;
    for (auto const& row : verb_rows()) verbs += " " + std::string(row.name);
    words.pop_back();
    return "# bash completion for scrub\n_scrub() {\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    COMPREPLY=()\n    case $before in\n" + cases + "    esac\n"
           "    if [[ $word == -* ]]; then mapfile -t COMPREPLY < <(compgen -W \"" + words + "\" -- \"$word\"); return; fi\n"
           "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\"; [[ $COMP_CWORD -eq 1 ]] && compgen -W \"" + verbs.substr(1) + "\" -- \"$word\")\n}\n"
           "complete -o filenames -F _scrub scrub\n";
}

}  // namespace scrub::command
