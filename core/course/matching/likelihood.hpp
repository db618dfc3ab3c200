#pragma once

#include <cstddef>
#include <vector>

#include "core/base/elementary.hpp"
#include "core/course/matching/history.hpp"
#include "core/course/matching/outlook.hpp"
#include "core/course/matching/places.hpp"
#include "core/course/matching/seen.hpp"

namespace lanterne::course {

// Logarithms of likelihoods. Errors of a receiver have heavy tails: Student's t with 3 degrees.
// What a fix says counts against what was expected after the fix before, so that an error that
// lasts is paid for once.

/// A fix that fits so badly may have been off the course.
inline constexpr double doubtful = -6;
/// A history so much less likely than the best is given up.
inline constexpr double hopeless = -18;

/// How well the fix fits that place, for a history with that outlook.
double fit_of(const History& history, const Outlook& outlook, const NearPlace& place,
              const Sighting& sighting, const Seen& seen);

/// The same for a history that cut the course since the fix before, unseen.
double fit_of_cut_to(const History& history, const Outlook& outlook, const NearPlace& place,
                     const Sighting& sighting, const Seen& seen);

/// How well it fits to be off the course, for a history that was on it or off it already.
double fit_of_absence(const History& history, const std::vector<NearPlace>& places,
                      const Seen& seen);

/// To turn round on the course since the fix before, so many seconds ago, and go back at that
/// speed: seldom, and most of all not at a run. Who was not seen for a while may have stopped
/// meanwhile.
double fit_of_turning_back(const History& history, double speed, double seconds);

/// People walk back, but do not run far: for each metre faster than that.
inline constexpr double fit_of_running_back = -0.15;
inline constexpr double walking_mps = 1.8;
/// To come back to the course without having gone the way between.
inline constexpr double fit_of_cut = -8;

/// The likeliest at most `limit`, best first, scores beside the best; of those that say the same
/// the likelier.
std::vector<History> pruned(std::vector<History> all, std::size_t limit);

/// The likelihood of the histories of which that holds, as a share of all.
template<class Predicate>
double share_of(const std::vector<History>& histories, Predicate holds) {
    double those = 0;
    double all = 0;
    for (const History& history : histories) {
        const double weight = lanterne::exp(history.score);
        all += weight;
        those += holds(history) ? weight : 0;
    }
    return those / all;
}

} // namespace lanterne::course
