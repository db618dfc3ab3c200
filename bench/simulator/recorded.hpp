#pragma once

#include <filesystem>

#include "core/geo/plane.hpp"
#include "simulator/receivers/residuals.hpp"

namespace lanterne::bench {

/// A track that somebody really recorded.
struct Recorded {
    geo::LocalPlane plane;
    simulator::Track track; ///< on the plane, seconds from its first point
};

/// Of a GPX file. Unreadable, or a point without time: std::runtime_error.
Recorded recorded_gpx(const std::filesystem::path& file);

/// Of the positions that gpsd makes of a log, as its regression oracle (.chk) has them: the last
/// word on each time.
Recorded recorded_by_gpsd(const std::filesystem::path& oracle);

} // namespace lanterne::bench
