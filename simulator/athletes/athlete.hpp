#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/course/course.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/athletes/true_state.hpp"

namespace lanterne::simulator {

/// One athlete's whole race, settled by the course, its wave, a seed and its number: the same
/// everywhere. It stands behind the line until the gun, goes each leg at its own pace (wandering,
/// tiring, slow in bends), stands a while in each transition, runs out behind the finish and stands
/// there. The course outlives it.
class Athlete {
public:
    /// Longer than this nobody races: the rest of the way is not gone.
    static constexpr double longest_race_s = 24 * 3600;

    Athlete(const course::Course& course, const plan::Wave& wave, std::uint64_t seed,
            std::uint64_t number);

    /// At any time, before the gun and after the finish too.
    TrueState at(UtcTime time) const;

    /// Its true passages in order: the start as the wave starts (gun, or own crossing), and when it
    /// crossed each other timing point.
    const std::vector<TruePassage>& passages() const { return passages_; }

    /// When it crossed the end of the course; nothing when the longest race was not enough.
    std::optional<UtcTime> finish() const { return finish_; }

private:
    struct Second {
        double along;
        double right; ///< metres beside the line
    };

    void note_passages(const plan::Wave& wave);
    std::optional<UtcTime> time_at(Metres along) const;
    Doing doing(UtcTime time) const;

    const course::Course* course_;
    UtcTime gun_;
    std::vector<Second> seconds_; ///< from the gun on
    std::vector<TruePassage> passages_;
    std::optional<UtcTime> finish_;
};

} // namespace lanterne::simulator
