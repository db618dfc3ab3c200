#include "web-api/entries/shown_span.hpp"

#include <algorithm>
#include <array>

namespace lanterne::web {

namespace {

constexpr std::array<std::string_view, 5> over_without_finish{
    "over_time_limit", "did_not_finish", "disqualified", "lapped", "not_classified"};

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

} // namespace

std::optional<ShownSpan> shown_span(const plan::RacePlan& plan, const plan::Entry& entry,
                                    std::string_view status, std::span<const PassageRow> passages,
                                    UtcTime now) {
    if (passages.empty() || status == "not_started" || status == "did_not_start") {
        return std::nullopt;
    }
    const auto [first, last] = std::ranges::minmax(passages, {}, &PassageRow::time);
    const course::Course& course = plan::course_of(plan, entry);
    const auto start = passed(course, course::PointKind::start, passages);
    const auto finish = passed(course, course::PointKind::finish, passages);

    ShownSpan span{.from = start.value_or(std::min(clock_start(plan, entry), first.time)),
                   .to = now};
    if (finish) {
        span.to = std::min(*finish, now);
    } else if (std::ranges::count(over_without_finish, status) > 0) {
        span.to = std::min(last.time, now);
    }
    return span.from <= span.to ? std::optional{span} : std::nullopt;
}

} // namespace lanterne::web
