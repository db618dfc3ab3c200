#include "ingest-server/verifying.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "core/scoring/race.hpp"
#include "ingest-server/moment.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/rescoring.hpp"
#include "ingest-server/verify/archives.hpp"
#include "ingest-server/verify/epochs.hpp"
#include "ingest-server/verify/races.hpp"

namespace lanterne::ingest {

namespace {

using database::Connection;
using database::Parameters;
using verify::FaultKind;

struct RaceName {
    std::int32_t race = 0;
    std::string slug;
};

std::vector<RaceName> races(Connection& connection, const std::optional<Slug>& wanted) {
    const auto rows = connection.execute("SELECT race_id, slug FROM plan.race ORDER BY race_id");
    std::vector<RaceName> names;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        RaceName name{rows.get<std::int32_t>(row, 0), rows.get<std::string>(row, 1)};
        if (!wanted || wanted->text() == name.slug) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

/// What makes it pointless to score the race anew; empty: nothing.
std::string why_not_scored(Connection& connection, const RaceName& race) {
    const auto rows = connection.execute(
        R"(SELECT (SELECT count(*) FROM race.rescore_due WHERE race_id = $1),
                  (SELECT engine FROM race.race_state
                    WHERE race_id = $1 AND digest IS NOT NULL))",
        Parameters{}.add(race.race));
    if (const auto due = rows.get<std::int64_t>(0, 0); due > 0) {
        return fmt::format("{} entries wait to be scored anew", due);
    }
    const auto engine = rows.get_optional<std::string>(0, 1);
    if (!engine) {
        return "it has no results yet";
    }
    return *engine == fmt::format("{}", scoring::engine_version)
               ? ""
               : fmt::format("engine {} scored it, this is {}: rescore says what that changes",
                             *engine, scoring::engine_version);
}

void score_anew(Connection& connection, const RaceName& race, UtcTime wall, verify::Report& report,
                const Progress& progress) {
    const std::string where = "race " + race.slug;
    if (const std::string why = why_not_scored(connection, race); !why.empty()) {
        report.note(where + " is not scored anew: " + why);
        return;
    }
    const auto again = rescore_within(connection, Slug::from(race.slug).value(), wall, progress);
    if (!again) {
        report.not_looked_at("the results of " + again.error());
        return;
    }
    ++report.counts.scored;
    for (const std::string& difference : again->differences) {
        report.fault({FaultKind::result, where, difference, "as scoring anew finds, on the right"});
    }
    if (again->stored_digest != again->digest) {
        report.fault({FaultKind::digest, where, "the digest is " + again->stored_digest,
                      again->digest + ", as scoring anew finds"});
    }
}

} // namespace

void verify_store(Connection& connection, const std::optional<Slug>& race, UtcTime wall,
                  verify::Report& report, const Progress& progress) {
    const Moment moment{connection};
    const std::vector<RaceName> named = races(connection, race);
    if (race && named.empty()) {
        report.not_looked_at(race->text() + ": there is no such race");
        return;
    }
    verify::check_epochs(connection, report);
    const auto kept = plan_store::races(connection);
    for (const RaceName& each : named) {
        verify::check_race(connection, each.race, each.slug, report);
        verify::check_archives(connection, each.race, each.slug, report);
        if (std::ranges::find(kept, each.race, &plan_store::RaceRow::race) != kept.end()) {
            score_anew(connection, each, wall, report, progress);
        }
    }
}

} // namespace lanterne::ingest
