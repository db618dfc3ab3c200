#include "ingest-server/results_store.hpp"

#include <fmt/format.h>

#include "core/wire/batch.hpp"
#include "ingest-server/plausible.hpp"

namespace lanterne::ingest::results_store {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

void add_fixes(const StoredTrack::Part& part, const KeptRace& race, std::vector<Fix>& fixes) {
    for (std::size_t i = 0; i < part.chunks.size(); ++i) {
        const auto batch = wire::decode_batch(part.chunks.bytes(i, 0));
        if (!batch) {
            continue; // nothing is stored that could not be read; bytes that rotted are skipped
        }
        const UtcTime now = race.race_time(part.chunks.get<UtcTime>(i, 1));
        for (const Fix& fix : batch->fixes) {
            if (part.assignment.covers(fix.time) && is_plausible_time(fix.time, now)) {
                fixes.push_back(fix);
            }
        }
    }
}

template<class T, class U>
std::optional<T> as(const std::optional<U>& value) {
    return value ? std::optional<T>{static_cast<T>(*value)} : std::nullopt;
}

void know_standings(Connection& connection, const Claim& claim, KeptRace& race) {
    const Rows rows = connection.execute(
        R"(SELECT e.bib, s.version, s.status, s.rank, s.gap_ms, s.along_dm, s.fix_time,
                  s.latitude_e6, s.longitude_e6, s.speed_dmps, s.battery_pct, s.next_report_s,
                  s.reason, s.linked
             FROM race.standing s JOIN plan.entry e USING (entry_id)
            WHERE s.race_id = $1)",
        Parameters{}.add(claim.race));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto bib = Bib::from(rows.get<std::string>(i, 0));
        const auto status = wire::parse_race_status(rows.get<std::string>(i, 2));
        if (!bib || !status) {
            continue; // written by nobody who keeps to the schema: it will be written anew
        }
        wire::LiveEntry row{.bib = *bib};
        row.version = static_cast<std::uint64_t>(rows.get<std::int64_t>(i, 1));
        row.status = *status;
        row.rank = as<std::uint32_t>(rows.get_optional<std::int32_t>(i, 3));
        row.gap_ms = rows.get_optional<std::int64_t>(i, 4);
        row.along_dm = rows.get_optional<std::int64_t>(i, 5);
        row.fix_time = rows.get_optional<UtcTime>(i, 6);
        if (!rows.is_null(i, 7) && !rows.is_null(i, 8)) {
            row.position = Position{Latitude{rows.get<std::int32_t>(i, 7)},
                                    Longitude{rows.get<std::int32_t>(i, 8)}};
        }
        row.speed_dmps = as<std::uint32_t>(rows.get_optional<std::int32_t>(i, 9));
        row.battery_pct = as<std::uint8_t>(rows.get_optional<std::int16_t>(i, 10));
        row.next_report_s = as<std::uint32_t>(rows.get_optional<std::int32_t>(i, 11));
        row.reason = static_cast<std::uint8_t>(rows.get<std::int16_t>(i, 12));
        row.is_linked = rows.get<bool>(i, 13);
        race.know(row);
    }
}

void know_passages(Connection& connection, const Claim& claim, KeptRace& race) {
    // Of each passage the newest revision, current or withdrawn.
    const Rows rows = connection.execute(
        R"(SELECT DISTINCT ON (p.entry_id, p.point, p.leg, p.lap)
                  e.bib, p.point, p.leg, p.lap, p.at, p.standard_error_ms, p.source, p.revision,
                  p.current, p.bridged, p.settled
             FROM race.passage p JOIN plan.entry e USING (entry_id)
            WHERE p.race_id = $1
            ORDER BY p.entry_id, p.point, p.leg, p.lap, p.revision DESC)",
        Parameters{}.add(claim.race));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto bib = Bib::from(rows.get<std::string>(i, 0))) {
            race.know(
                {.bib = *bib,
                 .point = rows.get<std::string>(i, 1),
                 .leg = static_cast<std::uint32_t>(rows.get<std::int16_t>(i, 2)),
                 .lap = static_cast<std::uint32_t>(rows.get<std::int32_t>(i, 3)),
                 .time = rows.get<UtcTime>(i, 4),
                 .standard_error_ms = static_cast<std::uint32_t>(rows.get<std::int32_t>(i, 5)),
                 .source = rows.get<std::string>(i, 6),
                 .revision = static_cast<std::uint32_t>(rows.get<std::int32_t>(i, 7)),
                 .is_bridged = rows.get<bool>(i, 9),
                 .is_settled = rows.get<bool>(i, 10)},
                rows.get<bool>(i, 8));
        }
    }
}

void know_missing(Connection& connection, const Claim& claim, KeptRace& race) {
    const Rows rows = connection.execute(
        R"(SELECT entry_id, point, leg, lap, after, before FROM race.missing
            WHERE race_id = $1 ORDER BY entry_id, leg, lap, point COLLATE "C")",
        Parameters{}.add(claim.race));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        race.know({.entry = rows.get<std::int32_t>(i, 0),
                   .point = rows.get<std::string>(i, 1),
                   .leg = static_cast<std::uint32_t>(rows.get<std::int16_t>(i, 2)),
                   .lap = static_cast<std::uint32_t>(rows.get<std::int32_t>(i, 3)),
                   .after = rows.get<UtcTime>(i, 4),
                   .before = rows.get<UtcTime>(i, 5)});
    }
}

/// Cases of the engine: the others have no time.
void know_cases(Connection& connection, const Claim& claim, KeptRace& race) {
    const Rows rows = connection.execute(
        R"(SELECT identity, kind, entry_id, point, lap, after, before, evidence::text, stands
             FROM race.race_case WHERE race_id = $1 AND after IS NOT NULL)",
        Parameters{}.add(claim.race));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CaseRow row{.identity = rows.get<std::string>(i, 0),
                    .kind = rows.get<std::string>(i, 1),
                    .entry = rows.get_optional<std::int32_t>(i, 2),
                    .at = std::nullopt,
                    .after = rows.get<UtcTime>(i, 5),
                    .before = rows.get_optional<UtcTime>(i, 6),
                    .evidence = rows.get<std::string>(i, 7),
                    .stands = rows.get<bool>(i, 8)};
        if (!rows.is_null(i, 3) && !rows.is_null(i, 4)) {
            row.at = plan::PointLap{rows.get<std::string>(i, 3),
                                    static_cast<std::uint32_t>(rows.get<std::int32_t>(i, 4))};
        }
        race.know(row);
    }
}

ClaimLost claim_lost() { return ClaimLost{"another ingest has taken the race over"}; }

} // namespace

Claim claim(Connection& connection, std::int32_t race, std::uint32_t live_epoch,
            std::int64_t plan_revision, UtcTime wall) {
    const Rows rows = connection.execute(
        R"(INSERT INTO race.race_state AS s
                  (race_id, fence, live_epoch, went_live_at, plan_revision)
           VALUES ($1, 1, $2, $3, $4)
               ON CONFLICT (race_id) DO UPDATE
              SET fence = s.fence + 1, live_epoch = $2,
                  went_live_at = coalesce(s.went_live_at, $3), plan_revision = $4
           RETURNING fence, version, went_live_at, coalesce(digest, ''), last_event)",
        Parameters{}.add(race).add(std::int64_t{live_epoch}).add(wall).add(plan_revision));
    return {.race = race,
            .fence = rows.get<std::int64_t>(0, 0),
            .version = static_cast<std::uint64_t>(rows.get<std::int64_t>(0, 1)),
            .went_live = rows.get<UtcTime>(0, 2),
            .digest = rows.get<std::string>(0, 3),
            .last_event = static_cast<std::uint64_t>(rows.get<std::int64_t>(0, 4))};
}

bool is_untouched(Connection& connection, const Claim& claim, std::uint32_t live_epoch,
                  std::uint64_t version) {
    return !connection
                .execute("SELECT FROM race.race_state WHERE race_id = $1 AND fence = $2 "
                         "AND live_epoch = $3 AND version = $4",
                         Parameters{}
                             .add(claim.race)
                             .add(claim.fence)
                             .add(std::int64_t{live_epoch})
                             .add(static_cast<std::int64_t>(version)))
                .empty();
}

void note_revision(Connection& connection, const Claim& claim, std::int64_t revision) {
    connection.execute(
        "UPDATE race.race_state SET plan_revision = $3 WHERE race_id = $1 AND fence = $2",
        Parameters{}.add(claim.race).add(claim.fence).add(revision));
}

Numbers take_numbers(Connection& connection, const Claim& claim, std::int64_t versions,
                     std::int64_t events) {
    const Rows taken = connection.execute(
        R"(UPDATE race.race_state SET version = version + $3, last_event = last_event + $4
            WHERE race_id = $1 AND fence = $2
           RETURNING version, last_event)",
        Parameters{}.add(claim.race).add(claim.fence).add(versions).add(events));
    if (taken.empty()) {
        throw claim_lost();
    }
    return {.version = taken.get<std::int64_t>(0, 0), .last_event = taken.get<std::int64_t>(0, 1)};
}

void hold(Connection& connection, const Claim& claim) {
    const Rows held = connection.execute(
        R"(SELECT race_id FROM race.race_state WHERE race_id = $1 AND fence = $2
              FOR NO KEY UPDATE)",
        Parameters{}.add(claim.race).add(claim.fence));
    if (held.empty()) {
        throw claim_lost();
    }
}

void know_results(Connection& connection, const Claim& claim, KeptRace& race) {
    know_passages(connection, claim, race);
    know_missing(connection, claim, race);
    know_standings(connection, claim, race);
    know_cases(connection, claim, race);
}

void write_digest(Connection& connection, const Claim& claim, const std::string& digest) {
    connection.execute(
        "UPDATE race.race_state SET digest = $3, engine = $4 WHERE race_id = $1 AND fence = $2",
        Parameters{}
            .add(claim.race)
            .add(claim.fence)
            .add(digest)
            .add(fmt::format("{}", scoring::engine_version)));
}

Rows worn_chunks(Connection& connection, const Assignment& assignment) {
    return connection.execute(
        R"(SELECT c.payload, c.received_at
             FROM race.track_chunk c JOIN race.unit u USING (unit_id)
            WHERE u.serial = $1 AND c.last_time >= $2 AND c.first_time < $3)",
        Parameters{}
            .add(assignment.unit.text())
            .add(assignment.from.value_or(UtcTime::min()))
            .add(assignment.to.value_or(UtcTime::max())));
}

StoredTrack stored_track(Connection& connection, const KeptRace& race, std::int32_t entry) {
    StoredTrack stored{.entry = entry, .parts = {}};
    for (const Assignment& assignment : race.assignments()) {
        if (assignment.entry == entry) {
            stored.parts.push_back({assignment, worn_chunks(connection, assignment)});
        }
    }
    return stored;
}

Track track_of(const StoredTrack& stored, const KeptRace& race) {
    std::vector<Fix> primary;
    std::vector<Fix> spare;
    for (const StoredTrack::Part& part : stored.parts) {
        add_fixes(part, race, part.assignment.spare ? spare : primary);
    }
    return merge_track(std::move(primary), std::move(spare));
}

Track track(Connection& connection, const KeptRace& race, std::int32_t entry) {
    return track_of(stored_track(connection, race, entry), race);
}

} // namespace lanterne::ingest::results_store
