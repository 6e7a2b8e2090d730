// check_samples COMMAND [ARGUMENT...] : the checks of samples.hpp, by name. ctest runs one for each format.
#include <functional>
#include <iostream>
#include <map>

#include <sys/resource.h>

#include "core/format.hpp"
#include "samples/samples.hpp"

namespace scrub::engine::testing {

void bless_coverage();

namespace {

// A file that asks for more memory than this is a finding, not a reason to take the machine down.
void limit_memory() {
#ifndef SCRUB_SANITIZED
    rlimit const limit{rlim_t{6} << 30, rlim_t{6} << 30};
    setrlimit(RLIMIT_AS, &limit);
#endif
}

std::vector<std::string> formats_or_all(std::vector<std::string> const& names) { return names.empty() ? formats_with_samples() : names; }

int fail_with(Problems const& problems) {
    for (auto const& problem : problems) std::cerr << problem << '\n';
    if (!problems.empty()) std::cerr << problems.size() << " problems\n";
    return problems.empty() ? 0 : 1;
}

using Check = Problems (*)(std::string_view format);

int run(std::string const& command, std::vector<std::string> const& arguments) {
    static std::map<std::string, Check> const kChecks = {
        {"determinism", &check_determinism}, {"golden", &check_golden}, {"mutations", &check_mutations}, {"properties", &check_properties}, {"twins", &check_twins}};
    if (auto const check = kChecks.find(command); check != kChecks.end()) {
        Problems problems;
        for (auto const& format : formats_or_all(arguments)) {
            auto const found = check->second(format);
            problems.insert(problems.end(), found.begin(), found.end());
        }
        return fail_with(problems);
    }
    if (command == "coverage") return fail_with(check_coverage());
    if (command == "folder" && arguments.size() == 1) return fail_with(check_folder(arguments[0]));
    if (command == "outputs" && !arguments.empty()) {
        for (auto const& format : formats_or_all({arguments.begin() + 1, arguments.end()})) write_outputs(format, arguments[0]);
        return 0;
    }
    if (command == "bless") {
        for (auto const& format : formats_or_all(arguments)) bless(format);
        bless_coverage();
        return 0;
    }
    std::cerr << "check_samples golden|properties|mutations|twins|determinism|bless [FORMAT...]\n"
                 "check_samples coverage | folder PATH | outputs FOLDER [FORMAT...]\n";
    return 64;
}

}  // namespace
}  // namespace scrub::engine::testing

int main(int argc, char** argv) {
    using namespace scrub::engine::testing;
    limit_memory();
    try {
        return run(argc > 1 ? argv[1] : "", {argv + std::min(argc, 2), argv + argc});
    } catch (std::exception const& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
