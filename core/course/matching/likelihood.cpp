#include "core/course/matching/likelihood.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

constexpr double leaving = -4;
constexpr double returning = -2;
constexpr double away = -5;
constexpr double across_mps = 1.5;  // nobody goes sideways for long
constexpr double beside_line_m = 3; // athletes keep to a side; lines are drawn by people
constexpr double backward_mps = 0.5;
constexpr double same_place_m = 4;
constexpr double same_speed_mps = 0.7;
// Errors of fixes less than this apart are mostly the same error, so each counts less.
constexpr double independent_s = 4;

double fit(double off, double variance) { return -2 * lanterne::log1p(off * off / variance / 3); }

double evidence_of(double seconds) { return std::clamp(seconds / independent_s, 0.25, 1.0); }

// Off the course for a while, an athlete is likely back where it was left, or as far along as was
// travelled meanwhile. A cut is rarer than noise that lifts a standing athlete to the next road.
double fit_of_return(const History& history, const NearPlace& place) {
    const double ahead = place.along - history.along();
    const double off = std::min(std::abs(ahead), std::abs(ahead - history.travelled_away()));
    return returning - std::min(off / 10, 8.0);
}

// Likeliest first; ties by place, so that the order never depends on how they came about.
bool is_likelier(const History& a, const History& b) {
    if (a.score != b.score) {
        return a.score > b.score;
    }
    return a.along() != b.along() ? a.along() < b.along() : a.is_away() < b.is_away();
}

} // namespace

double fit_of(const History& history, const Outlook& outlook, const NearPlace& place,
              const Seen& seen) {
    const Motion& motion = outlook.motion;
    const double beside = motion.bias_m * motion.bias_m + motion.white_m * motion.white_m +
                          beside_line_m * beside_line_m;
    double sum = evidence_of(seen.seconds) * fit(place.right, beside) +
                 fit(seen.speed_across(place.direction), across_mps * across_mps);
    if (history.is_away()) {
        return sum + fit_of_return(history, place);
    }
    const Expected along = expected_along(outlook.state, place.direction, motion);
    sum += fit(place.along - along.value, along.variance);
    if (const auto speed = seen.speed_along(place.direction, outlook.state.speed())) {
        const Expected rate = expected_speed(outlook.state, seen.seconds, motion);
        sum += fit(*speed - rate.value, rate.variance);
    }
    return sum;
}

double fit_of_absence(const History& history, const Seen& seen) {
    return (history.is_away() ? 0 : leaving) + evidence_of(seen.seconds) * away;
}

bool goes_backward(const History& history) { return history.state().speed() < -backward_mps; }

std::vector<History> pruned(std::vector<History> all, std::size_t limit) {
    std::sort(all.begin(), all.end(), is_likelier);
    std::vector<History> kept;
    const double best = all.front().score;
    for (History& history : all) {
        const bool known = std::any_of(kept.begin(), kept.end(), [&](const History& other) {
            return other.is_away() == history.is_away() &&
                   std::abs(other.along() - history.along()) < same_place_m &&
                   std::abs(other.state().speed() - history.state().speed()) < same_speed_mps;
        });
        if (kept.size() == limit || history.score < best + hopeless) {
            break;
        }
        if (!known) {
            history.score -= best;
            kept.push_back(std::move(history));
        }
    }
    return kept;
}

} // namespace lanterne::course
