#include "core/course/predictor.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lanterne::course {
namespace {

using geo::PlanePoint;

// Without a stated velocity the way since so long ago gives it: over less, noise would.
constexpr double way_window_s = 5;
// Fixes further apart than this tell nothing of how somebody goes now.
constexpr double longest_gap_s = 60;
// The change of speed over this time goes on, but only that part of it: riders do not brake for
// ever.
constexpr double trend_window_s = 5;
constexpr double least_trend_window_s = 2;
constexpr double most_trend_window_s = 10;
constexpr double trend_part = 0.5;
// In a bend the nearest part of the line may not be the one that is gone on: so far on either side
// its direction counts too, and it need only be about that of travel.
constexpr std::array bends_m = {-10.0, 0.0, 10.0};
constexpr double least_cosine = 0.3;
// How long before the newest fix the message's others are compared with a place.
constexpr std::array hindsight_s = {5.0, 15.0};
// Places that fit equally well but for rounding, in square metres.
constexpr double same_m2 = 1e-6;

double seconds_between(UtcTime from, UtcTime to) {
    return static_cast<double>((to - from).count()) / 1000;
}

const Fix& newest_of(std::span<const Fix> fixes) {
    if (fixes.empty()) {
        throw std::invalid_argument{"a prediction needs a fix"};
    }
    return fixes.back();
}

/// The last fix that is at least so much older than the newest; without one, the first.
const Fix& fix_before(std::span<const Fix> fixes, double seconds) {
    const auto found = std::find_if(fixes.rbegin(), fixes.rend(), [&](const Fix& fix) {
        return seconds_between(fix.time, fixes.back().time) >= seconds;
    });
    return found == fixes.rend() ? fixes.front() : *found;
}

std::optional<PlanePoint> stated_velocity(const Fix& fix) {
    if (!fix.speed_dmps) {
        return std::nullopt;
    }
    const double speed = *fix.speed_dmps / 10.0;
    if (fix.course_2deg) {
        return geo::direction_of(*fix.course_2deg * 2.0) * speed;
    }
    // A receiver that stands has no direction to tell.
    return speed < Predictor::standing_mps ? std::optional{PlanePoint{}} : std::nullopt;
}

PlanePoint velocity_by_way(std::span<const Fix> fixes) {
    const Fix& newest = fixes.back();
    const Fix& before = fix_before(fixes, way_window_s);
    const double seconds = seconds_between(before.time, newest.time);
    if (seconds <= 0 || seconds > longest_gap_s) {
        return {};
    }
    return geo::LocalPlane{before.position}.to_plane(newest.position) * (1 / seconds);
}

double trend_of(std::span<const Fix> fixes) {
    const Fix& newest = fixes.back();
    const Fix& before = fix_before(fixes, trend_window_s);
    const double seconds = seconds_between(before.time, newest.time);
    if (!newest.speed_dmps || !before.speed_dmps || seconds < least_trend_window_s ||
        seconds > most_trend_window_s) {
        return 0;
    }
    const double speed = *newest.speed_dmps / 10.0;
    const double trend = trend_part * (speed - *before.speed_dmps / 10.0) / seconds;
    const double most = speed / Predictor::trend_lasts_s; // to a stand, or to twice the speed
    return std::clamp(trend, -most, most);
}

Metres gate_of(const Fix& fix) {
    return Metres{std::max(Predictor::least_gate_m,
                           Predictor::gate_accuracies * fix.accuracy_dm.value_or(0) / 10.0)};
}

bool is_near(const Course& course, const Fix& fix) {
    return std::any_of(course.legs().begin(), course.legs().end(), [&](const Leg& leg) {
        return !leg.line.near(fix.position, gate_of(fix)).empty();
    });
}

bool leads(const geo::Polyline& line, double in_lap, PlanePoint direction) {
    return std::any_of(bends_m.begin(), bends_m.end(), [&](double apart) {
        return dot(line.direction_at(Metres{in_lap + apart}), direction) >= least_cosine;
    });
}

/// How far the earlier fixes lie from where one was then who is at that place now: squares.
double hindsight(const Course& course, double along, double speed_mps, std::span<const Fix> fixes) {
    double sum = 0;
    for (const double ago : hindsight_s) {
        const Fix& fix = fix_before(fixes, ago);
        const double gone = speed_mps * seconds_between(fix.time, fixes.back().time);
        const Position then = course.position_at(Metres{along - gone});
        const double apart = geo::distance(then, fix.position).value;
        sum += apart * apart;
    }
    return sum;
}

/// What of a distance beside the line the receiver's error does not explain.
double unexplained(double right, const Fix& fix) {
    const double accuracy = fix.accuracy_dm.value_or(0) / 10.0;
    return std::copysign(std::max(0.0, std::abs(right) - accuracy), right);
}

} // namespace

Predictor::Predictor(std::span<const Fix> fixes, const Course* course)
    : course_{course}, time_{newest_of(fixes).time}, position_{fixes.back().position} {
    const auto stated = stated_velocity(fixes.back());
    const PlanePoint velocity = stated ? *stated : velocity_by_way(fixes);
    const double speed = geo::length(velocity);
    if (speed < standing_mps) {
        return;
    }
    speed_mps_ = speed;
    direction_ = velocity * (1 / speed);
    trend_mps2_ = stated ? trend_of(fixes) : 0;
    if (course_ != nullptr) {
        place_ = place_of(fixes);
    }
}

std::optional<Predictor::Place> Predictor::place_of(std::span<const Fix> fixes) const {
    const Fix& newest = fixes.back();
    std::optional<Place> best;
    double least = std::numeric_limits<double>::infinity();
    const auto consider = [&](const geo::Projection& near, double along) {
        const double apart =
            near.distance * near.distance + hindsight(*course_, along, speed_mps_, fixes);
        if (apart < least - same_m2) {
            least = apart;
            best = Place{.along = along, .right = unexplained(near.right, newest)};
        }
    };
    for (const Leg& leg : course_->legs()) {
        for (const geo::Projection& near : leg.line.near(position_, gate_of(newest))) {
            if (!leads(leg.line, near.along, direction_)) {
                continue;
            }
            // What came before differs between the first lap and the second alone.
            for (std::uint32_t lap = 1; lap <= std::min(leg.laps, 2U); ++lap) {
                consider(near, unrolled(leg, lap, Metres{near.along}).value);
            }
        }
    }
    const bool was_near = std::all_of(hindsight_s.begin(), hindsight_s.end(), [&](double ago) {
        return is_near(*course_, fix_before(fixes, ago));
    });
    return was_near ? best : std::nullopt;
}

double Predictor::gone_after(double seconds) const {
    const double time = std::clamp(seconds, 0.0, place_ ? course_horizon_s : straight_horizon_s);
    const double changing = std::min(time, trend_lasts_s);
    return speed_mps_ * time + trend_mps2_ * changing * (time - changing / 2);
}

Predicted Predictor::at(UtcTime time) const {
    const double gone = gone_after(seconds_between(time_, time));
    if (!place_) {
        const Position there = geo::LocalPlane{position_}.to_position(direction_ * gone);
        return {.position = there, .ahead = Metres{gone}, .along = std::nullopt};
    }
    const double along = std::min(place_->along + gone, course_->length().value);
    const Course::Place there = course_->place_at(Metres{along});
    const geo::Polyline& line = course_->legs()[there.leg].line;
    const PlanePoint direction = line.direction_at(there.in_lap);
    const PlanePoint beside = PlanePoint{direction.north, -direction.east} * place_->right;
    return {.position = line.plane().to_position(line.plane_at(there.in_lap) + beside),
            .ahead = Metres{along - place_->along},
            .along = Metres{along}};
}

} // namespace lanterne::course
