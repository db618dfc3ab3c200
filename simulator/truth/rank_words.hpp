#pragma once

#include <optional>
#include <string_view>

#include "core/plan/ranking.hpp"

/// The words of run.json for what puts one before another.
namespace lanterne::simulator {

std::string_view basis_word(plan::TimeBasis basis);
std::optional<plan::TimeBasis> parse_basis(std::string_view word);

std::string_view measure_word(plan::Measure measure);
std::optional<plan::Measure> parse_measure(std::string_view word);

} // namespace lanterne::simulator
