#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace lanterne::plan {

/// A timing point on one of its laps, named so that courses of several distances share it.
struct PointLap {
    std::string point;
    std::uint32_t lap = 1; ///< of its leg, from 1

    auto operator<=>(const PointLap&) const = default;
};

} // namespace lanterne::plan
