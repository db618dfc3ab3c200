#include "core/scoring/eta/own_pace.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::scoring::eta {
namespace {

constexpr std::array<SportPrior, sports> priors{{
    {.ability_sd = 0.18, // swim
     .climb_sd = 0.01,
     .spell_sd = 0.05,
     .spell_s = 240,
     .drift_per_hour = 0.06,
     .cell_sd = 0.05,
     .unseen_sd = 0.06},
    {.ability_sd = 0.30, // bike, of power
     .climb_sd = 0.08,
     .spell_sd = 0.06,
     .spell_s = 400,
     .drift_per_hour = 0.10,
     .cell_sd = 0.05,
     .unseen_sd = 0.10},
    {.ability_sd = 0.20, // run
     .climb_sd = 0.12,
     .spell_sd = 0.05,
     .spell_s = 400,
     .drift_per_hour = 0.06,
     .cell_sd = 0.03,
     .unseen_sd = 0.08},
    {.ability_sd = 0.30, // transition
     .climb_sd = 0.01,
     .spell_sd = 0.01,
     .spell_s = 60,
     .drift_per_hour = 0.01,
     .cell_sd = 0.25,
     .unseen_sd = 0.20},
    {.ability_sd = 0.30, // other
     .climb_sd = 0.10,
     .spell_sd = 0.08,
     .spell_s = 400,
     .drift_per_hour = 0.10,
     .cell_sd = 0.05,
     .unseen_sd = 0.15},
}};

constexpr double most_surprise = 3; // standard deviations

} // namespace

const SportPrior& prior_of(course::Sport sport) {
    return priors.at(static_cast<std::size_t>(sport));
}

double alike(double ahead) { return likeness * std::clamp(ahead, -2.5, 2.5); }

OwnPace::OwnPace(course::Sport sport, const Level& ability) : prior_{&prior_of(sport)} {
    x_[0] = ability.mean;
    p_[0][0] = ability.variance;
    p_[1][1] = prior_->climb_sd * prior_->climb_sd;
    p_[2][2] = prior_->spell_sd * prior_->spell_sd;
}

void OwnPace::wait(double seconds) {
    const double kept = lanterne::exp(-seconds / prior_->spell_s);
    x_[2] *= kept;
    for (std::size_t i = 0; i < 3; ++i) {
        p_[i][2] *= kept;
        p_[2][i] *= kept;
    }
    p_[2][2] += prior_->spell_sd * prior_->spell_sd * (1 - kept * kept);
    p_[0][0] += prior_->drift_per_hour * prior_->drift_per_hour * seconds / 3600;
}

void OwnPace::observe(const Load& load, double slowness, double sd) {
    const std::array<double, 3> h{load.ability, load.slope, 1};
    std::array<double, 3> ph{};
    double expected = 0;
    double variance = sd * sd;
    for (std::size_t i = 0; i < 3; ++i) {
        expected += h[i] * x_[i];
        for (std::size_t j = 0; j < 3; ++j) {
            ph[i] += p_[i][j] * h[j];
        }
        variance += h[i] * ph[i];
    }
    const double most = most_surprise * std::sqrt(variance);
    const double surprise = std::clamp(slowness - expected, -most, most);
    for (std::size_t i = 0; i < 3; ++i) {
        x_[i] += ph[i] / variance * surprise;
        for (std::size_t j = 0; j < 3; ++j) {
            p_[i][j] -= ph[i] * ph[j] / variance;
        }
    }
}

double OwnPace::variance_of(const std::array<double, 3>& amounts) const {
    double variance = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            variance += amounts[i] * p_[i][j] * amounts[j];
        }
    }
    return std::max(variance, 0.0);
}

} // namespace lanterne::scoring::eta
