#include "core/course/way/observation.hpp"

#include <algorithm>
#include <cmath>

#include "core/course/way/coordinate.hpp"

namespace lanterne::course {
namespace {

using namespace coordinate;

constexpr std::size_t n = WayState::size;

// A speed that differs by more deviations than this has changed at once.
constexpr double steady_deviations = 2;
constexpr double speed_white_mps = 0.1;
// A place that differs by more deviations than this begins a burst, of about so many metres an
// axis; what differs still more counts less.
constexpr double burst_deviations = 3.5;
constexpr double burst_m = 11;
constexpr double trusted_places = 3;
constexpr double trusted_speeds = 4;
// Between sightings farther apart nobody can tell a burst from a halt.
constexpr double longest_burst_gap_s = 4;

Observation along_of(const Sighting& sighting) {
    const double white = sighting.motion.white_m;
    return {.of = Observation::Of::along,
            .direction = sighting.direction,
            .value = sighting.along,
            .variance = white * white,
            .trusted = trusted_places};
}

Observation right_of(const Sighting& sighting) {
    const geo::PlanePoint& d = sighting.direction;
    const double white = sighting.motion.white_m;
    return {.of = Observation::Of::right,
            .direction = {d.north, -d.east},
            .value = sighting.right,
            .variance = white * white,
            .trusted = trusted_places};
}

Observation speed_of(const Sighting& sighting) {
    return {.of = Observation::Of::speed,
            .direction = {},
            .value = sighting.speed,
            .variance = speed_white_mps * speed_white_mps,
            .trusted = trusted_speeds};
}

// The row of a place, and those of both errors in its direction.
template<std::size_t place>
WayState::Vector times_place(const Symmetric<n>& p, const geo::PlanePoint& d) {
    WayState::Vector ph;
    for_each_below<n>([&](auto i) {
        ph[i] = p(i, place) + d.east * (p(i, error_east) + p(i, burst_east)) +
                d.north * (p(i, error_north) + p(i, burst_north));
    });
    return ph;
}

Taken take(WayState& state, const Observation& seen) {
    const WayState::Vector ph = seen.times(state.p);
    const double off = seen.value - seen.expected(state.x);
    const double expected = seen.variance + seen.expected(ph);
    const double doubt = std::max(1.0, std::abs(off) / std::sqrt(expected) / seen.trusted);
    Taken taken{.seen = seen, .off = off, .variance = expected * doubt * doubt};
    const double part = 1 / taken.variance;
    for (std::size_t i = 0; i < n; ++i) {
        taken.gain[i] = ph[i] * part;
        state.x[i] += taken.gain[i] * off;
    }
    state.p.subtract_product(taken.gain, ph);
    return taken;
}

Surprise surprise_of(const WayState& state, const Observation& seen) {
    const double off = seen.value - seen.expected(state.x);
    return {off * off, seen.variance + seen.expected(seen.times(state.p))};
}

// A speed that changed at once did so some time since the sighting before, nobody knows when.
void doubt_speed(WayState& state, const Sighting& sighting) {
    const Surprise s = surprise_of(state, speed_of(sighting));
    const double jump = s.square - steady_deviations * steady_deviations * s.expected;
    if (jump > 0) {
        const double dt = sighting.seconds;
        state.p(speed, speed) += jump;
        state.p(along, speed) += jump * dt / 2;
        state.p(along, along) += jump * dt * dt / 3;
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
        state.p(along, along) += ahead.square;
    }
    const double square = burst_m * burst_m;
    state.p(burst_east, burst_east) += square;
    state.p(burst_north, burst_north) += square;
}

} // namespace

double Observation::expected(const WayState::Vector& x) const {
    if (of == Of::speed) {
        return x[speed] + x[drift];
    }
    return x[of == Of::along ? along : right] + direction.east * (x[error_east] + x[burst_east]) +
           direction.north * (x[error_north] + x[burst_north]);
}

WayState::Vector Observation::times(const Symmetric<WayState::size>& p) const {
    if (of == Of::along) {
        return times_place<along>(p, direction);
    }
    if (of == Of::right) {
        return times_place<right>(p, direction);
    }
    WayState::Vector ph;
    for_each_below<n>([&](auto i) { ph[i] = p(i, speed) + p(i, drift); });
    return ph;
}

Surprise surprise_of_place(const WayState& state, const Sighting& sighting) {
    return surprise_of(state, along_of(sighting));
}

void doubt(WayState& state, const Sighting& sighting) {
    if (sighting.has_speed) {
        doubt_speed(state, sighting);
    }
    doubt_place(state, sighting);
}

TakenSighting take(WayState& state, const Sighting& sighting) {
    TakenSighting all;
    if (sighting.has_speed) {
        all.parts[all.number++] = take(state, speed_of(sighting));
    }
    all.parts[all.number++] = take(state, along_of(sighting));
    if (sighting.follows) {
        all.parts[all.number++] = take(state, right_of(sighting));
    }
    return all;
}

} // namespace lanterne::course
