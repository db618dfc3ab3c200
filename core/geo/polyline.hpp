#pragma once

#include <cstddef>
#include <vector>

#include "core/base/units.hpp"

namespace lanterne::geo {

/// The ground distance between two places, on the WGS 84 ellipsoid approximated by a local plane at
/// their mean latitude: within 0.1 % up to 50 km.
Metres distance(Position a, Position b);

/// A point on a local plane, metres east and north of a chosen origin.
struct PlanePoint {
    double east;
    double north;
};

/// A plane that touches the earth at an origin; good for a race (error under 0.1 % within 50 km).
class LocalPlane {
public:
    explicit LocalPlane(Position origin);
    PlanePoint to_plane(Position position) const;
    Position to_position(PlanePoint point) const;

private:
    Position origin_;
    double metres_per_e6_north_;
    double metres_per_e6_east_;
};

/// A line on the ground with the distance along it. At least two points, no two neighbours the
/// same.
class Polyline {
public:
    /// Neighbours at the same place are merged. Fewer than two places remain:
    /// std::invalid_argument.
    explicit Polyline(std::vector<Position> points);

    const std::vector<Position>& points() const { return points_; }

    /// Metres along the line at each point; starts with 0, ascends.
    const std::vector<double>& along() const { return along_; }

    Metres length() const { return Metres{along_.back()}; }

    /// The place that far along; clamped to the ends.
    Position at(Metres along) const;
    /// Direction of travel there, degrees true, 0 to 360.
    double bearing_at(Metres along) const;

private:
    std::vector<Position> points_;
    std::vector<double> along_;
};

} // namespace lanterne::geo
