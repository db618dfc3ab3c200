#include <algorithm>
#include <map>
#include <tuple>

#include "core/plan/board.hpp"
#include "core/scoring/cases/race_cases.hpp"
#include "core/scoring/record/separated.hpp"
#include "core/scoring/results/bunch.hpp"
#include "core/scoring/results/places.hpp"
#include "core/scoring/results/placing.hpp"
#include "core/scoring/ruling/find_point.hpp"

namespace lanterne::scoring {
namespace {

using results::Competitor;
using results::JudgedPassage;

constexpr std::size_t usual_prizes = 3;

// Places of a ranking on which something hangs.
struct Stake {
    plan::Ranking ranking;
    std::size_t places = 0;
};

// Where nobody said what has prizes: each course, and of each the sexes; each category.
std::vector<Stake> usual_stakes(const plan::RacePlan& plan) {
    std::vector<Stake> stakes;
    for (const plan::Ranking& course : plan::rankings_of(plan)) {
        stakes.push_back({course, usual_prizes});
        for (const plan::Sex sex : {plan::Sex::female, plan::Sex::male, plan::Sex::other}) {
            Stake of_sex{course, usual_prizes};
            of_sex.ranking.who.sexes = {sex};
            stakes.push_back(std::move(of_sex));
        }
        for (const plan::Category& category : plan.categories) {
            Stake of_category{course, usual_prizes};
            of_category.ranking.who.categories = {category.id};
            stakes.push_back(std::move(of_category));
        }
    }
    return stakes;
}

std::vector<Stake> stakes_of(const plan::RacePlan& plan) {
    if (plan.rules.rankings.empty()) {
        return usual_stakes(plan);
    }
    std::vector<Stake> stakes;
    for (const plan::Ranking& ranking : plan.rules.rankings) {
        std::size_t places = std::max(ranking.prizes, ranking.qualifies);
        for (const plan::PointsRanking& points : plan.rules.points) {
            for (const plan::Award& award : points.awards) {
                const bool is_of_it = award.at.point.empty() && award.ranking == ranking.id;
                places = std::max(places, is_of_it ? award.places.size() : 0);
            }
        }
        stakes.push_back({ranking, places});
    }
    return stakes;
}

// Named by bib, not by who was before: chance decides that, and more fixes turn it round.
Case case_of(const Competitor& one, const Competitor& next, const plan::PointLap& at, UtcTime when,
             Milliseconds apart, std::size_t place) {
    const bool is_first = results::comes_first(one.bib(), next.bib());
    const Bib& bib = is_first ? one.bib() : next.bib();
    const Bib& other = is_first ? next.bib() : one.bib();
    return {.kind = CaseKind::not_separated,
            .bib = bib,
            .at = at,
            .subject = other.text(),
            .from = when,
            .ended = when,
            .evidence = {{"apart_ms", apart.count()}, {"place", static_cast<std::int64_t>(place)}}};
}

void add_of_ranking(const Stake& stake, const plan::RacePlan& plan,
                    const std::vector<Competitor>& competitors, std::vector<Case>& cases) {
    const std::vector<results::Placed> placed =
        results::placing_of(stake.ranking, plan, competitors);
    // The last prize hangs on who comes after it as well.
    for (std::size_t i = 1; i < placed.size() && i <= stake.places; ++i) {
        const results::Placed& before = placed[i - 1];
        const results::Placed& after = placed[i];
        if (!after.rank || !after.is_linked || !before.competitor->end || !after.competitor->end) {
            continue;
        }
        const Passage& first = before.competitor->passages[*before.competitor->end].passage;
        const Passage& last = after.competitor->passages[*after.competitor->end].passage;
        cases.push_back(case_of(*before.competitor, *after.competitor,
                                name_of(*after.competitor->record->course, last.point),
                                std::max(first.time, last.time), *after.total - *before.total, i));
    }
}

void add_of_sprint(const plan::PointsRanking& rule, const plan::Award& award,
                   const plan::RacePlan& plan, const std::vector<Competitor>& competitors,
                   std::vector<Case>& cases) {
    std::vector<std::pair<const Competitor*, const JudgedPassage*>> passed;
    for (const Competitor& competitor : competitors) {
        const JudgedPassage* passage = results::passage_at(competitor, award.at);
        if (passage != nullptr && competitor.outcome != plan::Outcome::disqualified &&
            results::is_in(rule.who, plan, *competitor.record)) {
            passed.emplace_back(&competitor, passage);
        }
    }
    std::ranges::stable_sort(passed, {}, [](const auto& one) {
        return std::tuple{one.second->passage.time, one.second->place};
    });
    for (std::size_t i = 1; i < passed.size() && i <= award.places.size(); ++i) {
        const auto& [before, first] = passed[i - 1];
        const auto& [after, last] = passed[i];
        const Milliseconds apart = last->passage.time - first->passage.time;
        const bool are_judged = first->place != 0 && last->place != 0;
        if (!are_judged &&
            may_be_chance(apart, results::variance_of(first) + results::variance_of(last))) {
            cases.push_back(case_of(*before, *after, award.at, last->passage.time, apart, i));
        }
    }
}

} // namespace

std::vector<Case> separation_cases(const CaseInputs& inputs) {
    const plan::RacePlan& plan = *inputs.record.plan;
    const std::vector<Competitor> competitors = results::judged(inputs.record, inputs.as_of);
    std::vector<Case> cases;
    for (const Stake& stake : stakes_of(plan)) {
        add_of_ranking(stake, plan, competitors, cases);
    }
    for (const plan::PointsRanking& rule : plan.rules.points) {
        for (const plan::Award& award : rule.awards) {
            if (!award.at.point.empty()) {
                add_of_sprint(rule, award, plan, competitors, cases);
            }
        }
    }
    return cases;
}

} // namespace lanterne::scoring
