// The protocol between libscrub and scrub-worker: fixed little-endian integers and counted strings.
// The reader trusts nothing: every count is bounded and checked against what is left before memory is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <scrub/scrub.hpp>

namespace scrub::wire {

/// Both sides must be of one build: the worker's hello carries these.
inline constexpr std::uint32_t kMagic = 0x42524353;  // "SCRB"
inline constexpr std::uint32_t kProtocol = 1;

inline constexpr std::size_t kMaxRequestBytes = 4096;
inline constexpr std::size_t kMaxAnswerBytes = std::size_t{32} << 20;
inline constexpr std::size_t kMaxFindings = 10'000;
inline constexpr std::size_t kMaxPasswordBytes = 1024;
inline constexpr std::size_t kMaxStringBytes = 16 << 10;

enum class Mode : std::uint8_t {
    scrub,    ///< walk the input, write the output and the removed values
    inspect,  ///< walk the input, write nothing
    verify,   ///< walk an output: it must hold nothing to remove, give itself again, and hide no removed value
    probe,    ///< put on the sandbox and say what holds
};

/// The tiers of worker (docs/architecture.md): each loads no more than its jobs need, and can do what those before it can.
enum class Tier : std::uint8_t {
    structural,  ///< all walks
    render,      ///< and pages of PDFs can be drawn: fonts are readable
    raster,      ///< and odd pictures can be decoded
    office,      ///< no walk: an office program converts the file, and the walk begins again with what it made
};

inline constexpr std::size_t kTierCount = static_cast<std::size_t>(Tier::office) + 1;

/// What the host asks of one worker process.
struct Request {
    Mode mode = Mode::scrub;
    Options options;

    friend bool operator==(Request const& a, Request const& b);
};

/// What a worker says when it has done its job. Everything in it is untrusted until decoded, and its claims stay claims.
struct Answer {
    Reason reason = Reason::none;  ///< none: the job was done
    std::string message;           ///< constant text of the engine
    bool is_unchanged = false;     ///< the output equals the input
    std::uint64_t output_size = 0; ///< bytes written to the output
    Tier needed = Tier::structural;  ///< another tier: nothing was done, that worker can do it
    std::string convert_from;        ///< with Tier::office: the usual extension of what the file is
    Isolation isolation;
    Report report;
};

/// What the zygote sends when it is ready, as it lies in memory: both sides run on one machine.
struct Hello {
    std::uint32_t magic = kMagic;
    std::uint32_t protocol = kProtocol;
    char version[24] = {};

    static Hello of_this_build() noexcept;
    friend bool operator==(Hello const&, Hello const&) noexcept = default;
};

std::vector<std::uint8_t> encode(Request const& request);
std::optional<Request> decode_request(std::span<std::uint8_t const> bytes);

std::vector<std::uint8_t> encode(Answer const& answer);
/// Strings come out escaped and as valid UTF-8. Nothing when the bytes are not exactly one well-formed answer.
std::optional<Answer> decode_answer(std::span<std::uint8_t const> untrusted_bytes);

}  // namespace scrub::wire
