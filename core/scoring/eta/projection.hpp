#pragma once

#include <cstdint>

#include "core/scoring/eta/field.hpp"
#include "core/scoring/eta/ground.hpp"
#include "core/scoring/eta/journey.hpp"
#include "core/scoring/eta/pacer.hpp"

namespace lanterne::scoring::eta {

/// How long the rest of the way to a place takes, from where and when the entry was last seen: the
/// logarithm has about that standard deviation.
struct Projection {
    double seconds = 0;
    double sd = 0;
    double slope_s = 0;         ///< of them for hills, against flat ground
    double field_s = 0;         ///< of them for what the field showed of the way, its stops with it
    double standing_s = 0;      ///< it stands since then, and more is added for that
    std::uint32_t athletes = 0; ///< most that were seen on one of the stretches ahead
};

/// To a place ahead of the journey's. `t` is as of when, in the journey's seconds. Costs the cells
/// between.
Projection project(const Ground& ground, const Field& field, const Pacer& pacer,
                   const Journey& journey, double along, double t);

} // namespace lanterne::scoring::eta
