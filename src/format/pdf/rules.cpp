// The tables. What has no row in a dictionary's list of keys goes; here stands what it was.
#include "format/pdf/rules.hpp"

#include <algorithm>

namespace scrub::engine::pdf {
namespace {

// Keys that stay in no dictionary, or in others than where they were found. Sorted.
constexpr Rule kKeys[] = {
    {"AAPL:Keywords", "PD-INFO", Kind::metadata, "keywords of Apple's programs"},
    {"ADBE_FillSignInfo", "PD-PIECE", Kind::author, "who filled the form in"},
    {"AP", "PD-ANNOT", Kind::hidden_content, "appearances that are not shown"},
    {"APTEX.Fullbanner", "PD-PTEX", Kind::software, "version of TeX"},
    {"AS", "PD-ANNOT", Kind::structure, "state of an appearance"},
    {"ActualText", "PD-STRUCT", Kind::hidden_content, "text for machines, perhaps other than what is shown"},
    {"Alt", "PD-STRUCT", Kind::hidden_content, "description for machines"},
    {"Alternates", "PD-IMG", Kind::hidden_content, "other versions of the picture"},
    {"Artifacts", "PD-STRUCT", Kind::metadata, "structure"},
    {"B", "PD-NAV", Kind::metadata, "article beads"},
    {"BG", "PD-COLOR", Kind::device, "colour conversion for one printer"},
    {"CIDSet", "PD-FONT", Kind::metadata, "list of characters"},
    {"CharSet", "PD-FONT", Kind::metadata, "list of characters"},
    {"Collection", "PD-EMBED", Kind::embedded_file, "portfolio"},
    {"Comments", "PD-CONT", Kind::comment, "free text"},
    {"Contents", "PD-ANNOT", Kind::comment, "text of an annotation"},
    {"CreationDate", "PD-ANNOT", Kind::timestamp, "when it was made"},
    {"DPart", "PD-NAV", Kind::metadata, "document parts"},
    {"DPartRoot", "PD-NAV", Kind::metadata, "document parts"},
    {"DSS", "PD-SIG", Kind::signature, "certificates for the check of signatures"},
    {"DV", "PD-FORM", Kind::form_data, "default value of a field"},
    {"Dests", "PD-NAV", Kind::metadata, "names of destinations"},
    {"DeviceRGB", "PD-COLOR", Kind::structure, "default colour space"},
    {"DocChecksum", "PD-ID", Kind::identifier, "checksum of the source"},
    {"Dur", "PD-NAV", Kind::presentation, "time of display"},
    {"E", "PD-STRUCT", Kind::hidden_content, "expansion of an abbreviation"},
    {"EF", "PD-EMBED", Kind::embedded_file, "embedded files"},
    {"Encrypt", "PD-ENC", Kind::structure, "encryption"},
    {"Extensions", "PD-ID", Kind::software, "extensions of the producer"},
    {"F", "PD-ANNOT", Kind::external_reference, "file elsewhere"},
    {"FDecodeParms", "PD-EMBED", Kind::external_reference, "parameters of a file elsewhere"},
    {"FFilter", "PD-EMBED", Kind::external_reference, "filters of a file elsewhere"},
    {"FontFamily", "PD-FONT", Kind::metadata, "family of the font"},
    {"HT", "PD-COLOR", Kind::device, "halftones of one printer"},
    {"HTO", "PD-COLOR", Kind::device, "halftones of one printer"},
    {"HTP", "PD-COLOR", Kind::device, "halftones of one printer"},
    {"Hid", "PD-PIECE", Kind::hidden_content, "hidden by the producer"},
    {"ID", "PD-ID", Kind::identifier, "number that links the versions of a document"},
    {"IDS", "PD-NAV", Kind::identifier, "web capture"},
    {"IRT", "PD-ANNOT", Kind::comment, "answer to another annotation"},
    {"ITXT", "PD-PIECE", Kind::software, "mark of iText"},
    {"JS", "PD-JS", Kind::active_content, "script"},
    {"JT", "PD-NAV", Kind::metadata, "job ticket"},
    {"JavaScript", "PD-JS", Kind::active_content, "script"},
    {"K", "PD-STRUCT", Kind::metadata, "structure"},
    {"Kids", "PD-FORM", Kind::form_data, "fields of a form"},
    {"Lang", "PD-STRUCT", Kind::metadata, "language"},
    {"LastModified", "PD-PIECE", Kind::timestamp, "last change"},
    {"Legal", "PD-NAV", Kind::metadata, "legal attestation"},
    {"Linearized", "PD-ID", Kind::structure, "order for the web"},
    {"M", "PD-ANNOT", Kind::timestamp, "last change"},
    {"MC0", "PD-OC", Kind::metadata, "marked content"},
    {"MK", "PD-FORM", Kind::form_data, "look of a field"},
    {"MarkInfo", "PD-STRUCT", Kind::structure, "tagged PDF"},
    {"Measure", "PD-3D", Kind::location, "measures and coordinates"},
    {"NM", "PD-ANNOT", Kind::identifier, "number of an annotation"},
    {"Name", "PD-PIECE", Kind::metadata, "name that nothing needs"},
    {"NeedsRendering", "PD-FORM", Kind::active_content, "form that is made when opened"},
    {"OC", "PD-OC", Kind::structure, "layer"},
    {"OCProperties", "PD-OC", Kind::structure, "layers"},
    {"OPI", "PD-IMG", Kind::path, "name of the original picture"},
    {"OneVisionDongleID", "PD-INFO", Kind::identifier, "licence"},
    {"OpenAction", "PD-ACT", Kind::active_content, "action when the document is opened"},
    {"Order", "PD-OC", Kind::metadata, "list of layers"},
    {"OutputIntents", "PD-COLOR", Kind::device, "printing conditions"},
    {"PMD", "PD-PIECE", Kind::metadata, "producer's data"},
    {"PTEX.FileName", "PD-PTEX", Kind::path, "file name of a figure"},
    {"PTEX.InfoDict", "PD-PTEX", Kind::metadata, "document information of a figure"},
    {"PTEX.PageNumber", "PD-PTEX", Kind::metadata, "page of a figure"},
    {"PZ", "PD-NAV", Kind::presentation, "magnification"},
    {"PageLabels", "PD-STRUCT", Kind::metadata, "page numbers as text"},
    {"PageUIDs", "PD-ID", Kind::identifier, "numbers of pages"},
    {"Perms", "PD-SIG", Kind::signature, "rights given by a signature"},
    {"PieceInfo", "PD-PIECE", Kind::hidden_content, "private data of a program, often the whole original"},
    {"Popup", "PD-ANNOT", Kind::comment, "window of an annotation"},
    {"PresSteps", "PD-NAV", Kind::presentation, "presentation"},
    {"Private", "PD-PIECE", Kind::hidden_content, "private data of a program"},
    {"ProcSet", "PD-CONT", Kind::structure, "obsolete"},
    {"Prop_Build", "PD-SIG", Kind::software, "program and system of the signer"},
    {"Properties", "PD-STRUCT", Kind::metadata, "marked-content properties"},
    {"PtData", "PD-3D", Kind::location, "coordinates"},
    {"RC", "PD-ANNOT", Kind::comment, "formatted text of an annotation"},
    {"RF", "PD-EMBED", Kind::embedded_file, "related files"},
    {"RV", "PD-FORM", Kind::form_data, "formatted value of a field"},
    {"Ref", "PD-EMBED", Kind::external_reference, "page of another document"},
    {"Reference", "PD-EMBED", Kind::external_reference, "page of another document"},
    {"Requirements", "PD-NAV", Kind::software, "requirements"},
    {"SeparationInfo", "PD-COLOR", Kind::metadata, "names of inks"},
    {"SpiderInfo", "PD-NAV", Kind::path, "addresses that a web capture came from"},
    {"StructParent", "PD-STRUCT", Kind::structure, "structure"},
    {"StructParents", "PD-STRUCT", Kind::structure, "structure"},
    {"StructTreeRoot", "PD-STRUCT", Kind::metadata, "structure with texts for machines"},
    {"Style", "PD-FONT", Kind::metadata, "style of the font"},
    {"Subj", "PD-ANNOT", Kind::comment, "subject of an annotation"},
    {"T", "PD-ANNOT", Kind::author, "author of an annotation, or name of a field"},
    {"TM", "PD-FORM", Kind::form_data, "name of a field"},
    {"TU", "PD-FORM", Kind::form_data, "description of a field"},
    {"Tabs", "PD-STRUCT", Kind::structure, "order of annotations"},
    {"TemplateInstantiated", "PD-BOX", Kind::metadata, "page template"},
    {"Templates", "PD-BOX", Kind::hidden_content, "page templates"},
    {"Threads", "PD-NAV", Kind::metadata, "article threads"},
    {"Thumb", "PD-THUMB", Kind::thumbnail, "small picture of an earlier state"},
    {"Trans", "PD-NAV", Kind::presentation, "transition"},
    {"URI", "PD-NAV", Kind::path, "base address"},
    {"URLS", "PD-NAV", Kind::path, "web capture"},
    {"UniqueID", "PD-FONT", Kind::identifier, "number of a font"},
    {"V", "PD-FORM", Kind::form_data, "value of a field"},
    {"VP", "PD-3D", Kind::location, "viewports with coordinates"},
    {"Version", "PD-ID", Kind::software, "version"},
    {"ViewerPreferences", "PD-NAV", Kind::metadata, "preferences"},
    {"WidthsInfo", "PD-FONT", Kind::metadata, "producer's data"},
    {"XFA", "PD-FORM", Kind::form_data, "form as XML"},
    {"XUID", "PD-FONT", Kind::identifier, "number of a font"},
    {"pdftk_PageNum", "PD-PIECE", Kind::software, "mark of pdftk"},
};
constexpr Rule kUnlistedKey{"key", "PD-PIECE", Kind::unknown, "no rule knows the key"};

// 14.3.3 and what producers add.
constexpr Rule kInfo[] = {
    {"Author", "PD-INFO", Kind::author, "who wrote it"},
    {"Company", "PD-INFO", Kind::organisation, "whose program wrote it"},
    {"CreationDate", "PD-INFO", Kind::timestamp, "when it was made"},
    {"Creator", "PD-INFO", Kind::software, "program that it was written with"},
    {"Keywords", "PD-INFO", Kind::metadata, "keywords"},
    {"Manager", "PD-INFO", Kind::author, "whose department it comes from"},
    {"ModDate", "PD-INFO", Kind::timestamp, "when it was changed"},
    {"PTEX.Fullbanner", "PD-INFO", Kind::software, "version of TeX"},
    {"Producer", "PD-INFO", Kind::software, "program that made the PDF"},
    {"SourceModified", "PD-INFO", Kind::timestamp, "when its source was changed"},
    {"Subject", "PD-INFO", Kind::metadata, "subject"},
    {"Title", "PD-INFO", Kind::metadata, "title"},
    {"Trapped", "PD-INFO", Kind::software, "trapping"},
};
constexpr Rule kUnlistedInfo{"entry", "PD-INFO", Kind::metadata, "what the producer wrote about it"};

// 12.5.6: what becomes of an annotation. Those that a reader sees are drawn into the page.
constexpr Rule kAnnotations[] = {
    {"3D", "PD-3D", Kind::active_content, "three-dimensional scene"},
    {"Caret", "PD-ANNOT", Kind::comment, "mark of an insertion"},
    {"Circle", "PD-ANNOT", Kind::presentation, "drawn mark", Form::flatten},
    {"FileAttachment", "PD-EMBED", Kind::embedded_file, "attached file"},
    {"FreeText", "PD-ANNOT", Kind::presentation, "text written on the page", Form::flatten},
    {"Highlight", "PD-ANNOT", Kind::presentation, "highlighted text", Form::flatten},
    {"Ink", "PD-ANNOT", Kind::presentation, "drawn mark", Form::flatten},
    {"Line", "PD-ANNOT", Kind::presentation, "drawn mark", Form::flatten},
    {"Movie", "PD-3D", Kind::active_content, "film"},
    {"PolyLine", "PD-ANNOT", Kind::presentation, "drawn mark", Form::flatten},
    {"Polygon", "PD-ANNOT", Kind::presentation, "drawn mark", Form::flatten},
    {"Popup", "PD-ANNOT", Kind::comment, "window of an annotation"},
    {"PrinterMark", "PD-ANNOT", Kind::device, "mark for the printer"},
    {"Projection", "PD-3D", Kind::active_content, "projection"},
    {"Redact", "PD-ANNOT", Kind::comment, "redaction that was marked and not done"},
    {"RichMedia", "PD-3D", Kind::active_content, "film, sound or program"},
    {"Screen", "PD-3D", Kind::active_content, "place for a film"},
    {"Sound", "PD-3D", Kind::embedded_file, "sound"},
    {"Square", "PD-ANNOT", Kind::presentation, "drawn mark", Form::flatten},
    {"Squiggly", "PD-ANNOT", Kind::presentation, "underlined text", Form::flatten},
    {"Stamp", "PD-ANNOT", Kind::presentation, "stamp", Form::flatten},
    {"StrikeOut", "PD-ANNOT", Kind::presentation, "text struck out", Form::flatten},
    {"Text", "PD-ANNOT", Kind::comment, "note"},
    {"TrapNet", "PD-ANNOT", Kind::device, "trapping for the printer"},
    {"Underline", "PD-ANNOT", Kind::presentation, "underlined text", Form::flatten},
    {"Watermark", "PD-ANNOT", Kind::watermark, "watermark"},
    {"Widget", "PD-FORM", Kind::form_data, "field of a form", Form::flatten},
};
constexpr Rule kUnlistedAnnotation{"annotation", "PD-ANNOT", Kind::unknown, "no rule knows the annotation"};

// 12.6.4.
constexpr Rule kActions[] = {
    {"GoTo3DView", "PD-ACT", Kind::active_content, "action"},
    {"GoToE", "PD-ACT", Kind::embedded_file, "goes to an embedded file"},
    {"GoToR", "PD-ACT", Kind::path, "goes to another file"},
    {"Hide", "PD-ACT", Kind::active_content, "hides or shows something"},
    {"ImportData", "PD-ACT", Kind::active_content, "reads data from a file"},
    {"JavaScript", "PD-JS", Kind::active_content, "script"},
    {"Launch", "PD-ACT", Kind::active_content, "starts a program"},
    {"Movie", "PD-ACT", Kind::active_content, "plays a film"},
    {"Named", "PD-ACT", Kind::active_content, "command to the viewer"},
    {"Rendition", "PD-ACT", Kind::active_content, "plays a film"},
    {"ResetForm", "PD-ACT", Kind::active_content, "clears a form"},
    {"RichMediaExecute", "PD-ACT", Kind::active_content, "runs a program"},
    {"SetOCGState", "PD-ACT", Kind::active_content, "switches layers"},
    {"Sound", "PD-ACT", Kind::active_content, "plays a sound"},
    {"SubmitForm", "PD-ACT", Kind::active_content, "sends a form to a server"},
    {"Thread", "PD-ACT", Kind::path, "goes to an article"},
    {"Trans", "PD-ACT", Kind::active_content, "transition"},
    {"URI", "PD-ACT", Kind::hyperlink, "goes to an address that is neither web nor mail"},
};
constexpr Rule kUnlistedAction{"action", "PD-ACT", Kind::unknown, "no rule knows the action"};

template <std::size_t N>
constexpr bool is_sorted_table(Rule const (&table)[N]) {
    for (std::size_t i = 1; i < N; ++i)
        if (table[i - 1].name.view() >= table[i].name.view()) return false;
    return true;
}
static_assert(is_sorted_table(kKeys) && is_sorted_table(kInfo) && is_sorted_table(kAnnotations) && is_sorted_table(kActions), "tables are sorted");

template <std::size_t N>
Rule const& look_up(Rule const (&table)[N], std::string_view name, Rule const& otherwise) {
    auto const row = std::lower_bound(std::begin(table), std::end(table), name, [](Rule const& r, std::string_view n) { return r.name.view() < n; });
    return row != std::end(table) && row->name == name ? *row : otherwise;
}

}  // namespace

Rule const& rule_of_key(std::string_view key) noexcept { return look_up(kKeys, key, kUnlistedKey); }
Rule const& rule_of_info(std::string_view key) noexcept { return look_up(kInfo, key, kUnlistedInfo); }
Rule const& rule_of_annotation(std::string_view subtype) noexcept { return look_up(kAnnotations, subtype, kUnlistedAnnotation); }
Rule const& rule_of_action(std::string_view type) noexcept { return look_up(kActions, type, kUnlistedAction); }

// --- keys that stay ------------------------------------------------------------------------

namespace {
constexpr std::string_view kCatalog[] = {"Outlines", "PageLayout", "PageMode", "Pages", "Type"};                               // table 28
constexpr std::string_view kPages[] = {"Count", "CropBox", "Kids", "MediaBox", "Parent", "Resources", "Rotate", "Type"};       // table 29
constexpr std::string_view kPage[] = {"Annots", "ArtBox", "BleedBox", "Contents", "CropBox", "Group", "MediaBox", "Parent", "Resources", "Rotate", "TrimBox", "Type", "UserUnit"};  // table 30
constexpr std::string_view kResource[] = {"ColorSpace", "ExtGState", "Font", "Pattern", "ProcSet", "Properties", "Shading", "XObject"};  // table 33
constexpr std::string_view kGroup[] = {"CS", "I", "K", "S", "Type"};                                                           // tables 96, 147
constexpr std::string_view kStream[] = {"DecodeParms", "Filter", "Length"};                                                    // table 5
constexpr std::string_view kForm[] = {"BBox", "DecodeParms", "Filter", "FormType", "Group", "Length", "Matrix", "OC", "Resources", "Subtype", "Type"};  // table 95
constexpr std::string_view kImage[] = {"BitsPerComponent", "ColorSpace", "Decode", "DecodeParms", "Filter", "Height", "ImageMask", "Intent", "Interpolate", "Length", "Mask", "Matte", "OC", "SMask", "SMaskInData", "Subtype", "Type", "Width"};  // tables 89, 146
constexpr std::string_view kInlineImage[] = {"BitsPerComponent", "ColorSpace", "Decode", "DecodeParms", "Filter", "Height", "ImageMask", "Intent", "Interpolate", "Length", "Width"};  // table 93
constexpr std::string_view kTiling[] = {"BBox", "DecodeParms", "Filter", "Length", "Matrix", "PaintType", "PatternType", "Resources", "TilingType", "Type", "XStep", "YStep"};  // table 75
constexpr std::string_view kShadingPattern[] = {"ExtGState", "Matrix", "PatternType", "Shading", "Type"};                      // table 76
constexpr std::string_view kShading[] = {"AntiAlias", "BBox", "Background", "BitsPerComponent", "BitsPerCoordinate", "BitsPerFlag", "ColorSpace", "Coords", "Decode", "DecodeParms", "Domain", "Extend", "Filter", "Function", "Length", "Matrix", "ShadingType", "VerticesPerRow"};  // tables 78 to 84
constexpr std::string_view kFunction[] = {"BitsPerSample", "Bounds", "C0", "C1", "Decode", "DecodeParms", "Domain", "Encode", "Filter", "FunctionType", "Functions", "Length", "N", "Order", "Range", "Size"};  // tables 38 to 42
constexpr std::string_view kExtState[] = {"AIS", "BM", "CA", "D", "FL", "Font", "LC", "LJ", "LW", "ML", "OP", "OPM", "RI", "SA", "SM", "SMask", "TK", "TR", "TR2", "Type", "ca", "op"};  // table 58
constexpr std::string_view kSoftMask[] = {"BC", "G", "S", "TR", "Type"};                                                       // table 144
constexpr std::string_view kSimpleFont[] = {"BaseFont", "Encoding", "FirstChar", "FontDescriptor", "LastChar", "Subtype", "ToUnicode", "Type", "Widths"};  // table 111
constexpr std::string_view kType3[] = {"CharProcs", "Encoding", "FirstChar", "FontBBox", "FontMatrix", "LastChar", "Resources", "Subtype", "ToUnicode", "Type", "Widths"};  // table 112
constexpr std::string_view kComposite[] = {"BaseFont", "DescendantFonts", "Encoding", "Subtype", "ToUnicode", "Type"};         // table 121
constexpr std::string_view kCidFont[] = {"BaseFont", "CIDSystemInfo", "CIDToGIDMap", "DW", "DW2", "FontDescriptor", "Subtype", "Type", "W", "W2"};  // table 117
constexpr std::string_view kCidSystem[] = {"Ordering", "Registry", "Supplement"};                                              // table 116
constexpr std::string_view kDescriptor[] = {"Ascent", "AvgWidth", "CapHeight", "Descent", "Flags", "FontBBox", "FontFamily", "FontFile", "FontFile2", "FontFile3", "FontName", "FontStretch", "FontWeight", "ItalicAngle", "Leading", "MaxWidth", "MissingWidth", "StemH", "StemV", "Type", "XHeight"};  // table 122
constexpr std::string_view kEncoding[] = {"BaseEncoding", "Differences", "Type"};                                              // table 114
constexpr std::string_view kFontFile[] = {"DecodeParms", "Filter", "Length", "Length1", "Length2", "Length3", "Subtype"};      // table 127
constexpr std::string_view kCmap[] = {"CIDSystemInfo", "CMapName", "DecodeParms", "Filter", "Length", "Type", "UseCMap", "WMode"};  // table 120
constexpr std::string_view kIcc[] = {"Alternate", "DecodeParms", "Filter", "Length", "N", "Range"};                            // table 66
constexpr std::string_view kCal[] = {"BlackPoint", "Gamma", "Matrix", "Range", "WhitePoint"};                                  // tables 63 to 65
constexpr std::string_view kOutline[] = {"Count", "First", "Last", "Type"};                                                    // table 152
constexpr std::string_view kOutlineItem[] = {"A", "C", "Count", "Dest", "F", "First", "Last", "Next", "Parent", "Prev", "Title"};  // table 153
constexpr std::string_view kLink[] = {"A", "BS", "Border", "C", "Dest", "F", "H", "P", "QuadPoints", "Rect", "Subtype", "Type"};  // tables 164, 173
constexpr std::string_view kAnnotation[] = {"AP", "AS", "BE", "BS", "Border", "C", "CA", "F", "H", "IC", "InkList", "L", "LE", "OC", "P", "Parent", "Q", "DA", "DS", "QuadPoints", "RD", "Rect", "Subtype", "Type", "Vertices", "CL", "Name", "FT", "Ff", "MaxLen", "DR", "LL", "LLE", "Cap", "IT", "BM", "ca"};
constexpr std::string_view kTrailer[] = {"DecodeParms", "Encrypt", "Filter", "Index", "Length", "Prev", "Root", "Size", "Type", "W", "XRefStm"};  // tables 15, 17
constexpr std::string_view kBorder[] = {"D", "S", "Type", "W"};                                                                // table 166
constexpr std::string_view kGoTo[] = {"D", "S", "Type"};                                                                       // table 199
constexpr std::string_view kUri[] = {"IsMap", "S", "Type", "URI"};                                                             // table 206
}  // namespace

Keys const kCatalogKeys = kCatalog, kPagesKeys = kPages, kPageKeys = kPage, kResourceKeys = kResource, kGroupKeys = kGroup, kFormKeys = kForm, kImageKeys = kImage,
           kTilingKeys = kTiling, kShadingPatternKeys = kShadingPattern, kShadingKeys = kShading, kFunctionKeys = kFunction, kExtStateKeys = kExtState,
           kSoftMaskKeys = kSoftMask, kSimpleFontKeys = kSimpleFont, kType3Keys = kType3, kCompositeKeys = kComposite, kCidFontKeys = kCidFont,
           kCidSystemKeys = kCidSystem, kDescriptorKeys = kDescriptor, kEncodingKeys = kEncoding, kFontFileKeys = kFontFile, kCmapKeys = kCmap, kIccKeys = kIcc,
           kCalKeys = kCal, kStreamKeys = kStream, kOutlineKeys = kOutline, kOutlineItemKeys = kOutlineItem, kLinkKeys = kLink, kAnnotationKeys = kAnnotation,
           kTrailerKeys = kTrailer, kBorderKeys = kBorder, kGoToKeys = kGoTo, kUriKeys = kUri, kInlineImageKeys = kInlineImage;

// --- single rows ---------------------------------------------------------------------------

namespace rule {
#define SCRUB_PDF_RULES(R)                                                                                                        \
    R(xmp, "XMP", "PD-XMP", Kind::metadata, "description, with the history of the document", Form::remove)                         \
    R(embedded_file, "embedded file", "PD-EMBED", Kind::embedded_file, "whole file inside the document", Form::remove)             \
    R(form, "form", "PD-FORM", Kind::form_data, "form with the values of its fields", Form::flatten)                               \
    R(form_value, "value of a field", "PD-FORM", Kind::form_data, "what somebody filled in", Form::remove)                         \
    R(xfa, "XFA form", "PD-FORM", Kind::form_data, "form as XML, with its data", Form::remove)                                     \
    R(signature, "signature", "PD-SIG", Kind::signature, "who signed, when, and with which program", Form::remove)                 \
    R(old_revision, "earlier revision", "PD-INCR", Kind::revision, "earlier state of the document, with what was changed since", Form::remove) \
    R(orphan, "unused object", "PD-INCR", Kind::slack, "nothing refers to it; remains of something deleted, perhaps", Form::remove) \
    R(comment, "comment", "PD-ID", Kind::slack, "text between the objects of the file", Form::remove)                              \
    R(before, "bytes before the document", "GEN-04", Kind::slack, "no reader shows them", Form::remove)                            \
    R(behind, "bytes after the document", "GEN-04", Kind::slack, "no reader shows them", Form::remove)                             \
    R(junk, "bytes between objects", "GEN-04", Kind::slack, "belong to no object", Form::remove)                                   \
    R(stream_tail, "bytes behind a stream's end", "PD-SLACK", Kind::slack, "follow the end of compressed data", Form::remove)      \
    R(extra_rows, "rows beyond a picture", "PD-IMG", Kind::hidden_content, "stored with the picture, but outside it", Form::remove) \
    R(padding, "padding bits of rows", "PD-IMG", Kind::slack, "lie behind the last pixel of a row", Form::replace)                 \
    R(unused_resource, "unused resource", "PD-IMG", Kind::hidden_content, "listed for the page and never drawn", Form::remove)     \
    R(icc, "ICC profile", "PD-COLOR", Kind::colour_profile, "colours, and the name of a device", Form::replace)                    \
    R(ink, "ink name", "PD-COLOR", Kind::metadata, "names an ink, a product or a job", Form::replace)                              \
    R(jpeg, "picture", "PD-IMG", Kind::content, "picture", Form::remove)                                                           \
    R(picture_data, "pixels", "PD-IMG", Kind::content, "pixels", Form::remove)                                                     \
    R(text, "text", "PD-TEXT", Kind::content, "text", Form::remove)                                                                \
    R(outline_title, "bookmark", "PD-NAV", Kind::content, "bookmark", Form::remove)                                                \
    R(hidden_text, "invisible text", "PD-HIDTXT", Kind::hidden_content, "text that is drawn so that nobody sees it", Form::remove) \
    R(stamp, "stamp of one copy", "PD-STAMP", Kind::watermark, "says who has this copy, or comes again across pages as a watermark does", Form::remove) \
    R(covered_text, "covered text", "PD-HIDTXT", Kind::hidden_content, "stands where something covers it, or in the colour of its ground: nobody sees it, but anybody can copy it", Form::remove) \
    R(covered_picture, "covered picture", "PD-IMG", Kind::hidden_content, "lies under something that covers all of it", Form::remove)     \
    R(outside_text, "text outside the page", "PD-BOX", Kind::hidden_content, "lies outside what is shown", Form::remove)           \
    R(outside_object, "drawing outside the page", "PD-BOX", Kind::hidden_content, "lies outside what is shown", Form::remove)      \
    R(hidden_layer, "hidden layer", "PD-OC", Kind::hidden_content, "content of a layer that is switched off", Form::remove)        \
    R(layers, "layer", "PD-OC", Kind::metadata, "name and settings of a layer", Form::unwrap)                                      \
    R(content_comment, "comment in content", "PD-CONT", Kind::slack, "text between drawing instructions", Form::remove)            \
    R(unknown_operator, "instruction without a meaning", "PD-CONT", Kind::slack, "readers skip it", Form::remove)                  \
    R(mark, "mark in content", "PD-STRUCT", Kind::metadata, "ties content to the structure tree", Form::unwrap)                    \
    R(mark_properties, "text of a mark", "PD-STRUCT", Kind::hidden_content, "text for machines, perhaps other than what is shown", Form::unwrap) \
    R(inline_extra, "bytes behind an inline picture", "PD-CONT", Kind::slack, "belong to no picture", Form::remove)                \
    R(font_name, "font name", "PD-FONT", Kind::presentation, "name by which readers choose a font", Form::replace)                 \
    R(dead_bookmark, "bookmark without a page", "PD-NAV", Kind::hidden_content, "its page is not in the document, or it leads elsewhere", Form::remove) \
    R(file_name, "name of an embedded file", "PD-EMBED", Kind::path, "file name", Form::remove)                                    \
    R(hidden_annotation, "hidden annotation", "PD-ANNOT", Kind::hidden_content, "is not shown on a screen", Form::remove)           \
    R(old_object, "earlier version of an object", "PD-INCR", Kind::revision, "replaced or deleted since", Form::remove)            \
    R(glyph_name, "glyph name", "PD-FONT", Kind::presentation, "name by which a font finds a glyph", Form::replace)               \
    R(encryption, "encryption", "PD-ENC", Kind::structure, "decrypted", Form::unwrap)                                              \
    R(page_template, "page template", "PD-BOX", Kind::hidden_content, "page that is not shown", Form::remove)                      \
    R(broken_stream, "unreadable stream", "PD-X", Kind::unknown, "what cannot be read cannot be vetted", Form::remove)

#define SCRUB_PDF_DEFINE(id, name, code, kind, why, form) Rule const id{name, code, kind, why, form};
SCRUB_PDF_RULES(SCRUB_PDF_DEFINE)
#undef SCRUB_PDF_DEFINE
}  // namespace rule

RuleList all_rules() {
    auto list = list_rules(kKeys, kUnlistedKey, kInfo, kUnlistedInfo, kAnnotations, kUnlistedAnnotation, kActions, kUnlistedAction);
#define SCRUB_PDF_LIST(id, name, code, kind, why, form) list.push_back(&rule::id);
    SCRUB_PDF_RULES(SCRUB_PDF_LIST)
#undef SCRUB_PDF_LIST
    return list;
}

}  // namespace scrub::engine::pdf
