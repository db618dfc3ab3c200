#pragma once

#include <optional>
#include <span>

#include "core/course/course.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/passing.hpp"
#include "core/course/matching/steps.hpp"

namespace lanterne::course {

/// A point is behind an athlete who is this many standard deviations, and half a metre, beyond it.
inline constexpr double sure_deviations = 4;
/// A time is first said when so many seconds are known after it, or the next fix would be late.
inline constexpr double known_after_s = 6;

/// When a point counts as behind.
struct Noting {
    double deviations = sure_deviations;
    double known_after_s = course::known_after_s;
    double usual_interval_s = 1; ///< between fixes
};

/// Nothing seen for longer than this is a gap.
double longest_unseen_s(double usual_interval_s);

/// When the way, smoothed, first passed that far along. The error of a bridged passage holds a halt
/// that nobody saw.
std::optional<Crossing> timed_passing(const Course& course, std::span<const Step> way,
                                      const std::optional<Tail>& tail, double along,
                                      double longest_unseen_s);

/// Puts the points behind the history that it passed on its steps, in order, each with its time.
void note_passages(const Course& course, const Steps& steps, const Noting& how, History& history);

} // namespace lanterne::course
