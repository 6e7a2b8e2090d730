// Plain text: encodings, line ends, tables, and what is not plain text.
#include <catch2/catch.hpp>

#include "support/engine_run.hpp"

using namespace scrub;
using namespace scrub::engine;
using namespace std::string_literals;

namespace {

std::string scrubbed(std::string const& input) {
    INFO(input);
    auto const run = engine::testing::run_scrub(bytes_of(input));
    REQUIRE(run.is_done());
    CHECK(engine::testing::broken_property(bytes_of(input)) == "");
    return std::string(text(run.output));
}

}  // namespace

TEST_CASE("text comes out in UTF-8 without a byte order mark, whatever it was in") {
    auto const expected = "Caf\u00e9 open \u2013 \u20ac5\n"s;
    CHECK(scrubbed(expected) == expected);
    CHECK(scrubbed("\xEF\xBB\xBF" + expected) == expected);
    CHECK(scrubbed("Caf\xE9 open \x96 \x80" "5\n") == expected);
    CHECK(scrubbed("\xFF\xFE" "C\0a\0f\0\xE9\0 \0o\0p\0e\0n\0 \0\x13\x20 \0\xAC\x20" "5\0\r\0\n\0"s) == expected);
    CHECK(scrubbed("\xFE\xFF" "\0C\0a\0f\0\xE9\0 \0o\0p\0e\0n\0 \x20\x13\0 \x20\xAC\0" "5\0\n"s) == expected);
    CHECK(scrubbed("C\0a\0f\0\xE9\0 \0o\0p\0e\0n\0 \0\x13\x20 \0\xAC\x20" "5\0\n\0"s) == expected);
}

TEST_CASE("line ends, white space at ends of lines and empty lines at the end tell nothing") {
    auto const expected = "One. Two\n\n    three\n"s;
    CHECK(scrubbed("One.  Two\t \t\r\n\r\n    three") == expected);
    CHECK(scrubbed("One. Two\r\r    three \r\n \n\n\n") == expected);
    CHECK(scrubbed("One. Two\n\n    three") == expected);
}

TEST_CASE("cells of a table keep their spaces") {
    CHECK(scrubbed("name,remark\r\nA  B,x.  y  \n") == "name,remark\nA  B,x.  y\n");
    CHECK(scrubbed("a\tb\t\nc\t\t\n") == "a\tb\t\nc\t\t\n");
}

TEST_CASE("formulas that call something are disarmed in tables only") {
    CHECK(scrubbed("a,b\n=HYPERLINK(\"http://x\"),\"=cmd|' /C calc'!A0\"\n-5,=1+2\n") == "a,b\n'=HYPERLINK(\"http://x\"),\"'=cmd|' /C calc'!A0\"\n-5,=1+2\n");
    CHECK(scrubbed("=f(x) is a function\n") == "=f(x) is a function\n");
}

TEST_CASE("what another format would read, and what is no text, is not taken for plain text") {
    for (auto const& input : {"<html><script>"s, " \n<svg"s, "MIME-Version: 1.0\n"s, "\x7F" "ELF\x01\x02"s, "a\0b"s, "#!/bin/sh\n"s, "\x81\x8D binary"s}) {
        INFO(input);
        CHECK_FALSE(engine::testing::run_scrub(bytes_of(input)).is_done());
    }
}

TEST_CASE("texts that differ only in covert marks become one") {
    CHECK(scrubbed("The \u0440ayment\u200b is\u00a0due.") == scrubbed("The payment is due.\r\n"));
}

TEST_CASE("intake keeps covert marks and flags them") {
    Options options;
    options.policy = Policy::intake();
    auto const input = "The pay\u200bment  \n"s;
    auto const run = engine::testing::run_scrub(bytes_of(input), options);
    REQUIRE(run.is_done());
    CHECK(text(run.output) == input);
    CHECK(run.answer.report.has_flags());
    CHECK(engine::testing::broken_property(bytes_of(input), options) == "");
}
