#include "core/scoring/results/competitor.hpp"

#include <algorithm>

#include "core/plan/board.hpp"

namespace lanterne::scoring::results {

bool comes_first(const Bib& a, const Bib& b) {
    const auto shorter = a.text().size() <=> b.text().size();
    return shorter != 0 ? shorter < 0 : a < b;
}

const JudgedPassage* passage_at(const Competitor& competitor, const plan::PointLap& at) {
    const auto& points = competitor.record->course->points();
    const auto found = std::ranges::find_if(competitor.passages, [&](const JudgedPassage& judged) {
        const course::TimingPoint& point = points[judged.passage.point];
        return point.lap == at.lap && point.id == at.point;
    });
    return found == competitor.passages.end() ? nullptr : &*found;
}

PenaltySum penalties_of(const EntryRecord& record, const std::vector<plan::Card>& cards) {
    PenaltySum sum;
    for (const plan::Penalise& penalty : record.penalties) {
        const bool is_timed = penalty.kind == plan::PenaltyKind::time ||
                              (penalty.kind == plan::PenaltyKind::box && !penalty.served);
        sum.time += is_timed ? penalty.time : Milliseconds{0};
        sum.laps += penalty.kind == plan::PenaltyKind::laps ? penalty.count : 0;
        sum.places += penalty.kind == plan::PenaltyKind::places ? penalty.count : 0;
        sum.points += penalty.kind == plan::PenaltyKind::points ? penalty.count : 0;
        if (penalty.kind != plan::PenaltyKind::card) {
            continue;
        }
        const auto card = std::ranges::find(cards, penalty.card, &plan::Card::name);
        const Milliseconds usual = card == cards.end() ? Milliseconds{0} : card->time;
        sum.time += penalty.time > Milliseconds{0} ? penalty.time : usual;
        const auto so_far =
            std::ranges::count_if(record.penalties, [&](const plan::Penalise& other) {
                return other.kind == plan::PenaltyKind::card && other.card == penalty.card;
            });
        if (card != cards.end() && card->disqualified_at != 0 &&
            so_far >= static_cast<std::ptrdiff_t>(card->disqualified_at)) {
            sum.disqualified = penalty.article;
        }
    }
    return sum;
}

bool is_in(const plan::Filter& who, const plan::RacePlan& plan, const EntryRecord& record) {
    return plan::is_in(who, plan, *record.entry);
}

} // namespace lanterne::scoring::results
