// Addresses: tracking parameters, wrappers and names go, the address stays.
#include <catch2/catch.hpp>

#include "core/gate.hpp"
#include "marks/url.hpp"

using namespace scrub;
using namespace scrub::engine;

TEST_CASE("what names a reader is cut from an address") {
    struct Case {
        char const* in;
        char const* out;
    };
    Case const cases[] = {
        {"https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"},
        {"https://Example.org:443/a?utm_source=mail&id=7&UTM_Campaign=x&fbclid=9", "https://example.org/a?id=7"},
        {"https://example.org/a?gclid=1", "https://example.org/a"},
        {"https://example.org/?mc_eid=abc&amp;x=1", "https://example.org/?amp&x=1"},
        {"https://jane:secret@example.org/a", "https://example.org/a"},
        {"http:/\\jane@example.org/a", "http://example.org/a"},
        {"https://example.org/a?reader=jane%40example.org", "https://example.org/a"},
        {"https://example.org/a;jsessionid=77AB/b?x=1", "https://example.org/a/b?x=1"},
        {"https://example.org/a#utm_source=x&p=2", "https://example.org/a#p=2"},
        {"https://acme.sharepoint.com/:w:/s/x/doc?e=AbCd12&at=9&web=1", "https://acme.sharepoint.com/:w:/s/x/doc?web=1"},
        {"https://youtu.be/xyz?si=AbCd&t=10", "https://youtu.be/xyz?t=10"},
        {"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Futm_id%3D1%26p%3D2&data=05%7Cjane%40acme.com&reserved=0", "https://example.org/a?p=2"},
        {"https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a-3Fb-3D1&d=DwMF&c=x&r=jane", "https://example.org/a?b=1"},
        {"https://urldefense.com/v3/__https://example.org/a__;!!AbC!def$", "https://example.org/a"},
        {"https://urldefense.com/v3/__https:/example.org/a*b__;Iw!!AbC!def$", "https://example.org/a#b"},
        {"https://www.google.com/url?q=https://example.org/&sa=D&ust=1", "https://example.org/"},
        {"https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F%3Ffbclid%3DIw&h=AT0", "https://example.org/"},
        {" https://example.org/\n", "https://example.org/"},
        {"mailto:desk@example.org?subject=case-77&bcc=x@y.z", "mailto:desk@example.org"},
        {"tel:+34911234567", "tel:+34911234567"},
    };
    for (auto const& c : cases) {
        INFO(c.in);
        auto const clean = marks::cleaned_url(c.in);
        CHECK(clean.url == c.out);
        CHECK(marks::cleaned_url(clean.url).url == clean.url);
    }
}

TEST_CASE("an address that is a number of one mail is told apart") {
    CHECK(marks::cleaned_url("https://acme.us1.list-manage.com/track/click?u=1&id=2&e=3").is_opaque);
    CHECK(marks::cleaned_url("https://protect-eu.mimecast.com/s/AbC").is_opaque);
    CHECK_FALSE(marks::cleaned_url("https://example.org/track/").is_opaque);
}

TEST_CASE("links lead to the web, to mail, to telephones and into the document; nothing else stays") {
    Budget budget(Limits{}, 100);
    auto const policy = Policy::publish();
    Context const context{policy, Values::masked, true, {}};
    Gate gate(context, budget);
    auto const passes = [&](char const* url) {
        auto const kept = marks::pass_url(url, gate);
        REQUIRE(kept);
        return *kept ? std::string(text((*kept)->bytes())) : std::string("-");
    };
    CHECK(passes("https://example.org/?fbclid=1") == "https://example.org/");
    CHECK(passes("#chapter-2") == "#chapter-2");
    CHECK(passes("file:///C:/Users/jane/x.docx") == "-");
    CHECK(passes("\\\\server\\share\\x") == "-");
    CHECK(passes("C:\\Users\\jane") == "-");
    CHECK(passes("../jane/x.docx") == "-");
    CHECK(passes("java\tscript:alert(1)") == "-");
    CHECK(passes("data:text/html,x") == "-");
    CHECK(passes("ms-word:ofe|u|https://example.org/x.docx") == "-");
    CHECK(passes("https://mandrillapp.com/track/click/30/x") == "-");
    CHECK(gate.take_report().has_removals());
}
