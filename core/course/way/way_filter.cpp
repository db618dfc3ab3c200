#include "core/course/way/way_filter.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

constexpr std::size_t n = WayState::size;
using Vector = std::array<double, n>;
using Matrix = std::array<Vector, n>;

enum : std::size_t {
    along,
    speed,
    error_east,
    error_north,
    right,
    drift,
    burst_east,
    burst_north,
    mean
};

// Who goes steadily wanders by this part of what the sport allows, about a mean speed, to which it
// comes back in so long.
constexpr double steady_part = 0.3;
constexpr double form_time_s = 60;
// People's mean speeds lie so far about the sport's usual one, a part of it, and wander by so much
// in a second's root.
constexpr double mean_spread = 0.25;
constexpr double mean_wander = 0.004;
// A speed that differs by more deviations than this has changed at once.
constexpr double steady_deviations = 2;
constexpr double speed_white_mps = 0.1;
// Who stands shifts so far, metres in a second's root, at next to no speed.
constexpr double shifting_m = 0.05;
constexpr double standing_mps = 0.1;

// A place that differs by more deviations than this begins a burst, of about so many metres an
// axis, which is forgotten by 1/e in so long; what differs still more counts less.
constexpr double burst_deviations = 3.5;
constexpr double burst_m = 11;
constexpr double burst_time_s = 12;
constexpr double trusted_places = 3;
constexpr double trusted_speeds = 4;
// More deviations than this after a gap are none of a steady speed.
constexpr double unseen_deviations = 1.5;
// Between sightings farther apart nobody can tell a burst from a halt.
constexpr double longest_burst_gap_s = 4;

// Who rounds a corner from five metres before it saves about this part of its square, metres; some
// do not. Where a line turns by more it turns back.
constexpr double corner_gain_m = 0.8;
constexpr double greatest_turn = 2;

struct Transition {
    double by_speed;   ///< metres for each m/s
    double by_mean;    ///< the same of the mean speed
    double keep_speed; ///< how much of the speed is left
    double to_mean;    ///< and how much comes of the mean
    double keep_mean;
    double keep;       ///< how much of the receiver's slow error is left
    double keep_side;  ///< and of what the athlete goes beside the line
    double keep_drift; ///< and of the error of the speed
    double keep_burst;
    Bend bend;
};

Transition transition_over(double seconds, const Motion& motion, double mps, const Bend& bend) {
    const double metres = std::abs(mps) * seconds;
    const bool renews = motion.renews_bias;
    const double form = lanterne::exp(-seconds / form_time_s);
    const double by_speed = form_time_s * (1 - form);
    return {.by_speed = motion.stands ? 0 : by_speed,
            .by_mean = motion.stands ? 0 : seconds - by_speed,
            .keep_speed = motion.stands ? 0 : form,
            .to_mean = motion.stands ? 0 : 1 - form,
            .keep_mean = motion.renews_speed ? 0.0 : 1.0,
            .keep = renews ? 0 : lanterne::exp(-seconds / motion.bias_time_s),
            .keep_side = lanterne::exp(-metres / beside_length_m),
            .keep_drift = renews ? 0 : lanterne::exp(-seconds / doppler_time_s),
            .keep_burst = renews ? 0 : lanterne::exp(-seconds / burst_time_s),
            .bend = bend};
}

// F P: the state's own motion applied to the rows of a covariance.
void move_rows(Matrix& m, const Transition& f) {
    for (std::size_t j = 0; j < n; ++j) {
        m[along][j] +=
            f.by_speed * m[speed][j] + f.by_mean * m[mean][j] + f.bend.right * m[right][j];
        m[speed][j] = f.keep_speed * m[speed][j] + f.to_mean * m[mean][j];
        m[mean][j] *= f.keep_mean;
        m[error_east][j] *= f.keep;
        m[error_north][j] *= f.keep;
        m[right][j] *= f.keep_side;
        m[drift][j] *= f.keep_drift;
        m[burst_east][j] *= f.keep_burst;
        m[burst_north][j] *= f.keep_burst;
    }
}

// F P F': the same of both sides.
void move(Matrix& p, const Transition& f) {
    move_rows(p, f);
    for (Vector& row : p) {
        row[along] += f.by_speed * row[speed] + f.by_mean * row[mean] + f.bend.right * row[right];
        row[speed] = f.keep_speed * row[speed] + f.to_mean * row[mean];
        row[mean] *= f.keep_mean;
        row[error_east] *= f.keep;
        row[error_north] *= f.keep;
        row[right] *= f.keep_side;
        row[drift] *= f.keep_drift;
        row[burst_east] *= f.keep_burst;
        row[burst_north] *= f.keep_burst;
    }
}

// An Ornstein-Uhlenbeck process of the speed, and what it adds up to along the way.
void add_wander(Matrix& p, double seconds, const Motion& motion) {
    if (motion.stands) {
        p[along][along] += shifting_m * shifting_m * seconds;
        p[speed][speed] += standing_mps * standing_mps;
        return;
    }
    const double rate = steady_part * motion.acceleration;
    const double variance = rate * rate * form_time_s / 2;
    const double part = seconds / form_time_s;
    const double keep = lanterne::exp(-part);
    p[along][along] +=
        variance * form_time_s * form_time_s * (2 * part - 3 + 4 * keep - keep * keep) + 1e-6;
    const double both = variance * form_time_s * (1 - keep) * (1 - keep);
    p[along][speed] += both;
    p[speed][along] += both;
    p[speed][speed] += variance * (1 - keep * keep) + 1e-6;
}

void add_noise(Matrix& p, const Transition& f, double seconds, const Motion& motion) {
    add_wander(p, seconds, motion);
    const double bias = motion.bias_m * motion.bias_m * (1 - f.keep * f.keep);
    p[along][along] += f.bend.saved * f.bend.saved;
    const double means =
        motion.renews_speed ? mean_spread * mean_spread : mean_wander * mean_wander * seconds;
    p[mean][mean] += means * motion.usual_mps * motion.usual_mps;
    p[error_east][error_east] += bias;
    p[error_north][error_north] += bias;
    p[right][right] += beside_m * beside_m * (1 - f.keep_side * f.keep_side);
    p[drift][drift] += motion.doppler_mps * motion.doppler_mps * (1 - f.keep_drift * f.keep_drift);
}

/// One number that was seen: how it comes from the state, and how well it is seen.
struct Observation {
    Vector h{};
    double value = 0;
    double variance = 0;
    double trusted = 0; ///< deviations; what differs more counts less
};

Observation along_of(const Sighting& sighting) {
    const geo::PlanePoint& d = sighting.direction;
    const double white = sighting.motion.white_m;
    return {.h = {1, 0, d.east, d.north, 0, 0, d.east, d.north, 0},
            .value = sighting.along,
            .variance = white * white,
            .trusted = trusted_places};
}

Observation right_of(const Sighting& sighting) {
    const geo::PlanePoint& d = sighting.direction;
    const double white = sighting.motion.white_m;
    return {.h = {0, 0, d.north, -d.east, 1, 0, d.north, -d.east, 0},
            .value = sighting.right,
            .variance = white * white,
            .trusted = trusted_places};
}

Observation speed_of(const Sighting& sighting) {
    return {.h = {0, 1, 0, 0, 0, 1, 0, 0, 0},
            .value = sighting.speed,
            .variance = speed_white_mps * speed_white_mps,
            .trusted = trusted_speeds};
}

Vector times(const Matrix& p, const Vector& v) {
    Vector product{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            product[i] += p[i][j] * v[j];
        }
    }
    return product;
}

double dot_of(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

/// An observation that was taken, for the way back.
struct Taken {
    Vector h{};
    Vector gain{};
    double off = 0;
    double variance = 0;
};

Taken take(WayState& state, const Observation& seen) {
    Vector ph = times(state.p, seen.h);
    const double off = seen.value - dot_of(seen.h, state.x);
    const double expected = seen.variance + dot_of(seen.h, ph);
    const double doubt = std::max(1.0, std::abs(off) / std::sqrt(expected) / seen.trusted);
    Taken taken{.h = seen.h, .off = off, .variance = expected * doubt * doubt};
    for (std::size_t i = 0; i < n; ++i) {
        taken.gain[i] = ph[i] / taken.variance;
        state.x[i] += taken.gain[i] * off;
        for (std::size_t j = 0; j < n; ++j) {
            state.p[i][j] -= ph[i] * ph[j] / taken.variance;
        }
    }
    return taken;
}

/// How far off an observation is: its square, and what was to be expected of that.
struct Surprise {
    double square = 0;
    double expected = 0;
};

Surprise surprise_of(const WayState& state, const Observation& seen) {
    const double off = seen.value - dot_of(seen.h, state.x);
    return {off * off, seen.variance + dot_of(seen.h, times(state.p, seen.h))};
}

// A speed that changed at once did so some time since the sighting before, nobody knows when.
void doubt_speed(WayState& state, const Sighting& sighting) {
    const Surprise s = surprise_of(state, speed_of(sighting));
    const double jump = s.square - steady_deviations * steady_deviations * s.expected;
    if (jump > 0) {
        const double dt = sighting.seconds;
        state.p[speed][speed] += jump;
        state.p[along][speed] += jump * dt / 2;
        state.p[speed][along] += jump * dt / 2;
        state.p[along][along] += jump * dt * dt / 3;
    }
}

void doubt_place(WayState& state, const Sighting& sighting) {
    constexpr double limit = burst_deviations * burst_deviations;
    const Surprise ahead = surprise_of(state, along_of(sighting));
    const Surprise aside =
        sighting.follows ? surprise_of(state, right_of(sighting)) : Surprise{0, 1};
    if (ahead.square <= limit * ahead.expected && aside.square <= limit * aside.expected) {
        return;
    }
    if (sighting.seconds > longest_burst_gap_s) {
        state.p[along][along] += ahead.square;
    }
    const double square = burst_m * burst_m;
    state.p[burst_east][burst_east] += square;
    state.p[burst_north][burst_north] += square;
}

void doubt(WayState& state, const Sighting& sighting) {
    if (sighting.has_speed) {
        doubt_speed(state, sighting);
    }
    doubt_place(state, sighting);
}

/// What a sighting was taken as, for the way back.
struct Node {
    Transition from; ///< the node before
    WayState state;  ///< before its observations
    std::array<Taken, 3> taken;
    std::size_t number = 0;
};

void take_all(WayState& state, const Sighting& sighting, Node& node) {
    if (sighting.has_speed) {
        node.taken[node.number++] = take(state, speed_of(sighting));
    }
    node.taken[node.number++] = take(state, along_of(sighting));
    if (sighting.follows) {
        node.taken[node.number++] = take(state, right_of(sighting));
    }
}

/// What later sightings say of a state: its correction is -P l, that of its covariance -P L P.
struct Adjoint {
    Vector l{};
    Matrix big{};

    void pass(const Taken& taken) {
        const double along_gain = dot_of(taken.gain, l);
        const Vector by_gain = times(big, taken.gain);
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
        for (Vector& row : big) {
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
        const Vector change = times(big, state.p[along]);
        return {.metres = state.x[along] - dot_of(state.p[along], l),
                .mps = state.x[speed] - dot_of(state.p[speed], l),
                .variance = state.p[along][along] - dot_of(state.p[along], change)};
    }

private:
    static void back(Vector& v, const Transition& f) {
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
        surprise_of(predicted(state, seconds, seen->motion, seen->bend), along_of(*seen));
    return std::sqrt(
        std::max(1.0, s.square / s.expected / (unseen_deviations * unseen_deviations)));
}

} // namespace

WayState start_state(double along_m, double along_sd, double mps, double speed_sd,
                     const Motion& motion) {
    WayState state;
    state.x[along] = along_m;
    state.x[speed] = mps;
    state.x[mean] = motion.usual_mps;
    state.p[along][along] = along_sd * along_sd;
    state.p[speed][speed] = speed_sd * speed_sd;
    state.p[error_east][error_east] = motion.bias_m * motion.bias_m;
    state.p[error_north][error_north] = motion.bias_m * motion.bias_m;
    state.p[right][right] = beside_m * beside_m;
    state.p[drift][drift] = motion.doppler_mps * motion.doppler_mps;
    const double spread = mean_spread * motion.usual_mps;
    state.p[mean][mean] = spread * spread;
    return state;
}

Bend bend_between(const geo::PlanePoint& from, const geo::PlanePoint& to, bool is_ahead) {
    const double turned = lanterne::atan2(-cross(from, to), dot(from, to));
    const double right = std::clamp(turned, -greatest_turn, greatest_turn);
    const double saved = corner_gain_m * right * right;
    return {.right = right, .saved = is_ahead ? saved : -saved};
}

WayState predicted(const WayState& state, double seconds, const Motion& motion, const Bend& bend) {
    return moved(state, transition_over(seconds, motion, state.x[speed], bend), seconds, motion);
}

WayState updated(const WayState& state, const Sighting& sighting) {
    Node node{.state = state};
    WayState next = state;
    doubt(next, sighting);
    take_all(next, sighting, node);
    return next;
}

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
            take_all(state, sighting, node);
        }
        t = sighting.t;
    }
    std::vector<Whereabouts> all(nodes.size());
    Adjoint later;
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const Node& node = nodes[i];
        for (std::size_t k = node.number; k-- > 0;) {
            later.pass(node.taken[k]);
        }
        all[i] = later.at(node.state);
        later.pass(node.from);
    }
    return all;
}

} // namespace lanterne::course
