#pragma once

#include <string>

#include "simulator/screen/race_now.hpp"

namespace lanterne::simulator {

/// "-0:00:05", "1:12:34": hours, minutes, seconds from the first gun.
std::string race_clock(Milliseconds since_gun);

/// "15 x", "30 x (clock 15 x)", "paused (clock 15 x)".
std::string speed_words(const PaceNow& pace);

/// "3 s", "12 min", "5 h", "4 d"; rounded down.
std::string age_words(Milliseconds age);

/// What is wrong with it now, as mishap_rules() says it, one after the other; else what it does
/// when that is not simply racing.
std::string trouble_words(const AthleteNow& athlete);

} // namespace lanterne::simulator
