#pragma once

#include "simulator/athletes/doing.hpp"

namespace lanterne::simulator {

/// Beyond that far along or beside nobody is: the format's limit.
inline constexpr double max_true_m = 1e8;

/// One athlete at a whole second, as it truly is.
struct TrueMoment {
    Doing doing = Doing::waiting;
    double along_m = 0; ///< on its unrolled course; below 0 behind the start. Off the course: where
                        ///< it left, or the nearest place
    double beside_m = 0; ///< from the course, positive to the right
};

} // namespace lanterne::simulator
