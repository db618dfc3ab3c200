#include "bench/scoring/eta_day.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "core/geo/plane.hpp"

namespace lanterne::bench {
namespace {

constexpr double piece_m = 800; // of surface and heading
constexpr double longest_day_s = 10 * 3600;

struct LegPlan {
    const char* id;
    course::Sport sport;
    double metres;
    std::uint32_t laps;
    double hills_m; // of height, in waves
};

std::vector<LegPlan> legs_of(DayKind kind) {
    using course::Sport;
    switch (kind) {
    case DayKind::trail: return {{"trail", Sport::run, 24'000, 1, 130}};
    case DayKind::road_ride: return {{"ride", Sport::bike, 35'000, 2, 110}};
    case DayKind::triathlon: break;
    }
    return {{"swim", Sport::swim, 1'500, 1, 0},
            {"t1", Sport::transition, 200, 1, 0},
            {"bike", Sport::bike, 20'000, 2, 70},
            {"t2", Sport::transition, 200, 1, 0},
            {"run", Sport::run, 5'000, 2, 20}};
}

course::Elevation hills(double metres, double height, hal::simulated::Random& random) {
    std::vector<course::Elevation::Sample> samples;
    const double long_phase = 2 * std::numbers::pi * random.uniform();
    const double short_phase = 2 * std::numbers::pi * random.uniform();
    const double waves = 2 + std::floor(3 * random.uniform());
    for (double at = 0; at <= metres; at += 20) {
        const double turn = 2 * std::numbers::pi * at / metres;
        samples.push_back(
            {Metres{at}, 500 + height * std::sin(waves * turn + long_phase) +
                             0.15 * height * std::sin(4 * waves * turn + short_phase)});
    }
    return course::Elevation{samples, Metres{metres}};
}

course::Course course_of(DayKind kind, hal::simulated::Random& random) {
    const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};
    std::vector<course::Leg> legs;
    double begin = 0;
    for (const LegPlan& plan : legs_of(kind)) {
        course::Leg leg{.id = plan.id,
                        .name = plan.id,
                        .sport = plan.sport,
                        .line = geo::Polyline{{ground.to_position({begin, 0}),
                                               ground.to_position({begin + plan.metres, 0})}},
                        .laps = plan.laps};
        if (plan.hills_m > 0) {
            leg.elevation = hills(course::lap_length(leg).value, plan.hills_m, random);
        }
        begin += plan.metres;
        legs.push_back(std::move(leg));
    }
    course::unroll(legs);
    std::vector<course::Location> locations;
    std::vector<course::TimingPoint> points;
    const auto point = [&](std::size_t leg, std::uint32_t lap, double in_lap, bool is_finish) {
        const std::string id = "p" + std::to_string(points.size());
        locations.push_back({.id = id, .position = legs[leg].line.at(Metres{in_lap})});
        points.push_back({.id = id,
                          .name = id,
                          .kind = is_finish ? course::PointKind::finish : course::PointKind::split,
                          .location = id,
                          .leg = leg,
                          .lap = lap,
                          .along = course::unrolled(legs[leg], lap, Metres{in_lap})});
    };
    for (std::size_t leg = 0; leg < legs.size(); ++leg) {
        const double lap_m = course::lap_length(legs[leg]).value;
        for (std::uint32_t lap = 1; lap <= legs[leg].laps; ++lap) {
            for (double at = EtaDay::common_point_m; at < lap_m - 500;
                 at += EtaDay::common_point_m) {
                point(leg, lap, at, false);
            }
            point(leg, lap, lap_m, leg + 1 == legs.size() && lap == legs[leg].laps);
        }
    }
    return course::Course{legs, locations, points};
}

double usual_speed(course::Sport sport) {
    switch (sport) {
    case course::Sport::swim: return 1.15;
    case course::Sport::bike: return 8.8;
    case course::Sport::transition: return 2.2;
    default: return 3.1;
    }
}

} // namespace

EtaDay::EtaDay(DayKind kind, std::uint64_t seed)
    : kind_{kind}, random_{seed}, course_{course_of(kind, random_)} {
    const auto pieces = static_cast<std::size_t>(course_.length().value / piece_m) + 1;
    for (std::size_t i = 0; i < pieces; ++i) {
        const bool is_bad = random_.uniform() < 0.25;
        surface_.push_back(is_bad ? 0.8 + 0.15 * random_.uniform()
                                  : 0.98 + 0.04 * random_.uniform());
        const double turn = (random_.uniform() - 0.5) * 2.5;
        heading_.push_back((heading_.empty() ? 0 : heading_.back()) + turn);
    }
    wind_mps_ = 5 * random_.uniform();
    wind_from_ = 2 * std::numbers::pi * random_.uniform();
    wind_turns_ = random_.uniform() - 0.5;
    heat_ = 0.03 * random_.uniform();
    for (std::size_t i = 0; i < athletes; ++i) {
        all_.push_back(athlete(kind));
        order_.push_back(i);
    }
}

EtaDay::Athlete EtaDay::athlete(DayKind kind) {
    Athlete one;
    const double fitness = 0.11 * random_.normal();
    for (const course::Leg& leg : course_.legs()) {
        const double gift = 0.07 * random_.normal();
        one.leg_speed.push_back(usual_speed(leg.sport) * std::exp(fitness + gift));
        one.stays.push_back(leg.sport == course::Sport::transition
                                ? 80 * std::exp(0.35 * random_.normal() - fitness)
                                : 0);
    }
    one.up = std::max(1 + 0.18 * random_.normal() - fitness, 0.5);
    one.down = std::clamp(1 + 0.4 * random_.normal(), 0.1, 2.0);
    one.crisis_s = random_.uniform() < 0.35 ? 3600 * (0.7 + 2.2 * random_.uniform()) : 1e9;
    one.depth = 0.05 + 0.2 * random_.uniform();
    one.start_fast = 0.03 + 0.04 * random_.normal();
    one.kick = 0.08 * random_.uniform();
    one.taste = std::max(1 + 0.5 * random_.normal(), 0.0);
    one.surge_s = 240 + 480 * random_.uniform();
    one.halts_at_tables = kind == DayKind::road_ride ? 0.03 : 0.45 * random_.uniform();
    one.leaves_at = random_.uniform() < 0.03 ? course_.length().value * random_.uniform() : 1e12;
    one.next_table = common_point_m * 0.9;
    return one;
}

double EtaDay::common(double along, course::Sport sport, double taste) const {
    const auto piece = std::min(static_cast<std::size_t>(along / piece_m), surface_.size() - 1);
    if (sport == course::Sport::transition) {
        return 1;
    }
    const double from = wind_from_ + wind_turns_ * now_s_ / 3600;
    const double against = wind_mps_ * std::cos(from - heading_[piece]);
    if (sport == course::Sport::bike) {
        return 1 - 0.035 * against;
    }
    if (sport == course::Sport::swim) {
        return 1 - 0.01 * against;
    }
    const double heat = 1 - heat_ * std::max(now_s_ / 3600 - 1, 0.0);
    const double bad = 1 - taste * (1 - surface_[piece]);
    return std::max(bad, 0.5) * heat * (1 - 0.006 * against);
}

double EtaDay::wanted(const Athlete& one, double gradient, std::size_t leg) const {
    const course::Sport sport = course_.legs()[leg].sport;
    double speed = one.leg_speed[leg] * common(one.along, sport, one.taste);
    if (sport == course::Sport::bike) {
        speed *= gradient > 0 ? 1 / (1 + 16 * one.up * gradient)
                              : 1 + (5 + one.down) * std::min(-gradient, 0.06);
    } else if (sport == course::Sport::run) {
        const double fall = std::min(-gradient, 0.12);
        speed *= gradient > 0 ? std::exp(-3.4 * one.up * gradient)
                              : 1 + 1.3 * one.down * fall - 1.5 * std::max(-gradient - 0.12, 0.0);
    }
    const double crisis = std::max(now_s_ - one.crisis_s, 0.0);
    speed *= 1 - one.depth * (1 - std::exp(-crisis / 1200));
    speed *= 1 + one.start_fast * std::exp(-now_s_ / 900);
    speed *= 1 + 0.02 * std::sin(2 * std::numbers::pi * now_s_ / one.surge_s);
    if (course_.length().value - one.along < 1'000) {
        speed *= 1 + one.kick;
    }
    return std::max(speed, 0.3);
}

double EtaDay::in_group(std::size_t place, double own, double gradient) const {
    if (kind_ != DayKind::road_ride || place == 0 || gradient > 0.03) {
        return own;
    }
    const Athlete& ahead = all_[order_[place - 1]];
    const double gap = ahead.along - all_[order_[place]].along;
    if (gap > 15 || ahead.speed > own * 1.13 || ahead.speed < own * 0.93) {
        return own;
    }
    return ahead.speed + 0.05 * (gap - 2);
}

void EtaDay::halt(Athlete& one, course::Sport sport) {
    if (one.along >= one.next_table) {
        one.next_table += common_point_m;
        const bool halts = sport != course::Sport::swim && random_.uniform() < one.halts_at_tables;
        one.halt_s = halts ? 8 + 40 * random_.uniform() : 0;
    }
    const double hours = sport == course::Sport::swim ? 1e9 : 14;
    if (random_.uniform() < 1 / (hours * 3600)) {
        one.halt_s = 60 + 300 * random_.uniform();
    }
}

void EtaDay::step() {
    now_s_ += 1;
    std::ranges::sort(order_, [&](std::size_t a, std::size_t b) {
        return all_[a].along != all_[b].along ? all_[a].along > all_[b].along : a < b;
    });
    for (std::size_t place = 0; place < order_.size(); ++place) {
        Athlete& one = all_[order_[place]];
        if (one.has_left || one.along >= course_.length().value) {
            continue;
        }
        const course::Course::Place at = course_.place_at(Metres{one.along});
        const course::Sport sport = course_.legs()[at.leg].sport;
        if (one.stays[at.leg] > 0 && at.in_lap.value > 100) {
            one.stays[at.leg] -= 1;
            one.speed = 0;
            continue;
        }
        halt(one, sport);
        if (one.halt_s > 0) {
            one.halt_s -= 1;
            one.speed = 0;
            continue;
        }
        const double gradient = course_.gradient_at(Metres{one.along}).value_or(0);
        const double goal = in_group(place, wanted(one, gradient, at.leg), gradient);
        one.speed += (goal - one.speed) * 0.2;
        one.along = std::min(one.along + one.speed, course_.length().value);
        one.has_left = one.along > one.leaves_at;
    }
}

course::Course EtaDay::flat() const {
    std::vector<course::Leg> legs = course_.legs();
    for (course::Leg& leg : legs) {
        leg.elevation.reset();
    }
    return course::Course{legs, course_.locations(), course_.points()};
}

bool EtaDay::is_over() const {
    const double length = course_.length().value;
    return now_s_ > longest_day_s || std::ranges::all_of(all_, [&](const Athlete& one) {
               return one.has_left || one.along >= length;
           });
}

} // namespace lanterne::bench
