#include <algorithm>

#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::results_store {

namespace {

using database::Connection;
using database::Parameters;

enum class Which : bool { news, quiet };

/// The passages of one transaction as columns: those that are news, or those that are settled where
/// they are.
struct PassageColumns {
    std::vector<std::int32_t> entries;
    std::vector<std::string> points;
    std::vector<std::int16_t> legs;
    std::vector<std::int32_t> laps;
    std::vector<UtcTime> times;
    std::vector<std::int32_t> errors;
    std::vector<std::string> sources;
    std::vector<std::int32_t> revisions;
    std::vector<std::string> kinds; ///< of the race event: passage, finish, withdrawn
    std::vector<std::int16_t> bridged, settled;

    PassageColumns(const std::vector<PassageRow>& rows, Which which) {
        for (const PassageRow& row : rows) {
            if ((row.change == PassageChange::settled) != (which == Which::quiet)) {
                continue;
            }
            entries.push_back(row.entry);
            points.push_back(row.passage.point);
            legs.push_back(static_cast<std::int16_t>(row.passage.leg));
            laps.push_back(static_cast<std::int32_t>(row.passage.lap));
            times.push_back(row.passage.time);
            errors.push_back(static_cast<std::int32_t>(row.passage.standard_error_ms));
            sources.push_back(row.passage.source);
            revisions.push_back(static_cast<std::int32_t>(row.passage.revision));
            kinds.emplace_back(wire::to_text(event_kind(row)));
            bridged.push_back(row.passage.is_bridged ? 1 : 0);
            settled.push_back(row.passage.is_settled ? 1 : 0);
        }
    }

    Parameters parameters(std::int32_t race) const {
        Parameters parameters;
        parameters.add(race).add_array(entries).add_array(points).add_array(legs);
        parameters.add_array(laps).add_array(times).add_array(errors);
        parameters.add_array(sources).add_array(revisions).add_array(kinds);
        parameters.add_array(bridged).add_array(settled);
        return parameters;
    }
};

void write_passages(Connection& connection, std::int32_t race, const PassageColumns& columns,
                    UtcTime wall) {
    connection.execute(
        R"(UPDATE race.passage p SET current = false
             FROM unnest($2::int4[], $3::text[], $4::int2[], $5::int4[])
                  n(entry_id, point, leg, lap)
            WHERE p.race_id = $1 AND p.current AND p.entry_id = n.entry_id
              AND p.point = n.point AND p.leg = n.leg AND p.lap = n.lap)",
        Parameters{}
            .add(race)
            .add_array(columns.entries)
            .add_array(columns.points)
            .add_array(columns.legs)
            .add_array(columns.laps));
    Parameters passages = columns.parameters(race);
    passages.add(wall);
    connection.execute(
        R"(INSERT INTO race.passage (race_id, entry_id, point, leg, lap, at, standard_error_ms,
                                     source, revision, bridged, settled, recorded_at)
           SELECT $1, entry_id, point, leg, lap, at, standard_error_ms, source, revision,
                  bridged = 1, settled = 1, $13
             FROM unnest($2::int4[], $3::text[], $4::int2[], $5::int4[], $6::timestamptz[],
                         $7::int4[], $8::text[], $9::int4[], $10::text[], $11::int2[], $12::int2[])
                  n(entry_id, point, leg, lap, at, standard_error_ms, source, revision, kind,
                    bridged, settled)
            WHERE kind <> 'withdrawn')",
        passages);
}

/// Numbered behind `before`, in their order.
void write_passage_events(Connection& connection, std::int32_t race, std::int64_t before,
                          const PassageColumns& columns) {
    Parameters events = columns.parameters(race);
    events.add(before);
    connection.execute(
        R"(INSERT INTO race.race_event (race_id, number, at, kind, entry_id, body)
           SELECT $1, $13 + place, at, kind, entry_id,
                  jsonb_build_object('point', point, 'leg', leg, 'lap', lap, 'source', source,
                                     'standard_error_ms', standard_error_ms, 'revision', revision,
                                     'bridged', bridged = 1, 'settled', settled = 1)
             FROM unnest($2::int4[], $3::text[], $4::int2[], $5::int4[], $6::timestamptz[],
                         $7::int4[], $8::text[], $9::int4[], $10::text[], $11::int2[],
                         $12::int2[]) WITH ORDINALITY
                  n(entry_id, point, leg, lap, at, standard_error_ms, source, revision, kind,
                    bridged, settled, place))",
        events);
}

/// Entries that are out of the race, or in it again.
struct OutcomeColumns {
    std::vector<std::int32_t> entries;
    std::vector<std::string> statuses;
    std::vector<UtcTime> times;

    explicit OutcomeColumns(const std::vector<StandingRow>& rows) {
        for (const StandingRow& row : rows) {
            if (row.outcome) {
                entries.push_back(row.entry);
                statuses.emplace_back(wire::to_text(row.outcome->status));
                times.push_back(row.outcome->time);
            }
        }
    }
};

/// Numbered behind `before`, in their order.
void write_outcome_events(Connection& connection, std::int32_t race, std::int64_t before,
                          const OutcomeColumns& columns) {
    connection.execute(
        R"(INSERT INTO race.race_event (race_id, number, at, kind, entry_id, body)
           SELECT $1, $2 + place, at, 'status', entry_id, jsonb_build_object('status', status)
             FROM unnest($3::int4[], $4::text[], $5::timestamptz[]) WITH ORDINALITY
                  n(entry_id, status, at, place))",
        Parameters{}
            .add(race)
            .add(before)
            .add_array(columns.entries)
            .add_array(columns.statuses)
            .add_array(columns.times));
}

void settle_passages(Connection& connection, std::int32_t race, const PassageColumns& columns) {
    connection.execute(
        R"(UPDATE race.passage p SET at = n.at, standard_error_ms = n.error, settled = true
             FROM unnest($2::int4[], $3::text[], $4::int2[], $5::int4[], $6::timestamptz[],
                         $7::int4[]) n(entry_id, point, leg, lap, at, error)
            WHERE p.race_id = $1 AND p.current AND NOT p.settled AND p.entry_id = n.entry_id
              AND p.point = n.point AND p.leg = n.leg AND p.lap = n.lap)",
        Parameters{}
            .add(race)
            .add_array(columns.entries)
            .add_array(columns.points)
            .add_array(columns.legs)
            .add_array(columns.laps)
            .add_array(columns.times)
            .add_array(columns.errors));
}

void write_missing(Connection& connection, std::int32_t race,
                   const std::vector<MissingOfEntry>& missing) {
    std::vector<std::int32_t> changed;
    std::vector<std::int32_t> entries;
    std::vector<std::string> points;
    std::vector<std::int16_t> legs;
    std::vector<std::int32_t> laps;
    std::vector<UtcTime> after;
    std::vector<UtcTime> before;
    for (const MissingOfEntry& of_entry : missing) {
        changed.push_back(of_entry.entry);
        for (const MissingRow& row : of_entry.rows) {
            entries.push_back(row.entry);
            points.push_back(row.point);
            legs.push_back(static_cast<std::int16_t>(row.leg));
            laps.push_back(static_cast<std::int32_t>(row.lap));
            after.push_back(row.after);
            before.push_back(row.before);
        }
    }
    connection.execute("DELETE FROM race.missing WHERE race_id = $1 AND entry_id = ANY ($2)",
                       Parameters{}.add(race).add_array(changed));
    connection.execute(
        R"(INSERT INTO race.missing (race_id, entry_id, point, leg, lap, after, before)
           SELECT $1, n.* FROM unnest($2::int4[], $3::text[], $4::int2[], $5::int4[],
                                      $6::timestamptz[], $7::timestamptz[]) n)",
        Parameters{}
            .add(race)
            .add_array(entries)
            .add_array(points)
            .add_array(legs)
            .add_array(laps)
            .add_array(after)
            .add_array(before));
}

template<class T, class U>
std::optional<T> as(const std::optional<U>& value) {
    return value ? std::optional<T>{static_cast<T>(*value)} : std::nullopt;
}

void write_standings(Connection& connection, std::int32_t race, std::int64_t version,
                     const std::vector<StandingRow>& rows) {
    std::vector<std::int32_t> entries;
    std::vector<std::string> statuses;
    std::vector<std::optional<std::int32_t>> ranks;
    std::vector<std::optional<std::int64_t>> gaps;
    std::vector<std::optional<std::int64_t>> alongs;
    std::vector<std::optional<UtcTime>> times;
    std::vector<std::optional<std::int32_t>> latitudes;
    std::vector<std::optional<std::int32_t>> longitudes;
    std::vector<std::optional<std::int32_t>> speeds;
    std::vector<std::optional<std::int32_t>> batteries;
    std::vector<std::optional<std::int32_t>> next_reports;
    std::vector<std::int16_t> reasons;
    std::vector<std::int16_t> linked;
    std::vector<std::string> rankings;
    for (const auto& [entry, row, ranking, outcome] : rows) {
        entries.push_back(entry);
        statuses.emplace_back(wire::to_text(row.status));
        ranks.push_back(as<std::int32_t>(row.rank));
        gaps.push_back(row.gap_ms);
        alongs.push_back(row.along_dm);
        times.push_back(row.fix_time);
        latitudes.push_back(row.position ? std::optional{row.position->latitude.e6} : std::nullopt);
        longitudes.push_back(row.position ? std::optional{row.position->longitude.e6}
                                          : std::nullopt);
        speeds.push_back(as<std::int32_t>(row.speed_dmps));
        batteries.push_back(as<std::int32_t>(row.battery_pct));
        next_reports.push_back(as<std::int32_t>(row.next_report_s));
        reasons.push_back(row.reason);
        linked.push_back(row.is_linked ? 1 : 0);
        rankings.push_back(ranking);
    }
    Parameters parameters;
    parameters.add(race).add(version).add_array(entries).add_array(statuses);
    parameters.add_array(ranks).add_array(gaps).add_array(alongs);
    parameters.add_array(times).add_array(latitudes).add_array(longitudes);
    parameters.add_array(speeds).add_array(batteries).add_array(next_reports);
    parameters.add_array(reasons).add_array(linked).add_array(rankings);
    connection.execute(
        R"(INSERT INTO race.standing (race_id, version, entry_id, status, rank, gap_ms, along_dm,
                                      fix_time, latitude_e6, longitude_e6, speed_dmps,
                                      battery_pct, next_report_s, reason, linked, ranking)
           SELECT $1, $2, n.entry_id, n.status, n.rank, n.gap, n.along, n.fix_time, n.latitude,
                  n.longitude, n.speed, n.battery, n.next_report, n.reason, n.linked = 1,
                  n.ranking
             FROM unnest($3::int4[], $4::text[], $5::int4[], $6::int8[], $7::int8[],
                         $8::timestamptz[], $9::int4[], $10::int4[], $11::int4[], $12::int4[],
                         $13::int4[], $14::int2[], $15::int2[], $16::text[])
                  n(entry_id, status, rank, gap, along, fix_time, latitude, longitude, speed,
                    battery, next_report, reason, linked, ranking)
               ON CONFLICT (race_id, entry_id) DO UPDATE
              SET version = excluded.version, status = excluded.status, rank = excluded.rank,
                  gap_ms = excluded.gap_ms, along_dm = excluded.along_dm,
                  fix_time = excluded.fix_time, latitude_e6 = excluded.latitude_e6,
                  longitude_e6 = excluded.longitude_e6, speed_dmps = excluded.speed_dmps,
                  battery_pct = excluded.battery_pct, next_report_s = excluded.next_report_s,
                  reason = excluded.reason, linked = excluded.linked,
                  ranking = excluded.ranking)",
        parameters);
}

} // namespace

Numbers write(Connection& connection, const Claim& claim, const Results& results, UtcTime wall) {
    const PassageColumns news{results.passages, Which::news};
    const PassageColumns quiet{results.passages, Which::quiet};
    const OutcomeColumns outcomes{results.standings};
    const auto passages = static_cast<std::int64_t>(news.entries.size());
    const auto events = passages + static_cast<std::int64_t>(outcomes.entries.size());
    const Numbers numbers = take_numbers(connection, claim, 1, events);
    const std::int64_t before = numbers.last_event - events;
    if (!news.entries.empty()) {
        write_passages(connection, claim.race, news, wall);
        write_passage_events(connection, claim.race, before, news);
    }
    if (!outcomes.entries.empty()) {
        write_outcome_events(connection, claim.race, before + passages, outcomes);
    }
    if (!quiet.entries.empty()) {
        settle_passages(connection, claim.race, quiet);
    }
    if (!results.missing.empty()) {
        write_missing(connection, claim.race, results.missing);
    }
    if (!results.standings.empty()) {
        write_standings(connection, claim.race, numbers.version, results.standings);
    }
    return numbers;
}

} // namespace lanterne::ingest::results_store
