// PowerPoint: what the outputs of the samples hold, part by part.
#include <map>

#include "codec/zip.hpp"
#include "support/picture_samples.hpp"

using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

using Parts = std::map<std::string, std::string>;

Parts parts_of(Bytes package) {
    scrub::Limits const limits;
    Budget budget(limits, package.size());
    auto const archive = codec::read_zip(package, budget);
    REQUIRE(archive);
    Parts parts;
    for (auto const& entry : archive->entries) {
        auto const data = codec::unzip(entry, budget);
        REQUIRE(data);
        parts[entry.name] = text(data->bytes());
    }
    return parts;
}

Run scrubbed(char const* policy = "publish", std::string const& name = "powerpoint.pptx") {
    scrub::Options options;
    options.policy = *scrub::Policy::from(policy);
    auto run = run_scrub(sample("ooxml", name), options);
    REQUIRE(run.is_done());
    return run;
}

bool holds_text(Parts const& parts, std::string_view token) {
    return std::any_of(parts.begin(), parts.end(), [&](auto const& part) { return part.first.find(token) != std::string::npos || part.second.find(token) != std::string::npos; });
}

std::size_t count_of(std::string const& where, std::string_view what) {
    std::size_t count = 0;
    for (auto at = where.find(what); at != std::string::npos; at = where.find(what, at + 1)) ++count;
    return count;
}

bool has_finding(Run const& run, std::string_view code, std::string_view path_end) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](scrub::Finding const& f) { return f.code == code && f.path.ends_with(path_end); });
}

}  // namespace

TEST_CASE("nothing that names somebody is left in a presentation") {
    for (auto const* const name : {"powerpoint.pptx", "powerpoint_show.ppsm"}) {
        auto const parts = parts_of(scrubbed("publish", name).output);
        for (auto const* const token : {"Quixotic", "7741", "C:\\", "file:", "utm_", "creationId", "extLst", "notesSlide", "comment", "tags", "custShow", "section", "modifyVerifier", "embedd", "audio", "video", "activeX", "macro", "purl.oclc", "junk", "docProps", "htmlPub", "kinsoku"}) {
            INFO(name << " " << token);
            CHECK_FALSE(holds_text(parts, token));
        }
    }
}

TEST_CASE("what a reader of a presentation sees is still there") {
    auto const parts = parts_of(scrubbed().output);
    for (auto const* const shown : {"The title", "Zerowidth", "A link", "To the third slide", "To the hidden slide", "To a file", "To nothing", "Next", "Seen. ", "17/05/2024", "A file", "A shape", "From", "Instead of ink", "x=1", "https://example.org/page?id=7", "A cell", "Sold",
                                    "Shown by the master", "Footer of the layout", "White on blue", "A cover", "An item", "Step one", "Step two"}) {
        INFO(shown);
        CHECK(holds_text(parts, shown));
    }
}

TEST_CASE("a hidden slide goes, and a jump to it becomes plain text") {
    auto const parts = parts_of(scrubbed().output);
    CHECK(parts.contains("ppt/slides/slide2.xml"));
    CHECK_FALSE(parts.contains("ppt/slides/slide3.xml"));
    auto const& slide = parts.at("ppt/slides/slide1.xml");
    CHECK(count_of(slide, "hlinksldjump") == 1);
    CHECK(count_of(slide, "<a:hlinkClick") == 3);
    CHECK(count_of(parts.at("ppt/presentation.xml"), "<p:sldId ") == 2);
    CHECK(parts.at("ppt/presentation.xml").find("<p:sldId id=\"256\"") != std::string::npos);
}

TEST_CASE("only the layouts and masters that slides use stay, and no prompt in them") {
    auto const parts = parts_of(scrubbed().output);
    CHECK(parts.contains("ppt/slideLayouts/slideLayout2.xml"));
    CHECK_FALSE(parts.contains("ppt/slideLayouts/slideLayout3.xml"));
    CHECK_FALSE(parts.contains("ppt/slideMasters/slideMaster2.xml"));
    CHECK_FALSE(parts.contains("ppt/theme/theme2.xml"));
    CHECK(count_of(parts.at("ppt/slideMasters/slideMaster1.xml"), "<p:sldLayoutId ") == 2);
    CHECK_FALSE(holds_text(parts, "rompt"));
    CHECK_FALSE(holds_text(parts, "Level 1"));
}

TEST_CASE("an embedded object and a control become their pictures") {
    auto const slide = parts_of(scrubbed().output).at("ppt/slides/slide2.xml");
    CHECK(slide.find("oleObj") == std::string::npos);
    CHECK(slide.find("p:control") == std::string::npos);
    CHECK(count_of(slide, "<p:pic>") == 5);  // object, picture, poster, a cropped one, control
    CHECK(count_of(slide, "<p:graphicFrame>") == 4);  // three tables and a chart
}

TEST_CASE("a diagram becomes the shapes of its drawing, with their pictures and with texts where they stand") {
    auto const parts = parts_of(scrubbed().output);
    auto const& slide = parts.at("ppt/slides/slide2.xml");
    CHECK(count_of(slide, "<p:grpSp>") == 1);
    CHECK(slide.find("relIds") == std::string::npos);
    auto const first = slide.find("Step one");
    auto const second = slide.find("Step two");
    REQUIRE(first < second);
    CHECK(count_of(slide.substr(first, second - first), "</p:sp>") == 2);  // its shape, and the shape of the second without its text
    CHECK(parts.contains("ppt/media/image2.png"));
    CHECK(parts.at("ppt/slides/_rels/slide2.xml.rels").find("media/image2.png") != std::string::npos);
}

TEST_CASE("pixels outside of a crop are blank, and the crop stays") {
    auto const run = scrubbed();
    auto const& findings = run.answer.report.findings;
    CHECK(std::any_of(findings.begin(), findings.end(), [](scrub::Finding const& f) { return f.code == "OX-CROP" && f.action == scrub::Action::replaced; }));
    CHECK(parts_of(run.output).at("ppt/slides/slide2.xml").find("<a:srcRect l=\"50000\"/>") != std::string::npos);
}

TEST_CASE("text in the colour of what lies behind it goes, other text of that colour stays") {
    auto const slide = parts_of(scrubbed().output).at("ppt/slides/slide1.xml");
    CHECK(slide.find("White on blue") != std::string::npos);
    CHECK(slide.find("White Jane") == std::string::npos);
    CHECK(slide.find("Blue Jane") == std::string::npos);
}

TEST_CASE("animations stay whole, with the numbers of their shapes, or go whole") {
    auto const parts = parts_of(scrubbed().output);
    auto const& first = parts.at("ppt/slides/slide1.xml");
    auto const at = first.find("<p:spTgt spid=\"");
    REQUIRE(at != std::string::npos);
    auto const id = first.substr(at + 15, first.find('"', at + 15) - at - 15);
    CHECK(first.find("<p:cNvPr id=\"" + id + "\"") != std::string::npos);
    CHECK(first.find("<a:stCxn id=\"" + id + "\"") != std::string::npos);
    CHECK(first.find("filter=\"fade\"") != std::string::npos);
    CHECK(parts.at("ppt/slides/slide2.xml").find("p:timing") == std::string::npos);
}

TEST_CASE("a style of a table keeps its look under a number of ours") {
    auto const parts = parts_of(scrubbed().output);
    auto const& slide = parts.at("ppt/slides/slide2.xml");
    CHECK(count_of(slide, "{00000000-0000-0000-0000-000000000001}") == 1);
    CHECK(count_of(slide, "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}") == 1);
    CHECK(count_of(slide, "<a:tableStyleId>") == 2);
    CHECK(count_of(parts.at("ppt/tableStyles.xml"), "<a:tblStyle ") == 1);
    CHECK(parts.at("ppt/tableStyles.xml").find("styleId=\"{00000000-0000-0000-0000-000000000001}\"") != std::string::npos);
}

TEST_CASE("a date is frozen, and a number of a slide shows nothing but a number") {
    auto const slide = parts_of(scrubbed().output).at("ppt/slides/slide1.xml");
    CHECK(slide.find("datetime") == std::string::npos);
    CHECK(slide.find("<a:t>17/05/2024</a:t>") != std::string::npos);
    CHECK(slide.find("type=\"slidenum\"") != std::string::npos);
    CHECK(slide.find("<a:t>\xE2\x80\xB9#\xE2\x80\xBA</a:t>") != std::string::npos);
}

TEST_CASE("each thing removed from a presentation is named") {
    auto const run = scrubbed();
    for (auto const& [code, path] : {std::pair{"PP-HID", "hidden slide"}, {"PP-HID", "hidden shape"}, {"PP-HID", "shape beside the slide"}, {"PP-HID", "tiny text"}, {"PP-HID", "invisible text"}, {"PP-HID", "covered shape"}, {"PP-HID", "bullet"}, {"OX-SA", "diagram"}, {"OX-SA", "diagramData"}, {"PP-HID", "transparent text"}, {"PP-HID", "prompt"}, {"PP-HID", "date field"}, {"PP-HID", "section"},
                                     {"PP-HID", "p:custShowLst"}, {"PP-HID", "animations"}, {"OX-WM", "watermark"}, {"PP-NOTE", "ppt/notesSlides/notesSlide1.xml > notesSlide"}, {"PP-CMT", "ppt/comments/comment1.xml > comments"}, {"PP-CHG", "changesInfo"}, {"PP-CHG", "revisionInfo"},
                                     {"PP-TAG", "tags"}, {"PP-PROP", "p:modifyVerifier"}, {"PP-PROP", "p:htmlPubPr"}, {"PP-PROP", "viewProps"}, {"PP-ACT", "action"}, {"PP-MEDIA", "media"}, {"OX-EMB", "embedded object"}, {"OX-AX", "control"}, {"OX-THUMB", "thumbnail"}, {"OX-INK", "p:contentPart"}}) {
        INFO(code << " " << path);
        CHECK(has_finding(run, code, path));
    }
}

TEST_CASE("intake keeps notes, comments, hidden slides and layouts of a presentation") {
    auto const parts = parts_of(scrubbed("intake").output);
    for (auto const* const kept : {"Note of Jane Quixotic", "Remark of Jane Quixotic", "Hidden slide of Jane Quixotic", "Hidden Jane Quixotic", "Beside Jane Quixotic", "Copy of Jane Quixotic", "Unused text of Jane Quixotic"}) {
        INFO(kept);
        CHECK(holds_text(parts, kept));
    }
    for (auto const* const gone : {"ppaction://hlinkfile", "activeX1", "relationships/audio"}) {
        INFO(gone);
        CHECK_FALSE(holds_text(parts, gone));
    }
}

TEST_CASE("what intake keeps of a person is no residue of what it removes") {
    scrub::Options options;
    options.policy = scrub::Policy::intake();
    auto const run = scrubbed("intake");
    CHECK(run_verify(run.output, run.removed_values, options).is_done());
}

TEST_CASE("a presentation for macros is written as one without") {
    auto const run = scrubbed("publish", "powerpoint_show.ppsm");
    CHECK(run.answer.report.format == "ppsm");
    auto const parts = parts_of(run.output);
    CHECK(parts.at("[Content_Types].xml").find("presentationml.slideshow.main+xml") != std::string::npos);
    CHECK_FALSE(holds_text(parts, "vbaProject"));
}
