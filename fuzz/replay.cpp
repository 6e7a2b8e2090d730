// replay FOLDER : runs every file of FOLDER/TARGET/ through its target. The finds of the fuzzers, without clang.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <unistd.h>

#include "targets.hpp"

namespace {

namespace fs = std::filesystem;
using namespace scrub::engine;

Blob read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 64;
    std::size_t replayed = 0;
    std::size_t broken = 0;
    for (auto const& entry : fs::recursive_directory_iterator(argv[1])) {
        if (!entry.is_regular_file() || entry.path().extension() == ".md") continue;
        auto const target = entry.path().parent_path().filename().string();
        std::cout << target << ' ' << entry.path().filename().string() << std::endl;  // flushed: the next line may be a crash
        alarm(60);
        auto const complaint = fuzzing::check(target, read_file(entry.path()));
        ++replayed;
        if (complaint.empty()) continue;
        ++broken;
        std::cerr << entry.path().string() << ": " << complaint << '\n';
    }
    std::cout << replayed << " files replayed, " << broken << " broken\n";
    return broken == 0 ? 0 : 1;
}
