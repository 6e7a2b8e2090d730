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

bool is_zip(Bytes in) { return starts_with(in, "PK\3\4"sv); }

}  // namespace

// The type stands first and is not compressed; packages that break this rule still have a manifest.
bool sniff(Bytes in) {
    constexpr std::size_t kHead = 4096, kTail = 1 << 16;
    auto const start = text(head(in, kHead));
    if (!is_zip(in)) return start.find("office:document") != std::string_view::npos && start.find("urn:oasis:names:tc:opendocument:xmlns:office:1.0") != std::string_view::npos;
    if (start.substr(0, 256).find("mimetypeapplication/vnd.oasis.opendocument.") != std::string_view::npos) return true;
    auto const tail = text(in.size() > kTail ? in.subspan(in.size() - kTail) : in);
    return tail.find("META-INF/manifest.xml") != std::string_view::npos && tail.find("content.xml") != std::string_view::npos && tail.find("[Content_Types].xml") == std::string_view::npos;
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) { return is_zip(in) ? walk_package(in, out, gate) : walk_flat(in, out, gate); }

RuleList rules() { return list_rules(zip::rules(), xml::rules(), marks::url_rules(), tree_rules(), document_rules()); }

}  // namespace scrub::engine::odf
