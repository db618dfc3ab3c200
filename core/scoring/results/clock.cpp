#include "core/scoring/results/clock.hpp"

#include <algorithm>

namespace lanterne::scoring::results {
namespace {

const JudgedPassage* start_passage(const Competitor& competitor) {
    if (competitor.passages.empty()) {
        return nullptr;
    }
    const JudgedPassage& first = competitor.passages.front();
    const auto& points = competitor.record->course->points();
    return points[first.passage.point].kind == course::PointKind::start ? &first : nullptr;
}

bool is_start(const Competitor& competitor, const plan::PointLap& at) {
    return std::ranges::any_of(competitor.record->course->points(),
                               [&](const course::TimingPoint& point) {
                                   return point.kind == course::PointKind::start &&
                                          point.id == at.point && point.lap == at.lap;
                               });
}

} // namespace

std::optional<UtcTime> clock_start(const Competitor& competitor, plan::TimeBasis basis) {
    using plan::TimeBasis;
    const EntryRecord& record = *competitor.record;
    if (competitor.passages.empty()) {
        return std::nullopt;
    }
    const bool takes_slot =
        basis == TimeBasis::planned || basis == TimeBasis::slot || basis == TimeBasis::segment;
    if (takes_slot && record.entry->slot) {
        return record.entry->slot;
    }
    if (begins_at(record, competitor.passages.front().passage.point)) {
        return competitor.passages.front().passage.time;
    }
    const JudgedPassage* start = start_passage(competitor);
    if (start == nullptr || basis == TimeBasis::gun || basis == TimeBasis::slot) {
        return record.gun;
    }
    const UtcTime own = start->passage.time;
    return record.gun && basis == TimeBasis::net ? std::max(own, *record.gun) : own;
}

std::optional<Milliseconds> raced_at(const Competitor& competitor, const JudgedPassage* passage,
                                     plan::TimeBasis basis) {
    const std::optional<UtcTime> start = clock_start(competitor, basis);
    if (passage == nullptr || !start) {
        return std::nullopt;
    }
    return raced_between(*competitor.record, *start, passage->passage.time);
}

std::optional<Milliseconds> raced_until(const Competitor& competitor, const plan::PointLap& at,
                                        plan::TimeBasis basis) {
    if (is_start(competitor, at)) {
        return clock_start(competitor, basis) ? std::optional{Milliseconds{0}} : std::nullopt;
    }
    return raced_at(competitor, passage_at(competitor, at), basis);
}

std::optional<Milliseconds> raced_over(const Competitor& competitor, const plan::Segment& segment,
                                       plan::TimeBasis basis) {
    const JudgedPassage* end = passage_at(competitor, segment.to);
    if (end != nullptr && begins_at(*competitor.record, end->passage.point)) {
        return std::nullopt; // all of it lies on legs that are not raced
    }
    const auto from = raced_until(competitor, segment.from, basis);
    const auto to = raced_until(competitor, segment.to, basis);
    return from && to ? std::optional{*to - *from} : std::nullopt;
}

} // namespace lanterne::scoring::results
