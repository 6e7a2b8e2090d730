// How the host, the zygote and the workers talk: framed messages and descriptors over socket pairs.
//
//     host -> zygote   one descriptor: a worker's end of a job's channel
//     worker -> host   one byte and a pidfd of the worker
//     host -> worker   a frame with the request, and the descriptors of the job in the order of JobFiles
//     worker -> host   a frame with the answer
//
// A frame is the size of what follows (32 bits, little-endian) and that many bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ipc/fd.hpp"

namespace scrub::ipc {

/// Where the zygote finds its end of the control channel.
inline constexpr int kControl = 3;
/// At most so many descriptors come with a message.
inline constexpr std::size_t kMaxDescriptors = 3;

enum class SocketKind : std::uint8_t { stream, packets };

/// Two connected sockets, closed on exec. Nothing when the process has no descriptors left.
std::optional<std::pair<Fd, Fd>> socket_pair(SocketKind kind);

/// Sends everything, the descriptors with the first byte. False when the other side is gone.
bool send_all(int socket, std::span<std::uint8_t const> bytes, std::span<int const> descriptors = {});
/// Sends a frame.
bool send_frame(int socket, std::span<std::uint8_t const> payload, std::span<int const> descriptors = {});
/// The frame of a payload, for those who have to prepare it ahead.
std::vector<std::uint8_t> framed(std::span<std::uint8_t const> payload);

using Clock = std::chrono::steady_clock;

/// What reading came to.
enum class Arrival : std::uint8_t {
    complete,
    closed,     ///< the other side is gone before everything was there
    too_late,   ///< the deadline has passed
    malformed,  ///< longer than allowed, or with other descriptors than allowed
};

struct Received {
    Arrival arrival = Arrival::closed;
    std::vector<std::uint8_t> bytes;
    std::vector<Fd> descriptors;
};

/// Receives exactly `size_bytes`, and any descriptors that come with the first of them.
Received receive_exactly(int socket, std::size_t size_bytes, std::size_t max_descriptors, Clock::time_point deadline);
/// Receives a frame of at most `max_bytes`; `bytes` are its payload.
Received receive_frame(int socket, std::size_t max_bytes, std::size_t max_descriptors, Clock::time_point deadline);

}  // namespace scrub::ipc
