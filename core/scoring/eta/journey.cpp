#include "core/scoring/eta/journey.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/elementary.hpp"

namespace lanterne::scoring::eta {
namespace {

constexpr auto unknown = std::numeric_limits<std::int16_t>::min();
constexpr double thousandths = 1000;
constexpr double stopped_unit_s = 2;
constexpr double anchor_m = 12; // moving within this is standing
constexpr double seen_begin_m = 40;
constexpr double least_share = 1.0 / 3; // of a cell, before it says something
constexpr double slow = 4;              // times the ordinary time is not standing yet
constexpr double least_patience_s = 12;

bool may_stand(course::Sport sport) {
    return sport == course::Sport::transition || sport == course::Sport::swim;
}

double slowness(double moved, double ordinary) {
    const double ratio = std::max(moved, 1.0) / ordinary;
    return std::clamp(lanterne::log(ratio), -Journey::most_slowness, Journey::most_slowness);
}

} // namespace

Journey::Journey(const Ground& ground)
    : slowness_(ground.cells().size(), unknown), stopped_(ground.cells().size(), 0) {}

double Journey::patience(const Ground& ground) const {
    const Cell& here = ground.cells()[cell_];
    return least_patience_s + slow * anchor_m * here.seconds / (here.end - here.begin);
}

double Journey::standing_s(const Ground& ground, double t) const {
    if (!last_ || may_stand(ground.cells()[cell_].sport)) {
        return 0;
    }
    const double stood = std::min(last_->t, t) - anchor_.t;
    return stood > patience(ground) ? stood : 0;
}

std::optional<Taken> Journey::taken(std::size_t cell) const {
    if (slowness_[cell] == unknown) {
        return std::nullopt;
    }
    return Taken{.slowness = slowness_[cell] / thousandths,
                 .stopped_s = stopped_[cell] * stopped_unit_s};
}

std::optional<Taken> Journey::so_far(const Ground& ground) const {
    if (!last_ || !entered_) {
        return std::nullopt;
    }
    const double begin = ground.cells()[cell_].begin;
    const double ordinary = ground.seconds_to(last_->along) - ground.seconds_to(begin);
    if (ordinary < least_share * ground.cells()[cell_].seconds) {
        return std::nullopt;
    }
    const double stood = stood_ + standing_s(ground, last_->t);
    return Taken{.slowness = slowness(last_->t - *entered_ - stood, ordinary), .stopped_s = stood};
}

void Journey::enter(std::size_t cell, std::optional<double> t) {
    cell_ = cell;
    entered_ = t;
    stood_ = 0;
}

void Journey::close(const Ground& ground, double t) {
    if (!entered_ || slowness_[cell_] != unknown) {
        return;
    }
    const double stood = std::min({stood_, most_stopped_s, t - *entered_});
    const double value = slowness(t - *entered_ - stood, ground.cells()[cell_].seconds);
    slowness_[cell_] = static_cast<std::int16_t>(std::lround(value * thousandths));
    stopped_[cell_] = static_cast<std::uint8_t>(std::lround(stood / stopped_unit_s));
}

void Journey::stand(const Ground& ground, const Sample& to) {
    if (std::abs(to.along - anchor_.along) <= anchor_m) {
        return;
    }
    const double stood = last_->t - anchor_.t;
    if (stood > patience(ground) && !may_stand(ground.cells()[cell_].sport)) {
        stood_ += stood;
    }
    anchor_ = to;
}

void Journey::cross(const Ground& ground, const Sample& to) {
    const std::size_t target = ground.cell_at(to.along);
    const double from_s = ground.seconds_to(last_->along);
    const double span = ground.seconds_to(to.along) - from_s;
    while (cell_ < target) {
        const double end = ground.cells()[cell_].end;
        const double share = span > 0 ? (ground.seconds_to(end) - from_s) / span : 1;
        const double t = last_->t + std::clamp(share, 0.0, 1.0) * (to.t - last_->t);
        close(ground, t);
        enter(cell_ + 1, t);
    }
    if (to.along >= ground.length()) {
        close(ground, to.t);
    }
}

void Journey::take(const Ground& ground, double along, double t) {
    if (!(along > -std::numeric_limits<double>::max()) || (last_ && !(t > last_->t))) {
        return;
    }
    const Sample to{.along = std::clamp(along, 0.0, ground.length()), .t = t};
    const std::size_t target = ground.cell_at(to.along);
    const bool is_back =
        last_ && target < cell_ && to.along < ground.cells()[cell_].begin - seen_begin_m;
    if (!last_ || is_back) {
        const bool sees_begin = to.along - ground.cells()[target].begin < seen_begin_m && !is_back;
        enter(target, sees_begin ? std::optional{t} : std::nullopt);
        anchor_ = to;
    } else {
        stand(ground, to);
        cross(ground, to);
    }
    last_ = to;
}

} // namespace lanterne::scoring::eta
