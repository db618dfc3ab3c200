#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "hal/gnss_receiver.hpp"
#include "simulator/race_command.hpp"

namespace lanterne::simulator {

/// One athlete's receiver, said as NMEA to a real gpsd at the pace of the race, on a thread of its
/// own: gpsd may make it wait without making the others wait.
class LiveFeed {
public:
    LiveFeed(const std::string& address,
             std::function<std::optional<hal::GnssReading>(UtcTime)> receiver,
             Milliseconds interval, plan::RehearsalClock clock, UtcTime end, WallClock now);
    ~LiveFeed(); ///< stops it
    LiveFeed(LiveFeed&&) noexcept;

    /// Why it ended too early, if it did.
    std::optional<std::string> fault() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::simulator
