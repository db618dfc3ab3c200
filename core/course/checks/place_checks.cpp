#include "core/course/checks/place_checks.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace lanterne::course {
namespace {

constexpr double least_cosine = 0.5; // of 60 degrees, as where a gate's pass is looked for
constexpr Metres loose_join{20};     // ends of lines are often drawn from the road's other side
constexpr Metres good_join{30};

const Location* gate_of(const Course& course, const TimingPoint& point) {
    const auto& locations = course.locations();
    const auto found = std::ranges::find(locations, point.location, &Location::id);
    return found == locations.end() ? nullptr : &*found;
}

Metres in_lap_of(const Leg& leg, const TimingPoint& point) {
    return point.along - unrolled(leg, point.lap, Metres{0});
}

/// Calls visit(point, gate, in_lap) for each timing point of the leg once, whatever its laps.
template<class Visit>
void visit_points(const Course& course, std::size_t leg, Visit visit) {
    std::set<std::string_view> seen;
    for (const TimingPoint& point : course.points()) {
        const Location* gate = gate_of(course, point);
        if (point.leg == leg && gate != nullptr && seen.insert(point.id).second) {
            visit(point, *gate, in_lap_of(course.legs()[leg], point));
        }
    }
}

Position begin_of(const Leg& leg) { return leg.line.points().front(); }

Position end_of(const Leg& leg) { return leg.line.points().back(); }

} // namespace

std::vector<Finding> find_directions(const Course& course, std::size_t leg_index) {
    const Leg& leg = course.legs()[leg_index];
    std::vector<Finding> findings;
    visit_points(course, leg_index, [&](const TimingPoint& point, const Location& gate, Metres at) {
        if (!gate.bearing_deg || geo::dot(leg.line.direction_at(at),
                                          geo::direction_of(*gate.bearing_deg)) >= least_cosine) {
            return;
        }
        findings.push_back(finding_at(
            course, leg_index, at, Check::direction, Severity::serious,
            fmt::format(
                "the line goes through the gate of {} at {:.0f} degrees, the gate's bearing "
                "is {:.0f}: is the line drawn the wrong way round?",
                point.name, leg.line.bearing_at(at), *gate.bearing_deg)));
    });
    if (leg_index > 0) {
        const Leg& before = course.legs()[leg_index - 1];
        const Metres gap = geo::distance(end_of(before), begin_of(leg));
        const Metres turned = geo::distance(end_of(before), end_of(leg));
        if (gap > loose_join && turned + good_join < gap) {
            findings.push_back(finding_at(
                course, leg_index, Metres{0}, Check::direction, Severity::warning,
                fmt::format("{} ends {:.0f} m from this line's begin and {:.0f} m from its end: is "
                            "it drawn the wrong way round?",
                            before.name, gap.value, turned.value)));
        }
    }
    return findings;
}

std::vector<Finding> find_gates(const Course& course, std::size_t leg_index) {
    std::vector<Finding> findings;
    visit_points(course, leg_index, [&](const TimingPoint& point, const Location& gate, Metres at) {
        const Metres off = course.off_line(point);
        if (off <= gate.width / 2) {
            return;
        }
        findings.push_back(finding_at(
            course, leg_index, at, Check::gate, Severity::warning,
            fmt::format("the gate of {} lies {:.0f} m beside the line and is {:.0f} m wide: the "
                        "line does not go through it",
                        point.name, off.value, gate.width.value)));
    });
    return findings;
}

std::vector<Finding> find_joins(const Course& course, std::size_t leg_index) {
    const Leg& leg = course.legs()[leg_index];
    std::vector<Finding> findings;
    if (leg_index > 0) {
        const Leg& before = course.legs()[leg_index - 1];
        const Metres gap = geo::distance(end_of(before), begin_of(leg));
        if (gap > loose_join) {
            findings.push_back(finding_at(
                course, leg_index, Metres{0}, Check::join, Severity::warning,
                fmt::format("begins {:.0f} m from where {} ends", gap.value, before.name)));
        }
    }
    const Metres seam = geo::distance(end_of(leg), begin_of(leg));
    if (leg.laps > 1 && seam > loose_join) {
        findings.push_back(
            finding_at(course, leg_index, lap_length(leg), Check::join, Severity::warning,
                       fmt::format("a lap ends {:.0f} m from where the next begins", seam.value)));
    }
    return findings;
}

} // namespace lanterne::course
