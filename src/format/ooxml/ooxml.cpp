// Office Open XML (ECMA-376, ISO 29500), transitional and strict, with and without macros: recognised by content,
// walked by what the main part is.
#include <algorithm>

#include "core/format.hpp"
#include "format/ooxml/assembly.hpp"
#include "format/ooxml/drawing.hpp"
#include "format/ooxml/excel.hpp"
#include "format/ooxml/package.hpp"
#include "format/ooxml/powerpoint.hpp"
#include "format/ooxml/values.hpp"
#include "format/ooxml/word.hpp"
#include "marks/url.hpp"

namespace scrub::engine::ooxml {
namespace {

using namespace std::string_view_literals;

enum class Program : std::uint8_t { word, excel, powerpoint };

struct Variant {
    std::string_view content_type;
    Literal name;          ///< of the format
    Literal extension;     ///< of the output
    Literal written;       ///< content type of the output: without macros
    Program program;
};
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define POWERPOINT_TYPE "application/vnd.openxmlformats-officedocument.presentationml."
#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
constexpr Variant kVariants[] = {
    {WORD_TYPE "document.main+xml", "docx", "docx", WORD_TYPE "document.main+xml", Program::word},
    {WORD_TYPE "template.main+xml", "dotx", "dotx", WORD_TYPE "template.main+xml", Program::word},
    {"application/vnd.ms-word.document.macroEnabled.main+xml", "docm", "docx", WORD_TYPE "document.main+xml", Program::word},
    {"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "dotm", "dotx", WORD_TYPE "template.main+xml", Program::word},
    {POWERPOINT_TYPE "presentation.main+xml", "pptx", "pptx", POWERPOINT_TYPE "presentation.main+xml", Program::powerpoint},
    {POWERPOINT_TYPE "template.main+xml", "potx", "potx", POWERPOINT_TYPE "template.main+xml", Program::powerpoint},
    {POWERPOINT_TYPE "slideshow.main+xml", "ppsx", "ppsx", POWERPOINT_TYPE "slideshow.main+xml", Program::powerpoint},
    {"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", "pptm", "pptx", POWERPOINT_TYPE "presentation.main+xml", Program::powerpoint},
    {"application/vnd.ms-powerpoint.template.macroEnabled.main+xml", "potm", "potx", POWERPOINT_TYPE "template.main+xml", Program::powerpoint},
    {"application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml", "ppsm", "ppsx", POWERPOINT_TYPE "slideshow.main+xml", Program::powerpoint},
    {SHEET_TYPE "sheet.main+xml", "xlsx", "xlsx", SHEET_TYPE "sheet.main+xml", Program::excel},
    {SHEET_TYPE "template.main+xml", "xlsx", "xltx", SHEET_TYPE "template.main+xml", Program::excel},
    {"application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsx", "xlsx", SHEET_TYPE "sheet.main+xml", Program::excel},
    {"application/vnd.ms-excel.template.macroEnabled.main+xml", "xlsx", "xltx", SHEET_TYPE "template.main+xml", Program::excel},
    {"application/vnd.ms-excel.addin.macroEnabled.main+xml", "xlsx", "xlsx", SHEET_TYPE "sheet.main+xml", Program::excel},
};
constexpr std::string_view kBinaryWorkbook = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";

}  // namespace

// A ZIP archive whose directory lists [Content_Types].xml. Only its end is looked at, and its beginning where the end is missing.
bool sniff(Bytes in) {
    constexpr std::size_t kTail = 1 << 20;
    constexpr auto kName = "[Content_Types].xml"sv;
    bool const is_zip = starts_with(in, "PK\3\4");
    auto const tail = text(in.size() > kTail ? in.subspan(in.size() - kTail) : in);
    auto const end = tail.rfind("PK\5\6");
    if (end == std::string_view::npos) return is_zip && text(head(in, 4096)).find(kName) != std::string_view::npos;
    return tail.substr(0, end).rfind(kName) != std::string_view::npos || (is_zip && text(head(in, 4096)).find(kName) != std::string_view::npos);
}

Result<void> walk(Bytes in, Sink& out, Gate& gate) {
    auto package = TRY(Package::open(in, gate));
    auto const& root = package.relations({});
    auto const main = std::find_if(root.begin(), root.end(), [](Relation const& r) { return r.type == "officeDocument" && !r.is_external; });
    if (main == root.end()) return fail(Errc::unsupported, "package without an Office document");
    auto const* const part = package.part(main->target);
    if (part == nullptr || part->entry == nullptr) return fail(Errc::malformed, "package without its main part");
    if (part->content_type == kBinaryWorkbook) return fail(Errc::unsupported, "a binary workbook (XLSB): save it as XLSX first");
    auto const* const variant = std::find_if(std::begin(kVariants), std::end(kVariants), [&](Variant const& v) { return v.content_type == part->content_type; });
    if (variant == std::end(kVariants)) return fail(Errc::unsupported, "an Office document of a kind that is not walked yet");
    gate.identified(variant->name.view(), variant->extension.view());
    switch (variant->program) {
        case Program::word: return walk_word(package, main->target, variant->written, out, gate);
        case Program::powerpoint: return walk_powerpoint(package, main->target, variant->written, out, gate);
        case Program::excel: return walk_excel(package, main->target, variant->written, out, gate);
    }
    return fail(Errc::unsupported, "an Office document of a kind that is not walked yet");
}

RuleList rules() {
    return list_rules(Package::rules(), Assembly::rules(), xml::rules(), marks::url_rules(), Drawing::rules(), value_rules(), word_rules(), excel_rules(), powerpoint_rules());
}

}  // namespace scrub::engine::ooxml
