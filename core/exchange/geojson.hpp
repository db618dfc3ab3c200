#pragma once

#include <string>
#include <string_view>

#include "core/exchange/recorded_track.hpp"

namespace lanterne::exchange {

/// GeoJSON of RFC 7946, one feature an entry, to be written piece by piece: begin, any number of
/// features with a separator between, end. A track is a LineString, a MultiLineString where it has
/// gaps, a Point of one fix, null without any. Its times are in coordinateProperties.times, in the
/// shape of the coordinates.
std::string geojson_begin(std::string_view race_name);
std::string geojson_feature(const RecordedTrack& track);
inline constexpr std::string_view geojson_separator = ",\n";
inline constexpr std::string_view geojson_end = "\n]}\n";

} // namespace lanterne::exchange
