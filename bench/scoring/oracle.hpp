#pragma once

#include <optional>
#include <vector>

#include "simulator/athletes/reception.hpp"
#include "tests/support/truth/sample.hpp"

namespace lanterne::bench {

/// A time less the true one, and the standard error that its maker states.
struct TimedError {
    double error_s = 0;
    double standard_error_s = 0;
};

/// The times of one athlete's passages as a smoother finds them that cannot be had in the field. It
/// knows the true line, the model of the receiver's noise with its sizes and times, when a burst
/// began, the law of the athlete's speed (what it does on that metre, how its form wanders), that
/// it stops somewhere there, and the history: nothing is mistaken for another lap. It does not know
/// when and where a stop begins and ends, on which side of the road the athlete keeps, nor any
/// error drawn. A Kalman filter about the true way, smoothed (Rauch, Tung, Striebel 1965); nodes
/// each second at least.
///
/// By passage of the journey; nothing for a start by the gun, for one that is passed slower than a
/// walk, where a time is no linear thing, and for an athlete who cuts the course.
std::vector<std::optional<TimedError>> oracle(const truth::Sample& sample,
                                              const plan::RacePlan& plan,
                                              const simulator::Conditions& conditions);

/// The same by drawing a straight line between the two fixes around the gate, each put on the true
/// line where it lies nearest. No standard error.
std::vector<std::optional<TimedError>> raw_interpolation(const truth::Sample& sample,
                                                         const plan::RacePlan& plan);

} // namespace lanterne::bench
