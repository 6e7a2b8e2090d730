// What ends a job inside the client. Thrown where it happens, and turned into an Outcome by Scrubber: it never leaves the library.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

#include <scrub/scrub.hpp>

namespace scrub::client {

struct Problem {
    Status status = Status::failed;
    Reason reason = Reason::internal_error;
    std::string message;
};

/// A failure of the system. `what` is the start of a sentence, "the output cannot be written".
[[noreturn]] inline void throw_io(std::string const& what, int error = errno) {
    throw Problem{Status::failed, Reason::io_error, what + ": " + std::generic_category().message(error)};
}

[[noreturn]] inline void throw_refusal(Reason reason, std::string message) {
    throw Problem{Status::refused, reason, std::move(message)};
}

}  // namespace scrub::client
