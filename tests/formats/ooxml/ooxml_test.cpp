// OOXML: what the outputs of the samples hold, part by part.
#include "formats/ooxml/ooxml_samples.hpp"

using namespace scrub::engine;
using namespace scrub::engine::testing;

TEST_CASE("Word samples keep the four properties under every policy") {
    for (auto const* const policy : {"publish", "intake"}) {
        scrub::Options options;
        options.policy = *scrub::Policy::from(policy);
        for (auto const* const name : {"word_a.docx", "word_b.docx"}) CHECK(broken_property(sample("ooxml", name), options) == "");
    }
}

TEST_CASE("Word twins that differ in identity only give the same output") {
    auto const run = scrubbed("word_a.docx");
    REQUIRE(run.is_done());
    CHECK(run.output == scrubbed("word_b.docx").output);
}

TEST_CASE("nothing that names somebody is left in a Word document") {
    auto const parts = parts_of(scrubbed("word_a.docx").output);
    for (auto const* const token : {"Quixotic", "1000", "tracker", "C:\\", "file:", "utm_", "_GoBack", "rsid", "paraId", "sdt", "comment", "junk"}) {
        INFO(token);
        CHECK_FALSE(holds_text(parts, token));
    }
}

TEST_CASE("what a reader of a Word document sees is still there") {
    auto const parts = parts_of(scrubbed("word_a.docx").output);
    auto const& document = parts.at("word/document.xml");
    for (auto const* const shown : {"The first paragraph. ", "Inserted words. ", "Joined ", "with the next paragraph.", "Visible. ", "Commented. ", "A target", "Picture", "Result", "A link", " no link", "A control.", " A tag.",
                                    "In a style of its own. ", "A cell", "Shown branch.", "https://example.org/page?id=7"}) {
        INFO(shown);
        CHECK((document.find(shown) != std::string::npos || parts.at("word/_rels/document.xml.rels").find(shown) != std::string::npos));
    }
    CHECK(parts.at("word/header1.xml").find("A header") != std::string::npos);
    CHECK(parts.at("word/footnotes.xml").find(" A note.") != std::string::npos);
}

TEST_CASE("a paragraph whose end was deleted is joined with the next") {
    auto const document = parts_of(scrubbed("word_a.docx").output).at("word/document.xml");
    auto const from = document.find("Joined ");
    auto const to = document.find("with the next paragraph.");
    REQUIRE(from < to);
    CHECK(document.substr(from, to - from).find("<w:p>") == std::string::npos);
}

TEST_CASE("references inside a Word document still lead to their bookmarks") {
    auto const document = parts_of(scrubbed("word_a.docx").output).at("word/document.xml");
    CHECK(document.find("w:name=\"b1\"") != std::string::npos);
    CHECK(document.find(" REF b1 \\h ") != std::string::npos);
    CHECK(document.find(" PAGEREF b1 ") != std::string::npos);
}

TEST_CASE("each thing removed from a Word document is named") {
    auto const run = scrubbed("word_a.docx");
    for (auto const& [code, path] : {std::pair{"WD-REV", "deleted text"}, {"WD-HID", "hidden text"}, {"WD-HID", "invisible text"}, {"WD-HID", "tiny text"}, {"WD-HID", "blackened text"}, {"WD-WM", "watermark"}, {"WD-MM", "w:mailMerge"},
                                     {"WD-TPL", "w:attachedTemplate"}, {"WD-PROT", "w:writeProtection"}, {"WD-VAR", "w:docVars"}, {"WD-RSID", "w:rsids"}, {"WD-DOCID", "w14:docId"}, {"WD-FLD", "INCLUDEPICTURE"}, {"WD-FLD", "DOCVARIABLE"},
                                     {"OX-CORE", "creator"}, {"OX-CXML", "accountname"}, {"WD-CMT", "people"}, {"OX-CT", "junk.bin > part"}, {"GEN-07", "dates of entries"}, {"GEN-09", "alternate branch"}, {"WD-HF", "note"}}) {
        INFO(code << " " << path);
        CHECK(has_finding(run, code, path));
    }
}

TEST_CASE("intake keeps comments, tracked changes and hidden text of a Word document") {
    scrub::Options options;
    options.policy = scrub::Policy::intake();
    auto const run = scrubbed("word_a.docx", options);
    REQUIRE(run.is_done());
    auto const parts = parts_of(run.output);
    CHECK(parts.at("word/document.xml").find("Deleted by Jane Quixotic") != std::string::npos);
    CHECK(parts.at("word/document.xml").find("Hidden note of Jane Quixotic") != std::string::npos);
    CHECK(parts.at("word/comments.xml").find("Remark of Jane Quixotic") != std::string::npos);
    CHECK_FALSE(holds_text(parts, "tracker"));
    CHECK_FALSE(holds_text(parts, "Normal.dotm"));
}
