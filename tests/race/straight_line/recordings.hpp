#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne {

/// A real recording that stands beside the project, or nothing: then the test is left out and says
/// so.
std::optional<std::filesystem::path> recording(const std::string& name);

/// The distinct times of which gpsd, by its own regression oracle, has a position: mode 2D or 3D,
/// finite place.
std::set<UtcTime> oracle_times(const std::filesystem::path& chk);

/// A ride as a receiver would have said it (simulator/feed/track.hpp).
std::vector<hal::GnssReading> ride(const std::filesystem::path& gpx);

} // namespace lanterne
