#include "web-api/units/told_course.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "core/geo/simplify.hpp"

namespace lanterne::web {

namespace {

/// What a message needs besides its course, rounded up.
constexpr std::size_t bytes_beside_course = 160;

/// One lap's line with fewer places, and where the kept ones lie along the line as drawn.
struct ShortLine {
    std::vector<Position> places;
    std::vector<double> drawn_along;
};

std::optional<ShortLine> shortened(const geo::Polyline& line, Metres tolerance) {
    std::vector<geo::PlanePoint> plane_points;
    for (const Position place : line.points()) {
        plane_points.push_back(line.plane().to_plane(place));
    }
    ShortLine kept;
    for (const std::size_t index : geo::simplified(plane_points, tolerance)) {
        const Position place = line.points()[index];
        // Around a loop smaller than the tolerance two that stay can be the same place.
        const bool is_same = !kept.places.empty() && kept.places.back() == place;
        if (!is_same) {
            kept.places.push_back(place);
            kept.drawn_along.push_back(line.along()[index]);
        } else if (kept.places.size() > 1) {
            kept.drawn_along.back() = line.along()[index];
        }
    }
    return kept.places.size() >= 2 ? std::optional{std::move(kept)} : std::nullopt;
}

/// Where what lies that far along the drawn lap lies along the short one.
Metres along_short(const ShortLine& kept, const geo::Polyline& line, Metres drawn) {
    const auto after = std::clamp(std::ranges::upper_bound(kept.drawn_along, drawn.value),
                                  kept.drawn_along.begin() + 1, kept.drawn_along.end() - 1);
    const auto i = static_cast<std::size_t>(after - kept.drawn_along.begin());
    const double piece = kept.drawn_along[i] - kept.drawn_along[i - 1];
    const double share =
        piece > 0 ? std::clamp((drawn.value - kept.drawn_along[i - 1]) / piece, 0.0, 1.0) : 0;
    const double from = line.along()[i - 1];
    return Metres{from + share * (line.along()[i] - from)};
}

std::optional<ToldCourse> told_within(const course::Course& course, Metres tolerance) {
    ToldCourse told{.tolerance = tolerance};
    std::vector<ShortLine> lines;
    std::vector<course::Leg> legs;
    for (const course::Leg& leg : course.legs()) {
        auto line = shortened(leg.line, tolerance);
        if (!line) {
            return std::nullopt;
        }
        told.places += line->places.size();
        told.course.legs.push_back({.sport = static_cast<std::uint8_t>(leg.sport),
                                    .laps = leg.laps,
                                    .line = line->places});
        legs.push_back({.line = geo::Polyline{line->places}, .laps = leg.laps});
        lines.push_back(std::move(*line));
    }
    course::unroll(legs);
    for (const course::TimingPoint& point : course.points()) {
        const Metres in_lap =
            point.along - course::unrolled(course.legs()[point.leg], point.lap, Metres{0});
        const course::Leg& leg = legs[point.leg];
        const Metres along =
            course::unrolled(leg, point.lap, along_short(lines[point.leg], leg.line, in_lap));
        told.course.points_dm.push_back(static_cast<std::uint32_t>(std::lround(along.value * 10)));
    }
    std::ranges::sort(told.course.points_dm);
    const auto repeated = std::ranges::unique(told.course.points_dm);
    told.course.points_dm.erase(repeated.begin(), repeated.end());
    return told;
}

bool fits(const wire::ConfigCourse& course) {
    const auto bytes = wire::encode(wire::Config{.course = course});
    return bytes && bytes->size() + bytes_beside_course <= wire::max_config_bytes;
}

} // namespace

Result<ToldCourse, std::string> told_course(const course::Course& course, std::uint32_t version) {
    if (course.legs().size() > wire::max_config_legs) {
        return tl::unexpected{fmt::format("the course has {} legs, a unit takes {}",
                                          course.legs().size(), wire::max_config_legs)};
    }
    for (const double tolerance_m : told_tolerances_m) {
        auto told = told_within(course, Metres{tolerance_m});
        if (!told) {
            continue; // a lap smaller than the tolerance has no shape left
        }
        if (told->course.points_dm.size() > wire::max_config_points) {
            return tl::unexpected{fmt::format("the course has {} timing points, a unit takes {}",
                                              told->course.points_dm.size(),
                                              wire::max_config_points)};
        }
        told->course.version = version;
        if (fits(told->course)) {
            return std::move(*told);
        }
    }
    return tl::unexpected{fmt::format("the course does not fit {} bytes, even {} m off",
                                      wire::max_config_bytes, std::end(told_tolerances_m)[-1])};
}

} // namespace lanterne::web
