#include "core/scoring/results/teams.hpp"

#include <algorithm>
#include <map>

namespace lanterne::scoring::results {
namespace {

struct Team {
    TeamRow row;
    std::vector<const Row*> counted;
    std::vector<std::int64_t> merit; ///< less is better
};

std::int64_t merit_by(const plan::TeamRanking& rule, const Team& team) {
    if (rule.by == plan::TeamBy::sum_places) {
        return team.row.places;
    }
    if (rule.by == plan::TeamBy::nth_time) {
        return team.counted.back()->exact->count();
    }
    std::int64_t sum = 0;
    for (const Row* row : team.counted) {
        sum += row->exact->count();
    }
    return sum;
}

std::int64_t tie_by(plan::TeamTie tie, const Team& team) {
    switch (tie) {
    case plan::TeamTie::sum_of_places: return team.row.places;
    case plan::TeamTie::best_place: return *team.counted.front()->rank;
    case plan::TeamTie::last_place: break;
    }
    return *team.counted.back()->rank;
}

void add_up(const plan::TeamRanking& rule, Team& team) {
    team.merit.clear();
    if (team.counted.size() < rule.n) {
        return;
    }
    Milliseconds sum{0};
    for (const Row* row : team.counted) {
        team.row.places += *row->rank;
        sum += *row->time;
    }
    if (rule.by != plan::TeamBy::sum_places) {
        team.row.time = rule.by == plan::TeamBy::nth_time ? *team.counted.back()->time : sum;
    }
    team.merit.push_back(merit_by(rule, team));
    for (const plan::TeamTie tie : rule.ties) {
        team.merit.push_back(tie_by(tie, team));
    }
}

} // namespace

TeamTable team_table(const plan::TeamRanking& rule, const plan::RacePlan& plan,
                     const Table& table) {
    std::map<Bib, std::string> team_of;
    for (const plan::Entry& entry : plan.entries) {
        team_of.emplace(entry.bib, entry.team);
    }
    std::map<std::string, Team> by_name;
    for (const Row& row : table.rows) {
        const auto name = team_of.find(row.bib);
        if (name == team_of.end() || name->second.empty()) {
            continue;
        }
        Team& team = by_name[name->second];
        team.row.team = name->second;
        if (row.rank && team.counted.size() < rule.n) {
            team.counted.push_back(&row);
            team.row.counted.push_back(row.bib);
        }
    }
    std::vector<Team> teams;
    for (auto& [name, team] : by_name) {
        add_up(rule, team);
        teams.push_back(std::move(team));
    }
    std::ranges::stable_sort(teams, [](const Team& a, const Team& b) {
        return a.merit.empty() != b.merit.empty() ? b.merit.empty() : a.merit < b.merit;
    });
    TeamTable result{.id = rule.id, .name = rule.name, .rows = {}};
    for (std::size_t i = 0; i < teams.size(); ++i) {
        Team& team = teams[i];
        if (!team.merit.empty()) {
            const bool shares = i > 0 && teams[i - 1].merit == team.merit;
            team.row.rank = shares ? result.rows.back().rank : static_cast<std::uint32_t>(i + 1);
        }
        result.rows.push_back(std::move(team.row));
    }
    return result;
}

} // namespace lanterne::scoring::results
