#include "simulator/feed/player.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "simulator/nmea/sentences.hpp"

namespace lanterne::simulator {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds warm_up_interval{100};
constexpr std::chrono::milliseconds nap{100}; // how late a stop may be noticed

/// False when it was stopped meanwhile.
bool sleep_until(Clock::time_point when, const std::function<bool()>& stop) {
    while (Clock::now() < when) {
        if (stop()) {
            return false;
        }
        std::this_thread::sleep_for(std::min<Clock::duration>(when - Clock::now(), nap));
    }
    return !stop();
}

bool warm_up(UtcTime first, NmeaPort& port, int epochs, const std::function<bool()>& stop) {
    for (int left = epochs; left > 0; --left) {
        port.write(nmea::epoch_without_fix(first - std::chrono::seconds{left}));
        if (!sleep_until(Clock::now() + warm_up_interval, stop)) {
            return false;
        }
    }
    return true;
}

} // namespace

std::size_t play(std::span<const hal::GnssReading> readings, NmeaPort& port, const Pace& pace,
                 const std::function<bool()>& stop) {
    if (readings.empty() || !warm_up(*readings.front().time, port, pace.warm_up_epochs, stop)) {
        return 0;
    }
    const auto begin = Clock::now();
    std::size_t played = 0;
    for (const auto& reading : readings) {
        if (pace.speed > 0) {
            const std::chrono::duration<double, std::milli> due =
                (*reading.time - *readings.front().time) / pace.speed;
            if (!sleep_until(begin + std::chrono::duration_cast<Clock::duration>(due), stop)) {
                break;
            }
        } else if (stop()) {
            break;
        }
        port.write(nmea::epoch_with_fix(reading));
        ++played;
    }
    port.drain();
    return played;
}

std::vector<hal::GnssReading> redated(std::vector<hal::GnssReading> readings, UtcTime start) {
    if (readings.empty()) {
        return readings;
    }
    const auto shift = start - *readings.front().time;
    for (auto& reading : readings) {
        *reading.time += shift;
    }
    return readings;
}

} // namespace lanterne::simulator
