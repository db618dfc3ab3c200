#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"
#include "simulator/athletes/racer_second.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double stops_mps2 = 2;
constexpr double runs_out_mps2 = 1;
constexpr double walking_mps = 1.3;
constexpr double puncture_share = 0.3; // of a rider's stops
constexpr double stay_spread = 0.3;    // of the logarithm of what a transition takes

Milliseconds to_milliseconds(double seconds) {
    return Milliseconds{static_cast<std::int64_t>(std::floor(seconds * 1000 + 0.5))};
}

} // namespace

// Braking for a stop takes its way: the place where shoes wait is met exactly enough.
void Racer::stop_where_due(const Second& second) {
    if (stop_for_s_ > 0) {
        return;
    }
    const double braking_m = (speed_ * speed_) / (2 * stops_mps2);
    if (along_ + braking_m >= dwells_at_) {
        dwells_at_ = never;
        stop_for_s_ = second.world->settings->transition_stay_s *
                      lanterne::exp(stay_spread * random_.normal());
        return;
    }
    const Sport sport = second.leg(leg_).sport;
    if (sport == Sport::swim || sport == Sport::transition) {
        return;
    }
    stop_in_s_ -= 1;
    if (stop_in_s_ <= 0) {
        const bool is_long = sport == Sport::bike && random_.chance(puncture_share);
        stop_for_s_ = is_long ? random_.uniform(120, 600) : random_.uniform(5, 40);
        stop_in_s_ = random_.exponential(3600 / second.world->settings->stops_per_hour);
    }
}

void Racer::stand() {
    speed_ = 0;
    stop_for_s_ -= 1;
    if (stop_for_s_ <= 0) {
        stop_for_s_ = 0;
        doing_ = Doing::racing;
    }
}

// The part of the way of a second that is gone after that part of it: speed changes evenly.
double Racer::way_gone(double part) const {
    const double whole = (speed_before_ + speed_) / 2;
    if (whole <= 0) {
        return part;
    }
    const double gained = speed_ - speed_before_;
    return (speed_before_ * part + gained * part * part / 2) / whole;
}

// From the second's begin to that place on its way; the inverse of way_gone.
double Racer::seconds_to(double along) const {
    const double whole = (speed_before_ + speed_) / 2;
    const double way = along_ - along_before_;
    if (whole <= 0 || way <= 0) {
        return 1;
    }
    const double gone = std::clamp((along - along_before_) / way, 0.0, 1.0) * whole;
    const double gained = speed_ - speed_before_;
    const double squared = speed_before_ * speed_before_ + 2 * gained * gone;
    return std::min(2 * gone / (speed_before_ + std::sqrt(std::max(squared, 0.0))), 1.0);
}

void Racer::pass(const Second& second) {
    const UtcTime begin = second.end - std::chrono::seconds{1};
    const auto& points = second.road().course().points();
    for (; next_point_ < points.size() && points[next_point_].along.value <= along_;
         ++next_point_) {
        const double seconds = seconds_to(points[next_point_].along.value);
        passages_.push_back({.point = next_point_, .time = begin + to_milliseconds(seconds)});
    }
    pass_leg_end(second);
    if (doing_ == Doing::racing && along_ >= second.road().length()) {
        finish_ = begin + to_milliseconds(seconds_to(second.road().length()));
        doing_ = Doing::finished;
    }
}

void Racer::pass_leg_end(const Second& second) {
    const auto& legs = second.road().legs();
    while (leg_ + 1U < legs.size() && along_ >= legs[leg_].end) {
        const Sport before = legs[leg_].sport;
        const Road::Leg& leg = legs[++leg_];
        is_tired_ = false;
        reserve_ = 1;
        if (second.world->settings->transition_stay_s == 0) {
            continue;
        }
        if (leg.sport == Sport::transition) {
            dwells_at_ = leg.begin + (leg.end - leg.begin) * random_.uniform(0.3, 0.7);
        } else if (before != leg.sport && before != Sport::transition) {
            dwells_at_ = along_; // no zone is drawn: the shoes wait at the line
        }
    }
}

void Racer::run_out(const Second& second) {
    const double wanted = along_ - ends_at_ > rest_m_ ? 0 : walking_mps;
    const double next = std::max(speed_ - runs_out_mps2, wanted);
    along_ += (speed_ + next) / 2;
    speed_ = next;
    if (ends_at_ == second.road().length()) { // its finish may lie a rounding behind
        pass(second);
    }
}

bool Racer::wave_out(const TruePassage& at, const Road& road) {
    if (doing_ != Doing::racing && doing_ != Doing::standing) {
        return false;
    }
    finish_ = at.time;
    ends_at_ = road.course().points()[at.point].along.value;
    doing_ = Doing::finished;
    stop_for_s_ = 0;
    return true;
}

TrueState Racer::at(double part, UtcTime time, const Road& road) const {
    const double gone = way_gone(part);
    const double along = along_before_ + (along_ - along_before_) * gone;
    const double away = away_before_ + (away_ - away_before_) * gone;
    const double right = right_before_ + (right_ - right_before_) * part;
    const Road::Place place = road.place_at(along);
    const geo::PlanePoint beside{place.direction.north, -place.direction.east};
    const geo::PlanePoint outward{away_east_, away_north_};
    const double outward_mps = away_ - away_before_;
    const geo::PlanePoint looks = outward_mps == 0 ? place.direction : outward * outward_mps;
    const bool is_finished = finish_ && time >= *finish_;
    const Doing doing = part < 1 ? doing_before_ : doing_;
    return {.position = road.plane().to_position(place.point + beside * right + outward * away),
            .speed_mps = speed_before_ + (speed_ - speed_before_) * part,
            .course_deg = geo::bearing_of(looks),
            .along = Metres{along},
            .sport = road.legs()[course::leg_at(road.course(), along)].sport,
            .is_finished = is_finished,
            .doing = is_finished ? Doing::finished : doing,
            .height_m = road.height_at(along)};
}

} // namespace lanterne::simulator
