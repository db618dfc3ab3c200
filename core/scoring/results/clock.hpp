#pragma once

#include <optional>

#include "core/base/time.hpp"
#include "core/plan/rules.hpp"
#include "core/scoring/results/competitor.hpp"

namespace lanterne::scoring::results {

/// When the clock of a competitor began to run, by that basis (of a segment as planned). Where the
/// first leg is not raced that is its passage at the first point that is, but for a slot. Nothing:
/// it has passed nothing yet, or its wave is held.
std::optional<UtcTime> clock_start(const Competitor& competitor, plan::TimeBasis basis);

/// The time that it had raced at that passage.
std::optional<Milliseconds> raced_at(const Competitor& competitor, const JudgedPassage* passage,
                                     plan::TimeBasis basis);

/// Its time over that segment; a start counts as where the clock began. Nothing where it ends
/// before that.
std::optional<Milliseconds> raced_over(const Competitor& competitor, const plan::Segment& segment,
                                       plan::TimeBasis basis);

/// The time that it had raced there, by that basis: 0 at a start.
std::optional<Milliseconds> raced_until(const Competitor& competitor, const plan::PointLap& at,
                                        plan::TimeBasis basis);

} // namespace lanterne::scoring::results
