#pragma once

#include <string_view>

#include "firmware/log.hpp"
#include "firmware/tracker.hpp"

namespace lanterne::firmware {

/// A line with every number of a tracker's report.
void log_report(Log& log, std::string_view message, const TrackerReport& report);

} // namespace lanterne::firmware
