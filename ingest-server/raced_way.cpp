#include "ingest-server/raced_way.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::ingest {

RacedWay::RacedWay(const course::Course& planned, std::vector<std::size_t> dropped_legs)
    : dropped_legs_{std::move(dropped_legs)} {
    for (const std::size_t leg : dropped_legs_) {
        dropped_.push_back({planned.legs().at(leg).begin, planned.legs().at(leg).end});
    }
    for (course::TimingPoint point : planned.points()) {
        if (std::ranges::binary_search(dropped_legs_, point.leg)) {
            continue;
        }
        // A point at its leg's very end lies where the next leg begins, dropped or not.
        double along = point.along.value;
        for (const std::size_t leg : dropped_legs_) {
            if (leg < point.leg) {
                along -= (planned.legs()[leg].end - planned.legs()[leg].begin).value;
            }
        }
        point.along = Metres{along};
        points_.push_back(std::move(point));
    }
}

std::optional<Metres> RacedWay::along(Metres planned) const {
    double along = planned.value;
    for (const Span& span : dropped_) {
        if (planned >= span.end) {
            along -= (span.end - span.begin).value;
        } else if (planned > span.begin) {
            return std::nullopt;
        }
    }
    return Metres{along};
}

bool RacedWay::begins_at_a_point() const {
    const bool is_start = std::ranges::find(points_, course::PointKind::start,
                                            &course::TimingPoint::kind) != points_.end();
    const bool is_late = !dropped_legs_.empty() && dropped_legs_.front() == 0;
    return is_start || (is_late && !points_.empty());
}

course::Course course_of(const RacedWay& way, const course::Course& planned) {
    const auto& dropped = way.dropped_legs();
    std::vector<course::Leg> legs;
    for (std::size_t leg = 0; leg < planned.legs().size(); ++leg) {
        if (!std::ranges::binary_search(dropped, leg)) {
            legs.push_back(planned.legs()[leg]);
        }
    }
    course::unroll(legs);
    std::vector<course::TimingPoint> points = way.points();
    for (course::TimingPoint& point : points) {
        point.leg -= static_cast<std::size_t>(std::ranges::lower_bound(dropped, point.leg) -
                                              dropped.begin());
    }
    return {std::move(legs), planned.locations(), std::move(points)};
}

} // namespace lanterne::ingest
