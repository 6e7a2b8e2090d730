// A server's intake: many threads scrub what lies in a folder, over one Scrubber.   intake_loop INBOX OUTBOX
// Every file of INBOX gets OUTBOX/NAME.EXT (EXT as its content says) and OUTBOX/NAME.EXT.json, or only OUTBOX/NAME.json when it was refused.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <scrub/scrub.hpp>

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_of(fs::path const& folder) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

// The output's name comes from the content, never from what the sender called it; this server numbers its files.
scrub::Outcome take_in(scrub::Scrubber& scrubber, fs::path const& input, fs::path const& stem, scrub::Options const& options) {
    fs::path output = stem;
    auto outcome = scrubber.scrub_file(input, [&](scrub::Report const& report) { return output += "." + report.extension; }, options);
    std::ofstream(output += ".json") << scrub::to_json(outcome, options);
    return outcome;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 64;
    auto const inbox = files_of(argv[1]);
    fs::path const outbox = argv[2];

    scrub::Options options;
    options.policy = scrub::Policy::intake();
    options.values = scrub::Values::none;  // the reports are kept; the names in them would be too
    options.limits.bytes_in = std::uint64_t{200} << 20;

    scrub::Scrubber scrubber;  // one helper process, whatever the number of threads
    std::atomic<std::size_t> next = 0;
    std::atomic<unsigned> refused = 0;
    auto const work = [&] {
        for (auto i = next++; i < inbox.size(); i = next++)
            if (!take_in(scrubber, inbox[i], outbox / std::to_string(i), options).has_output()) ++refused;
    };
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(work);
    threads.clear();  // joins

    std::cout << inbox.size() << " files, " << refused << " refused or failed\n";
    return refused == 0 ? 0 : 1;
}
