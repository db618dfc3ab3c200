#pragma once

#include <array>
#include <cstddef>

#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// A state in a third of its memory, as one is kept for every athlete: seven digits of
/// the covariance are plenty.
class KeptState {
public:
    explicit KeptState(const WayState& state);

    WayState state() const;

private:
    std::array<double, WayState::size> x_;
    std::array<float, Symmetric<WayState::size>::triangle> p_{};
};

} // namespace lanterne::course
