#include "core/course/matching/matcher.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "core/base/elementary.hpp"
#include "core/course/matching/landing.hpp"
#include "core/course/matching/likelihood.hpp"
#include "core/course/matching/refined.hpp"
#include "core/course/matching/sport_limits.hpp"

namespace lanterne::course {
namespace {

constexpr double certain = 0.9999;
constexpr double certain_at_end = 0.99;
constexpr double cut_s = 60;        // a point is not given up before so long after it
constexpr double undecided_s = 180; // passed or cut: nothing will tell any more
constexpr double certain_late = 0.99;
constexpr double same_answer_m = 2 * overshoot_m;
// A point is behind an athlete who is this many standard deviations, and half a metre, beyond it.
constexpr double sure_deviations = 4;
constexpr double sure_deviations_at_finish = 3;
constexpr double sure_m = 0.5;
// Who stands drifts: so much farther then.
constexpr double standing_mps = 0.5;
constexpr double drift_m = 6;
// A time is first said when so many seconds are known after it, or the next fix would be late.
constexpr double known_after_s = 6;
constexpr double known_after_finish_s = 3;
constexpr double longest_wait_s = 10;
// For a first time, so much of the way before it came so near a place is smoothed.
constexpr double first_look_s = 45;
constexpr double near_m = 15;
constexpr double surely_later = 2;
// Nothing seen for so long, and so much longer than usual, is a gap.
constexpr double unseen_s = 15;
constexpr double unseen_intervals = 2.5;

bool is_within(const Reach& reach, const NearPlace& place) {
    return place.along >= reach.low && place.along <= reach.high &&
           std::abs(place.right) <= reach.gate;
}

Sighting sighting_of(const Seen& seen, const NearPlace& place, const Outlook& outlook) {
    const auto speed = seen.speed_along(place.heading, outlook.estimate.speed());
    return {.t = seen.t,
            .along = place.along,
            .direction = place.direction,
            .speed = speed.value_or(0),
            .has_speed = speed.has_value(),
            .seconds = seen.seconds,
            .motion = outlook.motion};
}

template<class Integer>
Integer clamped(double value) {
    constexpr double most = std::numeric_limits<Integer>::max();
    return static_cast<Integer>(std::clamp(std::round(value), 1 - most, most));
}

// Farther ahead than expected, going on from there, and much is saved by going straight there.
bool may_be_cut(const Course& course, const History& parent, const Outlook& outlook,
                const Sighting& sighting) {
    constexpr double least_m = 25;
    constexpr double going_mps = 0.5;
    const double ahead = sighting.along - outlook.estimate.along();
    if (parent.is_away() || ahead < least_m || !sighting.has_speed || sighting.speed < going_mps) {
        return false;
    }
    const double straight = geo::distance(course.position_at(Metres{parent.along()}),
                                          course.position_at(Metres{sighting.along}))
                                .value;
    return sighting.along - parent.along() - straight >= least_m;
}

Step step_of(const Sighting& sighting, const NearPlace& place, const Seen& seen,
             const History& history) {
    constexpr double parts = 30'000;
    return {.t_ms = clamped<std::int32_t>(sighting.t * 1000),
            .along_cm = clamped<std::int32_t>(sighting.along * 100),
            .east = clamped<std::int16_t>(sighting.direction.east * parts),
            .north = clamped<std::int16_t>(sighting.direction.north * parts),
            .speed_cmps =
                sighting.has_speed ? clamped<std::int16_t>(sighting.speed * 100) : Step::no_speed,
            .right_cm = clamped<std::int16_t>(place.right * 100),
            .accuracy_dm = clamped<std::uint16_t>(seen.accuracy_m * 10),
            .leg = static_cast<std::uint16_t>(history.leg()),
            .before = history.step};
}

// That part of a way which times a place for the first time.
std::span<const Step> near(const std::vector<Step>& way, double along) {
    const auto there = std::find_if(
        way.begin(), way.end(), [&](const Step& step) { return step.along() >= along - near_m; });
    const double reached_s = there == way.end() ? way.back().t() : there->t();
    const auto later = std::find_if(
        way.begin(), there, [&](const Step& step) { return step.t() > reached_s - first_look_s; });
    return {later == way.begin() ? later : later - 1, way.end()};
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

const Behind* behind(const History& history, std::size_t point) {
    return !history.behind().empty() && history.behind().front().crossing.point == point
               ? &history.behind().front()
               : nullptr;
}

// Two histories of another lap count have the same point behind them, a lap apart.
bool is_same_time(const Behind& a, const Behind& b) {
    constexpr double least_s = 5;
    constexpr double errors = 4;
    const double error = std::max(a.crossing.standard_error_s, b.crossing.standard_error_s);
    return std::abs(a.crossing.t - b.crossing.t) <= std::max(least_s, errors * error);
}

// Histories that agree on a passage may not agree on its time: then it is less certain.
Crossing with_spread(Crossing crossing, const std::vector<History>& histories) {
    double squares = 0;
    double all = 0;
    for (const History& history : histories) {
        const Behind* other = behind(history, crossing.point);
        if (other && !other->is_cut) {
            const double weight = lanterne::exp(history.score);
            const double apart = other->crossing.t - crossing.t;
            squares += weight * apart * apart;
            all += weight;
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
    histories_.emplace_back(Estimate{0, grid_m, limits.usual_speed / 2, limits.usual_speed,
                                     motion_of(course.legs().front().sport, 0).bias_m});
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

void Matcher::spawn(const History& parent, const Outlook& outlook, const Seen& seen,
                    const std::vector<NearPlace>& places, std::vector<History>& children) const {
    double best = -std::numeric_limits<double>::infinity();
    for (const NearPlace& raw : places) {
        if (!is_within(outlook.reach, raw)) {
            continue;
        }
        const NearPlace place = refined(*course_, parent, outlook, seen, raw);
        const Sighting sighting = sighting_of(seen, place, outlook);
        double gain = fit_of(parent, outlook, place, sighting, seen);
        if (may_be_cut(*course_, parent, outlook, sighting)) {
            const double fit = fit_of_cut_to(parent, outlook, place, sighting, seen);
            if (fit > best + hopeless) {
                History child = parent;
                child.cut_to(sighting, place.right, course_->points());
                child.enter(place.leg);
                child.taken = step_of(sighting, place, seen, child);
                child.score = parent.score + fit;
                children.push_back(std::move(child));
            }
        }
        if (gain < best + hopeless) {
            continue; // a long silence on a course of many laps leaves thousands of places
        }
        History child = parent;
        bool is_odd = false;
        if (parent.is_away()) {
            child.come_back(sighting, place.right, course_->points());
            child.enter(place.leg);
            is_odd = child.behind().size() > parent.behind().size() && child.behind().back().is_cut;
            gain += is_odd ? fit_of_cut : 0;
        } else {
            is_odd = child.follow(sighting, place.right);
            gain += is_odd ? fit_of_turning_back(parent) : 0;
            const double running = -child.estimate().speed() - walking_mps;
            gain += fit_of_running_back * std::max(running, 0.0) * seen.seconds;
        }
        child.taken = step_of(sighting, place, seen, child);
        child.score = parent.score + gain;
        best = std::max(best, is_odd ? doubtful : gain);
        children.push_back(std::move(child));
    }
    if (best <= doubtful) {
        History child = parent;
        child.score += fit_of_absence(parent, places, seen);
        child.stay_away(seen.t, seen.moved);
        children.push_back(std::move(child));
    }
}

void Matcher::choose(const Seen& seen, const std::vector<NearPlace>& places,
                     const std::vector<Outlook>& outlooks) {
    std::vector<History> children;
    for (std::size_t i = 0; i < histories_.size(); ++i) {
        spawn(histories_[i], outlooks[i], seen, places, children);
    }
    histories_ = pruned(std::move(children), max_histories);
}

// What the oldest steps said stays as the state behind them.
void Matcher::forget(const std::vector<Step>& oldest) {
    std::optional<Step> before;
    for (const Step& step : oldest) {
        const Sighting sighting = sighting_of(*course_, step, before);
        before = step;
        if (!tail_) {
            tail_ = tail_before(sighting);
            continue;
        }
        const WayState there =
            predicted(tail_->state.state(), step.t() - tail_->t, sighting.motion, sighting.bend);
        tail_ = Tail{KeptState{updated(there, sighting)}, step.t()};
    }
}

// The steps of those that stay; what must go for them goes into the tail of the best way.
void Matcher::take_steps() {
    if (!steps_.has_room(histories_.size())) {
        const std::int16_t root = steps_.root_of(histories_.front().step);
        std::vector<std::int16_t*> heads;
        for (History& history : histories_) {
            heads.push_back(&history.step);
        }
        if (root != tail_root_) {
            tail_.reset();
        }
        forget(steps_.make_room(histories_.size(), heads));
        tail_root_ = steps_.root_of(histories_.front().step);
    }
    for (History& history : histories_) {
        if (history.taken) {
            history.taken->before = history.step;
            history.step = steps_.add(*history.taken);
            history.taken.reset();
        }
    }
}

Findings Matcher::take(const Fix& fix) {
    const bool is_over =
        next_point_ == course_->points().size() && unsettled_.empty() && !course_->points().empty();
    if (fix.time < gun_ || fix.time - gun_ > longest_race || (newest_ && fix.time <= *newest_) ||
        is_over) {
        return {};
    }
    const Seen seen = see(fix);
    if (newest_) {
        usual_interval_s_ +=
            0.1 * (std::min(seen.seconds, 4 * usual_interval_s_) - usual_interval_s_);
    }
    std::vector<Outlook> outlooks;
    Reach all{.low = std::numeric_limits<double>::infinity(),
              .high = -std::numeric_limits<double>::infinity(),
              .gate = 0};
    for (const History& history : histories_) {
        outlooks.push_back(outlook_of(*course_, history, seen));
        const Reach& one = outlooks.back().reach;
        all = {.low = std::min(all.low, one.low),
               .high = std::max(all.high, one.high),
               .gate = std::max(all.gate, one.gate)};
    }
    std::vector<NearPlace> places = places_near(*course_, fix.position, all);
    if (seen.direction) {
        constexpr double deviations = 2;
        head(*course_, *seen.direction, deviations * motion_of(Sport::run, seen.accuracy_m).bias_m,
             places);
    }
    choose(seen, places, outlooks);
    take_steps();
    for (History& history : histories_) {
        enter_leg(*course_, history, steps_);
        note(history, sure_deviations, known_after_s);
        history.end_where_left(course_->points(), course_->length().value);
    }
    newest_ = fix.time;
    last_position_ = fix.position;
    Findings findings;
    settle(seen.t - settling_s, findings);
    decide(findings, false);
    describe(fix.time, seen, places);
    return findings;
}

double Matcher::longest_unseen_s() const {
    return std::max(unseen_s, unseen_intervals * usual_interval_s_);
}

// Notes the points that the history has behind it by so many deviations for so long.
void Matcher::note(History& history, double deviations, double settled_after_s) const {
    const auto& points = course_->points();
    const double end = passable_end(*course_, history);
    const double sd = history.estimate().along_sd();
    const double drift =
        history.is_away() || history.estimate().speed() >= standing_mps ? 0 : drift_m;
    while (history.next_point() < points.size()) {
        const std::size_t point = history.next_point();
        const bool is_last = point + 1 == points.size();
        const double sure =
            std::max((is_last ? std::min(deviations, sure_deviations_at_finish) : deviations) * sd,
                     is_last ? 0.0 : drift) +
            sure_m;
        const double along = points[point].along.value;
        if (along >= end || history.along() < along + sure) {
            return;
        }
        const double wait =
            is_last ? std::min(settled_after_s, known_after_finish_s) : settled_after_s;
        const auto is_waiting = [&](double passed_s) {
            const double age = history.t() - passed_s;
            return age < wait && age + usual_interval_s_ <= longest_wait_s && !history.is_away();
        };
        const std::vector<Step> way = steps_.way_to(history.step);
        const auto beyond = std::find_if(way.begin(), way.end(),
                                         [&](const Step& step) { return step.along() >= along; });
        if (beyond != way.end() && is_waiting(beyond->t())) {
            return; // a smoothed time costs more than all else
        }
        auto crossing =
            passing_of(*course_, near(way, along), std::nullopt, along, longest_unseen_s());
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

void Matcher::decide(Findings& findings, bool is_end) {
    const double enough = is_end ? certain_at_end : certain;
    while (const Behind* best = behind(histories_.front(), next_point_)) {
        const Behind said = *best;
        const auto agrees = [&](const History& history) {
            const Behind* one = behind(history, next_point_);
            return one && one->is_cut == said.is_cut && (one->is_cut || is_same_time(*one, said));
        };
        const auto is_beyond = [&](const History& history) {
            return history.next_point() > next_point_;
        };
        const double now = histories_.front().t();
        if (said.is_cut && !is_end && (histories_.front().is_away() || now - said.to < cut_s)) {
            return; // a point that was cut is given up for good: not before it is certain
        }
        const bool is_late = now - said.to > undecided_s;
        const bool is_agreed =
            share_of(histories_, agrees) >= (is_late ? std::min(enough, certain_late) : enough);
        const bool is_undecided =
            !is_agreed && (is_end || (is_late && share_of(histories_, is_beyond) >= enough));
        if (!is_agreed && !is_undecided) {
            return;
        }
        if (is_undecided || said.is_cut) {
            findings.misses.push_back(
                {.point = next_point_,
                 .from = said.from,
                 .to = said.to,
                 .reason = is_undecided ? MissReason::two_histories : MissReason::cut});
        } else {
            unsettled_.push_back(with_spread(said.crossing, histories_));
            unsettled_.back().is_settled = false;
            findings.crossings.push_back(unsettled_.back());
        }
        std::erase_if(histories_, [&](const History& history) {
            return is_agreed ? !agrees(history) : !is_beyond(history);
        });
        for (History& history : histories_) {
            history.forget_up_to(next_point_);
        }
        ++next_point_;
    }
}

// Says once more, with its best time, what was passed until then.
void Matcher::settle(double until, Findings& findings) {
    const auto first_young = std::find_if(unsettled_.begin(), unsettled_.end(),
                                          [&](const Crossing& one) { return one.t > until; });
    if (first_young == unsettled_.begin()) {
        return;
    }
    const std::int16_t head = histories_.front().step;
    const std::vector<Step> way = steps_.way_to(head);
    const std::optional<Tail> tail = steps_.root_of(head) == tail_root_ ? tail_ : std::nullopt;
    for (auto it = unsettled_.begin(); it != first_young; ++it) {
        const double along = course_->points()[it->point].along.value;
        // Who may have passed before the steps that are left begin is not timed by them.
        if (!way.empty() && way.front().t() < it->t - surely_later * it->standard_error_s) {
            if (const auto better = passing_of(*course_, way, tail, along, longest_unseen_s())) {
                it->t = better->t;
                it->standard_error_s = better->standard_error_s;
            }
        }
        it->is_settled = true;
        findings.crossings.push_back(*it);
    }
    unsettled_.erase(unsettled_.begin(), first_young);
}

Findings Matcher::at_end() const {
    Matcher last = *this;
    Findings findings;
    constexpr double deviations = 2;
    last.note(last.histories_.front(), deviations, 0);
    last.decide(findings, true);
    findings.crossings.clear();
    last.settle(std::numeric_limits<double>::infinity(), findings);
    return findings;
}

std::size_t Matcher::bytes_beside() const {
    std::size_t bytes =
        histories_.capacity() * sizeof(History) + unsettled_.capacity() * sizeof(Crossing);
    for (const History& history : histories_) {
        bytes += history.behind().capacity() * sizeof(Behind);
    }
    return bytes;
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
                   .speed_mps = best.is_away() ? 0 : best.estimate().speed(),
                   .sure = sure,
                   .off_course_for = best.away_for()};
}

} // namespace lanterne::course
