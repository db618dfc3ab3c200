#pragma once

#include <cstddef>
#include <optional>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/course/course.hpp"
#include "simulator/athletes/doing.hpp"

namespace lanterne::simulator {

/// What nobody but the simulator knows: where an athlete really is.
struct TrueState {
    Position position;
    double speed_mps = 0;
    double course_deg = 0; ///< true; where it looks when it stands
    Metres along{0};       ///< on the unrolled course; below 0 behind the start, beyond its length
                           ///< on the run-out; off the course: where it left it
    course::Sport sport = course::Sport::other;
    bool is_finished = false;
    Doing doing = Doing::racing;
    std::optional<double> height_m; ///< above the sea, where the course knows it
};

struct TruePassage {
    std::size_t point = 0; ///< index into Course::points()
    UtcTime time;

    bool operator==(const TruePassage&) const = default;
};

} // namespace lanterne::simulator
