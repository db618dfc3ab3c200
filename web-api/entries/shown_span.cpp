#include "web-api/entries/shown_span.hpp"

#include <algorithm>
#include <utility>

#include "core/wire/live.hpp"

namespace lanterne::web {

namespace {

/// When the entry passed a point of that kind; nothing when it did not, or the course has none.
std::optional<UtcTime> passed(const course::Course& course, course::PointKind kind,
                              std::span<const PassageRow> passages) {
    for (const PassageRow& passage : passages) {
        const auto is_it = [&](const course::TimingPoint& point) {
            return point.kind == kind && point.id == passage.point;
        };
        if (std::ranges::any_of(course.points(), is_it)) {
            return passage.time;
        }
    }
    return std::nullopt;
}

UtcTime clock_start(const plan::RacePlan& plan, const plan::Entry& entry) {
    if (entry.slot) {
        return *entry.slot;
    }
    const auto wave = std::ranges::find(plan.waves, entry.wave, &plan::Wave::id);
    return wave == plan.waves.end() ? plan.start : wave->gun;
}

/// Where on the course that was; nothing when the plan does not know such a point any more.
std::optional<PassedAt> place_of(const course::Course& course, const PassageRow& passage) {
    const auto is_it = [&](const course::TimingPoint& point) {
        return point.id == passage.point && std::cmp_equal(point.leg, passage.leg) &&
               std::cmp_equal(point.lap, passage.lap);
    };
    const auto point = std::ranges::find_if(course.points(), is_it);
    return point == course.points().end()
               ? std::nullopt
               : std::optional{PassedAt{.time = passage.time, .along = point->along}};
}

/// Of one who passed some points and not the finish.
void end_without_finish(ShownSpan& span, const course::Course& course, const EntryState& state,
                        wire::RaceStatus status) {
    const PassageRow& last = *std::ranges::max_element(state.passages, {}, &PassageRow::time);
    if (status != wire::RaceStatus::finished) {
        span.last = place_of(course, last);
    }
    if (!span.last) {
        span.to = std::min(span.to, last.time);
    }
    if (wire::is_out(status)) {
        span.to = std::min(span.to, state.out_at.value_or(span.to));
    }
}

/// As far as anybody knows it is on its way along the course.
bool is_under_way(wire::RaceStatus status) {
    return status == wire::RaceStatus::racing || status == wire::RaceStatus::stopped;
}

} // namespace

std::optional<ShownSpan> shown_span(const plan::RacePlan& plan, const plan::Entry& entry,
                                    const EntryState& state, UtcTime now) {
    const auto status = wire::parse_race_status(state.status).value_or(wire::RaceStatus::unscored);
    if (state.passages.empty() || status == wire::RaceStatus::not_started ||
        status == wire::RaceStatus::did_not_start) {
        return std::nullopt;
    }
    const UtcTime first = std::ranges::min(state.passages, {}, &PassageRow::time).time;
    const course::Course& course = plan::course_of(plan, entry);
    const auto start = passed(course, course::PointKind::start, state.passages);
    const auto finish = passed(course, course::PointKind::finish, state.passages);

    ShownSpan span{.from = start.value_or(std::min(clock_start(plan, entry), first)), .to = now};
    if (finish) {
        span.to = std::min(*finish, now);
    } else if (!is_under_way(status)) {
        end_without_finish(span, course, state, status);
    }
    return span.from <= span.to ? std::optional{span} : std::nullopt;
}

} // namespace lanterne::web
