#include "core/scoring/results/series.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "core/scoring/results/awards.hpp"

namespace lanterne::scoring::results {
namespace {

struct Standing {
    SeriesRow row;
    std::vector<std::size_t> places; ///< by round; 0: none
    std::vector<std::int64_t> merit; ///< less is better
};

std::int64_t points_for(const plan::SeriesRules& rules, const RoundResult& result,
                        const std::map<std::uint32_t, std::size_t>& sharing) {
    if (!result.place) {
        return 0;
    }
    const std::size_t place = *result.place;
    if (place > rules.places.size()) {
        return std::int64_t{100} * rules.finishing;
    }
    return award_for(rules.places, rules.shared, place, sharing.at(*result.place));
}

void add_round(const plan::SeriesRules& rules, const Round& round, std::size_t index,
               std::map<std::string, Standing>& standings) {
    std::map<std::uint32_t, std::size_t> sharing;
    for (const RoundResult& result : round) {
        if (result.place) {
            ++sharing[*result.place];
        }
    }
    for (const RoundResult& result : round) {
        Standing& standing = standings[result.who];
        standing.row.who = result.who;
        standing.row.rounds.resize(index + 1);
        standing.places.resize(index + 1, 0);
        standing.row.rounds[index].hundredths = points_for(rules, result, sharing);
        standing.places[index] = result.place.value_or(0);
    }
}

// Marks the rounds that count; says how many there were.
std::size_t choose_best(const plan::SeriesRules& rules, SeriesRow& row) {
    std::vector<std::size_t> ridden;
    for (std::size_t i = 0; i < row.rounds.size(); ++i) {
        if (row.rounds[i].hundredths) {
            ridden.push_back(i);
        }
    }
    std::ranges::sort(ridden, [&](std::size_t a, std::size_t b) {
        return std::pair{*row.rounds[a].hundredths, a} > std::pair{*row.rounds[b].hundredths, b};
    });
    const std::size_t best =
        rules.best == 0 ? ridden.size() : std::min<std::size_t>(rules.best, ridden.size());
    for (std::size_t i = 0; i < best; ++i) {
        row.rounds[ridden[i]].counts = true;
        row.hundredths += *row.rounds[ridden[i]].hundredths;
    }
    return ridden.size();
}

void note_merit(const plan::SeriesRules& rules, Standing& standing) {
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    standing.merit.push_back(-standing.row.hundredths);
    for (const plan::PointsTie tie : rules.ties) {
        if (tie == plan::PointsTie::wins) {
            const auto wins = wins_of(standing.places, rules.places.size());
            standing.merit.insert(standing.merit.end(), wins.begin(), wins.end());
        } else if (tie == plan::PointsTie::last) {
            const std::size_t last = standing.places.empty() ? 0 : standing.places.back();
            standing.merit.push_back(last == 0 ? none : static_cast<std::int64_t>(last));
        }
    }
}

} // namespace

std::vector<SeriesRow> series_of(const plan::SeriesRules& rules, std::span<const Round> rounds) {
    std::map<std::string, Standing> by_who;
    for (std::size_t i = 0; i < rounds.size(); ++i) {
        add_round(rules, rounds[i], i, by_who);
    }
    std::vector<Standing> placed;
    std::vector<Standing> others;
    for (auto& [who, standing] : by_who) {
        standing.row.rounds.resize(rounds.size());
        standing.places.resize(rounds.size(), 0);
        const std::size_t ridden = choose_best(rules, standing.row);
        note_merit(rules, standing);
        (ridden >= rules.least ? placed : others).push_back(std::move(standing));
    }
    std::ranges::stable_sort(placed, {}, &Standing::merit);
    std::ranges::stable_sort(others, {}, &Standing::merit);
    std::vector<SeriesRow> rows;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const bool shares = i > 0 && placed[i - 1].merit == placed[i].merit;
        placed[i].row.rank = shares ? rows.back().rank : static_cast<std::uint32_t>(i + 1);
        rows.push_back(placed[i].row);
    }
    for (const Standing& standing : others) {
        rows.push_back(standing.row);
    }
    return rows;
}

} // namespace lanterne::scoring::results
