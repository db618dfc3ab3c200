#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/support/truth/lines.hpp"
#include "tests/support/truth/shape.hpp"

namespace lanterne::truth {
namespace {

constexpr double wrong_m = 3;
constexpr double wrong_over_m = 200;

Position gate_of(const course::Course& course, const course::TimingPoint& point) {
    const auto& all = course.locations();
    const auto found = std::ranges::find(all, point.location, &course::Location::id);
    return found->position;
}

// Where the gate lies on the drawn lap, near where it lies on the true one.
double drawn_in_lap(const geo::Polyline& line, Position gate, double in_lap, double true_lap) {
    constexpr Metres beside{20};
    const double lap = line.length().value;
    if (in_lap < 0.01 || in_lap > true_lap - 0.01) {
        return in_lap < 0.01 ? 0 : lap; // where a lap ends the next begins, however it was drawn
    }
    const double expected = in_lap / true_lap * lap;
    const auto places = line.near(gate, beside, Metres{1});
    const auto nearest = std::ranges::min_element(
        places, {}, [&](const geo::Projection& place) { return std::abs(place.along - expected); });
    if (nearest == places.end()) {
        throw std::logic_error{"a gate far from the line"};
    }
    return nearest->along;
}

} // namespace

plan::RacePlan as_drawn(const plan::RacePlan& truth, std::uint64_t seed, int entries) {
    plan::RacePlan plan = truth;
    const std::vector<course::Leg>& real = truth.course.legs();
    std::vector<course::Leg> legs = real;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        legs[i].line = misdrawn(legs[i].line, wrong_m, wrong_over_m, seed * 100 + i);
    }
    course::unroll(legs);
    std::vector<course::TimingPoint> points = truth.course.points();
    for (course::TimingPoint& point : points) {
        const double true_lap = course::lap_length(real[point.leg]).value;
        const double in_lap =
            point.along.value - real[point.leg].begin.value - (point.lap - 1) * true_lap;
        const double drawn =
            drawn_in_lap(legs[point.leg].line, gate_of(truth.course, point), in_lap, true_lap);
        point.along = unrolled(legs[point.leg], point.lap, Metres{drawn});
    }
    plan.course = course::Course{legs, truth.course.locations(), points};
    for (int bib = 1; bib <= entries; ++bib) {
        const std::string text = std::to_string(bib);
        plan.entries.push_back(
            {.bib = *Bib::from(text), .name = text, .wave = truth.waves.front().id});
    }
    return plan;
}

} // namespace lanterne::truth
