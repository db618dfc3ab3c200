#include "bench/unit/feed.hpp"

#include <fmt/format.h>

#include "simulator/nmea/sentences.hpp"

namespace lanterne::bench {
namespace {

using Steady = std::chrono::steady_clock;

/// Three GSV sentences of four satellites each.
std::string satellites_in_view() {
    std::string sentences;
    for (int part = 0; part < 3; ++part) {
        std::string body = fmt::format("GPGSV,3,{},12", part + 1);
        for (int one = part * 4 + 1; one <= part * 4 + 4; ++one) {
            body += fmt::format(",{:02},{:02},{:03},{:02}", one, 15 + 5 * one, 29 * one, 30 + one);
        }
        sentences += simulator::nmea::framed(body);
    }
    return sentences;
}

hal::GnssReading runner(UtcTime time) {
    constexpr double metres_per_degree = 111'320.0;
    constexpr double speed_mps = 3.0;
    // Northwards for a day, then from the start again.
    const double seconds = static_cast<double>(to_ms(time) % 86'400'000) / 1'000.0;
    return {.time = time,
            .latitude_deg = 43.0 + speed_mps * seconds / metres_per_degree,
            .longitude_deg = 7.0,
            .altitude_m = 120.0,
            .speed_mps = speed_mps,
            .course_deg = 0.0,
            .accuracy_m = 19.0,
            .satellites = 9,
            .mode = FixMode::fix_3d};
}

} // namespace

Feed::Feed(simulator::NmeaPort& port, std::chrono::milliseconds interval)
    : port_{port}, interval_{interval},
      thread_{[this](const std::stop_token& stop) { play(stop); }} {}

std::optional<Steady::time_point> Feed::handed_over(UtcTime epoch) const {
    const std::lock_guard lock{mutex_};
    const auto told = told_.find(epoch);
    return told == told_.end() ? std::nullopt : std::optional{told->second};
}

void Feed::play(const std::stop_token& stop) {
    const auto interval_ms = interval_.count();
    // Whole multiples of the interval, as receivers have them.
    UtcTime epoch = from_ms(
        (to_ms(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now())) / interval_ms) *
        interval_ms);
    auto due = Steady::now();
    while (!stop.stop_requested()) {
        tell(epoch);
        epoch += interval_;
        due += interval_;
        std::this_thread::sleep_until(due);
    }
}

void Feed::tell(UtcTime epoch) {
    std::string sentences = simulator::nmea::epoch_with_fix(runner(epoch));
    if (to_ms(epoch) % 1'000 == 0) {
        sentences = satellites_in_view() + sentences;
    }
    port_.write(sentences);
    const std::lock_guard lock{mutex_};
    told_[epoch] = Steady::now();
}

} // namespace lanterne::bench
