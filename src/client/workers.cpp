// The zygotes of one Scrubber, and single runs of workers.
#include "client/workers.hpp"

#include <algorithm>

#include "client/problem.hpp"
#include "client/worker_program.hpp"
#include "ipc/deadline.hpp"

namespace scrub::client {
namespace {

constexpr auto kForkTimeout = std::chrono::seconds(30);

[[noreturn]] void throw_died(char const* how) { throw Problem{Status::failed, Reason::worker_died, how}; }

// What a worker was given must be there still when it looks: the descriptors travel with the request.
bool send_assignment(int socket, Assignment const& assignment) {
    std::vector<int> descriptors;
    auto const add = [&](MemoryFile const* file) {
        if (file != nullptr) descriptors.push_back(file->number());
    };
    add(assignment.input);
    add(assignment.output);
    add(assignment.values);
    return ipc::send_frame(socket, wire::encode(assignment.request), descriptors);
}

// Ends a worker at the end of a run, whatever it still does.
class Ended {
public:
    explicit Ended(ipc::Fd const& pidfd) noexcept : pidfd_(pidfd) {}
    ~Ended() { end_process(pidfd_); }
    Ended(Ended const&) = delete;
    Ended& operator=(Ended const&) = delete;

private:
    ipc::Fd const& pidfd_;
};

}  // namespace

Workers::Workers(Config config) : config_(std::move(config)), structural_(worker_path(config_)) {}

bool Workers::has(wire::Tier tier) const {
    std::error_code ignored;
    return std::filesystem::exists(worker_path(structural_, tier), ignored);
}

std::shared_ptr<Zygote> Workers::zygote_of(wire::Tier tier) {
    std::lock_guard const lock(mutex_);
    auto& zygote = zygotes_[static_cast<std::size_t>(tier)];
    // Jobs that still run keep an old zygote alive.
    if (zygote != nullptr && zygote->workers() >= std::max(1U, config_.jobs_per_zygote)) zygote = nullptr;
    if (zygote == nullptr) zygote = Zygote::start(worker_path(structural_, tier));
    return zygote;
}

void Workers::forget(wire::Tier tier, std::shared_ptr<Zygote> const& dead) {
    std::lock_guard const lock(mutex_);
    auto& zygote = zygotes_[static_cast<std::size_t>(tier)];
    if (zygote == dead) zygote = nullptr;
}

Workers::Channel Workers::start(wire::Tier tier, Assignment const& assignment) {
    // A zygote that somebody has killed is noticed here, before the document was touched: once more with a new one.
    constexpr int kAttempts = 2;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        auto zygote = zygote_of(tier);
        auto channel = ipc::socket_pair(ipc::SocketKind::stream);
        if (!channel) throw_io("no channel to a worker");
        auto const socket = channel->first.number();
        if (zygote->fork_worker(std::move(channel->second)) && send_assignment(socket, assignment)) {
            auto started = ipc::receive_exactly(socket, 1, 1, ipc::Clock::now() + kForkTimeout);
            if (started.arrival == ipc::Arrival::complete && started.descriptors.size() == 1)
                return {std::move(zygote), std::move(channel->first), std::move(started.descriptors.front())};
        }
        forget(tier, zygote);
    }
    throw_died("no worker could be started");
}

wire::Answer Workers::run(wire::Tier tier, Assignment const& assignment) {
    auto const channel = start(tier, assignment);
    Ended const ended(channel.pidfd);
    auto const input_bytes = assignment.input != nullptr ? assignment.input->size() : 0;
    auto const deadline = ipc::Clock::now() + ipc::wall_seconds(assignment.request.options, input_bytes);
    auto const untrusted = ipc::receive_frame(channel.socket.number(), wire::kMaxAnswerBytes, 0, deadline);
    switch (untrusted.arrival) {
        case ipc::Arrival::complete: break;
        case ipc::Arrival::closed: throw_died("the worker died");
        case ipc::Arrival::too_late: throw_died("the worker took too long and was ended");
        case ipc::Arrival::malformed: throw_died("the worker broke the protocol");
    }
    auto answer = wire::decode_answer(untrusted.bytes);
    if (!answer) throw_died("the worker broke the protocol");
    return std::move(*answer);
}

}  // namespace scrub::client
