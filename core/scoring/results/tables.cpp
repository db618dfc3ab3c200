#include "core/scoring/results/tables.hpp"

#include <algorithm>
#include <map>

#include "core/plan/board.hpp"
#include "core/scoring/results/columns.hpp"
#include "core/scoring/results/display.hpp"
#include "core/scoring/results/ending.hpp"
#include "core/scoring/results/outcome.hpp"
#include "core/scoring/results/places.hpp"
#include "core/scoring/results/placing.hpp"
#include "core/scoring/results/points.hpp"
#include "core/scoring/results/teams.hpp"

namespace lanterne::scoring::results {
namespace {

// What the penalty adds to what is shown, so that the columns still add up.
Milliseconds shown_penalty(const Placed& placed, const plan::Display& display) {
    return shown(*placed.total, display) - shown(*placed.raced, display);
}

Row row_of(const Placed& placed, const plan::Ranking& ranking) {
    const Competitor& competitor = *placed.competitor;
    Row row{.bib = competitor.bib(),
            .outcome = competitor.outcome,
            .article = competitor.article,
            .rank = placed.rank,
            .is_linked = placed.is_linked,
            .laps = placed.laps};
    if (placed.rank) {
        row.exact = placed.total;
        row.time = shown(*placed.total, ranking.display);
        row.penalty = shown_penalty(placed, ranking.display);
    }
    return row;
}

// Behind the best of those with a place, in laps; of as many laps, in time.
void fill_gaps(std::vector<Row>& rows) {
    std::uint32_t most = 0;
    std::map<std::uint32_t, Milliseconds> first; // by laps
    for (const Row& row : rows) {
        if (row.rank) {
            most = std::max(most, row.laps);
            const auto [best, is_new] = first.emplace(row.laps, *row.time);
            best->second = std::min(best->second, *row.time);
        }
    }
    for (Row& row : rows) {
        if (row.rank) {
            row.laps_behind = most - row.laps;
            row.gap = *row.time - first.at(row.laps);
        }
    }
}

Table table_of(const plan::Ranking& ranking, const std::vector<Placed>& placed) {
    Table table{.id = ranking.id, .name = ranking.name, .display = ranking.display, .rows = {}};
    for (const Placed& one : placed) {
        table.rows.push_back(row_of(one, ranking));
    }
    fill_gaps(table.rows);
    return table;
}

Table full_table(const plan::Ranking& ranking, const plan::RacePlan& plan,
                 std::span<const Competitor> competitors) {
    const std::vector<Placed> placed = placing_of(ranking, plan, competitors);
    Table table = table_of(ranking, placed);
    fill_columns(table.rows, placed, ranking, plan);
    return table;
}

} // namespace

std::vector<Competitor> judged(const RaceRecord& record, std::optional<UtcTime> as_of) {
    std::vector<Competitor> all = competitors_of(record);
    for (Competitor& competitor : all) {
        competitor.penalties = penalties_of(*competitor.record, record.plan->rules.cards);
    }
    end_races(all, record.plan->rules.end);
    decide_outcomes(all, *record.plan, as_of);
    return all;
}

Table places_in(const plan::Ranking& ranking, const plan::RacePlan& plan,
                std::span<const Competitor> competitors) {
    return table_of(ranking, placing_of(ranking, plan, competitors));
}

Tables tables_of(const RaceRecord& record, std::optional<UtcTime> as_of) {
    const plan::RacePlan& plan = *record.plan;
    const std::vector<Competitor> competitors = judged(record, as_of);
    Tables tables;
    for (const plan::Ranking& ranking : plan::rankings_of(plan)) {
        tables.rankings.push_back(full_table(ranking, plan, competitors));
    }
    for (const plan::TeamRanking& rule : plan.rules.teams) {
        const auto table = std::ranges::find(tables.rankings, rule.ranking, &Table::id);
        tables.teams.push_back(
            team_table(rule, plan, table == tables.rankings.end() ? Table{} : *table));
    }
    for (const plan::PointsRanking& rule : plan.rules.points) {
        tables.points.push_back(points_table(rule, plan, competitors, tables.rankings));
    }
    return tables;
}

std::vector<plan::Outcome> outcomes_of(const RaceRecord& record, std::optional<UtcTime> as_of) {
    std::map<const EntryRecord*, plan::Outcome> outcomes; // looked up, not gone through
    for (const Competitor& competitor : judged(record, as_of)) {
        outcomes.emplace(competitor.record, competitor.outcome);
    }
    std::vector<plan::Outcome> all;
    all.reserve(record.entries.size());
    for (const EntryRecord& entry : record.entries) {
        all.push_back(outcomes.at(&entry));
    }
    return all;
}

} // namespace lanterne::scoring::results
