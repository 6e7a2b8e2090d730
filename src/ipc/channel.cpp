// Framed messages and descriptors over socket pairs.
#include "ipc/channel.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

namespace scrub::ipc {
namespace {

constexpr std::size_t kHeaderBytes = 4;
constexpr std::size_t kReadBytes = 64 << 10;

// Room for the descriptors of one message, aligned as the kernel wants it.
union ControlRoom {
    cmsghdr header;
    char bytes[CMSG_SPACE(kMaxDescriptors * sizeof(int))];
};

void attach(msghdr& message, ControlRoom& room, std::span<int const> descriptors) {
    std::size_t const size = descriptors.size_bytes();
    message.msg_control = room.bytes;
    message.msg_controllen = CMSG_SPACE(size);
    auto* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(header), descriptors.data(), size);
}

std::vector<Fd> detach(msghdr& message) {
    std::vector<Fd> descriptors;
    for (auto* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        std::size_t const count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(header) + i * sizeof(int), sizeof number);
            descriptors.emplace_back(number);
        }
    }
    return descriptors;
}

bool wait_readable(int socket, Clock::time_point deadline) {
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd wanted{socket, POLLIN, 0};
        int const ready = ::poll(&wanted, 1, static_cast<int>(std::min<std::int64_t>(left, INT_MAX)));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

// One read of at most `room.size()` bytes; the number of bytes, 0 at the end, -1 on failure.
ssize_t receive_some(int socket, std::span<std::uint8_t> room, std::vector<Fd>* descriptors) {
    iovec part{room.data(), room.size()};
    ControlRoom control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptors != nullptr) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
    }
    ssize_t size = 0;
    do size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size >= 0 && descriptors != nullptr) *descriptors = detach(message);
    return size;
}

}  // namespace

std::optional<std::pair<Fd, Fd>> socket_pair(SocketKind kind) {
    int ends[2] = {-1, -1};
    int const type = kind == SocketKind::stream ? SOCK_STREAM : SOCK_SEQPACKET;
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0) return std::nullopt;
    return std::pair(Fd(ends[0]), Fd(ends[1]));
}

bool send_all(int socket, std::span<std::uint8_t const> bytes, std::span<int const> descriptors) {
    while (!bytes.empty()) {
        iovec part{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
        ControlRoom room{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        if (!descriptors.empty()) attach(message, room, descriptors);
        ssize_t const sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
        descriptors = {};
    }
    return true;
}

std::vector<std::uint8_t> framed(std::span<std::uint8_t const> payload) {
    std::vector<std::uint8_t> frame;
    frame.reserve(kHeaderBytes + payload.size());
    for (unsigned i = 0; i < kHeaderBytes; ++i) frame.push_back(static_cast<std::uint8_t>(payload.size() >> 8 * i & 0xFF));
    frame.insert(frame.end(), payload.begin(), payload.end());
    return frame;
}

bool send_frame(int socket, std::span<std::uint8_t const> payload, std::span<int const> descriptors) {
    return send_all(socket, framed(payload), descriptors);
}

Received receive_exactly(int socket, std::size_t size_bytes, std::size_t max_descriptors, Clock::time_point deadline) {
    Received received;
    auto const ends_as = [&](Arrival arrival) {
        received.arrival = arrival;
        return std::move(received);
    };
    // Memory is taken as the bytes come, and not as the other side announces them.
    while (received.bytes.size() < size_bytes) {
        if (!wait_readable(socket, deadline)) return ends_as(Arrival::too_late);
        std::size_t const have = received.bytes.size();
        bool const is_first = have == 0 && max_descriptors > 0;
        received.bytes.resize(have + std::min(size_bytes - have, kReadBytes));
        auto const size = receive_some(socket, std::span(received.bytes).subspan(have), is_first ? &received.descriptors : nullptr);
        received.bytes.resize(have + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        if (received.descriptors.size() > max_descriptors) return ends_as(Arrival::malformed);
        if (size <= 0) return ends_as(Arrival::closed);
    }
    return ends_as(Arrival::complete);
}

Received receive_frame(int socket, std::size_t max_bytes, std::size_t max_descriptors, Clock::time_point deadline) {
    auto header = receive_exactly(socket, kHeaderBytes, max_descriptors, deadline);
    if (header.arrival != Arrival::complete) return header;
    std::size_t size = 0;
    for (unsigned i = 0; i < kHeaderBytes; ++i) size |= std::size_t{header.bytes[i]} << 8 * i;
    if (size > max_bytes) return {Arrival::malformed, {}, {}};
    auto payload = receive_exactly(socket, size, 0, deadline);
    payload.descriptors = std::move(header.descriptors);
    return payload;
}

}  // namespace scrub::ipc
