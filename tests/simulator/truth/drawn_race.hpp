#pragma once

#include <string>
#include <vector>

#include "simulator/truth/truth_race.hpp"

/// Small races for tests of the truth: a kilometre a lap, no lines.
namespace lanterne::simulator::drawn {

inline UtcTime at(std::int64_t seconds) {
    return *parse_time("2026-06-14T08:00:00Z") + std::chrono::seconds{seconds};
}

/// `laps` of 1000 m, with a start at 0, a "lap" at the end of each lap but the last, a finish.
inline TrueCourse course(std::uint32_t laps = 1) {
    const double length = 1000.0 * laps;
    TrueCourse made;
    made.legs = {
        {.id = "run", .sport = course::Sport::run, .begin_m = 0, .end_m = length, .laps = laps}};
    made.points.push_back({.id = "start", .kind = course::PointKind::start});
    for (std::uint32_t lap = 1; lap < laps; ++lap) {
        made.points.push_back({.id = "lap",
                               .kind = course::PointKind::lap,
                               .leg = 0,
                               .lap = lap,
                               .along_m = 1000.0 * lap});
    }
    made.points.push_back({.id = "finish",
                           .kind = course::PointKind::finish,
                           .leg = 0,
                           .lap = laps,
                           .along_m = length});
    return made;
}

/// Bibs 1, 2, ... in one group, with units unit0101, unit0102, ...
inline TruthRace race(std::size_t athletes, std::uint32_t laps = 1,
                      const RankGroup& group = {.id = "overall"}) {
    TruthRace made;
    made.courses = {course(laps)};
    made.groups = {group};
    for (std::size_t i = 1; i <= athletes; ++i) {
        made.entries.push_back({.bib = *Bib::from(std::to_string(i)),
                                .unit = UnitSerial::from("unit0" + std::to_string(i + 100)),
                                .course = 0,
                                .group = 0,
                                .gun = at(0),
                                .slot = {}});
    }
    return made;
}

} // namespace lanterne::simulator::drawn
