#include "simulator/receivers/sky.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "hal/simulated/draws.hpp"

namespace lanterne::simulator {
namespace {

constexpr double knot_apart_m = 50;
constexpr std::int64_t knots_of_a_side = 12; // a row of houses has the same side for so long

} // namespace

Sky::Sky(const course::Course& course, const std::vector<Stretch>& stretches, std::uint64_t seed)
    : course_{&course}, seed_{seed} {
    if (stretches.size() > max_stretches) {
        throw std::invalid_argument{fmt::format("{} stretches; {} at most would be right",
                                                stretches.size(), max_stretches)};
    }
    for (const course::Leg& leg : course.legs()) {
        const bool is_swim = leg.sport == course::Sport::swim;
        legs_.push_back(
            {{{.from = 0, .what = is_swim ? Surroundings::water : Surroundings::open}}});
    }
    for (const Stretch& stretch : stretches) {
        const auto leg = std::ranges::find(course.legs(), stretch.leg, &course::Leg::id);
        if (leg == course.legs().end()) {
            throw std::invalid_argument{
                fmt::format("a stretch lies on leg '{}', which the course has not", stretch.leg)};
        }
        if (!(stretch.from.value >= 0) || !(stretch.to > stretch.from)) { // not-a-number too
            throw std::invalid_argument{
                fmt::format("a stretch of leg '{}' goes from {} to {} m; forward, from 0 on, would "
                            "be right",
                            stretch.leg, stretch.from.value, stretch.to.value)};
        }
        lay(legs_[static_cast<std::size_t>(leg - course.legs().begin())], stretch);
    }
}

void Sky::lay(Leg& leg, const Stretch& stretch) {
    const auto piece_at = [&](double from) {
        return std::prev(std::ranges::upper_bound(leg.pieces, from, {}, &Piece::from));
    };
    const Surroundings behind = piece_at(stretch.to.value)->what;
    std::vector<Piece> pieces;
    for (const Piece& piece : leg.pieces) {
        if (piece.from < stretch.from.value) {
            pieces.push_back(piece);
        }
    }
    pieces.push_back({stretch.from.value, stretch.what});
    pieces.push_back({stretch.to.value, behind});
    for (const Piece& piece : leg.pieces) {
        if (piece.from > stretch.to.value) {
            pieces.push_back(piece);
        }
    }
    leg.pieces = std::move(pieces);
}

Surroundings Sky::at(Metres along) const {
    const course::Course::Place place = course_->place_at(along);
    const std::vector<Piece>& pieces = legs_[place.leg].pieces;
    return std::prev(std::ranges::upper_bound(pieces, place.in_lap.value, {}, &Piece::from))->what;
}

double Sky::pull(std::size_t leg, std::int64_t knot) const {
    const auto drawn = [&](std::uint64_t stream) {
        return hal::simulated::uniform_of(hal::simulated::begin_of(seed_ + leg, stream));
    };
    const auto side = static_cast<std::uint64_t>(knot / knots_of_a_side);
    const double sign = drawn(2 * side + 1) < 0.5 ? -1 : 1;
    return sign * (0.3 + 0.7 * drawn(2 * static_cast<std::uint64_t>(knot)));
}

double Sky::pull_at(Metres along) const {
    const course::Course::Place place = course_->place_at(along);
    const double at = place.in_lap.value / knot_apart_m;
    const double knot = std::floor(at);
    const auto index = static_cast<std::int64_t>(knot);
    const double before = pull(place.leg, index);
    return before + (pull(place.leg, index + 1) - before) * (at - knot);
}

} // namespace lanterne::simulator
