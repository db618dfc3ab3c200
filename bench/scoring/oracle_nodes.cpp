#include <algorithm>
#include <cmath>

#include "bench/scoring/oracle_smoother.hpp"
#include "bench/scoring/supposed.hpp"

namespace lanterne::bench {

// Fixes that are too slow for somebody who races.
void OracleSmoother::note_halts() {
    constexpr double slow_part = 0.5;
    for (const Fix& fix : sample_.reception.fixes) {
        const double t = static_cast<double>((fix.time - gun_).count()) / 1000;
        const double usual = usual_speed(sample_.journey.sport_at(t));
        if (fix.speed_dmps && *fix.speed_dmps / 10.0 < slow_part * usual) {
            stops_.push_back({.from_s = t, .to_s = t});
        }
    }
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
    if (known_.line) {
        place_on_true_line();
    } else {
        place_on_drawn_line();
    }
    if (known_.bursts) {
        note_bursts();
    }
}

void OracleSmoother::place_on_true_line() {
    constexpr double about_s = 0.1;
    const simulator::Journey& journey = sample_.journey;
    for (Node& node : nodes_) {
        node.true_along = node.along = journey.at(node.t).along;
        node.beside = journey.behaviour().beside_m;
        node.speed = (journey.at(node.t + about_s).along - journey.at(node.t - about_s).along) /
                     (2 * about_s);
        node.form = journey.form_at(node.t);
        node.law = node.speed;
    }
}

// A linear filter may be linear about any place: about where it truly is, seen from there.
void OracleSmoother::place_on_drawn_line() {
    constexpr int refinements = 3;
    constexpr double farthest_m = 2; // at once
    constexpr double road_m = 7;
    const simulator::Journey& journey = sample_.journey;
    double ahead = 0; // of the true metres
    for (Node& node : nodes_) {
        const simulator::Whereabouts where = journey.at(node.t);
        const geo::PlanePoint place =
            ground_.plane().to_plane(journey.ground().plane().to_position(where.point));
        node.true_along = where.along;
        node.along = where.along + ahead;
        for (int i = 0; i < refinements; ++i) {
            const double off =
                dot(place - ground_.at(node.along), ground_.direction_at(node.along));
            node.along += std::clamp(off, -farthest_m, farthest_m);
        }
        ahead = node.along - where.along;
        node.beside = dot(place - ground_.at(node.along), across(node.along));
        node.form = journey.form_at(node.t);
        if (node.along > end_along_ && std::abs(node.beside) > road_m) {
            node.fix = nullptr; // has left the course behind the finish
        }
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const Node& before = nodes_[i == 0 ? 0 : i - 1];
        const Node& after = nodes_[std::min(i + 1, nodes_.size() - 1)];
        nodes_[i].law = nodes_[i].speed = (after.along - before.along) / (after.t - before.t);
    }
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

} // namespace lanterne::bench
