#include "core/course/matching/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// Indices into the triangle: along, speed, east, north.
enum : std::size_t { aa, as, ae, an, ss, se, sn, ee, en, nn };

// A place farther off than this many standard deviations begins a burst; a speed farther off than
// that counts less.
constexpr double burst_deviations = 3;
constexpr double trusted_speeds = 6;
// A speed that changed by more than it wanders changed at once, nobody knows when since the last
// sighting (evenly distributed: the square of what may be, by 12).
constexpr double wandering_deviations = 2;
// How far beside the line somebody goes is known to about 2.3 m; it is the same all through a bend,
// which is seen in several parts.
constexpr double beside_doubt_m = 7;
// Wandering speeds do not wander for ever: a speed is never less certain than this, m/s.
constexpr double speed_spread = 4;

// Errors of speeds that follow each other closely are nearly the same: white noise that adds up to
// as much along the way.
double doppler_variance(double seconds, const Motion& motion) {
    const double same = 2 * doppler_time_s / std::max(seconds, 0.1);
    return motion.doppler_mps * motion.doppler_mps * (1 + same);
}

} // namespace

Estimate::Estimate(double along, double along_sd, double speed, double speed_sd, double bias_m)
    : along_{along}, speed_{speed} {
    p_[aa] = along_sd * along_sd;
    p_[ss] = speed_sd * speed_sd;
    renew_error(bias_m);
}

double Estimate::along_sd() const { return std::sqrt(p_[aa]); }

double Estimate::speed_sd() const { return std::sqrt(p_[ss]); }

void Estimate::renew_error(double bias_m) {
    east_ = 0;
    north_ = 0;
    p_[ae] = p_[an] = p_[se] = p_[sn] = p_[en] = 0;
    p_[ee] = p_[nn] = bias_m * bias_m;
}

void Estimate::turn(double right_rad, double right_m) {
    along_ += right_rad * right_m;
    const double unknown = right_rad * beside_doubt_m;
    p_[aa] += unknown * unknown;
}

void Estimate::pass(double seconds, const Motion& motion) {
    const double dt = seconds;
    const double keep = motion.renews_bias ? 0 : lanterne::exp(-dt / motion.bias_time_s);
    along_ += dt * speed_;
    east_ *= keep;
    north_ *= keep;
    const double q = motion.acceleration * motion.acceleration;
    const double rate = q / (1 + q * dt / (speed_spread * speed_spread));
    const double bias = motion.bias_m * motion.bias_m * (1 - keep * keep);
    p_[aa] += dt * (2 * p_[as] + dt * p_[ss]) + rate * dt * dt * dt / 3 + 1e-6;
    p_[as] += dt * p_[ss] + rate * dt * dt / 2;
    p_[ss] += rate * dt + 1e-6;
    p_[ae] = keep * (p_[ae] + dt * p_[se]);
    p_[an] = keep * (p_[an] + dt * p_[sn]);
    p_[se] *= keep;
    p_[sn] *= keep;
    p_[ee] = keep * keep * p_[ee] + bias + 1e-6;
    p_[en] *= keep * keep;
    p_[nn] = keep * keep * p_[nn] + bias + 1e-6;
}

Estimate::Row Estimate::times(const Row& h) const {
    return {p_[aa] * h[0] + p_[as] * h[1] + p_[ae] * h[2] + p_[an] * h[3],
            p_[as] * h[0] + p_[ss] * h[1] + p_[se] * h[2] + p_[sn] * h[3],
            p_[ae] * h[0] + p_[se] * h[1] + p_[ee] * h[2] + p_[en] * h[3],
            p_[an] * h[0] + p_[sn] * h[1] + p_[en] * h[2] + p_[nn] * h[3]};
}

Expected Estimate::place(const geo::PlanePoint& direction, const Motion& motion) const {
    const Row h{1, 0, direction.east, direction.north};
    const Row ph = times(h);
    return {.value = along_ + error_towards(direction),
            .variance = motion.white_m * motion.white_m + ph[0] + h[2] * ph[2] + h[3] * ph[3]};
}

Expected Estimate::rate(double seconds, const Motion& motion) const {
    return {.value = speed_, .variance = p_[ss] + doppler_variance(seconds, motion)};
}

void Estimate::observe(const Row& h, double off, double variance) {
    const Row ph = times(h);
    const double part = off / variance;
    along_ += ph[0] * part;
    speed_ += ph[1] * part;
    east_ += ph[2] * part;
    north_ += ph[3] * part;
    std::size_t k = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = i; j < 4; ++j) {
            p_[k++] -= ph[i] * ph[j] / variance;
        }
    }
}

void Estimate::see(const Sighting& sighting) {
    if (sighting.has_speed) {
        see_speed(sighting);
    }
    const geo::PlanePoint& d = sighting.direction;
    Expected seen = place(d, sighting.motion);
    const double off = sighting.along - seen.value;
    const double burst = off * off / (burst_deviations * burst_deviations) - seen.variance;
    if (burst > 0) {
        p_[ee] += burst * d.east * d.east;
        p_[en] += burst * d.east * d.north;
        p_[nn] += burst * d.north * d.north;
        seen.variance += burst;
    }
    observe({1, 0, d.east, d.north}, off, seen.variance);
}

void Estimate::see_speed(const Sighting& sighting) {
    const Expected expected = rate(sighting.seconds, sighting.motion);
    const double surprise = sighting.speed - expected.value;
    const double deviations = std::abs(surprise) / std::sqrt(expected.variance);
    const double doubt = std::max(1.0, deviations / trusted_speeds);
    observe({0, 1, 0, 0}, surprise, expected.variance * doubt * doubt);
    if (deviations > wandering_deviations) {
        const double at_most = surprise * sighting.seconds;
        p_[aa] += at_most * at_most / 12;
    }
}

} // namespace lanterne::course
