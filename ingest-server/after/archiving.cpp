#include "ingest-server/after/archiving.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/scoring/publishing/publication.hpp"
#include "ingest-server/after/archive_scoring.hpp"
#include "ingest-server/after/archive_writing.hpp"
#include "ingest-server/after/race_rows.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/publishing.hpp"
#include "ingest-server/rescoring.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using scoring::ResultState;

Result<scoring::Publication, std::string> official_results(Connection& connection,
                                                           std::int32_t race) {
    auto last = last_publication(connection, race);
    if (!last) {
        return tl::unexpected{last.error()};
    }
    const bool is_final = *last && ((*last)->state == ResultState::official ||
                                    (*last)->state == ResultState::amended ||
                                    (*last)->state == ResultState::annulled);
    if (!is_final) {
        return tl::unexpected{
            fmt::format("its results are {}; publish them as official, amended or annulled first",
                        *last ? scoring::to_text((*last)->state) : "not published")};
    }
    return std::move(**last);
}

/// Why a race is not over, by what the store says of it; empty: it is.
std::string why_not_over(Connection& connection, std::int32_t race, UtcTime wall) {
    const auto rows = connection.execute(
        R"(SELECT (SELECT count(*) FROM race.rescore_due WHERE race_id = $1),
                  (SELECT count(*) FROM plan.act WHERE race_id = $1 AND applied_at IS NULL),
                  (SELECT string_agg(e.bib, ', ' ORDER BY e.bib)
                     FROM race.standing s JOIN plan.entry e USING (entry_id)
                    WHERE s.race_id = $1
                      AND s.status IN ('racing', 'off_course', 'stopped', 'silent')),
                  (SELECT max(c.received_at)
                     FROM plan.entry e JOIN plan.assignment a USING (entry_id)
                     JOIN race.unit u ON u.serial = a.unit
                     JOIN race.track_chunk c ON c.unit_id = u.unit_id
                      AND c.last_time >= coalesce(lower(a.during), '-infinity')
                      AND c.first_time < coalesce(upper(a.during), 'infinity')
                    WHERE e.race_id = $1))",
        Parameters{}.add(race));
    if (const auto due = rows.get<std::int64_t>(0, 0); due > 0) {
        return fmt::format("{} entries wait to be scored anew; let the ingest do it", due);
    }
    if (const auto acts = rows.get<std::int64_t>(0, 1); acts > 0) {
        return fmt::format("{} acts are not counted yet; let the ingest do it", acts);
    }
    const auto on_the_way = rows.get_optional<std::string>(0, 2);
    const auto newest = rows.get_optional<UtcTime>(0, 3);
    if (on_the_way && newest && wall - *newest < quiet_before_archive) {
        return fmt::format("it is not over: bibs {} are on the way, and a fix came {} s ago; wait "
                           "until none came for {} minutes, or rule what became of them",
                           *on_the_way, (wall - *newest).count() / 1'000,
                           quiet_before_archive.count());
    }
    return {};
}

/// Why results that were said to the world are not those that the store gives; empty: they are.
std::string why_not_same(Connection& connection, const Slug& slug,
                         const scoring::Publication& published, UtcTime wall,
                         const Progress& progress) {
    const auto again = rescore_within(connection, slug, wall, progress);
    if (!again) {
        return again.error();
    }
    if (!again->differences.empty()) {
        return fmt::format("scoring anew finds it otherwise ({}); rescore says all",
                           again->differences.front());
    }
    if (published.state != ResultState::annulled && published.digest != again->digest) {
        return fmt::format("engine {} published revision {}, and engine {} finds other results; "
                           "rescore says which; publish them as amended, or annul",
                           published.engine, published.revision, again->engine);
    }
    return {};
}

/// Takes the race from whoever scores it, which its next writing notices.
void close(Connection& connection, const ArchiveRow& archive) {
    connection.execute(
        R"(INSERT INTO race.race_state AS s (race_id, fence, archived) VALUES ($1, 1, $2)
               ON CONFLICT (race_id) DO UPDATE SET fence = s.fence + 1, archived = $2)",
        Parameters{}.add(archive.race).add(archive.number));
    connection.execute("SELECT pg_notify('plan', 'archived')");
}

bool is_same(const ArchiveRow& one, const ArchiveRow& other) {
    return one.engine == other.engine && one.input_digest == other.input_digest &&
           one.digest == other.digest && one.publication == other.publication;
}

/// The archive, written and scored from what was written; the row of race.archive is not yet.
Result<ArchiveRow, std::string> written(Connection& connection, ArchiveRow archive,
                                        const scoring::Publication& published,
                                        const Progress& progress) {
    if (const auto done = write_files(connection, archive); !done) {
        return tl::unexpected{done.error()};
    }
    const auto score = score_archive(connection, archive, progress);
    if (!score) {
        return tl::unexpected{score.error()};
    }
    if (published.state != ResultState::annulled && score->digest != published.digest) {
        return tl::unexpected{
            fmt::format("scored from its archive it has digest {}, and {} was published",
                        score->digest, published.digest)};
    }
    archive.engine = score->engine;
    archive.input_digest = score->input_digest;
    archive.digest = score->digest;
    return archive;
}

/// Within the transaction.
Result<Archived, std::string> archive(Connection& connection, const Slug& slug, UtcTime wall,
                                      const Progress& progress) {
    const auto race = race_of(connection, slug);
    if (!race) {
        return tl::unexpected{race.error()};
    }
    const auto refuse = [&](const std::string& what) {
        return tl::unexpected{fmt::format("{}: {}; nothing was archived", slug.text(), what)};
    };
    if (const auto number = plan_store::archive_that_closed(connection, *race)) {
        return refuse(
            fmt::format("it is archived, as number {}; reopen it to correct it", *number));
    }
    const auto published = official_results(connection, *race);
    if (!published) {
        return refuse(published.error());
    }
    if (const auto why = why_not_over(connection, *race, wall); !why.empty()) {
        return refuse(why);
    }
    if (const auto why = why_not_same(connection, slug, *published, wall, progress); !why.empty()) {
        return refuse(why);
    }
    const auto before = archives_of(connection, *race);
    connection.execute("SAVEPOINT files");
    const auto made = written(connection,
                              {.race = *race,
                               .number = static_cast<std::int32_t>(before.size() + 1),
                               .publication = static_cast<std::int32_t>(published->revision),
                               .made = wall},
                              *published, progress);
    if (!made) {
        return refuse(made.error());
    }
    if (!before.empty() && is_same(before.back(), *made)) {
        connection.execute("ROLLBACK TO SAVEPOINT files");
        close(connection, before.back());
        return Archived{.archive = before.back(), .is_new = false};
    }
    const ArchiveRow row = write_archive(connection, *made);
    close(connection, row);
    return Archived{.archive = row};
}

} // namespace

Result<Archived, std::string> archive_race(Connection& connection, const Slug& race, UtcTime wall,
                                           const Progress& progress) {
    try {
        database::Transaction transaction{connection};
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        auto archived = archive(connection, race, wall, progress);
        if (archived) {
            transaction.commit();
        }
        return archived;
    } catch (const database::StatementFailed& failed) {
        if (failed.sqlstate != "40001") { // serialization failure: somebody was quicker
            throw;
        }
        return tl::unexpected{
            race.text() + ": it changed while it was archived; nothing was archived, try again"};
    }
}

} // namespace lanterne::ingest::after
