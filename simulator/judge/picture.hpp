#pragma once

#include <span>
#include <string>

#include "simulator/judge/judging.hpp"
#include "simulator/judge/metrics.hpp"
#include "simulator/truth/truth.hpp"

namespace lanterne::simulator::judge {

/// The verdict as a picture (SVG, readable in light and dark): the error of positions over the
/// race, the errors of passages, how good forecasts were, and how long all that took to be seen.
std::string verdict_picture(const Truth& truth, const Verdict& verdict,
                            std::span<const JudgedMetric> metrics);

} // namespace lanterne::simulator::judge
