#pragma once

#include <array>
#include <cstddef>

#include "core/course/way/way_filter.hpp"

namespace lanterne::course {

/// A state in a third of its memory, as one is kept for every athlete: the covariance is its own
/// mirror, and seven digits of it are plenty.
class KeptState {
public:
    explicit KeptState(const WayState& state);

    WayState state() const;

private:
    static constexpr std::size_t triangle = WayState::size * (WayState::size + 1) / 2;

    std::array<double, WayState::size> x_;
    std::array<float, triangle> p_{}; ///< row by row, up to the diagonal
};

} // namespace lanterne::course
