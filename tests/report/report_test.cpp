// The report as text and as JSON, from outcomes made by hand.
#include <catch2/catch.hpp>

#include <scrub/scrub.hpp>

using namespace scrub;

namespace {

Outcome picture() {
    Outcome outcome;
    outcome.status = Status::scrubbed;
    outcome.input_size = 2'345'678;
    outcome.output_size = 2'300'000;
    outcome.report.format = "jpeg";
    outcome.report.extension = "jpg";
    outcome.report.findings = {
        {"JP-EXIF", Kind::location, Action::removed, "Exif > GPS > GPSLatitude", "where the picture was taken", "##.##", 1, 24, false, true},
        {"JP-EXIF", Kind::author, Action::removed, "Exif > IFD0 > Artist", "who took the picture", "J*** D**", 2, 9, false, true},
    };
    return outcome;
}

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the text groups what was removed by kind, with names, values and counts") {
    auto const text = to_text(picture(), {});
    CHECK(has(text, "Scrubbed: JPEG picture, 2.3 MB -> 2.3 MB"));
    CHECK(has(text, "  names of people: 2\n      Artist \"J*** D**\" (2)\n"));
    CHECK(has(text, "  places and GPS positions: 1\n      GPSLatitude \"##.##\"\n"));
    CHECK(has(text, "A second process read the output again"));
}

TEST_CASE("the text claims a verification only when every removal was verified") {
    auto outcome = picture();
    outcome.report.findings[1].verified = false;
    CHECK(has(to_text(outcome, {}), "The output was not confirmed"));
}

TEST_CASE("the text names flags, residue, losses and what no tool can judge") {
    auto outcome = picture();
    outcome.report.findings.push_back({"OX-LINK", Kind::hyperlink, Action::kept, "word/document.xml > w:hyperlink", "a reader clicks it", "h****://", 3, 0, true, false});
    outcome.report.residue.push_back({"page 2", Kind::author, "J*** D**", 4});
    outcome.report.lost.push_back({"hidden sheets", 2});
    outcome.report.beyond.push_back({"", "faces and voices"});
    auto const text = to_text(outcome, {});
    CHECK(has(text, "a person must look at it:\n  links: 3\n    - word/document.xml > w:hyperlink \"h****://\" (3): a reader clicks it\n"));
    CHECK(has(text, "    - names of people \"J*** D**\": page 2 (4)\n"));
    CHECK(has(text, "    - 2 hidden sheets\n"));
    CHECK(has(text, "    - faces and voices\n"));
    CHECK(has(text, "Beyond what is listed above"));
}

TEST_CASE("the text of a policy that keeps people's names says not to publish") {
    Options options;
    options.policy = Policy::intake();
    CHECK(has(to_text(picture(), options), "do not publish this output"));
    options.policy = Policy::publish();
    REQUIRE(options.policy.set(Kind::author, Disposition::keep));
    CHECK(has(to_text(picture(), options), "do not publish this output"));
    CHECK(has(to_text(picture(), options), "Policy: publish, author: keep"));
}

TEST_CASE("the text of an inspection does not speak of an output") {
    auto outcome = picture();
    outcome.is_inspection = true;
    auto const text = to_text(outcome, {});
    CHECK(has(text, "Scrubbing would remove:"));
    CHECK_FALSE(has(text, "->"));
    CHECK_FALSE(has(text, "remains"));
}

TEST_CASE("a refusal is one sentence that says that nothing was written") {
    Outcome outcome;
    outcome.status = Status::refused;
    outcome.reason = Reason::truncated;
    outcome.message = "PNG without pixels";
    CHECK(to_text(outcome, {}) == "Refused: the file ends early (PNG without pixels). Nothing was written.\n");
    CHECK(to_text(outcome, {}, "es").find("Rechazado: ") == 0);
}

TEST_CASE("the text never promises that a file is clean or safe") {
    for (auto const* language : {"en", "es"}) {
        auto outcome = picture();
        for (auto const status : {Status::scrubbed, Status::already_clean}) {
            outcome.status = status;
            auto const text = to_text(outcome, {}, language);
            for (auto const* word : {"clean", "safe", "limpio", "seguro"}) CHECK_FALSE(has(text, word));
        }
    }
}

TEST_CASE("a long list of names is cut and counted") {
    auto outcome = picture();
    outcome.report.findings.clear();
    for (int i = 0; i < 30; ++i)
        outcome.report.findings.push_back({"JP-EXIF", Kind::device, Action::removed, "Exif > MakerNote > Field" + std::to_string(i), "", "", 1, 0, false, true});
    CHECK(has(to_text(outcome, {}), "and 22 more"));
}

TEST_CASE("JSON escapes what a document says") {
    auto outcome = picture();
    outcome.report.findings[0].value = "a\"b\\c\x1B[0m\xE2\x80\xAE\xFF";
    auto const json = to_json(outcome, {});
    CHECK(has(json, R"("value": "a\"b\\c\\x1b[0m\\u202e\\xff")"));
    CHECK(std::none_of(json.begin(), json.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
}

TEST_CASE("JSON without values holds no member for them") {
    Options options;
    options.values = Values::none;
    CHECK_FALSE(has(to_json(picture(), options), "\"value\""));
}

TEST_CASE("JSON lists the removed and the kept apart") {
    auto outcome = picture();
    outcome.report.findings[0].action = Action::kept;
    auto const json = to_json(outcome, {});
    auto const kept = json.find("\"kept\": [");
    REQUIRE(kept != std::string::npos);
    CHECK(json.find("Artist") < kept);
    CHECK(json.find("GPSLatitude") > kept);
}
