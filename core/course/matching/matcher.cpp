#include "core/course/matching/matcher.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"
#include "core/course/matching/children.hpp"
#include "core/course/matching/finishing.hpp"
#include "core/course/matching/landing.hpp"
#include "core/course/matching/likelihood.hpp"
#include "core/course/matching/noting.hpp"
#include "core/course/matching/sport_limits.hpp"

namespace lanterne::course {
namespace {

constexpr double same_answer_m = 2 * overshoot_m;

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

void Matcher::choose(const Seen& seen, const std::vector<NearPlace>& places,
                     const std::vector<Outlook>& outlooks) {
    std::vector<History> children;
    for (std::size_t i = 0; i < histories_.size(); ++i) {
        add_children(*course_, histories_[i], outlooks[i], seen, places, children);
    }
    histories_ = pruned(std::move(children), max_histories);
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
        const std::vector<Step> oldest = steps_.make_room(histories_.size(), heads);
        if (!oldest.empty()) {
            tail_ = tail_behind(*course_, tail_, oldest);
        }
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
        note_passages(*course_, steps_, {.usual_interval_s = usual_interval_s_}, history);
        finish_where_gone(*course_, steps_, history);
    }
    newest_ = fix.time;
    last_position_ = fix.position;
    Findings findings;
    settle(seen.t - settling_s, findings);
    decide(findings, false);
    describe(fix.time, seen, places);
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
