#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::results_store {

namespace {

using database::Connection;
using database::Parameters;

void write_rows(Connection& connection, std::int32_t race, std::int64_t version,
                const std::vector<ForecastRow>& rows) {
    std::vector<std::int32_t> changed;
    std::vector<std::int32_t> entries;
    std::vector<std::int16_t> places;
    std::vector<std::string> points;
    std::vector<std::int16_t> legs;
    std::vector<std::int32_t> laps;
    std::vector<UtcTime> early;
    std::vector<UtcTime> likely;
    std::vector<UtcTime> late;
    std::vector<std::int32_t> slopes;
    std::vector<std::int32_t> field;
    std::vector<std::int32_t> athletes;
    std::vector<std::int32_t> standing;
    for (const ForecastRow& row : rows) {
        changed.push_back(row.entry);
        std::int16_t place = 0;
        for (const wire::LiveArrival& arrival : row.forecast.arrivals) {
            entries.push_back(row.entry);
            places.push_back(place++);
            points.push_back(arrival.point);
            legs.push_back(static_cast<std::int16_t>(arrival.leg));
            laps.push_back(static_cast<std::int32_t>(arrival.lap));
            early.push_back(arrival.early);
            likely.push_back(arrival.likely);
            late.push_back(arrival.late);
            slopes.push_back(arrival.slopes_s);
            field.push_back(arrival.field_s);
            athletes.push_back(static_cast<std::int32_t>(arrival.athletes));
            standing.push_back(static_cast<std::int32_t>(arrival.standing_s));
        }
    }
    connection.execute("DELETE FROM race.forecast WHERE race_id = $1 AND entry_id = ANY ($2)",
                       Parameters{}.add(race).add_array(changed));
    Parameters parameters;
    parameters.add(race).add(version).add_array(entries).add_array(places);
    parameters.add_array(points).add_array(legs).add_array(laps);
    parameters.add_array(early).add_array(likely).add_array(late);
    parameters.add_array(slopes).add_array(field).add_array(athletes);
    parameters.add_array(standing);
    connection.execute(
        R"(INSERT INTO race.forecast (race_id, version, entry_id, place, point, leg, lap, p10, p50,
                                      p90, slopes_s, field_s, athletes, standing_s)
           SELECT $1, $2, n.* FROM unnest($3::int4[], $4::int2[], $5::text[], $6::int2[],
                                          $7::int4[], $8::timestamptz[], $9::timestamptz[],
                                          $10::timestamptz[], $11::int4[], $12::int4[],
                                          $13::int4[], $14::int4[]) n)",
        parameters);
}

void write_grades(Connection& connection, std::int32_t race,
                  const std::vector<wire::LiveGrade>& grades) {
    std::vector<std::int16_t> horizons;
    std::vector<std::int64_t> forecasts;
    std::vector<std::int64_t> inside;
    for (const wire::LiveGrade& grade : grades) {
        horizons.push_back(grade.horizon);
        forecasts.push_back(grade.forecasts);
        inside.push_back(grade.inside);
    }
    connection.execute(
        R"(INSERT INTO race.forecast_grade AS g (race_id, horizon, forecasts, inside)
           SELECT $1, n.* FROM unnest($2::int2[], $3::int8[], $4::int8[]) n
               ON CONFLICT (race_id, horizon) DO UPDATE
              SET forecasts = excluded.forecasts, inside = excluded.inside)",
        Parameters{}.add(race).add_array(horizons).add_array(forecasts).add_array(inside));
}

} // namespace

std::uint64_t write_forecasts(Connection& connection, const Claim& claim,
                              const ForecastNews& news) {
    const std::int64_t version = take_numbers(connection, claim, 1, 0).version;
    if (!news.rows.empty()) {
        write_rows(connection, claim.race, version, news.rows);
    }
    if (!news.grades.empty()) {
        write_grades(connection, claim.race, news.grades);
    }
    return static_cast<std::uint64_t>(version);
}

void clear_forecasts(Connection& connection, std::int32_t race) {
    connection.execute("DELETE FROM race.forecast WHERE race_id = $1", Parameters{}.add(race));
    connection.execute("DELETE FROM race.forecast_grade WHERE race_id = $1",
                       Parameters{}.add(race));
}

} // namespace lanterne::ingest::results_store
