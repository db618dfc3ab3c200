#include "ingest-server/race_keeper.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace lanterne::ingest {

using database::Connection;

RaceKeeper::RaceKeeper(Watch& watch, Clock clock, std::uint32_t live_epoch, std::string conninfo)
    : watch_{watch}, clock_{std::move(clock)}, live_epoch_{live_epoch},
      loader_{std::make_unique<RaceLoader>(std::move(conninfo), clock_, watch_.log())} {}

void RaceKeeper::forget() {
    set_aside();
    aside_.clear();
}

void RaceKeeper::set_aside() {
    for (auto& [id, record] : records_) {
        if (!unsettled_.contains(id)) {
            aside_.insert_or_assign(id, std::move(record));
        }
    }
    records_.clear();
    unsettled_.clear();
    watch_.trace.forget();
    retry_at_.clear();
    watch_.races.set(0);
}

void RaceKeeper::committed() {
    for (auto& [id, record] : records_) {
        commit_news(record);
    }
    unsettled_.clear();
}

void RaceKeeper::commit_news(Record& record) {
    news_[record.claim.race].take(std::exchange(record.uncommitted, {}));
}

void RaceKeeper::drop(std::int32_t race, const std::string& cause, const std::string& what) {
    records_.erase(race);
    retry_at_[race] = clock_.steady() + retry_interval;
    watch_.races.set(static_cast<double>(records_.size()));
    watch_.trouble(cause, what);
}

bool RaceKeeper::guarded(std::int32_t race, const std::function<void()>& work) {
    unsettled_.insert(race);
    try {
        work(); // to its COMMIT; what scores for another's begins it anew
        unsettled_.erase(race);
        return true;
    } catch (const database::ConnectionLost&) {
        throw;
    } catch (const results_store::ClaimLost& lost) {
        drop(race, "race_taken_over", lost.what());
    } catch (const StopWished&) {
        records_.erase(race); // half scored: whoever begins next loads it
    } catch (const std::exception& broken) {
        drop(race, "race_dropped", broken.what());
    }
    return false;
}

// Their seconds follow each other from the first on: a tick that is a little late takes nothing
// from the next.
bool RaceKeeper::take_standings(Record& record, Standings when) const {
    const SteadyTime now = clock_.steady();
    if (when == Standings::never || (when == Standings::when_due && now < record.standings_from)) {
        return false;
    }
    const bool is_idle = now - record.scored_at >= idle_after;
    const auto interval = is_idle ? idle_standings_interval : standings_interval;
    const SteadyTime next = record.standings_from + interval;
    record.standings_from = next > now ? next : now + interval;
    return true;
}

bool RaceKeeper::write(Connection& connection, Record& record, Standings when) {
    raise_failures(connection, record);
    settle_cases(connection, record);
    return write(connection, record,
                 take_standings(record, when) ? record.race.results(clock_.wall())
                                              : record.race.passed());
}

bool RaceKeeper::write(Connection& connection, Record& record, Results results) {
    if (results.empty()) {
        return false;
    }
    with_forecasts(record, [&](Forecasts& forecasts) { forecasts.take(results); });
    const results_store::Numbers numbers =
        results_store::write(connection, record.claim, results, clock_.wall());
    const auto version = static_cast<std::uint64_t>(numbers.version);
    record.race.stamp(results, version);
    note_scored(record);
    watch_.passages.add(results.passages.size());
    record.uncommitted.version = version;
    record.uncommitted.last_event = static_cast<std::uint64_t>(numbers.last_event);
    std::ranges::move(results.events(record.uncommitted.last_event),
                      std::back_inserter(record.uncommitted.events));
    for (const StandingRow& row : results.standings) {
        record.uncommitted.entries.insert_or_assign(row.standing.bib, row.standing);
    }
    for (const PassageRow& row : results.passages) {
        record.uncommitted.passages.push_back(row.passage);
        record.uncommitted.passages.back().is_withdrawn = row.change == PassageChange::withdrawn;
    }
    return true;
}

void RaceKeeper::look_for_cases(Connection& connection, Record& record) {
    const UtcTime wall = clock_.wall();
    const std::vector<CaseRow> changed = record.race.cases(wall);
    if (!changed.empty()) {
        results_store::write_cases(connection, record.claim, changed, wall);
        record.cases_due = true;
    }
}

void RaceKeeper::settle_cases(Connection& connection, Record& record) {
    if (!std::exchange(record.cases_due, false)) {
        return;
    }
    std::map<std::string, results_store::ClosedCase> closed; // of one case the last word
    for (const plan::Act& act : plan::in_force(record.acts)) {
        if (const auto* close = std::get_if<plan::CloseCase>(&act.body)) {
            closed.insert_or_assign(
                close->identity,
                results_store::ClosedCase{close->identity, act.number, close->verdict});
        }
    }
    std::vector<results_store::ClosedCase> all;
    for (auto& [identity, one] : closed) {
        all.push_back(std::move(one));
    }
    results_store::close_cases(connection, record.claim.race, all, clock_.wall());
}

void RaceKeeper::raise_failures(Connection& connection, Record& record) {
    for (const KeptRace::Failure& failure : record.race.take_failures()) {
        record.cases_due = true;
        watch_.unscored.add();
        watch_.trouble("unscored", failure.what);
        results_store::raise_case(
            connection, record.claim.race,
            {.entry = failure.entry, .kind = "unscored", .apart = {}, .what = failure.what},
            clock_.wall());
    }
}

// A time may have moved too little to be news, and digest and tables with it.
void RaceKeeper::note_scored(Record& record) const {
    record.digest_due = true;
    record.rankings_due = true;
    record.scored_at = clock_.steady();
    record.standings_from = std::min(record.standings_from, record.scored_at + standings_interval);
}

bool RaceKeeper::is_time_for_digest(const Record& record) const {
    const SteadyTime now = clock_.steady();
    return record.digest_due && now - record.digest_at >= digest_interval &&
           (record.race.due_for_digest() <= max_digested_at_once ||
            now - record.scored_at >= digest_calm);
}

void RaceKeeper::note_rescored(Record& record, const std::set<std::int32_t>& entries) {
    for (const std::int32_t entry : entries) {
        record.due.erase(entry);
        record.rescored[entry] = clock_.steady();
    }
    note_scored(record);
    watch_.rescored.add(entries.size());
}

void RaceKeeper::tick(Connection& connection) {
    hear(connection);
    for (const std::int32_t id : races()) {
        tick(connection, id);
    }
}

void RaceKeeper::tick(Connection& connection, std::int32_t race) {
    rescore_until_ = clock_.steady() + rescore_budget;
    guarded(race, [&] {
        Record& record = records_.at(race);
        database::Transaction transaction{connection};
        rescore_due(connection, record);
        const SteadyTime now = clock_.steady();
        if (now - record.cases_at >= cases_interval) {
            record.cases_at = now;
            look_for_cases(connection, record);
        }
        write(connection, record, Standings::when_due);
        write_forecasts(connection, record);
        if (is_time_for_digest(record)) {
            results_store::write_digest(connection, record.claim, record.race.digest());
            record.digest_due = false;
            record.digest_at = now;
        }
        write_rankings(connection, record);
        transaction.commit();
        commit_news(record);
    });
    std::size_t due = 0;
    for (const auto& [id, record] : records_) {
        due += record.due.size();
    }
    watch_.rescore_waiting.set(static_cast<double>(due));
}

void RaceKeeper::finish(Connection& connection) {
    for (const std::int32_t id : races()) {
        finish(connection, id);
    }
}

void RaceKeeper::finish(Connection& connection, std::int32_t race) {
    guarded(race, [&] {
        Record& record = records_.at(race);
        database::Transaction transaction{connection};
        write(connection, record, Standings::at_once);
        transaction.commit();
        commit_news(record);
    });
}

void RaceKeeper::write_rankings(Connection& connection, Record& record) {
    const SteadyTime now = clock_.steady();
    if (!record.rankings_due || now - record.rankings_at < rankings_interval) {
        return;
    }
    record.rankings_due = false;
    record.rankings_at = now;
    const RankingNews news = record.race.rankings(clock_.wall());
    if (!news.changed.empty()) {
        results_store::write_rankings(connection, record.claim, news);
    }
}

UtcTime RaceKeeper::clock_of(const UnitSerial& unit) const {
    const UtcTime wall = clock_.wall();
    std::optional<UtcTime> furthest;
    for (const auto& [id, record] : records_) {
        if (record.race.has_unit(unit)) {
            const UtcTime now = record.race.race_time(wall);
            furthest = std::max(furthest.value_or(now), now);
        }
    }
    for (auto [worn, end] = worn_elsewhere_.equal_range(unit); worn != end; ++worn) {
        const UtcTime now = plan::race_time(worn->second, wall);
        furthest = std::max(furthest.value_or(now), now);
    }
    return furthest.value_or(wall);
}

std::vector<std::int32_t> RaceKeeper::races() const {
    std::vector<std::int32_t> ids;
    for (const auto& [id, record] : records_) {
        ids.push_back(id);
    }
    return ids;
}

RaceKeeper::LiveView RaceKeeper::live_view(std::int32_t race) {
    Record& record = records_.at(race);
    return {.slug = record.race.plan().slug,
            .went_live = record.claim.went_live,
            .race_time = record.race.race_time(clock_.wall()),
            .is_new = std::exchange(record.is_new, false)};
}

RaceNews RaceKeeper::snapshot(std::int32_t race) const {
    const Record& record = records_.at(race);
    RaceNews all{.to_version = news_.at(race).version(),
                 .entries = record.race.standings(),
                 .passages = record.race.passages(),
                 .forecasts = {},
                 .grades = {},
                 .last_event = news_.at(race).last_event(),
                 .events = {}};
    if (record.forecasts) {
        all.forecasts = record.forecasts->all();
        all.grades = record.forecasts->grades();
    }
    return all;
}

} // namespace lanterne::ingest
