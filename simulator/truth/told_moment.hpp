#pragma once

#include <cstdint>

#include "simulator/athletes/doing.hpp"

namespace lanterne::simulator {

inline constexpr std::uint32_t seconds_a_block = 60;
inline constexpr std::int32_t max_told_dm = 1'000'000'000;
inline constexpr std::uint32_t max_told_rank = 1'000'000;

/// One athlete at a whole second as seconds.bin has it.
struct ToldMoment {
    std::int32_t along_dm = 0;  ///< both within max_told_dm
    std::int32_t beside_dm = 0; ///< from the course, positive to the right
    std::uint32_t rank = 0;     ///< 0: none; at most max_told_rank
    Doing doing = Doing::waiting;

    double along_m() const { return along_dm / 10.0; }

    double beside_m() const { return beside_dm / 10.0; }

    bool operator==(const ToldMoment&) const = default;
};

} // namespace lanterne::simulator
