#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/fix.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/exchange/fault.hpp"

namespace lanterne::exchange {

inline constexpr std::size_t max_gpx_bytes = std::size_t{32} * 1024 * 1024;
inline constexpr std::size_t max_gpx_points = 200'000;

/// Tags and attributes: a bound on what the XML of a file may cost in memory (about 60 bytes each),
/// high enough for max_gpx_points points with eight extensions each.
inline constexpr std::size_t max_gpx_marks = 6'000'000;

struct GpxPoint {
    Position position;
    std::optional<double> elevation_m; ///< above mean sea level, -1'000 to 20'000
    std::optional<UtcTime> time;
    std::size_t line = 0; ///< of the file, from 1

    // Of a recorded track; written, and passed over when read.
    std::optional<double> speed_mps{};  ///< over ground
    std::optional<double> course_deg{}; ///< true, 0 to 360
    FixMode mode = FixMode::unknown;
    std::uint8_t satellites = 0; ///< 0: not known

    /// The same point, wherever in a file it stands.
    bool operator==(const GpxPoint& other) const {
        return position == other.position && elevation_m == other.elevation_m && time == other.time;
    }
};

/// A track with its segments, or a route (one segment).
struct GpxTrack {
    std::string name;
    std::vector<std::vector<GpxPoint>> segments; ///< none of them empty

    bool operator==(const GpxTrack&) const = default;
};

/// A place with a name: a gate, a feed station.
struct GpxWaypoint {
    GpxPoint point;
    std::string name;
    std::string type; ///< for programs, may be empty

    bool operator==(const GpxWaypoint&) const = default;
};

struct Gpx {
    std::vector<GpxWaypoint> waypoints;
    std::vector<GpxTrack> tracks;
    std::vector<GpxTrack> routes;

    bool operator==(const Gpx&) const = default;
};

/// Reads GPX 1.0 or 1.1: waypoints, tracks and routes; extensions are passed over. Believes
/// nothing: no DOCTYPE, no number that is not finite or not on earth. `file` names it in the
/// faults. Never throws on content.
Result<Gpx, std::vector<Fault>> read_gpx(std::string_view file, std::string_view bytes);

/// GPX 1.1, as read_gpx takes it and as its schema allows: positions at 1e-6 degree, elevations at
/// 0.1 m; speed and course as Garmin's TrackPointExtension v2, which the programs of athletes read.
std::string write_gpx(const Gpx& gpx);

/// The same document piece by piece, of tracks alone: begin, any number of tracks, end. `name`: of
/// the whole, may be empty.
std::string gpx_begin(std::string_view name = {});
std::string gpx_track(const GpxTrack& track);
inline constexpr std::string_view gpx_end = "</gpx>\n";

struct RecordedTrack;

/// What of a track is scored, a segment each piece of it.
GpxTrack gpx_track_of(const RecordedTrack& track);

} // namespace lanterne::exchange
