#pragma once

#include "core/course/course.hpp"

namespace lanterne::scoring::eta {

/// What a slope does to an ordinary athlete of a sport, and how much a better one gains there.
struct Effort {
    double seconds_per_metre = 0;
    /// By how much the logarithm of the time falls when that of the ability rises by one: 1 where
    /// speed follows ability, a third where air alone resists a rider.
    double sensitivity = 1;
    double top_speed = 0; ///< m/s that nobody passes there
};

/// On a slope of that gradient (metres up for each metre along; cut at 0.45 either way).
///
/// Running and walking: the energy that a metre costs by gradient (Minetti et al. 2002, "Energy
/// cost of walking and running at extreme uphill and downhill slopes", J. Appl. Physiol. 93:
/// 1039-1046, the polynomial for running), at the same power; downhill half of what it saves is
/// turned into speed, the legs brake the rest. Riding: power against slope, rolling and air
/// (Martin et al. 1998, "Validation of a mathematical model for road cycling power", J. Appl.
/// Biomech. 14: 276-291), with a rider who brakes above a descending speed. Ability is power there,
/// speed in the other sports.
Effort effort_on(course::Sport sport, double gradient);

/// By how much the logarithm of an ordinary athlete's pace grows in an hour of racing, on the same
/// ground. Running: in 91,929 marathons of people who are no elite the second half took 15.6 %
/// (men) and 11.7 % (women) longer (Deaner et al. 2015, Med. Sci. Sports Exerc. 47: 607-616), two
/// hours and a bit from middle to middle. Riding: from the first to the third 60 km, three and a
/// half hours apart, speed fell from 36.5 to 33.1 km/h (Abbiss et al. 2006, Med. Sci. Sports Exerc.
/// 38: 726-734). The others are taken to tire like riders, by our assumption.
double tiring_per_hour(course::Sport sport);

/// What putting on shoes costs besides the way through a transition zone, in seconds.
inline constexpr double transition_stay_s = 75;

} // namespace lanterne::scoring::eta
