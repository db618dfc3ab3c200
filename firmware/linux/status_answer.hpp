#pragma once

#include <ostream>

#include "firmware/command_line.hpp"
#include "hal/clock.hpp"

namespace lanterne::firmware {

/// A status that is older is of a unit that hangs or was killed.
inline constexpr std::chrono::seconds oldest_status{15};

/// Answers `lanterne-tracker status`. The exit code:
///   0  well; what was asked is so
///   1  needs a look; what was asked is not so: said on `out`. A program's question is answered
///      so also when the unit does not run or cannot be read: what is in doubt is not so
///   3  it does not run
/// Throws std::runtime_error with one line (exit code 2) when people, or a program for JSON, ask
/// and there is a file that is no status.
int answer(const StatusCommand& command, const hal::Clock& clock, std::ostream& out);

} // namespace lanterne::firmware
