#include "core/course/matching/likelihood.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

constexpr double leaving = -6;
constexpr double returning = -2;
constexpr double away_least = -3; // for one fix, and up to so much more when they are rare
constexpr double away_more = -2;
constexpr double independent_s = 4;
constexpr double across_mps = 1.5; // nobody goes sideways for long
// A burst of the receiver's error begins seldom, but takes it anywhere within its reach.
constexpr double burst = -12;
constexpr double burst_reach_m = 30;
constexpr double same_place_m = 4;
constexpr double same_speed_mps = 0.7;

double fit(double off, double variance) { return -2 * lanterne::log1p(off * off / variance / 3); }

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

bool says_the_same(const History& a, const History& b) {
    return a.is_away() == b.is_away() && a.goes_backward() == b.goes_backward() &&
           a.next_point() == b.next_point() && a.has_cut() == b.has_cut() &&
           std::abs(a.along() - b.along()) < same_place_m &&
           std::abs(a.estimate().speed() - b.estimate().speed()) < same_speed_mps;
}

} // namespace

double fit_of(const History& history, const Outlook& outlook, const NearPlace& place,
              const Seen& seen) {
    const Motion& motion = outlook.motion;
    const double way = fit(seen.speed_across(place.heading), across_mps * across_mps);
    const Expected beside = history.beside(place.direction, seen.seconds, motion);
    const double aside = place.right - beside.value;
    if (history.is_away()) {
        return way + fit(aside, beside.variance) + fit_of_return(history, place);
    }
    const Expected along = outlook.estimate.place(place.direction, motion);
    const double ahead = place.along - along.value;
    double where = fit(aside, beside.variance) + fit(ahead, along.variance);
    if (std::abs(aside) < burst_reach_m && std::abs(ahead) < burst_reach_m) {
        where = std::max(where, burst);
    }
    double sum = where + way;
    if (const auto speed = seen.speed_along(place.heading, outlook.estimate.speed())) {
        const Expected rate = outlook.estimate.rate(seen.seconds, motion);
        sum += fit(*speed - rate.value, rate.variance);
    }
    return sum;
}

double fit_of_absence(const History& history, const Seen& seen) {
    const double rare = std::min(seen.seconds / independent_s, 1.0);
    return (history.is_away() ? 0 : leaving) + away_least + rare * away_more;
}

std::vector<History> pruned(std::vector<History> all, std::size_t limit) {
    std::sort(all.begin(), all.end(), is_likelier);
    std::vector<History> kept;
    const double best = all.front().score;
    for (History& history : all) {
        if (kept.size() == limit || history.score < best + hopeless) {
            break;
        }
        const bool is_known = std::any_of(kept.begin(), kept.end(), [&](const History& other) {
            return says_the_same(other, history);
        });
        if (!is_known) {
            history.score -= best;
            kept.push_back(std::move(history));
        }
    }
    return kept;
}

} // namespace lanterne::course
