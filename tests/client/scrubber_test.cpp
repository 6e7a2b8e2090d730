// libscrub with the real worker: bytes in, bytes out.
#include <catch2/catch.hpp>
#include <scrub/scrub.hpp>

#include <thread>

#include "client/sample.hpp"

using namespace scrub;
using namespace scrub::testing;

namespace {

constexpr std::string_view kText = "\x01no picture at all, and no other document either\n";
std::span<std::uint8_t const> const kUnknown(reinterpret_cast<std::uint8_t const*>(kText.data()), kText.size());

Config with_worker() {
    Config config;
    config.worker = SCRUB_TEST_WORKER;
    return config;
}

}  // namespace

TEST_CASE("bytes are scrubbed and verified") {
    Scrubber scrubber(with_worker());
    auto const outcome = scrubber.scrub(kPng);
    CAPTURE(outcome.message);
    REQUIRE(outcome.status == Status::scrubbed);
    CHECK(outcome.reason == Reason::none);
    CHECK(outcome.output.size() == kScrubbedPngSize);
    CHECK(outcome.output_size == kScrubbedPngSize);
    CHECK(outcome.input_size == std::size(kPng));
    CHECK_FALSE(contains(outcome.output.bytes(), kPngSecret));
    REQUIRE(outcome.report.findings.size() == 1);
    CHECK(outcome.report.findings[0].verified);
    CHECK(outcome.report.format == "png");
    CHECK_FALSE(outcome.is_inspection);
}

TEST_CASE("an output is already clean when it is scrubbed again") {
    Scrubber scrubber(with_worker());
    auto const first = scrubber.scrub(kPng);
    auto const second = scrubber.scrub(first.output.bytes());
    CHECK(second.status == Status::already_clean);
    CHECK(second.report.findings.empty());
    CHECK(std::equal(second.output.bytes().begin(), second.output.bytes().end(), first.output.bytes().begin(), first.output.bytes().end()));
}

TEST_CASE("an inspection finds what scrubbing would find, and gives no output") {
    Scrubber scrubber(with_worker());
    auto const dirty = scrubber.inspect(kPng);
    CHECK(dirty.is_inspection);
    CHECK(dirty.status == Status::scrubbed);
    CHECK(dirty.report.has_removals());
    CHECK(dirty.output.empty());
    CHECK(dirty.output_size == 0);
    CHECK(scrubber.inspect(scrubber.scrub(kPng).output.bytes()).status == Status::already_clean);
}

TEST_CASE("what is no known document is refused, and nothing comes out") {
    Scrubber scrubber(with_worker());
    auto const outcome = scrubber.scrub(kUnknown);
    CHECK(outcome.status == Status::refused);
    CHECK(outcome.reason == Reason::unsupported);
    CHECK_FALSE(outcome.message.empty());
    CHECK(outcome.output.empty());
    CHECK(scrubber.scrub({}).reason == Reason::malformed);
    CHECK(scrubber.scrub(std::span(kPng).first(50)).status == Status::refused);
}

TEST_CASE("content decides where the name is another picture's or a document's, and the report says so") {
    Scrubber scrubber(with_worker());
    TemporaryFolder const folder;
    for (auto const* const name : {"a.jpg", "a.txt", "a.PDF"}) {
        write_file(folder / name, kPng);
        auto const outcome = scrubber.scrub_file(folder / name, folder / (std::string(name) + ".out"));
        CHECK(outcome.status == Status::scrubbed);
        REQUIRE(outcome.report.remarks.size() == 1);
        CHECK(outcome.report.remarks[0].text == "the name is that of another kind of file; the content decided");
    }
    write_file(folder / "a.png", kPng);
    CHECK(scrubber.scrub_file(folder / "a.png", folder / "b.png").report.remarks.empty());
}

TEST_CASE("text under the name of a picture or a PDF is refused") {
    Scrubber scrubber(with_worker());
    TemporaryFolder const folder;
    constexpr std::string_view kDrawing = "push graphic-context\nfill 'url(https://example.org/x.jpg)'\npop graphic-context\n";
    std::span<std::uint8_t const> const drawing(reinterpret_cast<std::uint8_t const*>(kDrawing.data()), kDrawing.size());
    for (auto const* const name : {"a.jpg", "a.PNG", "a.pdf"}) {
        write_file(folder / name, drawing);
        auto const outcome = scrubber.scrub_file(folder / name, folder / "out");
        CHECK(outcome.status == Status::refused);
        CHECK(outcome.reason == Reason::unsupported);
        CHECK_FALSE(std::filesystem::exists(folder / "out"));
        CHECK(scrubber.inspect_file(folder / name).status == Status::refused);
    }
    write_file(folder / "a.txt", drawing);
    CHECK(scrubber.scrub_file(folder / "a.txt", folder / "out").has_output());
}

TEST_CASE("an input beyond its limit is refused before anybody reads it") {
    Scrubber scrubber(with_worker());
    Options options;
    options.limits.bytes_in = std::size(kPng) - 1;
    CHECK(scrubber.scrub(kPng, options).reason == Reason::over_budget);
    options.limits.bytes_in = std::size(kPng);
    CHECK(scrubber.scrub(kPng, options).status == Status::scrubbed);
}

TEST_CASE("an output beyond its limit is refused") {
    Scrubber scrubber(with_worker());
    Options options;
    options.limits.bytes_out = kScrubbedPngSize - 1;
    auto const outcome = scrubber.scrub(kPng, options);
    CHECK(outcome.status == Status::refused);
    CHECK(outcome.reason == Reason::over_budget);
}

TEST_CASE("hashes are computed on request") {
    Scrubber scrubber(with_worker());
    Options options;
    options.with_hashes = true;
    auto const outcome = scrubber.scrub(kPng, options);
    CHECK(outcome.input_sha256.size() == 64);
    CHECK(outcome.output_sha256.size() == 64);
    CHECK(outcome.input_sha256 != outcome.output_sha256);
    CHECK(scrubber.scrub(outcome.output.bytes(), options).input_sha256 == outcome.output_sha256);
    CHECK(scrubber.scrub(kPng).input_sha256.empty());
}

TEST_CASE("a buffer keeps its bytes when it is moved, and outlives the scrubber") {
    Buffer kept;
    {
        Scrubber scrubber(with_worker());
        auto outcome = scrubber.scrub(kPng);
        auto const* const place = outcome.output.bytes().data();
        kept = std::move(outcome.output);
        CHECK(kept.bytes().data() == place);
    }
    CHECK(kept.size() == kScrubbedPngSize);
    CHECK(kept.bytes()[0] == 0x89);
}

TEST_CASE("many threads share one scrubber") {
    Config config = with_worker();
    config.jobs_per_zygote = 7;  // zygotes are replaced while others still use them
    Scrubber scrubber(config);
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i)
                if (scrubber.scrub(kPng).output.size() == kScrubbedPngSize && scrubber.scrub(kUnknown).status == Status::refused) ++good;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(good == 80);
}

TEST_CASE("every layer of the sandbox is in force") {
    Scrubber scrubber(with_worker());
    std::string why_not;
    auto const isolation = scrubber.isolation(&why_not);
    CAPTURE(why_not, isolation.describe());
    CHECK(isolation.seccomp);
    CHECK(isolation.no_new_privileges);
    CHECK(isolation.landlock_abi > 0);
#ifdef SCRUB_SANITIZED  // sanitizers need more address space than any limit gives
    CHECK_FALSE(isolation.is_complete());
#else
    CHECK(isolation.is_complete());
    Options options;
    options.require_isolation = true;
    CHECK(scrubber.scrub(kPng, options).status == Status::scrubbed);
#endif
    CHECK(scrubber.scrub(kPng).isolation.landlock_abi == isolation.landlock_abi);
}
