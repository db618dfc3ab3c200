#include "tests/core/wire/samples.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace lanterne::wire::samples {

namespace {

constexpr UtcTime start =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::May / 17} + std::chrono::hours{8};

} // namespace

Batch batch() {
    Fix first{.time = start,
              .position = {Latitude{43'695'120}, Longitude{7'271'480}},
              .altitude_dm = 52,
              .speed_dmps = std::uint16_t{41},
              .course_2deg = std::uint8_t{178},
              .accuracy_dm = std::uint16_t{35},
              .satellites = 11,
              .mode = FixMode::fix_3d};
    Fix second = first;
    second.time += Milliseconds{1'000};
    second.position = {Latitude{43'695'157}, Longitude{7'271'479}};
    second.speed_dmps = std::uint16_t{42};
    second.course_2deg = std::uint8_t{1};
    Fix third = second;
    third.time += Milliseconds{1'000};
    third.position = {Latitude{43'695'194}, Longitude{7'271'478}};
    third.course_2deg.reset();
    third.altitude_dm = 53;
    return {.epoch = 0x1A2B'3C4D,
            .first = 600,
            .info = {.battery_pct = std::uint8_t{87},
                     .signal_dbm = -79,
                     .receipt_wanted = true,
                     .next_report_s = 5,
                     .course_version = 3},
            .fixes = {first, second, third}};
}

Event event() {
    return {.epoch = 0x1A2B'3C4D,
            .number = 4,
            .time = start,
            .body = Lost{.epoch = 0x1A2B'3C4D, .range = {.from = 512, .to = 515}}};
}

std::vector<Event> events_of_each_kind() {
    std::vector<Event> events(6, event());
    events[0].body = Sos{};
    events[1].body = SosCancel{};
    events[2].body = Boot{.recovered = 1'234, .torn = 1};
    events[3].body = Button{};
    events[5].body =
        UnitPassage{.course_version = 3, .point = 7, .time = start, .standard_error_ms = 120};
    return events;
}

Receipt receipt() {
    return {.store = 1'000'000,
            .epoch = 0x1A2B'3C4D,
            .next = 603,
            .events_next = 5,
            .gaps = {{.from = 24, .to = 30}, {.from = 512, .to = 515}}};
}

Status status() {
    return {.link = Link::up,
            .firmware = "0.1.0",
            .board = "rpi-zero-2w",
            .epoch = 0x1A2B'3C4D,
            .journalled = 603,
            .receipted = 24,
            .battery_pct = std::uint8_t{87},
            .applied_version = 3,
            .refused_reason = std::nullopt,
            .unaccepted = 0,
            .profile = 3,
            .lasts_until = start + std::chrono::hours{9},
            .network = Network::cellular,
            .signal_dbm = -79,
            .fix_age_s = 1,
            .next_report_s = 60,
            .reason = Reason::battery_low};
}

namespace {

/// The one of the W3C recommendation's own example.
LiveTrace trace() {
    constexpr std::array<unsigned, 24> bytes{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6,
                                             0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36,
                                             0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7};
    LiveTrace trace{};
    std::ranges::transform(bytes, trace.begin(), [](unsigned byte) { return std::byte(byte); });
    return trace;
}

} // namespace

LiveFrame live_frame() {
    LiveEntry leader{.bib = *Bib::from("7"),
                     .version = 4'711,
                     .status = RaceStatus::racing,
                     .rank = 1,
                     .gap_ms = 0,
                     .along_dm = 15'230,
                     .fix_time = start,
                     .position = Position{Latitude{43'695'120}, Longitude{7'271'480}},
                     .speed_dmps = 41,
                     .battery_pct = std::uint8_t{87},
                     .next_report_s = 5,
                     .reason = 0};
    LiveEntry waiting{.bib = *Bib::from("A-12"), .is_linked = true};
    const LivePassage passage{.bib = *Bib::from("7"),
                              .point = "swim-exit",
                              .leg = 0,
                              .lap = 1,
                              .time = start - std::chrono::seconds{10},
                              .standard_error_ms = 850,
                              .source = "gps",
                              .revision = 0,
                              .is_bridged = true,
                              .is_settled = false};
    return {.epoch = 99,
            .frame = 120,
            .part = 0,
            .parts = 1,
            .race_time = start + std::chrono::seconds{2},
            .from_version = 4'708,
            .to_version = 4'712,
            .trace = trace(),
            .entries = {leader, waiting},
            .passages = {passage},
            .forecasts = {{.bib = *Bib::from("7"),
                           .version = 4'712,
                           .arrivals = {{.point = "finish",
                                         .leg = 2,
                                         .lap = 1,
                                         .early = start + std::chrono::minutes{39},
                                         .likely = start + std::chrono::minutes{42},
                                         .late = start + std::chrono::minutes{46},
                                         .slopes_s = 110,
                                         .field_s = -15,
                                         .athletes = 12,
                                         .standing_s = 0}}},
                          {.bib = *Bib::from("A-12"), .version = 4'700, .arrivals = {}}},
            .grades = {{.horizon = 1, .forecasts = 212, .inside = 168}},
            .last_event = 31,
            .events = {{.number = 30, .kind = LiveEventKind::passage, .what = passage},
                       {.number = 31,
                        .kind = LiveEventKind::status,
                        .what = LiveOutcome{.bib = *Bib::from("A-12"),
                                            .status = RaceStatus::did_not_start,
                                            .time = start}}}};
}

Config config() {
    return {.shard = 7,
            .profile = 2,
            .qos = 1,
            .interval_ms = {{3'600'000, 30'000, 5'000, 60'000}},
            .error_m = 25,
            .time_limit = start + std::chrono::hours{14},
            .course =
                ConfigCourse{.version = 3,
                             .legs = {{.sport = 2,
                                       .laps = 2,
                                       .line = {{Latitude{43'695'120}, Longitude{7'271'480}},
                                                {Latitude{43'695'157}, Longitude{7'271'479}},
                                                {Latitude{43'694'120}, Longitude{7'270'480}}}}},
                             .points_dm = {0, 1'430, 2'860}}};
}

SignedConfig signed_config() {
    SignedConfig message{.version = 4,
                         .expires = start + std::chrono::hours{48},
                         .not_before = start - std::chrono::hours{1},
                         .body = *encode(config())};
    for (std::size_t i = 0; i < message.signature.size(); ++i) {
        message.signature[i] = static_cast<std::byte>(i);
    }
    return message;
}

Fix fix(int second) {
    return {.time = earliest_time + std::chrono::seconds{second},
            .position = {Latitude{45'000'000 + 27 * second}, Longitude{7'000'000 - 13 * second}},
            .altitude_dm = 2'345,
            .speed_dmps = std::uint16_t{83},
            .course_2deg = std::uint8_t{179},
            .accuracy_dm = std::uint16_t{35},
            .satellites = 12,
            .mode = FixMode::fix_3d};
}

Batch batch_of(int fixes) {
    Batch batch{.epoch = 0xDEAD'BEEF,
                .first = 1'000,
                .info = {.battery_pct = std::uint8_t{71}, .signal_dbm = -87, .next_report_s = 10},
                .fixes = {}};
    for (int second = 0; second < fixes; ++second) {
        batch.fixes.push_back(fix(second));
    }
    return batch;
}

Batch longest_batch() {
    Batch batch{.epoch = 0xFFFF'FFFF,
                .first = last_sequence - (max_batch_fixes - 1),
                .info = {.battery_pct = std::uint8_t{100},
                         .signal_dbm = -200,
                         .backlog = true,
                         .receipt_wanted = true,
                         .next_report_s = 86'400,
                         .reason = Reason::shutting_down,
                         .course_version = 0xFFFF'FFFF},
                .fixes = {}};
    const Fix low{.time = earliest_time,
                  .position = {Latitude{-90'000'000}, Longitude{-180'000'000}},
                  .altitude_dm = -10'000,
                  .speed_dmps = std::uint16_t{0},
                  .course_2deg = std::uint8_t{0},
                  .accuracy_dm = std::uint16_t{0},
                  .satellites = 0,
                  .mode = FixMode::unknown};
    const Fix high{.time = latest_time,
                   .position = {Latitude{90'000'000}, Longitude{180'000'000}},
                   .altitude_dm = 200'000,
                   .speed_dmps = std::uint16_t{5'000},
                   .course_2deg = std::uint8_t{90},
                   .accuracy_dm = std::uint16_t{60'000},
                   .satellites = 63,
                   .mode = FixMode::fix_3d};
    for (std::size_t i = 0; i < max_batch_fixes; ++i) {
        batch.fixes.push_back(i % 2 == 0 ? low : high);
    }
    return batch;
}

std::string to_hex(ByteView bytes) {
    std::string text;
    for (const std::byte byte : bytes) {
        text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    }
    return text;
}

Bytes from_hex(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != ' ' && c != '\n') {
            digits += c;
        }
    }
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes.push_back(static_cast<std::byte>(std::stoi(digits.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

} // namespace lanterne::wire::samples
