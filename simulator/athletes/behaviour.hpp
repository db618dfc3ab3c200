#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace lanterne::simulator {

/// Comes to stand at that place of the course, as exactly as that; then, where it says so, walks
/// back and comes again.
struct Halt {
    double at = 0; ///< metres along
    double seconds = 0;
    double back_m = 0;
};

/// Leaves the course at one place and joins it at a later one, straight across.
struct Cut {
    double from = 0; ///< metres along
    double to = 0;
};

/// Goes so many times slower than usual there.
struct SlowStretch {
    double from = 0; ///< metres along
    double to = 0;
    double times = 1;
};

/// No fix while the athlete is there.
struct Tunnel {
    double from = 0; ///< metres along
    double to = 0;
};

/// No fix then.
struct Silence {
    double from_s = 0; ///< seconds since the gun
    double to_s = 0;
};

/// Leaves the course behind the finish, as somebody does who goes to the tent with the food.
struct TurnOff {
    double behind_m = 0; ///< the finish
    double degrees = 0;  ///< to the right; 0: goes straight on, or round once more
};

/// What one athlete does besides racing straight from the start to the finish: parts to switch on.
/// Metres lie on the true course; halts and cuts ascend and do not overlap.
struct Behaviour {
    double behind_line_m = 4;         ///< on the start grid
    double waits_s = 180;             ///< there before the gun, at least
    double reacts_s = 1;              ///< after the gun
    std::uint32_t warm_up_laps = 0;   ///< over the line before the gun; the first leg is a loop
    std::uint32_t cool_down_laps = 0; ///< over the line after the finish; the last leg is a loop
    TurnOff turns_off;                ///< not with laps to cool down
    double walks_home_m = 0;          ///< behind the finish, back against the course
    double beside_m = 0;              ///< to the right of the line, in the mean
    double cuts_corners_m = 6;        ///< a corner is rounded from so far before to so far behind
    std::vector<Halt> halts;
    std::vector<Cut> cuts;
    std::vector<SlowStretch> slow;
    std::vector<Tunnel> tunnels;
    std::vector<Silence> silences;
    std::optional<double> abandons_at; ///< metres along; leaves the course sideways, for good
};

} // namespace lanterne::simulator
