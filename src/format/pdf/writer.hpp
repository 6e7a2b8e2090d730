// Writes a PDF in the one form that all our outputs have: objects numbered in the order in which they are reached,
// objects other than streams packed into object streams, a cross-reference stream, no comments, no identifier.
#pragma once

#include <optional>

#include "core/sink.hpp"
#include "format/pdf/object.hpp"

namespace scrub::engine::pdf {

/// Writes objects and operators token by token, with white space only where tokens would run together.
class Emit {
public:
    explicit Emit(Budget& budget) : out_(budget) {}

    Emit& name(Literal name);                        ///< without the slash
    Emit& name(Literal prefix, std::uint64_t index); ///< "F" and 3: /F3
    Emit& name(Kept const& name);                    ///< escaped where needed
    Emit& integer(std::int64_t value);
    /// Rounded: five decimals, eight for numbers below one tenth.
    Emit& number(double value);
    Emit& boolean(bool value) { return value ? word("true") : word("false"); }
    Emit& reference(std::uint32_t number);
    Emit& string(Kept const& bytes);
    Emit& string(Made const& bytes);
    Emit& hex(Kept const& bytes);                    ///< digits of an inline picture, and their end mark
    Emit& word(Literal keyword);                     ///< operators, true, false, null
    Emit& open_dict() { return delimiter("<<"); }
    Emit& close_dict() { return delimiter(">>"); }
    Emit& open_array() { return delimiter("["); }
    Emit& close_array() { return delimiter("]"); }
    Emit& literal(Literal text) {                    ///< a string of ours
        delimiter("(");
        out_.put(text);
        return delimiter(")");
    }
    Emit& bytes(Kept const& data) { out_.put(data); last_is_regular_ = false; return *this; }
    Emit& byte(std::uint8_t c) { out_.u8(c); last_is_regular_ = false; return *this; }
    Emit& line() { out_.u8('\n'); last_is_regular_ = false; return *this; }
    Emit& raw(Made const& data);                     ///< tokens that another one made

    bool empty() const noexcept { return out_.size() == 0; }
    std::uint64_t size() const noexcept { return out_.size(); }
    Made take() { last_is_regular_ = false; return out_.take(); }

private:
    Emit& delimiter(Literal text);
    void space();
    void digits(std::uint64_t fraction, unsigned places);
    void string_bytes(Bytes bytes);

    Sink out_;
    bool last_is_regular_ = false;
};

class Writer {
public:
    Writer(Sink& out, Budget& budget);

    /// The number of a new object, which must be written once.
    std::uint32_t allocate();
    /// Numbers given out so far, those of object streams left aside.
    std::uint32_t allocated() const noexcept { return allocated_; }
    void object(std::uint32_t number, Made const& body);
    /// `entries` of the dictionary, without brackets and /Length.
    void stream(std::uint32_t number, Made const& entries, Made const& data) { stream_of(number, entries, data); }
    void stream(std::uint32_t number, Made const& entries, Kept const& data) { stream_of(number, entries, data); }
    void finish(std::uint32_t root, std::optional<std::uint32_t> info);

private:
    template <class Data>
    void stream_of(std::uint32_t number, Made const& entries, Data const& data);
    void flush_objects();

    struct Place {
        std::uint64_t where = 0;  // offset, or number of the object stream
        std::uint32_t index = 0;
        bool is_compressed = false;
    };
    Sink& out_;
    Budget& budget_;
    std::vector<Place> places_{1};
    std::vector<std::uint32_t> packed_;  // numbers in the object stream being filled
    std::vector<std::uint64_t> offsets_;
    Sink pack_;
    std::uint32_t allocated_ = 0;
};

}  // namespace scrub::engine::pdf
