#include "simulator/athletes/journeying.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"

namespace lanterne::simulator {
namespace {

constexpr double warm_up_part = 0.6;   // of the speed in the race
constexpr double cool_down_part = 0.5; // the same
constexpr double walking_mps = 1.3;
constexpr double braking = 1.5; // m/s per second, before a halt
constexpr double wander_m = 0.8;
constexpr double wander_time_s = 40;
constexpr double road_m = 3;        // nobody goes farther beside the line
constexpr double goes_away_m = 150; // who gives up
constexpr double stays_s = 180;     // at the end of the day
constexpr double rests_s = 30;

} // namespace

Journeying::Journeying(Journey& journey)
    : journey_{journey}, t_{0}, wander_{wander_m * journey.random_.normal()} {}

void Journeying::note(double seconds) {
    t_ += seconds;
    if (seconds > 0) {
        const double keep = lanterne::exp(-seconds / wander_time_s);
        wander_ =
            wander_ * keep + wander_m * std::sqrt(1 - keep * keep) * journey_.random_.normal();
    }
    journey_.moments_.push_back(
        {.t = t_,
         .along = along_,
         .speed = speed_,
         .right = std::clamp(journey_.behaviour_.beside_m + wander_, -road_m, road_m),
         .shift = shift_,
         .is_racing = is_racing_,
         .form = journey_.pace_.form()});
}

// Where it stands nobody wanders about on the road.
void Journeying::stand(double seconds) {
    speed_ = 0;
    t_ += seconds;
    const double right = journey_.moments_.back().right;
    journey_.moments_.push_back({.t = t_,
                                 .along = along_,
                                 .speed = 0,
                                 .right = right,
                                 .shift = shift_,
                                 .is_racing = is_racing_,
                                 .form = journey_.pace_.form()});
}

void Journeying::go(double metres, double speed) {
    along_ += metres;
    speed_ = speed;
    note(1);
}

void Journeying::before_the_gun() {
    const Behaviour& behaviour = journey_.behaviour_;
    const course::Leg& leg = journey_.course_->legs().front();
    along_ = -behaviour.behind_line_m;
    note(0);
    if (behaviour.warm_up_laps > 0) {
        const double end = course::lap_length(leg).value * behaviour.warm_up_laps + along_;
        while (along_ < end) {
            const double speed = warm_up_part * journey_.pace_.speed_at(std::max(along_, 0.0));
            go(std::min(speed, end - along_), speed);
        }
        along_ = -behaviour.behind_line_m; // the same place: the leg is a loop
        speed_ = 0;
        note(0);
    }
    stand(behaviour.waits_s);
    for (Journey::Moment& moment : journey_.moments_) {
        moment.t -= t_;
    }
    t_ = 0;
}

double Journeying::slowness() const {
    double times = 1;
    for (const SlowStretch& slow : journey_.behaviour_.slow) {
        times = along_ >= slow.from && along_ < slow.to ? slow.times : times;
    }
    return times;
}

// A second on the way to a place where it comes to stand.
void Journeying::second_of_race(double target) {
    const double times = slowness();
    double next = journey_.pace_.next_speed(along_, speed_ * times, journey_.random_) / times;
    const double left = target - along_;
    next = std::min(next, std::max(0.3, std::sqrt(2 * braking * std::max(left - speed_ / 2, 0.0))));
    const double step = (speed_ + next) / 2;
    go(std::min(step, left), step >= left ? 0 : next);
}

void Journeying::race_to(double target) {
    while (along_ < target && t_ < Journey::longest_race_s) {
        second_of_race(target);
    }
}

void Journeying::walk(double metres, double speed) {
    const double end = along_ + metres;
    while (std::abs(end - along_) > 1e-6) {
        const double left = end - along_;
        go(std::clamp(left, -speed, speed),
           std::abs(left) <= speed ? 0 : std::copysign(speed, left));
    }
}

void Journeying::halt(const Halt& halt) {
    race_to(halt.at);
    const double from = t_;
    stand(halt.seconds);
    if (halt.back_m > 0) {
        walk(-halt.back_m, walking_mps);
        stand(1);
    }
    journey_.stood_.push_back({.from_s = from, .to_s = t_});
}

// Straight across, as fast as people go on the grass; the course says nothing of that way.
void Journeying::cut(const Cut& cut) {
    race_to(cut.from);
    const geo::PlanePoint across = journey_.ground_.at(cut.to) - journey_.ground_.at(cut.from);
    const double seconds = std::max(length(across) / (2 * walking_mps), 1.0);
    shift_ = across;
    note(seconds);
    shift_ = {};
    along_ = cut.to;
    note(0);
}

void Journeying::abandon() {
    race_to(*journey_.behaviour_.abandons_at);
    stand(rests_s);
    is_racing_ = false;
    const geo::PlanePoint ahead = journey_.ground_.direction_at(along_);
    shift_ = geo::PlanePoint{ahead.north, -ahead.east} * goes_away_m;
    note(goes_away_m / walking_mps);
    stand(stays_s);
}

void Journeying::race() {
    const Behaviour& behaviour = journey_.behaviour_;
    const double length = journey_.course_->length().value;
    is_racing_ = true;
    note(0);
    stand(behaviour.reacts_s);
    const double end = behaviour.abandons_at.value_or(length);
    auto halt = behaviour.halts.begin();
    auto cut = behaviour.cuts.begin();
    constexpr double never = std::numeric_limits<double>::infinity();
    while (true) {
        const double next_halt = halt != behaviour.halts.end() ? halt->at : never;
        const double next_cut = cut != behaviour.cuts.end() ? cut->from : never;
        if (std::min(next_halt, next_cut) >= end) {
            break;
        }
        if (next_halt <= next_cut) {
            this->halt(*halt++);
        } else {
            this->cut(*cut++);
        }
    }
    if (behaviour.abandons_at) {
        abandon();
        return;
    }
    while (along_ < length && t_ < Journey::longest_race_s) {
        second_of_race(never);
    }
    is_racing_ = false;
}

void Journeying::after_the_finish() {
    if (journey_.behaviour_.abandons_at) {
        return;
    }
    note(0);
    do { // runs out
        second_of_race(std::numeric_limits<double>::infinity());
    } while (speed_ > 0);
    stand(rests_s);
    const course::Leg& leg = journey_.course_->legs().back();
    const double end = along_ + course::lap_length(leg).value * journey_.behaviour_.cool_down_laps;
    const double speed = cool_down_part * journey_.pace_.speed_at(leg.begin.value);
    walk(end - along_, speed);
    if (journey_.behaviour_.walks_home_m > 0) {
        walk(leg.end.value - journey_.behaviour_.walks_home_m - along_, walking_mps);
    }
    stand(stays_s);
}

} // namespace lanterne::simulator
