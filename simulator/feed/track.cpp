#include "simulator/feed/track.hpp"

#include <fmt/format.h>

namespace lanterne::simulator {

namespace {

constexpr int satellites = 9; // a good sky; a GPX file does not say

hal::GnssReading reading_of(const exchange::GpxPoint& point) {
    return {.time = *point.time,
            .latitude_deg = point.position.latitude.e6 * 1e-6,
            .longitude_deg = point.position.longitude.e6 * 1e-6,
            .altitude_m = point.elevation_m,
            .satellites = satellites,
            .mode = point.elevation_m ? FixMode::fix_3d : FixMode::fix_2d};
}

} // namespace

Result<std::vector<hal::GnssReading>, std::string> readings_of(const exchange::Gpx& gpx) {
    std::vector<hal::GnssReading> readings;
    for (const auto& track : gpx.tracks) {
        for (const auto& segment : track.segments) {
            for (const auto& point : segment) {
                if (!point.time) {
                    return tl::unexpected{
                        fmt::format("line {}: a point without time cannot be played", point.line)};
                }
                if (!readings.empty() && *point.time < readings.back().time) {
                    return tl::unexpected{fmt::format("line {}: time goes back from {} to {}",
                                                      point.line, to_text(*readings.back().time),
                                                      to_text(*point.time))};
                }
                readings.push_back(reading_of(point));
            }
        }
    }
    if (readings.empty()) {
        return tl::unexpected{std::string{"no track with points; routes have no times"}};
    }
    return readings;
}

} // namespace lanterne::simulator
