#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/course/course.hpp"
#include "core/plan/limits.hpp"
#include "simulator/athletes/true_state.hpp"

namespace lanterne::simulator {

/// Who is waved out of a race of laps, and when: by the race's rules, as its judges do, in the true
/// order of the passes of the line. Those of one course are one field.
class RaceEnding {
public:
    struct Flagged {
        std::size_t entry = 0;
        TruePassage at;
        bool is_pulled = false; ///< lapped; else at its end
    };

    /// `gun`: the first of those on that course. The course outlives it.
    RaceEnding(const plan::RaceEnd& end, const course::Course& course, UtcTime gun);

    /// What they passed; it says nothing of who was waved out before. Nothing later is noted before
    /// settle().
    void note(std::size_t entry, const TruePassage& passage);

    /// Whom that ends. In the order of time.
    std::vector<Flagged> settle();

private:
    struct LinePass {
        std::size_t entry = 0;
        TruePassage passage;
        std::size_t lap = 0; ///< that it ends, from 1
    };

    std::size_t laps_to_go() const;
    bool is_over(UtcTime time) const;
    bool is_lapped(const LinePass& pass) const;

    plan::RaceEnd end_;
    UtcTime gun_;
    std::vector<std::size_t> line_; ///< points of the course that end a lap, in order
    std::vector<UtcTime> first_;    ///< by lap: when the first had gone it
    std::vector<LinePass> passes_;
};

} // namespace lanterne::simulator
