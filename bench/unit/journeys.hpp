#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/course/course.hpp"

namespace lanterne::bench {

/// Somebody's way along a course: a fix each second, and where he really was then.
struct Journey {
    std::shared_ptr<const course::Course> course; ///< without timing points
    std::vector<Fix> fixes;
    std::vector<Position> truth; ///< as many
};

/// That leg of the race in races/harbour-sprint, all its laps, as a simulated athlete goes it: at a
/// wandering pace, slower in bends, up to some metres beside the line. Throws std::runtime_error
/// when there is no such race or leg.
Journey leg_journey(const std::string& leg_id, std::uint64_t athlete);

/// The recorded ride, at most its first hours: on the recorded line, whose points count as the
/// truth, as fast as it was recorded (mean of 7 s); pauses are cut to 20 s. Its course is the same
/// line simplified to 2 m, as a unit is told it.
Journey ride_journey(const std::filesystem::path& gpx, std::chrono::seconds most);

} // namespace lanterne::bench
