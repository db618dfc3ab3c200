#include "web-api/forecasts/forecast_store.hpp"

#include <span>

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

template<class To, class From>
To as(const Rows& rows, std::size_t row, std::size_t column) {
    return static_cast<To>(rows.get<From>(row, column));
}

wire::LiveArrival arrival_of(const Rows& rows, std::size_t row) {
    return {.point = rows.get<std::string>(row, 2),
            .leg = as<std::uint32_t, std::int16_t>(rows, row, 3),
            .lap = as<std::uint32_t, std::int32_t>(rows, row, 4),
            .early = rows.get<UtcTime>(row, 5),
            .likely = rows.get<UtcTime>(row, 6),
            .late = rows.get<UtcTime>(row, 7),
            .slopes_s = rows.get<std::int32_t>(row, 8),
            .field_s = rows.get<std::int32_t>(row, 9),
            .athletes = as<std::uint32_t, std::int32_t>(rows, row, 10),
            .standing_s = as<std::uint32_t, std::int32_t>(rows, row, 11)};
}

} // namespace

std::vector<wire::LiveForecast> read_forecasts(Connection& connection, std::int32_t race_id,
                                               const std::optional<std::string>& only_bib) {
    const Rows rows = connection.execute(
        R"(SELECT e.bib, f.version, f.point, f.leg, f.lap, f.p10, f.p50, f.p90, f.slopes_s,
                  f.field_s, f.athletes, f.standing_s
             FROM race.forecast f JOIN plan.entry e USING (entry_id)
            WHERE f.race_id = $1 AND ($2::text IS NULL OR e.bib = $2)
            ORDER BY e.bib COLLATE "C", f.place)",
        Parameters{}.add(race_id).add(only_bib));
    std::vector<wire::LiveForecast> forecasts;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto bib = Bib::from(rows.get<std::string>(row, 0));
        if (!bib) {
            continue; // written by nobody who keeps to the schema
        }
        if (forecasts.empty() || forecasts.back().bib != *bib) {
            forecasts.push_back({.bib = *bib,
                                 .version = as<std::uint64_t, std::int64_t>(rows, row, 1),
                                 .arrivals = {}});
        }
        forecasts.back().arrivals.push_back(arrival_of(rows, row));
    }
    return forecasts;
}

std::vector<wire::LiveGrade> read_grades(Connection& connection, std::int32_t race_id) {
    const Rows rows = connection.execute(
        "SELECT horizon, forecasts, inside FROM race.forecast_grade WHERE race_id = $1 "
        "ORDER BY horizon",
        Parameters{}.add(race_id));
    std::vector<wire::LiveGrade> grades;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        grades.push_back({.horizon = as<std::uint8_t, std::int16_t>(rows, row, 0),
                          .forecasts = as<std::uint32_t, std::int64_t>(rows, row, 1),
                          .inside = as<std::uint32_t, std::int64_t>(rows, row, 2)});
    }
    return grades;
}

std::vector<std::string> clock_texts(Connection& connection, const std::string& time_zone,
                                     const std::vector<UtcTime>& times) {
    std::vector<std::string> texts;
    if (times.empty()) {
        return texts;
    }
    const auto ask = [&](const std::string& zone) {
        return connection.execute(
            R"(SELECT to_char(at AT TIME ZONE $1, 'HH24:MI')
                 FROM unnest($2::timestamptz[]) WITH ORDINALITY n(at, place) ORDER BY place)",
            Parameters{}.add(zone).add_array(std::span<const UtcTime>{times}));
    };
    const Rows known = connection.execute("SELECT count(*) FROM pg_timezone_names WHERE name = $1",
                                          Parameters{}.add(time_zone));
    const Rows rows = ask(known.get<std::int64_t>(0, 0) > 0 ? time_zone : "UTC");
    for (std::size_t row = 0; row < rows.size(); ++row) {
        texts.push_back(rows.get<std::string>(row, 0));
    }
    return texts;
}

} // namespace lanterne::web
