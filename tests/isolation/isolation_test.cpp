// Every attempt of a worker that has been taken over comes to nothing, and costs its own job only. A missing sandbox
// makes these tests fail: there is no skipping.
#include <catch2/catch.hpp>
#include <scrub/scrub.hpp>

#include <unistd.h>

#include <thread>

#include "client/sample.hpp"
#include "isolation/attempts.hpp"

using namespace scrub;
using namespace scrub::testing;

namespace {

struct Variant {
    std::string_view worker;  // its name says how old the kernel seems to be
    int landlock_abi;         // in force at most
};

constexpr Variant kVariants[] = {
    {"evil-worker", 1000},
    {"evil-worker-abi2", 2},
    {"evil-worker-abi0", 0},
};

constexpr std::string_view kPrecious = "precious";

/// The folder that attempts are aimed at, and whether it is as it was.
class Prey {
public:
    Prey() {
        write_file(folder_ / "precious", {reinterpret_cast<std::uint8_t const*>(kPrecious.data()), kPrecious.size()});
        std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
        std::filesystem::permissions(folder_ / "precious", std::filesystem::perms::owner_all | std::filesystem::perms::others_all);
    }
    bool is_unharmed() const { return folder_.count() == 1 && contains(read_file(folder_ / "precious"), kPrecious); }
    std::string path() const { return folder_.path().native(); }

private:
    TemporaryFolder folder_;
};

Outcome attempt(Scrubber& scrubber, Attempt const& what, bool in_render, Prey const& prey) {
    std::string const document = std::string(in_render ? "EVIL@render " : "EVIL ") + std::string(what.name) + " " +
                                 std::to_string(::getpid()) + " " + prey.path() + "\n";
    Options options;
    options.limits.seconds = 15;                          // one second for so small a document
    options.limits.memory = std::uint64_t{256} << 20;
    options.limits.bytes_out = std::uint64_t{64} << 20;
    return scrubber.scrub({reinterpret_cast<std::uint8_t const*>(document.data()), document.size()}, options);
}

bool is_dead(Outcome const& outcome) { return outcome.status == Status::failed && outcome.reason == Reason::worker_died; }
bool is_denied(Outcome const& outcome) { return is_dead(outcome) || outcome.message == "denied"; }
bool works(Outcome const& outcome) { return outcome.message == "the control works"; }

bool is_as_wanted(Wanted wanted, Outcome const& outcome, bool in_render) {
    switch (wanted) {
        case Wanted::denied: return is_denied(outcome);
        case Wanted::over_budget: return is_denied(outcome) || outcome.reason == Reason::over_budget;
        case Wanted::dead: return is_dead(outcome);
        case Wanted::broken: return is_dead(outcome) || outcome.reason == Reason::verify_failed || outcome.reason == Reason::over_budget;
        case Wanted::works: return works(outcome);
        case Wanted::works_in_render: return in_render ? works(outcome) : is_denied(outcome);
    }
    return false;
}

bool is_worth_trying(Attempt const& what, Variant const& variant) {
#ifdef SCRUB_SANITIZED
    if (what.name == "allocate_all") return false;  // sanitizers live without a limit on the address space
#endif
    // Whatever is not denied does not depend on Landlock; some of it takes seconds.
    return what.wanted == Wanted::denied || what.wanted == Wanted::works_in_render || &variant == kVariants;
}

void try_all(Variant const& variant, bool in_render) {
    Config config;
    config.worker = std::string(SCRUB_TEST_EVIL_FOLDER) + "/" + std::string(variant.worker);
    Scrubber scrubber(config);
    auto const isolation = scrubber.isolation();
    CHECK(isolation.seccomp);
    CHECK(isolation.no_new_privileges);
    CHECK(isolation.landlock_abi <= variant.landlock_abi);
    if (variant.landlock_abi > 0) CHECK(isolation.landlock_abi > 0);

    Prey const prey;
    for (auto const& what : attempts()) {
        if (!is_worth_trying(what, variant)) continue;
        auto const outcome = attempt(scrubber, what, in_render, prey);
        CAPTURE(what.name, in_render, variant.worker, to_string(outcome.status), to_string(outcome.reason), outcome.message);
        CHECK(is_as_wanted(what.wanted, outcome, in_render));
        CHECK_FALSE(outcome.has_output());
        CHECK(outcome.output.empty());
        CHECK_FALSE(outcome.message.empty());
        CHECK(prey.is_unharmed());
    }
    // And the next job works.
    for (auto const& what : attempts())
        if (what.name == "control_output") CHECK(works(attempt(scrubber, what, in_render, prey)));
}

}  // namespace

TEST_CASE("no attempt of a structural worker comes through") {
    for (auto const& variant : kVariants) try_all(variant, false);
}

TEST_CASE("no attempt of a render worker comes through") {
    for (auto const& variant : kVariants)
        if (variant.landlock_abi > 0) try_all(variant, true);
}

TEST_CASE("no render worker reads a document where Landlock is missing, since it could read files as well") {
    Config config;
    config.worker = std::string(SCRUB_TEST_EVIL_FOLDER) + "/evil-worker-abi0";
    Scrubber scrubber(config);
    Prey const prey;
    for (auto const& what : attempts()) CHECK(attempt(scrubber, what, true, prey).reason == Reason::no_isolation);
}

TEST_CASE("where Landlock is missing the sandbox is not complete, and is refused on request") {
    Config config;
    config.worker = std::string(SCRUB_TEST_EVIL_FOLDER) + "/evil-worker-abi0";
    Scrubber scrubber(config);
    CHECK_FALSE(scrubber.isolation().is_complete());
    Options options;
    options.require_isolation = true;
    auto const outcome = scrubber.scrub(kPng, options);
    CHECK(outcome.status == Status::refused);
    CHECK(outcome.reason == Reason::no_isolation);
    CHECK(scrubber.scrub(kPng).reason == Reason::unsupported);  // this worker knows no pictures
}

TEST_CASE("attempts from many threads at once disturb no other job") {
    Config evil;
    evil.worker = std::string(SCRUB_TEST_EVIL_FOLDER) + "/evil-worker";
    Scrubber scrubber(evil);
    Prey const prey;
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (std::string_view const name : {"crash", "kill_zygote", "say_garbage", "control_output"}) {
        threads.emplace_back([&, name] {
            for (auto const& what : attempts())
                for (int i = 0; what.name == name && i < 20; ++i)
                    if (is_as_wanted(what.wanted, attempt(scrubber, what, false, prey), false)) ++good;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(good == 80);
}
