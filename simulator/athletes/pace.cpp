#include "simulator/athletes/pace.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;
using hal::simulated::Random;

struct Habit {
    double speed;        // m/s of a middling athlete
    double spread;       // part of it, one standard deviation
    double acceleration; // m/s per second
    double grip;         // m/s per second across, in bends
};

Habit habit_of(Sport sport) {
    switch (sport) {
    case Sport::swim: return {1.25, 0.10, 0.5, 1};
    case Sport::bike: return {9.6, 0.08, 1.0, 3.5};
    case Sport::run: return {3.7, 0.09, 1.0, 3};
    case Sport::transition: return {2.8, 0.08, 1.5, 2};
    case Sport::other: break;
    }
    return {4, 0.1, 1, 3};
}

constexpr double form_spread = 0.04; // of the speed, about its mean
constexpr double form_time_s = 60;
constexpr double tiring = 0.06; // of the speed, over a leg
constexpr double braking = 2.0; // m/s per second
constexpr double walking_mps = 1.3;
constexpr double bend_m = 12; // a bend is looked at over this length

double speed_in_bend(const geo::Polyline& line, double along, double grip) {
    const geo::PlanePoint before = line.direction_at(Metres{along - bend_m / 2});
    const geo::PlanePoint after = line.direction_at(Metres{along + bend_m / 2});
    const double angle = std::abs(lanterne::atan2(cross(before, after), dot(before, after)));
    return angle < 0.05 ? 100 : std::sqrt(grip * bend_m / angle);
}

} // namespace

Pace::Pace(const course::Course& course, Random& random) : course_{&course} {
    const double ability = random.normal(); // good swimmers tend to be good runners
    for (const course::Leg& leg : course.legs()) {
        const Habit habit = habit_of(leg.sport);
        const double gift = 0.7 * ability + 0.7 * random.normal();
        const double speed = habit.speed * (1 + habit.spread * std::clamp(gift, -2.5, 2.5));
        const double middle = random.uniform(0.3, 0.7);
        const double stand = random.uniform(20, 55);
        legs_.push_back({.speed = speed,
                         .stand_at = leg.begin.value + (leg.end - leg.begin).value * middle,
                         .stand_for = leg.sport == Sport::transition ? stand : 0});
    }
}

double Pace::wanted_speed(double along, std::size_t index, double form) const {
    const course::Leg& leg = course_->legs()[index];
    const Habit habit = habit_of(leg.sport);
    const double gone = (along - leg.begin.value) / (leg.end - leg.begin).value;
    double speed = legs_[index].speed * (1 + form - tiring * (gone - 0.5));
    const double lap = course::lap_length(leg).value;
    for (int bends = 0; bends <= 5; ++bends) {
        const double ahead = bends * bend_m;
        const double there = std::fmod(std::max(along - leg.begin.value, 0.0) + ahead, lap);
        const double bend = speed_in_bend(leg.line, there, habit.grip);
        speed = std::min(speed, std::sqrt(bend * bend + 2 * braking * ahead));
    }
    return std::max(speed, 0.5);
}

double Pace::speed_at(double along, double form) const {
    return wanted_speed(along, course::leg_at(*course_, along), form);
}

double Pace::next_speed(double along, double speed, Random& random) {
    const double keep = lanterne::exp(-1 / form_time_s);
    form_ = form_ * keep + form_spread * std::sqrt(1 - keep * keep) * random.normal();
    const double beyond = along - course_->length().value;
    if (beyond > 0) {
        constexpr double run_out_m = 60;
        const double wanted = beyond > run_out_m ? 0 : walking_mps;
        return std::max(speed - 1.0, wanted);
    }
    const std::size_t index = course::leg_at(*course_, along);
    if (index != standing_leg_) {
        standing_leg_ = index;
        stood_ = 0;
    }
    const LegPace& leg = legs_[index];
    if (along >= leg.stand_at && stood_ < leg.stand_for) {
        ++stood_;
        return 0;
    }
    const double wanted = wanted_speed(along, index, form_);
    return wanted > speed
               ? std::min(wanted, speed + habit_of(course_->legs()[index].sport).acceleration)
               : std::max(wanted, speed - braking);
}

} // namespace lanterne::simulator
