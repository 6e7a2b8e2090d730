// A value or an error; neither can be overlooked.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <scrub/scrub.hpp>

namespace scrub::engine {

using Errc = Reason;

/// `what` is constant text: lower case, no full stop, never data of the document.
struct Error {
    Errc code = Errc::internal_error;
    std::string_view what;
    std::size_t at = 0;  ///< offset in the innermost file; 0 when not known
};

/// What `fail` gives; turns into any Result.
struct Failure {
    Error error;
};

inline Failure fail(Errc code, std::string_view what, std::size_t at = 0) { return {{code, what, at}}; }

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}          // NOLINT(google-explicit-constructor)
    Result(Failure failure) : held_(std::in_place_index<1>, failure.error) {}     // NOLINT(google-explicit-constructor)

    explicit operator bool() const noexcept { return held_.index() == 0; }
    T& operator*() & { return std::get<0>(held_); }
    T const& operator*() const& { return std::get<0>(held_); }
    T&& operator*() && { return std::get<0>(std::move(held_)); }
    T* operator->() { return &std::get<0>(held_); }
    T const* operator->() const { return &std::get<0>(held_); }
    T take() && { return std::get<0>(std::move(held_)); }
    Error const& error() const { return std::get<1>(held_); }

private:
    std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() noexcept = default;
    Result(Failure failure) : error_(failure.error) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const noexcept { return !error_; }
    void take() const&& {}
    Error const& error() const { return *error_; }

private:
    std::optional<Error> error_;
};

/// The value of a Result; on an error, returns it from the function around.
#define TRY(expression) SCRUB_TRY_AS(expression, SCRUB_TRY_NAME(try_result_, __COUNTER__))
#define SCRUB_TRY_NAME(prefix, number) SCRUB_TRY_JOIN(prefix, number)
#define SCRUB_TRY_JOIN(prefix, number) prefix##number
#define SCRUB_TRY_AS(expression, name)                                    \
    __extension__({                                                       \
        auto&& name = (expression);                                       \
        if (!name) [[unlikely]]                                           \
            return ::scrub::engine::Failure{name.error()};                \
        std::move(name).take();                                           \
    })

}  // namespace scrub::engine
