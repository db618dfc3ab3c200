#include "tests/support/truth/lines.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/elementary.hpp"
#include "hal/simulated/random.hpp"

namespace lanterne::truth {
namespace {

using geo::PlanePoint;

const geo::LocalPlane ground{{Latitude{47'570'000}, Longitude{-3'070'000}}};

// Places along the line: its own points, and no two farther apart than that.
std::vector<double> places_on(const geo::Polyline& line, double apart) {
    std::vector<double> places;
    const std::vector<double>& along = line.along();
    for (std::size_t i = 0; i + 1 < along.size(); ++i) {
        const double length = along[i + 1] - along[i];
        const int parts = std::max(static_cast<int>(length / apart), 1);
        for (int k = 0; k < parts; ++k) {
            places.push_back(along[i] + length * k / parts);
        }
    }
    places.push_back(along.back());
    return places;
}

// Across the line, to the right; corners are rounded over a few metres.
PlanePoint right_of(const geo::Polyline& line, double along) {
    constexpr double reach = 4;
    const PlanePoint chord =
        line.plane_at(Metres{along + reach}) - line.plane_at(Metres{along - reach});
    const double far = length(chord);
    return far < 0.1 ? PlanePoint{} : PlanePoint{chord.north, -chord.east} * (1 / far);
}

} // namespace

Corners arc(PlanePoint centre, double radius, double from_deg, double to_deg) {
    Corners points;
    const int steps = static_cast<int>(std::abs(to_deg - from_deg) / 10);
    for (int i = 0; i <= steps; ++i) {
        const double angle = (from_deg + (to_deg - from_deg) * i / steps) * std::numbers::pi / 180;
        points.push_back(centre + PlanePoint{lanterne::cos(angle), lanterne::sin(angle)} * radius);
    }
    return points;
}

Corners joined(Corners a, const Corners& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Corners oval(double straight, double radius) {
    const double half = straight / 2;
    return joined({{0, -radius}}, joined(arc({half, 0}, radius, -90, 90),
                                         joined(arc({-half, 0}, radius, 90, 270), {{0, -radius}})));
}

geo::Polyline line_through(const Corners& corners) {
    std::vector<Position> points;
    for (const PlanePoint corner : corners) {
        points.push_back(ground.to_position(corner));
    }
    return geo::Polyline{points};
}

geo::Polyline misdrawn(const geo::Polyline& line, double wrong_m, double every_m,
                       std::uint64_t seed) {
    hal::simulated::Random random{seed};
    const double length = line.length().value;
    const auto knots = static_cast<std::size_t>(std::max(std::lround(length / every_m), 1L));
    const bool is_loop = line.points().front() == line.points().back();
    std::vector<double> sides;
    for (std::size_t i = 0; i <= knots; ++i) {
        sides.push_back(random.chance(0.5) ? wrong_m : -wrong_m);
    }
    sides.front() = is_loop ? sides.front() : 0;
    sides.back() = sides.front();
    std::vector<Position> points;
    for (const double along : places_on(line, every_m / 20)) {
        const double knot = along / length * static_cast<double>(knots);
        const auto before = std::min(static_cast<std::size_t>(knot), knots - 1);
        const double part =
            (1 - lanterne::cos((knot - static_cast<double>(before)) * std::numbers::pi)) / 2;
        const double side = sides[before] + (sides[before + 1] - sides[before]) * part;
        points.push_back(
            line.plane().to_position(line.plane_at(Metres{along}) + right_of(line, along) * side));
    }
    if (is_loop) {
        points.back() = points.front();
    }
    return geo::Polyline{points};
}

} // namespace lanterne::truth
