// The committed samples of the formats, and what must hold of each of them. One program, one command for each check;
// formats and samples are found by folder, so that new ones join by themselves.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "support/engine_run.hpp"

namespace scrub::engine::testing {

struct Sample {
    std::filesystem::path path;
    Blob bytes;
    std::string name() const { return path.filename().string(); }
};

/// One problem a line; empty when everything holds.
using Problems = std::vector<std::string>;

Blob read_file(std::filesystem::path const& path);
void write_file(std::filesystem::path const& path, std::string_view text);

/// The files below `folder`, by name. Reports are not among them.
std::vector<Sample> samples_in(std::filesystem::path const& folder);

/// The folder of a format's tests: tests/formats/NAME.
std::filesystem::path folder_of(std::string_view format);
/// The lines of a list of debts that are no remarks; none when there is no such file.
std::set<std::string> debts_in(std::filesystem::path const& list);
/// All formats that have a folder.
std::vector<std::string> formats_with_samples();
std::vector<Sample> samples_of(std::string_view format);

/// Says what is being tested, for the message when it crashes or hangs. Gives it `seconds` to end.
void now_running(std::string const& what, unsigned seconds = 60);

// --- the checks ------------------------------------------------------------------

/// Each sample gives the report beside it, under publish and intake.
Problems check_golden(std::string_view format);
/// Writes those reports, and the list of rows that no sample hits.
void bless(std::string_view format);

/// Every row that the report can name is hit by a sample of some format, but for those in the folder's uncovered.txt.
Problems check_coverage();

/// The four properties under publish, intake and pixels.
Problems check_properties(std::string_view format);
/// The same of truncated and damaged samples.
Problems check_mutations(std::string_view format);
/// The pairs twins/X.a.EXT and twins/X.b.EXT differ only in what identifies: their outputs are equal.
Problems check_twins(std::string_view format);
/// Time zone, locale and what ran before do not matter.
Problems check_determinism(std::string_view format);
/// The properties of every file below `folder`, under publish and intake.
Problems check_folder(std::filesystem::path const& folder);
/// Writes the outputs of all samples, as POLICY/FORMAT/NAME, for other programs to look at.
void write_outputs(std::string_view format, std::filesystem::path const& folder);

}  // namespace scrub::engine::testing
