#pragma once

#include "core/base/units.hpp"

namespace lanterne::geo {

/// A point on a local plane, metres east and north of its origin.
struct PlanePoint {
    double east = 0;
    double north = 0;
};

constexpr PlanePoint operator+(PlanePoint a, PlanePoint b) {
    return {a.east + b.east, a.north + b.north};
}

constexpr PlanePoint operator-(PlanePoint a, PlanePoint b) {
    return {a.east - b.east, a.north - b.north};
}

constexpr PlanePoint operator*(PlanePoint a, double factor) {
    return {a.east * factor, a.north * factor};
}

constexpr double dot(PlanePoint a, PlanePoint b) { return a.east * b.east + a.north * b.north; }

/// Positive when b lies to the left of a.
constexpr double cross(PlanePoint a, PlanePoint b) { return a.east * b.north - a.north * b.east; }

double length(PlanePoint vector);

/// Degrees true, 0 to 360 (360 itself excluded); 0 for no direction at all.
double bearing_of(PlanePoint direction);

/// The unit vector that points there.
PlanePoint direction_of(double bearing_deg);

/// A plane that touches the WGS 84 ellipsoid at its origin. To second order in the distance:
/// lengths are true within 0.1 % up to 50 km from the origin and 65 degrees from the equator.
/// Works across the 180th meridian.
class LocalPlane {
public:
    explicit LocalPlane(Position origin);

    PlanePoint to_plane(Position position) const;

    /// The inverse, rounded to the wire's resolution; clamped to the earth.
    Position to_position(PlanePoint point) const;

private:
    struct Scales {
        double east_per_e6;           ///< metres, at the origin's latitude
        double east_per_e6_per_north; ///< how it changes with each e6 of latitude
        double north_per_e6;
        double north_per_e6_squared; ///< the parallels bend towards the pole
    };

    static Scales scales_at(Latitude at);
    LocalPlane(Position origin, const Scales& scales);

    Position origin_;
    Scales scales_;
};

/// The ground distance between two places, on the WGS 84 ellipsoid at their mean latitude: within
/// 0.1 % up to 50 km.
Metres distance(Position a, Position b);

} // namespace lanterne::geo
