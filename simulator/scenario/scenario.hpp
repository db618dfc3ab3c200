#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.hpp"
#include "simulator/athletes/field_settings.hpp"
#include "simulator/links/air.hpp"
#include "simulator/receivers/sky.hpp"
#include "simulator/scenario/mishap.hpp"

namespace lanterne::simulator {

/// Two numbers between which each unit draws its own.
struct Between {
    double low = 0;
    double high = 0;
};

/// The units of the field, each drawn by its seed.
struct UnitsSettings {
    std::string board = "raspberry-pi-zero-2w"; ///< a folder of boards/, for its power model
    Between charge_pct{70, 100};                ///< of the battery when the day begins, 0 to 100
    double clock_off_s = 0;         ///< their own clocks are off by so much at most, either way
    double clock_ppm = 20;          ///< and go wrong by so much at most, either way
    std::optional<double> card_mib; ///< nothing: as large as needed
    double power_cuts_per_hour = 0; ///< a loose contact, in the mean
    double power_cut_s = 20;        ///< until power is back
    double old_firmware_share = 0;  ///< of the units were not updated
    double flawed_share = 0;        ///< of the units have bad software, of one kind or another
    /// Between messages, by the unit's own clock (the wall's). Nothing: at true pace what its
    /// profile says, faster 1 s.
    std::optional<double> report_s;
};

/// No network on a part of each lap.
struct Hole {
    std::string leg; ///< id
    double from_m = 0;
    double to_m = 0;
};

/// A race day as it shall go, from a scenario's file: with its seed it is settled to the byte.
struct Scenario {
    std::string title;
    std::string says;                    ///< what a technician can learn from it
    std::string race_folder;             ///< as the program can open it
    std::optional<std::size_t> athletes; ///< nothing: the folder's own entries
    std::uint64_t seed = 1;
    std::optional<double> speed; ///< that it is meant for, 0.1 to 1000; nothing: the folder's
    FieldSettings field;
    double interval_s = 1; ///< of race time between two epochs of a receiver, 1 to 60, whole
    std::vector<Stretch> surroundings;
    Air air;
    std::vector<Hole> holes;
    UnitsSettings units;
    std::vector<Mishap> mishaps;
};

} // namespace lanterne::simulator
