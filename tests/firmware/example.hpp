#pragma once

#include <cstdint>
#include <vector>

#include "core/base/fix.hpp"
#include "hal/gnss_receiver.hpp"

namespace lanterne::firmware {

inline constexpr UtcTime race_start =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::May / 17} + std::chrono::hours{8};

/// The nth fix of a walk to the north-east, one a second, with all fields.
inline Fix example_fix(std::uint64_t n) {
    const auto step = static_cast<std::int32_t>(n);
    return {.time = race_start + std::chrono::seconds{n},
            .position = {Latitude{45'000'000 + 13 * step}, Longitude{7'000'000 + 7 * step}},
            .altitude_dm = 2'345 + step % 10,
            .speed_dmps = 35,
            .course_2deg = 14,
            .accuracy_dm = 42,
            .satellites = 11,
            .mode = FixMode::fix_3d};
}

inline std::vector<Fix> example_fixes(std::uint64_t from, std::uint64_t to) {
    std::vector<Fix> fixes;
    for (std::uint64_t n = from; n < to; ++n) {
        fixes.push_back(example_fix(n));
    }
    return fixes;
}

inline std::vector<Fix> example_fixes(std::uint64_t count) { return example_fixes(0, count); }

/// What a receiver would say to give example_fix(n).
inline hal::GnssReading example_reading(std::uint64_t n) {
    const Fix fix = example_fix(n);
    return {.time = fix.time,
            .latitude_deg = fix.position.latitude.e6 / 1e6,
            .longitude_deg = fix.position.longitude.e6 / 1e6,
            .altitude_m = *fix.altitude_dm / 10.0,
            .speed_mps = *fix.speed_dmps / 10.0,
            .course_deg = *fix.course_2deg * 2.0,
            .accuracy_m = *fix.accuracy_dm / 10.0,
            .satellites = fix.satellites,
            .mode = fix.mode};
}

} // namespace lanterne::firmware
