#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "core/geo/plane.hpp"

namespace lanterne::simulator {

/// A course as those who race on it meet it, unrolled, from behind the start to behind the finish,
/// worked out once for all of them: where it goes when corners are rounded off, how steep it is,
/// and how fast anybody may be there to get round the bends ahead. Immutable. The course outlives
/// it.
class Road {
public:
    static constexpr double before_m = 300;   ///< of the road behind the start
    static constexpr double behind_m = 300;   ///< of the road behind the finish
    static constexpr double knot_apart_m = 5; ///< farther apart on courses beyond a million metres
    static constexpr std::size_t max_knots = 200'000;
    static constexpr double braking_mps2 = 2;

    explicit Road(const course::Course& course);

    const course::Course& course() const { return *course_; }

    const geo::LocalPlane& plane() const { return plane_; }

    double length() const { return course_->length().value; }

    struct Place {
        geo::PlanePoint point;
        geo::PlanePoint direction; ///< of travel, a unit vector
    };

    /// Clamped to the road.
    Place place_at(double along) const;

    /// Metres up for each metre along; 0 where heights are not known.
    double gradient_at(double along) const;

    std::optional<double> height_at(double along) const;

    /// Nobody is faster there who wants to get round what comes.
    double limit_mps(double along) const;

    struct Leg {
        course::Sport sport;
        double begin;
        double end;
        double lap;
        bool goes_round; ///< has laps, each of which begins where the one before ended
    };

    const std::vector<Leg>& legs() const { return legs_; }

    /// Where the way bends so much that somebody may miss the turn, ascending; on land alone.
    const std::vector<double>& turns() const { return turns_; }

private:
    struct Knot {
        float east;
        float north;
        float gradient;
        float height; ///< not-a-number: not known
        float limit;
    };

    struct Spot {
        std::size_t knot; ///< the one before; there are one before it and two behind
        double part;      ///< of the way to the next
    };

    Spot spot_at(double along) const;
    double along_of(std::size_t knot) const;
    geo::PlanePoint point(std::size_t knot) const;
    geo::PlanePoint tangent(std::size_t knot) const;
    double bend_at(std::size_t knot) const;
    void lay();
    void limit();
    void find_turns();

    const course::Course* course_;
    geo::LocalPlane plane_;
    double apart_;
    std::vector<Leg> legs_;
    std::vector<Knot> knots_;
    std::vector<double> turns_;
};

} // namespace lanterne::simulator
