#pragma once

#include <chrono>

#include "core/base/time.hpp"

namespace lanterne::simulator {

/// One moment of a simulated world, on both of its clocks: race time, and the time that a unit
/// waits by. The second goes by the rate of the rehearsal slower than the first, so that what waits
/// for servers (which live in wall time) waits as long as they mean it; it is computed from the
/// first, never read, so that the same race gives the same journals whatever the machine does.
struct Moment {
    UtcTime race;
    std::chrono::steady_clock::time_point steady;
};

/// The clocks of a world that begins at a race time and goes `rate` times as fast as life.
class WorldClock {
public:
    WorldClock(UtcTime begin, double rate) : begin_{begin}, rate_{rate} {}

    Moment at(UtcTime race) const {
        using Steady = std::chrono::steady_clock;
        const std::chrono::duration<double, std::milli> waited = (race - begin_) / rate_;
        return {race, Steady::time_point{std::chrono::hours{1}} +
                          std::chrono::duration_cast<Steady::duration>(waited)};
    }

    double rate() const { return rate_; }

private:
    UtcTime begin_;
    double rate_;
};

} // namespace lanterne::simulator
