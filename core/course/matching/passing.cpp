#include "core/course/matching/passing.hpp"

#include <algorithm>
#include <cmath>

#include "core/course/matching/first_passage.hpp"
#include "core/course/matching/gaps.hpp"
#include "core/course/way/way_smoother.hpp"

namespace lanterne::course {
namespace {

constexpr double negligible_deviations = 4;
constexpr double finish_m = 1;
constexpr double running_part = 0.7; // of the usual speed, slower is not racing any more
constexpr double least_speed = 0.4;  // slower than this a place is not turned into a time

Crossing crossing_before(double along, const Sighting& sighting, const Whereabouts& state) {
    const double speed = std::max(state.speed(), least_speed);
    const double back = (state.along() - along) / speed;
    return {.t = sighting.t - back,
            .standard_error_s = std::sqrt(state.along_variance()) / speed + back / 2};
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

bool goes_on(const Sighting& sighting) {
    return sighting.has_speed && sighting.speed > running_part * sighting.motion.usual_mps;
}

// Behind the finish people stop, as soon or as late as they like: how far they came in a gap over
// it says nothing of when they passed it, but what is known before the gap does.
std::optional<Crossing> passing_into_gap(const Tail& before, std::span<const Sighting> sightings,
                                         double along) {
    const auto beyond = std::find_if(sightings.begin(), sightings.end(), [&](const Sighting& one) {
        return !one.is_blank && one.along >= along;
    });
    if (beyond == sightings.begin() || beyond == sightings.end() || !(beyond - 1)->is_blank ||
        goes_on(*beyond)) {
        return std::nullopt;
    }
    return first_passing(before, {sightings.begin(), beyond}, along);
}

// What the unit's residuals up to the end of the way say of its noise.
void learn_noise(std::span<Sighting> sightings, NoiseScale noise) {
    for (const Sighting& sighting : sightings) {
        if (!sighting.is_blank) {
            noise.see(sighting);
        }
    }
    for (Sighting& sighting : sightings) {
        scale_noise(sighting, noise.factor());
    }
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
    std::vector<Sighting> sightings = with_blanks(course, way);
    learn_noise(sightings, tail ? tail->noise : NoiseScale{});
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
