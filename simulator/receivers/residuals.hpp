#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/geo/plane.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::simulator {

// How a recorded track scatters about its own smoothed line. Nobody knows where the recorder
// really was: what is left is its receiver's error and how it weaved on the road, together, as far
// as both change faster than the line. A simulated track is compared with a real one by that.

struct TrackPoint {
    double t_s = 0; ///< ascending along a track
    geo::PlanePoint at;
};

using Track = std::vector<TrackPoint>;

/// The smoothed line: at each point the parabola that fits the points around it best.
struct Smoothing {
    double half_s = 15;           ///< so far to either side
    std::size_t least_points = 8; ///< in there; fewer say nothing
    double longest_gap_s = 10;    ///< nor does a longer gap in there
};

/// What of a track is looked at: somebody who goes about straight on. A parabola does not follow a
/// sharp corner.
struct Straight {
    double slowest_mps = 2;
    double most_turn = 0.35; ///< radians from the begin of what is smoothed to its end
};

struct SmoothedPoint {
    double t_s = 0;
    geo::PlanePoint at;       ///< on the line; the track's own point where there is none
    double right_m = 0;       ///< the track's point lies so far to the right of it
    bool is_straight = false; ///< as all that it was smoothed with
};

/// Each point of the track.
std::vector<SmoothedPoint> smoothed(const Track& track, const Smoothing& smoothing = {},
                                    const Straight& straight = {});

/// On a line, at a time: metres beside it.
struct Residual {
    double t_s = 0;
    double right_m = 0;
};

/// Where `like` is straight: of the same track, or of one at the same times.
std::vector<Residual> residuals(std::span<const SmoothedPoint> points,
                                std::span<const SmoothedPoint> like);

/// The standard deviation, by the median of the sizes, so that a few far ones do not rule it. 0 of
/// none.
double spread_m(std::span<const Residual> residuals);

/// Waves that last from so long to so long.
struct Band {
    double shortest_s = 0;
    double longest_s = 0;
};

/// How large the waves of each band are: the root of their mean square, by least squares for times
/// that are not evenly apart (Lomb 1976, Astrophys. Space Sci. 39: 447-462; Scargle 1982,
/// Astrophys. J. 263: 835-853) over windows of two minutes with 25 residuals or more. What lies
/// farther out than four times the spread counts as that. 0 where no window has as many.
std::vector<double> band_sizes_m(std::span<const Residual> residuals, std::span<const Band> bands);

/// What a receiver says of a place at a time; the times ascend.
using Hears = std::function<hal::GnssReading(Position, UtcTime)>;

/// What such a receiver says on that line, each second, and a recorder keeps at the same times;
/// positions at 1e-6 degree.
Track simulated(std::span<const SmoothedPoint> line, const geo::LocalPlane& plane,
                const Hears& hears);

} // namespace lanterne::simulator
