// Development tool: one job of the engine in this process, without a sandbox. Prints what was found.
//   walk_file [--policy NAME] [--values none|masked|full] [--properties] IN [OUT]
#include <fstream>
#include <iostream>
#include <iterator>

#include "support/report_text.hpp"

namespace {

using namespace scrub;
using namespace scrub::engine;

Blob read_file(char const* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void print(Report const& report) { std::cout << engine::testing::report_text(report); }

}  // namespace

int main(int argc, char** argv) {
    Options options;
    bool checks_properties = false;
    std::vector<char const*> files;
    for (int i = 1; i < argc; ++i) {
        std::string_view const arg = argv[i];
        if (arg == "--policy" && i + 1 < argc) options.policy = Policy::from(argv[++i]).value_or(Policy::publish());
        else if (arg == "--values" && i + 1 < argc) options.values = std::string_view(argv[++i]) == "full" ? Values::full : std::string_view(argv[i]) == "none" ? Values::none : Values::masked;
        else if (arg == "--properties") checks_properties = true;
        else files.push_back(argv[i]);
    }
    if (files.empty()) return 64;
    auto const input = read_file(files[0]);
    auto const run = engine::testing::run_scrub(input, options);
    std::cout << "format\t" << run.answer.report.format << '\t' << run.answer.report.extension << '\n';
    print(run.answer.report);
    if (!run.is_done()) {
        std::cout << "refused\t" << to_string(run.answer.reason) << '\t' << escaped(run.answer.message) << '\n';
        return 2;
    }
    if (files.size() > 1) std::ofstream(files[1], std::ios::binary).write(reinterpret_cast<char const*>(run.output.data()), static_cast<std::streamsize>(run.output.size()));
    auto const verified = engine::testing::run_verify(run.output, run.removed_values, options);
    Report residue;
    residue.residue = verified.answer.report.residue;
    print(residue);
    if (!verified.is_done()) {
        std::cout << "verification\t" << to_string(verified.answer.reason) << '\t' << verified.answer.message << '\n';
        print(verified.answer.report);
        return 2;
    }
    if (!checks_properties) return 0;
    auto const broken = engine::testing::broken_property(input, options);
    if (!broken.empty()) std::cout << "PROPERTY\t" << broken << '\n';
    return broken.empty() ? 0 : 3;
}
