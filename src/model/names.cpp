// Names of statuses, reasons and isolation layers; the list of kinds of files, from cmake/formats.cmake.
#include <scrub/scrub.hpp>

namespace scrub {

std::string_view to_string(Status status) noexcept {
    switch (status) {
        case Status::scrubbed: return "scrubbed";
        case Status::already_clean: return "already_clean";
        case Status::refused: return "refused";
        case Status::failed: return "failed";
    }
    return "failed";
}

std::string_view to_string(Reason reason) noexcept {
    switch (reason) {
        case Reason::none: return "none";
        case Reason::unsupported: return "unsupported";
        case Reason::encrypted: return "encrypted";
        case Reason::malformed: return "malformed";
        case Reason::truncated: return "truncated";
        case Reason::over_budget: return "over_budget";
        case Reason::residue: return "residue";
        case Reason::verify_failed: return "verify_failed";
        case Reason::no_isolation: return "no_isolation";
        case Reason::io_error: return "io_error";
        case Reason::exists: return "exists";
        case Reason::worker_died: return "worker_died";
        case Reason::internal_error: return "internal_error";
    }
    return "internal_error";
}

std::string Isolation::describe() const {
    std::string text;
    auto const add = [&](std::string const& layer) { text += (text.empty() ? "" : ", ") + layer; };
    if (seccomp) add("seccomp");
    if (landlock_abi > 0) add("Landlock ABI " + std::to_string(landlock_abi));
    if (no_new_privileges) add("no_new_privs");
    if (resource_limits) add("resource limits");
    return text.empty() ? "none" : text;
}

std::span<FormatInfo const> formats() noexcept {
    static constexpr FormatInfo kFormats[] = {
#define SCRUB_KIND(name, description, media_type, extensions) {name, description, media_type, extensions},
#include "kinds.inc"
#undef SCRUB_KIND
    };
    return kFormats;
}

std::string_view version() noexcept { return SCRUB_VERSION; }

}  // namespace scrub
