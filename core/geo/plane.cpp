#include "core/geo/plane.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"

namespace lanterne::geo {
namespace {

// WGS 84 (NIMA TR8350.2).
constexpr double equatorial_radius_m = 6'378'137.0;
constexpr double eccentricity_squared = 6.694'379'990'14e-3;

constexpr double radians_per_e6 = std::numbers::pi / 180e6;
constexpr std::int64_t full_circle_e6 = 360'000'000;

struct Radii {
    double meridian; ///< north to south
    double vertical; ///< east to west, before the cosine of latitude
};

Radii radii_at(double sine) {
    const double w = 1 - eccentricity_squared * sine * sine;
    const double vertical = equatorial_radius_m / std::sqrt(w);
    return {vertical * (1 - eccentricity_squared) / w, vertical};
}

double eastward_e6(Longitude from, Longitude to) {
    const std::int64_t difference = std::int64_t{to.e6} - from.e6;
    if (difference > full_circle_e6 / 2) {
        return static_cast<double>(difference - full_circle_e6);
    }
    if (difference < -full_circle_e6 / 2) {
        return static_cast<double>(difference + full_circle_e6);
    }
    return static_cast<double>(difference);
}

double northward_e6(Latitude from, Latitude to) {
    return static_cast<double>(std::int64_t{to.e6} - from.e6);
}

Longitude wrapped(double e6) {
    const double turns = std::floor((e6 + 180e6) / 360e6);
    return Longitude{static_cast<std::int32_t>(std::lround(e6 - turns * 360e6))};
}

} // namespace

LocalPlane::Scales LocalPlane::scales_at(Latitude at) {
    const double latitude = at.e6 * radians_per_e6;
    const double sine = lanterne::sin(latitude);
    const double cosine =
        std::max(lanterne::cos(latitude), 1e-9); // a pole has no east; it stays finite
    const auto [meridian, vertical] = radii_at(sine);
    return {.east_per_e6 = vertical * cosine * radians_per_e6,
            .east_per_e6_per_north = -meridian * sine * radians_per_e6 * radians_per_e6,
            .north_per_e6 = meridian * radians_per_e6,
            .north_per_e6_squared = vertical * sine * cosine / 2 * radians_per_e6 * radians_per_e6};
}

double length(PlanePoint vector) { return std::sqrt(dot(vector, vector)); }

double bearing_of(PlanePoint direction) {
    if (direction.east == 0 && direction.north == 0) {
        return 0;
    }
    const double degrees =
        lanterne::atan2(direction.east, direction.north) * 180 / std::numbers::pi;
    const double turned = degrees < 0 ? degrees + 360 : degrees;
    return turned >= 360 ? 0 : turned;
}

PlanePoint direction_of(double bearing_deg) {
    const double radians = bearing_deg * std::numbers::pi / 180;
    return {lanterne::sin(radians), lanterne::cos(radians)};
}

LocalPlane::LocalPlane(Position origin) : LocalPlane{origin, scales_at(origin.latitude)} {}

LocalPlane::LocalPlane(Position origin, const Scales& scales) : origin_{origin}, scales_{scales} {}

PlanePoint LocalPlane::to_plane(Position position) const {
    const double east = eastward_e6(origin_.longitude, position.longitude);
    const double north = northward_e6(origin_.latitude, position.latitude);
    return {east * (scales_.east_per_e6 + scales_.east_per_e6_per_north * north),
            north * scales_.north_per_e6 + east * east * scales_.north_per_e6_squared};
}

Position LocalPlane::to_position(PlanePoint point) const {
    double east = point.east / scales_.east_per_e6;
    double north = point.north / scales_.north_per_e6;
    for (int step = 0; step < 4; ++step) { // each step gains about four digits at 50 km
        north = (point.north - east * east * scales_.north_per_e6_squared) / scales_.north_per_e6;
        north = std::clamp(north, -90e6 - origin_.latitude.e6, 90e6 - origin_.latitude.e6);
        const double scale = scales_.east_per_e6 + scales_.east_per_e6_per_north * north;
        east = std::clamp(point.east / std::max(scale, scales_.east_per_e6 / 10), -180e6, 180e6);
    }
    return {Latitude{static_cast<std::int32_t>(std::lround(origin_.latitude.e6 + north))},
            wrapped(origin_.longitude.e6 + east)};
}

Metres distance(Position a, Position b) {
    const double middle = (static_cast<double>(a.latitude.e6) + b.latitude.e6) / 2 * radians_per_e6;
    const auto [meridian, vertical] = radii_at(lanterne::sin(middle));
    const PlanePoint apart{eastward_e6(a.longitude, b.longitude) * radians_per_e6 * vertical *
                               lanterne::cos(middle),
                           northward_e6(a.latitude, b.latitude) * radians_per_e6 * meridian};
    return Metres{length(apart)};
}

} // namespace lanterne::geo
