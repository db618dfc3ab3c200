#pragma once

#include <cstddef>
#include <vector>

#include "core/course/matching/history.hpp"
#include "core/course/matching/outlook.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"

namespace lanterne::course {

// Logarithms of likelihoods. Errors of a receiver have heavy tails: Student's t with 3 degrees.

/// A fix that fits so badly may have been off the course.
inline constexpr double doubtful = -3;
/// A history so much less likely than the best is given up.
inline constexpr double hopeless = -14;

/// How well the fix fits that place, for a history with that outlook.
double fit_of(const History& history, const Outlook& outlook, const NearPlace& place,
              const Seen& seen);

/// How well it fits to be off the course, for a history that was on it or off it already.
double fit_of_absence(const History& history, const Seen& seen);

/// Nobody goes backwards for long.
bool goes_backward(const History& history);
inline constexpr double fit_of_going_backward = -0.5;

/// The likeliest at most `limit`, best first, scores beside the best; of those that say the same
/// the likelier.
std::vector<History> pruned(std::vector<History> all, std::size_t limit);

} // namespace lanterne::course
