#include "firmware/sending/gates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lanterne::firmware {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

double lap_of(const course::Course& course, std::size_t leg) {
    return course::lap_length(course.legs()[leg]).value;
}

} // namespace

Gates::Gates(const course::Course& course) : course_{&course} {
    for (const course::TimingPoint& point : course.points()) {
        const course::Leg& leg = course.legs()[point.leg];
        const double in_lap = (point.along - course::unrolled(leg, point.lap, Metres{0})).value;
        const Gate gate{.leg = point.leg,
                        .in_lap = std::clamp(in_lap, 0.0, course::lap_length(leg).value),
                        .is_finish = point.kind == course::PointKind::finish};
        const bool is_known = std::any_of(gates_.begin(), gates_.end(), [&](const Gate& known) {
            return known.leg == gate.leg && known.is_finish == gate.is_finish &&
                   std::abs(known.in_lap - gate.in_lap) < same_m;
        });
        if (!is_known) {
            gates_.push_back(gate);
        }
    }
}

Gates::Apart Gates::apart(const Gate& gate, const course::Course::Place& place) const {
    const double at = place.in_lap.value;
    const double lap = lap_of(*course_, place.leg);
    if (gate.leg == place.leg) {
        const double ahead = gate.in_lap - at;
        const bool comes_again = course_->legs()[gate.leg].laps > 1;
        const double again = comes_again ? lap : std::numeric_limits<double>::infinity();
        return {.before = ahead >= 0 ? ahead : ahead + again,
                .behind = ahead <= 0 ? -ahead : again - ahead};
    }
    if (gate.leg == place.leg + 1) {
        return {.before = lap - at + gate.in_lap, .behind = never};
    }
    if (gate.leg + 1 == place.leg) {
        return {.before = never, .behind = at + lap_of(*course_, gate.leg) - gate.in_lap};
    }
    return {.before = never, .behind = never};
}

bool Gates::is_near(Metres along, double speed_mps) const {
    const course::Course::Place place = course_->place_at(along);
    const double near_m = std::clamp(speed_mps * near_s, least_near_m, most_near_m);
    return std::any_of(gates_.begin(), gates_.end(), [&](const Gate& gate) {
        const Apart far = apart(gate, place);
        return far.behind <= near_m || far.before <= (gate.is_finish ? home_m : near_m);
    });
}

} // namespace lanterne::firmware
