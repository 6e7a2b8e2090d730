// What a job may cost, shared by everything nested in it. Only the primitives of the core and the codecs charge it.
#pragma once

#include <algorithm>
#include <cstdint>

#include <scrub/limits.hpp>

#include "core/result.hpp"

namespace scrub::engine {

class Budget {
public:
    Budget(Limits const& limits, std::uint64_t input_bytes) noexcept : limits_(limits), input_bytes_(input_bytes) {}

    Result<void> part(std::uint64_t count = 1) { return charge(parts_, count, limits_.parts, "too many parts"); }
    Result<void> xml_nodes(std::uint64_t count = 1) { return charge(xml_nodes_, count, limits_.xml_nodes, "too much XML"); }
    Result<void> inflated(std::uint64_t bytes) { return charge(inflated_, bytes, may_inflate(), "inflates too much"); }
    Result<void> pixels(std::uint64_t width, std::uint64_t height) const {
        if (height != 0 && width > limits_.pixels / height) return fail(Errc::over_budget, "picture with too many pixels");
        return {};
    }

    /// Bytes that may still come out of decompression.
    std::uint64_t inflatable() const noexcept { return inflated_ < may_inflate() ? may_inflate() - inflated_ : 0; }
    std::uint64_t max_xml_depth() const noexcept { return limits_.xml_depth; }
    Limits const& limits() const noexcept { return limits_; }

    /// Output that is too large is noted here and found by the job; the bytes beyond the limit are not kept.
    bool may_write(std::uint64_t bytes) noexcept {
        if (bytes > limits_.bytes_out - std::min(written_, limits_.bytes_out)) {
            wrote_too_much_ = true;
            return false;
        }
        written_ += bytes;
        return true;
    }
    Result<void> check_output() const {
        if (wrote_too_much_) return fail(Errc::over_budget, "output too large");
        return {};
    }

    /// Output that was collected and is going to be written once more.
    void take_back(std::uint64_t bytes) noexcept { written_ -= std::min(bytes, written_); }

    /// One file inside another.
    class Level {
    public:
        explicit Level(Budget& budget) noexcept : budget_(budget) { ++budget_.depth_; }
        ~Level() { --budget_.depth_; }
        Level(Level const&) = delete;
        Level& operator=(Level const&) = delete;

    private:
        Budget& budget_;
    };
    Result<void> may_enter() const {
        if (depth_ >= limits_.depth) return fail(Errc::over_budget, "files nested too deep");
        return {};
    }

    /// A smaller budget to look into something that goes anyway: running out of it costs the look, not the file.
    Budget for_a_look() const noexcept {
        Budget look = *this;
        look.limits_.inflated = inflated_ + inflatable() / 4;
        look.limits_.parts = parts_ + (limits_.parts - std::min(parts_, limits_.parts)) / 4;
        look.limits_.xml_nodes = xml_nodes_ + (limits_.xml_nodes - std::min(xml_nodes_, limits_.xml_nodes)) / 4;
        return look;
    }
    /// Takes over what a look has used, so that many looks together stay within the whole.
    void absorb(Budget const& look) noexcept {
        inflated_ = std::min(look.inflated_, look.may_inflate());
        parts_ = std::min(look.parts_, look.limits_.parts);
        xml_nodes_ = std::min(look.xml_nodes_, look.limits_.xml_nodes);
    }

private:
    static Result<void> charge(std::uint64_t& used, std::uint64_t more, std::uint64_t limit, std::string_view what) {
        if (more > limit - std::min(used, limit)) return fail(Errc::over_budget, what);
        used += more;
        return {};
    }
    std::uint64_t may_inflate() const noexcept {
        constexpr std::uint64_t kFree = std::uint64_t{64} << 20;
        std::uint64_t const by_ratio = input_bytes_ > limits_.inflated / std::max<std::uint64_t>(limits_.ratio, 1)
                                           ? limits_.inflated
                                           : kFree + input_bytes_ * limits_.ratio;
        return std::min(limits_.inflated, by_ratio);
    }

    Limits limits_;
    std::uint64_t input_bytes_;
    std::uint64_t parts_ = 0;
    std::uint64_t xml_nodes_ = 0;
    std::uint64_t inflated_ = 0;
    std::uint64_t written_ = 0;
    std::uint64_t depth_ = 0;
    bool wrote_too_much_ = false;
};

}  // namespace scrub::engine
