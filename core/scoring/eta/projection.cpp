#include "core/scoring/eta/projection.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::scoring::eta {
namespace {

constexpr double least_sd = 0.004;
constexpr double place_error_m = 5;
constexpr double clock_error_s = 1;
constexpr double unseen_alike = 0.3; // how far the surprises of unseen stretches go together
constexpr double stands_on = 0.4;    // who has stood for a while stands about that share again
constexpr double stands_on_sd = 0.8;
constexpr double longest_stand_s = 1800;

double square(double x) { return x * x; }

// What a leg ahead adds up to.
struct Stretch {
    double seconds = 0;
    double ability = 0; // seconds by unit of ability, and so on
    double slope = 0;
    double spell = 0;
};

// The variance of a spell's share in a stretch of that many seconds, beyond what it is now (an
// Ornstein-Uhlenbeck process, integrated).
double spell_variance(const SportPrior& prior, double seconds) {
    const double h = seconds / prior.spell_s;
    const double sum = 2 * h - 3 + 4 * lanterne::exp(-h) - lanterne::exp(-2 * h);
    return square(prior.spell_sd * prior.spell_s) * std::max(sum, 0.0);
}

double drift_variance(const SportPrior& prior, double seconds, double sensitivity) {
    return square(prior.drift_per_hour * sensitivity) / 3600 * seconds * seconds * seconds / 3;
}

// Adds the way up, cell by cell.
class Adding {
public:
    Adding(const Field& field, const Pacer& pacer, const OwnPace& pace)
        : field_{&field}, pacer_{&pacer}, pace_{&pace}, ability_{pace.ability()},
          climb_{pace.climb()}, spell_{pace.spell()}, leg_{pacer.leg()}, prior_{&pace.prior()} {}

    void add(const Cell& cell, std::size_t index, double share) {
        if (cell.leg != leg_) {
            end_leg();
            begin_leg(cell);
        }
        const Shown& shown = field_->shown(index);
        const double ordinary = share * cell.seconds;
        const double kept = lanterne::exp(-(stretch_.seconds + ordinary / 2) / prior_->spell_s);
        const double own =
            ability_.mean * cell.sensitivity + climb_ * cell.steepness + spell_ * kept;
        const double alone = ordinary * lanterne::exp(own);
        const double seconds = alone * lanterne::exp(shown.slowness);
        stretch_.seconds += seconds;
        stretch_.ability += seconds * cell.sensitivity;
        stretch_.slope += seconds * cell.steepness;
        stretch_.spell += seconds * kept;
        stopped_ += share * shown.stopped_s;
        variance_ += share * shown.stopped_variance + square(prior_->cell_sd) * 60 * seconds;
        variance_ += (1 - unseen_alike) * square(seconds * shown.sd);
        unseen_ += seconds * shown.sd;
        answer_.field_s += seconds - alone + share * shown.stopped_s;
        answer_.slope_s += seconds * (1 - cell.flat_seconds / cell.seconds);
        answer_.athletes = std::max(answer_.athletes, shown.athletes);
    }

    Projection done(double stood, double metres_error_s) {
        end_leg();
        const double standing = std::min(stood, longest_stand_s);
        const double seconds = total_ + stopped_ + stands_on * standing;
        variance_ += unseen_alike * square(unseen_) + square(metres_error_s) +
                     square(clock_error_s) + square(stands_on_sd * standing);
        answer_.seconds = std::max(seconds, 0.5);
        answer_.sd = std::clamp(std::sqrt(variance_) / answer_.seconds, least_sd, 1.5);
        answer_.standing_s = stood;
        return answer_;
    }

private:
    void begin_leg(const Cell& cell) {
        leg_ = cell.leg;
        pace_ = nullptr;
        prior_ = &prior_of(cell.sport);
        ability_ = pacer_->ability_on(cell.leg, cell.sport, *field_);
        climb_ = spell_ = 0;
    }

    void end_leg() {
        if (stretch_.seconds <= 0) {
            return;
        }
        if (pace_ != nullptr) {
            variance_ += pace_->variance_of({stretch_.ability, stretch_.slope, stretch_.spell});
        } else {
            variance_ += ability_.variance * square(stretch_.ability) +
                         square(prior_->climb_sd * stretch_.slope);
        }
        variance_ += spell_variance(*prior_, stretch_.seconds);
        variance_ += drift_variance(*prior_, stretch_.seconds, stretch_.ability / stretch_.seconds);
        total_ += stretch_.seconds;
        stretch_ = {};
    }

    const Field* field_;
    const Pacer* pacer_;
    const OwnPace* pace_; // of the leg that it is on; none ahead
    Level ability_;
    double climb_;
    double spell_;
    std::size_t leg_;
    const SportPrior* prior_;
    Stretch stretch_;
    double total_ = 0;
    double stopped_ = 0;
    double unseen_ = 0;
    double variance_ = 0;
    Projection answer_;
};

} // namespace

Projection project(const Ground& ground, const Field& field, const Pacer& pacer,
                   const Journey& journey, double along, double t) {
    const OwnPace pace = pacer.current(ground, field, journey);
    Adding adding{field, pacer, pace};
    double from = journey.along();
    const Cell& here = ground.cells()[journey.cell()];
    for (std::size_t i = ground.cell_at(from); i < ground.cells().size() && from < along; ++i) {
        const Cell& cell = ground.cells()[i];
        const double to = std::min(cell.end, along);
        const double share = (ground.seconds_to(to) - ground.seconds_to(from)) / cell.seconds;
        adding.add(cell, i, std::max(share, 0.0));
        from = to;
    }
    const double metre_s = here.seconds / (here.end - here.begin);
    return adding.done(journey.standing_s(ground, t), place_error_m * metre_s);
}

} // namespace lanterne::scoring::eta
