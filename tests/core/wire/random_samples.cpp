#include <algorithm>
#include <limits>

#include "tests/core/wire/samples.hpp"

namespace lanterne::wire::samples {

namespace {

/// One in eight is the least, one in eight the greatest, the rest anything between.
std::int64_t between(Random& random, std::int64_t least, std::int64_t greatest) {
    switch (random() % 8) {
    case 0: return least;
    case 1: return greatest;
    default: return std::uniform_int_distribution<std::int64_t>{least, greatest}(random);
    }
}

bool coin(Random& random) { return random() % 2 == 0; }

template<class T>
T number(Random& random, std::int64_t least, std::int64_t greatest) {
    return static_cast<T>(between(random, least, greatest));
}

template<class T>
std::optional<T> maybe(Random& random, std::int64_t least, std::int64_t greatest) {
    return coin(random) ? std::optional{number<T>(random, least, greatest)} : std::nullopt;
}

constexpr std::int64_t last = last_sequence;
constexpr std::int64_t any_32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t any_64 = std::numeric_limits<std::int64_t>::max();

std::uint32_t any(Random& random) { return number<std::uint32_t>(random, 0, any_32); }

UtcTime time(Random& random, UtcTime least) {
    return from_ms(between(random, to_ms(least), to_ms(latest_time)));
}

Position position(Random& random) {
    const auto latitude = number<std::int32_t>(random, -90'000'000, 90'000'000);
    const auto longitude = number<std::int32_t>(random, -180'000'000, 180'000'000);
    return {Latitude{latitude}, Longitude{longitude}};
}

std::string text(Random& random, std::int64_t longest) {
    std::string text(number<std::size_t>(random, 1, longest), ' ');
    for (char& c : text) {
        c = number<char>(random, ' ', '~');
    }
    return text;
}

Bib bib(Random& random) { return *Bib::from(std::to_string(between(random, 0, 99'999'999))); }

Fix any_fix(Random& random) {
    return {.time = time(random, earliest_time),
            .position = position(random),
            .altitude_dm = maybe<std::int32_t>(random, -10'000, 200'000),
            .speed_dmps = maybe<std::uint16_t>(random, 0, 5'000),
            .course_2deg = maybe<std::uint8_t>(random, 0, 179),
            .accuracy_dm = maybe<std::uint16_t>(random, 0, 60'000),
            .satellites = number<std::uint8_t>(random, 0, 63),
            .mode = static_cast<FixMode>(between(random, 0, 3))};
}

/// Half of the fixes are anything, half keep most of the fix before: that is what masks are for.
Fix next_fix(Random& random, const Fix& before) {
    const Fix other = any_fix(random);
    if (coin(random)) {
        return other;
    }
    Fix fix = before;
    fix.time = std::min(before.time + std::chrono::seconds{1}, latest_time);
    switch (random() % 6) {
    case 0: fix.position = other.position; break;
    case 1: fix.altitude_dm = other.altitude_dm; break;
    case 2: fix.speed_dmps = other.speed_dmps; break;
    case 3: fix.course_2deg = other.course_2deg; break;
    case 4: fix.accuracy_dm = other.accuracy_dm; break;
    default: fix.satellites = other.satellites; break;
    }
    return fix;
}

LiveEntry entry(Random& random) {
    LiveEntry entry{.bib = bib(random)};
    entry.version = random();
    entry.status = static_cast<RaceStatus>(between(random, 0, 12));
    entry.rank = maybe<std::uint32_t>(random, 1, any_32);
    entry.gap_ms = maybe<std::int64_t>(random, -any_64 - 1, any_64);
    entry.along_dm = maybe<std::int64_t>(random, -any_64 - 1, any_64);
    entry.fix_time = coin(random) ? std::optional{time(random, UtcTime{})} : std::nullopt;
    entry.position = coin(random) ? std::optional{position(random)} : std::nullopt;
    entry.speed_dmps = maybe<std::uint32_t>(random, 0, any_32);
    entry.battery_pct = maybe<std::uint8_t>(random, 0, 100);
    entry.next_report_s = maybe<std::uint32_t>(random, 0, any_32);
    entry.reason = number<std::uint8_t>(random, 0, 6);
    entry.is_linked = coin(random);
    return entry;
}

LivePassage passage(Random& random) {
    LivePassage passage{.bib = bib(random)};
    passage.point = text(random, 64);
    passage.leg = any(random);
    passage.lap = number<std::uint32_t>(random, 1, any_32);
    passage.time = time(random, UtcTime{});
    passage.standard_error_ms = any(random);
    passage.source = text(random, 16);
    passage.revision = any(random);
    passage.is_bridged = coin(random);
    passage.is_settled = coin(random);
    passage.is_withdrawn = coin(random);
    return passage;
}

LiveArrival arrival(Random& random) {
    LiveArrival arrival{.point = text(random, 64),
                        .leg = any(random),
                        .lap = number<std::uint32_t>(random, 1, any_32),
                        .early = time(random, UtcTime{}),
                        .likely = {},
                        .late = {},
                        .slopes_s = number<std::int32_t>(random, -any_32 / 2 - 1, any_32 / 2),
                        .field_s = number<std::int32_t>(random, -any_32 / 2 - 1, any_32 / 2),
                        .athletes = any(random),
                        .standing_s = any(random)};
    arrival.likely = time(random, arrival.early);
    arrival.late = time(random, arrival.likely);
    return arrival;
}

LiveForecast forecast(Random& random) {
    LiveForecast forecast{.bib = bib(random), .version = random(), .arrivals = {}};
    for (std::int64_t i = between(random, 0, max_live_arrivals); i > 0; --i) {
        forecast.arrivals.push_back(arrival(random));
    }
    return forecast;
}

LiveGrade grade(Random& random) {
    LiveGrade grade{.horizon = number<std::uint8_t>(random, 0, live_horizons - 1),
                    .forecasts = any(random)};
    grade.inside = number<std::uint32_t>(random, 0, grade.forecasts);
    return grade;
}

LiveEvent event(Random& random, std::uint64_t number) {
    const auto kind = static_cast<LiveEventKind>(between(random, 0, 3));
    if (kind != LiveEventKind::status) {
        return {.number = number, .kind = kind, .what = passage(random)};
    }
    return {.number = number,
            .kind = kind,
            .what = LiveOutcome{.bib = bib(random),
                                .status = static_cast<RaceStatus>(between(random, 0, 12)),
                                .time = time(random, UtcTime{})}};
}

} // namespace

Batch random_batch(Random& random) {
    Batch batch;
    const auto fixes = number<std::size_t>(random, 1, max_batch_fixes);
    batch.epoch = any(random);
    batch.first = number<Sequence>(random, 0, last - static_cast<std::int64_t>(fixes) + 1);
    batch.info = {.battery_pct = maybe<std::uint8_t>(random, 0, 100),
                  .signal_dbm = maybe<std::int32_t>(random, -200, 0),
                  .backlog = coin(random),
                  .receipt_wanted = coin(random),
                  .next_report_s = maybe<std::uint32_t>(random, 0, 86'400),
                  .reason = static_cast<Reason>(between(random, 0, 6)),
                  .course_version = any(random)};
    batch.fixes.push_back(any_fix(random));
    while (batch.fixes.size() < fixes) {
        batch.fixes.push_back(next_fix(random, batch.fixes.back()));
    }
    return batch;
}

Event random_event(Random& random) {
    Event event = events_of_each_kind()[random() % 6];
    event.epoch = any(random);
    event.number = number<Sequence>(random, 0, last);
    event.time = time(random, UtcTime{});
    if (auto* boot = std::get_if<Boot>(&event.body)) {
        *boot = {.recovered = any(random), .torn = any(random)};
    } else if (auto* lost = std::get_if<Lost>(&event.body)) {
        lost->epoch = any(random);
        lost->range.from = number<Sequence>(random, 0, last);
        lost->range.to =
            number<Sequence>(random, static_cast<std::int64_t>(lost->range.from) + 1, last + 1);
    } else if (auto* crossing = std::get_if<UnitPassage>(&event.body)) {
        *crossing = {.course_version = any(random),
                     .point = any(random),
                     .time = time(random, UtcTime{}),
                     .standard_error_ms = any(random)};
    }
    return event;
}

Receipt random_receipt(Random& random) {
    Receipt receipt;
    receipt.store = number<std::uint64_t>(random, 0, any_64);
    receipt.epoch = any(random);
    receipt.events_next = number<Sequence>(random, 0, last + 1);
    const std::int64_t gaps = between(random, 0, max_receipt_gaps);
    std::int64_t from = between(random, 0, last / 2);
    for (std::int64_t i = 0; i < gaps; ++i) {
        const std::int64_t to = from + between(random, 1, last / 100);
        receipt.gaps.push_back({static_cast<Sequence>(from), static_cast<Sequence>(to)});
        from = to + between(random, 1, last / 100);
    }
    const Sequence least = receipt.gaps.empty() ? 0 : receipt.gaps.back().to;
    receipt.next = number<Sequence>(random, static_cast<std::int64_t>(least), last + 1);
    return receipt;
}

Status random_status(Random& random) {
    return {.link = coin(random) ? Link::up : Link::down,
            .firmware = text(random, 32),
            .board = text(random, 32),
            .epoch = any(random),
            .journalled = number<Sequence>(random, 0, last + 1),
            .receipted = number<Sequence>(random, 0, last + 1),
            .battery_pct = maybe<std::uint8_t>(random, 0, 100),
            .applied_version = any(random),
            .refused_reason = coin(random) ? std::optional{text(random, 64)} : std::nullopt,
            .unaccepted = any(random),
            .profile = number<std::uint8_t>(random, 0, greatest_profile),
            .lasts_until = coin(random) ? std::optional{time(random, UtcTime{})} : std::nullopt,
            .network = static_cast<Network>(between(random, 0, 3)),
            .signal_dbm = maybe<std::int32_t>(random, -200, 0),
            .fix_age_s = maybe<std::uint32_t>(random, 0, 100'000),
            .next_report_s = maybe<std::uint32_t>(random, 0, 86'400),
            .reason = static_cast<Reason>(between(random, 0, 6))};
}

LiveFrame random_live_frame(Random& random) {
    LiveFrame frame;
    frame.epoch = any(random);
    frame.frame = random();
    frame.parts = number<std::uint32_t>(random, 1, max_live_parts);
    frame.part = number<std::uint32_t>(random, 0, static_cast<std::int64_t>(frame.parts) - 1);
    frame.race_time = time(random, UtcTime{});
    const auto [from, to] = std::minmax({std::uint64_t{random()}, std::uint64_t{random()}});
    frame.from_version = from;
    frame.to_version = to;
    if (coin(random)) {
        frame.trace.emplace();
        std::ranges::generate(*frame.trace, [&] { return std::byte(between(random, 1, 255)); });
    }
    for (std::int64_t i = between(random, 0, 40); i > 0; --i) {
        frame.entries.push_back(entry(random));
    }
    for (std::int64_t i = between(random, 0, 40); i > 0; --i) {
        frame.passages.push_back(passage(random));
    }
    for (std::int64_t i = between(random, 0, 20); i > 0; --i) {
        frame.forecasts.push_back(forecast(random));
    }
    for (std::int64_t i = between(random, 0, 3); i > 0; --i) {
        frame.grades.push_back(grade(random));
    }
    frame.last_event = number<std::uint64_t>(random, 0, last);
    for (std::int64_t i = between(random, 0, 20); i > 0; --i) {
        frame.last_event += static_cast<std::uint64_t>(between(random, 1, 3));
        frame.events.push_back(event(random, frame.last_event));
    }
    return frame;
}

namespace {

ConfigLeg leg(Random& random) {
    ConfigLeg leg{.sport = number<std::uint8_t>(random, 0, 4),
                  .laps = number<std::uint32_t>(random, 1, max_config_laps)};
    for (std::int64_t i = between(random, 2, 30); i > 0 || leg.line.size() < 2; --i) {
        const Position place = position(random);
        if (leg.line.empty() || leg.line.back() != place) {
            leg.line.push_back(place);
        }
    }
    return leg;
}

ConfigCourse course(Random& random) {
    ConfigCourse course{.version = number<std::uint32_t>(random, 1, any_32)};
    for (std::int64_t i = between(random, 1, max_config_legs); i > 0; --i) {
        course.legs.push_back(leg(random));
    }
    for (std::int64_t i = between(random, 0, max_config_points); i > 0; --i) {
        course.points_dm.push_back(any(random));
    }
    std::ranges::sort(course.points_dm);
    const auto repeated = std::ranges::unique(course.points_dm);
    course.points_dm.erase(repeated.begin(), repeated.end());
    return course;
}

} // namespace

Config random_config(Random& random) {
    Config config{.shard = number<std::uint8_t>(random, 0, greatest_shard),
                  .profile = number<std::uint8_t>(random, 0, greatest_profile),
                  .qos = number<std::uint8_t>(random, 0, 1)};
    if (coin(random)) {
        std::ranges::generate(config.interval_ms.emplace(), [&] {
            return number<std::uint32_t>(random, least_interval_ms, greatest_interval_ms);
        });
    }
    config.error_m = maybe<std::uint32_t>(random, 1, greatest_error_m);
    config.time_limit = coin(random) ? std::optional{time(random, UtcTime{})} : std::nullopt;
    config.course = coin(random) ? std::optional{course(random)} : std::nullopt;
    return config;
}

SignedConfig random_signed_config(Random& random) {
    SignedConfig message{.version = number<std::uint32_t>(random, 1, any_32)};
    message.expires = time(random, UtcTime{Milliseconds{1}});
    message.not_before = from_ms(between(random, 0, to_ms(message.expires) - 1));
    message.body.resize(number<std::size_t>(random, 0, 15'000));
    std::ranges::generate(message.body, [&] { return static_cast<std::byte>(random()); });
    std::ranges::generate(message.signature, [&] { return static_cast<std::byte>(random()); });
    return message;
}

} // namespace lanterne::wire::samples
