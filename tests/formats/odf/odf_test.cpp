// OpenDocument: what was planted goes, what a reader sees stays.
#include "codec/zip.hpp"
#include "support/picture_samples.hpp"

using namespace scrub::engine;
using namespace scrub::engine::testing;

namespace {

// An entry of the scrubbed package.
std::string entry_of(std::string const& sample_name, std::string_view entry) {
    auto const run = run_scrub(sample("odf", sample_name));
    Budget budget(scrub::Limits{}, std::uint64_t{1} << 30);
    auto const archive = codec::read_zip(run.output, budget);
    if (!archive) return {};
    auto const* const found = archive->find(entry);
    if (found == nullptr) return {};
    auto const data = codec::unzip(*found, budget);
    return data ? std::string(text(data->bytes())) : std::string();
}

bool holds(std::string const& text, std::string_view what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("nothing planted in an OpenDocument package stays") {
    for (auto const* const name : {"planted.odt", "planted.ods", "planted.odp"}) {
        auto const run = run_scrub(sample("odf", name));
        Budget budget(scrub::Limits{}, std::uint64_t{1} << 30);
        auto const archive = codec::read_zip(run.output, budget);
        REQUIRE(archive);
        for (auto const& entry : archive->entries) {
            CHECK_FALSE(holds(entry.name, "PLANTED"));
            CHECK_FALSE(holds(entry_of(name, entry.name), "PLANTED"));
        }
    }
    CHECK_FALSE(holds(std::string(text(run_scrub(sample("odf", "planted.fodt")).output)), "PLANTED"));
}

TEST_CASE("the words of an OpenDocument text stay in order") {
    auto const content = entry_of("planted.odt", "content.xml");
    std::size_t at = 0;
    for (auto const* const words : {"A heading", "Visible", "words", "and more", "kept", "Shown", "in a section", "a place", "a link", "a dead link", "boxed", "cell", "item", "entry 1", "a note", "the note"}) {
        auto const found = content.find(words, at);
        CHECK(found != std::string::npos);
        if (found != std::string::npos) at = found;
    }
}

TEST_CASE("an OpenDocument package begins with its type and lists what it holds") {
    auto const run = run_scrub(sample("odf", "planted.odt"));
    CHECK(text(run.output).substr(30, 47) == "mimetypeapplication/vnd.oasis.opendocument.text");
    auto const manifest = entry_of("planted.odt", "META-INF/manifest.xml");
    for (auto const* const part : {"content.xml", "styles.xml", "settings.xml", "Pictures/image1.png", "Object 1/content.xml"}) CHECK(holds(manifest, part));
}

TEST_CASE("charts, formulas, links and bookmarks of an OpenDocument text stay") {
    CHECK(holds(entry_of("planted.odt", "Object 1/content.xml"), "A chart"));
    CHECK(holds(entry_of("planted.odt", "Object 2/content.xml"), "<math:mi>a</math:mi>"));
    auto const content = entry_of("planted.odt", "content.xml");
    CHECK(holds(content, "https://example.org/page\""));
    CHECK(holds(content, "xlink:href=\"#n"));
    CHECK(holds(content, "text:bookmark-start"));
}

TEST_CASE("cells of a spreadsheet keep results and harmless formulas") {
    auto const content = entry_of("planted.ods", "content.xml");
    CHECK(holds(content, "of:=1+2"));
    CHECK(holds(content, "<text:p>result</text:p>"));
    CHECK(holds(content, "office:value=\"7\""));
    CHECK_FALSE(holds(content, "[Hidden.A1]"));
    CHECK_FALSE(holds(content, "table:name=\"Hidden\""));
}

TEST_CASE("settings that change the layout of an OpenDocument text stay") {
    auto const settings = entry_of("planted.odt", "settings.xml");
    CHECK(holds(settings, "AddParaTableSpacing"));
    CHECK(holds(settings, "high-resolution"));
}
