#include "core/course/matching/passing.hpp"

#include <algorithm>
#include <cmath>

#include "core/course/matching/first_passage.hpp"
#include "core/course/way/way_smoother.hpp"

namespace lanterne::course {
namespace {

constexpr double negligible_deviations = 4;
constexpr double finish_m = 1;
constexpr double blank_each_s = 3;
constexpr double most_blanks = 32;
constexpr double least_speed = 0.4; // slower than this a place is not turned into a time

Crossing crossing_before(double along, const Sighting& sighting, const Whereabouts& state) {
    const double speed = std::max(state.speed(), least_speed);
    const double back = (state.along() - along) / speed;
    return {.t = sighting.t - back,
            .standard_error_s = std::sqrt(state.along_variance()) / speed + back / 2};
}

// Moments in between where nothing was seen for long.
std::vector<Sighting> with_blanks(const std::vector<Sighting>& sightings) {
    std::vector<Sighting> all;
    all.reserve(sightings.size());
    for (const Sighting& sighting : sightings) {
        if (!all.empty() && !sighting.motion.stands) {
            const double begin = all.back().t;
            const double seconds = sighting.t - begin;
            const double parts = std::min(std::floor(seconds / blank_each_s), most_blanks);
            for (double part = 1; part < parts; ++part) {
                Sighting blank{.t = begin + seconds * part / parts,
                               .seconds = seconds / parts,
                               .motion = sighting.motion,
                               .is_blank = true};
                blank.motion.renews_bias = false;
                blank.motion.renews_speed = false;
                all.push_back(blank);
            }
        }
        all.push_back(sighting);
    }
    return all;
}

std::optional<Crossing> first_passing(const Tail& before, std::span<const Sighting> sightings,
                                      double along) {
    const std::vector<Whereabouts> states = smoothed(before.state.state(), before.t, sightings);
    const double beyond = states.front().along() - along;
    if (beyond > negligible_deviations * std::sqrt(states.front().along_variance())) {
        return crossing_before(along, sightings.front(), states.front());
    }
    FirstPassage passage{along};
    passage.begin(sightings.front().t, states.front(), along <= 0);
    std::size_t seen = 0;
    for (std::size_t i = 1; i < states.size(); ++i) {
        for (seen = std::max(seen, i); seen + 1 < states.size() && sightings[seen].is_blank;) {
            ++seen;
        }
        passage.go(sightings[i - 1], sightings[i], states[i - 1], states[i], states[seen]);
    }
    return passage.crossing();
}

// Behind the finish people stop, as soon or as late as they like: how far they came in a gap over
// it says nothing of when they passed it, but what is known before the gap does.
std::optional<Crossing> passing_into_gap(const Tail& before, std::span<const Sighting> sightings,
                                         double along) {
    const auto beyond = std::find_if(sightings.begin(), sightings.end(), [&](const Sighting& one) {
        return !one.is_blank && one.along >= along;
    });
    if (beyond == sightings.begin() || beyond == sightings.end() || !(beyond - 1)->is_blank) {
        return std::nullopt;
    }
    return first_passing(before, {sightings.begin(), beyond}, along);
}

Crossing mark_bridged(Crossing crossing, std::span<const Sighting> sightings,
                      double longest_unseen_s) {
    double seen = sightings.front().t;
    for (const Sighting& sighting : sightings) {
        if (sighting.is_blank) {
            continue;
        }
        crossing.is_bridged =
            crossing.is_bridged ||
            (seen < crossing.t && crossing.t <= sighting.t && sighting.t - seen > longest_unseen_s);
        seen = sighting.t;
    }
    return crossing;
}

} // namespace

std::optional<Crossing> passing_of(const Course& course, std::span<const Step> way,
                                   const std::optional<Tail>& tail, double along,
                                   double longest_unseen_s) {
    if (way.empty()) {
        return std::nullopt;
    }
    const std::vector<Sighting> sightings = with_blanks(sightings_of(course, way));
    const Sighting& first = sightings.front();
    const Tail before = tail.value_or(tail_before(first));
    const bool is_finish = along >= course.length().value - finish_m;
    if (is_finish) {
        if (const auto crossing = passing_into_gap(before, sightings, along)) {
            return mark_bridged(*crossing, sightings, longest_unseen_s);
        }
    }
    const auto crossing = first_passing(before, sightings, along);
    return crossing ? std::optional{mark_bridged(*crossing, sightings, longest_unseen_s)}
                    : crossing;
}

} // namespace lanterne::course
