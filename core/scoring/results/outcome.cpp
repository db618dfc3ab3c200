#include "core/scoring/results/outcome.hpp"

#include <algorithm>

#include "core/scoring/results/clock.hpp"
#include "core/scoring/results/cut_off.hpp"
#include "core/scoring/results/ending.hpp"

namespace lanterne::scoring::results {
namespace {

using plan::Outcome;

// What a person ruled; nothing for a reinstatement.
std::optional<Outcome> ruled(const EntryRecord& record) {
    if (!record.ruled) {
        return std::nullopt;
    }
    switch (record.ruled->status) {
    case plan::Ruled::racing: break;
    case plan::Ruled::did_not_start: return Outcome::did_not_start;
    case plan::Ruled::did_not_finish: return Outcome::did_not_finish;
    case plan::Ruled::lapped: return Outcome::lapped;
    case plan::Ruled::over_time_limit: return Outcome::over_time_limit;
    case plan::Ruled::disqualified: return Outcome::disqualified;
    case plan::Ruled::not_classified: return Outcome::not_classified;
    }
    return std::nullopt;
}

bool is_vouched_home(const EntryRecord& record) {
    return record.finish &&
           std::ranges::find(record.vouched, *record.finish) != record.vouched.end();
}

Outcome outcome_of(const Competitor& competitor, const CutOffs& cut_offs,
                   std::optional<UtcTime> as_of) {
    const EntryRecord& record = *competitor.record;
    if (const auto said = ruled(record)) {
        return *said;
    }
    const bool is_reinstated = record.ruled.has_value();
    if (is_disqualified(competitor)) {
        return Outcome::disqualified;
    }
    if (record.is_unscored) {
        return Outcome::not_classified;
    }
    if (competitor.passages.empty() && record.vouched.empty()) {
        return as_of ? Outcome::not_started : Outcome::did_not_start;
    }
    if (!is_reinstated && cut_offs.is_over(competitor, as_of)) {
        return Outcome::over_time_limit;
    }
    if (competitor.is_pulled) {
        return Outcome::lapped;
    }
    if (competitor.end || is_vouched_home(record)) {
        return Outcome::finished;
    }
    return as_of ? Outcome::racing : Outcome::did_not_finish;
}

std::string article_of(const Competitor& competitor) {
    const auto& said = competitor.record->ruled;
    if (said && said->status == plan::Ruled::disqualified) {
        return said->article;
    }
    return competitor.penalties.disqualified.value_or("");
}

} // namespace

void decide_outcomes(std::vector<Competitor>& competitors, const plan::RacePlan& plan,
                     std::optional<UtcTime> as_of) {
    const CutOffs cut_offs{plan, competitors};
    for (Competitor& competitor : competitors) {
        competitor.outcome = outcome_of(competitor, cut_offs, as_of);
        if (competitor.outcome == Outcome::disqualified) {
            competitor.article = article_of(competitor);
        }
    }
}

} // namespace lanterne::scoring::results
