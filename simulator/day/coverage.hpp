#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/course/course.hpp"
#include "simulator/scenario/scenario.hpp"

namespace lanterne::simulator {

/// Where along one course there is a network.
class Coverage {
public:
    /// Holes on legs that the course does not have are left out.
    Coverage(const course::Course& course, const std::vector<Hole>& holes);

    /// On the unrolled course; before its begin as at the begin, behind its end as at the end.
    bool is_covered(double along_m) const;

private:
    struct LegHoles {
        double begin_m;
        double lap_m;
        std::vector<std::pair<double, double>> in_lap;
    };

    std::vector<LegHoles> legs_; ///< all of the course
    double length_m_;
};

} // namespace lanterne::simulator
