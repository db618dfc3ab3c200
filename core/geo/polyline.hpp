#pragma once

#include <cstddef>
#include <vector>

#include "core/base/units.hpp"
#include "core/geo/plane.hpp"

namespace lanterne::geo {

/// A place on a line that is nearer to a given one than the line's parts before and after it.
struct Projection {
    double along = 0; ///< metres from the line's begin
    double right = 0; ///< metres that the given place lies to the right of the line, or left: < 0
    double distance = 0;  ///< metres from the given place
    PlanePoint direction; ///< unit vector of travel there
};

/// From one place along a line to another; where one of them lies beyond an end of the line, on
/// from its other end.
struct Stretch {
    double from = 0; ///< metres, at most a length of the line before its begin
    double to = 0;   ///< metres, at most a length behind its end
};

/// A line on the ground with the distance along it. At least two points, no two neighbours the
/// same. Immutable; any thread.
class Polyline {
public:
    /// Neighbours at the same place are merged. Fewer than two places remain, or one that is not on
    /// earth: std::invalid_argument.
    explicit Polyline(std::vector<Position> points);

    const std::vector<Position>& points() const { return points_; }

    /// Metres along the line at each point; starts with 0, ascends.
    const std::vector<double>& along() const { return along_; }

    Metres length() const { return Metres{along_.back()}; }

    /// The plane in which this line is measured; its origin is the line's middle.
    const LocalPlane& plane() const { return plane_; }

    /// The place that far along; clamped to the ends.
    Position at(Metres along) const;
    PlanePoint plane_at(Metres along) const;
    /// Direction of travel there, degrees true, 0 to 360.
    double bearing_at(Metres along) const;
    /// The same as a unit vector in the plane.
    PlanePoint direction_at(Metres along) const;

    /// The place on the line that is nearest to the given one; of equals the first.
    Projection nearest(Position position) const;

    /// Each place on the line that is nearest locally and within the radius, by along. Of those
    /// less than `apart` metres along from each other the nearest is kept, so that a drawn wiggle
    /// counts once. Looks at the segments near the position alone.
    std::vector<Projection> near(Position position, Metres radius, Metres apart = Metres{5}) const;

    /// Of those, all that lie on that stretch, however close to each other; maybe others beside.
    std::vector<Projection> near_on(const Stretch& stretch, Position position, Metres radius) const;

private:
    struct Box {
        PlanePoint low;
        PlanePoint high;
    };

    std::size_t segment_at(double along) const;
    Projection project(PlanePoint point, std::size_t segment) const;
    bool is_nearest_locally(PlanePoint point, const Projection& one, std::size_t segment) const;
    template<class Skip, class Visit>
    void visit_near(PlanePoint point, const double& radius, Skip skip, Visit visit) const;
    void build_boxes();

    std::vector<Position> points_;
    std::vector<double> along_;
    LocalPlane plane_;
    std::vector<PlanePoint> plane_points_;
    std::vector<std::vector<Box>> boxes_; ///< each level holds eight of the level below
};

} // namespace lanterne::geo
