#include "core/course/matching/matcher.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"
#include "core/course/matching/likelihood.hpp"
#include "core/course/matching/outlook.hpp"
#include "core/course/matching/seen.hpp"
#include "core/course/matching/sport_limits.hpp"

namespace lanterne::course {
namespace {

constexpr double certain = 0.99;
constexpr double cut_s = 60;
constexpr double same_answer_m = 2 * overshoot_m;

bool is_within(const Reach& reach, const NearPlace& place) {
    return place.along >= reach.low && place.along <= reach.high &&
           std::abs(place.right) <= reach.gate;
}

Sighting sighting_of(const Seen& seen, const NearPlace& place, const Outlook& outlook) {
    const auto speed = seen.speed_along(place.direction, outlook.state.speed());
    return {.t = seen.t,
            .along = place.along,
            .direction = place.direction,
            .speed = speed.value_or(0),
            .has_speed = speed.has_value(),
            .seconds = seen.seconds,
            .motion = outlook.motion};
}

// The likelihood of the histories of which that holds, as a share of all.
template<class Predicate>
double share_of(const std::vector<History>& histories, Predicate holds) {
    double those = 0;
    double all = 0;
    for (const History& history : histories) {
        const double weight = lanterne::exp(history.score);
        all += weight;
        those += holds(history) ? weight : 0;
    }
    return those / all;
}

// Histories that agree on a passage may not agree on its time: then it is less certain.
Crossing with_spread(Crossing crossing, const std::vector<History>& histories) {
    double squares = 0;
    double all = 0;
    for (const History& history : histories) {
        const double weight = lanterne::exp(history.score);
        for (const Crossing& other : history.crossings()) {
            if (other.point == crossing.point) {
                squares += weight * (other.t - crossing.t) * (other.t - crossing.t);
                all += weight;
            }
        }
    }
    crossing.standard_error_s =
        lanterne::hypot(crossing.standard_error_s, std::sqrt(squares / all));
    return crossing;
}

} // namespace

Matcher::Matcher(const Course& course, UtcTime gun) : course_{&course}, gun_{gun} {
    constexpr double grid_m = 40;
    const SportLimits limits = limits_of(course.legs().front().sport);
    histories_.emplace_back(start_state(0, grid_m, limits.usual_speed / 2, limits.usual_speed,
                                        motion_of(course.legs().front().sport, 0).bias_m));
}

Seen Matcher::see(const Fix& fix) const {
    Seen seen{.t = static_cast<double>((fix.time - gun_).count()) / 1000,
              .position = fix.position,
              .accuracy_m = fix.accuracy_dm.value_or(0) / 10.0};
    if (fix.speed_dmps) {
        seen.speed = *fix.speed_dmps / 10.0;
    }
    if (fix.course_2deg) {
        seen.direction = geo::direction_of(*fix.course_2deg * 2.0);
    }
    seen.seconds = seen.t - histories_.front().t();
    if (last_position_) {
        seen.moved = geo::distance(*last_position_, fix.position).value;
    }
    if (seen.speed) {
        seen.moved = std::max(seen.moved, *seen.speed * seen.seconds);
    }
    return seen;
}

void Matcher::spawn(const History& parent, const Seen& seen, const std::vector<NearPlace>& places,
                    std::vector<History>& children) const {
    const Outlook outlook = outlook_of(*course_, parent, seen);
    double best = -std::numeric_limits<double>::infinity();
    for (const NearPlace& place : places) {
        if (!is_within(outlook.reach, place)) {
            continue;
        }
        double gain = fit_of(parent, outlook, place, seen);
        if (gain < best + hopeless) {
            continue; // a long silence on a course of many laps leaves thousands of places
        }
        History child = parent;
        const Sighting sighting = sighting_of(seen, place, outlook);
        if (parent.is_away()) {
            child.come_back(sighting, course_->points());
            child.enter(place.leg);
        } else {
            child.follow(sighting);
            enter_leg(*course_, child, seen.accuracy_m);
        }
        const bool is_odd = goes_backward(child);
        gain += is_odd ? fit_of_going_backward : 0;
        child.score = parent.score + gain;
        best = std::max(best, is_odd ? doubtful : gain);
        children.push_back(std::move(child));
    }
    if (best <= doubtful) {
        History child = parent;
        child.score += fit_of_absence(parent, seen);
        child.stay_away(seen.t, seen.moved);
        children.push_back(std::move(child));
    }
}

Reach Matcher::reach_of_all(const Seen& seen) const {
    Reach reach{.low = std::numeric_limits<double>::infinity(),
                .high = -std::numeric_limits<double>::infinity(),
                .gate = 0};
    for (const History& history : histories_) {
        const Reach one = outlook_of(*course_, history, seen).reach;
        reach = {.low = std::min(reach.low, one.low),
                 .high = std::max(reach.high, one.high),
                 .gate = std::max(reach.gate, one.gate)};
    }
    return reach;
}

Findings Matcher::take(const Fix& fix) {
    if (fix.time < gun_ || (newest_ && fix.time <= *newest_)) {
        return {};
    }
    const Seen seen = see(fix);
    const std::vector<NearPlace> places = places_near(*course_, fix.position, reach_of_all(seen));
    std::vector<History> children;
    for (const History& history : histories_) {
        spawn(history, seen, places, children);
    }
    histories_ = pruned(std::move(children), max_histories);
    for (History& history : histories_) {
        history.note_crossings(course_->points(), passable_end(*course_, history));
    }
    newest_ = fix.time;
    last_position_ = fix.position;
    Findings findings;
    settle(seen.t, findings);
    decide(findings);
    describe(fix.time, seen, places);
    return findings;
}

void Matcher::settle(double now, Findings& findings) {
    const auto first_young =
        std::find_if(unsettled_.begin(), unsettled_.end(),
                     [&](const Crossing& crossing) { return now - crossing.t < settling_s; });
    for (auto it = unsettled_.begin(); it != first_young; ++it) {
        it->is_settled = true;
        findings.crossings.push_back(*it);
    }
    unsettled_.erase(unsettled_.begin(), first_young);
}

Findings Matcher::at_end() const {
    Findings findings{.crossings = unsettled_, .misses = {}};
    for (Crossing& crossing : findings.crossings) {
        crossing.is_settled = true;
    }
    return findings;
}

void Matcher::decide(Findings& findings) {
    const auto is_beyond = [&](const History& history) {
        return history.next_point() > next_point_;
    };
    while (is_beyond(histories_.front()) && share_of(histories_, is_beyond) >= certain) {
        const History& best = histories_.front();
        const bool has_time =
            !best.crossings().empty() && best.crossings().front().point == next_point_;
        if (!has_time && (best.is_away() || best.cut_for() < cut_s)) {
            break; // a point that was cut is given up for good: not before it is certain
        }
        if (has_time) {
            unsettled_.push_back(with_spread(best.crossings().front(), histories_));
            unsettled_.back().is_settled = false;
            findings.crossings.push_back(unsettled_.back());
        } else {
            findings.misses.push_back({.point = next_point_,
                                       .from = best.cut_from(),
                                       .to = best.t() - best.cut_for(),
                                       .reason = MissReason::cut});
        }
        std::erase_if(histories_, [&](const History& history) { return !is_beyond(history); });
        for (History& history : histories_) {
            history.forget_crossings(next_point_);
        }
        ++next_point_;
    }
}

void Matcher::describe(UtcTime time, const Seen& seen, const std::vector<NearPlace>& places) {
    const History& best = histories_.front();
    const double sure = share_of(histories_, [&](const History& history) {
        return std::abs(history.along() - best.along()) < same_answer_m;
    });
    double off = std::numeric_limits<double>::infinity();
    for (const NearPlace& place : places) {
        if (std::abs(place.along - best.along()) < same_answer_m) {
            off = std::min(off, std::abs(place.right));
        }
    }
    if (!std::isfinite(off)) {
        off = geo::distance(course_->position_at(Metres{best.along()}), seen.position).value;
    }
    match_ = Match{.time = time,
                   .on_course = !best.is_away(),
                   .along = Metres{std::clamp(best.along(), 0.0, course_->length().value)},
                   .off = Metres{off},
                   .speed_mps = best.is_away() ? 0 : best.state().speed(),
                   .sure = sure,
                   .off_course_for = best.away_for()};
}

} // namespace lanterne::course
