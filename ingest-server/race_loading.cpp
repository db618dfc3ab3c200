#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "ingest-server/entry_scoring.hpp"
#include "ingest-server/race_keeper.hpp"

namespace lanterne::ingest {

using database::Connection;

void RaceKeeper::follow_plan(Connection& connection, const std::optional<Shards>& shards) {
    const std::vector<plan_store::RaceRow> all = plan_store::races(connection);
    std::vector<plan_store::RaceRow> rows = all;
    if (shards) {
        std::erase_if(rows, [&](const auto& row) { return !shards->contains(row.shard); });
    }
    for (const std::int32_t id : races()) {
        if (std::ranges::find(rows, id, &plan_store::RaceRow::race) == rows.end()) {
            finish(connection, id);
            records_.erase(id);
        }
    }
    note_missing(rows);
    std::erase_if(news_, [&](const auto& of) {
        return std::ranges::find(rows, of.first, &plan_store::RaceRow::race) == rows.end();
    });
    for (const plan_store::RaceRow& row : rows) {
        const auto retry = retry_at_.find(row.race);
        if (retry != retry_at_.end() && clock_.steady() < retry->second) {
            continue;
        }
        guarded(row.race, [&] { change(connection, row); });
        note_missing(rows);
    }
    follow_acts(connection);
    look_elsewhere(connection, all);
    watch_.races.set(static_cast<double>(records_.size()));
}

void RaceKeeper::note_missing(const std::vector<plan_store::RaceRow>& rows) {
    std::vector<std::string> missing;
    for (const plan_store::RaceRow& row : rows) {
        if (!records_.contains(row.race)) {
            missing.push_back(row.slug + (unreadable_.contains(row.race) ? " (cannot be read)"
                                          : retry_at_.contains(row.race) ? " (dropped)"
                                                                         : " (to be loaded)"));
        }
    }
    watch_.races_missing(missing);
}

void RaceKeeper::look_elsewhere(Connection& connection, std::vector<plan_store::RaceRow> rows) {
    std::erase_if(rows, [&](const auto& row) { return records_.contains(row.race); });
    if (rows != elsewhere_) {
        worn_elsewhere_ = plan_store::worn(connection, rows);
        elsewhere_ = std::move(rows);
    }
}

void RaceKeeper::change(Connection& connection, const plan_store::RaceRow& row) {
    const auto known = records_.find(row.race);
    if (known == records_.end()) {
        load(connection, row);
    } else if (known->second.revision != row.revision) {
        if (plan_store::fingerprint(connection, row.race) == known->second.fingerprint) {
            reassign(connection, row, known->second);
        } else {
            load(connection, row);
        }
    }
    retry_at_.erase(row.race);
}

void RaceKeeper::load(Connection& connection, const plan_store::RaceRow& row) {
    if (const auto bad = unreadable_.find(row.race);
        bad != unreadable_.end() && bad->second == row.revision) {
        return;
    }
    std::string fingerprint = plan_store::fingerprint(connection, row.race);
    auto definition = plan_store::definition(connection, row.race);
    if (!definition) {
        refuse_plan(connection, row, definition.error());
        return;
    }
    const auto measured = watch_.stages.begin(Work::load, connection);
    const results_store::Claim claim = take_over(connection, row);
    database::Transaction transaction{connection};
    auto assignments = plan_store::assignments(connection, row.race);
    Record record{.revision = row.revision,
                  .fingerprint = std::move(fingerprint),
                  .claim = claim,
                  .race = KeptRace{std::move(definition->plan), std::move(definition->entries),
                                   std::move(assignments)}};
    results_store::know_results(connection, record.claim, record.race);
    for (const auto& [unit, info] : plan_store::unit_infos(connection, row.race)) {
        record.race.note_info(unit, info);
    }
    take_acts(connection, record);
    rescore(connection, record, record.race.worn_entries());
    plan_store::mark_known_units(connection);
    record.race.check_all();
    write(connection, record, Standings::at_once);
    begin_forecasts(record);
    results_store::clear_forecasts(connection, row.race);
    write_forecasts(connection, record);
    transaction.commit();
    news_[row.race].begin(claim.version);
    commit_news(record);
    records_.erase(row.race);
    records_.emplace(row.race, std::move(record));
    watch_.log().info("race loaded", {{"race", row.slug}, {"revision", row.revision}});
}

results_store::Claim RaceKeeper::take_over(Connection& connection, const plan_store::RaceRow& row) {
    database::Transaction transaction{connection};
    const results_store::Claim claim =
        results_store::claim(connection, row.race, live_epoch_, row.revision, clock_.wall());
    results_store::take_announced(connection, claim); // all of it is scored anew
    transaction.commit();
    return claim;
}

void RaceKeeper::refuse_plan(Connection& connection, const plan_store::RaceRow& row,
                             const std::string& what) {
    results_store::raise_case(connection, row.race,
                              {.entry = {}, .kind = "plan_unreadable", .apart = {}, .what = what},
                              clock_.wall());
    unreadable_[row.race] = row.revision;
    watch_.trouble("plan_unreadable", what);
    records_.erase(row.race);
}

void RaceKeeper::rescore(Connection& connection, Record& record,
                         const std::set<std::int32_t>& entries) {
    const auto measured = watch_.stages.begin(Work::rescore, connection);
    SteadyTime said = clock_.steady();
    rescore_entries(connection, record.race, entries, scoring_threads(),
                    [&](std::size_t done, std::size_t all) {
                        watch_.scoring_anew(record.race.plan().slug.text(), done, all);
                        if (clock_.steady() - said >= progress_interval) {
                            said = clock_.steady();
                            watch_.log().info("scoring entries anew",
                                              {{"race", record.race.plan().slug.text()},
                                               {"done", std::uint64_t{done}},
                                               {"of", std::uint64_t{all}}});
                        }
                    });
    note_rescored(record, entries);
}

void RaceKeeper::follow_acts(Connection& connection) {
    for (const auto& [id, newest] : plan_store::uncounted_acts(connection, races())) {
        if (newest <= records_.at(id).last_act) {
            continue; // counted, and not marked: another ingest has the race
        }
        guarded(id, [&, race = id] {
            Record& record = records_.at(race);
            database::Transaction transaction{connection};
            const auto before = record.acts.size();
            rescore(connection, record, take_acts(connection, record));
            with_forecasts(record,
                           [&](Forecasts& forecasts) { forecasts.follow(record.race.record()); });
            write(connection, record, Standings::when_due);
            transaction.commit();
            commit_news(record);
            watch_.log().info("acts counted", {{"race", record.race.plan().slug.text()},
                                               {"acts", record.acts.size() - before}});
        });
    }
}

std::set<std::int32_t> RaceKeeper::take_acts(Connection& connection, Record& record) {
    plan_store::Acts given = plan_store::acts_after(connection, record.claim.race, record.last_act);
    const UtcTime wall = clock_.wall();
    for (const auto& unreadable : given.unreadable) {
        watch_.trouble("act_unreadable", unreadable.what);
        results_store::raise_case(connection, record.claim.race,
                                  {.entry = {},
                                   .kind = "act_unreadable",
                                   .apart = fmt::format("{}", unreadable.number),
                                   .what = unreadable.what},
                                  wall);
        record.last_act = std::max(record.last_act, unreadable.number);
        record.cases_due = true;
    }
    if (given.acts.empty()) {
        return {};
    }
    record.last_act = std::max(record.last_act, given.acts.back().number);
    std::ranges::move(given.acts, std::back_inserter(record.acts));
    record.cases_due = true;
    note_scored(record);
    results_store::note_acts(connection, record.claim, record.last_act, wall);
    return record.race.set_acts(record.acts);
}

void RaceKeeper::reassign(Connection& connection, const plan_store::RaceRow& row, Record& record) {
    database::Transaction transaction{connection};
    const auto changed = record.race.assign(plan_store::assignments(connection, row.race));
    for (const auto& [unit, info] : plan_store::unit_infos(connection, row.race)) {
        record.race.note_info(unit, info);
    }
    rescore(connection, record, changed);
    plan_store::mark_known_units(connection);
    write(connection, record, Standings::when_due);
    results_store::note_revision(connection, record.claim, row.revision);
    transaction.commit();
    commit_news(record);
    record.revision = row.revision;
    for (const std::int32_t entry : changed) {
        record.again.insert_or_assign(entry, clock_.steady() + second_look);
    }
    watch_.log().info("assignments changed",
                      {{"race", row.slug}, {"entries", std::uint64_t{changed.size()}}});
}

} // namespace lanterne::ingest
