#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::simulator {

struct TrueLeg {
    std::string id;
    course::Sport sport = course::Sport::other;
    double begin_m = 0; ///< along the unrolled course
    double end_m = 0;
    std::uint32_t laps = 1; ///< at least 1

    double lap_m() const { return (end_m - begin_m) / laps; }

    bool operator==(const TrueLeg&) const = default;
};

struct TruePoint {
    std::string id;
    course::PointKind kind = course::PointKind::split;
    std::size_t leg = 0;
    std::uint32_t lap = 1; ///< from 1
    double along_m = 0;

    bool operator==(const TruePoint&) const = default;
};

/// A course as far as truth and judge need it: lengths, no lines.
struct TrueCourse {
    std::string variant; ///< id; empty: the race's own
    std::vector<TrueLeg> legs;
    std::vector<TruePoint> points; ///< in the order of Course::points()

    double length_m() const { return legs.back().end_m; }

    /// The leg on which that far along lies; clamped.
    const TrueLeg& leg_at(double along_m) const;

    bool operator==(const TrueCourse&) const = default;
};

/// A ranking that the live board shows.
struct RankGroup {
    std::string id;
    plan::TimeBasis basis = plan::TimeBasis::planned;
    plan::Measure by = plan::Measure::time;

    bool operator==(const RankGroup&) const = default;
};

struct TruthEntry {
    Bib bib;
    std::optional<UnitSerial> unit;
    std::size_t course = 0;           ///< index
    std::optional<std::size_t> group; ///< index; nothing: it has no rank
    UtcTime gun;
    std::optional<UtcTime> slot;

    bool operator==(const TruthEntry&) const = default;
};

/// Who races what: all that the truth needs of a plan.
struct TruthRace {
    std::vector<TrueCourse> courses;
    std::vector<RankGroup> groups;
    std::vector<TruthEntry> entries; ///< in the order of the plan

    bool operator==(const TruthRace&) const = default;
};

TruthRace truth_race(const plan::RacePlan& plan);

} // namespace lanterne::simulator
