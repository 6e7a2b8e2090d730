// Work on a list by several threads, with the results in the order of the list.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace scrub::command {

/// Calls `work(i)` for 0 <= i < count on `threads` threads, and `use(i, result)` on the calling thread, in order.
/// No more than a few results per thread wait at any time, however many there are in all.
template <class Work, class Use>
void in_order(std::size_t count, unsigned threads, Work work, Use use) {
    using Result = decltype(work(std::size_t{}));
    std::size_t const window = std::size_t{4} * threads;
    std::vector<std::optional<Result>> waiting(window);
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t next = 0;
    std::size_t used = 0;

    auto const run = [&] {
        for (;;) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return next >= count || next < used + window; });
            if (next >= count) return;
            auto const mine = next++;
            lock.unlock();
            auto result = work(mine);
            lock.lock();
            waiting[mine % window] = std::move(result);
            changed.notify_all();
        }
    };
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min<std::size_t>(threads, count); ++i) workers.emplace_back(run);
    for (std::size_t i = 0; i < count; ++i) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return waiting[i % window].has_value(); });
        auto result = std::move(*waiting[i % window]);
        waiting[i % window].reset();
        lock.unlock();
        use(i, std::move(result));
        lock.lock();
        used = i + 1;
        changed.notify_all();
    }
}

}  // namespace scrub::command
