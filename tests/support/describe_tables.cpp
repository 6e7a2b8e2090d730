// Writes the documents that follow from tables: describe_tables formats|policies > docs/NAME.md
// The target bless-docs renews the committed ones, and a test fails when they are stale.
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include <scrub/scrub.hpp>

#include "core/format.hpp"

namespace {

using namespace scrub;

// A pipe would end a cell.
std::string cell(std::string_view text) {
    std::string out;
    for (char const c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
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

void describe(engine::Format const& format) {
    std::cout << "\n## " << format.name << "\n\n| thing | code | kind | intake | publish | why |\n|---|---|---|---|---|---|\n";
    auto const intake = Policy::intake();
    auto const publish = Policy::publish();
    std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
    std::size_t silent = 0;
    for (auto const* rule : format.rules()) {
        if (!seen.emplace(rule->name.view(), to_string(rule->kind), rule->why.view()).second) continue;
        if (rule->kind == Kind::content || rule->kind == Kind::structure || rule->kind == Kind::presentation) {
            ++silent;
            continue;
        }
        std::cout << "| " << cell(rule->name.view()) << " | " << rule->code.view() << " | " << to_string(rule->kind) << " | "
                  << what_becomes(intake(rule->kind), rule->form) << " | " << what_becomes(publish(rule->kind), rule->form) << " | " << cell(rule->why.view()) << " |\n";
    }
    if (silent > 0) std::cout << "\nFurther rows of content, structure and presentation, which stay: " << silent << ".\n";
}

void describe_formats() {
    std::cout << "# Formats\n\nGenerated from the tables of the formats (`cmake --build --preset dev --target bless-docs`); do not edit.\n\n"
                 "A file is recognised by its content, never by its name. What stands in no table is `unknown` and goes. What becomes of a\n"
                 "thing follows from its kind and the [policy](policies.md); each can be overridden with `--keep` and `--remove`.\n"
                 "Things of the kinds content, structure and presentation stay and are not reported; their rows are only counted here.\n\n"
                 "| format | description | extensions | media type |\n|---|---|---|---|\n";
    for (auto const& f : formats()) std::cout << "| " << f.name << " | " << f.description << " | " << f.extensions << " | " << f.media_type << " |\n";
    for (auto const& format : engine::all_formats()) describe(format);
}

void describe_policies() {
    std::cout << "# Policies\n\nGenerated from the table of kinds (`cmake --build --preset dev --target bless-docs`); do not edit.\n\n"
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
