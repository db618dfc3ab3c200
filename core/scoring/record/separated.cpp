#include "core/scoring/record/separated.hpp"

#include <cmath>

namespace lanterne::scoring {

bool may_be_chance(Milliseconds apart, double variance_ms2) {
    const double distance = std::abs(static_cast<double>(apart.count()));
    return distance == 0 || distance < separated_deviations * std::sqrt(variance_ms2);
}

} // namespace lanterne::scoring
