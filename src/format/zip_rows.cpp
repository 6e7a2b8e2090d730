// ZIP (APPNOTE 6.3.10): rows for what lies beside the entries.
#include "format/zip_rows.hpp"

namespace scrub::engine::zip {
namespace {

constexpr Rule kBefore{"bytes before the archive", "GEN-04", Kind::slack, "no reader of the document looks at them"};
constexpr Rule kBetween{"bytes between entries", "GEN-07", Kind::slack, "belong to no entry of the directory: a hidden or deleted file, perhaps"};
constexpr Rule kBehind{"bytes behind the archive", "GEN-04", Kind::slack, "no reader of the document looks at them"};
constexpr Rule kBehindStream{"bytes behind an entry's data", "GEN-07", Kind::slack, "follow the end of the compressed stream"};
constexpr Rule kComment{"comment of the archive", "GEN-07", Kind::metadata, "text that only ZIP tools show"};
constexpr Rule kDate{"dates of entries", "GEN-07", Kind::timestamp, "when the document was saved, in local time"};
constexpr Rule kExtra{"extra field", "GEN-07", Kind::unknown, "no rule knows the field"};
constexpr Rule kExtraTime{"extra field with times", "GEN-07", Kind::timestamp, "when the document was saved, to the second"};
constexpr Rule kExtraOwner{"extra field with owner", "GEN-07", Kind::identifier, "user and group number of whoever packed it"};
constexpr Rule kForm{"form of entries", "GEN-07", Kind::software, "operating system and habits of the program that packed it"};
constexpr Rule kFolder{"folder", "GEN-07", Kind::software, "an entry without content, as some programs write"};
constexpr Rule kBackslash{"names with backslashes", "GEN-07", Kind::software, "habit of a program; read as slashes"};

}  // namespace

Result<void> report_leftovers(codec::ZipArchive const& archive, Gate& gate) {
    using What = codec::ZipLeftover::What;
    for (auto const& left : archive.leftovers) {
        Label const label{{}, left.value, left.count};
        switch (left.what) {
            case What::before: TRY(gate.slack(kBefore, left.bytes)); break;
            case What::between: TRY(gate.slack(kBetween, left.bytes)); break;
            case What::behind: TRY(gate.slack(kBehind, left.bytes)); break;
            case What::comment: TRY(gate.drop(kComment, left.bytes.size(), label)); break;
            case What::date: TRY(gate.drop(kDate, 4 * left.count, label)); break;
            case What::extra_field: TRY(gate.drop(kExtra, left.bytes.size(), label)); break;
            case What::extra_time: TRY(gate.drop(kExtraTime, left.bytes.size(), label)); break;
            case What::extra_owner: TRY(gate.drop(kExtraOwner, left.bytes.size(), label)); break;
            case What::form: TRY(gate.drop(kForm, 0, label)); break;
            case What::folder: TRY(gate.drop(kFolder, left.bytes.size(), label)); break;
            case What::backslash: TRY(gate.drop(kBackslash, 0, label)); break;
        }
    }
    return {};
}

Result<codec::Unzipped> read_entry(codec::ZipEntry const& entry, Gate& gate) {
    auto data = TRY(codec::unzip(entry, gate.budget()));
    TRY(report_behind(entry, data, gate));
    return data;
}

Result<void> report_behind(codec::ZipEntry const& entry, codec::Unzipped const& data, Gate& gate) {
    if (data.behind().empty()) return {};
    Gate::Scope const scope(gate, entry.name);
    return gate.slack(kBehindStream, data.behind());
}

RuleList rules() {
    return list_rules(kBefore, kBetween, kBehind, kBehindStream, kComment, kDate, kExtra, kExtraTime, kExtraOwner, kForm, kFolder, kBackslash);
}

}  // namespace scrub::engine::zip
