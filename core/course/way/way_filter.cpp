#include "core/course/way/way_filter.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

constexpr std::size_t n = WayState::size;
using Vector = std::array<double, n>;
using Matrix = std::array<Vector, n>;

// An observation counts in full up to this many standard deviations: places come in bursts of
// error, but a speed that surprises is mostly true (somebody brakes).
constexpr double trusted_places = 2.5;
constexpr double trusted_speeds = 6;
// Wandering speeds do not wander for ever: a speed is never less certain than this, m/s.
constexpr double speed_spread = 4;

// Who rounds a corner from five metres before it saves about this part of its square, metres; some
// do not. Where a line turns by more it turns back.
constexpr double corner_gain_m = 0.8;
constexpr double greatest_turn = 2;

struct Transition {
    double dt;
    double keep;      ///< how much of the receiver's error is left
    double keep_side; ///< and of what the athlete goes beside the line
    Bend bend;
};

Transition transition_over(double seconds, const Motion& motion, double speed, const Bend& bend) {
    const double metres = std::abs(speed) * seconds;
    return {.dt = seconds,
            .keep = motion.renews_bias ? 0 : lanterne::exp(-seconds / motion.bias_time_s),
            .keep_side = lanterne::exp(-metres / beside_length_m),
            .bend = bend};
}

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix c{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < n; ++k) {
            for (std::size_t j = 0; j < n; ++j) {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    return c;
}

Matrix transposed(const Matrix& a) {
    Matrix t{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            t[i][j] = a[j][i];
        }
    }
    return t;
}

Matrix sum(const Matrix& a, const Matrix& b, double factor) {
    Matrix c = a;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            c[i][j] += factor * b[i][j];
        }
    }
    return c;
}

// Inverse of a positive definite matrix, by elimination; the predicted covariance always is one, as
// each step adds noise to every part of the state.
Matrix inverse(Matrix a) {
    Matrix b{};
    for (std::size_t i = 0; i < n; ++i) {
        b[i][i] = 1;
    }
    for (std::size_t i = 0; i < n; ++i) {
        const double pivot = 1 / a[i][i];
        for (std::size_t j = 0; j < n; ++j) {
            a[i][j] *= pivot;
            b[i][j] *= pivot;
        }
        for (std::size_t k = 0; k < n; ++k) {
            if (k == i) {
                continue;
            }
            const double factor = a[k][i];
            for (std::size_t j = 0; j < n; ++j) {
                a[k][j] -= factor * a[i][j];
                b[k][j] -= factor * b[i][j];
            }
        }
    }
    return b;
}

// F P: the state's own motion applied to the rows of a covariance.
Matrix moved(const Matrix& p, const Transition& f) {
    Matrix m = p;
    for (std::size_t j = 0; j < n; ++j) {
        m[0][j] += f.dt * p[1][j] + f.bend.right * p[4][j];
        m[2][j] *= f.keep;
        m[3][j] *= f.keep;
        m[4][j] *= f.keep_side;
    }
    return m;
}

void add_noise(Matrix& p, const Transition& f, const Motion& motion) {
    const double q = motion.acceleration * motion.acceleration;
    const double rate = q / (1 + q * f.dt / (speed_spread * speed_spread));
    const double bias = motion.bias_m * motion.bias_m * (1 - f.keep * f.keep);
    p[0][0] += rate * f.dt * f.dt * f.dt / 3 + f.bend.saved * f.bend.saved + 1e-6;
    p[0][1] += rate * f.dt * f.dt / 2;
    p[1][0] += rate * f.dt * f.dt / 2;
    p[1][1] += rate * f.dt + 1e-6;
    p[2][2] += bias + 1e-6;
    p[3][3] += bias + 1e-6;
    p[4][4] += beside_m * beside_m * (1 - f.keep_side * f.keep_side) + 1e-6;
}

Expected expected(const WayState& state, const Vector& h, double noise) {
    Expected e{.value = 0, .variance = noise * noise};
    for (std::size_t i = 0; i < n; ++i) {
        e.value += h[i] * state.x[i];
        for (std::size_t j = 0; j < n; ++j) {
            e.variance += h[i] * state.p[i][j] * h[j];
        }
    }
    return e;
}

void observe(WayState& state, const Vector& h, double value, double noise, double trusted) {
    const Expected e = expected(state, h, noise);
    const double off = value - e.value;
    const double deviations = std::abs(off) / std::sqrt(e.variance);
    const double doubt = std::max(1.0, deviations / trusted);
    const double variance = e.variance * doubt * doubt;
    Vector gain{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            gain[i] += state.p[i][j] * h[j];
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        state.x[i] += gain[i] * off / variance;
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            state.p[i][j] -= gain[i] * gain[j] / variance;
        }
    }
}

Vector along_of(const geo::PlanePoint& direction) {
    return {1, 0, direction.east, direction.north, 0};
}

Vector right_of(const geo::PlanePoint& direction) {
    return {0, 0, direction.north, -direction.east, 1};
}

constexpr Vector speed_of{0, 1, 0, 0, 0};

// Errors of speeds that follow each other closely are nearly the same: white noise that adds up to
// as much along the way.
double doppler_noise(double seconds, const Motion& motion) {
    const double same = 2 * doppler_time_s / std::max(seconds, 0.1);
    return motion.doppler_mps * std::sqrt(1 + same);
}

} // namespace

WayState start_state(double along, double along_sd, double speed, double speed_sd, double bias_m) {
    WayState state;
    state.x = {along, speed, 0, 0, 0};
    state.p[0][0] = along_sd * along_sd;
    state.p[1][1] = speed_sd * speed_sd;
    state.p[2][2] = bias_m * bias_m;
    state.p[3][3] = bias_m * bias_m;
    state.p[4][4] = beside_m * beside_m;
    return state;
}

Bend bend_between(const geo::PlanePoint& from, const geo::PlanePoint& to, bool is_ahead) {
    const double turned = lanterne::atan2(-cross(from, to), dot(from, to));
    const double right = std::clamp(turned, -greatest_turn, greatest_turn);
    const double saved = corner_gain_m * right * right;
    return {.right = right, .saved = is_ahead ? saved : -saved};
}

WayState predicted(const WayState& state, double seconds, const Motion& motion, const Bend& bend) {
    const Transition f = transition_over(seconds, motion, state.speed(), bend);
    WayState next;
    next.x = {state.x[0] + f.dt * state.x[1] + bend.right * state.x[4] + bend.saved, state.x[1],
              f.keep * state.x[2], f.keep * state.x[3], f.keep_side * state.x[4]};
    next.p = moved(transposed(moved(state.p, f)), f);
    add_noise(next.p, f, motion);
    return next;
}

Expected expected_along(const WayState& state, const geo::PlanePoint& direction,
                        const Motion& motion) {
    return expected(state, along_of(direction), motion.white_m);
}

Expected expected_speed(const WayState& state, double seconds, const Motion& motion) {
    return expected(state, speed_of, doppler_noise(seconds, motion));
}

WayState updated(const WayState& state, const Sighting& sighting) {
    WayState next = state;
    observe(next, along_of(sighting.direction), sighting.along, sighting.motion.white_m,
            trusted_places);
    if (sighting.follows) {
        observe(next, right_of(sighting.direction), sighting.right, sighting.motion.white_m,
                trusted_places);
    }
    if (sighting.has_speed) {
        observe(next, speed_of, sighting.speed, doppler_noise(sighting.seconds, sighting.motion),
                trusted_speeds);
    }
    return next;
}

std::vector<WayState> smoothed(const WayState& before, double t,
                               std::span<const Sighting> sightings) {
    std::vector<WayState> expected_states;
    std::vector<WayState> states;
    WayState state = before;
    for (const Sighting& sighting : sightings) {
        expected_states.push_back(predicted(state, sighting.t - t, sighting.motion, sighting.bend));
        state = updated(expected_states.back(), sighting);
        states.push_back(state);
        t = sighting.t;
    }
    for (std::size_t i = states.size(); i-- > 1;) {
        WayState& earlier = states[i - 1];
        const WayState& ahead = expected_states[i];
        const Transition f =
            transition_over(sightings[i].t - sightings[i - 1].t, sightings[i].motion,
                            earlier.speed(), sightings[i].bend);
        const Matrix gain = product(transposed(moved(earlier.p, f)), inverse(ahead.p));
        for (std::size_t r = 0; r < n; ++r) {
            for (std::size_t c = 0; c < n; ++c) {
                earlier.x[r] += gain[r][c] * (states[i].x[c] - ahead.x[c]);
            }
        }
        const Matrix change = sum(states[i].p, ahead.p, -1);
        earlier.p = sum(earlier.p, product(product(gain, change), transposed(gain)), 1);
    }
    return states;
}

} // namespace lanterne::course
