#include "hal/simulated/noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"

namespace lanterne::hal::simulated {
namespace {

constexpr double never_s = 1e9;
constexpr double metres_per_degree = 111'195; // a sphere is good enough for an error
constexpr double degrees_per_radian = 180 / std::numbers::pi;

void turn(GnssReading& reading, double east_mps, double north_mps) {
    if (!reading.speed_mps) {
        return; // a receiver that measures no speed has no error of it
    }
    const double course = reading.course_deg.value_or(0) / degrees_per_radian;
    const double east = *reading.speed_mps * lanterne::sin(course) + east_mps;
    const double north = *reading.speed_mps * lanterne::cos(course) + north_mps;
    const double degrees = lanterne::atan2(east, north) * degrees_per_radian;
    reading.speed_mps = lanterne::hypot(east, north);
    reading.course_deg = degrees < 0 ? degrees + 360 : degrees;
}

} // namespace

void shift(GnssReading& reading, double east_m, double north_m) {
    const double cosine = std::max(lanterne::cos(reading.latitude_deg / degrees_per_radian),
                                   1e-6); // finite at a pole
    reading.latitude_deg =
        std::clamp(reading.latitude_deg + north_m / metres_per_degree, -90.0, 90.0);
    reading.longitude_deg =
        std::remainder(reading.longitude_deg + east_m / (metres_per_degree * cosine), 360.0);
}

template<class Source>
auto NoiseFrom<Source>::wandered(Slow from, double seconds, double time_s) -> Slow {
    const double keep = lanterne::exp(-seconds / time_s);
    const double fresh = std::sqrt(1 - keep * keep);
    const double east = random_.normal();
    const double north = random_.normal();
    return {from.east * keep + fresh * east, from.north * keep + fresh * north};
}

template<class Source>
bool NoiseFrom<Source>::pass(double seconds, const NoiseModel& model) {
    position_ = wandered(position_, seconds, model.slow_time_s);
    velocity_ = wandered(velocity_, seconds, model.doppler_time_s);
    const double keep = lanterne::exp(-seconds / model.burst_time_s);
    burst_ = {burst_.east * keep, burst_.north * keep};
    if (model.burst_every_s == 0 ||
        !random_.chance(1 - lanterne::exp(-seconds / model.burst_every_s))) {
        return false;
    }
    const double far = random_.uniform(model.burst_least_m, model.burst_most_m);
    const double where = random_.uniform(0, 2 * std::numbers::pi);
    burst_ = {far * lanterne::sin(where), far * lanterne::cos(where)};
    return true;
}

// A first-order low-pass filter; it begins with what it is first given.
template<class Source>
auto NoiseFrom<Source>::smooth(Slow error, double seconds, const NoiseModel& model) -> Slow {
    const double keep = lanterne::exp(-seconds / model.smoothing_s);
    smoothed_ = {smoothed_.east * keep + error.east * (1 - keep),
                 smoothed_.north * keep + error.north * (1 - keep)};
    return smoothed_;
}

template<class Source>
ReadingError NoiseFrom<Source>::next(UtcTime time, const NoiseModel& model) {
    bool begins_burst = false;
    double seconds = never_s; // before the first
    if (newest_) {
        seconds = static_cast<double>((time - *newest_).count()) / 1000;
        begins_burst = pass(seconds, model);
    } else { // drawn from all that may be
        position_ = {random_.normal(), random_.normal()};
        velocity_ = {random_.normal(), random_.normal()};
    }
    newest_ = time;
    const Slow white{random_.normal(), random_.normal()}; // braces: east is drawn first, everywhere
    Slow error{model.slow_m * position_.east + burst_.east + model.white_m * white.east,
               model.slow_m * position_.north + burst_.north + model.white_m * white.north};
    if (model.smoothing_s > 0) {
        error = smooth(error, seconds, model);
    }
    return {.east_m = error.east,
            .north_m = error.north,
            .up_m = model.altitude_m * position_.north,
            .east_mps = model.doppler_mps * velocity_.east,
            .north_mps = model.doppler_mps * velocity_.north,
            .begins_burst = begins_burst};
}

template<class Source>
GnssReading NoiseFrom<Source>::disturb(GnssReading truth, const NoiseModel& model) {
    const ReadingError error = next(*truth.time, model);
    shift(truth, error.east_m, error.north_m);
    turn(truth, error.east_mps, error.north_mps);
    if (truth.altitude_m) {
        *truth.altitude_m += error.up_m;
    }
    truth.accuracy_m = model.stated_accuracy_m;
    return truth;
}

template class NoiseFrom<Random>;
template class NoiseFrom<SmallRandom>;

} // namespace lanterne::hal::simulated
