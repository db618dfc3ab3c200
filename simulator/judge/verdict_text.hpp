#pragma once

#include <span>
#include <string>

#include "simulator/judge/judging.hpp"
#include "simulator/judge/metrics.hpp"
#include "simulator/truth/truth.hpp"

namespace lanterne::simulator::judge {

/// For people: a table of the numbers with their limits, errors by sport and by doing, what became
/// of whom, and examples of what is wrong; then "key=value" lines for programs.
std::string verdict_text(const Verdict& verdict, std::span<const JudgedMetric> metrics);

/// The same for programs, as JSON.
std::string verdict_json(const TruthRun& run, const Verdict& verdict,
                         std::span<const JudgedMetric> metrics);

} // namespace lanterne::simulator::judge
