// Objects of a PDF (ISO 32000-1, 7.3) as plain values. What they refer to lives in an Arena for the length of a job.
#pragma once

#include <deque>
#include <string>

#include "core/bytes.hpp"

namespace scrub::engine::pdf {

struct Ref {
    std::uint32_t number = 0;
    std::uint16_t generation = 0;
    friend constexpr auto operator<=>(Ref const&, Ref const&) noexcept = default;
};

struct Value;
struct Dict;
using Array = std::vector<Value>;

enum class Type : std::uint8_t { null, boolean, integer, real, name, string, array, dict, stream, ref };

/// Small and copyable. An absent value is null, so that a lookup of a lookup needs no checks between.
struct Value {
    Type type = Type::null;
    union {
        std::int64_t integer = 0;  // boolean, integer
        double real;
    };
    Ref ref{};
    std::string_view text{};        // name or string without its escapes; the undecoded data of a stream
    Array const* items = nullptr;   // array
    Dict const* entries = nullptr;  // dict, stream

    bool is(Type t) const noexcept { return type == t; }
    bool is_null() const noexcept { return type == Type::null; }
    bool is_number() const noexcept { return type == Type::integer || type == Type::real; }
    bool is_dict() const noexcept { return type == Type::dict || type == Type::stream; }
    bool is_name(std::string_view name) const noexcept { return type == Type::name && text == name; }
    bool is_true() const noexcept { return type == Type::boolean && integer != 0; }

    double number(double otherwise = 0) const noexcept {
        return type == Type::integer ? static_cast<double>(integer) : type == Type::real ? real : otherwise;
    }
    std::int64_t whole(std::int64_t otherwise = 0) const noexcept {
        if (type == Type::integer) return integer;
        if (type == Type::real && real > -9e15 && real < 9e15) return static_cast<std::int64_t>(real);
        return otherwise;
    }
    std::string_view name() const noexcept { return type == Type::name ? text : std::string_view{}; }
    Bytes data() const noexcept { return bytes_of(text); }

    static Value of_number(double number) {
        Value value;
        value.type = Type::real;
        value.real = number;
        return value;
    }
    static Value of_integer(std::int64_t number) {
        Value value;
        value.type = Type::integer;
        value.integer = number;
        return value;
    }
    static Value of_name(std::string_view name) {
        Value value;
        value.type = Type::name;
        value.text = name;
        return value;
    }
    static Value of_ref(Ref target) {
        Value value;
        value.type = Type::ref;
        value.ref = target;
        return value;
    }
};

/// Entries in the order of the file. Of a key that is repeated, the last counts, as in all readers that we know.
struct Dict {
    struct Entry {
        std::string_view key;
        Value value;
    };
    std::vector<Entry> list;

    Value const* find(std::string_view key) const noexcept {
        for (auto entry = list.rbegin(); entry != list.rend(); ++entry)
            if (entry->key == key) return &entry->value;
        return nullptr;
    }
};

/// Keeps objects in place until the job is done.
class Arena {
public:
    Array const* keep(Array&& array) { return &arrays_.emplace_back(std::move(array)); }
    Dict const* keep(Dict&& dict) { return &dicts_.emplace_back(std::move(dict)); }
    std::string_view keep(std::string&& text) { return texts_.emplace_back(std::move(text)); }
    Bytes keep(Blob&& blob) { return blobs_.emplace_back(std::move(blob)); }

private:
    std::deque<Array> arrays_;
    std::deque<Dict> dicts_;
    std::deque<std::string> texts_;
    std::deque<Blob> blobs_;
};

}  // namespace scrub::engine::pdf
