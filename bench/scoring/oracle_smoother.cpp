#include "bench/scoring/oracle_smoother.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bench/scoring/stops.hpp"
#include "bench/scoring/supposed.hpp"

namespace lanterne::bench {
namespace {

// As simulator/athletes makes them.
constexpr double form_sd = 0.04;
constexpr double form_time_s = 60;
constexpr double sides_m = 1.3; // how far apart their lanes lie: within 2.2 m of the line
constexpr double lane_m = 0.8;
constexpr double lane_time_s = 40;
constexpr double braking_mps2 = 1.5;
constexpr double near_stop_s = 10;
constexpr double slowest_mps = 0.5;

// What is supposed where it is not told.
constexpr double drawn_m = 2.6; // 3 m to one side or the other, changing over 200 m
constexpr double drawn_over_m = 120;
constexpr double rounded_m = 4;       // how corners are rounded
constexpr double corner_m2 = 0.5;     // what that leaves open along, each radian turned
constexpr double mean_spread = 0.1;   // of athletes' mean speeds about their sport's
constexpr double mean_drifts = 0.002; // of the mean, in a second's root
constexpr double seen_stop_s = 8;     // a halt is seen by the fixes so far around
constexpr double grip_mps2 = 2;       // nobody slows in a bend that asks for less
constexpr double bend_m = 12;
constexpr double walking_mps = 1.3; // behind the finish

// A Gauss-Markov process of that standard deviation over that time.
void wander(Square& step, Square& noise, std::size_t i, double sd, double keep) {
    step.at[i][i] = keep;
    noise.at[i][i] = sd * sd * (1 - keep * keep);
}

// Speed changes by so much in a second's root, and the place with it.
void accelerate(Square& noise, double mps, double dt) {
    const double changes = mps * mps * dt;
    noise.at[extra][extra] += changes;
    noise.at[behind][extra] += changes * dt / 2;
    noise.at[extra][behind] += changes * dt / 2;
    noise.at[behind][behind] += changes * dt * dt / 3;
}

double angle_between(geo::PlanePoint a, geo::PlanePoint b) {
    return std::abs(std::atan2(cross(a, b), dot(a, b)));
}

} // namespace

OracleSmoother::OracleSmoother(const truth::Sample& sample, const plan::RacePlan& drawn,
                               const simulator::Conditions& conditions, const Known& known)
    : sample_{sample}, gun_{drawn.waves.front().gun}, conditions_{conditions}, known_{known},
      ground_{known.line ? sample.journey.ground() : simulator::Ground{drawn.course, rounded_m}},
      end_along_{drawn.course.length().value} {
    if (known.speed_law) {
        stops_ = stops_of(sample.journey);
    } else {
        note_halts();
    }
    place_nodes();
    filter();
    smooth();
}

void OracleSmoother::predict(const Node& before, Node& node) const {
    constexpr double burst_square = (8.0 * 8 + 8 * 22 + 22.0 * 22) / 3 / 2; // of each axis
    constexpr double told_m = 1e-3; // a known thing has some size, that matrices can be divided
    const double dt = node.t - before.t;
    const hal::simulated::NoiseModel& noise_model = model(node.t);
    node.step = {};
    Square noise;
    node.step.at[side][side] = 1;
    noise.at[side][side] = 1e-6 * dt;
    wander(node.step, noise, right, lane_m, std::exp(-dt / lane_time_s));
    wander(node.step, noise, drawn, known_.line ? told_m : drawn_m,
           std::exp(-std::max(std::abs(node.along - before.along), 0.1) / drawn_over_m));
    for (const std::size_t axis : {0U, 1U}) {
        wander(node.step, noise, slow_e + axis, 1, std::exp(-dt / noise_model.slow_time_s));
        wander(node.step, noise, speed_e + axis, 1, std::exp(-dt / noise_model.doppler_time_s));
        node.step.at[burst_e + axis][burst_e + axis] =
            node.begins_burst ? 0 : std::exp(-dt / noise_model.burst_time_s);
        noise.at[burst_e + axis][burst_e + axis] = node.begins_burst ? burst_square : 1e-6;
    }
    noise.at[behind][behind] = 1e-5 * dt;
    if (!known_.line) {
        noise.at[behind][behind] +=
            corner_m2 * angle_between(across(before.along), across(node.along));
    }
    if (known_.speed_law) {
        predict_by_law(before, node, noise);
    } else {
        predict_by_mean(before, node, noise);
    }
    node.predicted_p = symmetric(sum(node.step * before.p * transposed(node.step), noise));
}

// It goes as fast as this athlete does on that metre.
void OracleSmoother::predict_by_law(const Node& before, Node& node, Square& noise) const {
    const double dt = node.t - before.t;
    const simulator::Pace& pace = sample_.journey.pace();
    const double middle = (before.true_along + node.true_along) / 2;
    const double usual = pace.speed_at(middle, node.form);
    // Where the speed follows from the place, who is ahead gains where everybody goes faster.
    const double gains = std::clamp(pace.speed_at(node.true_along, node.form) /
                                        pace.speed_at(before.true_along, node.form),
                                    0.5, 2.0);
    const double by_form =
        (pace.speed_at(middle, node.form + 0.02) - pace.speed_at(middle, node.form - 0.02)) / 0.04;
    const bool is_free = seconds_to_stop(stops_, (before.t + node.t) / 2) < near_stop_s;
    node.step.at[behind] = {gains, dt * by_form, dt};
    wander(node.step, noise, form, form_sd, std::exp(-dt / form_time_s));
    node.step.at[extra][extra] = is_free ? 1 : std::exp(-dt / 1.0);
    accelerate(noise, is_free ? braking_mps2 : own_speed_mps, dt);
    node.predicted = node.step * before.x;
    node.predicted[behind] += is_free ? dt * usual - (node.along - before.along) : 0;
    node.predicted[form] += node.step.at[form][form] * before.form - node.form;
    node.by_form = by_form;
    node.by_place = (gains - 1) / dt;
    node.law = is_free ? pace.speed_at(node.true_along, node.form) : node.speed;
}

// Its speed wanders about a mean that it has on the leg; where it brakes, anything goes.
void OracleSmoother::predict_by_mean(const Node& before, Node& node, Square& noise) const {
    const double dt = node.t - before.t;
    const course::Sport sport = sample_.journey.sport_at(node.t);
    const bool is_over = node.along > end_along_;
    const double usual = is_over ? walking_mps : usual_speed(sport);
    const bool is_new =
        sport != sample_.journey.sport_at(before.t) || is_over != (before.along > end_along_);
    const double keep = std::exp(-dt / form_time_s);
    node.step.at[form][form] = is_new ? 0 : 1;
    noise.at[form][form] =
        is_new ? mean_spread * usual * mean_spread * usual : mean_drifts * usual * mean_drifts * dt;
    node.step.at[extra][extra] = keep;
    node.step.at[extra][form] = 1 - keep;
    node.step.at[behind] = {1, dt * (1 - keep) / 2, dt * (1 + keep) / 2};
    node.predicted = node.step * before.x;
    node.predicted[form] += is_new ? usual : 0;
    node.predicted[extra] += keep * before.law - node.law;
    node.predicted[behind] += dt * (1 + keep) / 2 * before.law - (node.along - before.along);
    const bool is_free = is_new || is_over ||
                         seconds_to_stop(stops_, (before.t + node.t) / 2) < seen_stop_s ||
                         is_bend(node.along, usual);
    const double wanders = form_sd * usual * std::sqrt((1 - keep * keep) / dt);
    accelerate(noise, std::hypot(wanders, is_free ? braking_mps2 : own_speed_mps), dt);
}

bool OracleSmoother::is_bend(double along, double speed) const {
    for (const double ahead : {-24.0, -12.0, 0.0, 12.0, 24.0}) {
        const double turned = angle_between(ground_.direction_at(along + ahead - bend_m / 2),
                                            ground_.direction_at(along + ahead + bend_m / 2));
        if (speed * speed * turned / bend_m > grip_mps2) {
            return true;
        }
    }
    return false;
}

void OracleSmoother::begin(Node& node) const {
    const double usual = usual_speed(sample_.journey.sport_at(node.t));
    std::array<double, size> sd{5, form_sd, 5, sides_m, lane_m, 0, 1, 1, 1, 1, 0.1, 0.1};
    sd[drawn] = known_.line ? 1e-3 : drawn_m;
    sd[form] = known_.speed_law ? form_sd : mean_spread * usual;
    for (std::size_t k = 0; k < size; ++k) {
        node.predicted_p.at[k][k] = sd[k] * sd[k];
    }
    if (known_.speed_law) {
        node.law = sample_.journey.pace().speed_at(0, node.form);
    } else {
        node.predicted[form] = usual;
    }
    node.predicted[extra] = -node.law; // it stands
}

void OracleSmoother::filter() {
    double newest_s = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        Node& node = nodes_[i];
        if (i == 0) {
            begin(node);
        } else {
            predict(nodes_[i - 1], node);
            if (!known_.bursts && node.fix != nullptr) {
                look_for_burst(nodes_[i - 1], node, node.t - newest_s);
            }
        }
        node.x = node.predicted;
        node.p = node.predicted_p;
        if (node.fix != nullptr) {
            observe(node);
            newest_s = node.t;
        }
    }
}

void OracleSmoother::smooth() {
    for (std::size_t i = nodes_.size() - 1; i-- > 0;) {
        Node& node = nodes_[i];
        const Node& next = nodes_[i + 1];
        const Square gain = divided(node.p * transposed(next.step), next.predicted_p);
        Column ahead{};
        for (std::size_t k = 0; k < size; ++k) {
            ahead[k] = next.x[k] - next.predicted[k];
        }
        const Column change = gain * ahead;
        for (std::size_t k = 0; k < size; ++k) {
            node.x[k] += change[k];
        }
        node.p =
            symmetric(sum(node.p, gain * sum(next.p, next.predicted_p, -1) * transposed(gain)));
    }
}

std::optional<OracleSmoother::Place> OracleSmoother::along_at(double t) const {
    const auto node = std::ranges::lower_bound(nodes_, t, {}, &Node::t);
    if (node == nodes_.end()) {
        return std::nullopt;
    }
    return Place{.along = node->along + node->x[behind],
                 .standard_deviation = std::sqrt(node->p.at[behind][behind])};
}

std::optional<TimedError> OracleSmoother::at(double truth_s, double along) const {
    constexpr double within_s = 30;
    std::optional<TimedError> best;
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
        const Node& a = nodes_[i - 1];
        const Node& b = nodes_[i];
        const double before = a.along + a.x[behind] - along;
        const double after = b.along + b.x[behind] - along;
        if (before >= 0 || after < 0 || (known_.crossing && std::abs(b.t - truth_s) > within_s)) {
            continue;
        }
        const double part = -before / (after - before);
        const double error = a.t + part * (b.t - a.t) - truth_s;
        const double speed = (after - before) / (b.t - a.t);
        const double variance = a.p.at[behind][behind] * (1 - part) + b.p.at[behind][behind] * part;
        if (!best || std::abs(error) < std::abs(best->error_s)) {
            best = {.error_s = error,
                    .standard_error_s = std::sqrt(variance) / std::max(speed, slowest_mps)};
        }
        if (!known_.crossing) {
            break;
        }
    }
    return best;
}

} // namespace lanterne::bench
