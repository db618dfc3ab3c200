#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/course/course.hpp"

namespace lanterne::scoring {

/// A gate that stood elsewhere from then on.
struct GateMove {
    std::string location;
    Position position{Latitude{0}, Longitude{0}};
    UtcTime from;

    bool operator==(const GateMove&) const = default;
};

/// What people changed about the way of an entry, after it was planned.
struct CourseChange {
    std::vector<std::size_t> dropped_legs; ///< ascending, not all of them
    std::vector<GateMove> moves;           ///< by time

    bool operator==(const CourseChange&) const = default;
};

/// The course as fixes are matched to it: without the legs that are not raced, and with every place
/// where a gate stood. What is found there is said in terms of the planned course, which outlives
/// it.
class ScoredCourse {
public:
    /// A moved gate's points lie where its leg's line comes nearest to it, near the planned place.
    ScoredCourse(const course::Course& planned, CourseChange change);
    ScoredCourse(const ScoredCourse&) = delete;
    ScoredCourse& operator=(const ScoredCourse&) = delete;

    const course::Course& course() const { return changed_ ? *changed_ : *planned_; }

    const course::Course& planned() const { return *planned_; }

    const CourseChange& change() const { return change_; }

    /// Where a point of course() stands for one of the plan, and while its gate stood there.
    struct Meaning {
        std::size_t point = 0; ///< index into planned().points()
        std::optional<UtcTime> from;
        std::optional<UtcTime> until;
    };

    Meaning meaning_of(std::size_t point) const;

    Metres planned_along(Metres along) const;
    /// Nothing on a leg that is not raced.
    std::optional<Metres> scored_along(Metres planned) const;

private:
    void change();

    const course::Course* planned_;
    CourseChange change_;
    std::optional<course::Course> changed_;
    std::vector<Meaning> meanings_;
};

/// How far from the line a gate may stand, and from where it was planned along it.
inline constexpr Metres max_gate_off{100};
inline constexpr Metres max_gate_moved{2'000};

/// Where in the lap a gate at that position is passed, near `planned`; nothing farther than
/// max_gate_off and max_gate_moved.
std::optional<Metres> moved_in_lap(const course::Leg& leg, Metres planned, Position position);

} // namespace lanterne::scoring
