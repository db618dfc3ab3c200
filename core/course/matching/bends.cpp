#include "core/course/matching/bends.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::course {
namespace {

constexpr double look_each_m = 6;
constexpr double most_looks = 64;

geo::PlanePoint direction_at(const Leg& leg, double along) {
    const double lap = lap_length(leg).value;
    const double in_leg = along - leg.begin.value;
    const double laps = leg.laps > 1 ? std::floor(in_leg / lap) : 0;
    return leg.line.direction_at(Metres{in_leg - laps * lap});
}

} // namespace

Bend bend_along(const Leg& leg, double from, double to) {
    const double looks = std::clamp(std::ceil(std::abs(to - from) / look_each_m), 1.0, most_looks);
    Bend all;
    geo::PlanePoint before = direction_at(leg, from);
    for (double i = 1; i <= looks; ++i) {
        const geo::PlanePoint here = direction_at(leg, from + (to - from) * i / looks);
        const Bend one = bend_between(before, here, to >= from);
        all.right += one.right;
        all.saved += one.saved;
        before = here;
    }
    return all;
}

} // namespace lanterne::course
