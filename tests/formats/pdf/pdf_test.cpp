// PDF: what a reader sees stays, and nothing else does.
#include "codec/inflate.hpp"
#include "render/tool.hpp"
#include "support/picture_samples.hpp"

namespace scrub::engine {
namespace pdf {
RuleList rules();
}
namespace xmp {
RuleList rules();
}
namespace marks {
RuleList url_rules();
}

using namespace testing;

namespace {

Run scrubbed(std::string const& name) { return run_scrub(sample("pdf", name)); }

RuleList own_rules() {
    auto rows = pdf::rules();
    auto shared = xmp::rules();
    auto const urls = marks::url_rules();
    shared.insert(shared.end(), urls.begin(), urls.end());
    std::erase_if(rows, [&](Rule const* row) { return std::find(shared.begin(), shared.end(), row) != shared.end(); });
    return rows;
}

/// An output with all its streams inflated, as one text.
std::string opened(Bytes pdf) {
    std::string all(text(pdf));
    Budget budget({}, pdf.size());
    for (auto at = text(pdf).find("stream\n"); at != std::string_view::npos; at = text(pdf).find("stream\n", at + 1)) {
        auto const inflated = codec::inflate(after(pdf, at + 7), codec::Wrapper::zlib, budget);
        if (inflated) all += text(inflated->data);
    }
    return all;
}

bool has_finding(Run const& run, std::string_view code, std::string_view end_of_path) {
    auto const& findings = run.answer.report.findings;
    return std::any_of(findings.begin(), findings.end(), [&](Finding const& f) { return f.code == code && f.path.ends_with(end_of_path); });
}

}  // namespace

TEST_CASE("PDF samples keep the four properties and no token") { check_samples("pdf"); }

TEST_CASE("no token is left inside the streams of a PDF") {
    for (auto const& path : samples_of("pdf")) {
        INFO(path.filename().string());
        auto const all = opened(run_scrub(read_sample(path)).output);
        CHECK(all.find("TOKEN") == std::string::npos);
        CHECK(all.find("544F4B454E") == std::string::npos);
        CHECK(all.find(std::string("T\0O\0K\0E\0N", 9)) == std::string::npos);
    }
}

TEST_CASE("every PDF row has a sample") { CHECK(rows_without_sample("pdf", own_rules()) == ""); }

TEST_CASE("a damaged PDF is refused or a fixpoint") { check_damage(sample("pdf", "words.pdf")); }

TEST_CASE("PDF twins of another producer, and with an earlier revision, are equal") {
    auto const words = scrubbed("words.pdf").output;
    CHECK(scrubbed("words_twin.pdf").output == words);
    CHECK(scrubbed("words_updated.pdf").output == words);
    CHECK(scrubbed("encrypted.pdf").output == words);
}

TEST_CASE("a PDF that takes a password is refused as encrypted") { CHECK(scrubbed("refused-password.pdf").answer.reason == Reason::encrypted); }

TEST_CASE("text, filled-in fields and stamps of a PDF stay as text") {
    CHECK(opened(scrubbed("words_twin.pdf").output).find("(Shown words)Tj") != std::string::npos);
    auto const all = opened(scrubbed("annotations.pdf").output);
    CHECK(all.find("(Filled in)") != std::string::npos);
    CHECK(all.find("(STAMP)") != std::string::npos);
    CHECK(all.find("(Chapter)") != std::string::npos);
    CHECK(all.find("https://example.org/") != std::string::npos);
}

TEST_CASE("text after hidden text keeps its place") { CHECK(opened(scrubbed("hidden.pdf").output).find("( next)]TJ") != std::string::npos); }

TEST_CASE("covered text goes glyph by glyph, and the rest of its line keeps its place") {
    auto const run = scrubbed("covered.pdf");
    auto const all = opened(run.output);
    CHECK(all.find("[(Name: )") != std::string::npos);
    CHECK(all.find(" in part)]TJ") != std::string::npos);
    CHECK(all.find("(Seen)") != std::string::npos);
    CHECK(all.find("(Marked)") != std::string::npos);  // a highlighter hides nothing
    CHECK(all.find("(Pic)") != std::string::npos);     // what is painted shows through the letters
    CHECK(has_finding(run, "PD-HIDTXT", "page 1 > covered text"));
    CHECK(has_finding(run, "PD-HIDTXT", "page 1 > drawing > covered text"));
    CHECK(has_finding(run, "PD-IMG", "page 1 > covered picture"));
}

TEST_CASE("a page that cannot hide anything needs no renderer, and one that can asks for it") {
    auto const needed_tier = [](std::string const& name) {
        auto const input = sample("pdf", name);
        struct : Drain {
            void take(Bytes) override {}
        } nothing;
        return run_job({}, input, nothing, all_formats()).answer.needed;
    };
    CHECK(needed_tier("words.pdf") == wire::Tier::structural);
    CHECK(needed_tier("hidden.pdf") == wire::Tier::structural);
    CHECK(needed_tier("covered.pdf") == wire::Tier::render);
}

TEST_CASE("the text that a machine read on a scan is a loss that the report names") {
    auto const& lost = scrubbed("scan.pdf").answer.report.lost;
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].what == "searchable text of scanned pages");
}

TEST_CASE("stamps of one copy go, and running headers, page numbers and addresses stay") {
    auto const run = scrubbed("stamps.pdf");
    auto const page = page_renderer()->open(run.output);
    REQUIRE(page);
    for (std::uint32_t i = 0; i < 3; ++i) {
        auto const number = std::to_string(i + 1);
        auto const shown = (*page)->text(i).take();
        for (auto const& stays : {"Annual report, draft 2024-01-0" + number, "Page " + number + " of 3", std::string("Confidential. Ask press@firm.example"), "EOUSA 81" + std::to_string(i + 2),
                                  "What page " + number + " says. It was prepared for readers.", std::string("Downloaded files stay."), std::string("The end")})
            CHECK(shown.find(stays) != std::string::npos);
        for (auto const* const goes : {"10.1.2.3", "Licensed to", "firm.example, copy", "name"}) CHECK(shown.find(goes) == std::string::npos);
    }
    CHECK(has_finding(run, "PD-STAMP", "page 1 > stamp of one copy"));
}

TEST_CASE("a page that structure cannot vet becomes a picture, and the report names it and says why") {
    auto const run = scrubbed("redrawn.pdf");
    auto const& report = run.answer.report;
    REQUIRE(report.not_inspected.size() == 1);
    CHECK(report.not_inspected[0].path == "page 2 > content");
    CHECK(report.not_inspected[0].text == "a JBIG2 picture in a PDF cannot be vetted here");
    CHECK(opened(run.output).find("(Shown words)Tj") != std::string::npos);
    auto const page = page_renderer()->open(run.output);
    REQUIRE(page);
    CHECK((*page)->text(0).take() == "Shown words");
    CHECK((*page)->text(1).take().empty());
    auto const shown = (*page)->draw(1, 72, PageRenderer::Edges::smooth, PageRenderer::Annotations::shown);
    REQUIRE(shown);
    CHECK(shown->width == 100);  // turned
    CHECK(shown->pixel(30, 30)[0] > 240);
    CHECK(shown->pixel(30, 30)[1] < 16);
}

TEST_CASE("without leave to draw anew, a page that structure cannot vet refuses the file") {
    Options options;
    options.no_rerender = true;
    CHECK(run_scrub(sample("pdf", "redrawn.pdf"), options).answer.reason == Reason::unsupported);
}

TEST_CASE("under the policy pixels every page is one picture, and stays what it is") {
    Options options;
    options.policy = Policy::pixels();
    for (auto const& path : samples_of("pdf")) {
        INFO(path.filename().string());
        auto const input = read_sample(path);
        CHECK(broken_property(input, options) == "");
        auto const run = run_scrub(input, options);
        if (!run.is_done()) continue;
        auto const before = page_renderer()->open(run_scrub(input).output), after = page_renderer()->open(run.output);
        REQUIRE(before);
        REQUIRE(after);
        REQUIRE((*after)->page_count() == (*before)->page_count());
        for (std::uint32_t page = 0; page < (*after)->page_count(); ++page) {
            CHECK((*after)->text(page).take().empty());
            CHECK(std::abs((*after)->page_size(page).take().width - (*before)->page_size(page).take().width) < 0.1);
        }
        auto const all = opened(run.output);
        CHECK(all.find("Tj") == std::string::npos);
        CHECK(all.find("/Font") == std::string::npos);
    }
}

TEST_CASE("each thing removed from a PDF is named") {
    auto const run = scrubbed("words_twin.pdf");
    CHECK(has_finding(run, "PD-INFO", "Info > Author"));
    CHECK(has_finding(run, "PD-XMP", "XMP"));
    CHECK(has_finding(run, "PD-JS", "JavaScript"));
    CHECK(has_finding(run, "PD-EMBED", "embedded file > embedded file"));
    CHECK(has_finding(run, "PD-PIECE", "page 1 > PieceInfo"));
    CHECK(has_finding(run, "GEN-04", "bytes after the document"));
    CHECK(has_finding(scrubbed("words_updated.pdf"), "PD-INCR", "earlier revision"));
    CHECK(has_finding(scrubbed("hidden.pdf"), "PD-HIDTXT", "page 1 > invisible text"));
}

}  // namespace scrub::engine
