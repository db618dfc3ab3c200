#include "ingest-server/rescoring.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/scoring/race.hpp"
#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/kept_race.hpp"
#include "ingest-server/moment.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/publishing.hpp"
#include "ingest-server/results_store.hpp"

namespace lanterne::ingest {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

struct StoredRace {
    std::int32_t race = 0;
    std::string digest;
    std::string engine;
};

std::optional<StoredRace> find(Connection& connection, const Slug& slug) {
    const Rows rows = connection.execute(
        R"(SELECT r.race_id, coalesce(s.digest, ''), coalesce(s.engine, '')
             FROM plan.race r LEFT JOIN race.race_state s USING (race_id) WHERE r.slug = $1)",
        Parameters{}.add(slug.text()));
    if (rows.empty()) {
        return std::nullopt;
    }
    return StoredRace{rows.get<std::int32_t>(0, 0), rows.get<std::string>(0, 1),
                      rows.get<std::string>(0, 2)};
}

using PassageKey = std::tuple<Bib, std::uint32_t, std::uint32_t, std::string>;

PassageKey key_of(const wire::LivePassage& passage) {
    return {passage.bib, passage.leg, passage.lap, passage.point};
}

std::string words(const wire::LivePassage& passage) {
    return fmt::format("{} ± {:.1f} s{}", lanterne::to_text(passage.time),
                       passage.standard_error_ms / 1'000.0, passage.is_bridged ? " bridged" : "");
}

/// Everything that differs, in words.
class Comparison {
public:
    explicit Comparison(const KeptRace& stored) {
        for (wire::LivePassage& passage : stored.passages()) {
            passages_.emplace(key_of(passage), std::move(passage));
        }
        for (wire::LiveEntry& standing : stored.standings()) {
            standings_.emplace(standing.bib, std::move(standing));
        }
    }

    std::vector<std::string> with(const KeptRace& now, const Results& changes) {
        compare_passages(changes);
        for (const MissingOfEntry& of_entry : changes.missing) {
            compare_missing(now, of_entry);
        }
        for (const StandingRow& row : changes.standings) {
            compare(row.standing);
        }
        return std::move(differences_);
    }

private:
    void compare_passages(const Results& changes) {
        for (const PassageRow& row : changes.passages) {
            const wire::LivePassage& passage = row.passage;
            const auto before = passages_.find(key_of(passage));
            const std::string was = before == passages_.end() ? "none" : words(before->second);
            const std::string is = row.change == PassageChange::withdrawn ? "none" : words(passage);
            if (was != is) {
                differences_.push_back(fmt::format("bib {}, {}, lap {}: {} -> {}{}",
                                                   passage.bib.text(), passage.point, passage.lap,
                                                   was, is, moved(before, row)));
            }
        }
    }

    template<class Iterator>
    std::string moved(Iterator before, const PassageRow& row) const {
        if (before == passages_.end() || row.change == PassageChange::withdrawn) {
            return "";
        }
        return fmt::format(" ({:+.3f} s)",
                           static_cast<double>((row.passage.time - before->second.time).count()) /
                               1'000);
    }

    void compare_missing(const KeptRace& now, const MissingOfEntry& of_entry) {
        std::string points;
        for (const MissingRow& row : of_entry.rows) {
            points += fmt::format("{}{} lap {}", points.empty() ? "" : ", ", row.point, row.lap);
        }
        differences_.push_back(fmt::format("bib {} misses now: {}",
                                           now.bib_of(of_entry.entry).text(),
                                           points.empty() ? "nothing" : points));
    }

    /// Where an entry is just now is no result.
    static bool is_final(wire::RaceStatus status) {
        using wire::RaceStatus;
        constexpr std::array not_final{RaceStatus::not_started, RaceStatus::racing,
                                       RaceStatus::off_course, RaceStatus::stopped,
                                       RaceStatus::silent};
        return std::ranges::find(not_final, status) == not_final.end();
    }

    void compare(const wire::LiveEntry& now) {
        const auto found = standings_.find(now.bib);
        const wire::LiveEntry before =
            found == standings_.end() ? wire::LiveEntry{.bib = now.bib} : found->second;
        if (before.rank != now.rank) {
            const auto rank = [](const auto& entry) {
                return entry.rank ? fmt::format("{}", *entry.rank) : std::string{"none"};
            };
            differences_.push_back(
                fmt::format("bib {}, rank: {} -> {}", now.bib.text(), rank(before), rank(now)));
        }
        if (before.status != now.status && (is_final(before.status) || is_final(now.status))) {
            differences_.push_back(fmt::format("bib {}, status: {} -> {}", now.bib.text(),
                                               wire::to_text(before.status),
                                               wire::to_text(now.status)));
        }
    }

    std::map<PassageKey, wire::LivePassage> passages_;
    std::map<Bib, wire::LiveEntry> standings_;
    std::vector<std::string> differences_;
};

} // namespace

Result<Rescoring, std::string> rescore_from_store(Connection& connection, const Slug& slug,
                                                  UtcTime wall, const Progress& progress) {
    const Moment moment{connection};
    if (const auto stored = find(connection, slug)) {
        if (const auto number = plan_store::archive_that_closed(connection, stored->race)) {
            return tl::unexpected{fmt::format("{}: it is archived, as number {}; archive --check "
                                              "scores it anew from there",
                                              slug.text(), *number)};
        }
    }
    return rescore_within(connection, slug, wall, progress);
}

Result<Rescoring, std::string> rescore_within(Connection& connection, const Slug& slug,
                                              UtcTime wall, const Progress& progress) {
    const auto stored = find(connection, slug);
    if (!stored) {
        return tl::unexpected{fmt::format("{}: there is no such race", slug.text())};
    }
    auto definition = plan_store::definition(connection, stored->race);
    if (!definition) {
        return tl::unexpected{fmt::format("{}: {}", slug.text(), definition.error())};
    }
    KeptRace race{std::move(definition->plan), std::move(definition->entries),
                  plan_store::assignments(connection, stored->race)};
    results_store::know_results(connection, {.race = stored->race}, race);
    Comparison comparison{race};
    plan_store::Acts given = plan_store::acts_after(connection, stored->race, 0);
    Rescoring rescoring{.entries = race.plan().entries.size(),
                        .acts = given.acts.size(),
                        .stored_digest = stored->digest,
                        .stored_engine = stored->engine,
                        .engine = fmt::format("{}", scoring::engine_version)};
    race.set_acts(std::move(given.acts));
    rescoring.fixes =
        rescore_entries(connection, race, race.worn_entries(), scoring_threads(), progress);
    race.check_all();
    const Results changes = race.results(wall);
    rescoring.differences = comparison.with(race, changes);
    for (const KeptRace::Failure& failure : race.take_failures()) {
        rescoring.differences.push_back(fmt::format(
            "bib {} cannot be scored: {}", race.bib_of(failure.entry).text(), failure.what));
    }
    const scoring::Publication results = race.final_results().publication;
    rescoring.digest = results.digest;
    const auto published = last_publication(connection, stored->race);
    if (!published) {
        return tl::unexpected{fmt::format("{}: {}", slug.text(), published.error())};
    }
    if (*published) {
        rescoring.published = (*published)->revision;
        rescoring.published_otherwise = scoring::difference(**published, results);
    }
    return rescoring;
}

std::string to_text(const Rescoring& rescoring, const Slug& slug) {
    std::string text = fmt::format("{}: {} entries, {} fixes, {} acts\n", slug.text(),
                                   rescoring.entries, rescoring.fixes, rescoring.acts);
    for (const std::string& difference : rescoring.differences) {
        text += difference + "\n";
    }
    const auto or_none = [](const std::string& said) { return said.empty() ? "none" : said; };
    text += fmt::format("stored digest {} by engine {}\n", or_none(rescoring.stored_digest),
                        or_none(rescoring.stored_engine));
    text += fmt::format("digest now    {} by engine {}\n", rescoring.digest, rescoring.engine);
    if (rescoring.published) {
        text += fmt::format("publication {} {}\n", *rescoring.published,
                            rescoring.published_otherwise.empty() ? "says the same"
                                                                  : "says otherwise; since it:");
        for (const std::string& difference : rescoring.published_otherwise) {
            text += difference + "\n";
        }
    }
    return text + (rescoring.is_same() ? "the same; nothing was written\n"
                                       : "not the same; nothing was written\n");
}

} // namespace lanterne::ingest
