#include "core/scoring/cases/race_cases.hpp"

#include <algorithm>

#include "core/scoring/ruling/find_point.hpp"
#include "core/scoring/ruling/separation.hpp"

namespace lanterne::scoring {
namespace {

const EntryRecord* find_entry(const RaceRecord& record, const Bib& bib) {
    const auto found = std::ranges::find_if(
        record.entries, [&](const EntryRecord& one) { return one.entry->bib == bib; });
    return found == record.entries.end() ? nullptr : &*found;
}

const Passage* passage_at(const EntryRecord& record, const plan::PointLap& at) {
    const auto point = find_point(*record.course, at);
    const auto passage =
        point ? std::ranges::find(record.passages, *point, &Passage::point) : record.passages.end();
    return passage == record.passages.end() ? nullptr : &*passage;
}

} // namespace

std::vector<Case> clock_cases(const CaseInputs& inputs) {
    std::vector<Case> cases;
    for (const ClockCheck& clock : inputs.witnesses.clocks()) {
        if (clock.is_wrong) {
            cases.push_back({.kind = CaseKind::wrong_clock,
                             .subject = clock.clock,
                             .from = inputs.record.plan->start,
                             .evidence = {{"reads", static_cast<std::int64_t>(clock.reads)},
                                          {"add_ms", -clock.median.count()},
                                          {"spread_ms", clock.spread.count()}}});
        }
    }
    return cases;
}

std::vector<Case> order_cases(const CaseInputs& inputs) {
    std::vector<Case> cases;
    for (const SeenOrder& seen : inputs.witnesses.reads().orders) {
        for (std::size_t i = 1; i < seen.bibs.size(); ++i) {
            const EntryRecord* first = find_entry(inputs.record, seen.bibs[i - 1]);
            const EntryRecord* next = find_entry(inputs.record, seen.bibs[i]);
            // Without a lap nobody knows which of several passages was meant.
            const plan::PointLap at{seen.point, seen.lap.value_or(1)};
            const bool is_one = seen.lap || !find_point(*next->course, {seen.point, 2}).has_value();
            const Passage* before = is_one ? passage_at(*first, at) : nullptr;
            const Passage* after = is_one ? passage_at(*next, at) : nullptr;
            if (before == nullptr || after == nullptr || after->time >= before->time ||
                !are_separated(*before, *after)) {
                continue;
            }
            cases.push_back({.kind = CaseKind::witnesses_disagree,
                             .bib = seen.bibs[i],
                             .at = at,
                             .subject = "after " + seen.bibs[i - 1].text(),
                             .from = after->time,
                             .ended = after->time,
                             .evidence = {{"apart_ms", (before->time - after->time).count()}}});
        }
    }
    return cases;
}

} // namespace lanterne::scoring
