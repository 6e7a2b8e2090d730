// What things are (Kind), and what a policy does with each of them (Disposition).
// Plain values: copy them freely, use them from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace [[gnu::visibility("default")]] scrub {

/// What a thing in a document is. Formats assign it; policies decide by it alone.
enum class Kind : std::uint8_t {
    content,             ///< what a reader sees or hears
    structure,           ///< what the format needs to be read at all
    presentation,        ///< how the content looks: layout, orientation, resolution
    author,              ///< a person
    organisation,        ///< a company, a tenant, a department
    timestamp,           ///< a date or time
    location,            ///< a place: coordinates, city, address
    device,              ///< a camera, a printer, a monitor
    software,            ///< a program, its version, its settings
    path,                ///< a file or folder name on somebody's machine, a server
    identifier,          ///< a number that links copies, versions or machines
    metadata,            ///< other text about the document
    comment,             ///< remarks of reviewers
    revision,            ///< tracked changes, earlier versions
    hidden_content,      ///< content that a reader does not see
    thumbnail,           ///< a small picture of the content, perhaps of an earlier state
    form_data,           ///< values that somebody filled in
    signature,           ///< digital signatures, signed provenance
    watermark,           ///< a visible mark of one copy
    tracking_mark,       ///< a covert mark of one copy
    colour_profile,      ///< ICC data, which may name a device
    hyperlink,           ///< a link that a reader clicks
    external_reference,  ///< a reference that is loaded without being asked
    active_content,      ///< scripts, macros, actions
    embedded_file,       ///< a file inside the file
    slack,               ///< bytes that belong to nothing
    unknown,             ///< what no rule knows
};

inline constexpr std::size_t kKindCount = static_cast<std::size_t>(Kind::unknown) + 1;

/// What becomes of a kind.
enum class Disposition : std::uint8_t {
    keep,          ///< stays; structure, content and presentation are not even reported
    keep_flagged,  ///< stays, and the report asks a person to look at it
    remove,        ///< goes: removed, unwrapped, flattened or replaced, as the rule of the thing says
};

/// A row of the policy table: a kind and what the two built-in policies do with it.
struct KindRow {
    Kind kind;
    std::string_view name;         ///< as in reports and on the command line: "hidden_content"
    std::string_view description;  ///< one line for people
    Disposition intake;
    Disposition publish;
};

/// Every kind, in the order of the enumeration.
std::span<KindRow const, kKindCount> kinds() noexcept;

std::string_view to_string(Kind kind) noexcept;
std::string_view to_string(Disposition disposition) noexcept;
std::optional<Kind> kind_from(std::string_view name) noexcept;

/// What to do with each kind of thing.
class Policy {
public:
    /// Safe to open; everything that journalists verify a leak by stays.
    static Policy intake() noexcept;
    /// Nothing that identifies stays. The default.
    static Policy publish() noexcept;
    /// As publish, and every page and picture is rendered anew.
    static Policy pixels() noexcept;
    /// "intake", "publish" or "pixels"; nothing for other names.
    static std::optional<Policy> from(std::string_view name) noexcept;

    Disposition operator()(Kind kind) const noexcept { return of_[static_cast<std::size_t>(kind)]; }
    /// Overrides one kind. `content` and `structure` cannot be removed, `slack` and `unknown` cannot be kept: false then.
    [[nodiscard]] bool set(Kind kind, Disposition disposition) noexcept;

    std::string_view name() const noexcept { return name_; }
    bool renders_anew() const noexcept { return renders_anew_; }

    friend bool operator==(Policy const&, Policy const&) noexcept = default;

private:
    Policy(std::string_view name, bool renders_anew) noexcept : name_(name), renders_anew_(renders_anew) {}

    std::array<Disposition, kKindCount> of_{};
    std::string_view name_;  // always one of the three literals
    bool renders_anew_;
};

}  // namespace scrub
