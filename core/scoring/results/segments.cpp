#include <algorithm>

#include "core/scoring/results/placing.hpp"

namespace lanterne::scoring::results {
namespace {

constexpr double same_place_m = 1;

// The timing point at a leg's end, be it the last of the leg or the first of the next; else the
// last of the leg; nothing: the leg has none.
const course::TimingPoint* boundary_after(const course::Course& course, std::size_t leg) {
    const course::TimingPoint* found = nullptr;
    const double end = course.legs()[leg].end.value;
    for (const course::TimingPoint& point : course.points()) {
        const bool is_here = point.leg == leg;
        const bool is_next = point.leg == leg + 1 && point.along.value <= end + same_place_m;
        if (is_here || (is_next && (found == nullptr || found->along.value < end - same_place_m))) {
            found = &point;
        }
    }
    return found;
}

plan::PointLap name_of(const course::TimingPoint& point) { return {point.id, point.lap}; }

} // namespace

std::vector<plan::Segment> segments_of(const plan::Rules& rules, const course::Course& course) {
    if (!rules.segments.empty()) {
        return rules.segments;
    }
    std::vector<plan::Segment> segments;
    if (course.points().empty()) {
        return segments;
    }
    const course::TimingPoint* from = &course.points().front();
    for (std::size_t leg = 0; leg < course.legs().size(); ++leg) {
        const course::TimingPoint* to = boundary_after(course, leg);
        if (to == nullptr || to == from || to->along < from->along) {
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
