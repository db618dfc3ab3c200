#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "web-api/entries/shown_span.hpp"

namespace lanterne::web {

inline constexpr std::size_t max_track_points = 5'000;
inline constexpr std::size_t usual_track_points = 1'000;

/// The way of one entry as it is shown.
struct ShownTrack {
    Bib bib;
    std::string name;
    std::optional<ShownSpan> span;        ///< nothing: nothing is shown
    std::size_t fixes = 0;                ///< of which these are some
    std::vector<std::vector<Fix>> pieces; ///< cut where nothing came for exchange::max_gap
};

/// At most `most` of the fixes, those that show the shape of the way best (geo::thinned), and both
/// ends of every piece.
void put_fixes(ShownTrack& track, std::vector<Fix> fixes, std::size_t most);

/// GET .../track, .../track.gpx (GPX 1.1) and .../track.geojson (RFC 7946: one feature, its times
/// in coordinateProperties.times, in the shape of the coordinates).
std::string track_json(const ShownTrack& track);
std::string track_gpx(const ShownTrack& track);
std::string track_geojson(const ShownTrack& track);

} // namespace lanterne::web
