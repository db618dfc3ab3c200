#include <algorithm>

#include "core/scoring/results/placing.hpp"

namespace lanterne::scoring::results {
namespace {

constexpr double same_place_m = 1;

std::vector<std::size_t> raced_legs(const EntryRecord& record) {
    std::vector<std::size_t> raced;
    for (std::size_t leg = 0; leg < record.course->legs().size(); ++leg) {
        if (!std::ranges::binary_search(record.dropped_legs, leg)) {
            raced.push_back(leg);
        }
    }
    return raced;
}

// The first timing point on that leg; nothing: the leg has none.
const course::TimingPoint* first_on(const course::Course& course, std::size_t leg) {
    const auto first = std::ranges::find(course.points(), leg, &course::TimingPoint::leg);
    return first == course.points().end() ? nullptr : &*first;
}

// The timing point at a leg's end, be it the last of the leg or the first of the leg that is raced
// after it; else the last of the leg; nothing: the leg has none.
const course::TimingPoint* boundary_after(const course::Course& course, std::size_t leg,
                                          std::optional<std::size_t> next) {
    const course::TimingPoint* found = nullptr;
    for (const course::TimingPoint& point : course.points()) {
        found = point.leg == leg ? &point : found;
    }
    const double end = course.legs()[leg].end.value;
    const course::TimingPoint* behind = next ? first_on(course, *next) : nullptr;
    const bool is_there =
        behind != nullptr &&
        behind->along.value <= course.legs()[behind->leg].begin.value + same_place_m;
    const bool is_open = found == nullptr || found->along.value < end - same_place_m;
    return is_there && is_open ? behind : found;
}

plan::PointLap name_of(const course::TimingPoint& point) { return {point.id, point.lap}; }

} // namespace

std::vector<plan::Segment> segments_of(const plan::Rules& rules, const EntryRecord& record) {
    if (!rules.segments.empty()) {
        return rules.segments;
    }
    const course::Course& course = *record.course;
    const std::vector<std::size_t> legs = raced_legs(record);
    std::vector<plan::Segment> segments;
    const course::TimingPoint* from = nullptr;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        const std::size_t leg = legs[i];
        from = from == nullptr ? first_on(course, leg) : from;
        const course::TimingPoint* to = boundary_after(
            course, leg, i + 1 < legs.size() ? std::optional{legs[i + 1]} : std::nullopt);
        if (from == nullptr || to == nullptr || to == from || to->along < from->along) {
            continue;
        }
        segments.push_back({.id = course.legs()[leg].id,
                            .name = course.legs()[leg].name,
                            .from = name_of(*from),
                            .to = name_of(*to)});
        from = to;
    }
    return segments;
}

} // namespace lanterne::scoring::results
