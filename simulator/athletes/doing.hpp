#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/time.hpp"

namespace lanterne::simulator {

/// What somebody does at a moment.
enum class Doing : std::uint8_t {
    waiting,    ///< behind the line, for its start
    racing,     ///< on its way along the course
    standing,   ///< in the race: a puncture, an aid station, shoes to change
    lost,       ///< off the course, and on the way back to it
    gave_up,    ///< off the course, for good
    in_vehicle, ///< taken in after it gave up; stays there
    finished,
};
std::string_view to_text(Doing doing);
using lanterne::to_text; // of a time, which the one above would hide

/// What somebody is made to do, by hand or by a scenario's fault.
struct Order {
    enum class Kind : std::uint8_t { stand, get_lost, give_up, take_in };

    Kind kind = Kind::stand;
    double amount = 60; ///< stand: seconds; get_lost: metres out, and as many back; else unused
};

inline constexpr double longest_stand_s = 12 * 3600;
inline constexpr double farthest_lost_m = 5'000;

} // namespace lanterne::simulator
