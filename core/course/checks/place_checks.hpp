#pragma once

#include <vector>

#include "core/course/checks/finding.hpp"

namespace lanterne::course {

/// Gates that the line goes through against their bearing, and a leg whose end, not its begin, lies
/// where the leg before ends: drawn the wrong way round.
std::vector<Finding> find_directions(const Course& course, std::size_t leg);

/// Gates that lie beside the line by more than half their width.
std::vector<Finding> find_gates(const Course& course, std::size_t leg);

/// A leg, or a next lap, that begins elsewhere than where the last one ends.
std::vector<Finding> find_joins(const Course& course, std::size_t leg);

} // namespace lanterne::course
