#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "web-api/coast/land.hpp"

namespace lanterne::web::coast {

/// A part of the earth that does not cross the date line; degrees.
struct Box {
    Corner south_west;
    Corner north_east;

    bool operator==(const Box&) const = default;
};

/// What a map of the race can show: around the middle of all its courses, one and a half times as
/// far to each side as the courses are wide, and 33 km at least. Whatever the shape of a screen,
/// the whole course fits without an edge of the box in view.
Box box_around(const plan::RacePlan& plan);

/// A clipped coast is told with at most so many bytes; a larger one is drawn more roughly.
inline constexpr std::size_t max_coast_bytes = std::size_t{256} * 1024;

/// The land within the box as GeoJSON (RFC 7946): a FeatureCollection with the box as `bbox` and
/// two features, `kind` "land" (a MultiPolygon) and "coast" (a MultiLineString: where land meets
/// water, without the edges of the box). Four decimals: eleven metres, far finer than Natural Earth
/// is.
std::string clip_to_geojson(const std::vector<LandArea>& land, const Box& box);

} // namespace lanterne::web::coast
