#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/units.hpp"
#include "core/course/elevation.hpp"
#include "core/course/measure.hpp"
#include "core/geo/polyline.hpp"

namespace lanterne::course {

inline constexpr std::uint32_t max_laps = 1'000;

enum class Sport : std::uint8_t { swim, bike, run, transition, other };
std::string_view to_text(Sport sport);
std::optional<Sport> parse_sport(std::string_view text);

/// One leg as it lies on the ground: one lap's line, gone `laps` times.
struct Leg {
    std::string id; ///< [a-z0-9-]{1,64}, unique in the course
    std::string name;
    Sport sport = Sport::other;
    geo::Polyline line;
    std::uint32_t laps = 1;          ///< 1 to max_laps
    std::optional<Metres> certified; ///< of the whole leg, all laps
    Metres begin{0};                 ///< along the unrolled course
    Metres end{0};
    std::vector<Mark> marks;            ///< measured places between begin and end, ascending
    std::optional<Elevation> elevation; ///< of one lap, where heights are known
};

/// Metres of one lap as drawn.
inline Metres lap_length(const Leg& leg) { return leg.line.length(); }

/// Sets begin and end of each leg, one after the other from 0. Laps outside 1 to max_laps:
/// std::invalid_argument.
void unroll(std::vector<Leg>& legs);

/// Where on the unrolled course that far into that lap (from 1) lies; the leg's begin is set.
Metres unrolled(const Leg& leg, std::uint32_t lap, Metres in_lap);

enum class PointKind : std::uint8_t { start, split, lap, transition, sprint, climb, finish };
std::string_view to_text(PointKind kind);
std::optional<PointKind> parse_point_kind(std::string_view text);

/// A gate on the ground; it serves any number of timing points.
struct Location {
    std::string id;
    Position position;
    std::optional<double> bearing_deg; ///< direction of travel through it, true
    Metres width{30};                  ///< across the direction of travel
};

/// A timing point on one lap: where it lies on the unrolled course.
struct TimingPoint {
    std::string id; ///< shared by its laps, e.g. "bike-lap"
    std::string name;
    PointKind kind = PointKind::split;
    std::string location;  ///< id of its Location
    std::size_t leg = 0;   ///< index
    std::uint32_t lap = 1; ///< of that leg, from 1
    Metres along{0};       ///< on the unrolled course

    bool operator==(const TimingPoint&) const = default;
};

/// The way of a race: legs in order, all laps, as one line measured in metres ("along").
class Course {
public:
    /// Sets begin and end of each leg. Points come in any order; they are sorted by along (ties: by
    /// leg, then start first and finish last, then by id). std::invalid_argument without legs, with
    /// laps outside 1 to max_laps, with marks that do not ascend to the leg's end, or with a point
    /// whose location, leg or lap does not exist, whose along lies more than a centimetre outside
    /// that lap, or that is there twice.
    Course(std::vector<Leg> legs, std::vector<Location> locations, std::vector<TimingPoint> points);

    const std::vector<Leg>& legs() const { return legs_; }

    const std::vector<Location>& locations() const { return locations_; }

    const std::vector<TimingPoint>& points() const { return points_; }

    Metres length() const { return legs_.back().end; }

    struct Place {
        std::size_t leg;
        std::uint32_t lap; ///< from 1
        Metres in_lap;     ///< from the lap's begin
    };

    /// Where that far along lies; clamped to the course.
    /// Where one lap or leg ends and the next begins, the place is the next one's begin.
    Place place_at(Metres along) const;
    Position position_at(Metres along) const;

    /// How far the point's gate lies beside the line. The gate's position is what holds; the
    /// point's along is where the line comes nearest to it. Of a point of this course.
    Metres off_line(const TimingPoint& point) const;

    /// The official metres from the course's begin, for people: by each leg's marks and certified
    /// length, piece by piece; as drawn where nothing is certified. Everything else is in drawn
    /// metres. Before the begin and behind the end a metre is a metre.
    Metres official(Metres along) const;

    Metres official_length() const { return official(length()); }

    /// The inverse of official().
    Metres drawn(Metres official) const;

    /// Metres up for each metre along, down negative; nothing where heights are not known. Clamped
    /// to the course.
    std::optional<double> gradient_at(Metres along) const;

    /// Metres above the sea, smoothed.
    std::optional<double> height_at(Metres along) const;

private:
    void measure_legs();

    struct Measured {
        Measure measure;
        Metres begin{0}; ///< official
    };

    std::vector<Leg> legs_;
    std::vector<Location> locations_;
    std::vector<TimingPoint> points_;
    std::vector<Measured> measured_; ///< of each leg
};

/// The leg on which that far along lies; clamped to the course.
std::size_t leg_at(const Course& course, double along);

} // namespace lanterne::course
