#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::ingest {

/// What is left of a course when legs are dropped, as one way with metres along of its own. Its
/// points and legs are said in terms of the planned course. Keeps nothing of that.
class RacedWay {
public:
    /// `dropped_legs` ascending, not all of them.
    RacedWay(const course::Course& planned, std::vector<std::size_t> dropped_legs);

    const std::vector<std::size_t>& dropped_legs() const { return dropped_legs_; }

    /// Those that are raced; `along` is on this way.
    const std::vector<course::TimingPoint>& points() const { return points_; }

    /// Nothing on a leg that is dropped.
    std::optional<Metres> along(Metres planned) const;

    /// The clock begins at the first of points(), not at the gun.
    bool begins_at_a_point() const;

private:
    struct Span {
        Metres begin;
        Metres end;
    };

    std::vector<std::size_t> dropped_legs_;
    std::vector<Span> dropped_; ///< on the planned course
    std::vector<course::TimingPoint> points_;
};

/// The legs that are left, one behind the other, without timing points but those of the way.
course::Course course_of(const RacedWay& way, const course::Course& planned);

} // namespace lanterne::ingest
