#include "ingest-server/after/archive_check.hpp"

#include <fmt/format.h>

#include "core/scoring/race.hpp"
#include "ingest-server/after/archive_cover.hpp"
#include "ingest-server/after/archive_parts.hpp"
#include "ingest-server/after/archive_scoring.hpp"
#include "ingest-server/after/archive_writing.hpp"
#include "ingest-server/after/race_rows.hpp"
#include "ingest-server/moment.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/verify/archives.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using verify::FaultKind;

void score(Connection& connection, const ArchiveRow& archive, const std::string& where,
           verify::Report& report, const Progress& progress) {
    const auto score = score_archive(connection, archive, progress);
    if (!score) {
        report.fault({FaultKind::archive, where, score.error(), "files that can be read"});
    } else if (score->engine != archive.engine) {
        report.note(fmt::format("{} has digest {} by engine {}, and {} by engine {}", where,
                                archive.digest, archive.engine, score->digest, score->engine));
    } else if (score->digest != archive.digest || score->input_digest != archive.input_digest) {
        report.fault({FaultKind::digest, where,
                      fmt::format("scored anew its digest is {}, of inputs {}", score->digest,
                                  score->input_digest),
                      fmt::format("{}, of inputs {}", archive.digest, archive.input_digest)});
    } else {
        ++report.counts.scored;
        report.note(fmt::format("{} has {} fixes of {} scored entries and {} acts, digest {} by "
                                "engine {}",
                                where, archive.fixes, score->entries, score->acts, score->digest,
                                score->engine));
    }
}

/// What is not in the archive that closed the race.
void note_what_came_later(Connection& connection, const ArchiveRow& archive,
                          const std::string& where, verify::Report& report) {
    if (const auto late = fixes_not_archived(connection, archive); late > 0) {
        report.note(
            fmt::format("{} fixes came after {}; reopen and archive to score them", late, where));
    }
    const auto acts = connection
                          .execute("SELECT count(*) FROM plan.act "
                                   "WHERE race_id = $1 AND applied_at IS NULL",
                                   Parameters{}.add(archive.race))
                          .get<std::int64_t>(0, 0);
    if (acts > 0) {
        report.note(fmt::format("{} acts were given after {}; reopen and archive to count them",
                                acts, where));
    }
    if (const auto now = assignments_of_now(connection, archive.race);
        now && *now != read_file(connection, archive, "assignments.csv")) {
        report.note("who wears what has changed since " + where +
                    "; reopen and archive to score it");
    }
}

} // namespace

void check_archives(Connection& connection, const Slug& slug, verify::Report& report,
                    const Progress& progress) {
    const Moment moment{connection};
    const auto race = race_of(connection, slug);
    if (!race) {
        report.not_looked_at(race.error());
        return;
    }
    ++report.counts.races;
    verify::check_archives(connection, *race, slug.text(), report);
    const auto closed = plan_store::archive_that_closed(connection, *race);
    for (const ArchiveRow& archive : archives_of(connection, *race)) {
        const std::string where = fmt::format("race {}, archive {}", slug.text(), archive.number);
        score(connection, archive, where, report, progress);
        if (closed == archive.number) {
            note_what_came_later(connection, archive, where, report);
        }
    }
}

} // namespace lanterne::ingest::after
