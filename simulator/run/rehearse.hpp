#pragma once

#include <functional>

#include "simulator/run/run_settings.hpp"

namespace lanterne::simulator {

/// Reads all that a run needs and says its faults; runs nothing. Answers the exit code.
int check_run(const RunSettings& settings);

/// Runs a race day until the last athlete is in and every fix has its receipt, or `stop`. Race time
/// is the folder's rehearsal clock; without one, or with another speed, the race starts 5 s of wall
/// time from now. From the main thread. Answers the exit code; throws std::runtime_error, in one
/// line, for what failed on the way.
int rehearse(const RunSettings& settings, const WallClock& now, const std::function<bool()>& stop);

} // namespace lanterne::simulator
