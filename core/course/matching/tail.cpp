#include "core/course/matching/tail.hpp"

namespace lanterne::course {
namespace {

WayState begin_of(const Sighting& first) {
    constexpr double known_mps = 1;
    constexpr double unknown_mps = 4;
    const double bias = first.motion.bias_m;
    const double spread = first.has_speed ? known_mps : unknown_mps;
    return start_state(first.along, bias, first.speed, spread, first.motion);
}

} // namespace

void scale_noise(Sighting& sighting, double factor) {
    sighting.motion.bias_m *= sighting.follows ? factor : 1;
}

Tail tail_before(const Sighting& first) { return {KeptState{begin_of(first)}, {}, first.t}; }

Tail tail_behind(const Course& course, const std::optional<Tail>& tail,
                 std::span<const Step> steps) {
    std::optional<WayState> state;
    NoiseScale noise;
    double t = 0;
    if (tail) {
        noise = tail->noise;
        state = tail->state.state();
        t = tail->t;
    }
    std::optional<Step> before;
    for (const Step& step : steps) {
        Sighting sighting = sighting_of(course, step, before);
        noise.see(sighting);
        scale_noise(sighting, noise.factor());
        before = step;
        state = state ? updated(predicted(*state, step.t() - t, sighting.motion, sighting.bend),
                                sighting)
                      : begin_of(sighting);
        t = step.t();
    }
    return {KeptState{*state}, noise, t};
}

} // namespace lanterne::course
