#pragma once

#include <array>
#include <cstddef>

#include "core/course/course.hpp"

namespace lanterne::scoring::eta {

/// What is believed of a sport before anybody was seen; standard deviations of log time.
struct SportPrior {
    double ability_sd;     ///< among athletes
    double climb_sd;       ///< how differently they take slopes
    double spell_sd;       ///< a good or a bad spell, a group, a gust
    double spell_s;        ///< how long it lasts
    double drift_per_hour; ///< how far ability wanders in an hour
    double cell_sd;        ///< of a minute, on its own
    double unseen_sd;      ///< what nobody has shown yet of a stretch
};

const SportPrior& prior_of(course::Sport sport);

inline constexpr std::size_t sports = 5;

/// Ability in a sport: how much slower than the ordinary athlete, in the logarithm.
struct Level {
    double mean = 0;
    double variance = 0;
};

/// What standing so many standard deviations from the field in one sport lets expect in another.
inline constexpr double likeness = 0.5;
double alike(double ahead);

/// What a cell tells or asks of a pace.
struct Load {
    double ability = 1; ///< the cell's sensitivity
    double slope = 0;   ///< its steepness
};

/// An athlete's pace in one sport as today has shown it: ability that wanders, a way with slopes,
/// and a spell that passes (a Kalman filter of three states). Observations far from what was
/// expected are cut to three standard deviations.
class OwnPace {
public:
    OwnPace(course::Sport sport, const Level& ability);

    /// Lets `seconds` (>= 0) pass.
    void wait(double seconds);

    /// Takes the slowness of a stretch against what the course and the day explain; `sd` is of
    /// this observation alone.
    void observe(const Load& load, double slowness, double sd);

    Level ability() const { return {.mean = x_[0], .variance = p_[0][0]}; }

    double climb() const { return x_[1]; }

    double spell() const { return x_[2]; }

    /// The variance of what those amounts of ability, slope and spell sum up to.
    double variance_of(const std::array<double, 3>& amounts) const;

    const SportPrior& prior() const { return *prior_; }

private:
    const SportPrior* prior_;
    std::array<double, 3> x_{};
    std::array<std::array<double, 3>, 3> p_{};
};

} // namespace lanterne::scoring::eta
