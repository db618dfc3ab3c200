#include "core/scoring/eta/pacer.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::scoring::eta {
namespace {

constexpr double again_variance = 0.0025; // of the same sport later in the race
constexpr double place_error_m = 5;

std::size_t index_of(course::Sport sport) { return static_cast<std::size_t>(sport); }

// Of one observation: its own minute, the error of both ends, and the doubt about the day.
double error_of(const Cell& cell, double seconds, double metres, const Shown& shown) {
    const double own = prior_of(cell.sport).cell_sd;
    const double ends = place_error_m / std::max(metres, place_error_m);
    return std::sqrt(own * own * 60 / std::max(seconds, 10.0) + ends * ends + shown.sd * shown.sd);
}

} // namespace

Pacer::Pacer(const Ground& ground, const Field& field)
    : pace_{ground.cells().front().sport, field.on_leg(0).ability},
      sport_{ground.cells().front().sport} {}

Level Pacer::ability_on(std::size_t leg, course::Sport sport, const Field& field) const {
    const LegField& there = field.on_leg(leg);
    const Level& all = there.ability;
    std::optional<Done> same = done_[index_of(sport)];
    if (sport == sport_ && leg != leg_) {
        const Level ability = pace_.ability();
        same = Done{.mean = ability.mean, .variance = ability.variance, .leg = leg_};
    }
    if (same && sport != course::Sport::transition) {
        const double shift = all.mean - field.on_leg(same->leg).ability.mean;
        const double known = there.athletes / (there.athletes + 2.0);
        return {.mean = same->mean + known * shift, .variance = same->variance + again_variance};
    }
    double ahead = 0;
    if (sport_ == sport || sport_ == course::Sport::transition) {
        ahead = latest_ ? done_[index_of(*latest_)]->ahead : 0;
    } else {
        const LegField& here = field.on_leg(leg_);
        ahead = (pace_.ability().mean - here.ability.mean) / std::sqrt(here.spread);
    }
    return {.mean = all.mean + alike(ahead) * std::sqrt(there.spread),
            .variance = all.variance - there.spread * likeness * likeness};
}

void Pacer::enter(const Cell& cell, const Field& field) {
    if (cell.leg == leg_) {
        return;
    }
    const Level ability = pace_.ability();
    const LegField& all = field.on_leg(leg_);
    const double ahead = (ability.mean - all.ability.mean) / std::sqrt(all.spread);
    done_[index_of(sport_)] = {
        .mean = ability.mean, .ahead = ahead, .variance = ability.variance, .leg = leg_};
    if (sport_ != course::Sport::transition) {
        latest_ = sport_;
    }
    const Level expected = ability_on(cell.leg, cell.sport, field);
    pace_ = OwnPace{cell.sport, expected};
    sport_ = cell.sport;
    leg_ = cell.leg;
}

void Pacer::follow(const Ground& ground, const Field& field, const Journey& journey) {
    for (; next_ <= journey.cell(); ++next_) {
        const Cell& cell = ground.cells()[next_];
        enter(cell, field);
        if (next_ == journey.cell()) {
            break;
        }
        if (const auto taken = journey.taken(next_)) {
            const Shown& shown = field.shown(next_);
            pace_.wait(cell.seconds);
            pace_.observe({.ability = cell.sensitivity, .slope = cell.steepness},
                          taken->slowness - shown.slowness,
                          error_of(cell, cell.seconds, cell.end - cell.begin, shown));
        } else {
            pace_.wait(cell.seconds);
        }
    }
}

OwnPace Pacer::current(const Ground& ground, const Field& field, const Journey& journey) const {
    OwnPace pace = pace_;
    const Cell& cell = ground.cells()[journey.cell()];
    if (const auto taken = journey.so_far(ground)) {
        const Shown& shown = field.shown(journey.cell());
        const double metres = journey.along() - cell.begin;
        const double seconds = ground.seconds_to(journey.along()) - ground.seconds_to(cell.begin);
        pace.wait(seconds);
        pace.observe({.ability = cell.sensitivity, .slope = cell.steepness},
                     taken->slowness - shown.slowness, error_of(cell, seconds, metres, shown));
    }
    return pace;
}

} // namespace lanterne::scoring::eta
