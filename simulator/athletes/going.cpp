#include "simulator/athletes/going.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::simulator {
namespace {

constexpr double steepest = 0.45; // as far as Minetti measured
constexpr double cost_on_the_flat = 3.6;
constexpr double used_downhill = 0.5;

double cost_of_running(double i) {
    const double i2 = i * i;
    return 155.4 * i2 * i2 * i - 30.4 * i2 * i2 - 43.3 * i2 * i + 46.3 * i2 + 19.5 * i +
           cost_on_the_flat;
}

constexpr double gravity = 9.80665;
constexpr double rolling = 0.0045;
constexpr double half_air = 0.5 * 1.2 * 0.32; // density of air, drag area of a rider alone
constexpr double chain = 0.97;                // of the power comes to the road
constexpr double quickest_mps = 1.5;          // gained in a second
constexpr double pushing_mps = 0.5;

struct Resistance {
    double still; ///< N, at any speed
    double air;   ///< N by squared speed
};

Resistance resistance_to(const Ride& ride) {
    const double level = 1 / std::sqrt(1 + ride.gradient * ride.gradient);
    return {.still = ride.mass_kg * gravity * (ride.gradient + rolling) * level,
            .air = half_air * ride.air};
}

} // namespace

double running_part(double gradient) {
    const double slope = std::clamp(gradient, -steepest, steepest);
    const double part = cost_of_running(slope) / cost_on_the_flat;
    return 1 / (slope < 0 && part < 1 ? 1 - used_downhill * (1 - part) : part);
}

// The energy of the motion after a second is what it was, and the work of that second at the new
// speed: the zero of a function that is convex above it, so that Newton's steps from the right come
// down to it.
double riding_next(const Ride& ride, double speed_mps) {
    const auto [still, air] = resistance_to(ride);
    const double energy = ride.mass_kg * speed_mps * speed_mps / 2 + ride.power_w * chain;
    const auto missing = [&](double next) {
        return ride.mass_kg * next * next / 2 + (still + air * next * next) * next - energy;
    };
    const double downhill = still < 0 ? -still / ride.mass_kg : 0; // the slope pulls besides
    const double fastest = speed_mps + quickest_mps + downhill;
    if (missing(fastest) <= 0) {
        return fastest;
    }
    double next = fastest;
    for (int i = 0; i < 5; ++i) {
        const double rise = ride.mass_kg * next + still + 3 * air * next * next;
        if (rise <= 0) {
            break;
        }
        next -= missing(next) / rise;
    }
    return std::max(next, pushing_mps);
}

double riding_power(const Ride& ride, double speed_mps, double next_mps) {
    const auto [still, air] = resistance_to(ride);
    const double gained = ride.mass_kg * (next_mps * next_mps - speed_mps * speed_mps) / 2;
    return std::max(gained + (still + air * next_mps * next_mps) * next_mps, 0.0) / chain;
}

double sheltered_air(double gap_m) {
    constexpr double closest_m = 2.5;
    constexpr double farthest_m = 8;
    constexpr double saved = 0.35;
    return 1 - saved * std::clamp((farthest_m - gap_m) / (farthest_m - closest_m), 0.0, 1.0);
}

} // namespace lanterne::simulator
