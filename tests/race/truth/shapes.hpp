#pragma once

#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"

namespace lanterne::truth {

/// A race of twelve on a course that has made other systems count wrong.
struct Shape {
    std::string name;
    plan::RacePlan plan;
};

/// Out and back 4 m apart, a figure of eight, a short criterium, switchbacks, a run whose finish is
/// passed in each lap.
std::vector<Shape> hard_shapes();

} // namespace lanterne::truth
