#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/geo/plane.hpp"
#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::scoring::drawn {

/// Every drawing's gun.
inline const UtcTime gun = *parse_time("2026-06-14T07:00:00Z");

inline UtcTime at(double seconds) {
    return gun + Milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

inline Bib bib(std::string_view text) { return *Bib::from(text); }

/// Metres from where every drawing begins.
inline const geo::LocalPlane ground{{Latitude{45'400'000}, Longitude{13'700'000}}};

/// Along those corners.
geo::Polyline line_of(const std::vector<geo::PlanePoint>& corners);

/// A straight run to the east, one cell a character: S start, F finish, 1 to 9 splits "1" to "9".
/// `bibs` are entered in wave "all", which starts at the gun.
plan::RacePlan race_on(Metres cell, std::string_view drawing, const std::vector<std::string>& bibs,
                       plan::StartBy start_by = plan::StartBy::gun);

/// A run along those corners from a start "S" to a finish "F", with a split so far along; bib "7"
/// is entered, as race_on() does it.
plan::RacePlan race_along(const std::vector<geo::PlanePoint>& corners, const std::string& split,
                          Metres along);

/// The fixes of an athlete who begins on the course's first cell at `from` seconds after the gun,
/// and takes two seconds a character, with a fix at its end:
///   >  one cell forward     <  one cell back      o  stands
///   .  one cell forward, but silent               x  one cell forward, 200 m beside the course
std::vector<Fix> walk(Metres cell, std::string_view track, double from = 0);

/// The same, beginning on that cell (below 0: behind the start) at the gun.
std::vector<Fix> walk_from(Metres cell, int first, std::string_view track);

double seconds_after_gun(UtcTime time);

/// The n-th act of a race, effective and recorded at `seconds` after the gun.
plan::Act act(std::int64_t number, double seconds, plan::ActBody body);

/// "S@0 1@12.5": what was passed and when, in seconds after the gun, one decimal.
std::string passed(const Race& race, std::string_view bib);

/// "7 finished 1 +0.0 | 8 racing 2 +3.5": standings, best first; - where there is none.
std::string board(const Race& race, UtcTime as_of);

} // namespace lanterne::scoring::drawn
