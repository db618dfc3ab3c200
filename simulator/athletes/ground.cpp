#include "simulator/athletes/ground.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"

namespace lanterne::simulator {

using geo::PlanePoint;

Ground::Ground(const course::Course& course, double rounded_m, const TurnOff& turns_off)
    : plane_{course.legs().front().line.points().front()}, length_{course.length().value},
      rounded_m_{rounded_m}, turns_off_{turns_off} {
    for (const course::Leg& leg : course.legs()) {
        Leg flat{.begin = leg.begin.value,
                 .lap = course::lap_length(leg).value,
                 .along = leg.line.along(),
                 .points = {}};
        for (const Position position : leg.line.points()) {
            flat.points.push_back(plane_.to_plane(position));
        }
        legs_.push_back(std::move(flat));
    }
}

bool Ground::Leg::goes_round() const {
    constexpr double closed_m = 1;
    constexpr double about = 0.7; // cosine
    const PlanePoint first = points[1] - points[0];
    const PlanePoint last = points.back() - points[points.size() - 2];
    return length(points.back() - points.front()) < closed_m &&
           dot(first, last) > about * length(first) * length(last);
}

// Beyond the ends: straight on.
PlanePoint Ground::Leg::at(double in_lap) const {
    const auto after = std::upper_bound(along.begin() + 1, along.end() - 1, in_lap);
    const auto index = static_cast<std::size_t>(after - along.begin());
    const double part = (in_lap - along[index - 1]) / (along[index] - along[index - 1]);
    return points[index - 1] + (points[index] - points[index - 1]) * part;
}

PlanePoint Ground::drawn_at(double along) const {
    const double corner = length_ + turns_off_.behind_m;
    if (turns_off_.degrees == 0 || along <= corner) {
        return drawn_on(along);
    }
    const PlanePoint ahead = drawn_on(corner) - drawn_on(corner - 1);
    const double angle = turns_off_.degrees * std::numbers::pi / 180;
    const PlanePoint turned =
        ahead * lanterne::cos(angle) + PlanePoint{ahead.north, -ahead.east} * lanterne::sin(angle);
    return drawn_on(corner) + turned * ((along - corner) / length(turned));
}

// As if nobody turned off.
PlanePoint Ground::drawn_on(double along) const {
    const auto after =
        std::upper_bound(legs_.begin() + 1, legs_.end(), along,
                         [](double value, const Leg& leg) { return value < leg.begin; });
    const Leg& leg = *(after - 1);
    const double in_leg = along - leg.begin;
    if (in_leg >= 0 && along < length_) {
        return leg.at(std::fmod(in_leg, leg.lap));
    }
    if (leg.goes_round()) {
        const double turned = std::fmod(in_leg, leg.lap);
        return leg.at(turned < 0 ? turned + leg.lap : turned);
    }
    return leg.at(in_leg < 0 ? in_leg : along - length_ + leg.lap);
}

PlanePoint Ground::at(double along) const {
    const double near = rounded_m_ / 2;
    return (drawn_at(along - rounded_m_) + drawn_at(along + rounded_m_)) * 0.125 +
           (drawn_at(along - near) + drawn_at(along) + drawn_at(along + near)) * 0.25;
}

PlanePoint Ground::direction_at(double along) const {
    const double reach = std::max(rounded_m_, 2.0);
    const PlanePoint chord = drawn_at(along + reach) - drawn_at(along - reach);
    const double far = length(chord);
    if (far > 0.1) {
        return chord * (1 / far);
    }
    const PlanePoint step = drawn_at(along) - drawn_at(along - reach); // a turn on the spot
    return step * (1 / length(step));
}

} // namespace lanterne::simulator
