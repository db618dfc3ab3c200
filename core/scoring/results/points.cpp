#include "core/scoring/results/points.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "core/scoring/record/separated.hpp"
#include "core/scoring/results/awards.hpp"
#include "core/scoring/results/bunch.hpp"

namespace lanterne::scoring::results {
namespace {

// Where somebody came in an award.
struct Arrival {
    const Competitor* competitor = nullptr;
    std::tuple<std::int64_t, std::uint32_t> merit;
    const JudgedPassage* passage = nullptr; ///< nullptr: in a ranking
};

struct Score {
    PointsRow row;
    std::vector<std::size_t> places; ///< by award; 0: none
    const Competitor* competitor = nullptr;
    std::vector<std::int64_t> ties;
};

const Row* row_of(const std::vector<Table>& tables, const std::string& ranking, const Bib& bib) {
    const auto table = std::ranges::find(tables, ranking, &Table::id);
    if (table == tables.end()) {
        return nullptr;
    }
    const auto row = std::ranges::find(table->rows, bib, &Row::bib);
    return row == table->rows.end() ? nullptr : &*row;
}

std::map<Bib, std::uint32_t> ranks_in(const std::vector<Table>& tables,
                                      const std::string& ranking) {
    std::map<Bib, std::uint32_t> ranks;
    const auto table = std::ranges::find(tables, ranking, &Table::id);
    if (table != tables.end()) {
        for (const Row& row : table->rows) {
            if (row.rank) {
                ranks.emplace(row.bib, *row.rank);
            }
        }
    }
    return ranks;
}

// Whom satellites do not tell apart share the place, behind those of them whom judges named.
void join_bunches(std::vector<Arrival>& all) {
    std::vector<Timed> times;
    for (const Arrival& arrival : all) {
        const Milliseconds time{std::get<0>(arrival.merit)};
        times.push_back({time, variance_of(arrival.passage), arrival.passage});
    }
    for (const Bunch& bunch : bunches_of(times)) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(bunch.begin);
        const auto end = all.begin() + static_cast<std::ptrdiff_t>(bunch.end);
        const std::int64_t first = times[bunch.begin].time.count();
        for (auto arrival = begin; arrival != end; ++arrival) {
            arrival->merit = {first, judged_place(*arrival->passage)};
        }
        std::stable_sort(begin, end,
                         [](const Arrival& a, const Arrival& b) { return a.merit < b.merit; });
    }
}

std::vector<Arrival> arrivals(const plan::Award& award, std::span<const Competitor* const> field,
                              const std::vector<Table>& tables) {
    std::vector<Arrival> all;
    const bool is_by_ranking = award.at.point.empty();
    const auto ranks =
        is_by_ranking ? ranks_in(tables, award.ranking) : std::map<Bib, std::uint32_t>{};
    for (const Competitor* competitor : field) {
        if (is_by_ranking) {
            const auto rank = ranks.find(competitor->bib());
            if (rank != ranks.end()) {
                all.push_back({.competitor = competitor, .merit = {rank->second, 0}});
            }
        } else if (const JudgedPassage* passage = passage_at(*competitor, award.at)) {
            all.push_back({.competitor = competitor,
                           .merit = {to_ms(passage->passage.time), passage->place},
                           .passage = passage});
        }
    }
    std::ranges::stable_sort(all, {}, &Arrival::merit);
    if (!is_by_ranking) {
        join_bunches(all);
    }
    return all;
}

bool are_linked(const Arrival& a, const Arrival& b) {
    if (a.passage == nullptr || (a.passage->place != 0 && b.passage->place != 0)) {
        return false;
    }
    return may_be_chance(b.passage->passage.time - a.passage->passage.time,
                         variance_of(a.passage) + variance_of(b.passage));
}

bool may_have_points(const plan::PointsRanking& rule, const Competitor& competitor) {
    switch (competitor.outcome) {
    case plan::Outcome::disqualified: return false;
    case plan::Outcome::finished:
    case plan::Outcome::racing:
    case plan::Outcome::not_started: return true;
    default: return !rule.only_finishers;
    }
}

void give(const plan::PointsRanking& rule, const plan::Award& award,
          const std::vector<Arrival>& all, std::map<Bib, Score>& scores) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < all.size() && begin < award.places.size(); ++i) {
        if (i + 1 < all.size() && all[i + 1].merit == all[i].merit) {
            continue;
        }
        const std::size_t sharing = i + 1 - begin;
        for (std::size_t at = begin; at <= i; ++at) {
            Score& score = scores.at(all[at].competitor->bib());
            const std::int64_t points = award_for(award.places, rule.shared, begin + 1, sharing);
            score.row.awards.back() = points;
            score.row.hundredths += points;
            score.places.back() = begin + 1;
            const bool is_before = at + 1 < all.size() && are_linked(all[at], all[at + 1]);
            const bool is_behind = at > 0 && are_linked(all[at - 1], all[at]);
            score.row.is_linked = score.row.is_linked || is_before || is_behind;
        }
        begin = i + 1;
    }
}

void note_ties(const plan::PointsRanking& rule, const std::vector<Table>& tables, Score& score) {
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    for (const plan::PointsTie tie : rule.ties) {
        if (tie == plan::PointsTie::wins) {
            std::size_t width = 0;
            for (const plan::Award& award : rule.awards) {
                width = std::max(width, award.places.size());
            }
            const auto wins = wins_of(score.places, width);
            score.ties.insert(score.ties.end(), wins.begin(), wins.end());
        } else if (tie == plan::PointsTie::last) {
            const bool has_last = !score.places.empty() && score.places.back() != 0;
            score.ties.push_back(has_last ? static_cast<std::int64_t>(score.places.back()) : none);
        } else {
            const Row* row =
                tables.empty() ? nullptr : row_of(tables, tables.front().id, score.row.bib);
            score.ties.push_back(row != nullptr && row->rank ? *row->rank : none);
        }
    }
}

bool has_points(const Score& score) {
    return score.row.hundredths != 0 ||
           std::ranges::any_of(score.row.awards, [](std::int64_t points) { return points != 0; });
}

auto merit(const Score& score) { return std::pair{-score.row.hundredths, score.ties}; }

} // namespace

PointsTable points_table(const plan::PointsRanking& rule, const plan::RacePlan& plan,
                         std::span<const Competitor> competitors,
                         const std::vector<Table>& tables) {
    std::vector<const Competitor*> field;
    std::map<Bib, Score> by_bib;
    for (const Competitor& competitor : competitors) {
        // Who is disqualified was never there: those behind him move up.
        if (is_in(rule.who, plan, *competitor.record) &&
            competitor.outcome != plan::Outcome::disqualified) {
            field.push_back(&competitor);
            by_bib.emplace(competitor.bib(),
                           Score{.row = {.bib = competitor.bib()}, .competitor = &competitor});
        }
    }
    for (const plan::Award& award : rule.awards) {
        for (auto& [bib, score] : by_bib) {
            score.row.awards.push_back(0);
            score.places.push_back(0);
        }
        give(rule, award, arrivals(award, field, tables), by_bib);
    }
    std::vector<Score> scores;
    for (const Competitor* competitor : field) {
        Score& score = by_bib.at(competitor->bib());
        if (has_points(score)) {
            score.row.hundredths -= std::int64_t{100} * competitor->penalties.points;
            note_ties(rule, tables, score);
            scores.push_back(std::move(score));
        }
    }
    std::ranges::stable_sort(scores, [&](const Score& a, const Score& b) {
        return std::pair{!may_have_points(rule, *a.competitor), merit(a)} <
               std::pair{!may_have_points(rule, *b.competitor), merit(b)};
    });
    PointsTable result{.id = rule.id, .name = rule.name, .rows = {}};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        Score& score = scores[i];
        if (may_have_points(rule, *score.competitor)) {
            const bool shares = i > 0 && merit(scores[i - 1]) == merit(score);
            score.row.rank = shares ? result.rows.back().rank : static_cast<std::uint32_t>(i + 1);
        }
        result.rows.push_back(score.row);
    }
    return result;
}

} // namespace lanterne::scoring::results
