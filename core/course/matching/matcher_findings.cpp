#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"
#include "core/course/matching/likelihood.hpp"
#include "core/course/matching/matcher.hpp"
#include "core/course/matching/noting.hpp"

namespace lanterne::course {
namespace {

constexpr double certain = 0.9999;
constexpr double certain_at_end = 0.99;
constexpr double cut_s = 60;        // a point is not given up before so long after it
constexpr double undecided_s = 180; // passed or cut: nothing will tell any more
constexpr double certain_late = 0.99;
constexpr double beyond_doubt = 0.9995; // said, but with a case, when it is less likely
constexpr double surely_later = 2;

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
        const double share = share_of(histories_, agrees);
        const bool is_agreed = share >= (is_late ? std::min(enough, certain_late) : enough);
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
            if (share < beyond_doubt) {
                findings.misses.push_back({.point = next_point_,
                                           .from = said.from,
                                           .to = said.to,
                                           .reason = MissReason::doubted});
            }
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
            if (const auto better = timed_passing(*course_, way, tail, along,
                                                  longest_unseen_s(usual_interval_s_))) {
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
    note_passages(*course_, last.steps_,
                  {.deviations = 2, .known_after_s = 0, .usual_interval_s = usual_interval_s_},
                  last.histories_.front());
    last.decide(findings, true);
    findings.crossings.clear();
    last.settle(std::numeric_limits<double>::infinity(), findings);
    return findings;
}

} // namespace lanterne::course
