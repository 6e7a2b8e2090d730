// What must hold of every sample, whole and damaged.
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <locale>
#include <map>

#include "samples/samples.hpp"
#include "support/report_text.hpp"

namespace scrub::engine::testing {
namespace {

namespace fs = std::filesystem;

Options with(Policy const& policy) {
    Options options;
    options.policy = policy;
    return options;
}

std::string policy_name(Options const& options) { return " (" + std::string(options.policy.name()) + ")"; }

void check(Problems& problems, std::string const& what, Bytes bytes, Options const& options, unsigned seconds = 60) {
    now_running(what + policy_name(options), seconds);
    auto const broken = broken_property(bytes, options);
    if (!broken.empty()) problems.push_back(what + policy_name(options) + ": " + broken);
}

// --- damage ----------------------------------------------------------------------

// How many runs one format's damaged samples may take together: 10 s or so. SCRUB_THOROUGH lifts it.
#ifdef SCRUB_SANITIZED  // each run takes many times as long
constexpr std::size_t kRunsPerFormat = 1'500;
#else
constexpr std::size_t kRunsPerFormat = 8'000;
#endif
constexpr std::size_t kHead = 1024;  // bytes that are damaged one by one

// Every value from 0 to `count`, or `at_most` of them, evenly spread.
template <class Do>
void each_of(std::size_t count, std::size_t at_most, Do const& act) {
    if (count <= at_most) {
        for (std::size_t i = 0; i < count; ++i) act(i);
    } else {
        for (std::size_t i = 0; i < at_most; ++i) act(i * count / at_most);
    }
}

class Damage {
public:
    Damage(Sample const& sample, std::size_t runs, Problems& problems) : sample_(sample), runs_(runs), problems_(problems) {}

    void truncate() {
        each_of(sample_.bytes.size(), runs_ / 3, [&](std::size_t size) {
            run("cut to " + std::to_string(size) + " bytes", Bytes(sample_.bytes).first(size), size);
        });
    }

    void flip() {
        constexpr std::uint8_t kMasks[] = {0xFF, 0x01, 0x80, 0x20};
        auto const head = std::min(sample_.bytes.size(), kHead);
        auto const places = head * std::size(kMasks);
        Blob bytes = sample_.bytes;
        each_of(places, runs_ - runs_ / 3, [&](std::size_t i) {
            auto const at = i / std::size(kMasks);
            auto const mask = kMasks[i % std::size(kMasks)];
            bytes[at] ^= mask;
            run("byte " + std::to_string(at) + " flipped by " + std::to_string(mask), bytes, i);
            bytes[at] ^= mask;
        });
    }

private:
    void run(std::string const& what, Bytes bytes, std::size_t turn) {
        // The policies share their walk: one in five is enough of the second.
        auto const options = with(turn % 5 == 4 ? Policy::intake() : Policy::publish());
        if (problems_.size() < 60) check(problems_, sample_.name() + " " + what, bytes, options, 30);
    }

    Sample const& sample_;
    std::size_t runs_;
    Problems& problems_;
};

// --- twins -----------------------------------------------------------------------

// "X.a.EXT" -> "X.EXT"; empty for other names.
std::string pair_name(fs::path const& path, std::string_view side) {
    auto const stem = path.stem();
    if (stem.extension() != side) return {};
    return stem.stem().string() + path.extension().string();
}

// --- determinism ------------------------------------------------------------------

struct Baroque final : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    char do_decimal_point() const override { return ','; }
    std::string do_grouping() const override { return "\2"; }
    std::string do_truename() const override { return "verdad"; }
};

void change_surroundings() {
    setenv("TZ", "Asia/Kathmandu", 1);
    setenv("LANG", "tr_TR.UTF-8", 1);
    setenv("LC_ALL", "tr_TR.UTF-8", 1);
    setenv("USER", "somebody", 1);
    setenv("HOME", "/home/somebody", 1);
    tzset();
    for (auto const* name : {"tr_TR.UTF-8", "de_DE.UTF-8", "es_ES.UTF-8", "C.UTF-8"})
        if (std::setlocale(LC_ALL, name) != nullptr) break;
    std::locale::global(std::locale(std::locale(), new Baroque));
}

struct Result {
    Blob output;
    std::string text;
    friend bool operator==(Result const&, Result const&) = default;
};

Result result_of(Sample const& sample, Options const& options) {
    now_running(sample.path.string() + policy_name(options));
    return {run_scrub(sample.bytes, options).output, job_text(sample.bytes, options)};
}

}  // namespace

Problems check_properties(std::string_view format) {
    Problems problems;
    for (auto const& sample : samples_of(format))
        for (auto const& policy : {Policy::publish(), Policy::intake(), Policy::pixels()}) check(problems, sample.name(), sample.bytes, with(policy));
    return problems;
}

Problems check_mutations(std::string_view format) {
    Problems problems;
    auto const samples = samples_of(format);
    bool const is_thorough = std::getenv("SCRUB_THOROUGH") != nullptr;
    for (auto const& sample : samples) {
        auto const size = sample.bytes.size();
        // Large samples get fewer turns, so that each costs about the same.
        auto const share = std::max<std::size_t>(30, kRunsPerFormat / samples.size() * 2000 / (2000 + size));
        Damage damage(sample, is_thorough ? SIZE_MAX : share, problems);
        damage.truncate();
        damage.flip();
    }
    // Inputs whose outputs the verification refuses, so that nobody gets them, and that the walk is to learn: a list that only shrinks.
    auto const known = debts_in(folder_of(format) / "known_damage.txt");
    std::erase_if(problems, [&](std::string const& problem) { return known.contains(problem); });
    return problems;
}

Problems check_twins(std::string_view format) {
    Problems problems;
    std::map<std::string, std::pair<Sample const*, Sample const*>> pairs;
    auto const files = samples_in(folder_of(format) / "twins");
    for (auto const& file : files) {
        if (auto const name = pair_name(file.path, ".a"); !name.empty()) pairs[name].first = &file;
        else if (auto const other = pair_name(file.path, ".b"); !other.empty()) pairs[other].second = &file;
        else problems.push_back(file.name() + " is half of no pair: X.a.EXT and X.b.EXT");
    }
    for (auto const& [name, pair] : pairs) {
        if (pair.first == nullptr || pair.second == nullptr) {
            problems.push_back(name + ": one of the twins is missing");
            continue;
        }
        if (pair.first->bytes == pair.second->bytes) problems.push_back(name + ": the twins are the same file");
        for (auto const& policy : {Policy::publish(), Policy::pixels()}) {
            now_running("twins " + name);
            auto const a = run_scrub(pair.first->bytes, with(policy));
            auto const b = run_scrub(pair.second->bytes, with(policy));
            if (!a.is_done() || !b.is_done()) problems.push_back(name + policy_name(with(policy)) + ": refused: " + (a.is_done() ? b : a).answer.message);
            else if (a.output != b.output) problems.push_back(name + policy_name(with(policy)) + ": the outputs differ");
        }
    }
    return problems;
}

Problems check_determinism(std::string_view format) {
    Problems problems;
    auto const samples = samples_of(format);
    std::vector<Result> before;
    for (auto const& sample : samples)
        for (auto const& policy : {Policy::publish(), Policy::intake()}) before.push_back(result_of(sample, with(policy)));
    change_surroundings();
    auto expected = before.begin();
    for (auto const& sample : samples)
        for (auto const& policy : {Policy::publish(), Policy::intake()})
            if (result_of(sample, with(policy)) != *expected++) problems.push_back(sample.name() + policy_name(with(policy)) + ": another result in another time zone and locale");
    return problems;
}

Problems check_folder(fs::path const& folder) {
    Problems problems;
    for (auto const& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        auto const bytes = read_file(entry.path());
        for (auto const& policy : {Policy::publish(), Policy::intake()}) check(problems, entry.path().string(), bytes, with(policy));
    }
    return problems;
}

void write_outputs(std::string_view format, fs::path const& folder) {
    for (auto const& sample : samples_of(format)) {
        for (auto const& policy : {Policy::publish(), Policy::intake(), Policy::pixels()}) {
            now_running(sample.path.string());
            auto const run = run_scrub(sample.bytes, with(policy));
            if (run.is_done()) write_file(folder / policy.name() / format / sample.name(), text(run.output));
        }
    }
}

}  // namespace scrub::engine::testing
