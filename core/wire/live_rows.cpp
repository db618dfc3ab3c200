#include "core/wire/live_rows.hpp"

#include <algorithm>

#include "core/wire/batch.hpp"
#include "core/wire/limits.hpp"

namespace lanterne::wire {

namespace {

constexpr std::size_t entry_items = 13;
constexpr std::size_t passage_items = 9;
constexpr std::size_t forecast_items = 3;
constexpr std::size_t arrival_items = 10;
constexpr std::size_t grade_items = 3;
constexpr std::size_t event_items = 3;
constexpr std::size_t outcome_items = 3;

constexpr std::uint8_t linked_flag = 1;
constexpr std::uint8_t bridged_flag = 1;
constexpr std::uint8_t unsettled_flag = 2;
constexpr std::uint8_t withdrawn_flag = 4;

constexpr std::size_t max_point_bytes = 64;
constexpr std::size_t max_source_bytes = 16;

bool is_within_limits(const LiveArrival& arrival) {
    return is_printable(arrival.point, max_point_bytes) && arrival.lap >= 1 &&
           is_time(arrival.early) && is_time(arrival.late) && arrival.early <= arrival.likely &&
           arrival.likely <= arrival.late;
}

void write(CborWriter& out, const std::optional<Position>& position) {
    if (!position) {
        out.null();
        return;
    }
    out.array(2);
    out.integer(position->latitude.e6);
    out.integer(position->longitude.e6);
}

bool is_within_limits(const LiveOutcome& outcome) {
    return outcome.status <= RaceStatus::not_classified && is_time(outcome.time);
}

void write(CborWriter& out, const LiveOutcome& outcome) {
    out.array(outcome_items);
    out.text(outcome.bib.text());
    out.number(static_cast<std::uint64_t>(outcome.status));
    out.integer(to_ms(outcome.time));
}

void write(CborWriter& out, const LiveArrival& arrival) {
    out.array(arrival_items);
    out.text(arrival.point);
    out.number(arrival.leg);
    out.number(arrival.lap);
    out.integer(to_ms(arrival.early));
    out.integer(to_ms(arrival.likely));
    out.integer(to_ms(arrival.late));
    out.integer(arrival.slopes_s);
    out.integer(arrival.field_s);
    out.number(arrival.athletes);
    out.number(arrival.standing_s);
}

std::optional<Bib> read_bib(CborReader& in) {
    const std::optional<Bib> bib = Bib::from(in.text());
    in.expect(bib.has_value(), Error::out_of_range);
    return bib;
}

std::optional<Position> read_position(CborReader& in) {
    if (!in.array_of_or_null(2)) {
        return std::nullopt;
    }
    const auto latitude = in.integer<std::int32_t>();
    const auto longitude = in.integer<std::int32_t>();
    return Position{Latitude{latitude}, Longitude{longitude}};
}

std::uint8_t read_flags(CborReader& in, unsigned known) {
    const auto flags = in.number<std::uint8_t>();
    in.expect((flags & ~known) == 0, Error::out_of_range);
    return flags;
}

std::optional<LiveOutcome> read_outcome(CborReader& in) {
    in.array_of(outcome_items);
    const std::optional<Bib> bib = read_bib(in);
    if (!bib) {
        return std::nullopt;
    }
    LiveOutcome outcome{.bib = *bib};
    outcome.status = static_cast<RaceStatus>(in.number<std::uint8_t>());
    outcome.time = from_ms(in.integer<std::int64_t>());
    return in.failed() ? std::nullopt : std::optional{outcome};
}

LiveArrival read_arrival(CborReader& in) {
    LiveArrival arrival;
    in.array_of(arrival_items);
    arrival.point = in.text();
    arrival.leg = in.number<std::uint32_t>();
    arrival.lap = in.number<std::uint32_t>();
    arrival.early = from_ms(in.integer<std::int64_t>());
    arrival.likely = from_ms(in.integer<std::int64_t>());
    arrival.late = from_ms(in.integer<std::int64_t>());
    arrival.slopes_s = in.integer<std::int32_t>();
    arrival.field_s = in.integer<std::int32_t>();
    arrival.athletes = in.number<std::uint32_t>();
    arrival.standing_s = in.number<std::uint32_t>();
    return arrival;
}

} // namespace

bool is_within_limits(const LiveEntry& entry) {
    return entry.status <= RaceStatus::not_classified && entry.rank != 0U &&
           (!entry.fix_time || is_time(*entry.fix_time)) &&
           (!entry.position || is_on_earth(*entry.position)) &&
           (!entry.battery_pct || *entry.battery_pct <= greatest_battery_pct) &&
           entry.reason <= static_cast<std::uint8_t>(Reason::shutting_down);
}

bool is_within_limits(const LivePassage& passage) {
    return is_printable(passage.point, max_point_bytes) && passage.lap >= 1 &&
           is_time(passage.time) && is_printable(passage.source, max_source_bytes);
}

bool is_within_limits(const LiveForecast& forecast) {
    return forecast.arrivals.size() <= max_live_arrivals &&
           std::ranges::all_of(forecast.arrivals, [](const LiveArrival& arrival) {
               return is_within_limits(arrival);
           });
}

bool is_within_limits(const LiveGrade& grade) {
    return grade.horizon < live_horizons && grade.inside <= grade.forecasts;
}

bool is_within_limits(const LiveEvent& event) {
    const bool is_outcome = std::holds_alternative<LiveOutcome>(event.what);
    return event.number >= 1 && event.kind <= LiveEventKind::status &&
           is_outcome == (event.kind == LiveEventKind::status) &&
           std::visit([](const auto& what) { return is_within_limits(what); }, event.what);
}

void write(CborWriter& out, const LiveEntry& entry) {
    out.array(entry_items);
    out.text(entry.bib.text());
    out.number(entry.version);
    out.number(static_cast<std::uint64_t>(entry.status));
    out.number_or_null(entry.rank);
    out.integer_or_null(entry.gap_ms);
    out.integer_or_null(entry.along_dm);
    out.integer_or_null(entry.fix_time ? std::optional{to_ms(*entry.fix_time)} : std::nullopt);
    write(out, entry.position);
    out.number_or_null(entry.speed_dmps);
    out.number_or_null(entry.battery_pct);
    out.number_or_null(entry.next_report_s);
    out.number(entry.reason);
    out.number(entry.is_linked ? linked_flag : 0U);
}

void write(CborWriter& out, const LivePassage& passage) {
    out.array(passage_items);
    out.text(passage.bib.text());
    out.text(passage.point);
    out.number(passage.leg);
    out.number(passage.lap);
    out.integer(to_ms(passage.time));
    out.number(passage.standard_error_ms);
    out.text(passage.source);
    out.number(passage.revision);
    out.number((passage.is_bridged ? bridged_flag : 0U) |
               (passage.is_settled ? 0U : unsettled_flag) |
               (passage.is_withdrawn ? withdrawn_flag : 0U));
}

void write(CborWriter& out, const LiveForecast& forecast) {
    out.array(forecast_items);
    out.text(forecast.bib.text());
    out.number(forecast.version);
    out.array(forecast.arrivals.size());
    for (const LiveArrival& arrival : forecast.arrivals) {
        write(out, arrival);
    }
}

void write(CborWriter& out, const LiveGrade& grade) {
    out.array(grade_items);
    out.number(grade.horizon);
    out.number(grade.forecasts);
    out.number(grade.inside);
}

void write(CborWriter& out, const LiveEvent& event) {
    out.array(event_items);
    out.number(event.number);
    out.number(static_cast<std::uint64_t>(event.kind));
    std::visit([&](const auto& what) { write(out, what); }, event.what);
}

std::optional<LiveEntry> read_entry(CborReader& in) {
    in.array_of(entry_items);
    const std::optional<Bib> bib = read_bib(in);
    if (!bib) {
        return std::nullopt;
    }
    LiveEntry entry{.bib = *bib};
    entry.version = in.number<std::uint64_t>();
    entry.status = static_cast<RaceStatus>(in.number<std::uint8_t>());
    entry.rank = in.number_or_null<std::uint32_t>();
    entry.gap_ms = in.integer_or_null<std::int64_t>();
    entry.along_dm = in.integer_or_null<std::int64_t>();
    if (const auto time_ms = in.integer_or_null<std::int64_t>()) {
        entry.fix_time = from_ms(*time_ms);
    }
    entry.position = read_position(in);
    entry.speed_dmps = in.number_or_null<std::uint32_t>();
    entry.battery_pct = in.number_or_null<std::uint8_t>();
    entry.next_report_s = in.number_or_null<std::uint32_t>();
    entry.reason = in.number<std::uint8_t>();
    entry.is_linked = (read_flags(in, linked_flag) & linked_flag) != 0;
    in.expect(is_within_limits(entry), Error::out_of_range);
    return in.failed() ? std::nullopt : std::optional{entry};
}

std::optional<LivePassage> read_passage(CborReader& in) {
    in.array_of(passage_items);
    const std::optional<Bib> bib = read_bib(in);
    if (!bib) {
        return std::nullopt;
    }
    LivePassage passage{.bib = *bib};
    passage.point = in.text();
    passage.leg = in.number<std::uint32_t>();
    passage.lap = in.number<std::uint32_t>();
    passage.time = from_ms(in.integer<std::int64_t>());
    passage.standard_error_ms = in.number<std::uint32_t>();
    passage.source = in.text();
    passage.revision = in.number<std::uint32_t>();
    const auto flags = read_flags(in, bridged_flag | unsettled_flag | withdrawn_flag);
    passage.is_bridged = (flags & bridged_flag) != 0;
    passage.is_settled = (flags & unsettled_flag) == 0;
    passage.is_withdrawn = (flags & withdrawn_flag) != 0;
    in.expect(is_within_limits(passage), Error::out_of_range);
    return in.failed() ? std::nullopt : std::optional{passage};
}

std::optional<LiveForecast> read_forecast(CborReader& in) {
    in.array_of(forecast_items);
    const std::optional<Bib> bib = read_bib(in);
    if (!bib) {
        return std::nullopt;
    }
    LiveForecast forecast{.bib = *bib};
    forecast.version = in.number<std::uint64_t>();
    const std::uint64_t arrivals = in.array();
    in.expect(arrivals <= max_live_arrivals, Error::out_of_range);
    while (!in.failed() && forecast.arrivals.size() < arrivals) {
        forecast.arrivals.push_back(read_arrival(in));
    }
    in.expect(is_within_limits(forecast), Error::out_of_range);
    return in.failed() ? std::nullopt : std::optional{forecast};
}

std::optional<LiveGrade> read_grade(CborReader& in) {
    in.array_of(grade_items);
    LiveGrade grade;
    grade.horizon = in.number<std::uint8_t>();
    grade.forecasts = in.number<std::uint32_t>();
    grade.inside = in.number<std::uint32_t>();
    in.expect(is_within_limits(grade), Error::out_of_range);
    return in.failed() ? std::nullopt : std::optional{grade};
}

std::optional<LiveEvent> read_event(CborReader& in) {
    in.array_of(event_items);
    const auto number = in.number<std::uint64_t>();
    const auto kind = static_cast<LiveEventKind>(in.number<std::uint8_t>());
    std::optional<LiveEvent> event;
    if (kind == LiveEventKind::status) {
        if (auto outcome = read_outcome(in)) {
            event.emplace(LiveEvent{number, kind, *std::move(outcome)});
        }
    } else if (auto passage = read_passage(in)) {
        event.emplace(LiveEvent{number, kind, *std::move(passage)});
    }
    in.expect(!event || is_within_limits(*event), Error::out_of_range);
    return in.failed() ? std::nullopt : std::move(event);
}

} // namespace lanterne::wire
