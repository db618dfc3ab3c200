#pragma once

#include <cstddef>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::course {

/// The way goes on straight for this long before its begin (a start grid) and behind its end (the
/// run-out), so that an athlete there is not taken to stand on the line.
inline constexpr Metres run_up{200};

/// A place on the unrolled course that a position may mean.
struct NearPlace {
    double along = 0;          ///< metres on the unrolled course; -run_up to length + run_up
    double right = 0;          ///< metres to the right of the line; left is negative
    geo::PlanePoint direction; ///< of travel, a unit vector
    geo::PlanePoint heading;   ///< the same, some metres before or behind: see head()
    std::size_t leg = 0;
};

/// What of the unrolled course is looked at: metres along, and metres to either side.
struct Reach {
    double low = 0;
    double high = 0;
    double gate = 0;
};

/// The places within reach where the course comes nearest to the position, by along: each side of
/// an out-and-back, each lap, each road of a crossing is one.
std::vector<NearPlace> places_near(const Course& course, Position position, const Reach& reach);

/// Where the way turns within so many metres, as well as a receiver knows the place, nobody knows
/// which part of the turn an athlete goes who is seen to go in that direction: sets the heading of
/// each place to what agrees best.
void head(const Course& course, const geo::PlanePoint& seen, double within_m,
          std::vector<NearPlace>& places);

} // namespace lanterne::course
