#include "core/scoring/results/cut_off.hpp"

#include <algorithm>

#include "core/scoring/results/clock.hpp"
#include "core/scoring/results/ending.hpp"

namespace lanterne::scoring::results {
namespace {

constexpr auto planned = plan::TimeBasis::planned;

std::optional<std::size_t> point_of(const Competitor& competitor, const plan::PointLap& at) {
    const auto& points = competitor.record->course->points();
    const auto found = std::ranges::find_if(points, [&](const course::TimingPoint& point) {
        return point.id == at.point && point.lap == at.lap;
    });
    return found == points.end() ? std::nullopt
                                 : std::optional{static_cast<std::size_t>(found - points.begin())};
}

// Its race does not go there: a dropped leg, or a finish before it.
bool is_left_out(const Competitor& competitor, std::size_t point) {
    const EntryRecord& record = *competitor.record;
    const std::size_t leg = record.course->points()[point].leg;
    return (record.finish && *record.finish < point) ||
           std::ranges::find(record.dropped_legs, leg) != record.dropped_legs.end();
}

// Whoever was seen farther on was there, when is not known.
bool is_behind(const Competitor& competitor, std::size_t point) {
    const EntryRecord& record = *competitor.record;
    const auto is_there = [&](std::size_t there) { return there >= point; };
    return (!competitor.passages.empty() && competitor.passages.back().passage.point > point) ||
           std::ranges::any_of(record.vouched, is_there) ||
           std::ranges::any_of(record.missing, is_there, &Missing::point) ||
           (record.seen && record.seen->along > record.course->points()[point].along);
}

// When it was last seen on its way there, as of then.
std::optional<UtcTime> still_coming(const Competitor& competitor, std::optional<UtcTime> as_of) {
    const auto& seen = competitor.record->seen;
    return seen ? std::optional{std::min(seen->on_course_until, as_of.value_or(latest_time))}
                : std::nullopt;
}

Milliseconds extension_of(const Competitor& competitor, const std::string& point) {
    Milliseconds sum{0};
    for (const plan::Extend& extend : competitor.record->extensions) {
        sum += extend.point == point ? extend.by : Milliseconds{0};
    }
    return sum;
}

} // namespace

CutOffs::CutOffs(const plan::RacePlan& plan, std::span<const Competitor> competitors)
    : plan_{&plan} {
    const auto& cut_offs = plan.rules.cut_offs;
    for (std::size_t i = 0; i < cut_offs.size(); ++i) {
        if (cut_offs[i].from != plan::LimitFrom::winner) {
            continue;
        }
        for (const Competitor& competitor : competitors) {
            const auto raced = raced_until(competitor, cut_offs[i].at, planned);
            if (!raced || is_disqualified(competitor) ||
                !is_in(cut_offs[i].who, plan, *competitor.record)) {
                continue;
            }
            const auto [best, is_new] =
                best_.emplace(std::pair{i, competitor.record->course}, *raced);
            best->second = std::min(best->second, *raced);
        }
    }
}

bool CutOffs::is_over(const Competitor& competitor, std::optional<UtcTime> as_of) const {
    const auto& cut_offs = plan_->rules.cut_offs;
    for (std::size_t i = 0; i < cut_offs.size(); ++i) {
        const auto point = point_of(competitor, cut_offs[i].at);
        if (!point || is_left_out(competitor, *point) ||
            !is_in(cut_offs[i].who, *plan_, *competitor.record)) {
            continue;
        }
        const JudgedPassage* passage = passage_at(competitor, cut_offs[i].at);
        if (passage == nullptr && is_behind(competitor, *point)) {
            continue;
        }
        const std::optional<UtcTime> time = passage != nullptr
                                                ? std::optional{passage->passage.time}
                                                : still_coming(competitor, as_of);
        if (time && is_late(competitor, i, *time)) {
            return true;
        }
    }
    return false;
}

bool CutOffs::is_late(const Competitor& competitor, std::size_t cut_off, UtcTime time) const {
    const plan::CutOff& rule = plan_->rules.cut_offs[cut_off];
    const EntryRecord& record = *competitor.record;
    const Milliseconds more = extension_of(competitor, rule.at.point);
    if (rule.from == plan::LimitFrom::clock) {
        return time > rule.clock + more;
    }
    if (rule.from == plan::LimitFrom::gun) {
        return record.gun && time > *record.gun + rule.limit + more;
    }
    const auto start = clock_start(competitor, planned);
    if (!start) {
        return false;
    }
    Milliseconds limit = rule.limit;
    if (rule.from == plan::LimitFrom::winner) {
        const auto best = best_.find({cut_off, record.course});
        if (best == best_.end()) {
            return false;
        }
        limit = best->second * rule.share_permille / 1'000;
    }
    return raced_between(record, *start, time) > limit + more;
}

} // namespace lanterne::scoring::results
