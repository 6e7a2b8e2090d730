// Standard output and error, and the progress bar that must not get between their lines.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>

namespace scrub::command {

class Terminal {
public:
    /// `total` inputs; the bar is drawn on standard error when that is a terminal and the work takes longer than a second.
    Terminal(std::size_t total, bool is_quiet);
    ~Terminal();
    Terminal(Terminal const&) = delete;
    Terminal& operator=(Terminal const&) = delete;

    void print(std::string_view text);     ///< on standard output
    void complain(std::string_view text);  ///< on standard error
    void advance();                        ///< one more input is done

    /// Whether everything printed so far has reached standard output.
    bool is_good() const { return is_good_; }

private:
    void draw_bar();
    void clear_bar();
    void keep_drawing(std::stop_token stop);

    std::size_t const total_;
    std::size_t done_ = 0;
    bool is_shown_ = false;
    bool is_good_ = true;
    std::chrono::steady_clock::time_point const start_ = std::chrono::steady_clock::now();
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread painter_;  // last: it uses the others
};

/// Writes all bytes to a descriptor. False with errno when that fails.
bool write_all(int descriptor, std::string_view bytes);

}  // namespace scrub::command
