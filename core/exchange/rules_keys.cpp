#include "core/exchange/rules_keys.hpp"

#include <algorithm>
#include <array>

namespace lanterne::exchange {

namespace {

constexpr auto optional = Need::optional;
constexpr auto required = Need::required;

constexpr std::string_view name_right = "a text of 1 to 200 bytes on one line";
constexpr std::string_view id_right = "1 to 64 of a-z, 0-9 and hyphen";
constexpr std::string_view point_right =
    "the id of a timing point, with \"/2\" behind it for lap 2";
constexpr std::string_view ranking_right = "the id of a ranking";
constexpr std::string_view segment_right = "the id of a segment";
constexpr std::string_view names_right = "a list of texts";
constexpr std::string_view sexes_right = "a list of female, male, other";
constexpr std::string_view age_right = "years from 0 to 120";
constexpr std::string_view seconds_right = "seconds from 0 to 1000000";
constexpr std::string_view places_right =
    "points of the first, second, ...: at most 500 of 0 to 100000";

/// The keys of a plan::Filter, the same in each table that has one.
constexpr std::array<RaceKey, 7> filter_keys(std::string_view table) {
    return {{{table, "variants", optional, names_right},
             {table, "categories", optional, names_right},
             {table, "waves", optional, names_right},
             {table, "teams", optional, names_right},
             {table, "sexes", optional, sexes_right},
             {table, "youngest", optional, age_right},
             {table, "oldest", optional, age_right}}};
}

/// One after the other: a fault lists the keys of a table in this order.
template<std::size_t... Sizes>
constexpr auto joined(const std::array<RaceKey, Sizes>&... parts) {
    std::array<RaceKey, (Sizes + ...)> all{};
    auto end = all.begin();
    ((end = std::ranges::copy(parts, end).out), ...);
    return all;
}

constexpr auto keys = joined(
    std::array{
        RaceKey{"results", "order", optional,
                "a list of finished, racing, not_started, lapped, over_time_limit, not_classified, "
                "did_not_finish, disqualified, did_not_start, each once"},
        RaceKey{"results", "end", optional, "all, leader, laps or time"},
        RaceKey{"results", "line", optional, "the id of the timing point that counts laps"},
        RaceKey{"results", "laps", optional, "0 to 1000"},
        RaceKey{"results", "minutes", optional, "more than 0 to 10000"},
        RaceKey{"results", "lapped", optional, "go-on or pulled"},
        RaceKey{"results", "draft_m", optional, "metres from 1 to 100"},
        RaceKey{"segment", "id", required, id_right},
        RaceKey{"segment", "name", optional, name_right},
        RaceKey{"segment", "from", required, point_right},
        RaceKey{"segment", "to", required, point_right},
        RaceKey{"ranking", "id", required, id_right},
        RaceKey{"ranking", "name", optional, name_right}},
    filter_keys("ranking"),
    std::array{RaceKey{"ranking", "basis", optional, "planned, gun, net, slot or segment"},
               RaceKey{"ranking", "segment", optional, segment_right},
               RaceKey{"ranking", "by", optional, "time or laps"},
               RaceKey{"ranking", "rounding", optional, "down, nearest or up"},
               RaceKey{"ranking", "unit_s", optional, "1, 0.1 or 0.01"},
               RaceKey{"ranking", "ties", optional, "a list of older, younger and ids of segments"},
               RaceKey{"ranking", "group_gap_s", optional, "seconds from 0.1 to 60"},
               RaceKey{"ranking", "prizes", optional, "0 to 1000 places"},
               RaceKey{"ranking", "qualifies", optional, "0 to 1000 places"},
               RaceKey{"cutoff", "at", required, point_right}},
    filter_keys("cutoff"),
    std::array{RaceKey{"cutoff", "clock", optional,
                       "a date and time with its offset, such as 2026-06-14T09:00:00+02:00"},
               RaceKey{"cutoff", "after_gun_s", optional, seconds_right},
               RaceKey{"cutoff", "after_start_s", optional, seconds_right},
               RaceKey{"cutoff", "winner_percent", optional, "100 to 1000, of the winner's time"},
               RaceKey{"card", "name", required, name_right},
               RaceKey{"card", "time_s", optional, seconds_right},
               RaceKey{"card", "disqualified_at", optional, "1 to 100 of them"},
               RaceKey{"team_ranking", "id", required, id_right},
               RaceKey{"team_ranking", "name", optional, name_right},
               RaceKey{"team_ranking", "ranking", required, ranking_right},
               RaceKey{"team_ranking", "by", required, "nth-time, sum-of-times or sum-of-places"},
               RaceKey{"team_ranking", "n", required, "1 to 100"},
               RaceKey{"team_ranking", "ties", optional,
                       "a list of sum-of-places, best-place, last-place"},
               RaceKey{"points_ranking", "id", required, id_right},
               RaceKey{"points_ranking", "name", optional, name_right}},
    filter_keys("points_ranking"),
    std::array{RaceKey{"points_ranking", "shared", optional, "each or split"},
               RaceKey{"points_ranking", "who_is_out", optional, "loses or keeps"},
               RaceKey{"points_ranking", "ties", optional, "a list of wins, last, ranking"},
               RaceKey{"award", "points_ranking", required, "the id of a points_ranking"},
               RaceKey{"award", "at", optional, point_right},
               RaceKey{"award", "ranking", optional, ranking_right},
               RaceKey{"award", "places", required, places_right}});

} // namespace

std::span<const RaceKey> rules_keys() { return keys; }

} // namespace lanterne::exchange
