#include "core/scoring/cases/race_cases.hpp"
#include "core/scoring/results/competitor.hpp"
#include "core/scoring/results/ending.hpp"
#include "core/scoring/results/outcome.hpp"

namespace lanterne::scoring {

std::vector<Case> limit_cases(const CaseInputs& inputs) {
    const plan::RacePlan& plan = *inputs.record.plan;
    std::vector<Case> cases;
    if (plan.rules.cut_offs.empty()) {
        return cases;
    }
    std::vector<results::Competitor> competitors = results::competitors_of(inputs.record);
    results::end_races(competitors, plan.rules.end);
    results::decide_outcomes(competitors, plan, inputs.as_of);
    for (const results::Competitor& competitor : competitors) {
        const EntryRecord& record = *competitor.record;
        if (competitor.outcome != plan::Outcome::over_time_limit || record.ruled) {
            continue;
        }
        const bool has_passed = !record.passages.empty();
        cases.push_back(
            {.kind = CaseKind::over_limit,
             .bib = competitor.bib(),
             .from = has_passed ? record.passages.back().time : plan.start,
             .evidence = {{"passages", static_cast<std::int64_t>(record.passages.size())}}});
    }
    return cases;
}

} // namespace lanterne::scoring
