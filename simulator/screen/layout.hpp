#pragma once

#include "simulator/screen/picture.hpp"

namespace lanterne::simulator {

/// Below it nothing is drawn but a line that says so.
inline constexpr Size least_screen{.rows = 16, .columns = 60};

/// Where what stands.
struct Layout {
    Box heads; ///< clock and counts
    Box map;
    Box table;
    Box log;
    Box foot;
};

/// Of a screen of at least `least_screen`.
Layout layout_of(Size screen);

} // namespace lanterne::simulator
