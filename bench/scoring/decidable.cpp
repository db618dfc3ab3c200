#include "bench/scoring/decidable.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "bench/scoring/oracle_smoother.hpp"

namespace lanterne::bench {
namespace {

constexpr double odds = 10;
constexpr double farthest_errors = 4; // of the noise: such a halt needs no judge

// The odds that what is so distributed lies on that side of 0.
double odds_of_side(double mean, double standard_deviation, bool is_beyond) {
    const double beyond = std::erfc(-mean / standard_deviation / std::sqrt(2.0)) / 2;
    const double part = is_beyond ? beyond : 1 - beyond;
    return part / std::max(1 - part, 1e-12);
}

} // namespace

std::vector<std::size_t> undecidable_points(const truth::Sample& sample, const plan::RacePlan& plan,
                                            const simulator::Conditions& conditions) {
    const simulator::Behaviour& behaviour = sample.journey.behaviour();
    if (!behaviour.cuts.empty()) {
        return {};
    }
    std::vector<std::size_t> undecidable;
    std::optional<OracleSmoother> oracle;
    const auto& stood = sample.journey.stood();
    for (std::size_t i = 0; i < stood.size(); ++i) {
        const double at = behaviour.halts[i].at;
        for (std::size_t point = 0; point < plan.course.points().size(); ++point) {
            const double gate = plan.course.points()[point].along.value;
            if (std::abs(at - gate) > farthest_errors * conditions.on_land.slow_m) {
                continue;
            }
            if (!oracle) {
                oracle.emplace(sample, plan, conditions, all_known);
            }
            const double arrived_s =
                stood[i].from_s + std::min(1.0, behaviour.halts[i].seconds / 2);
            const auto place = oracle->along_at(arrived_s);
            if (place &&
                odds_of_side(place->along - gate, place->standard_deviation, at >= gate) < odds) {
                undecidable.push_back(point);
            }
        }
    }
    return undecidable;
}

} // namespace lanterne::bench
