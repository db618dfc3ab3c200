#include "ingest-server/results_store.hpp"

namespace lanterne::ingest::results_store {

using database::Connection;
using database::Parameters;
using database::Rows;

void note_acts(Connection& connection, const Claim& claim, std::int64_t number, UtcTime wall) {
    connection.execute(
        R"(UPDATE plan.act a SET applied_at = $4
            WHERE a.race_id = $1 AND a.number <= $3 AND a.applied_at IS NULL
              AND EXISTS (SELECT FROM race.race_state s WHERE s.race_id = $1 AND s.fence = $2))",
        Parameters{}.add(claim.race).add(claim.fence).add(number).add(wall));
}

void raise_case(Connection& connection, std::int32_t race, const NewCase& raised, UtcTime wall) {
    connection.execute(
        R"(INSERT INTO race.race_case (race_id, entry_id, kind, identity, evidence, opened_at)
           VALUES ($1, $2, $3,
                   concat_ws('/', $3, (SELECT bib FROM plan.entry WHERE entry_id = $2),
                             nullif($4, '')),
                   jsonb_build_object('what', $5::text), $6)
               ON CONFLICT ON CONSTRAINT race_case_once DO NOTHING)",
        Parameters{}
            .add(race)
            .add(raised.entry)
            .add(raised.kind)
            .add(raised.apart)
            .add(raised.what)
            .add(wall));
}

void write_cases(Connection& connection, const Claim& claim, const std::vector<CaseRow>& cases,
                 UtcTime wall) {
    for (const CaseRow& row : cases) {
        connection.execute(
            R"(INSERT INTO race.race_case AS c (race_id, entry_id, kind, identity, point, lap, after,
                                                before, evidence, stands, opened_at)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11
                WHERE EXISTS (SELECT FROM race.race_state s WHERE s.race_id = $1 AND s.fence = $12)
                   ON CONFLICT ON CONSTRAINT race_case_once DO UPDATE
                  SET before = excluded.before, stands = excluded.stands)",
            Parameters{}
                .add(claim.race)
                .add(row.entry)
                .add(row.kind)
                .add(row.identity)
                .add(row.at ? std::optional{row.at->point} : std::nullopt)
                .add(row.at ? std::optional{static_cast<std::int32_t>(row.at->lap)} : std::nullopt)
                .add(row.after)
                .add(row.before)
                .add(row.evidence)
                .add(row.stands)
                .add(wall)
                .add(claim.fence));
    }
}

void close_cases(Connection& connection, std::int32_t race, const std::vector<ClosedCase>& closed,
                 UtcTime wall) {
    std::vector<std::string> identities;
    std::vector<std::int64_t> acts;
    std::vector<std::string> verdicts;
    for (const ClosedCase& one : closed) {
        identities.push_back(one.identity);
        acts.push_back(one.act);
        verdicts.push_back(one.verdict);
    }
    // Closed by act 0: before there were acts; no act can open it again.
    connection.execute(
        R"(UPDATE race.race_case SET closed_at = NULL, closed_by = NULL, verdict = NULL
            WHERE race_id = $1 AND closed_by > 0 AND NOT closed_by = ANY ($2))",
        Parameters{}.add(race).add_array(std::span<const std::int64_t>{acts}));
    connection.execute(
        R"(UPDATE race.race_case c SET closed_at = $2, closed_by = n.act, verdict = n.verdict
             FROM unnest($3::text[], $4::int8[], $5::text[]) n (identity, act, verdict)
            WHERE c.race_id = $1 AND c.identity = n.identity
              AND c.closed_by IS DISTINCT FROM n.act)",
        Parameters{}
            .add(race)
            .add(wall)
            .add_array(std::span<const std::string>{identities})
            .add_array(std::span<const std::int64_t>{acts})
            .add_array(std::span<const std::string>{verdicts}));
}

} // namespace lanterne::ingest::results_store
