#include "core/exchange/rules_rewards.hpp"

#include <array>

#include <fmt/format.h>

namespace lanterne::exchange {

namespace {

using Kind = TomlValue::Kind;

constexpr std::int64_t most_points = 100'000;

constexpr std::array<Word<plan::TeamBy>, 3> team_bys{{{"nth-time", plan::TeamBy::nth_time},
                                                      {"sum-of-times", plan::TeamBy::sum_times},
                                                      {"sum-of-places", plan::TeamBy::sum_places}}};
constexpr std::array<Word<plan::TeamTie>, 3> team_ties{
    {{"sum-of-places", plan::TeamTie::sum_of_places},
     {"best-place", plan::TeamTie::best_place},
     {"last-place", plan::TeamTie::last_place}}};
constexpr std::array<Word<plan::SharedPoints>, 2> sharings{
    {{"each", plan::SharedPoints::each}, {"split", plan::SharedPoints::split}}};
constexpr std::array<Word<bool>, 2> who_is_out{{{"loses", true}, {"keeps", false}}};
constexpr std::array<Word<plan::PointsTie>, 3> points_ties{{{"wins", plan::PointsTie::wins},
                                                            {"last", plan::PointsTie::last},
                                                            {"ranking", plan::PointsTie::ranking}}};

std::string ranking_of(RulesReader& reader, const std::vector<std::string>& rankings) {
    const auto id = reader.table().id("ranking");
    if (id && std::ranges::find(rankings, *id) == rankings.end()) {
        reader.table().refuse("ranking");
    }
    return id.value_or("");
}

std::vector<std::uint32_t> places_of(RulesReader& reader) {
    const TomlValue* found = reader.table().value("places");
    std::vector<std::uint32_t> places;
    if (found == nullptr) {
        return places;
    }
    for (const TomlValue& place : found->list) {
        if (place.kind == Kind::integer && place.integer >= 0 && place.integer <= most_points) {
            places.push_back(static_cast<std::uint32_t>(place.integer));
        }
    }
    if (places.empty() || places.size() != found->list.size() ||
        places.size() > plan::max_point_places) {
        reader.table().refuse("places");
    }
    return places;
}

void read_award(const TomlValue& table, const RulesScope& scope,
                const std::vector<std::string>& rankings, std::vector<plan::PointsRanking>& points,
                Faults& faults) {
    RulesReader reader{table, "award", scope, faults};
    plan::Award award;
    award.ranking = ranking_of(reader, rankings);
    award.at = reader.point("at").value_or(plan::PointLap{});
    award.places = places_of(reader);
    const auto owner = reader.table().id("points_ranking");
    const auto found =
        owner ? std::ranges::find(points, *owner, &plan::PointsRanking::id) : points.end();
    if (owner && found == points.end()) {
        reader.table().refuse("points_ranking");
    }
    const bool has_point = reader.table().value("at") != nullptr;
    if (has_point == (reader.table().value("ranking") != nullptr)) {
        reader.say("at", "the award is for no point or for a ranking too", "either at or ranking");
    }
    if (found != points.end()) {
        found->awards.push_back(std::move(award));
    }
}

} // namespace

std::vector<plan::TeamRanking> read_teams(const TomlValue& document, const RulesScope& scope,
                                          const std::vector<std::string>& rankings,
                                          Faults& faults) {
    std::vector<plan::TeamRanking> teams;
    Ids ids;
    for (const TomlValue* table : tables_of(document, "team_ranking", plan::max_rules, faults)) {
        RulesReader reader{*table, "team_ranking", scope, faults};
        plan::TeamRanking rule;
        rule.id = ids.take(reader.table(), faults);
        rule.name = reader.name_or(rule.id);
        rule.ranking = ranking_of(reader, rankings);
        rule.by = reader.word<plan::TeamBy>("by", team_bys).value_or(rule.by);
        rule.n = static_cast<std::uint32_t>(reader.table().integer("n", 1, 100).value_or(1));
        rule.ties = reader.words<plan::TeamTie>("ties", team_ties);
        teams.push_back(std::move(rule));
    }
    return teams;
}

std::vector<plan::PointsRanking> read_points(const TomlValue& document, const RulesScope& scope,
                                             const std::vector<std::string>& rankings,
                                             Faults& faults) {
    std::vector<plan::PointsRanking> points;
    Ids ids;
    for (const TomlValue* table : tables_of(document, "points_ranking", plan::max_rules, faults)) {
        RulesReader reader{*table, "points_ranking", scope, faults};
        plan::PointsRanking rule;
        rule.id = ids.take(reader.table(), faults);
        rule.name = reader.name_or(rule.id);
        rule.who = reader.filter();
        rule.shared = reader.word<plan::SharedPoints>("shared", sharings).value_or(rule.shared);
        rule.only_finishers = reader.word<bool>("who_is_out", who_is_out).value_or(true);
        rule.ties = reader.words<plan::PointsTie>("ties", points_ties);
        points.push_back(std::move(rule));
    }
    for (const TomlValue* table : tables_of(document, "award", plan::max_rules, faults)) {
        read_award(*table, scope, rankings, points, faults);
    }
    return points;
}

} // namespace lanterne::exchange
