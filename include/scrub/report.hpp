// What was found in a document, what became of it, and what nobody can judge.
// Plain values. A report with full values is as sensitive as the document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <scrub/policy.hpp>

namespace [[gnu::visibility("default")]] scrub {

/// What became of a thing.
enum class Action : std::uint8_t {
    kept,        ///< still there
    removed,     ///< gone
    unwrapped,   ///< the mark is gone, what it enclosed stays
    replaced,    ///< something canonical stands in its place
    flattened,   ///< reduced to what a reader sees
    rerendered,  ///< drawn anew as pixels
};

std::string_view to_string(Action action) noexcept;

/// How much of a removed or kept value a report tells.
enum class Values : std::uint8_t {
    none,    ///< no values
    masked,  ///< the first letter of each word: "J*** D**"
    full,    ///< the value itself, at most 4 KiB
};

/// One thing, or several of the same rule at the same place.
/// All strings are UTF-8 without control or bidirectional formatting characters: those appear escaped.
struct Finding {
    std::string code;    ///< stable code of the rule: "JP-EXIF"
    Kind kind = Kind::unknown;
    Action action = Action::removed;
    std::string path;    ///< where: "word/media/image1.jpeg > APP1 > Exif > GPSLatitude"
    std::string why;     ///< the rule's reason, one clause
    std::string value;   ///< as `Values` allows; of the first when there are several
    std::uint64_t count = 1;
    std::uint64_t bytes = 0;  ///< size in the input, all together; 0 when not applicable
    bool flagged = false;     ///< kept, but a person should look at it
    bool verified = false;    ///< a second, independent walk of the output confirmed the action
};

/// A sentence about a place.
struct Note {
    std::string path;
    std::string text;
};

/// A removed value that is still to be read in the visible text.
struct Residue {
    std::string path;   ///< where it still stands
    Kind kind = Kind::author;  ///< what it was removed as
    std::string value;  ///< as `Values` allows
    std::uint64_t count = 1;
};

/// Something that a reader will miss.
struct Loss {
    std::string what;  ///< "hidden sheets"
    std::uint64_t count = 1;
};

/// A figure before and after, for a reader to compare.
struct Fact {
    std::string name;  ///< "pages", "words", "pictures", "pixels"
    std::uint64_t before = 0;
    std::uint64_t after = 0;
};

/// The report of one file.
struct Report {
    std::string format;                 ///< "jpeg", "docx", ...; empty when not recognised
    std::string extension;              ///< the usual extension of the output, without a dot
    std::vector<Finding> findings;      ///< in the order of the document
    std::vector<Note> not_inspected;    ///< what nothing looked into
    std::vector<Note> beyond;           ///< what no tool can judge for this kind of file
    std::vector<Note> remarks;          ///< damage that was repaired, a name that does not fit the content
    std::vector<Residue> residue;
    std::vector<Loss> lost;
    std::vector<Fact> facts;
    std::uint64_t findings_omitted = 0; ///< findings beyond what a report holds (10,000)

    /// Something that `action` took away.
    bool has_removals() const noexcept;
    /// Something was kept that a person should look at.
    bool has_flags() const noexcept;
};

/// Replaces control characters, bidirectional formatting characters and invalid UTF-8 by visible escapes
/// (\x1b, \u202e), so that a text from a document can be shown on a terminal.
std::string escaped(std::string_view untrusted_text);

}  // namespace scrub
