#include "web-api/spectator/spectator_view.hpp"

#include <algorithm>
#include <map>

namespace lanterne::web {

namespace {

constexpr std::int64_t battery_step = 5;

std::int64_t round_to(std::int64_t value, std::int64_t step) {
    const std::int64_t half = value < 0 ? -step / 2 : step / 2;
    return (value + half) / step;
}

bool is_under_way(wire::RaceStatus status) {
    return status == wire::RaceStatus::racing || status == wire::RaceStatus::stopped ||
           status == wire::RaceStatus::silent || status == wire::RaceStatus::off_course;
}

/// Whole seconds; large ones in fives: they move with each metre of noise.
std::int64_t rounded_gap(std::int64_t gap_ms) {
    constexpr std::int64_t large_ms = 120'000;
    const std::int64_t step = gap_ms < large_ms ? 1'000 : 5'000;
    return gap_ms / step * step;
}

SpectatorRow row_of(const wire::LiveEntry& entry, std::uint32_t step_m) {
    SpectatorRow row{.status = entry.status,
                     .fix_time = entry.fix_time,
                     .rank = entry.rank,
                     .gap_ms = entry.gap_ms,
                     .is_linked = entry.is_linked,
                     .next_report_s = entry.next_report_s,
                     .reason = entry.reason,
                     .speed_dmps = entry.speed_dmps.value_or(0)};
    if (entry.along_dm) {
        const std::uint32_t step = is_under_way(entry.status) ? step_m : 1;
        row.along_m = static_cast<std::uint32_t>(
                          round_to(std::max<std::int64_t>(*entry.along_dm, 0), 10 * step)) *
                      step;
    } else if (entry.position) {
        row.place =
            RoundPlace{static_cast<std::int32_t>(round_to(entry.position->latitude.e6, 10)),
                       static_cast<std::int32_t>(round_to(entry.position->longitude.e6, 10))};
    }
    if (entry.battery_pct) {
        row.battery_pct =
            static_cast<std::uint8_t>(round_to(*entry.battery_pct, battery_step) * battery_step);
    }
    if (row.gap_ms && is_under_way(row.status)) {
        row.gap_ms = rounded_gap(*row.gap_ms);
    }
    return row;
}

void keep_place(SpectatorRow& row, const SpectatorRow& before) {
    const auto leads = [](const auto& rank) { return rank && *rank <= front_ranks; };
    const bool is_in_front = leads(row.rank) || leads(before.rank);
    if (is_under_way(row.status) && row.status == before.status && !is_in_front) {
        row.rank = before.rank;
        row.gap_ms = before.gap_ms;
        row.is_linked = before.is_linked;
    }
}

std::vector<SpectatorArrival> arrivals_of(const wire::LiveForecast& forecast) {
    std::vector<SpectatorArrival> arrivals;
    for (const wire::LiveArrival& arrival : forecast.arrivals) {
        arrivals.push_back({.point = arrival.point,
                            .leg = arrival.leg,
                            .lap = arrival.lap,
                            .vagueness = vagueness_of(arrival.late - arrival.early),
                            .band = rounded(arrival.early, arrival.likely, arrival.late)});
    }
    return arrivals;
}

} // namespace

SpectatorView look(const SpectatorSource& source, const SpectatorView* before) {
    SpectatorView view{.id = source.id,
                       .time = source.time,
                       .state = source.state,
                       .last_event = source.last_event,
                       .bibs = {},
                       .rows = {},
                       .arrivals =
                           std::vector<std::vector<SpectatorArrival>>(source.entries.size()),
                       .grades = source.grades};
    const bool tells_places = before == nullptr || source.entries.size() <= told_each_second ||
                              source.id.sequence % places_each_s == 0;
    std::map<Bib, std::size_t> index_of;
    for (const wire::LiveEntry& entry : source.entries) {
        const std::size_t index = view.rows.size();
        index_of.emplace(entry.bib, index);
        view.bibs.push_back(entry.bib);
        view.rows.push_back(row_of(entry, along_step(source.entries.size())));
        if (!tells_places) {
            keep_place(view.rows.back(), before->rows[index]);
        }
    }
    for (const wire::LiveForecast& forecast : source.forecasts) {
        if (const auto index = index_of.find(forecast.bib); index != index_of.end()) {
            view.arrivals[index->second] = arrivals_of(forecast);
        }
    }
    return view;
}

} // namespace lanterne::web
