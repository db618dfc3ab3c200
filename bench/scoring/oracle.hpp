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

/// What a smoother is told besides the fixes, the sizes and times of the noise, and the history.
struct Known {
    /// The true line and how this athlete rounds corners. Else the line as it is scored, which is
    /// some metres beside the true one over some 120 m (a Gauss-Markov state).
    bool line = true;
    /// What this athlete does on that metre, how its form wanders, and that a stop is near. Else
    /// speed wanders about a mean that is learned, bends and halts are seen by the fixes alone.
    bool speed_law = true;
    /// When one began. Else it is found at each fix by two hypotheses.
    bool bursts = true;
    /// Which of several crossings is meant: the one nearest the truth. Else the first.
    bool crossing = true;
};

inline constexpr Known all_known{};
/// What an engine can know that is told the sizes and times of the noise.
inline constexpr Known known_in_the_field{
    .line = false, .speed_law = false, .bursts = false, .crossing = false};

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
///
/// With less knowledge it says what each piece is worth. `drawn` is the race as it is scored.
std::vector<std::optional<TimedError>>
oracle(const truth::Sample& sample, const plan::RacePlan& plan, const plan::RacePlan& drawn,
       const simulator::Conditions& conditions, const Known& known = all_known);

/// The same by drawing a straight line between the two fixes around the gate, each put on the true
/// line where it lies nearest. No standard error. Of several crossings the one nearest the truth,
/// or without that help the first of the race.
std::vector<std::optional<TimedError>> raw_interpolation(const truth::Sample& sample,
                                                         const plan::RacePlan& plan,
                                                         bool is_told_crossing = true);

} // namespace lanterne::bench
