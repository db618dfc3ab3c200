#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "simulator/said/listener.hpp"

namespace lanterne::simulator {

/// listen() on a thread of its own, beside a run.
class Recorder {
public:
    /// `now` is called by that thread.
    Recorder(ListenSettings settings, std::function<UtcTime()> now);
    ~Recorder(); ///< ends it, and waits
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// True when it has ended by itself: it failed, or the race is over.
    bool has_ended() const { return has_ended_; }

    /// Ends it, with what REST says now; the second time the same answer.
    Result<Heard, std::string> finish();

private:
    std::atomic<bool> wish_to_stop_ = false;
    std::atomic<bool> has_ended_ = false;
    Result<Heard, std::string> heard_; ///< the thread's, until it has ended
    std::thread thread_;
};

} // namespace lanterne::simulator
