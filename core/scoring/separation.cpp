#include "core/scoring/separation.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::scoring {
namespace {

double variance_of(const Passage& passage) {
    const double error = passage.standard_error_ms;
    return error * error;
}

} // namespace

bool are_separated(const Passage& a, const Passage& b, double shared_variance_ms2) {
    const double apart = std::abs(static_cast<double>((a.time - b.time).count()));
    const double variance =
        std::max(variance_of(a) + variance_of(b) - 2 * shared_variance_ms2, 0.0);
    return apart >= separated_deviations * std::sqrt(variance) && apart > 0;
}

} // namespace lanterne::scoring
