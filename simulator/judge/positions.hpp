#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "simulator/judge/spread.hpp"
#include "simulator/truth/told_moment.hpp"
#include "simulator/truth/truth_race.hpp"

namespace lanterne::simulator::judge {

/// How far along the system said that athletes were, against how far they truly were at the time of
/// the fix that it said it of.
struct PositionVerdict {
    Spread error_m; ///< said less true, of who is truly racing or standing on the course
    std::map<course::Sport, Spread> by_sport; ///< of the same
    std::map<Doing, Spread> by_doing;         ///< of everybody who has a position
    std::uint64_t wrong_lap_fixes = 0;        ///< the error is nearly one lap, or several
    std::uint64_t wrong_laps = 0;             ///< stretches of such fixes of an athlete
    Milliseconds slice{60'000};               ///< of race time that each of these covers
    std::vector<Spread> over_time;            ///< error_m, from the begin of the run on
};

class PositionJudge {
public:
    /// Slices of over_time at most: they grow wider with the run.
    static constexpr std::size_t most_slices = 240;

    /// The race outlives it. `lasts`: the run.
    PositionJudge(const TruthRace& race, UtcTime begin, Milliseconds lasts);

    /// One position that was said, of a fix of that time, and where the athlete was then. Each fix
    /// once, in the order in which they were said.
    void add(std::size_t entry, UtcTime fix_time, double said_m, const ToldMoment& truth);

    const PositionVerdict& verdict() const { return verdict_; }

private:
    const TruthRace& race_;
    UtcTime begin_;
    PositionVerdict verdict_;
    std::vector<bool> is_on_wrong_lap_; ///< of each entry, at its last fix
};

/// True when somebody who is off by that much on that leg is taken to be on another lap: nearer
/// than 50 m, or a tenth of a lap, to a whole number of laps that is not none.
bool is_another_lap(const TrueLeg& leg, double error_m);

} // namespace lanterne::simulator::judge
