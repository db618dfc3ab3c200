#include "core/course/way/way_smoother.hpp"

#include <algorithm>
#include <cmath>

#include "core/course/way/coordinate.hpp"
#include "core/course/way/observation.hpp"
#include "core/course/way/transition.hpp"

namespace lanterne::course {
namespace {

using namespace coordinate;

constexpr std::size_t n = WayState::size;

double dot_of(const WayState::Vector& a, const WayState::Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

// More deviations than this after a gap are none of a steady speed.
constexpr double unseen_deviations = 1.5;

/// What a sighting was taken as, for the way back.
struct Node {
    Transition from; ///< the node before
    WayState state;  ///< before its observations
    TakenSighting taken;
};

/// What later sightings say of a state: its correction is -P l, that of its covariance -P L P.
struct Adjoint {
    WayState::Vector l{};
    Symmetric<n> big;

    void pass(const Taken& taken) {
        const double wrong = dot_of(taken.gain, l) + taken.off / taken.variance;
        WayState::Vector u = big.times(taken.gain);
        const double both = dot_of(taken.gain, u) + 1 / taken.variance;
        add(taken.seen, -wrong, l);
        add(taken.seen, -both / 2, u);
        subtract(taken.seen, u);
    }

    // F' l and F' L F.
    void pass(const Transition& f) {
        back(f);
        big.scale({1, 1, f.keep, f.keep, f.keep_side, f.keep_drift, f.keep_burst, f.keep_burst,
                   f.keep_mean});
        big.add_row<mean, speed>(f.to_mean);
        big.scale({1, f.keep_speed, 1, 1, 1, 1, 1, 1, 1});
        if (f.bend.right != 0) {
            big.add_row<right, along>(f.bend.right);
        }
        big.add_row<mean, along>(f.by_mean);
        big.add_row<speed, along>(f.by_speed);
    }

    Whereabouts at(const WayState& state) const {
        const WayState::Vector row = state.p.row<along>();
        return {.metres = state.x[along] - dot_of(row, l),
                .mps = state.x[speed] - dot_of(state.p.row<speed>(), l),
                .variance = row[along] - dot_of(row, big.times(row))};
    }

private:
    // v + part * h.
    static void add(const Observation& seen, double part, WayState::Vector& v) {
        if (seen.of == Observation::Of::speed) {
            v[speed] += part;
            v[drift] += part;
            return;
        }
        const geo::PlanePoint d = seen.direction * part;
        v[seen.of == Observation::Of::along ? along : right] += part;
        v[error_east] += d.east;
        v[error_north] += d.north;
        v[burst_east] += d.east;
        v[burst_north] += d.north;
    }

    // L - h u' - u h'.
    void subtract(const Observation& seen, const WayState::Vector& u) {
        if (seen.of == Observation::Of::speed) {
            big.subtract_cross<speed>(1, u);
            big.subtract_cross<drift>(1, u);
            return;
        }
        if (seen.of == Observation::Of::along) {
            big.subtract_cross<along>(1, u);
        } else {
            big.subtract_cross<right>(1, u);
        }
        big.subtract_cross<error_east>(seen.direction.east, u);
        big.subtract_cross<error_north>(seen.direction.north, u);
        big.subtract_cross<burst_east>(seen.direction.east, u);
        big.subtract_cross<burst_north>(seen.direction.north, u);
    }

    void back(const Transition& f) {
        l[mean] = f.keep_mean * l[mean] + f.by_mean * l[along] + f.to_mean * l[speed];
        l[speed] = f.keep_speed * l[speed] + f.by_speed * l[along];
        l[right] = f.keep_side * l[right] + f.bend.right * l[along];
        l[error_east] *= f.keep;
        l[error_north] *= f.keep;
        l[drift] *= f.keep_drift;
        l[burst_east] *= f.keep_burst;
        l[burst_north] *= f.keep_burst;
    }
};

// Who is not where such a speed would have led meanwhile did something else: how many times more
// the speed must have wandered.
double wandering_of(const WayState& state, double t, std::span<const Sighting> sightings) {
    const auto seen = std::find_if(sightings.begin(), sightings.end(),
                                   [](const Sighting& one) { return !one.is_blank; });
    if (seen == sightings.end()) {
        return 1;
    }
    const bool is_known = std::any_of(sightings.begin(), seen + 1, [](const Sighting& one) {
        return one.motion.stands || one.motion.starts;
    });
    if (is_known) {
        return 1;
    }
    const double seconds = seen->t - t;
    const Surprise s =
        surprise_of_place(predicted(state, seconds, seen->motion, seen->bend), *seen);
    return std::sqrt(
        std::max(1.0, s.square / s.expected / (unseen_deviations * unseen_deviations)));
}

} // namespace

std::vector<Whereabouts> smoothed(const WayState& before, double t,
                                  std::span<const Sighting> sightings) {
    std::vector<Node> nodes;
    nodes.reserve(sightings.size());
    WayState state = before;
    double wanders = 1;
    for (std::size_t i = 0; i < sightings.size(); ++i) {
        const Sighting& sighting = sightings[i];
        if (sighting.is_blank && (i == 0 || !sightings[i - 1].is_blank)) {
            wanders = wandering_of(state, t, sightings.subspan(i));
        }
        Motion motion = sighting.motion;
        motion.acceleration *= wanders;
        Node& node = nodes.emplace_back();
        node.from = transition_over(sighting.t - t, motion, state.x[speed], sighting.bend);
        state = moved(state, node.from, sighting.t - t, motion);
        if (!sighting.is_blank) {
            doubt(state, sighting);
            wanders = 1;
        }
        node.state = state;
        if (!sighting.is_blank) {
            node.taken = take(state, sighting);
        }
        t = sighting.t;
    }
    std::vector<Whereabouts> all(nodes.size());
    Adjoint later;
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const Node& node = nodes[i];
        for (std::size_t k = node.taken.number; k-- > 0;) {
            later.pass(node.taken.parts[k]);
        }
        all[i] = later.at(node.state);
        later.pass(node.from);
    }
    return all;
}

} // namespace lanterne::course
