#include "simulator/athletes/common_error.hpp"

#include <cmath>

#include "hal/simulated/random.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::int64_t minute_ms = 60'000;

} // namespace

geo::PlanePoint CommonError::drawn(std::int64_t minute) const {
    hal::simulated::Random random{seed_, static_cast<std::uint64_t>(minute)};
    const double east = random.normal();
    return geo::PlanePoint{east, random.normal()} * size_m_;
}

geo::PlanePoint CommonError::at(std::int64_t ms) {
    const std::int64_t minute = ms / minute_ms;
    if (minute != minute_) {
        minute_ = minute;
        now_ = drawn(minute);
        next_ = drawn(minute + 1);
    }
    // Weights whose squares add to one: the size stays the same between the minutes.
    const double part = static_cast<double>(ms % minute_ms) / minute_ms;
    return now_ * std::sqrt(1 - part) + next_ * std::sqrt(part);
}

} // namespace lanterne::simulator
