#pragma once

#include <array>

#include "core/course/way/way_filter.hpp"
#include "core/geo/plane.hpp"

namespace lanterne::course {

/// Where a history takes its athlete to be, and how fast, beside the receiver's slow error, which
/// lies in the plane so that it turns against the way when the way turns. A Kalman filter that is
/// made for choosing between histories: it runs for each of them at each fix.
class Estimate {
public:
    /// Known to about those standard deviations, with a receiver error of bias_m.
    Estimate(double along, double along_sd, double speed, double speed_sd, double bias_m);

    double along() const { return along_; }

    double speed() const { return speed_; }

    double along_variance() const { return p_[0]; }

    double along_sd() const; ///< standard deviation, metres
    double speed_sd() const; ///< m/s

    /// The receiver's error in that direction, metres.
    double error_towards(const geo::PlanePoint& direction) const {
        return direction.east * east_ + direction.north * north_;
    }

    /// Its variance, in the mean of all directions.
    double error_variance() const { return (p_[7] + p_[9]) / 2; }

    /// Lets `seconds` (>= 0) pass.
    void pass(double seconds, const Motion& motion);

    /// What would be seen of the place, on a line of that direction, and of the speed.
    Expected place(const geo::PlanePoint& direction, const Motion& motion) const;
    Expected rate(double seconds, const Motion& motion) const;

    /// Takes what was seen, at the time that has passed. A place that surprises is the beginning of
    /// a burst of the receiver's error, and counts against that.
    void see(const Sighting& sighting);

    /// Of that, the speed alone.
    void see_speed(const Sighting& sighting);

    /// The line turned to the right by so many radians under somebody who went about so far to its
    /// right: the inner side of a bend is shorter.
    void turn(double right_rad, double right_m);

    /// The slow error is another one now, unknown.
    void renew_error(double bias_m);

private:
    using Row = std::array<double, 4>;

    Row times(const Row& h) const;
    void observe(const Row& h, double off, double variance);

    double along_;
    double speed_;
    double east_ = 0; ///< of the receiver's error
    double north_ = 0;
    std::array<double, 10> p_{}; ///< covariance, upper triangle by rows
};

} // namespace lanterne::course
