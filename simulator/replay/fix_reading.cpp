#include "simulator/replay/fix_reading.hpp"

namespace lanterne::simulator {

namespace {

template<class Number>
std::optional<double> scaled(const std::optional<Number>& value, double unit) {
    return value ? std::optional{*value * unit} : std::nullopt;
}

} // namespace

hal::GnssReading reading_of(const Fix& fix) {
    return {.time = fix.time,
            .latitude_deg = fix.position.latitude.e6 / 1e6,
            .longitude_deg = fix.position.longitude.e6 / 1e6,
            .altitude_m = scaled(fix.altitude_dm, 0.1),
            .speed_mps = scaled(fix.speed_dmps, 0.1),
            .course_deg = scaled(fix.course_2deg, 2),
            .accuracy_m = scaled(fix.accuracy_dm, 0.1),
            .satellites = fix.satellites,
            .mode = fix.mode};
}

} // namespace lanterne::simulator
