#include "core/scoring/ruling/observation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace lanterne::scoring {
namespace {

constexpr double least_error_ms = 1;

// 99.9 % of a chi-square distribution with 1, 2, ... degrees of freedom.
constexpr std::array<double, 10> chance_explains{10.828, 13.816, 16.266, 18.467, 20.515,
                                                 22.458, 24.322, 26.124, 27.877, 29.588};

double explained(std::size_t degrees) {
    if (degrees <= chance_explains.size()) {
        return chance_explains[degrees - 1];
    }
    // Wilson and Hilferty 1931, with 3.0902 standard deviations; its cube is a plain product.
    const double n = static_cast<double>(degrees);
    const double root = 1 - 2 / (9 * n) + 3.0902 * std::sqrt(2 / (9 * n));
    return n * root * root * root;
}

int distrust(Source source) {
    switch (source) {
    case Source::official: return 0;
    case Source::gun: return 1;
    case Source::chip: return 2;
    case Source::unit: return 3;
    case Source::hand: return 4;
    case Source::gps: break;
    }
    return 5;
}

double variance_of(const Observation& seen) {
    const double error = std::max<double>(seen.standard_error_ms, least_error_ms);
    return error * error;
}

bool comes_before(const Observation& a, const Observation& b) {
    const auto order = [](const Observation& seen) {
        return std::tuple{distrust(seen.source), seen.standard_error_ms, seen.time, seen.clock,
                          seen.is_bridged,       !seen.is_settled};
    };
    return order(a) < order(b);
}

// Of all, relative to the first's time, so that no digit of a large number is lost.
double mean_of(const std::vector<Observation>& witnesses, double& weights) {
    double sum = 0;
    weights = 0;
    for (const Observation& seen : witnesses) {
        const double weight = 1 / variance_of(seen);
        sum += weight * static_cast<double>((seen.time - witnesses.front().time).count());
        weights += weight;
    }
    return sum / weights;
}

Disagreement widest(std::size_t point, const std::vector<Observation>& witnesses) {
    Disagreement widest{.point = point, .believed = witnesses.front(), .other = {}};
    for (std::size_t i = 1; i < witnesses.size(); ++i) {
        const Observation& other = witnesses[i];
        const double apart =
            std::abs(static_cast<double>((other.time - widest.believed.time).count()));
        const double deviations =
            apart / std::sqrt(variance_of(widest.believed) + variance_of(other));
        if (i == 1 || deviations > widest.deviations) {
            widest.other = other;
            widest.deviations = deviations;
        }
    }
    return widest;
}

} // namespace

std::uint32_t usual_error_ms(Source source) {
    switch (source) {
    case Source::chip: return 100;
    case Source::unit:
    case Source::hand: return 500;
    default: return 0;
    }
}

Verdict decide(std::size_t point, std::vector<Observation> witnesses) {
    std::ranges::sort(witnesses, comes_before);
    if (witnesses.size() == 1) {
        return {.observation = witnesses.front(), .disagreement = {}};
    }
    double weights = 0;
    const double mean = mean_of(witnesses, weights);
    double squares = 0;
    for (const Observation& seen : witnesses) {
        const double apart =
            static_cast<double>((seen.time - witnesses.front().time).count()) - mean;
        squares += apart * apart / variance_of(seen);
    }
    if (squares > explained(witnesses.size() - 1)) {
        return {.observation = witnesses.front(), .disagreement = widest(point, witnesses)};
    }
    Observation together = *std::ranges::min_element(witnesses, {}, variance_of);
    const double own_weight = 1 / variance_of(together);
    together.time = witnesses.front().time + Milliseconds{std::llround(mean)};
    together.standard_error_ms = static_cast<std::uint32_t>(std::lround(std::sqrt(1 / weights)));
    together.shared_error_ms =
        static_cast<std::uint32_t>(std::lround(together.shared_error_ms * own_weight / weights));
    together.is_bridged =
        std::ranges::all_of(witnesses, [](const Observation& seen) { return seen.is_bridged; });
    together.is_settled =
        std::ranges::all_of(witnesses, [](const Observation& seen) { return seen.is_settled; });
    return {.observation = together, .disagreement = {}};
}

} // namespace lanterne::scoring
