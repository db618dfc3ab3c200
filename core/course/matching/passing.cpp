#include "core/course/matching/passing.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// A share of the likelihood that is as good as none: 4 standard deviations.
constexpr double negligible = 3e-5;
constexpr double negligible_deviations = 4;
constexpr double least_speed = 0.4; // slower than this a place is not turned into a time

// Where between two states the way stands: the cubic that has their places and speeds.
double between(const Whereabouts& a, const Whereabouts& b, double seconds, double part) {
    const double square = part * part;
    const double cube = square * part;
    return a.along() * (2 * cube - 3 * square + 1) +
           seconds * a.speed() * (cube - 2 * square + part) + b.along() * (3 * square - 2 * cube) +
           seconds * b.speed() * (cube - square);
}

// Adds up when a place was first passed. How likely it lies behind grows with how many standard
// deviations the way has been beyond it at most: near the same time errors are the same error. So a
// halt just before or behind a gate, or walking back, leave two times, as likely as they are.
class FirstPassage {
public:
    explicit FirstPassage(double along) : along_{along} {}

    void begin(double t, const Whereabouts& state, bool was_before) {
        begin_ = t;
        take(t, beyond(state.along(), state.along_variance()));
        if (was_before) {
            known_ = share_;
            first_ = 0;
            squares_ = 0;
        }
    }

    void go(const Sighting& from, const Sighting& to, const Whereabouts& a, const Whereabouts& b) {
        const double seconds = to.t - from.t;
        const double most =
            std::max(beyond(a.along(), a.along_variance()), beyond(b.along(), b.along_variance()));
        const bool is_near = most > -negligible_deviations && furthest_ < negligible_deviations;
        const int steps = is_near ? parts : 1;
        // Between two fixes an athlete who wanders in speed may be elsewhere (a Brownian bridge of
        // the speed: its variance is q T^3 u^3 / 3 with u = part (1 - part)). Who came less far, or
        // farther, than the speeds at both ends say, halted somewhere: by half of that, midway.
        const double bridge = wander_rate(seconds, to.motion) * seconds * seconds * seconds / 3;
        const double halted = b.along() - a.along() - seconds * (a.speed() + b.speed()) / 2;
        for (int i = 1; i <= steps; ++i) {
            const double part = static_cast<double>(i) / steps;
            const double u = part * (1 - part);
            const double variance = a.along_variance() * (1 - part) + b.along_variance() * part +
                                    bridge * u * u * u + 4 * halted * halted * u * u;
            take(from.t + part * seconds, beyond(between(a, b, seconds, part), variance));
        }
    }

    // Nothing while it is rather not passed.
    std::optional<Crossing> crossing() const {
        const double passed = share_ - known_;
        if (passed < (1 - known_) / 2) {
            return std::nullopt;
        }
        const double mean = first_ / passed;
        const double variance = std::max(squares_ / passed - mean * mean, 0.0);
        const double reach = std::max(mean - from_, to_ - mean) / negligible_deviations;
        return Crossing{.t = begin_ + mean,
                        .standard_error_s = std::max(std::sqrt(variance), reach)};
    }

private:
    static constexpr int parts = 16; // of an interval

    double beyond(double along, double variance) const {
        return (along - along_) / std::sqrt(std::max(variance, 1e-4));
    }

    void take(double t, double deviations) {
        if (deviations <= furthest_) {
            time_ = t - begin_;
            return;
        }
        furthest_ = deviations;
        const double share = normal_share_below(deviations);
        const double since = t - begin_;
        const double middle = (time_ + since) / 2;
        if (share_ <= negligible && share > negligible) {
            from_ = time_;
        }
        if (share_ < 1 - negligible) {
            to_ = since;
        }
        first_ += (share - share_) * middle;
        squares_ += (share - share_) * middle * middle;
        share_ = share;
        time_ = since;
    }

    double along_;
    double begin_ = 0;
    double time_ = 0; ///< newest, since the begin
    double furthest_ = -1e9;
    double share_ = 0;
    double known_ = 0; ///< of it, what is known not to be so
    double first_ = 0;
    double squares_ = 0;
    double from_ = 0;
    double to_ = 0;
};

Crossing crossing_before(double along, const Sighting& sighting, const Whereabouts& state) {
    const double speed = std::max(state.speed(), least_speed);
    const double back = (state.along() - along) / speed;
    return {.t = sighting.t - back,
            .standard_error_s = std::sqrt(state.along_variance()) / speed + back / 2};
}

} // namespace

Tail tail_before(const Sighting& first) {
    constexpr double known_mps = 1;
    constexpr double unknown_mps = 4;
    const double bias = first.motion.bias_m;
    const double spread = first.has_speed ? known_mps : unknown_mps;
    return {KeptState{start_state(first.along, bias, first.speed, spread, bias)}, first.t};
}

std::optional<Crossing> passing_of(const Course& course, std::span<const Step> way,
                                   const std::optional<Tail>& tail, double along,
                                   double longest_unseen_s) {
    if (way.empty()) {
        return std::nullopt;
    }
    const std::vector<Sighting> sightings = sightings_of(course, way);
    const Sighting& first = sightings.front();
    const Tail before = tail.value_or(tail_before(first));
    const std::vector<Whereabouts> states = smoothed(before.state.state(), before.t, sightings);
    const double beyond = states.front().along() - along;
    if (beyond > negligible_deviations * std::sqrt(states.front().along_variance())) {
        return crossing_before(along, first, states.front());
    }
    FirstPassage passage{along};
    passage.begin(first.t, states.front(), along <= 0);
    for (std::size_t i = 1; i < states.size(); ++i) {
        passage.go(sightings[i - 1], sightings[i], states[i - 1], states[i]);
    }
    auto crossing = passage.crossing();
    for (std::size_t i = 1; crossing && i < states.size(); ++i) {
        crossing->is_bridged = crossing->is_bridged ||
                               (sightings[i - 1].t < crossing->t && crossing->t <= sightings[i].t &&
                                sightings[i].t - sightings[i - 1].t > longest_unseen_s);
    }
    return crossing;
}

} // namespace lanterne::course
