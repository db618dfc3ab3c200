#include "firmware/sampler.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::firmware {
namespace {

/// The nearest multiple of `unit`, in units, when it is finite and within the limits.
std::optional<double> rounded(std::optional<double> value, double unit, double least, double most) {
    if (!value || !std::isfinite(*value)) {
        return std::nullopt;
    }
    const double units = std::round(*value / unit);
    return units >= least && units <= most ? std::optional{units} : std::nullopt;
}

template<class T>
std::optional<T> as(std::optional<double> value) {
    return value ? std::optional{static_cast<T>(*value)} : std::nullopt;
}

std::optional<std::uint8_t> course(std::optional<double> degrees) {
    const auto steps = rounded(degrees, 2.0, 0, 180);
    // 359.5 degrees is nearest to north.
    return steps ? std::optional{static_cast<std::uint8_t>(*steps >= 180 ? 0 : *steps)}
                 : std::nullopt;
}

std::optional<std::uint16_t> accuracy(std::optional<double> metres) {
    if (metres && std::isfinite(*metres)) {
        metres = std::min(*metres, 6'000.0);
    }
    return as<std::uint16_t>(rounded(metres, 0.1, 0, 60'000));
}

} // namespace

std::optional<Fix> to_fix(const hal::GnssReading& reading) {
    const auto latitude = as<std::int32_t>(rounded(reading.latitude_deg, 1e-6, -90e6, 90e6));
    const auto longitude = as<std::int32_t>(rounded(reading.longitude_deg, 1e-6, -180e6, 180e6));
    if (!reading.time || !latitude || !longitude || reading.mode < FixMode::fix_2d) {
        return std::nullopt;
    }
    const Fix fix{.time = *reading.time,
                  .position = {Latitude{*latitude}, Longitude{*longitude}},
                  .altitude_dm =
                      as<std::int32_t>(rounded(reading.altitude_m, 0.1, -10'000, 200'000)),
                  .speed_dmps = as<std::uint16_t>(rounded(reading.speed_mps, 0.1, 0, 5'000)),
                  .course_2deg = course(reading.course_deg),
                  .accuracy_dm = accuracy(reading.accuracy_m),
                  .satellites = static_cast<std::uint8_t>(std::clamp(reading.satellites, 0, 63)),
                  .mode = reading.mode};
    return is_within_limits(fix) ? std::optional{fix} : std::nullopt;
}

std::optional<Fix> Sampler::take(const hal::GnssReading& reading) {
    const auto fix = to_fix(reading);
    if (!fix || !goes_forward(fix->time)) {
        ++refused_;
        return std::nullopt;
    }
    newest_ = fix->time;
    newest_behind_.reset();
    behind_ = 0;
    return fix;
}

bool Sampler::goes_forward(UtcTime time) {
    if (!newest_ || time > *newest_) {
        return true;
    }
    const bool forward_among_themselves = !newest_behind_ || time > *newest_behind_;
    behind_ = forward_among_themselves ? behind_ + 1 : 1;
    newest_behind_ = time;
    return behind_ > readings_that_outvote;
}

} // namespace lanterne::firmware
