#include <algorithm>

#include "core/scoring/ruling/race_time.hpp"
#include "core/scoring/standings.hpp"

namespace lanterne::scoring {
namespace {

std::optional<Milliseconds> raced_until(const EntryRecord& record, UtcTime time) {
    const std::optional<UtcTime> start = started(record);
    return start ? std::optional{raced_between(record, *start, time)} : std::nullopt;
}

// Time that the leader had raced where the other is now.
std::optional<Milliseconds> leader_there(const OnWay& leader, Metres along) {
    const Athlete* athlete = leader.entrant->athlete();
    const auto scored = leader.entrant->course().scored_along(along);
    if (athlete == nullptr || !scored) {
        return std::nullopt;
    }
    const std::optional<UtcTime> time = athlete->trace().time_at(*scored);
    return time ? raced_until(*leader.record, *time) : std::nullopt;
}

std::optional<Milliseconds> difference(std::optional<Milliseconds> one,
                                       std::optional<Milliseconds> leader) {
    return one && leader ? std::optional{*one - *leader} : std::nullopt;
}

std::optional<Milliseconds> gap_here(const OnWay& one, const OnWay& leader) {
    const auto& seen = one.record->seen;
    if (!seen || !seen->on_course) {
        return std::nullopt;
    }
    return difference(raced_until(*one.record, seen->time), leader_there(leader, seen->along));
}

std::optional<Milliseconds> gap_at_last_point(const OnWay& one, const OnWay& leader) {
    const Passage& passage = one.record->passages.back();
    const auto& others = leader.record->passages;
    const auto same = std::ranges::find(others, passage.point, &Passage::point);
    return same == others.end() ? std::nullopt
                                : difference(raced_until(*one.record, passage.time),
                                             raced_until(*leader.record, same->time));
}

} // namespace

std::optional<Milliseconds> gap_on_way(const OnWay& one, const OnWay& leader) {
    if (one.record->course != leader.record->course || one.record->passages.empty()) {
        return std::nullopt;
    }
    std::optional<Milliseconds> gap = gap_here(one, leader);
    if (!gap) {
        gap = gap_at_last_point(one, leader);
    }
    return gap ? std::optional{std::max(*gap, Milliseconds{0})} : std::nullopt;
}

} // namespace lanterne::scoring
