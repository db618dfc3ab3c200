#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/time.hpp"
#include "hal/gnss_receiver.hpp"
#include "simulator/feed/nmea_port.hpp"

namespace lanterne::bench {

/// A receiver that tells an epoch at each interval for as long as this object lives: a runner at
/// 3 m/s, in the time of this machine's clock. Each second it also tells of the twelve satellites
/// that it sees, as real ones do. The port must outlive it.
class Feed {
public:
    Feed(simulator::NmeaPort& port, std::chrono::milliseconds interval);
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    /// When the epoch's last sentence had been handed over; nothing when it was not told (yet).
    std::optional<std::chrono::steady_clock::time_point> handed_over(UtcTime epoch) const;

private:
    void play(const std::stop_token& stop);
    void tell(UtcTime epoch);

    simulator::NmeaPort& port_;
    std::chrono::milliseconds interval_;
    mutable std::mutex mutex_;
    std::map<UtcTime, std::chrono::steady_clock::time_point> told_;
    std::jthread thread_; ///< last: it uses the rest
};

} // namespace lanterne::bench
