#include "core/scoring/results/ending.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace lanterne::scoring::results {
namespace {

// A pass of the line: the lap that it ends comes from its place on the course, so that a lap whose
// pass nobody saw still counts.
struct LinePass {
    std::uint32_t lap = 0;
    std::size_t passage = 0; ///< index into the competitor's
    UtcTime time;
};

// The points of the course that end a lap, in order.
std::vector<std::size_t> line_points(const Competitor& competitor, const plan::RaceEnd& end) {
    std::vector<std::size_t> line;
    const auto& points = competitor.record->course->points();
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].id == end.line || competitor.record->finish == i) {
            line.push_back(i);
        }
    }
    return line;
}

std::vector<LinePass> line_passes(const Competitor& competitor, const plan::RaceEnd& end) {
    std::vector<LinePass> passes;
    const std::vector<std::size_t> line = line_points(competitor, end);
    for (std::size_t i = 0; i < competitor.passages.size(); ++i) {
        const Passage& passage = competitor.passages[i].passage;
        const auto found = std::ranges::find(line, passage.point);
        if (found != line.end()) {
            passes.push_back({.lap = static_cast<std::uint32_t>(found - line.begin()) + 1,
                              .passage = i,
                              .time = passage.time});
        }
    }
    return passes;
}

// Those on one course.
struct Field {
    std::vector<std::pair<Competitor*, std::vector<LinePass>>> members;
    std::vector<UtcTime> first; ///< by lap: when the first had gone it
    std::optional<UtcTime> gun;
};

// Who has gone a lap has gone those before it by then.
void note_first(std::vector<UtcTime>& first, const LinePass& pass) {
    first.resize(std::max(first.size(), std::size_t{pass.lap}), latest_time);
    for (std::size_t lap = 0; lap < pass.lap; ++lap) {
        first[lap] = std::min(first[lap], pass.time);
    }
}

std::map<const course::Course*, Field> fields_of(std::vector<Competitor>& competitors,
                                                 const plan::RaceEnd& end) {
    std::map<const course::Course*, Field> fields; // each is looked at by itself: no order matters
    for (Competitor& competitor : competitors) {
        Field& field = fields[competitor.record->course];
        field.members.emplace_back(&competitor, line_passes(competitor, end));
        const std::optional<UtcTime> gun = competitor.record->gun;
        if (gun) {
            field.gun = std::min(field.gun.value_or(*gun), *gun);
        }
        if (!is_disqualified(competitor)) {
            for (const LinePass& pass : field.members.back().second) {
                note_first(field.first, pass);
            }
        }
    }
    return fields;
}

// How many laps the leader goes; 0: that is not known yet.
std::size_t laps_to_go(const Field& field, const plan::RaceEnd& end) {
    if (end.by == plan::EndBy::laps) {
        return end.laps;
    }
    if (end.by == plan::EndBy::leader) {
        return line_points(*field.members.front().first, end).size();
    }
    if (!field.gun) {
        return 0;
    }
    const auto over = std::ranges::lower_bound(field.first, *field.gun + end.minutes);
    return static_cast<std::size_t>(over - field.first.begin()) + 1 + end.laps;
}

void end_race(Competitor& competitor, const std::vector<LinePass>& passes,
              std::optional<UtcTime> leader_in) {
    const auto last = std::ranges::find_if(
        passes, [&](const LinePass& pass) { return leader_in && pass.time >= *leader_in; });
    if (last != passes.end()) {
        competitor.end = last->passage;
        competitor.laps = last->lap;
    }
}

// He is pulled at his first pass of the line at which the leader is a lap ahead.
void pull(Competitor& competitor, const std::vector<LinePass>& passes, const Field& field,
          std::optional<UtcTime> leader_in) {
    for (const LinePass& pass : passes) {
        const bool is_over =
            competitor.end == pass.passage || (leader_in && pass.time >= *leader_in);
        if (is_over || pass.lap >= field.first.size()) {
            return;
        }
        if (field.first[pass.lap] < pass.time) {
            competitor.is_pulled = true;
            competitor.end = pass.passage;
            competitor.laps = pass.lap;
            return;
        }
    }
}

bool is_ruled(const Competitor& competitor, plan::Ruled status) {
    const auto& ruled = competitor.record->ruled;
    return ruled && ruled->status == status;
}

// A person took him out as lapped: his last pass of the line counts.
void end_where_pulled(Competitor& competitor, const std::vector<LinePass>& passes) {
    if (!passes.empty() && is_ruled(competitor, plan::Ruled::lapped)) {
        competitor.end = passes.back().passage;
    }
}

void go_whole_way(Competitor& competitor) {
    for (std::size_t i = 0; i < competitor.passages.size(); ++i) {
        if (competitor.record->finish == competitor.passages[i].passage.point) {
            competitor.end = i;
        }
    }
}

} // namespace

bool is_disqualified(const Competitor& competitor) {
    const auto& ruled = competitor.record->ruled;
    if (ruled) {
        return ruled->status == plan::Ruled::disqualified;
    }
    return competitor.penalties.disqualified.has_value();
}

void end_races(std::vector<Competitor>& competitors, const plan::RaceEnd& end) {
    for (auto& [course, field] : fields_of(competitors, end)) {
        std::optional<UtcTime> leader_in;
        if (end.by != plan::EndBy::all) {
            const std::size_t laps = laps_to_go(field, end);
            if (laps != 0 && laps <= field.first.size()) {
                leader_in = field.first[laps - 1];
            }
        }
        for (auto& [competitor, passes] : field.members) {
            competitor->laps = passes.empty() ? 0 : passes.back().lap;
            if (end.by == plan::EndBy::all) {
                go_whole_way(*competitor);
            } else {
                end_race(*competitor, passes, leader_in);
            }
            end_where_pulled(*competitor, passes);
            if (end.lapped == plan::Lapped::pulled && !is_ruled(*competitor, plan::Ruled::racing)) {
                pull(*competitor, passes, field, leader_in);
            }
        }
    }
}

} // namespace lanterne::scoring::results
