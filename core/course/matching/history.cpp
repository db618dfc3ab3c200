#include "core/course/matching/history.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::course {
namespace {

// A point is behind an athlete who is this many standard deviations, and half a metre, beyond it.
constexpr double sure_deviations = 2.5;
constexpr double sure_m = 0.5;
// A time is settled when so many seconds are known after it; at the finish nothing may come after.
constexpr double settling_s = 8;
constexpr double settling_at_finish_s = 4;
constexpr double longest_wait_s = 10;
// Slower than this a place is not turned into a time by its speed.
constexpr double least_speed = 0.4;
// The way travelled off the course is known to this part, and to so many metres.
constexpr double travelled_slack = 1.3;
constexpr double travelled_slack_m = 50;
// Who was away no longer than this was not away, but hard to see; how it moved is less certain.
constexpr double short_absence_s = 20;
constexpr double absent_acceleration = 1.5;
// Out of the water people run: so fast in the mean of so many seconds, and a few metres inland.
constexpr double running_mps = 2.2;
constexpr double nearly_running_mps = 2.0;
constexpr double running_s = 8;
constexpr double inland_m = 8;
constexpr double land_deviations = 3;
constexpr double landing_acceleration = 2;

// Where between two states the way stands: the cubic that has their places and speeds.
double between(const WayState& a, const WayState& b, double seconds, double part) {
    const double square = part * part;
    const double cube = square * part;
    return a.along() * (2 * cube - 3 * square + 1) +
           seconds * a.speed() * (cube - 2 * square + part) + b.along() * (3 * square - 2 * cube) +
           seconds * b.speed() * (cube - square);
}

double part_at(double along, const WayState& a, const WayState& b, double seconds) {
    double low = 0;
    double high = 1;
    for (int step = 0; step < 30; ++step) {
        const double middle = (low + high) / 2;
        (between(a, b, seconds, middle) < along ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

Crossing crossing_of(double along, std::span<const Sighting> sightings,
                     std::span<const WayState> states) {
    std::size_t after = states.size() - 1;
    while (after > 0 && states[after - 1].along() >= along) {
        --after;
    }
    const WayState& b = states[after];
    if (after == 0) { // passed before what is kept
        const double speed = std::max(b.speed(), least_speed);
        const double back = (b.along() - along) / speed;
        return {.t = sightings[0].t - back,
                .standard_error_s = std::sqrt(b.along_variance()) / speed + back / 2};
    }
    const WayState& a = states[after - 1];
    const double seconds = sightings[after].t - sightings[after - 1].t;
    const double part = part_at(along, a, b, seconds);
    const double speed =
        std::max({(b.along() - a.along()) / seconds, std::min(a.speed(), b.speed()), least_speed});
    // Between two fixes an athlete who wanders in speed may be elsewhere (a Brownian bridge of the
    // speed: its variance is q T^3 u^3 / 3 with u = part (1 - part)).
    const double u = part * (1 - part);
    const double acceleration = sightings[after].motion.acceleration;
    const double bridge = acceleration * acceleration * seconds * seconds * seconds * u * u * u / 3;
    const double variance = a.along_variance() * (1 - part) + b.along_variance() * part + bridge;
    return {.t = sightings[after - 1].t + part * seconds,
            .standard_error_s = std::sqrt(std::max(variance, 0.0)) / speed};
}

void History::forget_crossings(std::size_t point) {
    std::erase_if(crossings_, [&](const Crossing& crossing) { return crossing.point <= point; });
}

void History::keep(const Sighting& sighting) {
    if (sighted_ == kept) {
        const Sighting& oldest = sightings_[0];
        tail_ = updated(predicted(tail_, oldest.t - tail_t_, oldest.motion), oldest);
        tail_t_ = oldest.t;
        std::move(sightings_.begin() + 1, sightings_.end(), sightings_.begin());
        --sighted_;
    }
    sightings_[sighted_++] = sighting;
}

void History::follow(const Sighting& sighting) {
    head_ = updated(predicted(head_, sighting.t - head_t_, sighting.motion), sighting);
    interval_ = sighting.t - head_t_;
    head_t_ = sighting.t;
    keep(sighting);
}

void History::stay_away(double t, double moved) {
    if (!away_) {
        away_ = Away{.t = head_t_, .travelled = 0};
    }
    away_->travelled += moved;
    interval_ = t - head_t_;
    head_t_ = t;
}

void History::come_back(const Sighting& sighting, const std::vector<TimingPoint>& points) {
    const double left = head_.along();
    const double ahead = sighting.along - left;
    const Away away = away_.value_or(Away{.t = head_t_});
    const bool came_by = ahead <= away.travelled * travelled_slack + travelled_slack_m;
    const double seconds = sighting.t - away.t;
    if (came_by && seconds <= short_absence_s) {
        Sighting here = sighting;
        here.motion.acceleration = std::max(here.motion.acceleration, absent_acceleration);
        head_t_ = away.t;
        away_.reset();
        follow(here);
        return;
    }
    note_behind(points, left);
    while (next_point_ < points.size() && points[next_point_].along.value <= sighting.along) {
        const double part = (points[next_point_].along.value - left) / std::max(ahead, 1.0);
        if (came_by) {
            crossings_.push_back({.point = next_point_,
                                  .t = away.t + seconds * std::clamp(part, 0.0, 1.0),
                                  .standard_error_s = seconds / std::sqrt(12.0) + 1,
                                  .is_bridged = true});
        }
        if (!came_by) {
            cut_from_ = away.t;
            cut_t_ = sighting.t;
        }
        ++next_point_;
    }
    interval_ = sighting.t - head_t_;
    head_ = start_state(sighting.along, sighting.motion.bias_m, sighting.speed, 1,
                        sighting.motion.bias_m);
    head_t_ = sighting.t;
    tail_ = head_;
    tail_t_ = head_t_;
    sighted_ = 0;
    away_.reset();
}

void History::note_behind(const std::vector<TimingPoint>& points, double along) {
    const std::span<const Sighting> sightings{sightings_.data(), sighted_};
    if (sightings.empty() || next_point_ >= points.size() ||
        points[next_point_].along.value > along) {
        return;
    }
    const std::vector<WayState> states = smoothed(tail_, tail_t_, sightings);
    for (; next_point_ < points.size() && points[next_point_].along.value <= along; ++next_point_) {
        crossings_.push_back(crossing_of(points[next_point_].along.value, sightings, states));
        crossings_.back().point = next_point_;
    }
}

bool History::is_ashore(double swim_end) const {
    if (away_ || sighted_ == 0) {
        return false;
    }
    const double sure = land_deviations * std::sqrt(head_.along_variance());
    if (head_.along() > swim_end + sure) {
        return true;
    }
    double sum = 0;
    double count = 0;
    for (std::size_t i = sighted_; i-- > 0 && sightings_[i].t >= head_t_ - running_s;) {
        sum += sightings_[i].speed;
        ++count;
    }
    const double covered = head_t_ - sightings_[sighted_ - static_cast<std::size_t>(count)].t;
    return covered >= running_s / 2 && sum / count >= running_mps &&
           sightings_[sighted_ - 1].along > swim_end + inland_m;
}

void History::land(double swim_end, const Motion& motion) {
    std::size_t first = sighted_ - 1;
    const auto is_land = [&](const Sighting& sighting) {
        return sighting.has_speed ? sighting.speed >= nearly_running_mps
                                  : sighting.along >= swim_end;
    };
    while (first > 0 && is_land(sightings_[first - 1])) {
        --first;
    }
    for (std::size_t i = first; i < sighted_; ++i) {
        sightings_[i].motion = motion;
    }
    sightings_[first].motion.renews_bias = true;
    sightings_[first].motion.acceleration = landing_acceleration;
    head_ = tail_;
    double t = tail_t_;
    for (std::size_t i = 0; i < sighted_; ++i) {
        const Sighting& sighting = sightings_[i];
        head_ = updated(predicted(head_, sighting.t - t, sighting.motion), sighting);
        t = sighting.t;
    }
}

bool History::is_settled(const Crossing& crossing, bool last) const {
    const double age = head_t_ - crossing.t;
    const bool leaves = sighted_ == kept && crossing.t <= sightings_[2].t;
    return leaves || age >= (last ? settling_at_finish_s : settling_s) ||
           age + interval_ > longest_wait_s;
}

void History::note_crossings(const std::vector<TimingPoint>& points, double end) {
    const auto is_behind = [&](const TimingPoint& point) {
        const double sure = sure_deviations * std::sqrt(head_.along_variance()) + sure_m;
        return point.along.value < end && head_.along() >= point.along.value + sure;
    };
    if (away_) { // no more sightings will come that could settle a time
        if (away_for() >= settling_s) {
            const double sure = sure_deviations * std::sqrt(head_.along_variance()) + sure_m;
            note_behind(points, std::min(head_.along() - sure, end));
        }
        return;
    }
    if (sighted_ == 0 || next_point_ >= points.size() || !is_behind(points[next_point_])) {
        return;
    }
    const std::span<const Sighting> sightings{sightings_.data(), sighted_};
    const std::vector<WayState> states = smoothed(tail_, tail_t_, sightings);
    for (; next_point_ < points.size() && is_behind(points[next_point_]); ++next_point_) {
        Crossing crossing = crossing_of(points[next_point_].along.value, sightings, states);
        crossing.point = next_point_;
        if (!is_settled(crossing, next_point_ + 1 == points.size())) {
            return;
        }
        if (!crossings_.empty()) { // points in order are passed in order
            crossing.t = std::max(crossing.t, crossings_.back().t);
        }
        crossings_.push_back(crossing);
    }
}

} // namespace lanterne::course
