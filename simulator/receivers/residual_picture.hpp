#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/receivers/residuals.hpp"

namespace lanterne::simulator {

/// How a track scatters about its smoothed line.
struct Scatter {
    std::vector<Residual> residuals;
    double spread_m = 0;
    std::vector<double> band_sizes_m; ///< of the bands that were asked for
};

Scatter scatter_of(std::vector<Residual> residuals, std::span<const Band> bands);

/// An SVG picture: the residuals of both over time side by side, what share of them lies within how
/// many metres, and how large the waves of each band are, with a mark at 20 % more and less than
/// recorded. `title`: plain text.
std::string residual_picture(std::string_view title, const Scatter& recorded,
                             const Scatter& simulated, std::span<const Band> bands);

} // namespace lanterne::simulator
