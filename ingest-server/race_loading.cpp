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
    const auto is_gone = [&](const auto& of) {
        return std::ranges::find(rows, of.first, &plan_store::RaceRow::race) == rows.end();
    };
    std::erase_if(news_, is_gone);
    std::erase_if(loading_, is_gone);
    std::erase_if(aside_, is_gone);
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
            if (!reassign(connection, row, known->second)) {
                load_anew(connection, row);
            }
        } else {
            load(connection, row);
        }
    }
    retry_at_.erase(row.race);
}

void RaceKeeper::load(Connection& connection, const plan_store::RaceRow& row) {
    const auto bad = unreadable_.find(row.race);
    if ((bad != unreadable_.end() && bad->second == row.revision) || loading_.contains(row.race) ||
        loading_.size() >= RaceLoader::max_orders) {
        return;
    }
    if (records_.contains(row.race)) {
        finish(connection, row.race);
        records_.erase(row.race);
    }
    if (resume(connection, row)) {
        return;
    }
    const LoadOrder order{row, take_over(connection, row)};
    news_[row.race].begin(order.claim.version, order.claim.last_event);
    if (loader_) {
        loading_[row.race] = order.claim.fence;
        loader_->begin(order);
        return;
    }
    const auto measured = watch_.stages.begin(Work::load, connection);
    LoadedRace loaded = load_race(connection, order, clock_.wall(), [&](auto done, auto all) {
        watch_.scoring_anew(row.slug, done, all);
    });
    loading_[row.race] = order.claim.fence;
    take_loaded(connection, std::move(loaded));
}

// Who else scored the race claimed it first, and every claim is another fence; a database that was
// put back to an older state has an older version, or another life's claim. The fixes that others
// stored without scoring them left word, which tick() hears. A change of the plan or an act could
// be followed from here, too; it is rare, and loading is the one way to follow whatever it is.
bool RaceKeeper::resume(Connection& connection, const plan_store::RaceRow& row) {
    auto kept = aside_.extract(row.race);
    if (kept.empty()) {
        return false;
    }
    Record& record = kept.mapped();
    const std::uint64_t version = news_.at(row.race).version();
    if (record.revision != row.revision ||
        !results_store::is_untouched(connection, record.claim, live_epoch_, version)) {
        return false;
    }
    const plan_store::Acts acts = plan_store::acts_after(connection, row.race, record.last_act);
    if (!acts.acts.empty() || !acts.unreadable.empty()) {
        return false;
    }
    records_.insert(std::move(kept));
    watch_.log().info("race taken up as it was left", {{"race", row.slug}, {"version", version}});
    return true;
}

results_store::Claim RaceKeeper::take_over(Connection& connection, const plan_store::RaceRow& row) {
    database::Transaction transaction{connection};
    const results_store::Claim claim =
        results_store::claim(connection, row.race, live_epoch_, row.revision, clock_.wall());
    transaction.commit();
    return claim;
}

void RaceKeeper::take_loaded(Connection& connection) {
    while (loader_) {
        std::optional<LoadedRace> loaded = loader_->take();
        if (!loaded) {
            return;
        }
        const std::int32_t race = loaded->order.row.race;
        guarded(race, [&] { take_loaded(connection, *std::move(loaded)); });
    }
}

void RaceKeeper::take_loaded(Connection& connection, LoadedRace loaded) {
    const auto [row, claim] = loaded.order;
    const auto ordered = loading_.find(row.race);
    if (ordered == loading_.end() || ordered->second != claim.fence) {
        return;
    }
    loading_.erase(ordered);
    if (!loaded.refused.empty()) {
        refuse_plan(connection, row, loaded.refused);
    } else if (!loaded.fault.empty()) {
        drop(row.race, loaded.is_claim_lost ? "race_taken_over" : "race_dropped", loaded.fault);
    } else {
        begin(connection, std::move(loaded));
        watch_.log().info("race loaded", {{"race", row.slug}, {"revision", row.revision}});
    }
}

void RaceKeeper::begin(Connection& connection, LoadedRace loaded) {
    const std::int32_t race = loaded.order.row.race;
    Record record{.revision = loaded.order.row.revision,
                  .fingerprint = std::move(loaded.fingerprint),
                  .claim = loaded.order.claim,
                  .race = *std::move(loaded.race),
                  .forecasts = std::move(loaded.forecasts)};
    if (!loaded.no_forecasts.empty()) {
        watch_.trouble("forecasts_stopped", loaded.no_forecasts);
    }
    note_rescored(record, record.race.worn_entries());
    hear(connection, record); // what was stored since it was read
    database::Transaction transaction{connection};
    results_store::hold(connection, record.claim);
    count_acts(connection, record, std::move(loaded.acts));
    plan_store::mark_known_units(connection);
    raise_failures(connection, record);
    settle_cases(connection, record);
    take_standings(record, Standings::at_once);
    write(connection, record, std::move(loaded.results));
    results_store::clear_forecasts(connection, race);
    write_forecasts(connection, record);
    transaction.commit();
    commit_news(record);
    records_.emplace(race, std::move(record));
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
            const plan_store::RaceRow row{
                .race = race, .slug = record.race.plan().slug.text(), .revision = record.revision};
            if (!count_new_acts(connection, record)) {
                load_anew(connection, row);
            }
        });
    }
}

bool RaceKeeper::count_new_acts(Connection& connection, Record& record) {
    database::Transaction transaction{connection};
    const auto before = record.acts.size();
    const std::set<std::int32_t> changed = take_acts(connection, record);
    if (is_too_much(changed)) {
        return false;
    }
    rescore(connection, record, changed);
    with_forecasts(record, [&](Forecasts& forecasts) { forecasts.follow(record.race.record()); });
    write(connection, record, Standings::when_due);
    transaction.commit();
    commit_news(record);
    watch_.log().info("acts counted", {{"race", record.race.plan().slug.text()},
                                       {"acts", record.acts.size() - before}});
    return true;
}

bool RaceKeeper::is_too_much(const std::set<std::int32_t>& entries) const {
    return loader_ && entries.size() > max_rescored_at_once;
}

void RaceKeeper::load_anew(Connection& connection, const plan_store::RaceRow& row) {
    records_.erase(row.race);
    load(connection, row);
}

std::set<std::int32_t> RaceKeeper::take_acts(Connection& connection, Record& record) {
    plan_store::Acts given = plan_store::acts_after(connection, record.claim.race, record.last_act);
    const bool has_some = !given.acts.empty();
    count_acts(connection, record, std::move(given));
    return has_some ? record.race.set_acts(record.acts) : std::set<std::int32_t>{};
}

void RaceKeeper::count_acts(Connection& connection, Record& record, plan_store::Acts given) {
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
    if (!given.acts.empty()) {
        record.last_act = std::max(record.last_act, given.acts.back().number);
        std::ranges::move(given.acts, std::back_inserter(record.acts));
        record.cases_due = true;
        note_scored(record);
        results_store::note_acts(connection, record.claim, record.last_act, wall);
    }
}

bool RaceKeeper::reassign(Connection& connection, const plan_store::RaceRow& row, Record& record) {
    database::Transaction transaction{connection};
    const auto changed = record.race.assign(plan_store::assignments(connection, row.race));
    for (const auto& [unit, info] : plan_store::unit_infos(connection, row.race)) {
        record.race.note_info(unit, info);
    }
    if (is_too_much(changed)) {
        return false;
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
    return true;
}

} // namespace lanterne::ingest
