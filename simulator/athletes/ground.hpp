#pragma once

#include <vector>

#include "core/course/course.hpp"
#include "core/geo/plane.hpp"
#include "simulator/athletes/behaviour.hpp"

namespace lanterne::simulator {

/// The unrolled way of a course on one plane, as somebody goes it who rounds corners off. Behind
/// its end and before its begin a loop goes round once more, any other line goes on straight; or it
/// turns off.
class Ground {
public:
    /// A corner is rounded from so many metres before to so many behind it.
    Ground(const course::Course& course, double rounded_m, const TurnOff& turns_off = {});

    const geo::LocalPlane& plane() const { return plane_; }

    geo::PlanePoint at(double along) const;
    /// Unit vector of travel there.
    geo::PlanePoint direction_at(double along) const;

private:
    struct Leg {
        double begin;
        double lap;
        std::vector<double> along; ///< in the lap
        std::vector<geo::PlanePoint> points;

        /// Ends where it begins, and goes on there in about the same direction.
        bool goes_round() const;
        geo::PlanePoint at(double in_lap) const;
    };

    geo::PlanePoint drawn_at(double along) const;
    geo::PlanePoint drawn_on(double along) const;

    geo::LocalPlane plane_;
    double length_;
    double rounded_m_;
    TurnOff turns_off_;
    std::vector<Leg> legs_;
};

} // namespace lanterne::simulator
