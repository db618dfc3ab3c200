#include "tests/web-api/spectator/samples.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lanterne::web::samples {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const UtcTime noon = from_ms(1'779'012'000'000); // 2026-05-17T10:00:00Z

std::int64_t between(std::mt19937& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

bool one_in(std::mt19937& random, std::int64_t many) { return between(random, 1, many) == 1; }

Position somewhere(std::mt19937& random) {
    return {Latitude{static_cast<std::int32_t>(between(random, -90'000'000, 90'000'000))},
            Longitude{static_cast<std::int32_t>(between(random, -180'000'000, 180'000'000))}};
}

wire::LiveForecast any_forecast(std::mt19937& random, const Bib& bib, UtcTime time) {
    wire::LiveForecast forecast{.bib = bib};
    for (std::int64_t i = between(random, 0, 2); i > 0; --i) {
        const UtcTime early = time + seconds{between(random, -300, 20'000)};
        const UtcTime likely = early + seconds{between(random, 0, 3'000)};
        forecast.arrivals.push_back({.point = one_in(random, 2) ? "finish" : "half",
                                     .leg = static_cast<std::uint32_t>(between(random, 0, 4)),
                                     .lap = static_cast<std::uint32_t>(between(random, 1, 300)),
                                     .early = early,
                                     .likely = likely,
                                     .late = likely + seconds{between(random, 0, 3'000)}});
    }
    return forecast;
}

void change(std::mt19937& random, wire::LiveEntry& entry, UtcTime time) {
    entry.status = static_cast<wire::RaceStatus>(between(random, 0, 12));
    entry.rank.reset();
    entry.gap_ms.reset();
    entry.along_dm.reset();
    entry.position.reset();
    entry.fix_time.reset();
    entry.battery_pct.reset();
    entry.next_report_s.reset();
    if (one_in(random, 2)) {
        entry.rank = static_cast<std::uint32_t>(between(random, 1, 10'000));
        entry.gap_ms = between(random, -100'000, 100'000'000);
    }
    if (one_in(random, 2)) {
        entry.along_dm = between(random, 0, 3'000'000);
    }
    if (one_in(random, 2)) {
        entry.position = somewhere(random);
    }
    if (one_in(random, 2)) {
        entry.fix_time = time - milliseconds{between(random, -2'000, 1'000'000'000)};
        entry.battery_pct = static_cast<std::uint8_t>(between(random, 0, 100));
        entry.next_report_s = static_cast<std::uint32_t>(between(random, 0, 86'400));
    }
    entry.is_linked = one_in(random, 3);
    entry.reason = static_cast<std::uint8_t>(between(random, 0, 6));
}

} // namespace

SpectatorSource three() {
    wire::LiveEntry leader{.bib = *Bib::from("1"), .status = wire::RaceStatus::racing};
    leader.rank = 1;
    leader.gap_ms = 0;
    leader.along_dm = 12'345;
    leader.fix_time = noon - milliseconds{400};
    leader.position = Position{Latitude{47'575'300}, Longitude{-3'070'800}};
    leader.speed_dmps = 41;
    leader.battery_pct = std::uint8_t{87};
    leader.next_report_s = 5;
    wire::LiveEntry astray{.bib = *Bib::from("2"), .status = wire::RaceStatus::off_course};
    astray.rank = 2;
    astray.gap_ms = 61'999;
    astray.fix_time = noon - seconds{3};
    wire::LiveEntry waiting{.bib = *Bib::from("A-3")};
    waiting.position = Position{Latitude{47'575'296}, Longitude{-3'071'012}};
    waiting.fix_time = noon - seconds{2};
    waiting.reason = 1;
    const wire::LiveForecast forecast{.bib = *Bib::from("1"),
                                      .arrivals = {{.point = "finish",
                                                    .leg = 1,
                                                    .lap = 1,
                                                    .early = noon + minutes{39},
                                                    .likely = noon + minutes{42} + seconds{31},
                                                    .late = noon + minutes{46}}}};
    return {.id = {99, 10},
            .time = noon,
            .state = RaceState::live,
            .last_event = 4,
            .entries = {leader, astray, waiting},
            .forecasts = {forecast},
            .grades = {{.horizon = 1, .forecasts = 212, .inside = 168}}};
}

SpectatorSource three_a_second_later() {
    SpectatorSource source = three();
    source.id.sequence = 11;
    source.time += seconds{1};
    source.last_event = 6;
    *source.entries[0].along_dm += 42;
    *source.entries[0].fix_time += seconds{1};
    source.entries[2].status = wire::RaceStatus::did_not_finish;
    source.entries[2].position.reset();
    source.entries[2].gap_ms = 1'500;
    source.forecasts = {};
    source.grades[0].forecasts = 213;
    return source;
}

std::vector<wire::LiveEvent> what_happened() {
    const wire::LivePassage passage{.bib = *Bib::from("1"),
                                    .point = "swim-exit",
                                    .leg = 0,
                                    .lap = 1,
                                    .time = noon - milliseconds{850},
                                    .standard_error_ms = 320,
                                    .source = "gps",
                                    .revision = 1,
                                    .is_bridged = true,
                                    .is_settled = false};
    return {{5, wire::LiveEventKind::passage, passage},
            {6, wire::LiveEventKind::status,
             wire::LiveOutcome{*Bib::from("A-3"), wire::RaceStatus::did_not_finish, noon}}};
}

SpectatorSource any_source(std::mt19937& random, std::size_t entries) {
    SpectatorSource source{.id = {static_cast<std::uint32_t>(random()), 1'000},
                           .time = noon,
                           .state = static_cast<RaceState>(between(random, 0, 2)),
                           .last_event = random(),
                           .entries = {},
                           .forecasts = {},
                           .grades = {}};
    for (std::size_t i = 0; i < entries; ++i) {
        wire::LiveEntry entry{.bib = *Bib::from(fmt::format("{:04}", i))};
        change(random, entry, source.time);
        entry.speed_dmps = static_cast<std::uint32_t>(between(random, 0, 300));
        source.entries.push_back(entry);
        source.forecasts.push_back(any_forecast(random, entry.bib, source.time));
    }
    return source;
}

SpectatorSource any_next(std::mt19937& random, const SpectatorSource& before) {
    SpectatorSource source = before;
    source.id.sequence += static_cast<std::uint64_t>(between(random, 1, 3));
    source.time += seconds{1};
    source.last_event += random() % 100;
    for (wire::LiveEntry& entry : source.entries) {
        if (one_in(random, 20)) {
            change(random, entry, source.time);
        } else if (entry.along_dm && entry.fix_time && !one_in(random, 5)) {
            *entry.along_dm =
                std::max<std::int64_t>(*entry.along_dm + between(random, -500, 2'000), 0);
            *entry.fix_time += seconds{1};
        }
    }
    for (wire::LiveForecast& forecast : source.forecasts) {
        if (one_in(random, 10)) {
            forecast = any_forecast(random, forecast.bib, source.time);
        }
    }
    if (one_in(random, 3)) {
        source.grades = {
            {.horizon = 0, .forecasts = 7, .inside = 3},
            {.horizon = 2, .forecasts = static_cast<std::uint32_t>(random()), .inside = 0}};
    }
    return source;
}

} // namespace lanterne::web::samples
