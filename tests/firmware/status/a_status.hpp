#pragma once

#include "firmware/status/unit_status.hpp"

namespace lanterne::firmware {

inline constexpr UtcTime noon =
    std::chrono::sys_days{std::chrono::year{2027} / 5 / 17} + std::chrono::hours{12};

/// Of a unit that lacks nothing, an hour after it started.
inline UnitStatus a_status() {
    return {
        .unit = {.serial = "demo000001",
                 .board = "beagleplay",
                 .version = "1.2.3",
                 .written = std::chrono::hours{2},
                 .running = std::chrono::hours{1},
                 .utc = noon},
        .receiver = {.gpsd = true},
        .fix = {.age = Milliseconds{300},
                .time = noon,
                .latitude = Latitude{45'400'000},
                .longitude = Longitude{-7'000'013},
                .accuracy_dm = 21,
                .satellites = 11,
                .mode = FixMode::fix_3d},
        .card = {.journalled = 3'600, .uncertain = 4, .room_bytes = 130'000'000},
        .receipts = {.fixes = 3'570,
                     .newest_age = std::chrono::seconds{20},
                     .waiting = 30,
                     .next_report = std::chrono::seconds{30}},
        .battery = {.percent = 81, .charging = false, .lasts_until = noon + std::chrono::hours{9}},
        .configuration = {.version = 7, .wished = Profile::ready, .profile = Profile::ready},
        .broker = {.connected = true, .since = std::chrono::minutes{59}, .connections = 1},
        .network = {.kind = wire::Network::cellular, .signal_dbm = -91}};
}

} // namespace lanterne::firmware
