#include <cmath>

#include "bench/scoring/oracle_smoother.hpp"
#include "bench/scoring/supposed.hpp"

namespace lanterne::bench {
namespace {

constexpr double read_mps = 0.04; // a speed is told in steps of 0.1 m/s

} // namespace

void OracleSmoother::take(Node& node, const Column& h, double value, double variance) const {
    const Column ph = node.p * h;
    double expected = 0;
    double total = variance;
    for (std::size_t i = 0; i < size; ++i) {
        expected += h[i] * node.x[i];
        total += h[i] * ph[i];
    }
    for (std::size_t i = 0; i < size; ++i) {
        node.x[i] += ph[i] / total * (value - expected);
        for (std::size_t j = 0; j < size; ++j) {
            node.p.at[i][j] -= ph[i] * ph[j] / total;
        }
    }
}

// Where the node is linear, and so far ahead of it.
geo::PlanePoint OracleSmoother::lane(const Node& node, double ahead) const {
    const double along = node.along + ahead;
    return ground_.at(along) + across(along) * node.beside;
}

// To the right.
geo::PlanePoint OracleSmoother::across(double along) const {
    const geo::PlanePoint ahead = ground_.direction_at(along);
    return {ahead.north, -ahead.east};
}

// The fix about the true way.
Sight OracleSmoother::sight(const Node& node) const {
    const hal::simulated::NoiseModel& noise_model = model(node.t);
    const geo::PlanePoint ahead = lane(node, 0.5) - lane(node, -0.5);
    const geo::PlanePoint bend = lane(node, 1) - lane(node, 0) * 2 + lane(node, -1);
    const geo::PlanePoint beside = across(node.along);
    // What a bend makes of not knowing the place; and the wire's resolution.
    const double bent = length(bend) * node.predicted_p.at[behind][behind] / 2;
    Sight all;
    all.variance = noise_model.white_m * noise_model.white_m + 0.01 + bent * bent;
    all.value = ground_.plane().to_plane(node.fix->position) - lane(node, 0) + beside * node.beside;
    all.east[behind] = ahead.east;
    all.north[behind] = ahead.north;
    for (const State state : {side, right, drawn}) {
        all.east[state] = beside.east;
        all.north[state] = beside.north;
    }
    all.east[slow_e] = all.north[slow_n] = noise_model.slow_m;
    all.east[burst_e] = all.north[burst_n] = 1;
    return all;
}

// How far it lies ahead, and how fast it says to go.
void OracleSmoother::observe(Node& node) const {
    const Sight seen = sight(node);
    take(node, seen.east, seen.value.east, seen.variance);
    take(node, seen.north, seen.value.north, seen.variance);
    if (node.fix->speed_dmps && node.fix->course_2deg) {
        observe_speed(node);
        observe_halt(node);
    }
}

void OracleSmoother::observe_speed(Node& node) const {
    constexpr double least_scale = 0.2; // in a turn on the spot
    const geo::PlanePoint ahead = lane(node, 0.5) - lane(node, -0.5);
    const geo::PlanePoint bend = lane(node, 1) - lane(node, 0) * 2 + lane(node, -1);
    const double scale = length(ahead);
    if (scale < least_scale) {
        return;
    }
    const hal::simulated::NoiseModel& noise_model = model(node.t);
    const geo::PlanePoint direction = ahead * (1 / scale);
    const geo::PlanePoint seen =
        geo::direction_of(2.0 * *node.fix->course_2deg) * (*node.fix->speed_dmps / 10.0);
    const double turned = length(bend) * std::sqrt(node.p.at[behind][behind]) * node.speed;
    const double by_side =
        dot(across(node.along + 0.5) - across(node.along - 0.5), direction) * node.speed;
    Column h{};
    h[behind] = node.by_place * scale;
    h[form] = node.by_form * scale;
    h[extra] = scale;
    h[side] = h[right] = h[drawn] = by_side;
    h[speed_e] = direction.east * noise_model.doppler_mps;
    h[speed_n] = direction.north * noise_model.doppler_mps;
    take(node, h, dot(seen, direction) - node.law * scale + by_side * node.beside,
         read_mps * read_mps + own_speed_mps * own_speed_mps + turned * turned / 4);
}

// Nobody creeps on land: where the fix says hardly more than its own error, it stands still.
void OracleSmoother::observe_halt(Node& node) const {
    constexpr double errors = 2.5;
    constexpr double still_mps = 0.05;
    if (sample_.journey.sport_at(node.t) == course::Sport::swim ||
        *node.fix->speed_dmps / 10.0 > errors * model(node.t).doppler_mps) {
        return;
    }
    Column h{};
    h[extra] = 1;
    h[form] = node.by_form;
    h[behind] = node.by_place;
    take(node, h, -node.law, still_mps * still_mps);
}

// By which of two predictions the fix is likelier, a burst being as rare as it is.
void OracleSmoother::look_for_burst(const Node& before, Node& node, double since_fix_s) const {
    const double every_s = model(node.t).burst_every_s;
    if (every_s == 0) {
        return;
    }
    const auto log_likelihood = [&](const Node& one) {
        const Sight seen = sight(one);
        const Column pe = one.predicted_p * seen.east;
        const Column pn = one.predicted_p * seen.north;
        double east = seen.value.east;
        double north = seen.value.north;
        double ee = seen.variance;
        double nn = seen.variance;
        double en = 0;
        for (std::size_t i = 0; i < size; ++i) {
            east -= seen.east[i] * one.predicted[i];
            north -= seen.north[i] * one.predicted[i];
            ee += seen.east[i] * pe[i];
            nn += seen.north[i] * pn[i];
            en += seen.east[i] * pn[i];
        }
        const double determinant = ee * nn - en * en;
        return -(nn * east * east - 2 * en * east * north + ee * north * north) / determinant / 2 -
               std::log(determinant) / 2;
    };
    Node burst = node;
    burst.begins_burst = true;
    predict(before, burst);
    if (log_likelihood(burst) + std::log(since_fix_s / every_s) > log_likelihood(node)) {
        node = burst;
    }
}

} // namespace lanterne::bench
