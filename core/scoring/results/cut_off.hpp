#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {

/// The cut-offs of a race, with the best times that some of them need. The plan outlives it.
class CutOffs {
public:
    CutOffs(const plan::RacePlan& plan, std::span<const Competitor> competitors);

    /// True when the competitor is over one of them, as of then; see decide_outcomes(). Without a
    /// time: as of the end of all days.
    bool is_over(const Competitor& competitor, std::optional<UtcTime> as_of) const;

private:
    bool is_late(const Competitor& competitor, std::size_t cut_off, UtcTime time) const;

    const plan::RacePlan* plan_;
    std::map<std::pair<std::size_t, const course::Course*>, Milliseconds> best_; ///< by cut-off
};

} // namespace lanterne::scoring::results
