#include "core/course/matching/seen.hpp"

#include <cmath>

namespace lanterne::course {
namespace {

// Slow means standing or turning, when a direction says nothing; without one forward is meant.
constexpr double slow_mps = 0.5;
constexpr double fast_mps = 2;
constexpr double aligned = 0.8; // cosine of 37 degrees

} // namespace

std::optional<double> Seen::speed_along(const geo::PlanePoint& line, double expected) const {
    if (!speed) {
        return std::nullopt;
    }
    if (!direction) {
        return *speed < slow_mps ? 0 : std::copysign(*speed, expected + slow_mps);
    }
    // A drawn line wiggles; who goes fast within 37 degrees of it follows it. Of a slow speed the
    // receiver's error is a great part, whose length would always add.
    const double cosine = dot(*direction, line);
    return *speed >= fast_mps && cosine > aligned ? *speed : *speed * cosine;
}

double Seen::speed_across(const geo::PlanePoint& line) const {
    if (!speed || !direction || *speed < slow_mps || dot(*direction, line) > aligned) {
        return 0;
    }
    return *speed * cross(*direction, line);
}

} // namespace lanterne::course
