#pragma once

#include <array>
#include <cstddef>

namespace lanterne::scoring::eta {

/// How far the truth lay from what was forecast, in the forecast's own standard deviations: the
/// bands take their quantiles from what was seen (split conformal prediction, Vovk et al. 2005,
/// with a normal prior), by horizon. What is old counts less. Every forecast says so itself, so
/// that a day that is wilder than the model widens the bands of that day.
class Calibration {
public:
    static constexpr std::size_t horizons = 5; ///< to 4, 10, 25, 60 minutes, and beyond
    static constexpr double widest = 4;        ///< standard deviations; beyond counts as this
    static constexpr double prior_weight = 40; ///< forecasts' worth of the normal distribution

    Calibration();

    static std::size_t horizon_of(double seconds);

    /// Takes the outcome of a forecast: log(true / forecast seconds) / sd.
    void take(std::size_t horizon, double deviation);

    /// The share of outcomes below.
    double share_below(std::size_t horizon, double deviation) const;

    /// Below which that share (0 to 1) lies.
    double quantile(std::size_t horizon, double share) const;

private:
    static constexpr std::size_t bins = 160;
    static constexpr double bin = 2 * widest / bins;

    std::array<std::array<double, bins>, horizons> weight_{};
};

} // namespace lanterne::scoring::eta
