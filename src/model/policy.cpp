// The policy table: one row per kind. The whole policy fits on one screen.
#include <scrub/policy.hpp>

#include <algorithm>

namespace scrub {
namespace {

constexpr Disposition kKeep = Disposition::keep;
constexpr Disposition kFlag = Disposition::keep_flagged;
constexpr Disposition kRemove = Disposition::remove;

constexpr std::array<KindRow, kKindCount> kKinds{{
    //                                                                                               intake   publish
    {Kind::content, "content", "what a reader sees", kKeep, kKeep},
    {Kind::structure, "structure", "what the format needs", kKeep, kKeep},
    {Kind::presentation, "presentation", "how the content looks", kKeep, kKeep},
    {Kind::author, "author", "a person", kKeep, kRemove},
    {Kind::organisation, "organisation", "a company or department", kKeep, kRemove},
    {Kind::timestamp, "timestamp", "a date or time", kKeep, kRemove},
    {Kind::location, "location", "a place", kKeep, kRemove},
    {Kind::device, "device", "a camera, printer or monitor", kKeep, kRemove},
    {Kind::software, "software", "a program and its settings", kKeep, kRemove},
    {Kind::path, "path", "a file, folder or server name", kKeep, kRemove},
    {Kind::identifier, "identifier", "a number that links copies, versions or machines", kKeep, kRemove},
    {Kind::metadata, "metadata", "other text about the document", kKeep, kRemove},
    {Kind::comment, "comment", "remarks of reviewers", kKeep, kRemove},
    {Kind::revision, "revision", "tracked changes and earlier versions", kKeep, kRemove},
    {Kind::hidden_content, "hidden_content", "content that a reader does not see", kFlag, kRemove},
    {Kind::thumbnail, "thumbnail", "a small picture of the content", kRemove, kRemove},
    {Kind::form_data, "form_data", "values that somebody filled in", kKeep, kRemove},
    {Kind::signature, "signature", "digital signatures and signed provenance", kFlag, kRemove},
    {Kind::watermark, "watermark", "a visible mark of one copy", kFlag, kRemove},
    {Kind::tracking_mark, "tracking_mark", "a covert mark of one copy", kFlag, kRemove},
    {Kind::colour_profile, "colour_profile", "a colour profile, which may name a device", kKeep, kRemove},
    {Kind::hyperlink, "hyperlink", "a link that a reader clicks", kKeep, kFlag},
    {Kind::external_reference, "external_reference", "a reference that is loaded without being asked", kRemove, kRemove},
    {Kind::active_content, "active_content", "scripts, macros and actions", kRemove, kRemove},
    {Kind::embedded_file, "embedded_file", "a file inside the file", kKeep, kRemove},
    {Kind::slack, "slack", "bytes that belong to nothing", kRemove, kRemove},
    {Kind::unknown, "unknown", "what no rule knows", kRemove, kRemove},
}};

static_assert([] {
    for (std::size_t i = 0; i < kKindCount; ++i)
        if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
    return true;
}(), "the rows of kKinds stand in the order of Kind");

}  // namespace

std::span<KindRow const, kKindCount> kinds() noexcept { return kKinds; }

std::string_view to_string(Kind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)].name; }

std::string_view to_string(Disposition disposition) noexcept {
    switch (disposition) {
        case Disposition::keep: return "keep";
        case Disposition::keep_flagged: return "keep_flagged";
        case Disposition::remove: return "remove";
    }
    return "remove";
}

std::optional<Kind> kind_from(std::string_view name) noexcept {
    auto const* const row = std::find_if(kKinds.begin(), kKinds.end(), [&](KindRow const& r) { return r.name == name; });
    if (row == kKinds.end()) return std::nullopt;
    return row->kind;
}

Policy Policy::intake() noexcept {
    Policy policy("intake", false);
    for (std::size_t i = 0; i < kKindCount; ++i) policy.of_[i] = kKinds[i].intake;
    return policy;
}

Policy Policy::publish() noexcept {
    Policy policy("publish", false);
    for (std::size_t i = 0; i < kKindCount; ++i) policy.of_[i] = kKinds[i].publish;
    return policy;
}

Policy Policy::pixels() noexcept {
    Policy policy = publish();
    policy.name_ = "pixels";
    policy.renders_anew_ = true;
    return policy;
}

std::optional<Policy> Policy::from(std::string_view name) noexcept {
    for (auto const& policy : {intake(), publish(), pixels()})
        if (policy.name() == name) return policy;
    return std::nullopt;
}

bool Policy::set(Kind kind, Disposition disposition) noexcept {
    bool const must_stay = kind == Kind::content || kind == Kind::structure;
    bool const must_go = kind == Kind::slack || kind == Kind::unknown;
    if (must_stay && disposition == Disposition::remove) return false;
    if (must_go && disposition != Disposition::remove) return false;
    of_[static_cast<std::size_t>(kind)] = disposition;
    return true;
}

}  // namespace scrub
