// Scrubs one file and prints the report.   scrub_one INPUT OUTPUT
// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <scrub/scrub.hpp>

int main(int argc, char** argv) {
    if (argc != 3) return 64;
    scrub::Options options;
    options.policy = scrub::Policy::publish();
    if (!options.policy.set(scrub::Kind::hyperlink, scrub::Disposition::remove)) return 64;

    scrub::Scrubber scrubber;
    auto const outcome = scrubber.scrub_file(argv[1], std::filesystem::path(argv[2]), options);
    std::cout << scrub::to_text(outcome, options);
    for (auto const& finding : outcome.report.findings)
        if (finding.flagged) std::cout << "look at " << finding.path << '\n';
    return outcome.has_output() ? 0 : 1;
}
