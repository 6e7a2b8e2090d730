// Standard output and error, and the progress bar.
#include "terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include <unistd.h>

namespace scrub::command {
namespace {

constexpr auto kFirstBar = std::chrono::seconds(1);
constexpr auto kBetweenBars = std::chrono::milliseconds(200);
constexpr std::size_t kBarColumns = 30;

}  // namespace

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Terminal::Terminal(std::size_t total, bool is_quiet) : total_(total) {
    if (!is_quiet && ::isatty(STDERR_FILENO) == 1) painter_ = std::jthread([this](std::stop_token stop) { keep_drawing(stop); });
}

Terminal::~Terminal() {
    if (painter_.joinable()) {
        painter_.request_stop();
        painter_.join();
    }
    clear_bar();
}

void Terminal::print(std::string_view text) {
    std::lock_guard const lock(mutex_);
    clear_bar();
    if (!write_all(STDOUT_FILENO, text)) is_good_ = false;
}

void Terminal::complain(std::string_view text) {
    std::lock_guard const lock(mutex_);
    clear_bar();
    write_all(STDERR_FILENO, text);
}

void Terminal::advance() {
    std::lock_guard const lock(mutex_);
    ++done_;
}

void Terminal::keep_drawing(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kFirstBar, [] { return false; });
    while (!stop.stop_requested()) {
        draw_bar();
        wake_.wait_for(lock, stop, kBetweenBars, [] { return false; });
    }
}

void Terminal::draw_bar() {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start_).count();
    auto const filled = total_ == 0 ? 0 : kBarColumns * std::min(done_, total_) / total_;
    auto const bar = "\r[" + std::string(filled, '#') + std::string(kBarColumns - filled, ' ') + "] " + std::to_string(done_) + "/" + std::to_string(total_) + "  " +
                     std::to_string(seconds) + " s ";
    write_all(STDERR_FILENO, bar);
    is_shown_ = true;
}

void Terminal::clear_bar() {
    if (!is_shown_) return;
    write_all(STDERR_FILENO, "\r" + std::string(kBarColumns + 40, ' ') + "\r");
    is_shown_ = false;
}

}  // namespace scrub::command
