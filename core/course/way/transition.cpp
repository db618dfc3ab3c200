#include "core/course/way/transition.hpp"

#include <cmath>

#include "core/base/elementary.hpp"
#include "core/course/way/coordinate.hpp"

namespace lanterne::course {
namespace {

using namespace coordinate;

// Who goes steadily wanders by this part of what the sport allows, about a mean speed, to which it
// comes back in so long.
constexpr double steady_part = 0.3;
constexpr double form_time_s = 60;
// A mean speed wanders by this part of the sport's usual one in a second's root.
constexpr double mean_wander = 0.004;
// Who stands shifts so far, metres in a second's root, at next to no speed.
constexpr double shifting_m = 0.05;
constexpr double standing_mps = 0.1;
// A burst is forgotten by 1/e in so long. Times that divide that of the form need no exponential.
constexpr double burst_time_s = 12;
static_assert(form_time_s == 5 * burst_time_s && burst_time_s == 3 * doppler_time_s);

// F P F', in steps that each change one row.
void move(Symmetric<WayState::size>& p, const Transition& f) {
    p.add_row<along, speed>(f.by_speed);
    p.add_row<along, mean>(f.by_mean);
    if (f.bend.right != 0) {
        p.add_row<along, right>(f.bend.right);
    }
    p.scale({1, f.keep_speed, 1, 1, 1, 1, 1, 1, 1});
    p.add_row<speed, mean>(f.to_mean);
    p.scale(
        {1, 1, f.keep, f.keep, f.keep_side, f.keep_drift, f.keep_burst, f.keep_burst, f.keep_mean});
}

// An Ornstein-Uhlenbeck process of the speed, and what it adds up to along the way.
void add_wander(Symmetric<WayState::size>& p, const Transition& f, double seconds,
                const Motion& motion) {
    if (motion.stands) {
        p(along, along) += shifting_m * shifting_m * seconds;
        p(speed, speed) += standing_mps * standing_mps;
        return;
    }
    const double rate = steady_part * motion.acceleration;
    const double variance = rate * rate * form_time_s / 2;
    const double part = seconds / form_time_s;
    const double keep = f.form;
    p(along, along) +=
        variance * form_time_s * form_time_s * (2 * part - 3 + 4 * keep - keep * keep) + 1e-6;
    const double both = variance * form_time_s * (1 - keep) * (1 - keep);
    p(along, speed) += both;
    p(speed, speed) += variance * (1 - keep * keep) + 1e-6;
    if (motion.starts) { // at any speed about the mean
        p(along, along) += variance * seconds * seconds;
        p(along, speed) += variance * seconds;
        p(speed, speed) += variance;
    }
}

void add_noise(Symmetric<WayState::size>& p, const Transition& f, double seconds,
               const Motion& motion) {
    add_wander(p, f, seconds, motion);
    const double bias = motion.bias_m * motion.bias_m * (1 - f.keep * f.keep);
    p(along, along) += f.bend.saved * f.bend.saved + motion.loose_m * motion.loose_m;
    const double means =
        motion.renews_speed ? mean_spread * mean_spread : mean_wander * mean_wander * seconds;
    p(mean, mean) += means * motion.usual_mps * motion.usual_mps;
    p(error_east, error_east) += bias;
    p(error_north, error_north) += bias;
    p(right, right) += beside_m * beside_m * (1 - f.keep_side * f.keep_side);
    p(drift, drift) += motion.doppler_mps * motion.doppler_mps * (1 - f.keep_drift * f.keep_drift);
}

} // namespace

Transition transition_over(double seconds, const Motion& motion, double mps, const Bend& bend) {
    const double metres = std::abs(mps) * seconds;
    const bool renews = motion.renews_bias;
    const double form = lanterne::exp(-seconds / form_time_s);
    const double square = form * form;
    const double burst = square * square * form;
    const double by_speed = form_time_s * (1 - form);
    // Whoever starts has the mean speed from the begin on; whoever stands has none.
    const bool goes_on = !motion.stands && !motion.starts;
    return {.form = form,
            .by_speed = goes_on ? by_speed : 0,
            .by_mean = goes_on         ? seconds - by_speed
                       : motion.starts ? seconds
                                       : 0,
            .keep_speed = goes_on ? form : 0,
            .to_mean = goes_on         ? 1 - form
                       : motion.starts ? 1.0
                                       : 0.0,
            .keep_mean = motion.renews_speed ? 0.0 : 1.0,
            .keep = renews ? 0 : lanterne::exp(-seconds / motion.bias_time_s),
            .keep_side = lanterne::exp(-metres / beside_length_m),
            .keep_drift = renews ? 0 : burst * burst * burst,
            .keep_burst = renews ? 0 : burst,
            .bend = bend};
}

WayState moved(const WayState& state, const Transition& f, double seconds, const Motion& motion) {
    WayState next = state;
    next.x[along] += f.by_speed * state.x[speed] + f.by_mean * state.x[mean] +
                     f.bend.right * state.x[right] + f.bend.saved;
    next.x[speed] = f.keep_speed * state.x[speed] + f.to_mean * state.x[mean];
    next.x[mean] = motion.renews_speed ? motion.usual_mps : state.x[mean];
    next.x[error_east] *= f.keep;
    next.x[error_north] *= f.keep;
    next.x[right] *= f.keep_side;
    next.x[drift] *= f.keep_drift;
    next.x[burst_east] *= f.keep_burst;
    next.x[burst_north] *= f.keep_burst;
    move(next.p, f);
    add_noise(next.p, f, seconds, motion);
    return next;
}

} // namespace lanterne::course
