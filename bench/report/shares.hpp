#pragma once

#include <vector>

namespace lanterne::bench {

/// The least of them that so large a share (0 to 1) of them does not pass: 0.5 is the median, the
/// lower one of two; 1 the greatest. Throws std::invalid_argument: of none there is no share.
double at_share(std::vector<double> values, double share);

} // namespace lanterne::bench
