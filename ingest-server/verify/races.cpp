#include "ingest-server/verify/races.hpp"

#include <fmt/format.h>

namespace lanterne::ingest::verify {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

/// One race while it is looked at.
class RaceCheck {
public:
    RaceCheck(Connection& connection, std::int32_t race, const std::string& slug, Report& report)
        : connection_{connection}, race_{race}, slug_{slug}, report_{report} {}

    void run() {
        check_outbox();
        check_passages();
        check_races_of_rows();
        check_versions();
    }

private:
    Rows ask(std::string_view sql) const {
        return connection_.execute(sql, Parameters{}.add(race_));
    }

    std::string at(const std::string& bib) const {
        return fmt::format("race {}, bib {}", slug_, bib);
    }

    void check_outbox() const {
        const Rows rows = ask(
            R"(SELECT coalesce((SELECT last_event FROM race.race_state WHERE race_id = $1), 0),
                      count(*), coalesce(min(number), 1), coalesce(max(number), 0)
                 FROM race.race_event WHERE race_id = $1)");
        const auto last = rows.get<std::int64_t>(0, 0);
        const auto count = rows.get<std::int64_t>(0, 1);
        const auto least = rows.get<std::int64_t>(0, 2);
        const auto greatest = rows.get<std::int64_t>(0, 3);
        if (count != last || least != 1 || greatest != last) {
            report_.fault(
                {FaultKind::race_event, "race " + slug_,
                 fmt::format("{} race events with numbers {} to {}", count, least, greatest),
                 fmt::format("each number from 1 to {} once", last)});
        }
    }

    void check_passages() const {
        const Rows twice = ask(
            R"(SELECT e.bib, p.point, p.lap, count(*)
                 FROM race.passage p JOIN plan.entry e USING (entry_id)
                WHERE p.race_id = $1 AND p.current
                GROUP BY e.bib, p.point, p.leg, p.lap HAVING count(*) > 1
                ORDER BY e.bib, p.point, p.leg, p.lap)");
        for (std::size_t row = 0; row < twice.size(); ++row) {
            report_.fault(
                {FaultKind::passage_twice, at(twice.get<std::string>(row, 0)),
                 fmt::format("{} current passages at {}, lap {}", twice.get<std::int64_t>(row, 3),
                             twice.get<std::string>(row, 1), twice.get<std::int32_t>(row, 2)),
                 "one"});
        }
        const Rows stale = ask(
            R"(SELECT e.bib, p.point, p.lap, p.revision, max(q.revision)
                 FROM race.passage p JOIN race.passage q USING (race_id, entry_id, point, leg, lap)
                 JOIN plan.entry e USING (entry_id)
                WHERE p.race_id = $1 AND p.current AND q.revision > p.revision
                GROUP BY e.bib, p.point, p.leg, p.lap, p.revision
                ORDER BY e.bib, p.point, p.leg, p.lap)");
        for (std::size_t row = 0; row < stale.size(); ++row) {
            report_.fault(
                {FaultKind::passage_revision, at(stale.get<std::string>(row, 0)),
                 fmt::format("revision {} of the passage at {}, lap {} is current",
                             stale.get<std::int32_t>(row, 3), stale.get<std::string>(row, 1),
                             stale.get<std::int32_t>(row, 2)),
                 fmt::format("revision {}, or none", stale.get<std::int32_t>(row, 4))});
        }
    }

    void check_races_of_rows() const {
        const Rows rows = ask(
            R"(SELECT k.name, e.bib, count(*)
                 FROM (SELECT 'passage' AS name, entry_id FROM race.passage WHERE race_id = $1
                        UNION ALL
                       SELECT 'standing', entry_id FROM race.standing WHERE race_id = $1
                        UNION ALL
                       SELECT 'missing', entry_id FROM race.missing WHERE race_id = $1) k
                 JOIN plan.entry e USING (entry_id)
                WHERE e.race_id <> $1 GROUP BY k.name, e.bib ORDER BY k.name, e.bib)");
        for (std::size_t row = 0; row < rows.size(); ++row) {
            report_.fault(
                {FaultKind::wrong_race, at(rows.get<std::string>(row, 1)),
                 fmt::format("{} rows of race.{} of an entry of another race",
                             rows.get<std::int64_t>(row, 2), rows.get<std::string>(row, 0)),
                 "none"});
        }
    }

    void check_versions() const {
        const Rows rows = ask(
            R"(SELECT k.name, max(k.version), coalesce(max(s.version), -1)
                 FROM (SELECT race_id, 'standing' AS name, version FROM race.standing
                        WHERE race_id = $1
                        UNION ALL
                       SELECT race_id, 'ranking', version FROM race.ranking WHERE race_id = $1
                        UNION ALL
                       SELECT race_id, 'forecast', version FROM race.forecast
                        WHERE race_id = $1) k
                 LEFT JOIN race.race_state s USING (race_id)
                WHERE k.version > coalesce(s.version, -1) GROUP BY k.name ORDER BY k.name)");
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const auto version = rows.get<std::int64_t>(row, 2);
            report_.fault(
                {FaultKind::version, "race " + slug_,
                 fmt::format("a row of race.{} of version {}", rows.get<std::string>(row, 0),
                             rows.get<std::int64_t>(row, 1)),
                 version < 0 ? "none, the race has no state"
                             : fmt::format("at most {}, the race's version", version)});
        }
    }

    Connection& connection_;
    std::int32_t race_;
    const std::string& slug_;
    Report& report_;
};

} // namespace

void check_race(Connection& connection, std::int32_t race, const std::string& slug,
                Report& report) {
    ++report.counts.races;
    RaceCheck{connection, race, slug, report}.run();
}

} // namespace lanterne::ingest::verify
