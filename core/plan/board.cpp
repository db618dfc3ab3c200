#include "core/plan/board.hpp"

#include <algorithm>
#include <chrono>

namespace lanterne::plan {
namespace {

template<class Value>
bool names(const std::vector<Value>& list, const Value& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
}

std::optional<int> age_of(const RacePlan& plan, const Entry& entry) {
    if (!entry.birth_year) {
        return std::nullopt;
    }
    const auto day = std::chrono::floor<std::chrono::days>(plan.start);
    return static_cast<int>(std::chrono::year_month_day{day}.year()) - *entry.birth_year;
}

bool has_age(const Filter& who, const RacePlan& plan, const Entry& entry) {
    if (!who.youngest && !who.oldest) {
        return true;
    }
    const std::optional<int> age = age_of(plan, entry);
    return age && *age >= who.youngest.value_or(*age) && *age <= who.oldest.value_or(*age);
}

} // namespace

bool is_in(const Filter& who, const RacePlan& plan, const Entry& entry) {
    const Variant* variant = who.variants.empty() ? nullptr : variant_of(plan, entry);
    return names(who.variants, variant == nullptr ? std::string{} : variant->id) &&
           names(who.categories, entry.category) && names(who.waves, entry.wave) &&
           names(who.teams, entry.team) && names(who.sexes, entry.sex) && has_age(who, plan, entry);
}

std::vector<Ranking> rankings_of(const RacePlan& plan) {
    if (!plan.rules.rankings.empty()) {
        return plan.rules.rankings;
    }
    const Measure by = plan.rules.end.by == EndBy::all && plan.rules.end.lapped == Lapped::go_on
                           ? Measure::time
                           : Measure::laps;
    const auto is_gone = [&](const course::Course& course) {
        return std::ranges::any_of(
            plan.entries, [&](const Entry& entry) { return &course_of(plan, entry) == &course; });
    };
    std::vector<Ranking> rankings;
    if (plan.variants.empty() || is_gone(plan.course)) {
        rankings.push_back(
            {.id = "overall", .name = "Overall", .who = {.variants = {""}}, .by = by});
    }
    for (const Variant& variant : plan.variants) {
        if (is_gone(variant.course)) {
            rankings.push_back({.id = "overall-" + variant.id,
                                .name = variant.name,
                                .who = {.variants = {variant.id}},
                                .by = by});
        }
    }
    return rankings;
}

std::optional<std::size_t> board_ranking(const RacePlan& plan, const std::vector<Ranking>& rankings,
                                         const Entry& entry) {
    const auto found = std::ranges::find_if(rankings, [&](const Ranking& ranking) {
        return ranking.basis != TimeBasis::segment && is_in(ranking.who, plan, entry);
    });
    return found == rankings.end()
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(found - rankings.begin())};
}

} // namespace lanterne::plan
