#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hal/simulated/noise.hpp"

namespace lanterne::simulator {

/// What stands between a receiver and its satellites.
enum class Surroundings : std::uint8_t { open, street, gorge, trees, tunnel, water };
std::string_view to_text(Surroundings what);
std::optional<Surroundings> parse_surroundings(std::string_view text);

/// What surroundings do to a receiver.
struct Hearing {
    hal::simulated::NoiseModel noise; ///< its stated_accuracy_m: what fits the rest
    double multipath_m = 0;           ///< to one side of the way, by place
    double satellites = 0;            ///< used, in the mean; below 4 there is no height
    double lost_every_s = 0;          ///< no fix, besides; in the mean; 0: never
    double lost_for_s = 0;            ///< in the mean
};

/// Of surroundings where there is a fix at all: in a tunnel there is none.
const Hearing& hearing_in(Surroundings what);

} // namespace lanterne::simulator
