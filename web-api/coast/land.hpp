#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace lanterne::web::coast {

/// A corner of a coast; degrees, WGS 84.
struct Corner {
    double longitude = 0;
    double latitude = 0;

    bool operator==(const Corner&) const = default;
};

/// Closed: the last corner is the first again.
using Ring = std::vector<Corner>;

/// Land with its lakes and inland seas: the outer ring first.
using LandArea = std::vector<Ring>;

inline constexpr std::size_t max_land_bytes = std::size_t{16} * 1024 * 1024;
inline constexpr std::size_t max_land_corners = 2'000'000;

/// Reads the object `land` of a TopoJSON topology (Bostock, "The TopoJSON Format Specification",
/// version 3; sections 2.1.2 to 2.1.4: arcs, deltas and the negative index of a reversed arc), as
/// the npm package world-atlas has it: Natural Earth, public domain. What is wrong with anything
/// else is said in a sentence.
Result<std::vector<LandArea>, std::string> read_land(std::string_view json);

} // namespace lanterne::web::coast
