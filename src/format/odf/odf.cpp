// OpenDocument (ISO/IEC 26300): packages, and flat XML files, of texts, spreadsheets, presentations, drawings, charts and formulas.
// Content and styles are written anew from an allow-list; everything else of a package is left out, its manifest written anew.
#include "core/format.hpp"
#include "codec/xml_tree.hpp"
#include "format/odf/document.hpp"
#include "format/odf/rows.hpp"
#include "format/odf/tree.hpp"
#include "format/zip_rows.hpp"
#include "marks/url.hpp"

namespace scrub::engine::odf {
namespace {

using namespace std::string_view_literals;

bool is_flat(Bytes in) {
    constexpr std::size_t kHead = 4096;
    auto const start = text(head(in, kHead));
    return start.find("office:document") != std::string_view::npos && start.find("urn:oasis:names:tc:opendocument:xmlns:office:1.0") != std::string_view::npos && !starts_with(in, "PK"sv);
}

}  // namespace

// The type of a package stands first and is not compressed; packages that break this rule still have a manifest.
bool sniff(Bytes in) {
    constexpr std::size_t kHead = 4096, kTail = 1 << 16;
    if (is_flat(in) || text(head(in, kHead)).find("mimetypeapplication/vnd.oasis.opendocument.") != std::string_view::npos) return true;
    auto const tail = text(in.size() > kTail ? in.subspan(in.size() - kTail) : in);
    auto const has = [&](std::string_view what) { return tail.find(what) != std::string_view::npos; };
    return has("PK\5\6"sv) && has("META-INF/manifest.xml") && has("content.xml") && !has("[Content_Types].xml");
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) { return is_flat(in) ? walk_flat(in, out, gate) : walk_package(in, out, gate); }

RuleList rules() { return list_rules(zip::rules(), xml::rules(), marks::url_rules(), tree_rules(), document_rules()); }

}  // namespace scrub::engine::odf
