#include "web-api/results/result_store.hpp"

#include "web-api/races/statuses.hpp"

namespace lanterne::web {

using database::Connection;
using database::Parameters;
using database::Rows;

namespace {

constexpr std::string_view standings_sql = R"(
    SELECT e.bib, e.name, e.category, s.rank, coalesce(s.status, 'not_started'), s.gap_ms,
           s.along_dm, p.point, p.leg, p.lap, p.at, coalesce(s.linked, false),
           coalesce(s.ranking, '')
    FROM plan.entry e
    LEFT JOIN race.standing s ON s.race_id = e.race_id AND s.entry_id = e.entry_id
    LEFT JOIN race.ranking r
           ON r.race_id = e.race_id AND r.kind = 'ranking' AND r.ranking = s.ranking
    LEFT JOIN LATERAL (
        SELECT point, leg, lap, at FROM race.passage
        WHERE race_id = e.race_id AND entry_id = e.entry_id AND current
        ORDER BY at DESC, passage_id DESC LIMIT 1) p ON true
    WHERE e.race_id = $1 AND ($2::text IS NULL OR e.bib = $2)
    ORDER BY s.rank IS NULL, CASE WHEN s.rank IS NOT NULL THEN r.place END NULLS LAST,
             s.rank, s.status = ANY ($3::text[]) NULLS FIRST,
             length(e.bib), e.bib COLLATE "C")";

constexpr std::string_view passages_sql = R"(
    SELECT e.bib, p.point, p.leg, p.lap, p.at, p.standard_error_ms, p.source, p.revision,
           p.bridged, p.settled
    FROM race.passage p JOIN plan.entry e USING (entry_id)
    WHERE p.race_id = $1 AND p.current AND ($2::text IS NULL OR e.bib = $2)
    ORDER BY p.at, length(e.bib), e.bib COLLATE "C", p.passage_id)";

StandingRow standing_row(const Rows& rows, std::size_t row) {
    StandingRow standing;
    standing.bib = rows.get<std::string>(row, 0);
    standing.name = rows.get<std::string>(row, 1);
    standing.category = rows.get<std::string>(row, 2);
    standing.rank = rows.get_optional<std::int32_t>(row, 3);
    standing.status = rows.get<std::string>(row, 4);
    standing.gap_ms = rows.get_optional<std::int64_t>(row, 5);
    const auto status = wire::parse_race_status(standing.status);
    if (status && tells_along(*status)) {
        standing.along_dm = rows.get_optional<std::int64_t>(row, 6);
    }
    standing.is_linked = rows.get<bool>(row, 11);
    standing.ranking = rows.get<std::string>(row, 12);
    if (!rows.is_null(row, 7)) {
        standing.last_passage =
            StandingRow::LastPassage{rows.get<std::string>(row, 7), rows.get<std::int16_t>(row, 8),
                                     rows.get<std::int32_t>(row, 9), rows.get<UtcTime>(row, 10)};
    }
    return standing;
}

} // namespace

std::vector<StandingRow> read_standings(Connection& connection, std::int32_t race_id,
                                        const std::optional<std::string>& only_bib) {
    const Rows rows = connection.execute(
        standings_sql, Parameters{}.add(race_id).add(only_bib).add_array(words_of_out()));
    std::vector<StandingRow> standings;
    standings.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        standings.push_back(standing_row(rows, row));
    }
    return standings;
}

std::vector<PassageRow> read_passages(Connection& connection, std::int32_t race_id,
                                      const std::optional<std::string>& only_bib) {
    const Rows rows = connection.execute(passages_sql, Parameters{}.add(race_id).add(only_bib));
    std::vector<PassageRow> passages;
    passages.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        passages.push_back({.bib = rows.get<std::string>(row, 0),
                            .point = rows.get<std::string>(row, 1),
                            .leg = rows.get<std::int16_t>(row, 2),
                            .lap = rows.get<std::int32_t>(row, 3),
                            .time = rows.get<UtcTime>(row, 4),
                            .standard_error_ms = rows.get<std::int32_t>(row, 5),
                            .source = rows.get<std::string>(row, 6),
                            .revision = rows.get<std::int32_t>(row, 7),
                            .is_bridged = rows.get<bool>(row, 8),
                            .is_settled = rows.get<bool>(row, 9)});
    }
    return passages;
}

std::vector<MissingRow> read_missing(Connection& connection, std::int32_t race_id,
                                     const std::optional<std::string>& only_bib) {
    const Rows rows = connection.execute(
        R"(SELECT e.bib, m.point, m.leg, m.lap, m.after, m.before
             FROM race.missing m JOIN plan.entry e USING (entry_id)
            WHERE m.race_id = $1 AND ($2::text IS NULL OR e.bib = $2)
            ORDER BY length(e.bib), e.bib COLLATE "C", m.leg, m.lap, m.after, m.point COLLATE "C")",
        Parameters{}.add(race_id).add(only_bib));
    std::vector<MissingRow> missing;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        missing.push_back({.bib = rows.get<std::string>(row, 0),
                           .point = rows.get<std::string>(row, 1),
                           .leg = rows.get<std::int16_t>(row, 2),
                           .lap = rows.get<std::int32_t>(row, 3),
                           .after = rows.get<UtcTime>(row, 4),
                           .before = rows.get<UtcTime>(row, 5)});
    }
    return missing;
}

ResultStamp read_stamp(Connection& connection, std::int32_t race_id) {
    const Rows rows = connection.execute("SELECT version, digest, engine, last_event "
                                         "FROM race.race_state WHERE race_id = $1",
                                         Parameters{}.add(race_id));
    if (rows.empty()) {
        return {};
    }
    return {.version = rows.get<std::int64_t>(0, 0),
            .digest = rows.get_optional<std::string>(0, 1),
            .engine = rows.get_optional<std::string>(0, 2),
            .last_event = rows.get<std::int64_t>(0, 3)};
}

} // namespace lanterne::web
