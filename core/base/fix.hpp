#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.hpp"
#include "core/base/units.hpp"

namespace lanterne {

enum class FixMode : std::uint8_t { unknown = 0, none = 1, fix_2d = 2, fix_3d = 3 };

/// One GNSS position, already at the wire's resolution, so that what the journal holds, what
/// travels and what the database stores can be compared field by field. Absent values are absent,
/// never zero.
struct Fix {
    UtcTime time;                            ///< earliest_time to latest_time
    Position position;                       ///< on earth
    std::optional<std::int32_t> altitude_dm; ///< above mean sea level, -10'000 to 200'000
    std::optional<std::uint16_t> speed_dmps; ///< over ground, 0 to 5'000
    std::optional<std::uint8_t> course_2deg; ///< true course in steps of two degrees, 0 to 179
    std::optional<std::uint16_t>
        accuracy_dm;             ///< horizontal, as the receiver states it, 0 to 60'000
    std::uint8_t satellites = 0; ///< used in the solution; 0 when unknown; at most 63
    FixMode mode = FixMode::unknown;

    bool operator==(const Fix&) const = default;
};

/// True when every field is inside the range stated beside it.
constexpr bool is_within_limits(const Fix& fix) {
    return fix.time >= earliest_time && fix.time <= latest_time && is_on_earth(fix.position) &&
           (!fix.altitude_dm || (*fix.altitude_dm >= -10'000 && *fix.altitude_dm <= 200'000)) &&
           (!fix.speed_dmps || *fix.speed_dmps <= 5'000) &&
           (!fix.course_2deg || *fix.course_2deg <= 179) &&
           (!fix.accuracy_dm || *fix.accuracy_dm <= 60'000) && fix.satellites <= 63 &&
           static_cast<std::uint8_t>(fix.mode) <= 3;
}

} // namespace lanterne
