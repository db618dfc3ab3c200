#pragma once

#include <string>

#include "simulator/day/race_day.hpp"
#include "simulator/day/unit_watch.hpp"

namespace lanterne::simulator {

/// How far a run is, at one moment.
struct RunState {
    UtcTime race_time;      ///< that the units have reached
    Milliseconds behind{0}; ///< of the clock that it should follow, race time
    std::size_t racing = 0; ///< athletes
    std::size_t finished = 0;
    std::size_t out = 0; ///< gave up, or are driven home
    FleetSum fleet;
    std::size_t units = 0;
    std::size_t connected = 0;   ///< units
    std::size_t unsent = 0;      ///< messages that the broker does not have yet
    std::uint64_t mishaps = 0;   ///< that began
    std::size_t mishaps_now = 0; ///< that last
};

RunState state_of(const RaceDay& day, UtcTime target);

/// Who wears a unit.
struct Worn {
    const std::string& bib;
    const std::string& serial;
};

/// Lines of JSON, each with a "type": state, mishap (begins or ends), unit, end.
std::string json_line(const RunState& state);
std::string json_line(const MishapEvent& event, const plan::Entry& who);
std::string json_line(const UnitChange& change, UtcTime now, const Worn& worn);
std::string json_end_line(const RunState& state, int status, bool is_stopped);

/// The same for people, on one line; the clock counts from the first gun.
std::string plain_line(const RunState& state, UtcTime gun);

/// The last words of a run, for people.
std::string summary_line(const FleetSum& sum);

} // namespace lanterne::simulator
