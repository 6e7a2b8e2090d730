// Writes the documents that follow from tables: describe_tables formats|policies > docs/NAME.md
// (cmake/formats.cmake, the rows of the formats, the table of kinds).
// The target bless-docs renews the committed ones, and a test fails when they are stale.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <scrub/scrub.hpp>

#include "core/format.hpp"
#include "core/limits_of_tools.hpp"

namespace {

using namespace scrub;

// A pipe would end a cell; some names hold control characters.
std::string cell(std::string_view text) {
    std::string out;
    for (char const c : escaped(text)) out += c == '|' ? std::string("\\|") : std::string(1, c);
    return out;
}

std::string what_becomes(Disposition disposition, engine::Form form) {
    switch (disposition) {
        case Disposition::keep: return "kept";
        case Disposition::keep_flagged: return "kept, flagged";
        case Disposition::remove: break;
    }
    switch (form) {
        case engine::Form::remove: return "removed";
        case engine::Form::unwrap: return "unwrapped";
        case engine::Form::replace: return "replaced";
        case engine::Form::flatten: return "flattened";
    }
    return "removed";
}

// A kind of file, as cmake/formats.cmake tells it beyond what scrub::formats() does.
struct Described {
    std::string_view walk, name, becomes, tier;
};
constexpr Described kDescribed[] = {
#define SCRUB_DESCRIBED(walk, name, becomes, tier) {walk, name, becomes, tier},
#include "described.inc"
#undef SCRUB_DESCRIBED
};

bool is_silent(Kind kind) { return kind == Kind::content || kind == Kind::structure || kind == Kind::presentation; }

// Names in the order of the rows, each once.
void list_names(std::vector<std::string_view> const& names) {
    constexpr std::size_t kMaxNames = 60;
    std::set<std::string_view> seen;
    for (auto const name : names) {
        if (seen.size() == kMaxNames) {
            std::set<std::string_view> const all(names.begin(), names.end());
            std::cout << " and " << all.size() - seen.size() << " more";
            break;
        }
        if (!seen.insert(name).second) continue;
        std::cout << (seen.size() == 1 ? "" : ", ") << cell(name);
    }
    std::cout << ".\n";
}

void describe_kind(Described const& described) {
    for (auto const& info : formats()) {
        if (info.name != described.name) continue;
        std::cout << "- **" << info.name << "**: " << info.description << ". Becomes " << (described.becomes.empty() ? "the same" : described.becomes) << ".\n";
    }
}

// Rows of Exif, XMP and other blocks that many formats carry are listed once.
std::map<engine::Rule const*, std::size_t> uses_of_rows() {
    std::map<engine::Rule const*, std::size_t> uses;
    for (auto const& format : engine::all_formats()) {
        std::set<engine::Rule const*> rows;
        for (auto const* rule : format.rules()) rows.insert(rule);
        for (auto const* rule : rows) ++uses[rule];
    }
    return uses;
}
constexpr std::size_t kManyFormats = 4;

void describe_rows(std::vector<engine::Rule const*> const& rows) {
    auto const intake = Policy::intake();
    auto const publish = Policy::publish();
    std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
    std::vector<std::string_view> silent;
    std::cout << "\n| thing | code | kind | intake | publish | why |\n|---|---|---|---|---|---|\n";
    for (auto const* rule : rows) {
        if (!seen.emplace(rule->name.view(), to_string(rule->kind), rule->why.view()).second) continue;
        if (is_silent(rule->kind)) {
            silent.push_back(rule->name.view());
            continue;
        }
        std::cout << "| " << cell(rule->name.view()) << " | " << rule->code.view() << " | " << to_string(rule->kind) << " | "
                  << what_becomes(intake(rule->kind), rule->form) << " | " << what_becomes(publish(rule->kind), rule->form) << " | " << cell(rule->why.view()) << " |\n";
    }
    if (silent.empty()) return;
    std::cout << "\nPart of what a reader sees, or of the format itself; stays or is written anew: ";
    list_names(silent);
}

void describe(engine::Format const& format, std::map<engine::Rule const*, std::size_t> const& uses) {
    std::cout << "\n## " << format.name << "\n\n";
    std::vector<std::string_view> beyond;
    for (auto const& described : kDescribed) {
        if (described.walk != format.name) continue;
        describe_kind(described);
        if (beyond.empty()) beyond = engine::limits_of_tools(described.name);
    }
    std::vector<engine::Rule const*> own;
    std::set<std::string_view> shared;
    for (auto const* rule : format.rules()) {
        if (uses.at(rule) < kManyFormats) own.push_back(rule);
        else shared.insert(rule->code.view());
    }
    if (!own.empty()) describe_rows(own);
    if (!shared.empty()) {
        std::cout << "\nBesides, [blocks that many formats carry](#blocks-that-many-formats-carry):";
        for (auto const code : shared) std::cout << (code == *shared.begin() ? " " : ", ") << code;
        std::cout << ".\n";
    }
    if (beyond.empty()) return;
    std::cout << "\nBeyond any tool:\n\n";
    for (auto const text : beyond) std::cout << "- " << text << "\n";
}

void describe_formats() {
    std::cout << "# Formats\n\nGenerated from the tables of the formats (`cmake --build --preset release --target bless-docs`); do not edit.\n\n"
                 "A file is recognised by its content, never by its name. What stands in no table is `unknown` and goes. What becomes of a\n"
                 "thing follows from its kind and the [policy](policies.md); each can be overridden with `--keep` and `--remove`.\n"
                 "How the formats fare on files from the wild: [measured.md](measured.md).\n\n"
                 "The tier says which worker does the work: the structural one can open nothing at all, the raster one decodes pictures, and\n"
                 "LibreOffice converts old Office files (office); see [architecture.md](architecture.md). With the policy `pixels` every picture is\n"
                 "decoded and every page drawn, in the raster or render tier.\n\n"
                 "| kind | description | extensions | becomes | tier | rows |\n|---|---|---|---|---|---|\n";
    for (auto const& info : formats()) {
        auto const* const described = std::find_if(std::begin(kDescribed), std::end(kDescribed), [&](Described const& d) { return d.name == info.name; });
        std::cout << "| " << info.name << " | " << info.description << " | " << info.extensions << " | " << (described->becomes.empty() ? info.name : described->becomes) << " | "
                  << (described->tier.empty() ? "structural" : described->tier) << " | [" << described->walk << "](#" << described->walk << ") |\n";
    }
    auto const uses = uses_of_rows();
    for (auto const& format : engine::all_formats()) describe(format, uses);
    std::cout << "\n## Blocks that many formats carry\n";
    std::vector<engine::Rule const*> shared;
    std::set<engine::Rule const*> seen;
    for (auto const& format : engine::all_formats())
        for (auto const* rule : format.rules())
            if (uses.at(rule) >= kManyFormats && seen.insert(rule).second) shared.push_back(rule);
    describe_rows(shared);
}

void describe_policies() {
    std::cout << "# Policies\n\nGenerated from the table of kinds (`cmake --build --preset release --target bless-docs`); do not edit.\n\n"
                 "A format says what a thing is: its kind. A policy says what becomes of a kind.\n\n"
                 "- **intake** makes a leak fit to be opened and keeps what journalists verify it by. Its output identifies people: do not publish it.\n"
                 "- **publish**, the default, removes every kind of thing that identifies somebody.\n"
                 "- **pixels** is publish, and every page and picture is drawn anew, so that no structure of the original is left.\n\n"
                 "`keep`: it stays. `keep_flagged`: it stays, and the report asks a person to look at it. `remove`: it goes, or is unwrapped,\n"
                 "flattened or replaced by something canonical, as the rule of the thing says ([formats](formats.md)).\n\n"
                 "`--keep KIND` and `--remove KIND` override one kind. content and structure cannot be removed, slack and unknown cannot be kept.\n\n"
                 "| kind | what it is | intake | publish, pixels |\n|---|---|---|---|\n";
    for (auto const& k : kinds()) std::cout << "| " << k.name << " | " << k.description << " | " << to_string(k.intake) << " | " << to_string(k.publish) << " |\n";
}

}  // namespace

int main(int argc, char** argv) {
    std::string_view const what = argc == 2 ? argv[1] : "";
    if (what == "formats") describe_formats();
    else if (what == "policies") describe_policies();
    else return 64;
    return std::cout.flush().good() ? 0 : 1;
}
