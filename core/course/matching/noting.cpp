#include "core/course/matching/noting.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/elementary.hpp"
#include "core/course/matching/landing.hpp"

namespace lanterne::course {
namespace {

constexpr double sure_deviations_at_finish = 3;
constexpr double sure_m = 0.5; // and so much beyond it
// Who stands drifts: so much farther then.
constexpr double standing_mps = 0.5;
constexpr double drift_m = 6;
constexpr double known_after_finish_s = 3;
constexpr double longest_wait_s = 10;
// For a first time, so much of the way before it came so near a place is smoothed.
constexpr double first_look_s = 45;
constexpr double near_m = 15;
// Nothing seen for so long, and so much longer than usual, is a gap.
constexpr double unseen_s = 15;
constexpr double unseen_intervals = 2.5;

// That part of a way which times a place for the first time.
std::span<const Step> near(const std::vector<Step>& way, double along) {
    const auto there = std::find_if(
        way.begin(), way.end(), [&](const Step& step) { return step.along() >= along - near_m; });
    const double reached_s = there == way.end() ? way.back().t() : there->t();
    const auto later = std::find_if(
        way.begin(), there, [&](const Step& step) { return step.t() > reached_s - first_look_s; });
    return {later == way.begin() ? later : later - 1, way.end()};
}

// Who was on the way for so much longer than it takes, at the speeds of both ends, halted in
// between, nobody knows where: before the place or behind it.
constexpr double halted_share = 0.15;
constexpr double going_mps = 1;

double unseen_halt_error(std::span<const Step> way, double t) {
    const auto after =
        std::find_if(way.begin(), way.end(), [&](const Step& step) { return step.t() > t; });
    if (after == way.begin() || after == way.end()) {
        return 0;
    }
    const Step& before = *(after - 1);
    const double least_cmps = 100 * going_mps;
    if (before.speed_cmps < least_cmps || after->speed_cmps < least_cmps) {
        return 0;
    }
    const double seconds = after->t() - before.t();
    const double speed = (before.speed_cmps + after->speed_cmps) / 200.0;
    const double halted = seconds - (after->along() - before.along()) / speed;
    const double part = (t - before.t()) / seconds;
    return halted > halted_share * seconds ? halted * std::sqrt(part * (1 - part)) : 0;
}

} // namespace

std::optional<Crossing> timed_passing(const Course& course, std::span<const Step> way,
                                      const std::optional<Tail>& tail, double along,
                                      double longest_unseen_s) {
    auto crossing = passing_of(course, way, tail, along, longest_unseen_s);
    if (crossing && crossing->is_bridged) {
        crossing->standard_error_s =
            lanterne::hypot(crossing->standard_error_s, unseen_halt_error(way, crossing->t));
    }
    return crossing;
}

double longest_unseen_s(double usual_interval_s) {
    return std::max(unseen_s, unseen_intervals * usual_interval_s);
}

void note_passages(const Course& course, const Steps& steps, const Noting& how, History& history) {
    const auto& points = course.points();
    const double end = passable_end(course, history);
    const double sd = history.estimate().along_sd();
    const double drift =
        history.is_away() || history.estimate().speed() >= standing_mps ? 0 : drift_m;
    while (history.next_point() < points.size()) {
        const std::size_t point = history.next_point();
        const bool is_last = point + 1 == points.size();
        const double deviations =
            is_last ? std::min(how.deviations, sure_deviations_at_finish) : how.deviations;
        const double sure = std::max(deviations * sd, is_last ? 0.0 : drift) + sure_m;
        const double along = points[point].along.value;
        if (along >= end || history.along() < along + sure) {
            return;
        }
        const double wait =
            is_last ? std::min(how.known_after_s, known_after_finish_s) : how.known_after_s;
        const auto is_waiting = [&](double passed_s) {
            const double age = history.t() - passed_s;
            return age < wait && age + how.usual_interval_s <= longest_wait_s && !history.is_away();
        };
        const std::vector<Step> way = steps.way_to(history.step);
        const auto beyond = std::find_if(way.begin(), way.end(),
                                         [&](const Step& step) { return step.along() >= along; });
        if (beyond != way.end() && is_waiting(beyond->t())) {
            return; // a smoothed time costs more than all else
        }
        auto crossing = timed_passing(course, near(way, along), std::nullopt, along,
                                      longest_unseen_s(how.usual_interval_s));
        if (!crossing || is_waiting(crossing->t)) {
            return;
        }
        crossing->point = point;
        if (!history.behind().empty()) { // points in order are passed in order
            crossing->t = std::max(crossing->t, history.behind().back().crossing.t);
        }
        history.put_behind(
            {.crossing = *crossing, .is_cut = false, .from = crossing->t, .to = crossing->t});
    }
}

} // namespace lanterne::course
