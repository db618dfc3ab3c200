#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "simulator/athletes/peloton.hpp"

namespace lanterne::simulator {

/// One leg of a course of tests, drawn from where the one before ends.
struct SmallLeg {
    course::Sport sport = course::Sport::run;
    std::vector<geo::PlanePoint> steps; ///< metres, each from the one before
    std::uint32_t laps = 1;
    double gradient = 0; ///< metres up for each metre along
};

/// A start, a lap point at the end of each lap, a finish.
course::Course small_course(const std::vector<SmallLeg>& legs);

/// So many entries with bibs from 1 on, all in the wave "all", whose gun is at small_gun.
plan::RacePlan small_race(const std::vector<SmallLeg>& legs, int entries);

inline const UtcTime small_gun = *parse_time("2026-06-14T07:00:00Z");

/// Nothing happens to them.
inline constexpr FieldSettings calm{
    .stops_per_hour = 0, .lost_share = 0, .gives_up_share = 0, .warm_up_s = 10};

/// Until it is over; at most so many seconds.
void run_to_end(Peloton& peloton, int most_s = 30'000);

/// Between its first passage and its last.
double seconds_of(const Peloton& peloton, std::size_t entry);

} // namespace lanterne::simulator
