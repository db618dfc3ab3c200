#include "core/scoring/eta/effort.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::scoring::eta {
namespace {

constexpr double steepest = 0.45; // as far as Minetti measured
constexpr double flat_running_mps = 3.0;
constexpr double flat_cost = 3.6; // J/kg/m
constexpr double downhill_use = 0.5;

double running_cost(double i) {
    return ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + flat_cost;
}

Effort running_on(double gradient) {
    double cost = running_cost(gradient) / flat_cost;
    if (gradient < 0 && cost < 1) {
        cost = 1 - downhill_use * (1 - cost);
    }
    return {.seconds_per_metre = cost / flat_running_mps, .sensitivity = 1, .top_speed = 8.5};
}

constexpr double rider_power_w = 190;
constexpr double drive_share = 0.97;
constexpr double mass_kg = 80;
constexpr double gravity = 9.80665;
constexpr double rolling = 0.0045;
constexpr double half_air = 0.5 * 1.2 * 0.32; // density, drag area
constexpr double braking_mps = 16;

Effort riding_on(double gradient) {
    const double along = 1 / std::sqrt(1 + gradient * gradient);
    const double resistance = mass_kg * gravity * (gradient + rolling) * along;
    const double power = rider_power_w * drive_share;
    double slow = 0.3;
    double fast = braking_mps;
    for (int i = 0; i < 40; ++i) {
        const double speed = (slow + fast) / 2;
        const double needed = resistance * speed + half_air * speed * speed * speed;
        (needed < power ? slow : fast) = speed;
    }
    const double air = half_air * slow * slow * slow;
    const double slope = resistance * slow + 3 * air; // of power by log speed
    const double sensitivity = slope > 0 ? power / slope : 1;
    return {.seconds_per_metre = 1 / slow,
            .sensitivity = slow > 0.99 * braking_mps ? 0.15 : std::clamp(sensitivity, 0.15, 1.0),
            .top_speed = gradient < -0.02 ? 30.0 : 20.0};
}

} // namespace

double tiring_per_hour(course::Sport sport) {
    return sport == course::Sport::run || sport == course::Sport::other ? 0.06 : 0.03;
}

Effort effort_on(course::Sport sport, double gradient) {
    const double slope = std::clamp(gradient, -steepest, steepest);
    switch (sport) {
    case course::Sport::swim:
        return {.seconds_per_metre = 1 / 1.1, .sensitivity = 1, .top_speed = 2.2};
    case course::Sport::bike: return riding_on(slope);
    case course::Sport::transition:
        return {.seconds_per_metre = 1 / 2.5, .sensitivity = 1, .top_speed = 8.5};
    case course::Sport::run:
    case course::Sport::other: break;
    }
    return running_on(slope);
}

} // namespace lanterne::scoring::eta
