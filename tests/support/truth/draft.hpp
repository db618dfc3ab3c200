#pragma once

#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "tests/support/truth/lines.hpp"

namespace lanterne::truth {

/// A race that is being drawn: legs, then gates on them.
class Draft {
public:
    void leg(std::string id, course::Sport sport, const Corners& corners, std::uint32_t laps = 1);

    /// A timing point on each lap of a leg, at that many metres in the lap.
    void each_lap(const std::string& id, course::PointKind kind, std::size_t leg, double in_lap);

    /// A point on one lap.
    void point(const std::string& id, course::PointKind kind, std::size_t leg, std::uint32_t lap,
               double in_lap);

    /// "lap" at the end of each lap of a leg but the last.
    void laps(std::size_t leg, const std::string& id = "lap");

    double lap_length(std::size_t leg) const;

    /// With a start at the begin and a finish at the end.
    plan::RacePlan race(plan::StartBy start_by = plan::StartBy::gun);

private:
    std::vector<course::Leg> legs_;
    std::vector<course::Location> locations_;
    std::vector<course::TimingPoint> points_;
};

} // namespace lanterne::truth
