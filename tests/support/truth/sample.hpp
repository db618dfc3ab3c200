#pragma once

#include <cstdint>

#include "simulator/athletes/journey.hpp"
#include "simulator/athletes/reception.hpp"
#include "tests/support/truth/shape.hpp"

namespace lanterne::truth {

/// One athlete's day on a shape and what its unit recorded. The shape outlives it and does not
/// move.
struct Sample {
    simulator::Journey journey;
    simulator::Reception reception;
};

/// Athlete `number` (from 1) of the race with that seed.
Sample sample_of(const Shape& shape, const simulator::Conditions& conditions, std::uint64_t seed,
                 std::uint64_t number);

} // namespace lanterne::truth
