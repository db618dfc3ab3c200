#include "simulator/athletes/road.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"
#include "simulator/athletes/ground.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

constexpr double rounded_m = 6;       // a corner is rounded from so far before to so far behind
constexpr double bend_reach_m = 10;   // a bend is looked at over so much to either side
constexpr double least_bend = 0.05;   // radians over that; less is straight
constexpr double least_turn = 0.7;    // radians; who goes straight on there has left the course
constexpr double turns_apart_m = 100; // the bends of one hairpin are one turn
constexpr double no_limit_mps = 100;

// What the feet or the tyres hold across, m/s per second.
double grip_of(Sport sport) {
    switch (sport) {
    case Sport::swim: return 1;
    case Sport::bike: return 3.5;
    case Sport::run: return 3;
    case Sport::transition: return 2;
    case Sport::other: break;
    }
    return 3;
}

double between(float a, float b, double part) {
    const auto from = static_cast<double>(a);
    return from + (static_cast<double>(b) - from) * part;
}

double knot_distance(double metres) {
    return std::max(Road::knot_apart_m, metres / static_cast<double>(Road::max_knots));
}

} // namespace

Road::Road(const course::Course& course)
    : course_{&course}, plane_{course.legs().front().line.points().front()},
      apart_{knot_distance(course.length().value)} {
    for (const course::Leg& leg : course.legs()) {
        legs_.push_back({.sport = leg.sport,
                         .begin = leg.begin.value,
                         .end = leg.end.value,
                         .lap = course::lap_length(leg).value,
                         .goes_round = leg.laps > 1});
    }
    lay();
    limit();
    find_turns();
}

void Road::lay() {
    const Ground ground{*course_, rounded_m};
    plane_ = ground.plane();
    const auto count =
        static_cast<std::size_t>(std::ceil((length() + before_m + behind_m) / apart_)) + 2;
    knots_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double along = along_of(i);
        const geo::PlanePoint point = ground.at(along);
        const auto height = course_->height_at(Metres{along});
        knots_.push_back(
            {.east = static_cast<float>(point.east),
             .north = static_cast<float>(point.north),
             .gradient = static_cast<float>(course_->gradient_at(Metres{along}).value_or(0)),
             .height =
                 height ? static_cast<float>(*height) : std::numeric_limits<float>::quiet_NaN(),
             .limit = static_cast<float>(no_limit_mps)});
    }
}

double Road::along_of(std::size_t knot) const {
    return static_cast<double>(knot) * apart_ - before_m;
}

geo::PlanePoint Road::point(std::size_t knot) const {
    return {static_cast<double>(knots_[knot].east), static_cast<double>(knots_[knot].north)};
}

geo::PlanePoint Road::tangent(std::size_t knot) const { return point(knot + 1) - point(knot - 1); }

// Radians to the left that the way turns around that knot.
double Road::bend_at(std::size_t knot) const {
    const auto reach =
        static_cast<std::size_t>(std::max(1.0, std::floor(bend_reach_m / apart_ + 0.5)));
    if (knot < reach || knot + reach >= knots_.size()) {
        return 0;
    }
    const geo::PlanePoint in = point(knot) - point(knot - reach);
    const geo::PlanePoint out = point(knot + reach) - point(knot);
    return lanterne::atan2(cross(in, out), dot(in, out));
}

// From the end on, so that each place knows what comes: to be slow enough in a bend one brakes
// before it.
void Road::limit() {
    for (std::size_t i = knots_.size() - 1; i-- > 0;) {
        const auto leg = course::leg_at(*course_, along_of(i));
        const double bend = std::abs(bend_at(i));
        double mps = no_limit_mps;
        if (bend > least_bend) {
            mps = std::sqrt(grip_of(legs_[leg].sport) * bend_reach_m / bend);
        }
        const auto next = static_cast<double>(knots_[i + 1].limit);
        mps = std::min(mps, std::sqrt(next * next + 2 * braking_mps2 * apart_));
        if (legs_[leg].sport == Sport::transition) {
            mps = std::min(mps, 4.5); // on foot, and who comes by bike gets off it before
        }
        knots_[i].limit = static_cast<float>(mps);
    }
}

void Road::find_turns() {
    for (std::size_t i = 1; i + 1 < knots_.size(); ++i) {
        const double along = along_of(i);
        if (along <= turns_apart_m || along >= length() - turns_apart_m) {
            continue;
        }
        const Sport sport = legs_[course::leg_at(*course_, along)].sport;
        const bool is_road = sport != Sport::swim && sport != Sport::transition;
        const bool is_new = turns_.empty() || along - turns_.back() > turns_apart_m;
        if (is_road && is_new && std::abs(bend_at(i)) > least_turn) {
            turns_.push_back(along - bend_reach_m - apart_); // while it still looks straight on
        }
    }
}

Road::Spot Road::spot_at(double along) const {
    const double at =
        std::clamp((along + before_m) / apart_, 1.0, static_cast<double>(knots_.size()) - 2.5);
    const auto knot = static_cast<std::size_t>(at);
    return {.knot = knot, .part = at - static_cast<double>(knot)};
}

Road::Place Road::place_at(double along) const {
    const Spot spot = spot_at(along);
    const geo::PlanePoint a = point(spot.knot);
    const geo::PlanePoint step = point(spot.knot + 1) - a;
    const geo::PlanePoint before = tangent(spot.knot);
    geo::PlanePoint ahead = before + (tangent(spot.knot + 1) - before) * spot.part;
    double far = geo::length(ahead);
    if (far < 0.1) { // a turn on the spot
        ahead = geo::length(step) > 0 ? step : geo::PlanePoint{0, 1};
        far = geo::length(ahead);
    }
    return {.point = a + step * spot.part, .direction = ahead * (1 / far)};
}

double Road::gradient_at(double along) const {
    const Spot spot = spot_at(along);
    return between(knots_[spot.knot].gradient, knots_[spot.knot + 1].gradient, spot.part);
}

std::optional<double> Road::height_at(double along) const {
    const Spot spot = spot_at(along);
    const double height =
        between(knots_[spot.knot].height, knots_[spot.knot + 1].height, spot.part);
    return std::isnan(height) ? std::nullopt : std::optional{height};
}

double Road::limit_mps(double along) const {
    const Spot spot = spot_at(along);
    return between(knots_[spot.knot].limit, knots_[spot.knot + 1].limit, spot.part);
}

} // namespace lanterne::simulator
