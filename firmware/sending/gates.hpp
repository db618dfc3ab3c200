#pragma once

#include <cstddef>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::firmware {

/// Where on a course the timing points lie, once each whatever the lap: a unit does not know which
/// lap its athlete is on.
class Gates {
public:
    /// Near is so many seconds of travel before and behind, within these bounds.
    static constexpr double near_s = 10;
    static constexpr double least_near_m = 20;
    static constexpr double most_near_m = 150;
    /// And so far before a finish.
    static constexpr double home_m = 200;
    /// Places of the same leg that lie closer together than this are one.
    static constexpr double same_m = 1;

    /// The course outlives it.
    explicit Gates(const course::Course& course);

    /// Whether a timing point is near that place on the unrolled course, at that speed. A lap's end
    /// is near its begin, and a leg's near the next one's.
    bool is_near(Metres along, double speed_mps) const;

private:
    struct Gate {
        std::size_t leg = 0;
        double in_lap = 0; ///< metres
        bool is_finish = false;
    };

    /// Metres from the place forward to the gate and from the gate forward to the place; infinite
    /// when the one does not soon follow the other.
    struct Apart {
        double before;
        double behind;
    };

    Apart apart(const Gate& gate, const course::Course::Place& place) const;

    const course::Course* course_;
    std::vector<Gate> gates_;
};

} // namespace lanterne::firmware
