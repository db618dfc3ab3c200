#include "core/scoring/results/columns.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "core/scoring/results/clock.hpp"
#include "core/scoring/results/display.hpp"

namespace lanterne::scoring::results {
namespace {

// Sorted times of those who are ranked somewhere.
class Field {
public:
    void add(Milliseconds raced) { times_.push_back(raced); }

    void close() { std::ranges::sort(times_); }

    bool empty() const { return times_.empty(); }

    Milliseconds best() const { return times_.front(); }

    std::uint32_t rank_of(Milliseconds raced) const {
        const auto first = std::ranges::lower_bound(times_, raced);
        return static_cast<std::uint32_t>(first - times_.begin()) + 1;
    }

private:
    std::vector<Milliseconds> times_;
};

bool is_ranked(const Competitor& competitor) {
    return competitor.outcome != plan::Outcome::disqualified;
}

// Up to the one that ended its race: who goes on behind it is out for a ride.
std::span<const JudgedPassage> raced_passages(const Competitor& competitor) {
    const std::span all{competitor.passages};
    return competitor.end ? all.first(*competitor.end + 1) : all;
}

bool is_raced(const Competitor& competitor, const plan::Segment& segment) {
    const JudgedPassage* last = passage_at(competitor, segment.to);
    return last == nullptr || !competitor.end || last <= &competitor.passages[*competitor.end];
}

using Points = std::map<plan::PointLap, Field>;

Points points_of(const std::vector<Placed>& placed, plan::TimeBasis basis) {
    Points fields;
    for (const Placed& one : placed) {
        const Competitor& competitor = *one.competitor;
        for (const JudgedPassage& passage : raced_passages(competitor)) {
            const auto& point = competitor.record->course->points()[passage.passage.point];
            const auto raced = raced_at(competitor, &passage, basis);
            if (raced && is_ranked(competitor) && point.kind != course::PointKind::start) {
                fields[{point.id, point.lap}].add(*raced);
            }
        }
    }
    for (auto& [at, field] : fields) {
        field.close();
    }
    return fields;
}

std::vector<Split> splits_of(const Competitor& competitor, const plan::Ranking& ranking,
                             const Points& fields) {
    std::vector<Split> splits;
    for (const JudgedPassage& passage : raced_passages(competitor)) {
        const auto& point = competitor.record->course->points()[passage.passage.point];
        const auto raced = raced_at(competitor, &passage, ranking.basis);
        if (!raced || point.kind == course::PointKind::start) {
            continue;
        }
        const plan::PointLap at{point.id, point.lap};
        const auto field = fields.find(at);
        const Milliseconds time = shown(*raced, ranking.display);
        const bool is_alone = field == fields.end() || !is_ranked(competitor);
        splits.push_back({.at = at,
                          .time = time,
                          .gap = is_alone ? Milliseconds{0}
                                          : time - shown(field->second.best(), ranking.display),
                          .rank = is_alone ? 0 : field->second.rank_of(*raced),
                          .is_bridged = passage.passage.is_bridged});
    }
    return splits;
}

std::string member_on(const Competitor& competitor, const plan::Segment& segment) {
    const course::Course& course = *competitor.record->course;
    for (const course::TimingPoint& point : course.points()) {
        if (point.id != segment.to.point || point.lap != segment.to.lap) {
            continue;
        }
        const auto& members = competitor.record->entry->members;
        const auto member =
            std::ranges::find(members, course.legs()[point.leg].id, &plan::Member::leg);
        return member == members.end() ? std::string{} : member->name;
    }
    return {};
}

// The segment's time as shown: the difference of what is shown at its ends.
std::optional<Milliseconds> shown_over(const Competitor& competitor, const plan::Segment& segment,
                                       const plan::Ranking& ranking) {
    if (!is_raced(competitor, segment) || !raced_over(competitor, segment, ranking.basis)) {
        return std::nullopt;
    }
    return shown(*raced_until(competitor, segment.to, ranking.basis), ranking.display) -
           shown(*raced_until(competitor, segment.from, ranking.basis), ranking.display);
}

// Segments are told apart by their ends, so that courses of several lengths share those they share.
using Ends = std::tuple<std::string, plan::PointLap, plan::PointLap>;

struct SegmentField {
    Field times;
    Milliseconds best_shown = Milliseconds::max();
};

std::map<Ends, SegmentField> segment_fields(const std::vector<Placed>& placed,
                                            const plan::Ranking& ranking,
                                            const plan::RacePlan& plan) {
    std::map<Ends, SegmentField> fields;
    for (const Placed& one : placed) {
        const Competitor& competitor = *one.competitor;
        if (!is_ranked(competitor)) {
            continue;
        }
        for (const plan::Segment& segment : segments_of(plan.rules, *competitor.record)) {
            const auto raced = raced_over(competitor, segment, ranking.basis);
            if (raced && is_raced(competitor, segment)) {
                SegmentField& field = fields[{segment.id, segment.from, segment.to}];
                field.times.add(*raced);
                field.best_shown =
                    std::min(field.best_shown, *shown_over(competitor, segment, ranking));
            }
        }
    }
    for (auto& [ends, field] : fields) {
        field.times.close();
    }
    return fields;
}

std::optional<std::int32_t> gained_over(const Competitor& competitor, const plan::Segment& segment,
                                        plan::TimeBasis basis, const Points& points) {
    const auto from = points.find(segment.from);
    const auto to = points.find(segment.to);
    if (from == points.end() || to == points.end()) {
        return std::nullopt;
    }
    const auto begin = raced_until(competitor, segment.from, basis);
    const auto end = raced_until(competitor, segment.to, basis);
    return static_cast<std::int32_t>(from->second.rank_of(*begin)) -
           static_cast<std::int32_t>(to->second.rank_of(*end));
}

} // namespace

void fill_columns(std::vector<Row>& rows, const std::vector<Placed>& placed,
                  const plan::Ranking& ranking, const plan::RacePlan& plan) {
    if (ranking.basis == plan::TimeBasis::segment) {
        return;
    }
    const Points points = points_of(placed, ranking.basis);
    const auto fields = segment_fields(placed, ranking, plan);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Competitor& competitor = *placed[i].competitor;
        rows[i].splits = splits_of(competitor, ranking, points);
        for (const plan::Segment& segment : segments_of(plan.rules, *competitor.record)) {
            const auto time = shown_over(competitor, segment, ranking);
            if (!time) {
                continue;
            }
            SegmentTime column{
                .segment = segment.id, .member = member_on(competitor, segment), .time = *time};
            const auto field = fields.find({segment.id, segment.from, segment.to});
            if (field != fields.end() && is_ranked(competitor)) {
                column.rank =
                    field->second.times.rank_of(*raced_over(competitor, segment, ranking.basis));
                column.gap = *time - field->second.best_shown;
                column.gained = gained_over(competitor, segment, ranking.basis, points);
            }
            rows[i].segments.push_back(std::move(column));
        }
    }
}

} // namespace lanterne::scoring::results
