// The file structure of a PDF (ISO 32000-1, 7.5): cross-reference tables and streams, object streams, revisions;
// damaged ones are put together again by looking for the objects. Finds every byte that belongs to nothing.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "core/budget.hpp"
#include "format/pdf/filters.hpp"
#include "format/pdf/lexer.hpp"

namespace scrub::engine::pdf {

class Document {
public:
    /// `encrypted` when there is an encryption dictionary, `malformed` when no catalog is to be found.
    static Result<std::unique_ptr<Document>> open(Bytes in, Budget& budget);

    /// The object itself, through references; null where there is none. Running out of budget shows in `check`.
    Value resolve(Value const& value);
    Value object(Ref ref);
    /// The resolved value of a key; null when absent.
    Value lookup(Value const& dict, std::string_view key);
    Value lookup(Dict const* dict, std::string_view key);
    /// What stands at a key, a reference being left as it is.
    Value raw(Value const& dict, std::string_view key) const;

    Result<Decoded> decode(Value const& stream);
    /// The filters of a stream or an inline picture, their parameters resolved.
    Result<std::vector<FilterStep>> filters(Value const& dict);

    Value trailer() const noexcept { return trailer_; }
    Value root() { return lookup(trailer_, "Root"); }
    Result<void> check() const;

    Arena& arena() noexcept { return arena_; }
    Budget& budget() noexcept { return budget_; }

    /// Repaired by looking for objects.
    bool was_damaged() const noexcept { return is_rebuilt_; }
    bool is_linearized() const noexcept { return is_linearized_; }
    /// States of the document before the last one.
    std::uint64_t earlier_revisions() const noexcept;

    /// What nothing refers to.
    struct Leftovers {
        std::uint64_t orphans = 0, orphan_bytes = 0;      // objects that are listed but that nothing refers to
        std::uint64_t old_objects = 0, old_bytes = 0;     // objects that are not listed any more
        std::uint64_t comments = 0, comment_bytes = 0;
        std::uint64_t junk_bytes = 0;                     // between objects
        Bytes before{}, behind{};                         // of the whole
    };
    /// Reads every object. After this, everything that the trailer leads to is known.
    Leftovers leftovers();

private:
    struct Slot {
        enum class Is : std::uint8_t { free, direct, compressed } is = Is::free;
        enum class State : std::uint8_t { unread, reading, read } state = State::unread;
        bool is_reached = false;
        std::uint16_t generation = 0;
        std::uint32_t index = 0;    // in its object stream
        std::uint64_t where = 0;    // offset, or number of the object stream
        Value value{};
    };
    struct ObjectStream {
        Bytes data;
        std::vector<std::pair<std::uint32_t, std::size_t>> objects;  // number, offset in data
    };
    struct Extent {
        std::size_t begin, end;
    };

    Document(Bytes in, Budget& budget) : in_(in), budget_(budget) {}

    Result<void> read();
    bool read_chain(std::size_t start, bool start_is_shifted);
    bool read_section(std::size_t at, Dict const*& trailer);
    bool read_table(Lexer& lexer, Dict const*& trailer);
    bool read_xref_stream(std::size_t at, Dict const*& trailer);
    std::optional<std::size_t> last_startxref() const;
    void set(std::uint32_t number, Slot const& slot, bool overrides);
    void rebuild();
    void rebuild_from_object_stream(std::uint32_t number, Value const& stream);

    struct Parsed {
        Value value;
        Ref ref;
        std::size_t begin = 0, end = 0;
    };
    /// An indirect object at an offset; nothing when there is none.
    std::optional<Parsed> parse_at(std::size_t at);
    bool find_stream_data(Lexer& lexer, Value& value);
    Value load(std::uint32_t number, Slot& slot);
    Value load_compressed(std::uint32_t number, Slot const& slot);
    std::optional<Parsed> parse_slot(std::uint32_t number, Slot const& slot);
    ObjectStream const* object_stream(std::uint32_t number);
    void sticky(Error const& error);
    void mark_reachable();
    void scan_gap(Bytes gap, Leftovers& leftovers);

    Bytes in_;
    Budget& budget_;
    Arena arena_;
    std::unordered_map<std::uint32_t, Slot> slots_;
    std::unordered_map<std::uint32_t, ObjectStream> object_streams_;
    std::vector<Extent> extents_;      // of what belongs to the file as it is
    Value trailer_{};
    std::size_t base_ = 0;             // of offsets
    std::uint64_t sections_ = 0;
    bool is_rebuilt_ = false;
    bool is_linearized_ = false;
    std::optional<Error> error_;
};

}  // namespace scrub::engine::pdf
