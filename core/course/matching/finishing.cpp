#include "core/course/matching/finishing.hpp"

#include <algorithm>
#include <vector>

#include "core/base/elementary.hpp"

namespace lanterne::course {
namespace {

// So near to the end of the course is at it, and so far from where it was nearest is gone.
constexpr double end_m = 10;
constexpr double end_deviations = 3;
constexpr double gone_m = 25;
constexpr double gone_s = 5;
// The first step that came so near to the farthest one is when it was there.
constexpr double there_m = 3;
constexpr double lookback_m = 100; // who walks back so far was there long ago
constexpr double least_mps = 1;

bool has_gone(const History& history, const Step& newest, const Step& farthest) {
    if (history.t() - farthest.t() < gone_s) {
        return false;
    }
    const double back = farthest.along() - newest.along();
    const double aside = (newest.right_cm - farthest.right_cm) / 100.0;
    return history.travelled_away() >= gone_m || lanterne::hypot(back, aside) >= gone_m;
}

} // namespace

void finish_where_gone(const Course& course, const Steps& steps, History& history) {
    const auto& points = course.points();
    if (history.next_point() + 1 != points.size() || history.step == Steps::none) {
        return;
    }
    const double end = points.back().along.value;
    const double sd = history.estimate().along_sd();
    // Who left unseen may have come so much farther before.
    const double unseen = history.leaving_for() * std::max(history.estimate().speed(), 0.0);
    const double reach = end_m + end_deviations * sd + unseen;
    if (course.length().value - end >= 2 * end_m || history.along() < end - reach - lookback_m) {
        return;
    }
    const std::vector<Step> way = steps.way_to(history.step);
    const auto by_along = [](const Step& a, const Step& b) { return a.along_cm < b.along_cm; };
    const Step farthest = *std::max_element(way.begin(), way.end(), by_along);
    if (farthest.along() < end - reach || !has_gone(history, way.back(), farthest)) {
        return;
    }
    const Step there = *std::find_if(way.begin(), way.end(), [&](const Step& step) {
        return step.along() >= std::min(end, farthest.along()) - there_m;
    });
    const double seen = there.speed_cmps == Step::no_speed ? 0 : there.speed_cmps / 100.0;
    const double speed = std::max(seen, least_mps);
    const double before = history.behind().empty() ? 0 : history.behind().back().crossing.t;
    const double t = std::clamp(there.t() + (end - there.along()) / speed, before,
                                std::max(before, history.t()));
    history.put_behind({.crossing = {.point = history.next_point(),
                                     .t = t,
                                     .standard_error_s = (sd + end_m) / speed,
                                     .is_bridged = true},
                        .is_cut = false,
                        .from = t,
                        .to = t});
}

} // namespace lanterne::course
