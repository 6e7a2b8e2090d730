// The old Office formats (compound files, [MS-CFB]): never edited in place. The walk names what is in the file;
// then the office tier converts it to the modern format, which goes through the gate like any other.
#include <algorithm>

#include "core/format.hpp"
#include "format/ole2/binary.hpp"
#include "format/ole2/property_set.hpp"

namespace scrub::engine::ole2 {
namespace {

using namespace std::string_view_literals;

struct Flavour {
    std::string_view stream;     // that only this kind of file has
    Literal name;
    std::string_view converted;  // what it becomes
};
constexpr Flavour kFlavours[] = {
    {"WordDocument", "doc", "docx"},
    {"Workbook", "xls", "xlsx"},
    {"Book", "xls", "xlsx"},
    {"PowerPoint Document", "ppt", "pptx"},
};

// Storages and streams by name, wherever they stand. Those of the content itself have no row and are not reported.
constexpr Rule kStreams[] = {
    {"\1CompObj", "OL-DIR", Kind::software, "program that wrote it"},
    {"\1Ole10Native", "OX-OLE10", Kind::path, "embedded file, with the folders that it came from"},
    {"\3LinkInfo", "OX-OLELINK", Kind::path, "file that an object is linked to"},
    {"Ctls", "OL-VBA", Kind::active_content, "controls"},
    {"Equation Native", "OX-OLELINK", Kind::active_content, "equation of an editor that is open to attack"},
    {"Macros", "OL-VBA", Kind::active_content, "macros"},
    {"MsoDataStore", "OX-CXML", Kind::hidden_content, "custom XML"},
    {"ObjectPool", "OL-EMB", Kind::embedded_file, "embedded documents"},
    {"PROJECT", "OL-VBA", Kind::identifier, "number, folders and password hash of the macros"},
    {"Revision Log", "XS-REV", Kind::revision, "history of changes, with names"},
    {"User Names", "XS-REV", Kind::author, "who shared the workbook"},
    {"_SX_DB_CUR", "XS-PIV", Kind::hidden_content, "copy of the source of pivot tables"},
    {"_VBA_PROJECT", "OL-VBA", Kind::path, "compiled macros, with folders of libraries"},
    {"_VBA_PROJECT_CUR", "OL-VBA", Kind::active_content, "macros"},
    {"_signatures", "OL-SIG", Kind::signature, "digital signature"},
    {"_xmlsignatures", "OL-SIG", Kind::signature, "digital signature"},
};
constexpr Rule kTimes{"times of storages", "OL-DIR", Kind::timestamp, "when parts of the file were made"};
constexpr Rule kFreeSectors{"free sectors", "OL-SLACK", Kind::slack, "deleted text, or what stood in memory"};
constexpr Rule kBehindStreams{"bytes behind streams", "OL-SLACK", Kind::slack, "left over from other data"};
constexpr Rule kBehindEnd{"bytes after the end", "OL-SLACK", Kind::slack, "belong to no sector"};
constexpr Rule kUnusedEntries{"unused directory entries", "OL-DIR", Kind::slack, "names of deleted streams"};

std::string_view last_component(std::string_view path) {
    auto const slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

Result<void> judge_entries(codec::Cfb const& file, Gate& gate) {
    for (auto const& entry : file.entries()) {
        auto const* const row = find(kStreams, last_component(entry.path));
        if (row != nullptr) TRY(gate.drop(*row, entry.size, {entry.path}));
        if (entry.is_storage && (entry.created != 0 || entry.modified != 0)) TRY(gate.drop(kTimes, 16));
    }
    return {};
}

Result<void> judge_slack(codec::Cfb const& file, Gate& gate) {
    auto const slack = file.slack();
    if (slack.free_sectors > 0) TRY(gate.drop(kFreeSectors, slack.free_sectors));
    if (slack.behind_streams > 0) TRY(gate.drop(kBehindStreams, slack.behind_streams));
    if (slack.behind_end > 0) TRY(gate.drop(kBehindEnd, slack.behind_end));
    if (slack.unused_entries > 0) TRY(gate.drop(kUnusedEntries, slack.unused_entries));
    return {};
}

// A damaged property set is no reason to refuse the document: the conversion writes its own.
Result<void> judge_properties(codec::Cfb const& file, std::string_view path, Gate& gate) {
    auto const* const entry = file.find(path);
    if (entry == nullptr) return {};
    auto const stream = TRY(file.content(*entry, gate.budget()));
    Gate::Scope const scope(gate, path.substr(1));
    auto const judged = judge_property_sets(stream, gate);
    if (!judged && judged.error().code == Errc::over_budget) return Failure{judged.error()};
    return {};
}

Result<void> judge_main(codec::Cfb const& file, Flavour const& flavour, Gate& gate) {
    if (flavour.name == "doc") return judge_word(file, gate);
    if (flavour.name == "ppt") return judge_powerpoint(file, gate);
    return judge_excel(file, *file.find(flavour.stream), gate);
}

}  // namespace

bool sniff(Bytes in) { return starts_with(in, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv); }

Result<void> walk(Bytes in, Sink&, Gate& gate) {
    auto const file = TRY(codec::Cfb::open(in, gate.budget()));
    if (file.find("EncryptedPackage") != nullptr || file.find("\6DataSpaces") != nullptr) return fail(Errc::encrypted, "the document needs a password");
    auto const flavour = std::find_if(std::begin(kFlavours), std::end(kFlavours), [&](Flavour const& f) { return file.find(f.stream) != nullptr; });
    if (flavour == std::end(kFlavours)) return fail(Errc::unsupported, "a compound file that is no Word, Excel or PowerPoint document");
    gate.identified(flavour->name.view(), flavour->converted);
    TRY(judge_properties(file, "\5SummaryInformation", gate));
    TRY(judge_properties(file, "\5DocumentSummaryInformation", gate));
    TRY(judge_main(file, *flavour, gate));
    TRY(judge_entries(file, gate));
    TRY(judge_slack(file, gate));
    return gate.convert(flavour->name);
}

RuleList rules() {
    return list_rules(property_rules(), binary_rules(), kStreams, kTimes, kFreeSectors, kBehindStreams, kBehindEnd, kUnusedEntries);
}

}  // namespace scrub::engine::ole2
