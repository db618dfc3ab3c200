#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace lanterne::simulator {

/// "the race so far  [########........]  52 %": a line of at most 79 columns.
std::string progress_line(std::string_view what, std::size_t done, std::size_t of);

/// A line on stderr that tells how far long work is, and is gone when the work is done. Only where
/// stderr is a terminal; else it says nothing.
class ProgressBar {
public:
    static constexpr std::chrono::milliseconds interval{100};

    ProgressBar();

    ~ProgressBar() { clear(); }

    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// `of` 0: nobody knows how much there is. done == of, unless 0: the line goes.
    void show(std::string_view what, std::size_t done = 0, std::size_t of = 0);

    /// Whoever writes to stderr beside it calls this before.
    void clear();

private:
    bool is_terminal_;
    bool is_there_ = false;
    std::string what_;
    std::chrono::steady_clock::time_point next_{};
};

} // namespace lanterne::simulator
