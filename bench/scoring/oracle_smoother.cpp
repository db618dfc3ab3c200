#include "bench/scoring/oracle_smoother.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bench/scoring/stops.hpp"

namespace lanterne::bench {
namespace {

// As simulator/athletes makes them.
constexpr double form_sd = 0.04;
constexpr double form_time_s = 60;
constexpr double sides_m = 1.3; // how far apart their lanes lie: within 2.2 m of the line
constexpr double lane_m = 0.8;
constexpr double lane_time_s = 40;
constexpr double braking_mps2 = 1.5;
constexpr double near_stop_s = 25;
constexpr double own_mps = 0.05;  // what a law of speed leaves out, in a second
constexpr double read_mps = 0.04; // a speed is told in steps of 0.1 m/s
constexpr double slowest_mps = 0.5;

// A Gauss-Markov process of that standard deviation over that time.
void wander(Square& step, Square& noise, std::size_t i, double sd, double keep) {
    step.at[i][i] = keep;
    noise.at[i][i] = sd * sd * (1 - keep * keep);
}

} // namespace

OracleSmoother::OracleSmoother(const truth::Sample& sample, UtcTime gun,
                               const simulator::Conditions& conditions)
    : sample_{sample}, gun_{gun}, conditions_{conditions}, stops_{stops_of(sample.journey)} {
    place_nodes();
    filter();
    smooth();
}

void OracleSmoother::place_nodes() {
    double last = -30; // what was before says little
    for (const Fix& fix : sample_.reception.fixes) {
        const double t = static_cast<double>((fix.time - gun_).count()) / 1000;
        if (t <= last) {
            continue;
        }
        const int parts = nodes_.empty() ? 1 : static_cast<int>(std::ceil(t - last));
        for (int i = 1; i < parts; ++i) {
            nodes_.push_back({.t = last + (t - last) * i / parts});
        }
        nodes_.push_back({.t = t, .fix = &fix});
        last = t;
    }
    for (Node& node : nodes_) {
        constexpr double about_s = 0.1;
        const simulator::Journey& journey = sample_.journey;
        node.along = journey.at(node.t).along;
        node.speed = (journey.at(node.t + about_s).along - journey.at(node.t - about_s).along) /
                     (2 * about_s);
        node.form = journey.form_at(node.t);
        node.law = node.speed;
    }
    note_bursts();
}

void OracleSmoother::note_bursts() {
    auto node = nodes_.begin();
    for (const double burst : sample_.reception.bursts_s) {
        node = std::find_if(node, nodes_.end(), [&](const Node& n) { return n.t >= burst - 1e-6; });
        if (node == nodes_.end()) {
            return;
        }
        node->begins_burst = node != nodes_.begin();
    }
}

void OracleSmoother::predict(const Node& before, Node& node) const {
    constexpr double burst_square = (8.0 * 8 + 8 * 22 + 22.0 * 22) / 3 / 2; // of each axis
    const double dt = node.t - before.t;
    const simulator::Pace& pace = sample_.journey.pace();
    const double middle = (before.along + node.along) / 2;
    const double usual = pace.speed_at(middle, node.form);
    // Where the speed follows from the place, who is ahead gains where everybody goes faster.
    const double gains = std::clamp(
        pace.speed_at(node.along, node.form) / pace.speed_at(before.along, node.form), 0.5, 2.0);
    const double by_form =
        (pace.speed_at(middle, node.form + 0.02) - pace.speed_at(middle, node.form - 0.02)) / 0.04;
    const hal::simulated::NoiseModel& noise_model = model(node.t);
    const bool is_free = seconds_to_stop(stops_, (before.t + node.t) / 2) < near_stop_s;
    Square step;
    Square noise;
    step.at[behind] = {gains, dt * by_form, dt};
    noise.at[behind][behind] = 1e-5 * dt;
    wander(step, noise, form, form_sd, std::exp(-dt / form_time_s));
    step.at[side][side] = 1;
    noise.at[side][side] = 1e-6 * dt;
    wander(step, noise, right, lane_m, std::exp(-dt / lane_time_s));
    for (const std::size_t axis : {0U, 1U}) {
        wander(step, noise, slow_e + axis, 1, std::exp(-dt / noise_model.slow_time_s));
        wander(step, noise, speed_e + axis, 1, std::exp(-dt / noise_model.doppler_time_s));
        step.at[burst_e + axis][burst_e + axis] =
            node.begins_burst ? 0 : std::exp(-dt / noise_model.burst_time_s);
        noise.at[burst_e + axis][burst_e + axis] = node.begins_burst ? burst_square : 1e-6;
    }
    step.at[extra][extra] = is_free ? 1 : std::exp(-dt / 1.0);
    noise.at[extra][extra] = is_free ? braking_mps2 * braking_mps2 * dt : own_mps * own_mps * dt;
    node.step = step;
    node.predicted = step * before.x;
    node.predicted[behind] += is_free ? dt * usual - (node.along - before.along) : 0;
    node.predicted[form] += step.at[form][form] * before.form - node.form;
    node.by_form = by_form;
    node.by_place = (gains - 1) / dt;
    node.law = is_free ? pace.speed_at(node.along, node.form) : node.speed;
    node.predicted_p = symmetric(sum(step * before.p * transposed(step), noise));
}

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

// The middle of the lane in which this athlete goes.
geo::PlanePoint OracleSmoother::lane(double along) const {
    const simulator::Ground& ground = sample_.journey.ground();
    return ground.at(along) + across(along) * sample_.journey.behaviour().beside_m;
}

// To the right.
geo::PlanePoint OracleSmoother::across(double along) const {
    const geo::PlanePoint ahead = sample_.journey.ground().direction_at(along);
    return {ahead.north, -ahead.east};
}

// The fix about the true way: how far it lies ahead, and how fast it says to go.
void OracleSmoother::observe(Node& node) const {
    const hal::simulated::NoiseModel& noise_model = model(node.t);
    const geo::PlanePoint ahead = lane(node.along + 0.5) - lane(node.along - 0.5);
    const geo::PlanePoint bend = lane(node.along + 1) - lane(node.along) * 2 + lane(node.along - 1);
    const geo::PlanePoint beside = across(node.along);
    const geo::PlanePoint away =
        sample_.journey.ground().plane().to_plane(node.fix->position) - lane(node.along);
    // What a bend makes of not knowing the place; and the wire's resolution.
    const double bent = length(bend) * node.p.at[behind][behind] / 2;
    const double white = noise_model.white_m * noise_model.white_m + 0.01 + bent * bent;
    Column h{};
    h[behind] = ahead.east;
    h[side] = h[right] = beside.east;
    h[slow_e] = noise_model.slow_m;
    h[burst_e] = 1;
    take(node, h, away.east, white);
    h = {};
    h[behind] = ahead.north;
    h[side] = h[right] = beside.north;
    h[slow_n] = noise_model.slow_m;
    h[burst_n] = 1;
    take(node, h, away.north, white);
    const double scale = length(ahead);
    if (scale < 0.2 || !node.fix->speed_dmps || !node.fix->course_2deg) {
        return;
    }
    const geo::PlanePoint direction = ahead * (1 / scale);
    const geo::PlanePoint seen =
        geo::direction_of(2.0 * *node.fix->course_2deg) * (*node.fix->speed_dmps / 10.0);
    const double turned = length(bend) * std::sqrt(node.p.at[behind][behind]) * node.speed;
    h = {};
    h[behind] = node.by_place * scale;
    h[form] = node.by_form * scale;
    h[extra] = scale;
    h[side] = h[right] =
        dot(across(node.along + 0.5) - across(node.along - 0.5), direction) * node.speed;
    h[speed_e] = direction.east * noise_model.doppler_mps;
    h[speed_n] = direction.north * noise_model.doppler_mps;
    take(node, h, dot(seen, direction) - node.law * scale,
         read_mps * read_mps + own_mps * own_mps + turned * turned / 4);
}

void OracleSmoother::filter() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        Node& node = nodes_[i];
        if (i > 0) {
            predict(nodes_[i - 1], node);
        } else {
            const std::array<double, size> sd{5, form_sd, 5, sides_m, lane_m, 1, 1, 1, 1, 0.1, 0.1};
            for (std::size_t k = 0; k < size; ++k) {
                node.predicted_p.at[k][k] = sd[k] * sd[k];
            }
            node.law = sample_.journey.pace().speed_at(0, node.form);
            node.predicted[extra] = -node.law;                            // it stands
            node.predicted[side] = -sample_.journey.behaviour().beside_m; // not known
        }
        node.x = node.predicted;
        node.p = node.predicted_p;
        if (node.fix != nullptr) {
            observe(node);
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

std::optional<TimedError> OracleSmoother::at(double truth_s, double along) const {
    constexpr double within_s = 30;
    std::optional<TimedError> best;
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
        const Node& a = nodes_[i - 1];
        const Node& b = nodes_[i];
        const double before = a.along + a.x[behind] - along;
        const double after = b.along + b.x[behind] - along;
        if (before >= 0 || after < 0 || std::abs(b.t - truth_s) > within_s) {
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
    }
    return best;
}

} // namespace lanterne::bench
