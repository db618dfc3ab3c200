#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace lanterne::simulator {

/// Whom somebody has before and behind.
struct Wheel {
    static constexpr double none = std::numeric_limits<double>::infinity();

    double gap_m = none;  ///< to the one before, from wheel to wheel
    double speed_mps = 0; ///< of that one
    bool leads = false;   ///< somebody is close behind

    bool is_there() const { return gap_m != none; }
};

/// Who goes with whom, found anew each second. On a course of laps, those on other laps are met
/// too.
class Bunch {
public:
    static constexpr double sees_m = 25;       ///< somebody ahead
    static constexpr double beside_m = 0.8;    ///< nearer than that one is beside, not behind
    static constexpr double close_m = 8;       ///< behind a wheel
    static constexpr std::size_t abreast = 32; ///< so many beside are looked past

    struct Member {
        std::uint32_t number = 0; ///< of the athlete
        std::uint32_t way = 0;    ///< only those on the same one meet: a leg of a course
        double spot_m = 0;        ///< on that way, below lap_m where there is one
        double lap_m = 0;         ///< of a way that begins anew where it ends; 0: it does not
        double speed_mps = 0;
    };

    /// Sorts the members and sets `wheels[member.number]` of each; leaves the others alone. What
    /// comes out does not depend on the order of the members, nor on their numbers as long as no
    /// two are at the same spot at the same speed.
    static void find(std::vector<Member>& members, std::span<Wheel> wheels);
};

} // namespace lanterne::simulator
