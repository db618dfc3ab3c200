#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/athletes/racer_second.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double walking_mps = 1.3;
constexpr double turn_mps = 1;      // on the spot
constexpr double joins_mps = 3;     // the course again
constexpr double astray_mps2 = 1.5; // braking and speeding up of who is lost
constexpr double fork_m = 20;       // a way that bends less over this length has no turn
constexpr double fork_cosine = 0.88;
constexpr double next_turn_m = 300;
constexpr double comes_in_s = 60; // a vehicle that was called
constexpr double road_mps = 12;
constexpr double boat_mps = 3;
constexpr double driving_mps2 = 1.5;
constexpr double parks_behind_m = 100; // those who finished

double cruising(Sport sport, const Ability& ability) {
    constexpr double rider_mps = 7;
    return sport == Sport::bike ? rider_mps : 0.9 * ability.flat_mps;
}

} // namespace

// Who gets lost goes straight on where the way turns; where it does not, a fork leads half right.
void Racer::leave(const Second& second) {
    if (gives_up_at_ <= lost_at_) {
        along_ = gives_up_at_;
        give_up(second);
        return;
    }
    away_ = along_ - lost_at_;
    along_ = lost_at_;
    lost_at_ = never;
    geo::PlanePoint ahead = second.road().place_at(along_).direction;
    if (dot(ahead, second.road().place_at(along_ + fork_m).direction) > fork_cosine) {
        ahead = (ahead + geo::PlanePoint{ahead.north, -ahead.east}) * std::sqrt(0.5);
    }
    away_east_ = ahead.east;
    away_north_ = ahead.north;
    turned_back_ = false;
    doing_ = Doing::lost;
    leavings_.push_back({.along = Metres{along_}, .from = second.end, .to = {}});
}

// Out until it notices, a turn on the spot, and back the same way to where it left.
void Racer::be_lost(const Second& second) {
    const double cruise = cruising(second.leg(leg_).sport, second.ability(leg_));
    const double left = turned_back_ ? away_ : lost_for_m_ - away_;
    const double at_end = turned_back_ ? joins_mps : 0;
    const double braked =
        std::sqrt(at_end * at_end + 2 * astray_mps2 * std::max(left - speed_, 0.0));
    double next = std::min({cruise, braked, speed_ + astray_mps2});
    next = std::max({next, turn_mps, speed_ - 2 * astray_mps2});
    const double step = (speed_ + next) / 2;
    away_ = std::max(turned_back_ ? away_ - step : away_ + step, 0.0);
    speed_ = next;
    if (!turned_back_ && away_ >= lost_for_m_) {
        turned_back_ = true;
        speed_ = 0;
    } else if (turned_back_ && away_ == 0) {
        doing_ = Doing::racing;
        leavings_.back().to = second.end;
    }
}

// Off the road to its right.
void Racer::give_up(const Second& second) {
    gives_up_at_ = never;
    const geo::PlanePoint ahead = second.road().place_at(along_).direction;
    away_east_ = ahead.north;
    away_north_ = -ahead.east;
    doing_ = Doing::gave_up;
    stop_for_s_ = 0;
    leavings_.push_back(
        {.along = Metres{along_}, .from = second.end, .to = {}, .doing = Doing::gave_up});
}

void Racer::be_gone(const Second& second) {
    vehicle_in_s_ -= 1;
    const bool is_fetched = vehicle_in_s_ <= 0;
    if (is_fetched && away_ == 0) {
        board(second);
        return;
    }
    if (!is_fetched && away_ >= rest_m_) {
        speed_ = 0;
        return;
    }
    speed_ = std::max(speed_ - 2.0, walking_mps);
    away_ = is_fetched ? std::max(away_ - speed_, 0.0) : away_ + speed_;
}

void Racer::board(const Second& second) {
    speed_ = 0;
    doing_ = Doing::in_vehicle;
    leavings_.back().to = second.end;
}

void Racer::be_driven(const Second& second) {
    const Road& road = second.road();
    const Sport sport = road.legs()[course::leg_at(road.course(), along_)].sport;
    const double left = road.length() + parks_behind_m + rest_m_ - along_;
    const double braked = std::sqrt(2 * driving_mps2 * std::max(left - speed_ / 2, 0.0));
    double next = std::min({sport == Sport::swim ? boat_mps : road_mps, speed_ + driving_mps2,
                            braked, road.limit_mps(along_)});
    next = left < 1 ? 0 : std::max(next, turn_mps);
    along_ += (speed_ + next) / 2;
    speed_ = next;
}

bool Racer::is_at_rest() const {
    if (speed_ > 0 || speed_before_ > 0) {
        return false;
    }
    switch (doing_) {
    case Doing::finished:
    case Doing::gave_up: return doing_ == Doing::finished || vehicle_in_s_ == never;
    case Doing::in_vehicle: return along_ == along_before_ && doing_before_ == Doing::in_vehicle;
    case Doing::waiting:
    case Doing::racing:
    case Doing::standing:
    case Doing::lost: break;
    }
    return false;
}

bool Racer::order(const Order& order, const World& world) {
    const bool is_in_the_race =
        doing_ == Doing::racing || doing_ == Doing::standing || doing_ == Doing::lost;
    switch (order.kind) {
    case Order::Kind::stand: return stand_for(order.amount);
    case Order::Kind::get_lost: return lose(order.amount, *world.road);
    case Order::Kind::give_up:
    case Order::Kind::take_in: break;
    }
    const bool is_taken_in = order.kind == Order::Kind::take_in;
    if (is_taken_in && doing_ == Doing::gave_up) {
        vehicle_in_s_ = 0;
        return true;
    }
    if (!is_in_the_race) {
        return false;
    }
    vehicle_in_s_ = is_taken_in ? comes_in_s : vehicle_in_s_;
    gives_up_at_ = along_; // who is lost comes back first
    if (doing_ == Doing::standing) {
        stop_for_s_ = 0;
        doing_ = Doing::racing;
    }
    return true;
}

bool Racer::stand_for(double seconds) {
    if (!(seconds > 0) || seconds > longest_stand_s) { // not-a-number too
        return false;
    }
    switch (doing_) {
    case Doing::waiting: reacts_s_ += seconds; return true;
    case Doing::racing:
    case Doing::standing: stop_for_s_ = seconds; return true;
    case Doing::lost:
    case Doing::gave_up:
    case Doing::in_vehicle:
    case Doing::finished: break;
    }
    return false;
}

bool Racer::lose(double metres, const Road& road) {
    if (!(metres > 0) || metres > farthest_lost_m || doing_ != Doing::racing) {
        return false;
    }
    const auto turn = std::upper_bound(road.turns().begin(), road.turns().end(), along_);
    const bool is_near = turn != road.turns().end() && *turn - along_ < next_turn_m;
    lost_at_ = is_near ? *turn : along_;
    lost_for_m_ = metres;
    return true;
}

} // namespace lanterne::simulator
