#include "simulator/athletes/racer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/athletes/going.hpp"
#include "simulator/athletes/racer_second.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;
using hal::simulated::SmallRandom;

constexpr double never = std::numeric_limits<double>::infinity();

constexpr double form_spread = 0.03; // of the speed, about its mean
constexpr double form_time_s = 90;
constexpr double form_in_power = 2.5; // of a rider: what air leaves of power in speed
constexpr double beside_m = 0.9;      // standard deviation of where on the road they go
constexpr double beside_time_s = 40;
constexpr double braking_mps2 = 2;
constexpr double hardest_braking_mps2 = 4;
constexpr double walking_mps = 1.3;
constexpr int tries = 16;

// In a bunch, by times the power that can be held, and by part of the reserve.
constexpr double leading = 1.2;
constexpr double tired_leading = 0.97;
constexpr double following = 1.3; // at most
constexpr double fresh = 0.8;
constexpr double half = 0.5;
constexpr double empty = 0.1;
constexpr double passes_mps = 0.25; // faster than the one before
constexpr double close_m = 2;       // behind its wheel

bool is_road(Sport sport) { return sport != Sport::swim && sport != Sport::transition; }

// A second later: it comes back to 0 in the mean, within that time.
double wandered(double value, double time_s, double spread, SmallRandom& random) {
    const double keep = 1 - 1 / time_s;
    return value * keep + spread * std::sqrt(1 - keep * keep) * random.normal();
}

} // namespace

Racer::Racer(const World& world, const Start& start, const SmallRandom& random)
    : random_{random}, start_{start.time}, along_{-start.behind_m}, along_before_{along_},
      ends_at_{world.road->length()}, lost_at_{never}, gives_up_at_{never}, dwells_at_{never},
      right_{beside_m * random_.normal()}, right_before_{right_}, reacts_s_{start.reacts_after_s},
      rest_m_{random_.uniform(20, 90)}, is_by_gate_{start.is_by_gate} {
    draw_fate(world);
}

void Racer::draw_fate(const World& world) {
    const FieldSettings& settings = *world.settings;
    const bool gets_lost = random_.chance(settings.lost_share);
    const bool gives_up = random_.chance(settings.gives_up_share);
    const bool is_taken_in = random_.chance(settings.taken_in_share);
    const double waits_s = random_.exponential(600);
    stop_in_s_ =
        settings.stops_per_hour > 0 ? random_.exponential(3600 / settings.stops_per_hour) : never;
    vehicle_in_s_ = is_taken_in ? 60 + waits_s : never;
    if (gets_lost) {
        const std::vector<double>& turns = world.road->turns();
        const double share = random_.uniform();
        lost_at_ = turns.empty()
                       ? drawn_place(world)
                       : turns[static_cast<std::size_t>(share * static_cast<double>(turns.size()))];
        lost_for_m_ = random_.uniform(40, 400);
    }
    if (gives_up) {
        gives_up_at_ = drawn_place(world);
    }
}

// Rather late than early; out of the water.
double Racer::drawn_place(const World& world) {
    const Road& road = *world.road;
    for (int i = 0; i < tries; ++i) {
        const double along = road.length() * std::sqrt(random_.uniform());
        if (is_road(road.legs()[course::leg_at(road.course(), along)].sport)) {
            return along;
        }
    }
    return never;
}

void Racer::step(UtcTime now, const World& world, const Wheel& wheel) {
    along_before_ = along_;
    away_before_ = away_;
    speed_before_ = speed_;
    right_before_ = right_;
    doing_before_ = doing_;
    const Second second{.end = now, .world = &world, .wheel = &wheel};
    switch (doing_) {
    case Doing::waiting: wait(second); break;
    case Doing::racing: race(second); break;
    case Doing::standing: stand(); break;
    case Doing::lost: be_lost(second); break;
    case Doing::gave_up: be_gone(second); break;
    case Doing::in_vehicle: be_driven(second); break;
    case Doing::finished: run_out(second); break;
    }
    if (speed_ > 0) {
        wander();
    }
}

void Racer::wander() {
    right_ = std::clamp(wandered(right_, beside_time_s, beside_m, random_), -3.0, 3.0);
}

void Racer::wait(const Second& second) {
    if (second.end < start_) {
        return;
    }
    const auto& points = second.road().course().points();
    const bool is_start =
        next_point_ < points.size() && points[next_point_].kind == course::PointKind::start;
    if (is_start && !is_by_gate_) {
        passages_.push_back({.point = next_point_++, .time = start_});
    }
    const double since_s = static_cast<double>((second.end - start_).count()) / 1000;
    if (since_s >= reacts_s_) {
        doing_ = Doing::racing;
    }
}

void Racer::race(const Second& second) {
    form_ = wandered(form_, form_time_s, form_spread, random_);
    ++raced_s_;
    stop_where_due(second);
    double next = wanted_speed(second);
    if (stop_for_s_ > 0) {
        next = std::min(next, std::max(speed_ - braking_mps2, 0.0));
    }
    along_ += (speed_ + next) / 2;
    speed_ = next;
    if (along_ >= std::min(lost_at_, gives_up_at_)) {
        leave(second);
    }
    pass(second);
    if (doing_ == Doing::racing && stop_for_s_ > 0 && speed_ == 0) {
        doing_ = Doing::standing;
    }
    if (raced_s_ > longest_race_s) {
        give_up(second);
    }
}

// What it has left of a pace or a power: by how long it goes, and by the form of the minute, which
// counts so many times.
double Racer::left_of(double full, const Second& second, double form_times) const {
    const double tiring = second.ability(leg_).tiring;
    return full * (1 + form_times * form_) / (1 + tiring * raced_s_ / 3600);
}

double Racer::wanted_speed(const Second& second) {
    double next = 0;
    switch (second.leg(leg_).sport) {
    case Sport::bike: next = riding(second); break;
    case Sport::swim: next = in_water(second); break;
    case Sport::run:
    case Sport::transition:
    case Sport::other: next = on_foot(second); break;
    }
    // Where it will be by then.
    next = std::min(next, second.road().limit_mps(along_ + (speed_ + next) / 2));
    return std::max({next, speed_ - hardest_braking_mps2, walking_mps / 3});
}

double Racer::on_foot(const Second& second) const {
    const double mps = left_of(second.ability(leg_).flat_mps, second, 1) *
                       running_part(second.road().gradient_at(along_));
    return std::clamp(mps, speed_ - braking_mps2, speed_ + 1.0);
}

// At another's feet somebody keeps up who alone could not; who can do better swims past.
double Racer::in_water(const Second& second) const {
    const double alone = left_of(second.ability(leg_).flat_mps, second, 1);
    const Wheel& feet = *second.wheel;
    constexpr double near_m = 3;
    constexpr double closest_m = 1.2;
    double mps = alone;
    if (feet.is_there() && feet.gap_m <= near_m && alone <= feet.speed_mps + 0.02) {
        const double follows = feet.speed_mps + (feet.gap_m - closest_m) / 3;
        mps = std::clamp(follows, 0.9 * alone, at_feet * alone);
    }
    return std::clamp(mps, speed_ - 0.5, speed_ + 0.5);
}

// Behind a wheel somebody rides as fast as that one, as long as it can; a wheel that it could leave
// behind alone it passes, and one that tires it relieves. Who leads others rides harder than it
// could alone for long, until half of its reserve is gone, and recovers in their shelter: so a
// bunch is faster than its riders. (The reserve is work above a power that can be held: Monod and
// Scherrer 1965, "The work capacity of a synergic muscular group", Ergonomics 8: 329-338.)
double Racer::riding(const Second& second) {
    const Ability& ability = second.ability(leg_);
    const double power = left_of(ability.power_w, second, form_in_power);
    const Wheel& wheel = *second.wheel;
    Ride ride{.mass_kg = ability.mass_kg,
              .power_w = power,
              .gradient = second.road().gradient_at(along_)};
    const auto speed_at = [&](double times) {
        ride.power_w = power * times;
        return riding_next(ride, speed_);
    };
    const bool is_fresh = !is_tired_ && reserve_ >= fresh;
    double next = 0;
    if (wheel.is_there()) {
        const double past = wheel.speed_mps + passes_mps;
        const double times = is_fresh ? leading : 1;
        if (riding_power(ride, past, past) < power * times) {
            next = speed_at(times);
        } else {
            ride.air = sheltered_air(wheel.gap_m);
            const double follows = wheel.speed_mps + (wheel.gap_m - close_m) / 4;
            next = std::min(speed_at(reserve_ > empty ? following : 1), std::max(follows, 0.0));
        }
    } else {
        next = speed_at(wheel.leads ? is_tired_ ? tired_leading : leading : 1);
    }
    next = std::min(next, ability.nerve_mps);
    const double spent = riding_power(ride, speed_, next) - power;
    reserve_ -= (spent > 0 ? spent : spent / 2) / ability.reserve_j;
    reserve_ = std::clamp(reserve_, 0.0, 1.0);
    is_tired_ = reserve_ < (is_tired_ ? fresh : half);
    return next;
}

} // namespace lanterne::simulator
