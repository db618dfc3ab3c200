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
constexpr double cutting = -11; // unseen, between two fixes
constexpr double round_trip_m = 40;
constexpr double round_trip_most = 6;
constexpr double across_mps = 1.5; // nobody goes sideways for long
constexpr double burst_each_s = 900;
constexpr double burst_lasts_s = 15;
constexpr double burst_reach_m = 22;
constexpr double beyond_burst_m = 4; // for each of these less likely by e
constexpr double along_the_course = -2;
constexpr double beside_course_m = 20;
constexpr double same_way = 0.9; // cosine of 26 degrees
constexpr double turning_at_a_run = -12;
constexpr double turning_at_a_walk = -4;
constexpr double unseen_halt_s = 6; // long enough to come to stand and turn round
constexpr double same_place_m = 4;
constexpr double same_speed_mps = 0.7;

double fit(double off, double variance) { return -2 * lanterne::log1p(off * off / variance / 3); }

// Somebody may have stopped unseen, and be far behind what was expected; nobody sprints.
double fit_ahead(double ahead, double variance) {
    return ahead < 0 ? fit(ahead, variance) : -ahead * ahead / variance / 2;
}

// A burst of the receiver's error begins seldom, but takes it anywhere within its reach: as likely
// as that is beside the most likely error, which is spread over `area` square metres, by 2 pi.
double fit_of_burst(double off, double area, double seconds) {
    const double begins = std::min(seconds, burst_lasts_s) / burst_each_s;
    const double spread = std::min(2 * area / (burst_reach_m * burst_reach_m), 1.0);
    const double beyond = std::max(off - burst_reach_m, 0.0) / beyond_burst_m;
    return lanterne::log(begins * spread) - beyond;
}

// Behind where somebody was who goes on: back and turned twice, unseen.
double fit_of_back_and_forth(const History& history, const NearPlace& place, const Motion& motion) {
    const double noise =
        std::sqrt(history.estimate().along_variance() + motion.bias_m * motion.bias_m);
    const double back = history.along() - place.along - 2 * noise;
    return history.goes_backward() || back < 0 ? 0 : -std::min(back / 5, 8.0);
}

// Off the course for a while, an athlete is likely back where it was left, or as far along as was
// travelled meanwhile. A cut is rarer than noise that lifts a standing athlete to the next road.
// Who travelled far does not end where it began by chance: that is the length of the course.
double fit_of_return(const History& history, const NearPlace& place) {
    const double ahead = place.along - history.along();
    const double round = std::min(history.travelled_away() / round_trip_m, round_trip_most);
    const double off =
        std::min(std::abs(ahead) / 10 + round, std::abs(ahead - history.travelled_away()) / 10);
    return returning - std::min(off, 8.0);
}

// As an athlete on the course would; who is off it does so by chance.
bool goes_along(const Seen& seen, const NearPlace& place) {
    return seen.direction && seen.speed && *seen.speed > walking_mps / 2 &&
           std::abs(place.right) < beside_course_m &&
           dot(*seen.direction, place.heading) > same_way;
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
              const Sighting& sighting, const Seen& seen) {
    const Motion& motion = outlook.motion;
    const double way = fit(seen.speed_across(place.heading), across_mps * across_mps);
    const Expected beside = history.beside(place.direction, seen.seconds, motion);
    const double aside = place.right - beside.value;
    if (history.is_away()) {
        return way + fit(aside, beside.variance) + fit_of_return(history, place);
    }
    Estimate estimate = outlook.estimate;
    double sum = way;
    if (sighting.has_speed) {
        // The speed first: how far somebody came since the fix before hangs on it.
        const Expected rate = estimate.rate(seen.seconds, motion);
        sum += fit(sighting.speed - rate.value, rate.variance);
        estimate.see_speed(sighting);
    }
    const Expected along = estimate.place(place.direction, motion);
    const double ahead = place.along - along.value;
    const double where = -aside * aside / beside.variance / 2 + fit_ahead(ahead, along.variance);
    const double area = std::sqrt(beside.variance * along.variance);
    sum += fit_of_back_and_forth(history, place, motion);
    return sum + std::max(where, fit_of_burst(lanterne::hypot(aside, ahead), area, seen.seconds));
}

double fit_of_cut_to(const History& history, const Outlook& outlook, const NearPlace& place,
                     const Sighting& sighting, const Seen& seen) {
    const Motion& motion = outlook.motion;
    const Expected beside = history.beside(place.direction, seen.seconds, motion);
    double sum = cutting + fit(seen.speed_across(place.heading), across_mps * across_mps) +
                 fit(place.right - beside.value, beside.variance);
    if (sighting.has_speed) {
        const Expected rate = outlook.estimate.rate(seen.seconds, motion);
        sum += fit(sighting.speed - rate.value, rate.variance);
    }
    return sum;
}

double fit_of_absence(const History& history, const std::vector<NearPlace>& places,
                      const Seen& seen) {
    const double rare = std::min(seen.seconds / independent_s, 1.0);
    const bool is_along =
        history.is_away() && std::any_of(places.begin(), places.end(), [&](const NearPlace& place) {
            return goes_along(seen, place);
        });
    return (history.is_away() ? 0 : leaving) + away_least + rare * away_more +
           (is_along ? rare * along_the_course : 0);
}

double fit_of_turning_back(const History& history, double speed, double seconds) {
    const bool walks = seconds > unseen_halt_s && std::abs(speed) < walking_mps;
    return walks || std::abs(history.estimate().speed()) < walking_mps ? turning_at_a_walk
                                                                       : turning_at_a_run;
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
