#pragma once

#include <cstdint>

#include "core/geo/plane.hpp"

namespace lanterne::simulator {

/// What all receivers of a race have wrong together (the air above it): at each time the same for
/// all. Normal on each axis, of that standard deviation; drawn for each minute, blended between.
class CommonError {
public:
    CommonError(std::uint64_t seed, double standard_deviation_m)
        : seed_{seed}, size_m_{standard_deviation_m} {}

    /// At that time, in milliseconds since 1970.
    geo::PlanePoint at(std::int64_t ms);

private:
    geo::PlanePoint drawn(std::int64_t minute) const;

    std::uint64_t seed_;
    double size_m_;
    std::int64_t minute_ = -1; ///< of the two below
    geo::PlanePoint now_;
    geo::PlanePoint next_;
};

} // namespace lanterne::simulator
