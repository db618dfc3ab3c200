#include "core/course/matching/history.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// The way travelled off the course is known to this part, and to so many metres; as good as the
// receiver beside it.
constexpr double travelled_slack = 1.15;
constexpr double travelled_slack_m = 15;
constexpr double travelled_deviations = 3;
// Who was away no longer than this was not away, but hard to see; how it moved is less certain.
constexpr double short_absence_s = 20;
constexpr double absent_acceleration = 1.5;
// Athletes keep to a side of the road, and lines are drawn by people.
constexpr double beside_line_m = 4;
// Of how far beside the line a fix lies in the mean of so long, this part is the athlete's doing
// and the rest the receiver's.
constexpr double beside_share = 0.6;
constexpr double beside_time_s = 10;
// Slower than this, and slower than what is not known of the speed, nobody goes backward.
constexpr double backward_mps = 0.7;
constexpr double backward_deviations = 3;

} // namespace

void History::put_behind(const Behind& point) {
    behind_.push_back(point);
    ++next_point_;
}

void History::forget_up_to(std::size_t point) {
    std::erase_if(behind_, [&](const Behind& one) { return one.crossing.point <= point; });
}

Expected History::beside(const geo::PlanePoint& direction, double seconds,
                         const Motion& motion) const {
    const double spread = motion.bias_m * motion.bias_m + beside_line_m * beside_line_m;
    const double white = motion.white_m * motion.white_m;
    if (!has_seen_ || is_away_) {
        return {.value = 0, .variance = spread + white};
    }
    const double keep = lanterne::exp(-seconds / motion.bias_time_s);
    const double right = -cross(direction, error_);
    const double turn = 1 - (dot(direction_, direction));
    return {.value = keep * right,
            .variance =
                (1 - keep * keep) * spread + 2 * white + turn * beside_line_m * beside_line_m};
}

void History::turn_to(const geo::PlanePoint& direction) {
    if (has_seen_) {
        const double sine = std::clamp(-cross(direction_, direction), -1.0, 1.0);
        estimate_.turn(sine, beside_share * right_);
    }
}

void History::remember(const Sighting& sighting, double right) {
    const double seconds = has_seen_ ? std::min(sighting.seconds, beside_time_s) : beside_time_s;
    right_ += (right - right_) * seconds / beside_time_s;
    const geo::PlanePoint& d = sighting.direction;
    const double ahead = estimate_.error_towards(d);
    error_ = d * ahead + geo::PlanePoint{d.north, -d.east} * right;
    direction_ = d;
    has_seen_ = true;
}

bool History::follow(const Sighting& sighting, double right) {
    estimate_.pass(sighting.t - t_, sighting.motion);
    turn_to(sighting.direction);
    estimate_.see(sighting);
    t_ = sighting.t;
    remember(sighting, right);
    const double sure = backward_deviations * estimate_.speed_sd();
    const bool was_backward = is_backward_;
    is_backward_ = estimate_.speed() < (was_backward ? 0 : -std::max(backward_mps, sure));
    return is_backward_ && !was_backward;
}

void History::stay_away(double t, double moved) {
    if (!is_away_) {
        is_away_ = true;
        away_t_ = t_;
        leaving_ = t - t_;
        travelled_ = 0;
    }
    travelled_ += moved;
    t_ = t;
}

void History::come_back(const Sighting& sighting, double right,
                        const std::vector<TimingPoint>& points) {
    const double left = estimate_.along();
    const double ahead = sighting.along - left;
    const double noise =
        std::sqrt(estimate_.along_variance() + sighting.motion.bias_m * sighting.motion.bias_m);
    const bool came_by =
        ahead <= travelled_ * travelled_slack + travelled_slack_m + travelled_deviations * noise;
    const double seconds = sighting.t - away_t_;
    const double left_t = away_t_;
    is_away_ = false;
    if (came_by && seconds <= short_absence_s) {
        Sighting here = sighting;
        here.motion.acceleration = std::max(here.motion.acceleration, absent_acceleration);
        t_ = left_t;
        follow(here, right);
        return;
    }
    while (next_point_ < points.size() && points[next_point_].along.value <= sighting.along) {
        const double part = (points[next_point_].along.value - left) / std::max(ahead, 1.0);
        put_behind({.crossing = {.point = next_point_,
                                 .t = left_t + seconds * std::clamp(part, 0.0, 1.0),
                                 .standard_error_s = seconds / std::sqrt(12.0) + 1,
                                 .is_bridged = true},
                    .is_cut = !came_by,
                    .from = left_t,
                    .to = sighting.t});
        cut_t_ = came_by ? cut_t_ : sighting.t;
    }
    join(sighting, right);
}

void History::cut_to(const Sighting& sighting, double right,
                     const std::vector<TimingPoint>& points) {
    const double left = estimate_.along();
    while (next_point_ < points.size() && points[next_point_].along.value <= sighting.along) {
        const bool is_cut = points[next_point_].along.value > left;
        put_behind({.crossing = {.point = next_point_,
                                 .t = t_,
                                 .standard_error_s = (sighting.t - t_) / std::sqrt(12.0) + 1,
                                 .is_bridged = true},
                    .is_cut = is_cut,
                    .from = t_,
                    .to = sighting.t});
        cut_t_ = is_cut ? sighting.t : cut_t_;
    }
    join(sighting, right);
}

// What came before says nothing of it any more.
void History::join(const Sighting& sighting, double right) {
    estimate_ =
        Estimate{sighting.along, sighting.motion.bias_m, sighting.speed, 1, sighting.motion.bias_m};
    t_ = sighting.t;
    is_backward_ = false;
    step = Steps::none;
    remember(sighting, right);
}

void History::land(const Sighting& sighting) {
    estimate_ = Estimate{std::max(sighting.along, estimate_.along()), sighting.motion.bias_m,
                         sighting.has_speed ? sighting.speed : estimate_.speed(), 1,
                         sighting.motion.bias_m};
}

} // namespace lanterne::course
