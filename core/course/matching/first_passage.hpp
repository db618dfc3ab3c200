#pragma once

#include <optional>
#include <vector>

#include "core/course/matching/crossing.hpp"
#include "core/course/way/way_smoother.hpp"

namespace lanterne::course {

/// Adds up when a place was first passed. How likely it lies behind grows with how many standard
/// deviations the way has been beyond it at most: near the same time errors are the same error. So
/// a halt just before or behind a gate, or walking back, leave two times, as likely as they are.
class FirstPassage {
public:
    explicit FirstPassage(double along) : along_{along} {}

    /// The first that is known; `was_before` when the place cannot lie behind it.
    void begin(double t, const Whereabouts& state, bool was_before);

    /// From one sighting to the next; `seen` is where it was when it was seen again: whoever is not
    /// beyond a place then was not in between.
    void go(const Sighting& from, const Sighting& to, const Whereabouts& a, const Whereabouts& b,
            const Whereabouts& seen);

    /// Nothing while it is rather not passed.
    std::optional<Crossing> crossing() const;

private:
    /// So likely it was first passed between two times.
    struct Part {
        double from;
        double to;
        double share;
    };

    void take(double t, double deviations);
    double time_of(double share) const;

    double along_;
    double begin_ = 0;
    double time_ = 0; ///< newest, since the begin
    double furthest_ = -1e9;
    double share_ = 0;
    double known_ = 0; ///< of it, what is known not to be so
    std::vector<Part> parts_;
};

} // namespace lanterne::course
