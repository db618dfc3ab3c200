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
    WayVector l{};
    WayMatrix big{};

    void pass(const Taken& taken) {
        const double along_gain = dot_of(taken.gain, l);
        const WayVector by_gain = times(big, taken.gain);
        const double both = dot_of(taken.gain, by_gain) + 1 / taken.variance;
        for (std::size_t i = 0; i < n; ++i) {
            l[i] -= taken.h[i] * (along_gain + taken.off / taken.variance);
            for (std::size_t j = 0; j < n; ++j) {
                big[i][j] += both * taken.h[i] * taken.h[j] - taken.h[i] * by_gain[j] -
                             by_gain[i] * taken.h[j];
            }
        }
    }

    // F' l and F' L F.
    void pass(const Transition& f) {
        back(l, f);
        for (WayVector& row : big) {
            back(row, f);
        }
        for (std::size_t j = 0; j < n; ++j) {
            big[mean][j] =
                f.keep_mean * big[mean][j] + f.by_mean * big[along][j] + f.to_mean * big[speed][j];
            big[speed][j] = f.keep_speed * big[speed][j] + f.by_speed * big[along][j];
            big[right][j] = f.keep_side * big[right][j] + f.bend.right * big[along][j];
            big[error_east][j] *= f.keep;
            big[error_north][j] *= f.keep;
            big[drift][j] *= f.keep_drift;
            big[burst_east][j] *= f.keep_burst;
            big[burst_north][j] *= f.keep_burst;
        }
    }

    Whereabouts at(const WayState& state) const {
        const WayVector change = times(big, state.p[along]);
        return {.metres = state.x[along] - dot_of(state.p[along], l),
                .mps = state.x[speed] - dot_of(state.p[speed], l),
                .variance = state.p[along][along] - dot_of(state.p[along], change)};
    }

private:
    static void back(WayVector& v, const Transition& f) {
        v[mean] = f.keep_mean * v[mean] + f.by_mean * v[along] + f.to_mean * v[speed];
        v[speed] = f.keep_speed * v[speed] + f.by_speed * v[along];
        v[right] = f.keep_side * v[right] + f.bend.right * v[along];
        v[error_east] *= f.keep;
        v[error_north] *= f.keep;
        v[drift] *= f.keep_drift;
        v[burst_east] *= f.keep_burst;
        v[burst_north] *= f.keep_burst;
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
