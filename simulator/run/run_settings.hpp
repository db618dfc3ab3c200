#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simulator/fleet/connections.hpp"

namespace lanterne::simulator {

/// An athlete who wears a real unit: the simulator is only its receiver.
struct Feed {
    Bib bib;
    std::string address; ///< see open_nmea_port
};

/// The first athletes of a race, whose units are real programs (simulator/real).
struct RealSettings {
    std::size_t count = 0;
    std::string
        folder; ///< absolute; of settings, journals and logs; empty: a new one, which is said
    std::string tracker; ///< absolute path of lanterne-tracker
};

/// What somebody asks for who rehearses a race day. What is left open is as the scenario says it.
struct RunSettings {
    std::string scenario;    ///< file; empty: the race alone, and nothing goes wrong
    std::string race_folder; ///< empty: the scenario's
    BrokerSettings broker;
    std::optional<std::uint64_t> seed;
    std::optional<double> speed; ///< race time over wall time
    std::optional<std::int64_t> interval_s;
    std::string truth;          ///< folder; empty: not written
    std::string cards = "/tmp"; ///< folder on the disk that holds the units' cards
    std::string boards; ///< folder of boards; empty: looked for beside the scenario and upwards
    std::vector<Feed> feeds;
    double feed_interval_s = 2;
    RealSettings real;
    double patience_s = 60; ///< of wall time, for the last receipts
    std::string web;        ///< address of lanterne-web to listen to; empty: nobody listens
    std::string said;       ///< folder for what it says; with `web`
    bool headless = false;  ///< JSON lines instead of lines for people
    bool plain = false;     ///< no screen, also on a terminal
    std::string program;    ///< and its version
};

/// The wall clock, given by main.
using WallClock = std::function<UtcTime()>;

} // namespace lanterne::simulator
