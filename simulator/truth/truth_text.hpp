#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "simulator/truth/truth.hpp"

namespace lanterne::simulator {

/// What a run was, in a few lines.
std::string truth_summary(const Truth& truth);

/// Everybody at a time, by group and rank; an error where the run has no such second.
Result<std::string, std::string> truth_at(Truth& truth, UtcTime time);

enum class Reading { go_on, enough };

/// "time,bib,doing,along_m,beside_m,rank" and a line an athlete and second, given piece by piece
/// until `write` has enough.
Status<std::string> truth_seconds_csv(Truth& truth,
                                      const std::function<Reading(std::string_view)>& write);

} // namespace lanterne::simulator
