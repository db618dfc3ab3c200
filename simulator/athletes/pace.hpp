#pragma once

#include <vector>

#include "core/course/course.hpp"
#include "hal/simulated/random.hpp"

namespace lanterne::simulator {

/// How one athlete goes: second by second, by legs. The course outlives it.
class Pace {
public:
    Pace(const course::Course& course, hal::simulated::Random& random);

    /// The speed a second later, having gone at `speed` to that place.
    double next_speed(double along, double speed, hal::simulated::Random& random);

    /// The speed that it would go there in that form, what is behind it left aside: 0 is as a rule,
    /// on a good or a bad minute a few hundredths.
    double speed_at(double along, double form = 0) const;

    double form() const { return form_; }

private:
    struct LegPace {
        double speed;     ///< m/s on a straight, fresh
        double stand_at;  ///< along; in a transition
        double stand_for; ///< seconds
    };

    double wanted_speed(double along, std::size_t leg, double form) const;

    const course::Course* course_;
    std::vector<LegPace> legs_;
    double form_ = 0;  ///< wanders about 0
    double stood_ = 0; ///< seconds, in the leg's transition
    std::size_t standing_leg_ = 0;
};

} // namespace lanterne::simulator
