#include "core/course/matcher.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/course/sport_limits.hpp"

namespace lanterne::course {
namespace {

// What is looked at around the place that a history expects: deviations, and metres.
constexpr double reach_deviations = 4.5;
constexpr double reach_m = 15;
constexpr double reach_back_away_m = 150; // behind the place where the course was left
constexpr double overshoot_m = 30;        // beyond what the top speed allows
constexpr double across_mps = 1.5;        // nobody goes sideways for long
constexpr double beside_line_m = 3;       // athletes keep to a side; lines are drawn by people
// Near the border of two sports the speed changes at once.
constexpr double border_m = 15;
constexpr double border_acceleration = 1.2;
constexpr double border_at_sea_m = 40; // a receiver in the water knows the border less well
constexpr double shore_m = 1;          // a timing point so close to a swim's end is its exit

// Logarithms of likelihoods. Errors of a receiver have heavy tails: Student's t, 3 degrees.
constexpr double leaving = -4;
constexpr double returning = -2;
constexpr double away = -5;
constexpr double backward = -0.5; // people go forward; walking back is rare
constexpr double doubtful = -3;   // a fix that fits so badly may be off the course
constexpr double hopeless = -14;  // beside the best
constexpr double same_place_m = 4;
constexpr double same_speed_mps = 0.7;
constexpr double certain = 0.99;
constexpr double cut_s = 60;
// Errors of fixes less than this apart are mostly the same error, so each counts less.
constexpr double independent_s = 4;

double fit(double off, double variance) { return -2 * std::log1p(off * off / variance / 3); }

double evidence_of(double seconds) { return std::clamp(seconds / independent_s, 0.25, 1.0); }

double top_speed_from(const Course& course, std::size_t leg) {
    const std::size_t next = std::min(leg + 1, course.legs().size() - 1);
    return std::max(limits_of(course.legs()[leg].sport).top_speed,
                    limits_of(course.legs()[next].sport).top_speed);
}

bool is_at_sea(const Course& course, const History& history) {
    return course.legs()[history.leg()].sport == Sport::swim &&
           history.leg() + 1 < course.legs().size();
}

bool is_at_border(const Course& course, double along, std::size_t leg) {
    const double near = course.legs()[leg].sport == Sport::swim ? border_at_sea_m : border_m;
    return std::abs(along - course.legs()[leg].begin.value) < near ||
           std::abs(along - course.legs()[leg].end.value) < near;
}

// Slow means standing or turning, when a direction says nothing; without one forward is meant.
constexpr double slow_mps = 0.5;
constexpr double fast_mps = 2;
constexpr double aligned = 0.8; // cosine of 37 degrees

} // namespace

// A fix in the matcher's terms.
struct Matcher::Seen {
    double t = 0; // seconds since the gun
    Position position{Latitude{0}, Longitude{0}};
    std::optional<double> speed;
    std::optional<geo::PlanePoint> direction;
    double accuracy_m = 0;
    double moved = 0; // metres since the fix before
    double seconds = 0;

    // Speed along a line of that direction.
    std::optional<double> speed_along(const geo::PlanePoint& line, double expected) const {
        if (!speed) {
            return std::nullopt;
        }
        if (!direction) {
            return *speed < slow_mps ? 0 : std::copysign(*speed, expected + slow_mps);
        }
        // A drawn line wiggles; who goes fast within 37 degrees of it follows it. Of a slow speed
        // the receiver's error is a great part, whose length would always add.
        const double cosine = dot(*direction, line);
        return *speed >= fast_mps && cosine > aligned ? *speed : *speed * cosine;
    }

    // Speed across a line of that direction, as far as a drawn line's wiggles do not explain it.
    double speed_across(const geo::PlanePoint& line) const {
        if (!speed || !direction || *speed < fast_mps || dot(*direction, line) > aligned) {
            return 0;
        }
        return *speed * cross(*direction, line);
    }
};

Matcher::Matcher(const Course& course, UtcTime gun) : course_{&course}, gun_{gun} {
    constexpr double grid_m = 40;
    const SportLimits limits = limits_of(course.legs().front().sport);
    histories_.emplace_back(start_state(0, grid_m, limits.usual_speed / 2, limits.usual_speed,
                                        motion_of(course.legs().front().sport, 0).bias_m));
}

Matcher::Seen Matcher::see(const Fix& fix) const {
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

namespace {

struct Outlook {
    WayState state;
    Motion motion;
    Reach reach;
};

Motion motion_on(const Course& course, const History& history, double seconds, double accuracy_m) {
    Motion motion = motion_of(course.legs()[history.leg()].sport, accuracy_m);
    const double ahead = history.along() + history.state().speed() * seconds;
    if (is_at_border(course, ahead, history.leg())) {
        motion.acceleration = std::max(motion.acceleration, border_acceleration);
    }
    return motion;
}

Outlook outlook_of(const Course& course, const History& history, double t, double accuracy_m) {
    const double seconds = t - history.t();
    Outlook outlook{.state = history.state(),
                    .motion = motion_on(course, history, seconds, accuracy_m),
                    .reach = {}};
    const double top = top_speed_from(course, history.leg());
    outlook.reach.gate = limits_of(course.legs()[history.leg()].sport).gate_m;
    if (history.is_away()) {
        outlook.reach.low = history.along() - reach_back_away_m;
        outlook.reach.high = history.along() + top * (t - history.away_since()) + overshoot_m;
        return outlook;
    }
    outlook.state = predicted(history.state(), seconds, outlook.motion);
    const double half =
        reach_deviations * std::sqrt(outlook.state.along_variance() +
                                     outlook.motion.bias_m * outlook.motion.bias_m) +
        reach_m;
    outlook.reach.low = outlook.state.along() - half;
    outlook.reach.high =
        std::min(outlook.state.along() + half,
                 history.along() + top * seconds + overshoot_m + 2 * outlook.motion.bias_m);
    return outlook;
}

// After a sighting: the leg that it was on. A swim lasts until something tells of land; out of the
// water, nobody is taken to be in it again by a fix that falls short.
void enter_leg(const Course& course, History& history, double accuracy_m) {
    if (is_at_sea(course, history)) {
        const std::size_t next = history.leg() + 1;
        if (history.is_ashore(course.legs()[history.leg()].end.value)) {
            history.land(course.legs()[history.leg()].end.value,
                         motion_of(course.legs()[next].sport, accuracy_m));
            history.enter(std::max(next, leg_at(course, history.along())));
        }
        return;
    }
    const std::size_t there = leg_at(course, history.along());
    if (there > history.leg() || course.legs()[there].sport != Sport::swim) {
        history.enter(there);
    }
}

bool is_within(const Reach& reach, const NearPlace& place) {
    return place.along >= reach.low && place.along <= reach.high &&
           std::abs(place.right) <= reach.gate;
}

// Off the course for a while, an athlete is likely back where it was left, or as far along as was
// travelled meanwhile. A cut is rarer than noise that lifts a standing athlete to the next road.
double fit_of_return(const History& history, const NearPlace& place) {
    const double ahead = place.along - history.along();
    const double off = std::min(std::abs(ahead), std::abs(ahead - history.travelled_away()));
    return returning - std::min(off / 10, 8.0);
}

// Likeliest first; ties by place, so that the order never depends on how they came about.
bool is_likelier(const History& a, const History& b) {
    if (a.score != b.score) {
        return a.score > b.score;
    }
    return a.along() != b.along() ? a.along() < b.along() : a.is_away() < b.is_away();
}

std::vector<History> pruned(std::vector<History> all, std::size_t limit) {
    std::sort(all.begin(), all.end(), is_likelier);
    std::vector<History> kept;
    const double best = all.front().score;
    for (History& history : all) {
        const bool known = std::any_of(kept.begin(), kept.end(), [&](const History& other) {
            return other.is_away() == history.is_away() &&
                   std::abs(other.along() - history.along()) < same_place_m &&
                   std::abs(other.state().speed() - history.state().speed()) < same_speed_mps;
        });
        if (kept.size() == limit || history.score < best + hopeless) {
            break;
        }
        if (!known) {
            history.score -= best;
            kept.push_back(std::move(history));
        }
    }
    return kept;
}

} // namespace

void Matcher::spawn(const History& parent, const Seen& seen, const std::vector<NearPlace>& places,
                    std::vector<History>& children) const {
    const Outlook outlook = outlook_of(*course_, parent, seen.t, seen.accuracy_m);
    const double evidence = evidence_of(seen.seconds);
    double best = -std::numeric_limits<double>::infinity();
    for (const NearPlace& place : places) {
        if (!is_within(outlook.reach, place)) {
            continue;
        }
        const auto speed = seen.speed_along(place.direction, outlook.state.speed());
        const Sighting sighting{.t = seen.t,
                                .along = place.along,
                                .direction = place.direction,
                                .speed = speed.value_or(0),
                                .has_speed = speed.has_value(),
                                .seconds = seen.seconds,
                                .motion = outlook.motion};
        const double beside = outlook.motion.bias_m * outlook.motion.bias_m +
                              outlook.motion.white_m * outlook.motion.white_m +
                              beside_line_m * beside_line_m;
        double gain = evidence * fit(place.right, beside) +
                      fit(seen.speed_across(place.direction), across_mps * across_mps);
        if (parent.is_away()) {
            gain += fit_of_return(parent, place);
        } else {
            const Expected along = expected_along(outlook.state, place.direction, outlook.motion);
            gain += fit(place.along - along.value, along.variance);
            if (speed) {
                const Expected rate = expected_speed(outlook.state, seen.seconds, outlook.motion);
                gain += fit(*speed - rate.value, rate.variance);
            }
        }
        History child = parent;
        if (parent.is_away()) {
            child.come_back(sighting, course_->points());
            child.enter(place.leg);
        } else {
            child.follow(sighting);
            enter_leg(*course_, child, seen.accuracy_m);
        }
        gain += child.state().speed() < -slow_mps ? backward : 0;
        child.score = parent.score + gain;
        best = std::max(best, child.state().speed() < -slow_mps ? doubtful : gain);
        children.push_back(std::move(child));
    }
    if (best <= doubtful) {
        History child = parent;
        child.score += (parent.is_away() ? 0 : leaving) + evidence * away;
        child.stay_away(seen.t, seen.moved);
        children.push_back(std::move(child));
    }
}

std::vector<Crossing> Matcher::take(const Fix& fix) {
    if (fix.time < gun_ || (newest_ && fix.time <= *newest_)) {
        return {};
    }
    const Seen seen = see(fix);
    Reach reach{.low = std::numeric_limits<double>::infinity(),
                .high = -std::numeric_limits<double>::infinity(),
                .gate = 0};
    for (const History& history : histories_) {
        const Reach one = outlook_of(*course_, history, seen.t, seen.accuracy_m).reach;
        reach = {.low = std::min(reach.low, one.low),
                 .high = std::max(reach.high, one.high),
                 .gate = std::max(reach.gate, one.gate)};
    }
    const std::vector<NearPlace> places = places_near(*course_, fix.position, reach);
    std::vector<History> children;
    for (const History& history : histories_) {
        spawn(history, seen, places, children);
    }
    histories_ = pruned(std::move(children), max_histories);
    for (History& history : histories_) {
        const double shore = course_->legs()[history.leg()].end.value - shore_m;
        history.note_crossings(course_->points(), is_at_sea(*course_, history)
                                                      ? shore
                                                      : std::numeric_limits<double>::infinity());
    }
    newest_ = fix.time;
    last_position_ = fix.position;
    std::vector<Crossing> decided = decide();
    describe(seen, places);
    return decided;
}

std::vector<Crossing> Matcher::decide() {
    std::vector<Crossing> decided;
    const auto share_beyond = [&](std::size_t point) {
        double beyond = 0;
        double all = 0;
        for (const History& history : histories_) {
            const double weight = std::exp(history.score);
            all += weight;
            beyond += history.next_point() > point ? weight : 0;
        }
        return beyond / all;
    };
    while (next_point_ < histories_.front().next_point() && share_beyond(next_point_) >= certain) {
        const std::vector<Crossing>& passed = histories_.front().crossings();
        const bool has_time = !passed.empty() && passed.front().point == next_point_;
        if (!has_time && (histories_.front().is_away() || histories_.front().cut_for() < cut_s)) {
            break; // a point that was cut is given up for good: not before it is certain
        }
        if (has_time) {
            decided.push_back(passed.front());
        }
        std::erase_if(histories_,
                      [&](const History& history) { return history.next_point() <= next_point_; });
        for (History& history : histories_) {
            history.forget_crossings(next_point_);
        }
        ++next_point_;
    }
    return decided;
}

void Matcher::describe(const Seen& seen, const std::vector<NearPlace>& places) {
    const History& best = histories_.front();
    double agreeing = 0;
    double all = 0;
    for (const History& history : histories_) {
        const double weight = std::exp(history.score);
        all += weight;
        agreeing += std::abs(history.along() - best.along()) < 2 * overshoot_m ? weight : 0;
    }
    double off = std::numeric_limits<double>::infinity();
    for (const NearPlace& place : places) {
        if (std::abs(place.along - best.along()) < 2 * overshoot_m) {
            off = std::min(off, std::abs(place.right));
        }
    }
    if (!std::isfinite(off)) {
        off = geo::distance(course_->position_at(Metres{best.along()}), seen.position).value;
    }
    match_ = Match{.time = *newest_,
                   .on_course = !best.is_away(),
                   .along = Metres{std::clamp(best.along(), 0.0, course_->length().value)},
                   .off = Metres{off},
                   .speed_mps = best.is_away() ? 0 : best.state().speed(),
                   .sure = agreeing / all,
                   .off_course_for = best.away_for()};
}

} // namespace lanterne::course
