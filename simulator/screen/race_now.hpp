#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "simulator/athletes/doing.hpp"
#include "simulator/scenario/mishap.hpp"

namespace lanterne::simulator {

/// An athlete and the unit it wears, as far as a screen tells of them.
struct AthleteNow {
    Position position{Latitude{0}, Longitude{0}};
    double along_m = 0; ///< on its course
    Doing doing = Doing::waiting;
    bool has_unit = false; ///< here: it may wear a real one, or none
    bool is_on = false;
    bool is_connected = false;
    std::optional<double> charge;    ///< 0 to 1; nothing: no battery
    std::optional<UtcTime> last_fix; ///< as of the last report, like the two that follow
    std::uint64_t journalled = 0;
    std::uint64_t unreceipted = 0;
    std::uint32_t wrong = 0; ///< a bit for each kind of mishap that lasts: see bit_of
};

constexpr std::uint32_t bit_of(MishapKind kind) { return 1U << static_cast<unsigned>(kind); }

/// Below it a battery is worth a word, 0 to 1: the unit itself then spares.
inline constexpr double low_charge = 0.1;

/// How the race's time goes.
struct PaceNow {
    double rate = 1;   ///< race time over wall time that the clock has
    double factor = 1; ///< of it, by hand
    bool is_paused = false;
    bool has_server = false; ///< somebody else goes by this clock: no running ahead of it
    Milliseconds behind{0};  ///< of the clock, race time
};

/// What a screen shows of a run, at one moment.
struct RaceNow {
    UtcTime race_time; ///< that the units have reached
    UtcTime gun;       ///< the first
    PaceNow pace;
    std::vector<AthleteNow> athletes; ///< in the order of the plan's entries
    std::optional<std::size_t> leader;
    std::size_t racing = 0;
    std::size_t finished = 0;
    std::size_t out = 0;
    std::size_t units = 0;
    std::size_t on = 0;
    std::size_t connected = 0;
    std::uint64_t journalled = 0;
    std::uint64_t unreceipted = 0;
    std::size_t unsent = 0;       ///< messages that the broker does not have yet
    std::size_t mishaps = 0;      ///< that last
    std::string broker;           ///< what is wrong with it; empty: all connections are there
    std::string work;             ///< what the run waits for, when it is not the race
    std::vector<std::string> log; ///< the newest at the end
};

} // namespace lanterne::simulator
