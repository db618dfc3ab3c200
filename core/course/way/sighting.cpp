#include "core/course/way/sighting.hpp"

#include <algorithm>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// Who rounds a corner from five metres before it saves about this part of its square, metres; some
// do not. Where a line turns by more it turns back.
constexpr double corner_gain_m = 0.8;
constexpr double greatest_turn = 2;

} // namespace

Bend bend_between(const geo::PlanePoint& from, const geo::PlanePoint& to, bool is_ahead) {
    const double turned = lanterne::atan2(-cross(from, to), dot(from, to));
    const double right = std::clamp(turned, -greatest_turn, greatest_turn);
    const double saved = corner_gain_m * right * right;
    return {.right = right, .saved = is_ahead ? saved : -saved};
}

} // namespace lanterne::course
