// What a worker that has been taken over might try. A document names one of these; the evil format then tries it.
#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <string_view>

namespace scrub::testing {

/// What the attempt is aimed at.
struct Target {
    pid_t host = 0;
    std::string folder;  ///< holds a file "precious" and nothing else
};

enum class Came : unsigned char {
    to_nothing,  ///< denied
    through,     ///< what must not happen
    to_pass,     ///< a control: what workers need works
};

enum class Wanted : unsigned char {
    denied,        ///< fails, or ends the worker
    over_budget,   ///< a limit is hit: a clean refusal, or the end of the worker
    dead,          ///< the worker dies by itself
    broken,        ///< the host finds that the worker broke the protocol, hangs or lies
    works,         ///< a control
    works_in_render,  ///< a control of the render tier, denied in the structural one
};

struct Attempt {
    std::string_view name;
    Wanted wanted;
    Came (*run)(Target const& target);
};

std::span<Attempt const> attempts();

}  // namespace scrub::testing
