#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/course/course.hpp"

namespace lanterne::exchange {

/// What is said about where in a lap a gate is passed.
struct LapQuestion {
    Position gate{Latitude{0}, Longitude{0}};
    Metres width{0};
    std::optional<double> metres;      ///< near there
    std::optional<double> bearing_deg; ///< in that direction, within 60 degrees
    bool at_begin = false;             ///< of a closed lap's seam the begin is meant, not the end
};

/// Why there is no answer.
struct NoPlace {
    std::string what;
    std::string right;
};

/// A gate's farthest distance from the place that `metres` names; a wider gate has its width.
inline constexpr Metres max_metres_difference{50};

/// Where in a lap of the leg the gate is passed: metres from the lap's begin. A lap may pass it
/// several times (out and back); then metres or direction must leave one.
std::variant<Metres, NoPlace> place_in_lap(const geo::Polyline& line, const LapQuestion& question);

} // namespace lanterne::exchange
