// UTF-8 decoding and the escaping of untrusted text.
#include <catch2/catch.hpp>

#include <scrub/report.hpp>

#include "model/utf8.hpp"

using namespace scrub;

TEST_CASE("only well-formed UTF-8 decodes") {
    CHECK(utf8::decode("\xC3\xA9").code_point == 0xE9);
    CHECK(utf8::decode("\xF0\x9F\x98\x80").code_point == 0x1F600);
    CHECK(utf8::decode("\xC0\xAF").code_point == utf8::kInvalid);          // overlong
    CHECK(utf8::decode("\xED\xA0\x80").code_point == utf8::kInvalid);      // surrogate
    CHECK(utf8::decode("\xF4\x90\x80\x80").code_point == utf8::kInvalid);  // above U+10FFFF
    CHECK(utf8::decode("\xE2\x82").code_point == utf8::kInvalid);          // cut off
}

TEST_CASE("control and bidirectional characters are shown as escapes") {
    CHECK(escaped("a\x1B[31mb") == "a\\x1b[31mb");
    CHECK(escaped("x\xE2\x80\xAEy") == "x\\u202ey");
    CHECK(escaped("\xFF") == "\\xff");
    CHECK(escaped("caf\xC3\xA9") == "caf\xC3\xA9");
}
